"""Dates of birth: dates near a word that says so, and dates of so long ago that they can hardly be anything else."""

from collections.abc import Iterator

import re2

from balie.gateway.policy.identifiers import spoken
from balie.gateway.policy.identifiers.kinds import Found, Kind

_MONTH = (
    r"(?:jan(?:uari|uary|uar|vier)?|feb(?:ruari|ruary|ruar)?|f[ée]vrier|maart|mrt|march|mar|m[äa]rz|mars|apr(?:il)?|avril"
    r"|mei|may|mai|jun[ei]?|juin|jul[iy]?|juillet|aug(?:ustus|ust)?|ao[ûu]t|sep(?:t(?:ember|embre)?)?|o[kc]t(?:ober|obre)?"
    r"|nov(?:ember|embre)?|de[cz](?:ember)?|d[ée]cembre)"
)
_DATE = re2.compile(
    r"(?i)\b(?:[0-3]?[0-9][ ]?[-/.][ ]?[01]?[0-9][ ]?[-/.][ ]?(?:19|20)?[0-9]{2}|(?:19|20)[0-9]{2}[-/.][01]?[0-9][-/.][0-3]?[0-9]"
    rf"|[0-3]?[0-9](?:st|nd|rd|th|e|er|\.)?[ \-](?:of |van )?{_MONTH}\.?,?[ \-]'?(?:19|20)?[0-9]{{2}}"
    rf"|{_MONTH}\.? [0-3]?[0-9](?:st|nd|rd|th)?,? '?(?:19|20)?[0-9]{{2}})\b"
)
_CLOSE = re2.compile(r"\b[0-3][0-9][01][0-9](?:(?:19|20)[0-9]{2}|[0-9]{2})\b")
_SPACED = re2.compile(r"\b[0-3]?[0-9] [01]?[0-9] (?:19|20)[0-9]{2}\b")
_WORDS = "|".join(sorted(map(re2.escape, spoken.number_words()), key=len, reverse=True))
_IN_WORDS = re2.compile(
    rf"(?i)\b(?:(?:{_WORDS})(?:de|ste|th|st)?(?:[ \-](?:{_WORDS}|first|second|third)(?:th)?)?|eerste|derde|first|second|third)"
    rf" (?:of )?{_MONTH},? (?:negentien|tweeduizend|nineteen|two thousand|twenty)(?:[ \-]?(?:honderd|hundred|and|en|{_WORDS}))*\b"
)
_BORN = re2.compile(
    r"(?i)(?:gebor|geb\b|geb\.|geboorte|verjaar|jarig|\bdob\b|d\.o\.b|date of birth|birth ?da|\bborn\b|geburt"
    r"|n[ée]e? le|naissance|mijn leeftijd|birthday)"
)
_NOT_BORN = re2.compile(
    r"(?i)(?:sinds|since|besteld|bestelling|order|factu|invoice|gekocht|bought|contract|abonnement|afspraak|appointment"
    r"|opgericht|founded|geleverd|delivered|betaald|paid|ingang|start|per|vanaf|from|until|tot|verval|verloop|expire"
    r"|levering|delivery|verhui|move|storing|meting|stand|reading|datum van|seit|depuis|overleden|died)\b"
)
_MONEY = re2.compile(r"(?i) ?(?:euro|eur|pond|pounds|dollar|€|kwh|m3|stuks)")
_OLD = (1915, 2008)  # years of birth of customers who write
_BEFORE, _AFTER = 45, 24


def birth_dates(text: str) -> Iterator[Found]:
    """Dates of birth."""
    for match in _DATE.finditer(text):
        if _said(text, match.start(), match.end()) or _long_ago(text, match.start(), match.group()):
            yield Found(match.start(), match.end(), Kind.BIRTH_DATE)
    for pattern in (_CLOSE, _SPACED):
        for match in pattern.finditer(text):
            if _said(text, match.start(), match.end()):
                yield Found(match.start(), match.end(), Kind.BIRTH_DATE)


def birth_dates_in_words(text: str) -> Iterator[Found]:
    """Dates of birth that were said: `twaalf maart negentienvijfentachtig`. Only where a word says what they are."""
    if _BORN.search(text):
        for match in _IN_WORDS.finditer(text):
            if _said(text, match.start(), match.end()):
                yield Found(match.start(), match.end(), Kind.BIRTH_DATE)


def _said(text: str, start: int, end: int) -> bool:
    """Whether the last word before that says what this date is, says that it is one of birth; or the first after."""
    before = text[max(0, start - _BEFORE) : start]
    born = max((m.start() for m in _BORN.finditer(before)), default=-1)
    other = max((m.start() for m in _NOT_BORN.finditer(before)), default=-1)
    after = text[end : end + _AFTER]
    return born > other or (other < 0 and _BORN.search(after) is not None)


def _long_ago(text: str, start: int, date: str) -> bool:
    year = next((int(date[at : at + 4]) for at in range(len(date) - 3) if date[at : at + 4].isdigit()), 0)
    before = text[max(0, start - _BEFORE) : start]
    if _MONEY.match(text[start + len(date) :]):
        return False
    return _OLD[0] <= year <= _OLD[1] and not _NOT_BORN.search(before)
