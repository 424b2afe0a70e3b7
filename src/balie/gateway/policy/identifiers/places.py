"""Postcodes and street addresses, Dutch and British, and e-mail addresses, written or spelt out."""

from collections.abc import Iterator

import re2

from balie.gateway.policy.identifiers.kinds import Found, Kind

_LETTER = "A-Za-zÀ-ÖØ-öø-ſ"  # of the languages of Europe that use our alphabet
_EMAIL = re2.compile(
    rf"[{_LETTER}0-9][{_LETTER}0-9._%+'\-]* ?@ ?[{_LETTER}0-9][{_LETTER}0-9\-]*(?:\.[{_LETTER}0-9\-]+)+"
)
_SPELT = re2.compile(
    r"(?i)\b[a-z0-9._\-]+(?: ?(?:punt|punkt|point|dot|streepje|underscore|min|dash|tiret) ?[a-z0-9]+(?: [a-z]+)?)*"
    r" (?:apenstaartje|apestaartje|at|arobase|\(at\)|\[at\]) [a-z0-9\-]+(?:(?: ?(?:punt|punkt|point|dot) ?|\.)[a-z]{2,})+\b"
)
_SPELT_SIGN = re2.compile(r"(?i)(?:\b(?:apenstaartje|apestaartje|dot|punkt|arobase)\b|\(at\)|\[at\])")
_POSTCODE = re2.compile(r"\b[1-9][0-9]{3}([ \-]?)([A-Za-z]{2})\b")
_HOUSE_AFTER = re2.compile(r"-[0-9]{1,4}\b")
_IS_PLACE = re2.compile(r"(?i)(?:postcode|post code|postal|woon|adres|address|bezorg|deliver|live|huisnummer|nummer)")
_NO_LETTERS = {"sa", "sd", "ss"}
_WORDS = frozenset(
    "in op te en of is de er ik je we ze al om na km kg cm mm ml gb mb tb kw wh eu pm am to at on or by my an as if it no"
    " so up us he me do go uw jr nl zo nu nr ex st xl hd tv cc pk px mp xs pc uk kb dm kv va hz cl dl mg m2 m3".split()
)
_BRITISH = re2.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}\b")
_BRITISH_SMALL = re2.compile(r"(?i)\bpost ?code(?: is|:)? ([a-z]{1,2}[0-9][a-z0-9]? ?[0-9][a-z]{2})\b")
_TYPES = (
    r"(?:straat|straatje|str\.|laan|ln\.|weg|plein|pln\.|dreef|hof|pad|kade|singel|gracht|steeg|ring|park|plantsoen|dijk"
    r"|markt|wal|baan|hoek|akker|veld|burcht|burg|haven|oord|erf|beek|donk|rak|zijde|poort|brink|tuin|boulevard|allee"
    r"|voort|esch|horst|kamp|meent|werf|vaart|sluis|plaats|buurt|heide|bos|berg|dal|molen|wijk|geest|gouw|zoom|hage"
    r"|voorhout|rade|dam|kwartier|plaat|stee|tiend|laantje|pleintje|hofje|wetering|kanaal|oever|strand|land|str|stra(?:ß|ss)e|gasse|platz|damm|ufer)"
)
_LINK = r"(?:van|de|der|den|het|ten|ter|te|v\.?d\.?|in|op|'t|aan|la|le)"
_CAPITAL = rf"['’]?(?:s-)?[A-ZÀ-ÖØ-Þ][{_LETTER}.'’\-]*"
_NUMBER = r"[1-9][0-9]{0,4}(?:[ -]?(?:bis|hs|huis|rd|zw|[a-hA-H]|[IVX]{1,4}|[A-Z])\b|[-/][0-9]{1,4}[a-zA-Z]?\b)?(?: ?(?:hs|bis|[A-H])\b)?"
_DUTCH = re2.compile(
    rf"(?:(?:{_CAPITAL}|{_LINK}) ){{0,4}}(?:{_CAPITAL} ?)?(?i:[{_LETTER}'’\-]*{_TYPES})(?: (?:noord|zuid|oost|west|Noord|Zuid|Oost|West))?"
    rf" (?:(?:nr\.?|nummer|no\.?) )?{_NUMBER}"
)
_DUTCH_FIRST = re2.compile(
    rf"\b(?i:laan|plein|weg|hof|kade|singel|gracht|park|markt|dijk|pad|boulevard)(?: (?:{_LINK}|{_CAPITAL}|19[0-9]{{2}})){{1,4}}"
    rf" (?:(?:nr\.?|nummer) )?{_NUMBER}"
)
_DUTCH_SAID = re2.compile(
    r"(?:(?i:\b(?:ik )?woon(?:achtig)?(?: ik| nu)?(?: op| aan| in)?|adres(?: is|:)?|bezorg\w*(?: op| aan)?|verhui\w*(?: van| naar)?"
    rf"|straat(?: is|:)?))[ :]+((?:(?:{_CAPITAL}|{_LINK}) ){{0,3}}{_CAPITAL} {_NUMBER})"
)
_BRITISH_TYPES = (
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Crescent|Gardens|Grove|Place|Pl|Square|Sq|Terrace"
    r"|Way|Walk|Hill|Park|Row|Mews|Green|View|Rise|Mount|Parade|Villas|Boulevard|Quay|Wharf|Alley|House)"
)
_ENGLISH = re2.compile(
    rf"(?i)\b(?:(?:flat|apartment|apt|unit) [0-9]{{1,4}}[a-z]?,? )?[0-9]{{1,4}}[a-z]?(?:-[0-9]{{1,4}})?,? (?:[a-z.'’\-]+ ){{1,3}}{_BRITISH_TYPES}\b\.?"
)
_ENGLISH_SAID = re2.compile(
    r"(?:(?i:live at|living at|address(?: is|:)?|deliver(?:ed)?(?: it)?(?: to| at)?|moved? (?:from|to)|moving (?:from|to)|sent to))"
    r" ((?:Flat [0-9]{1,4}[A-Za-z]?,? )?[0-9]{1,4}[A-Za-z]?(?:-[0-9]{1,4})?,? [A-Z][A-Za-z'’\-]*(?: [A-Z][A-Za-z'’\-]*){0,3})"
)
_FRENCH = re2.compile(
    rf"\b[0-9]{{1,4}}(?: ?(?:bis|ter))?,? (?i:rue|avenue|boulevard|place|chemin|allée|impasse|quai|cours|route)"
    rf"(?: (?:de la|de l'|de|du|des|d'|la|le|les)| {_CAPITAL}){{1,5}}"
)
_BARE_TYPE = re2.compile(rf"{_TYPES}")
_NO_ENGLISH = re2.compile(
    r"(?i)^[0-9]+ (?:star|minutes?|mins?|hours?|way|people|persons?|days?|miles?|years?|months?|weeks?|in|of|on|to|a|kids|cars?) "
)
_NOT_STREET = re2.compile(
    r"(?i)\b(?:km|meters?|m2|m3|cm|keer|euro|dagen|uur|minuten|weken|maanden|jaar|procent|stuks|times|days|hours)\b"
)
_SURE = ((_DUTCH_FIRST, 0), (_FRENCH, 0), (_DUTCH_SAID, 1), (_ENGLISH_SAID, 1))


def emails(text: str) -> Iterator[Found]:
    """E-mail addresses, also those that are spelt out in words."""
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield Found(match.start(), match.start() + len(match.group().rstrip(".-'")), Kind.EMAIL)
    if _SPELT_SIGN.search(text):
        for match in _SPELT.finditer(text):
            yield Found(match.start(), match.start() + len(match.group().rstrip(".-'")), Kind.EMAIL)


def postcodes(text: str) -> Iterator[Found]:
    """Postcodes. Four digits before a short word or a unit are none, unless a word before says so."""
    for match in _POSTCODE.finditer(text):
        letters = match.group(2)
        small = letters.lower()
        if small in _NO_LETTERS or (match.group(1) == "-" and not letters.isupper()):
            continue
        if text[match.end() : match.end() + 1] == "-" and not _HOUSE_AFTER.match(text[match.end() :][:6]):
            continue
        before = text[max(0, match.start() - 40) : match.start()]
        plain = small not in _WORDS and (letters.isupper() or not match.group(1))
        if (
            plain
            or (_IS_PLACE.search(before) and (letters.isupper() or small not in _WORDS))
            or (_after_house_number(before) and text[match.end() : match.end() + 2].strip().isupper())
            or (small not in _WORDS and letters.islower())
        ):
            yield Found(match.start(), match.end(), Kind.POSTCODE)
    for match in _BRITISH.finditer(text):
        yield Found(match.start(), match.end(), Kind.POSTCODE)
    for match in _BRITISH_SMALL.finditer(text):
        yield Found(match.start(1), match.end(1), Kind.POSTCODE)


def addresses(text: str) -> Iterator[Found]:
    """Streets with a house number."""
    for match in _DUTCH.finditer(text):
        start = _from_capital(text, match.start(), match.end())
        if not _is_no_street(text, start, match.end()):
            yield Found(start, match.end(), Kind.ADDRESS)
    for match in _ENGLISH.finditer(text):
        if not _NO_ENGLISH.match(match.group()):
            yield Found(match.start(), match.end(), Kind.ADDRESS)
    for pattern, group in _SURE:
        for match in pattern.finditer(text):
            yield Found(match.start(group), match.end(group), Kind.ADDRESS)


def _is_no_street(text: str, start: int, end: int) -> bool:
    """Whether it is `12 km`, or only an ordinary word (`in het park 4 bankjes`) and nothing before says it is a street."""
    if _NOT_STREET.match(text[end:].lstrip()[:12]):
        return True
    street = text[start:end].partition(" ")[0]
    return bool(_BARE_TYPE.fullmatch(street)) and not _IS_PLACE.search(text[max(0, start - 40) : start])


def _after_house_number(before: str) -> bool:
    return before.rstrip(" ,")[-1:].isdigit()


def _from_capital(text: str, start: int, end: int) -> int:
    """Leave out words before a street that are no part of it: a sentence begins with a capital too."""
    words = text[start:end].split(" ")
    while len(words) > 2 and (words[0].islower() or words[0].lower().strip(".,'") in _STARTS):
        if _STREET_ITSELF.fullmatch(words[0]):
            break
        start += len(words.pop(0)) + 1
    return start


_STREET_ITSELF = re2.compile(rf"(?i)[{_LETTER}'’\-]*{_TYPES}")
_STARTS = frozenset(
    "ik mijn op aan in naar van adres bezorgen bezorg woon is het we wij onze ons graag stuur per straat en nu my the at"
    " to from i goedemorgen goedemiddag hallo hoi dag".split()
)
