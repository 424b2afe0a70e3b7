"""Licence plates: the fourteen Dutch sidecodes, British, Belgian and French ones, and others where a word says so."""

from collections.abc import Iterator, Sequence

import re2

from balie.gateway.policy.identifiers import lists
from balie.gateway.policy.identifiers.kinds import Found, Kind
from balie.gateway.policy.identifiers.plain import Plain

_BEFORE = 48  # characters in which a word may say what a code is
_SIDECODES = (  # RDW; X is a letter, 9 a figure
    "XX-99-99 99-99-XX 99-XX-99 XX-99-XX XX-XX-99 99-XX-XX 99-XXX-9 9-XXX-99 XX-999-X X-999-XX XXX-99-X X-99-XXX"
    " 9-XX-999 999-XX-9"
).split()


def _pattern(between: str, letter: str = "[A-Z]", codes: Sequence[str] = _SIDECODES) -> str:
    written = (code.replace("-", between).replace("9", "[0-9]").replace("X", letter) for code in codes)
    return "|".join(written)


_DASHED = re2.compile(
    rf"\b(?:{_pattern('-', '[A-Za-z]')}|[1-9]-[A-Z]{{3}}-[0-9]{{3}}|[A-Z]{{2}}-[0-9]{{3}}-[A-Z]{{2}})\b"
)
_SPACED = re2.compile(rf"\b(?:{_pattern(' ')})\b")
_CLOSE = re2.compile(rf"\b(?:{_pattern('', codes=_SIDECODES[2:])}|[A-Z]{{4}}[0-9]{{2}}|[0-9]{{2}}[A-Z]{{4}})\b")
_BRITISH = re2.compile(r"\b[A-Z]{2}[0-9]{2} ?[A-Z]{3}\b")
_SAID = re2.compile(
    r"(?i)\b(?:kentekens?|nummerbord|nummerplaat"
    r"|plaat|plate|registered as|registration(?: number)?|licen[cs]e plate|reg"
    r"|kennzeichen|boete voor|fine for|(?:parkeer)?vergunning (?:aanvragen )?voor|immatriculation"
    r"|auto|wagen|voertuig|scooter|motor)(?: is| van| no\.?| nr\.?)?(?: nu| nog)?[ :]{1,3}"
)
_CODE = re2.compile(  # six together first: what stands after them is another word
    r"(?i)(?:[a-z0-9]{6}\b|[a-z]{2}[0-9]{2} ?[a-z]{3}\b|(?:[a-z0-9]{1,3}[ .\-]?){2}[a-z0-9]{1,3}\b"
    r"|[a-z]{1,3}-[a-z]{1,2} ?[0-9]{1,4}\b)"
)
_IS_PLATE = re2.compile(
    r"(?i)(?:kenteken|nummerbord|nummerplaat|\bauto\b|wagen|voertuig|scooter|\bmotor\b|boete|parkeer|plate"
    r"|registered as|registration|\bcar\b|vehicle|parking|kennzeichen|plaque)"
)
_NO_PLATE = re2.compile(
    r"(?i)(?:artikel|model|serie|serial|product|type|order|bestel|code|versie|factu|onderdeel|\bpart\b"
    r"|fout|error|kleur|maat|ref|ticket)"
)


def plates(plain: Plain) -> Iterator[Found]:
    """Licence plates: with their dashes, without where nothing says otherwise, and in small letters after a word."""
    for pattern in (_DASHED, _BRITISH, _CLOSE, _SPACED):
        for match in pattern.finditer(plain.octets):
            start, end = match.span()
            words = plain.small[start:end].split() if pattern is _SPACED else ()
            if any(len(word) > 1 and (word in lists.ordinary() or word in _WORDS) for word in words):
                continue
            if not _goes_on(plain.text, start, end) and not _called_otherwise(plain, start):
                yield Found(start, end, Kind.LICENCE_PLATE)
    for match in _SAID.finditer(plain.octets):
        start = match.end()
        written = _CODE.match(plain.octets[start : start + 12])
        code = plain.text[start : start + written.end()].rstrip(" -.") if written else ""
        if (
            5 < sum(c.isalnum() for c in code) < 8
            and _mixed(code)
            and not _goes_on(plain.text, start, start + len(code))
        ):
            yield Found(start, start + len(code), Kind.LICENCE_PLATE)


def _called_otherwise(plain: Plain, start: int) -> bool:
    before = plain.octets[max(0, start - _BEFORE) : start]
    return _NO_PLATE.search(before) is not None and not _IS_PLATE.search(before)


def _mixed(code: str) -> bool:
    groups = code.replace(".", " ").replace("-", " ").split()
    figures = sum(c.isdigit() for c in code)
    small_words = sum(len(group) > 1 and group.isalpha() and group.islower() and group in _WORDS for group in groups)
    return 0 < figures < 6 and any(c.isalpha() for c in code) and not small_words


_WORDS = frozenset(
    "op in te en of is de er ik je we om na km kg cm mm van het een uur met aan bij per tot the and for at on".split()
)


def _goes_on(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return (len(before) == 2 and before[1] in "-./" and before[0].isalnum()) or (
        len(after) == 2 and after[0] in "-./" and after[1].isalnum()
    )
