"""Identifiers that are numbers: BSN, IBAN, payment card, telephone number. Check digits come from python-stdnum.

A number that passes the 11-proof by chance (one in eleven does) and is called an order, an invoice or the like is no
BSN: a bot must be able to look it up. Called nothing at all, it is one: a BSN that leaks is worse.
"""

from collections.abc import Iterator

import phonenumbers
import re2
from stdnum import luhn
from stdnum.iso7064 import mod_97_10
from stdnum.nl import bsn as bsns

from balie.gateway.policy.identifiers.kinds import Found, Kind
from balie.gateway.policy.identifiers.plain import Plain

_BEFORE = 40  # characters in which a word may say what a number is
_IBAN = re2.compile(r"(?i)(?:\b|iban)[a-z]{2} ?[0-9O]{2}")
_IBAN_LENGTHS = {
    "NL": 18, "BE": 16, "DE": 22, "FR": 27, "GB": 22, "IE": 22, "LU": 20, "ES": 24, "PT": 25, "IT": 27, "AT": 20,
    "CH": 21, "PL": 28, "RO": 24, "HU": 28, "CZ": 24, "SK": 24, "BG": 22, "GR": 27, "DK": 18, "SE": 24, "NO": 15,
    "FI": 18, "EE": 20, "LV": 21, "LT": 20, "SI": 19, "HR": 21, "CY": 28, "MT": 31, "TR": 26, "MC": 27,
    "LI": 21, "SM": 27, "AD": 24, "VA": 22, "IS": 26, "RS": 22, "ME": 22, "MK": 19, "AL": 28, "BA": 20, "XK": 20, "MD": 24,
    "UA": 29, "GE": 22, "AZ": 28, "IL": 23, "SA": 24, "AE": 23, "QA": 29, "KW": 30, "BH": 22, "JO": 30, "LB": 28, "EG": 29,
    "TN": 24, "MR": 27, "PK": 24, "KZ": 20, "BR": 29, "CR": 22, "DO": 28, "GT": 28, "VG": 24, "GI": 23, "FO": 18, "GL": 18,
}  # fmt: skip
_LEAST_FIGURES = 10  # in an IBAN; one in 97 sentences after `at 86` would pass the check
_LOOKS_ALIKE = str.maketrans("OIL", "011")  # read by a scanner, in places where an IBAN has figures
_CARD = re2.compile(r"[0-9](?:[ .\-]{0,2}[0-9]){13,22}")
_CARD_LENGTHS = {14: ("30", "36", "38"), 15: ("34", "37"), 16: ("2", "35", "4", "5", "6"), 19: ("4", "6")}
_GROUPS = re2.compile(r"[0-9]+(?:[ .\-]{1,2}[0-9]+)*")
_GROUPING = {(9,), (3, 3, 3), (4, 2, 3), (2, 3, 4), (3, 2, 4), (3, 4, 2), (2, 2, 2, 3), (4, 5), (5, 4), (3, 6), (6, 3)}
_YEAR_FIRST = re2.compile(r"20[0-9]{2}-[0-9]{5}$")  # 2026-00451, as files and invoices are numbered
_NO_CITIZEN = re2.compile(
    r"(?i)\b(?:bestel\w*|order\w*|artikel\w*|article\w*|factu\w*|invoice\w*|pakket\w*|parcel\w*|tracking|track|zending\w*"
    r"|klant ?(?:nummer|nr|id|code)\w*|customer ?(?:number|no|id)|polis\w*|policy|ticket\w*|serie\w*|serial|product\w*|zaak\w*"
    r"|case|dossier\w*|kenmerk|referen\w*|ref|rekeningn\w*|meter\w*|ean|kvk\w*|btw|vat|tel\w*|phone|mobiel\w*|mobile|gsm"
    r"|lidmaat\w*|lid ?n\w*|relatie ?n\w*|contract\w*|bestellung|rechnung|commande|whatsapp)\b|[$]"
)
_IS_CITIZEN = re2.compile(r"(?i)\b(?:b\.?s\.?n|burger ?service|sofi|citizen service)")
_PHONE = re2.compile(r"(?:\+|\(\+|\(0|0)[0-9](?:[ .\-/()]{0,3}[0-9]){7,14}")
_PHONE_BARE = re2.compile(
    r"(?i)(?:\b(?:tel(?:efoon)?(?:nummer|nr)?|mobiel(?:e nummer|nummer)?|gsm|phone|mobile|bel(?: me| mij)?(?: op)?|call me (?:at|on)"
    r"|bereiken op|reach me (?:at|on)|(?:whats)?app(?: me| mij)?(?: op)?|nummer|nr|number)[ .:=\-]{0,3}(?:is )?)([1-9](?:[ .\-]?[0-9]){8})"
)
_PHONE_AMERICAN = re2.compile(r"\b[2-9][0-9]{2}-[2-9][0-9]{2}-[0-9]{4}\b|\([2-9][0-9]{2}\) ?[2-9][0-9]{2}-[0-9]{4}\b")
_IS_PHONE = re2.compile(
    r"(?i)(?:\btel|phone|\bbel|mobie|\bcall\b|\bgsm\b|bereik|reach|whatsapp|\bapp\b|\btext\b|\bmobile|rufen|nummer|number|appel|handy)"
)
_NO_PHONE = re2.compile(
    r"(?i)\b(?:bestel\w*|order\w*|artikel\w*|factu\w*|invoice\w*|pakket\w*|parcel\w*|track\w*|zending\w*|klantn\w*|customer n\w*|polis\w*"
    r"|policy|ticket\w*|serie\w*|serial|product\w*|zaak\w*|case|dossier\w*|kenmerk|referen\w*|meter\w*|ean|kvk\w*|contract\w*|barcode|code)"
    r"[ .:#\-]{0,3}(?:number|nummer|nr|no)?[ .:#\-]{0,3}(?:is )?$"
)
_LONGEST_PHONE = 64  # characters, with what stands between its figures
_SERVICE = ("0800", "0900", "0906", "0909", "140")
_ABROAD = ("GB", "DE", "BE", "FR")


def accounts(plain: Plain) -> Iterator[Found]:
    """IBANs whose check digits are right (ISO 13616)."""
    past = 0
    for match in _IBAN.finditer(plain.octets):
        start = match.end() - (5 if plain.text[match.end() - 3] == " " else 4)
        if start < past or (length := _IBAN_LENGTHS.get(plain.text[start : start + 2].upper())) is None:
            continue
        end = _iban_end(plain.text, start, length)
        if end:
            past = end
            yield Found(start, end, Kind.IBAN)


def cards(plain: Plain) -> Iterator[Found]:
    """Payment cards: the lengths and first digits of real ones, with a right Luhn digit (ISO/IEC 7812-1)."""
    for match in _CARD.finditer(plain.octets):
        digits = [at for at in range(match.start(), match.end()) if plain.text[at].isdigit()]
        for first in _group_starts(plain.text, digits):
            found = _card_at(plain.text, digits[first:])
            if found:
                yield found
                break


def citizens(plain: Plain) -> Iterator[Found]:
    """BSNs: nine digits that pass the 11-proof, unless the last word before says that it is another number.

    One with eight digits, its leading zero left out, counts only where a word says that it is a BSN.
    """
    for run in _GROUPS.finditer(plain.octets):
        start, end = run.span()
        if end - start < 8 or _joined(plain.text, start, end):
            continue
        before = plain.octets[max(0, start - _BEFORE) : start]
        said, other = _last_of(_IS_CITIZEN, before), -2
        for first, last in _nines(plain.text, start, end, short=said >= 0):
            if bsns.is_valid(_digits(plain.text[first:last]).zfill(9)):
                other = _last_of(_NO_CITIZEN, before) if other == -2 else other
                if said >= 0 or (other < 0 and not _YEAR_FIRST.match(plain.octets[first:last])):
                    yield Found(first, last, Kind.BSN)
                    break


def phones(plain: Plain) -> Iterator[Found]:
    """Telephone numbers as people write them in the Netherlands and the countries around it; no service numbers."""
    yield from _with_a_zero(plain)
    for match in _PHONE_AMERICAN.finditer(plain.octets):
        start, end = match.span()
        if not _joined(plain.text, start, end) and not _NO_PHONE.search(plain.octets[max(0, start - _BEFORE) : start]):
            yield Found(start, end, Kind.PHONE)
    for match in _PHONE_BARE.finditer(plain.octets):
        start, end = match.span(1)
        mobile = plain.text[start] == "6" and plain.text[start + 1] in " -"
        named = plain.text[match.start()] not in "nN"  # `nummer` is a word for many things
        if (mobile or named) and not _joined(plain.text, start, end):
            yield Found(start, end, Kind.PHONE)


def _with_a_zero(plain: Plain) -> Iterator[Found]:
    """Numbers that begin with 0, 00 or a plus; what stands before one may be a number too, such as a date."""
    past = 0
    for run in _PHONE.finditer(plain.octets):
        for start in _beginnings(plain.text, max(run.start(), past), run.end()):
            stop = _phone_end(plain, start)
            if stop:
                past = stop
                yield Found(start, stop, Kind.PHONE)
                break


def _beginnings(text: str, start: int, end: int) -> Iterator[int]:
    """The places in a run of figures where a telephone number may begin."""
    for at in range(start, end):
        if text[at] in "0+(" and not (at and (text[at - 1].isalnum() or text[at - 1] in "$-.+(")):
            yield at


def _phone_end(plain: Plain, start: int) -> int:
    """Where the telephone number that begins here ends; 0 when there is none."""
    match = _PHONE.match(plain.octets[start : start + _LONGEST_PHONE])
    before = plain.octets[max(0, start - _BEFORE) : start]
    if not match or _NO_PHONE.search(before):
        return 0
    said = _IS_PHONE.search(before) is not None
    ends = _ends(plain.text, start, start + match.end())
    return next((stop for stop in ends if _is_phone(plain.text[start:stop], said=said)), 0)


def _iban_end(text: str, start: int, length: int) -> int:
    """Where the IBAN that begins here ends; 0 when there is none."""
    taken: list[str] = []
    at, between = start, 0
    while len(taken) < length and at < len(text):
        char = text[at]
        if char.isalnum():
            taken.append(char)
            between = 0
        elif char not in " .-" or (between := between + 1) > 2:
            return 0
        at += 1
    if len(taken) < length or (at < len(text) and text[at].isdigit()):
        return 0
    written = "".join(taken).upper()
    return at if _checks(written) or _checks(_scanned(written)) else 0


def _checks(iban: str) -> bool:
    turned = iban[4:] + iban[:4]
    figures = sum(c.isdigit() for c in iban)
    return iban[2:4].isdigit() and figures >= _LEAST_FIGURES and mod_97_10.is_valid(turned)


def _scanned(iban: str) -> str:
    """With figures where a Dutch IBAN has them, for what was read from paper."""
    if not iban.startswith("NL"):
        return iban
    return f"NL{iban[2:4].translate(_LOOKS_ALIKE)}{iban[4:8]}{iban[8:].translate(_LOOKS_ALIKE)}"


def _card_at(text: str, digits: list[int]) -> Found | None:
    for length in sorted(_CARD_LENGTHS, reverse=True):
        if len(digits) < length:
            continue
        number = "".join(text[at] for at in digits[:length])
        ends = len(digits) == length or digits[length] > digits[length - 1] + 1
        if ends and number.startswith(_CARD_LENGTHS[length]) and luhn.is_valid(number):
            return Found(digits[0], digits[length - 1] + 1, Kind.PAYMENT_CARD)
    return None


def _group_starts(text: str, digits: list[int]) -> Iterator[int]:
    """The places among digits where a group begins: a number before a card may stand right beside it."""
    for place, at in enumerate(digits):
        if place == 0 and at and text[at - 1].isalnum():
            continue
        if place == 0 or digits[place - 1] < at - 1:
            yield place


def _nines(text: str, start: int, end: int, *, short: bool) -> Iterator[tuple[int, int]]:
    """Where nine digits stand in a run of groups: the whole run, or groups of it as people write a BSN."""
    count = sum(text[at].isdigit() for at in range(start, min(end, start + 30)))
    if count == 9 or (count == 8 and short):
        yield start, end
        return
    groups = _groups(text, start, end)
    phone = text[start] == "0" and count in {10, 13}
    for number in range(len(groups)):
        sizes, total = [], 0
        for size in (last - first for first, last in groups[number : number + 4]):
            sizes.append(size)
            total += size
            if total >= 9:
                break
        if total == 9 and tuple(sizes) in _GROUPING and not (phone and len(sizes) > 1):
            yield groups[number][0], groups[number + len(sizes) - 1][1]


def _groups(text: str, start: int, end: int) -> list[tuple[int, int]]:
    groups, first = [], -1
    for at in range(start, end + 1):
        figure = at < end and text[at].isdigit()
        if figure and first < 0:
            first = at
        elif not figure and first >= 0:
            groups.append((first, at))
            first = -1
    return groups


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    """Where a telephone number may end: the whole run, or before one of its last groups."""
    yield end
    for at in range(end - 1, start + 8, -1):
        if not text[at].isdigit() and text[at - 1].isdigit():
            yield at


def _is_phone(written: str, *, said: bool) -> bool:
    digits = _digits(written)
    if written.lstrip("(").startswith("+") or digits.startswith("00"):
        plus = f"+{digits.removeprefix('00')}"
        return _possible(plus.replace("+310", "+31").replace("+440", "+44"))
    if digits.startswith(_SERVICE) or digits[1] == "0":
        return False
    if len(digits) == 10:
        return said or not _date_like(written)
    if len(digits) == 9:
        return said and _valid(digits, "BE")
    return (len(digits) == 11 or (len(digits) == 12 and said)) and any(_valid(digits, region) for region in _ABROAD)


def _date_like(written: str) -> bool:
    """Whether this could be a date and a year, or dates: 01-02-2026 10."""
    parts = [len(part) for part in written.replace(".", "-").replace("/", "-").split("-")]
    return parts[:3] == [2, 2, 4]


def _possible(number: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, None))
    except phonenumbers.NumberParseException:
        return False


def _valid(number: str, region: str) -> bool:
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return False
    if region == "GB" and len(number) == 11 and number[1] in "1237":
        return phonenumbers.is_possible_number(parsed)  # those set apart for films are possible, not valid
    return phonenumbers.is_valid_number(parsed)


def _joined(text: str, start: int, end: int) -> bool:
    """Whether letters, figures or a sign go on before or after, so that this is only part of something."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return (
        (
            before[-1:].isalnum()
            or before[-1:] in {"+", "$"}
            or (len(before) == 2 and before[1] in ".-/" and before[0].isalnum())
        )
        or after[:1].isalnum()
        or (len(after) == 2 and after[0] in ".-/," and after[1].isdigit())
    )


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _last_of(pattern: "re2._Regexp", octets: bytes) -> int:
    """Where the last match begins; -1 when there is none."""
    return max((match.start() for match in pattern.finditer(octets)), default=-1)
