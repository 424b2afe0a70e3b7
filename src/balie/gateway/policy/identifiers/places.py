"""Postcodes, Dutch, British, and German or French where a word says so; and e-mail addresses, written or spelt out."""

from collections.abc import Iterator

import re2

from balie.gateway.policy.identifiers import lists
from balie.gateway.policy.identifiers.kinds import Found, Kind
from balie.gateway.policy.identifiers.plain import Plain

_EMAIL = re2.compile(
    r"[A-Za-z0-9](?:[A-Za-z0-9._%+'\-]*[A-Za-z0-9_%+\-])?(?:@| @ ?|@ )[A-Za-z0-9][A-Za-z0-9\-]*(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z][A-Za-z0-9\-]+"
)
_TOP = r"(?:com|nl|net|org|eu|be|de|fr|uk|co|io|me|info|ie|online|frl|amsterdam|ch|at|es|it|pl|tr|gov|edu|email|shop|dev|app)"
_DOT, _AT = (
    r"(?: ?(?:punt|dot|punkt|point) ?|\.)",
    r"(?:apenstaartje|apenstaart|apestaartje|apestaart|arobase|klammeraffe|at|\(at\)|\[at\]|\(a\))",
)
_JOIN = r"(?:punt|dot|punkt|point|streepje|liggend streepje|laag streepje|underscore|min|minus|dash|hyphen|tiret|bindestrich|plus)"
_SPELT = re2.compile(
    rf"(?i)\b[a-z0-9._+\-]+(?: {_JOIN} (?:(?:van der|van den|van de|van|de|den|der) )?[a-z0-9._+\-]+){{0,8}} ?{_AT} ?[a-z0-9\-]+(?: {_JOIN} [a-z0-9\-]+){{0,4}}{_DOT}{_TOP}(?:{_DOT}{_TOP})?\b"
)
_LETTERS_SPELT = re2.compile(  # j. a. n. apenstaartje, or j a n apenstaartje
    rf"(?i)\b(?:[a-z0-9][ .,\-]{{1,2}}){{2,30}}(?:{_JOIN} (?:[a-z0-9]+[ .,\-]{{1,2}}){{1,20}})?{_AT} [a-z0-9\-]+{_DOT}{_TOP}\b"
)
_POSTCODE = re2.compile(r"\b[1-9][0-9]{3}([ \-]{0,2})([A-Za-z]{2})\b")
_IS_PLACE = re2.compile(
    r"(?i)(?:postcode|post code|postal|woon|adres|address|bezorg|deliver|live|huisnummer|nummer|\bpc\b)"
)
_IS_POSTCODE = re2.compile(r"(?i)(?:postco|post co|postal|\bpc\b)")
_HOUSE = re2.compile(r"(?i),? (?:huis)?(?:nummer|nr)")
_NO_LETTERS = {"sa", "sd", "ss"}
_WORDS = frozenset(
    "in op te en of is de er ik je we ze al om na km kg cm mm ml gb mb tb kw wh eu pm am to at on or by my an as if it no"
    " so up us he me do go uw jr nl zo nu nr ex st xl hd tv cc pk px mp xs pc uk kb dm kv va hz cl dl mg ja un le la et du au"
    " ha ca ok et zu im ab da so or mv bv nv id ip cv ps kj gr gf ah mw ui vm nm".split()
)
_AFTER_NUMBERS = frozenset("en of is op in nr and or te van om".split())
_UNITS = frozenset(
    "km kg cm mm ml gb mb tb kw wh kj mw cc pk px mp hz dl mg va kb dm eu en of is om hd tv".split()
)  # also in capitals
_BRITISH = re2.compile(r"\b(?:[A-Z]{1,2}[0-9][A-Z0-9]?|GIR) ?[0-9][A-Z]{2}\b")
_BRITISH_SMALL = re2.compile(
    r"(?i)(?:\bpost ?code(?: is|:)?,? ([a-z]{1,2}[0-9][a-z0-9]? ?[0-9][a-z]{2})|\b((?:[a-z]{1,2}[0-9][a-z0-9]? [0-9][a-z]{2})))\b"
)
_FIVE = re2.compile(r"(?i)\b(?:plz|postleitzahl|code postal|cp)(?: ist| est)?[ :]{1,3}([0-9]{5})\b")


def emails(plain: Plain) -> Iterator[Found]:
    """E-mail addresses as they are written."""
    for match in _EMAIL.finditer(plain.octets):
        written = plain.text[match.start() : match.end()]
        yield Found(match.start(), match.start() + len(written.rstrip(".-'")), Kind.EMAIL)


def spelt_emails(plain: Plain) -> Iterator[Found]:
    """E-mail addresses that are spelt out in words."""
    for pattern in (_SPELT, _LETTERS_SPELT):
        for match in pattern.finditer(plain.octets):
            if not _is_sentence(plain.text[match.start() : match.end()]):
                yield Found(match.start(), match.end(), Kind.EMAIL)


def postcodes(plain: Plain) -> Iterator[Found]:
    """Postcodes. Four digits before a short word or a unit are none, unless a word before says so."""
    for match in _POSTCODE.finditer(plain.octets):
        if _is_postcode(plain, match.start(), match.span(1), match.span(2)):
            yield Found(match.start(), match.end(), Kind.POSTCODE)
    for match in _BRITISH.finditer(plain.octets):
        yield Found(match.start(), match.end(), Kind.POSTCODE)
    for match in _BRITISH_SMALL.finditer(plain.octets):
        start, end = match.span(1) if match.group(1) else match.span(2)
        yield Found(start, end, Kind.POSTCODE)
    for match in _FIVE.finditer(plain.octets):
        yield Found(match.start(1), match.end(1), Kind.POSTCODE)


def _is_postcode(plain: Plain, start: int, gap: tuple[int, int], letters: tuple[int, int]) -> bool:
    between, written = plain.text[slice(*gap)], plain.text[slice(*letters)]
    after = plain.text[letters[1] : letters[1] + 2]
    if written.lower() in _NO_LETTERS or _goes_on(plain, start) or (after[:1] == "-" and not after[1:].isdigit()):
        return False
    before = plain.octets[max(0, start - 40) : start]
    said = _IS_PLACE.search(before) is not None
    if "-" in between or len(between) > 1:
        return said and written.isupper()
    if written.isupper():
        return said or not between or written.lower() not in _UNITS
    return _is_small_postcode(plain, written, between, letters[1], before)


def _is_small_postcode(plain: Plain, written: str, between: str, end: int, before: bytes) -> bool:
    """Whether four digits and two letters that are not both capitals are a postcode: they may be a word."""
    small, said = written.lower(), _IS_PLACE.search(before) is not None
    if small not in _WORDS:
        return written.islower() or not between or said
    if small in _AFTER_NUMBERS:
        return said and not between
    town = plain.spaced[end : end + 30].split(maxsplit=1)
    return (
        (said and _HOUSE.match(plain.octets[end : end + 14]) is not None)
        or (_after_number(before) and plain.text[end : end + 2].strip().isupper())
        or (town != [] and town[0] in lists.places() and "," in before.decode("ascii")[-2:])
        or _IS_POSTCODE.search(before) is not None
    )


def _goes_on(plain: Plain, start: int) -> bool:
    """Whether this is the end of something longer: an amount, a code."""
    return start > 0 and plain.text[start - 1] in "-$.,/" and not plain.text[: start - 1].endswith(" ")


def _after_number(before: bytes) -> bool:
    return before.rstrip(b" ,")[-1:].isdigit()


def _is_sentence(spelt: str) -> bool:
    """Whether `at` was only a word in a sentence: `look at this dot`."""
    return " at " in spelt.lower() and not any(dot in spelt.lower() for dot in (" dot ", " punt ", " punkt ", "."))
