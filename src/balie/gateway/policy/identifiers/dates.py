"""Dates of birth: dates near a word that says so, and dates of so long ago that they can hardly be anything else."""

from collections.abc import Iterator

import re2

from balie.gateway.policy.identifiers.kinds import Found, Kind
from balie.gateway.policy.identifiers.plain import Plain

_MONTH = (
    r"(?:jan(?:uari|uary|uar|vier)?|feb(?:ruari|ruary|ruar)?|fevrier|fevr|maart|mrt|march|marz|mar|mars|apr(?:il)?|avril"
    r"|mei|may|mai|jun[ei]?|juin|jul[iy]?|juillet|aug(?:ustus|ust)?|aout|sep(?:t(?:ember|embre)?)?|o[kc]t(?:ober|obre)?"
    r"|nov(?:ember|embre)?|de[cz](?:ember|embre)?)"
)
_DAY, _YEAR = "(?:[12][0-9]|3[01]|0?[1-9])", "(?:(?:19|20)?[0-9]{2})"
_DATE = re2.compile(
    rf"(?i)\b(?:{_DAY} ?[-/.] ?(?:1[0-2]|0?[1-9]) ?[-/.] ?'?{_YEAR}|(?:19|20)[0-9]{{2}} ?[-/.] ?(?:1[0-2]|0?[1-9]) ?[-/.] ?{_DAY}"
    rf"|{_DAY}(?:st|nd|rd|th|e|er|\.)? ?[ \-/.] ?(?:of |van )?{_MONTH}[.,]{{0,2}} ?[ \-/.] ?'?{_YEAR}"
    rf"|{_MONTH}\.? {_DAY}(?:st|nd|rd|th)?,? '?{_YEAR})\b"
)
_CLOSE = re2.compile(r"\b[0-3][0-9][01][0-9](?:(?:19|20)[0-9]{2}|[0-9]{2})\b")
_SPACED = re2.compile(rf"\b{_DAY} (?:1[0-2]|0?[1-9]) {_YEAR}\b")
_DAY_MONTH = re2.compile(rf"(?i)\b{_DAY}(?:st|nd|rd|th|e)? (?:of )?{_MONTH}\b")
_SAID_IN_WORDS = re2.compile(
    rf"(?i)\b(?:[a-z]*(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|twintig|dertig|first|second|third|[a-z]+th)(?:de|ste)?) (?:of )?{_MONTH},? "
    r"(?:negentien|tweeduizend|nineteen|two thousand|twenty)[a-z \-]{0,3}[a-z]*(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|tig|one|two|three|four|five|six|seven|eight|nine|ty|teen)\b"
)
_BORN = re2.compile(
    r"(?i)(?:gebor|\bgeb\b|geboorte|\bgeb?d(?:at|atum|t)?\b|verjaar|\bjarig|\bdob\b|d\.o\.b|date of birth|birth ?da|\bborn\b|geburt"
    r"|\bnee? le\b|naissance|\bik ben van\b|birthday|geb\.? ?dat)"
)
_NOT_BORN = re2.compile(
    r"(?i)\b(?:sinds|since|besteld|bestelling|order|factuur|factuurdatum|invoice|gekocht|bought|contract|abonnement|afspraak|appointment"
    r"|opgericht|founded|geleverd|delivered|betaald|paid|ingang|start|per|vanaf|from|until|tot|verval\w*|verloop\w*|expires?|verloopt"
    r"|levering|delivery|verhui\w*|move|moved|storing|meting|stand|meterstand|reading|datum van|seit|depuis|overleden|died|gebouwd|built"
    r"|bouwjaar|code|verzonden|sent|ontvangen|received|getekend|signed|livre|geliefert)\b"
)
_ON = re2.compile(r"(?i)\b(?:op|on|am) $")  # says when something was, and not who somebody is
_MONEY = re2.compile(r"(?i) ?(?:euro|eur|pond|pounds|dollar|\$|kwh|m3|stuks)")
_OLD = (1915, 2008)  # years of birth of customers who write
_BEFORE, _AFTER = 45, 30


def birth_dates(plain: Plain) -> Iterator[Found]:
    """Dates of birth."""
    for match in _DATE.finditer(plain.octets):
        start, end = match.span()
        if _said(plain, start, end) or _long_ago(plain, start, end):
            yield Found(start, end, Kind.BIRTH_DATE)
    if _BORN.search(plain.octets):
        for pattern in (_CLOSE, _SPACED, _DAY_MONTH, _SAID_IN_WORDS):
            for match in pattern.finditer(plain.octets):
                if _said(plain, match.start(), match.end()):
                    yield Found(match.start(), match.end(), Kind.BIRTH_DATE)


def _said(plain: Plain, start: int, end: int) -> bool:
    """Whether the last word before that says what this date is, says that it is one of birth; or the first after."""
    before = plain.octets[max(0, start - _BEFORE) : start]
    born = max((m.end() for m in _BORN.finditer(before)), default=-1)
    other = max((m.start() for m in _NOT_BORN.finditer(before)), default=-1)
    if born >= 0:
        return born > other
    after = plain.octets[end : end + _AFTER]
    return other < 0 and (told := _BORN.search(after)) is not None and not _NOT_BORN.search(after[: told.start()])


def _long_ago(plain: Plain, start: int, end: int) -> bool:
    date = plain.text[start:end]
    year = next((int(date[at : at + 4]) for at in range(len(date) - 3) if date[at : at + 4].isdigit()), 0)
    if not _OLD[0] <= year <= _OLD[1] or _MONEY.match(plain.octets[end : end + 10]):
        return False
    before = plain.octets[max(0, start - _BEFORE) : start]
    return not (_NOT_BORN.search(before) or _ON.search(before))
