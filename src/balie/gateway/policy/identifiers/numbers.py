"""Identifiers that are numbers: BSN, IBAN, payment card, telephone number, licence plate. Checks come from libraries."""

from collections.abc import Iterator
from typing import Any

import phonenumbers
import re2
from stdnum import iban as ibans
from stdnum import luhn
from stdnum.nl import bsn as bsns

from balie.gateway.policy.identifiers.kinds import Found, Kind

_BEFORE = 48  # characters in which a word may say what a number is
_IBAN_HEAD = re2.compile(r"(?i)\b[A-Z]{2} ?[0-9]{2}[ .\-]?[A-Z0-9]")
_LONGEST_IBAN = 70  # characters, with its spaces
_IBAN_LENGTHS = {
    "NL": 18, "BE": 16, "DE": 22, "FR": 27, "GB": 22, "IE": 22, "LU": 20, "ES": 24, "PT": 25, "IT": 27, "AT": 20,
    "CH": 21, "PL": 28, "RO": 24, "HU": 28, "CZ": 24, "SK": 24, "BG": 22, "GR": 27, "DK": 18, "SE": 24, "NO": 15,
    "FI": 18, "EE": 20, "LV": 21, "LT": 20, "SI": 19, "HR": 21, "CY": 28, "MT": 31, "TR": 26, "MC": 27,
    "LI": 21, "SM": 27, "AD": 24, "VA": 22, "IS": 26, "RS": 22, "ME": 22, "MK": 19, "AL": 28, "BA": 20, "XK": 20, "MD": 24,
    "UA": 29, "GE": 22, "AZ": 28, "IL": 23, "SA": 24, "AE": 23, "QA": 29, "KW": 30, "BH": 22, "JO": 30, "LB": 28, "EG": 29,
    "TN": 24, "MR": 27, "PK": 24, "KZ": 20, "BR": 29, "CR": 22, "DO": 28, "GT": 28, "VG": 24, "GI": 23, "FO": 18, "GL": 18,
}  # fmt: skip
_CARD = re2.compile(r"[0-9](?:[ .\-]?[0-9]){13,22}")
_CARD_LENGTHS = {14: ("30", "36", "38"), 15: ("34", "37"), 16: ("2", "35", "4", "5", "6"), 19: ("4", "6")}
_NINE = re2.compile(r"[0-9](?:[ .\-]{0,2}[0-9]){7,8}")
_IS_BSN = re2.compile(r"(?i)\b(?:bsn|burger ?service|sofi|citizen service)")
_NO_BSN = re2.compile(
    r"(?i)(?:bestel|order|artikel|article|factu|invoice|pakket|parcel|track|zending|klant|customer|polis|policy"
    r"|ticket|serie|serial|product|zaak|case|dossier|kenmerk|referen|rekening|account|meter|ean|kvk|btw|vat|tel|phone"
    r"|bel|call|mobiel|lid|member|relatie|contract|contact|€|\$|£|eur)"
)
_PHONE = re2.compile(r"(?:\+|\(\+|\(0|0)[0-9](?:[ .\-/()]{0,3}[0-9]){7,14}")
_PHONE_BARE = re2.compile(
    r"(?i)\b(?:tel(?:efoon)?(?:nummer|nr)?|mobiel(?:nummer)?|gsm|phone|mobile|bel(?: me| mij)?(?: op)?|call me (?:at|on)"
    r"|bereiken op|reach me (?:at|on)|whatsapp|06)[ .:=\-]{0,3}(?:is )?((?:[1-9])(?:[ .\-]?[0-9]){8})"
    r"|\b(?:mijn (?:nummer|nr\.?)|my number) (?:is )?(6(?:[ .\-]?[0-9]){8})"
)
_SERVICE = ("0800", "0900", "0906", "0909", "140")
_PLATE = re2.compile(
    r"(?i)\b(?:[A-Z]{2}-[0-9]{2}-[0-9]{2}|[0-9]{2}-[0-9]{2}-[A-Z]{2}|[0-9]{2}-[A-Z]{2}-[0-9]{2}|[A-Z]{2}-[0-9]{2}-[A-Z]{2}"
    r"|[A-Z]{2}-[A-Z]{2}-[0-9]{2}|[0-9]{2}-[A-Z]{2}-[A-Z]{2}|[0-9]{2}-[A-Z]{3}-[0-9]|[0-9]-[A-Z]{3}-[0-9]{2}"
    r"|[A-Z]{2}-[0-9]{3}-[A-Z]|[A-Z]-[0-9]{3}-[A-Z]{2}|[A-Z]{3}-[0-9]{2}-[A-Z]|[A-Z]-[0-9]{2}-[A-Z]{3}"
    r"|[0-9]-[A-Z]{2}-[0-9]{3}|[0-9]{3}-[A-Z]{2}-[0-9])\b"
)
_PLATE_CLOSE = re2.compile(  # without dashes: only those no postcode or product code looks like
    r"\b(?:[A-Z]{2}[0-9]{3}[A-Z]|[A-Z][0-9]{3}[A-Z]{2}|[0-9]{2}[A-Z]{3}[0-9]|[0-9][A-Z]{3}[0-9]{2}|[A-Z]{3}[0-9]{2}[A-Z]"
    r"|[A-Z][0-9]{2}[A-Z]{3}|[0-9][A-Z]{2}[0-9]{3}|[0-9]{3}[A-Z]{2}[0-9]|[0-9]{2}[A-Z]{2}[0-9]{2}|[A-Z]{2}[0-9]{2}[A-Z]{2}"
    r"|[A-Z]{4}[0-9]{2}|[0-9]{2}[A-Z]{4})\b"
)
_PLATE_SAID = re2.compile(
    r"(?i)(?:kenteken|nummerbord|\bplaat|registered as|registration(?: number)?|number plate|licen[cs]e plate|kennzeichen|boete voor"
    r"|fine for|vergunning (?:aanvragen )?voor)(?: is| van)?[ :]{1,3}((?:[a-z0-9]{1,3}[ \-.]?){3}|[a-z0-9]{6}|[a-z]{2}[0-9]{2} ?[a-z]{3})\b"
)
_PLATE_BRITISH = re2.compile(r"\b[A-Z]{2}[0-9]{2} ?[A-Z]{3}\b")
_IS_PLATE = re2.compile(
    r"(?i)(?:kenteken|nummerbord|\bauto\b|wagen|voertuig|scooter|motor\b|boete|parkeer|plate|registered as|registration"
    r"|\bcar\b|vehicle|parking|kennzeichen|plaque)"
)
_PLATE_LENGTHS = (6, 7)  # the Netherlands, Great Britain
_NO_PLATE = re2.compile(
    r"(?i)(?:artikel|model|serie|serial|product|type|order|bestel|code|versie|factu|onderdeel|part)"
)


def accounts(text: str) -> Iterator[Found]:
    """IBANs whose check digits are right (ISO 13616)."""
    for match in _IBAN_HEAD.finditer(text):
        start = match.start()
        length = _IBAN_LENGTHS.get(text[start : start + 2].upper())
        if length is None:
            continue
        letters = [at for at in range(start, min(len(text), start + _LONGEST_IBAN)) if text[at].isalnum()]
        compact = "".join(text[at] for at in letters[:length]).upper()
        if len(compact) == length and ibans.is_valid(compact, check_country=False):
            yield Found(start, letters[length - 1] + 1, Kind.IBAN)


def cards(text: str) -> Iterator[Found]:
    """Payment cards: the lengths and first digits of real ones, with a right Luhn digit (ISO/IEC 7812-1)."""
    for match in _CARD.finditer(text):
        digits = [at for at in range(match.start(), match.end()) if text[at].isdigit()]
        for first in _group_starts(text, digits):
            found = _card_at(text, digits[first:])
            if found:
                yield found
                break


def citizens(text: str) -> Iterator[Found]:
    """BSNs: nine digits that pass the 11-proof, unless a word before says that it is another number.

    A number that passes by chance (one in eleven) and is called an order number is left alone. One with eight digits,
    the leading zero left out, counts only where a word says that it is a BSN.
    """
    for match in _NINE.finditer(text):
        if _touches_digits(text, match.start(), match.end()):
            continue
        digits = "".join(c for c in match.group() if c.isdigit())
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        said = _last_of(_IS_BSN, before)
        other = _last_of(_NO_BSN, before)
        if len(digits) == 8 and said < 0:
            continue
        if bsns.is_valid(digits.zfill(9)) and (said >= 0 or other < 0):
            yield Found(match.start(), match.end(), Kind.BSN)


def phones(text: str) -> Iterator[Found]:
    """Telephone numbers as people write them in the Netherlands and the countries around it; no service numbers."""
    for match in _PHONE.finditer(text):
        start, end = match.start(), match.end()
        if start and text[start - 1].isalnum():
            continue
        for stop in _ends(text, start, end):
            if _is_phone(text[start:stop]):
                yield Found(start, stop, Kind.PHONE)
                break
    for match in _PHONE_BARE.finditer(text):
        start, end = match.span(1 if match.group(1) else 2)
        if not _touches_digits(text, start, end):
            yield Found(start, end, Kind.PHONE)


def plates(text: str) -> Iterator[Found]:
    """Licence plates: Dutch ones with their dashes, British ones, and those without dashes where a word says so."""
    for match in _PLATE.finditer(text):
        if not _touches(text, match.start(), match.end(), "-") and not _is_other_code(text, match.start()):
            yield Found(match.start(), match.end(), Kind.LICENCE_PLATE)
    for match in _PLATE_SAID.finditer(text):
        code = match.group(1).rstrip(" -.")
        if len([c for c in code if c.isalnum()]) in _PLATE_LENGTHS and _mixed(code):
            yield Found(match.start(1), match.start(1) + len(code), Kind.LICENCE_PLATE)
    for match in _PLATE_CLOSE.finditer(text):
        if not _touches(text, match.start(), match.end(), "-./") and not _is_other_code(text, match.start()):
            yield Found(match.start(), match.end(), Kind.LICENCE_PLATE)
    for match in _PLATE_BRITISH.finditer(text):
        yield Found(match.start(), match.end(), Kind.LICENCE_PLATE)


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


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    """Where a telephone number may end: the whole run, or before one of its last groups."""
    yield end
    for at in range(end - 1, start + 8, -1):
        if not text[at].isdigit() and text[at - 1].isdigit():
            yield at


def _is_phone(written: str) -> bool:
    digits = "".join(c for c in written if c.isdigit())
    if written.lstrip("(").startswith("+") or digits.startswith("00"):
        plus = f"+{digits.removeprefix('00')}" if digits.startswith("00") else f"+{digits}"
        return _valid(plus.replace("+310", "+31").replace("+440", "+44"), None)
    if digits.startswith(_SERVICE) or not 10 <= len(digits) <= 12 or digits[1] == "0":
        return False
    if len(digits) == 10:
        return True
    return any(_valid(digits, region) for region in ("GB", "DE", "BE", "FR"))


def _valid(number: str, region: str | None) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, region))
    except phonenumbers.NumberParseException:
        return False


def _is_other_code(text: str, start: int) -> bool:
    """Whether a word before says that this is a code of something else than a vehicle."""
    around = text[max(0, start - _BEFORE) : start]
    return bool(_NO_PLATE.search(around)) and not _IS_PLATE.search(around)


def _mixed(code: str) -> bool:
    return any(c.isdigit() for c in code) and any(c.isalpha() for c in code)


def _touches_digits(text: str, start: int, end: int) -> bool:
    """Whether digits go on before or after, so that this is only part of a longer number."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return (
        (
            before[-1:].isalnum()
            or before[-1:] == "+"
            or (len(before) == 2 and before[1] in ".-/" and before[0].isdigit())
        )
        or after[:1].isalnum()
        or (len(after) == 2 and after[0] in ".-/" and after[1].isdigit())
    )


def _touches(text: str, start: int, end: int, marks: str) -> bool:
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    joined = end + 1 < len(text) and after != "" and after in marks and text[end + 1].isalnum()
    return (before != "" and before in marks and start > 1 and text[start - 2].isalnum()) or joined


def _last_of(pattern: Any, text: str) -> int:
    """Where the last match begins; -1 when there is none."""
    return max((match.start() for match in pattern.finditer(text)), default=-1)
