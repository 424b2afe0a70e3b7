"""Finding identifiers in a text: every finder whose sign is in the text looks, and where two overlap the surer wins."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator

import re2

from balie.gateway.policy.identifiers import dates, numbers, people, places, plates, spoken, streets
from balie.gateway.policy.identifiers.kinds import Found, Kind, Settings
from balie.gateway.policy.identifiers.plain import Plain, plain

LONGEST_LOOK = 50_000  # characters; what is longer is looked at in parts that overlap
_OVERLAP = 200
_TRUSTED = 2_000  # characters
_REFERENCE = re2.compile(
    r"(?i)\b(?:klant(?:en)?[ -]?(?:nummer|nr|no|id|code)|customer[ -]?(?:number|no|nr|id|ref)|relatie[ -]?(?:nummer|nr)|polis[ -]?(?:nummer|nr)?|policy (?:number|no)"
    r"|lidmaatschaps?[ -]?(?:nummer|nr)|lid[ -]?(?:nummer|nr)|debiteur(?:en)?[ -]?(?:nummer|nr)|kundennummer|kundennr|numero (?:de )?client|membership (?:number|no)|account number|account no"
    r"|patient(?:en)?[ -]?(?:nummer|nr)|clientnummer|client number)"
    r"\.?(?: is| was| ist| est)?[ :#=]{1,3}((?:[A-Z]{1,6}[ \-]?)?[0-9](?:[0-9A-Z]|[\-./][0-9]){3,})"
)


def _called(text: Plain) -> Iterator[Found]:
    """Numbers that are called a customer's, a policy's or a member's."""
    for match in _REFERENCE.finditer(text.octets):
        yield Found(match.start(1), match.end(1), Kind.REFERENCE)


_IN_WORDS = (numbers.accounts, numbers.cards, numbers.phones, numbers.citizens)
_ALWAYS = ""
_PLATE_SIGN = (
    r"(?i)[a-z0-9]-[a-z0-9]{1,3}-[a-z0-9]|kenteken|nummerbord|nummerplaat|\bplaat\b|plate|regist|\breg\b|kennzeichen|boete|fine for|vergunning|\bauto\b|wagen|voertuig|scooter|motor\b"
    r"|\b(?:[a-z]{1,4} ?[0-9]{1,3} ?[a-z]{1,3}|[a-z]{2} ?[a-z]{2} ?[0-9]{2}|[0-9]{1,3} ?[a-z]{1,4} ?[0-9]{1,3}|[0-9]{2} ?[a-z]{2} ?[a-z]{2})\b"
)
# What must be in a text before a finder looks; one search answers for all of them.
_FINDERS: tuple[tuple[Kind, str, Callable[[Plain], Iterable[Found]]], ...] = (
    (Kind.EMAIL, "@", places.emails),
    (
        Kind.EMAIL,
        r"(?i:apenstaart|apestaart|arobase|klammeraffe|[(\[]at[)\]]|\(a\)|\bat [a-z0-9\-]+ ?(?:dot|punt|punkt|point|\.))",
        places.spelt_emails,
    ),
    (Kind.IBAN, r"(?i)(?:\b|iban)[a-z]{2} ?[0-9o]{2}[ .\-]{0,2}[0-9a-z]", numbers.accounts),
    (Kind.PAYMENT_CARD, r"[0-9](?:[ .\-]{0,2}[0-9]){13}", numbers.cards),
    (Kind.BSN, r"[0-9](?:[ .\-]{0,2}[0-9]){7}", numbers.citizens),
    (Kind.PHONE, r"[0-9](?:[ .\-/()]{0,3}[0-9]){7}", numbers.phones),
    (
        Kind.BIRTH_DATE,
        r"(?i)[0-9] ?[\-/.] ?[0-9]+ ?[\-/.] ?[0-9]|[0-9].{0,5}(?:jan|feb|fev|ma|mrt|apr|avr|mei|ju|aug|aou|sep|oct|okt|nov|de[cz])|(?:jan|feb|fev|ma|mrt|apr|avr|mei|ju|aug|aou|sep|oct|okt|nov|de[cz])[a-z.]* [0-9a-z]|\bgeb|\bgbd|birth|born|\bdob|[0-9] [0-9]+ (?:19|20)?[0-9]{2}",
        dates.birth_dates,
    ),
    (
        Kind.LICENCE_PLATE,
        _PLATE_SIGN,
        plates.plates,
    ),
    (
        Kind.POSTCODE,
        r"(?i)\b[1-9][0-9]{3}[ \-]{0,2}[a-z]{2}\b|\b[a-z]{1,2}[0-9][a-z0-9]? ?[0-9][a-z]{2}\b|\bgir 0|(?:plz|postleitzahl|code postal|cp)[a-z :]{1,8}[0-9]{5}",
        places.postcodes,
    ),
    (Kind.ADDRESS, r"[A-Za-z.'] ?[.,]? ?[1-9][0-9]{0,4}|[0-9][A-Za-z]?,? (?:bis )?[A-Za-z]", streets.addresses),
    (
        Kind.REFERENCE,
        r"(?i)(?:nummer|nr|number|\bno|polis|\bid|client|code|ref)[. :#=]{1,4}[a-z\-]*.{0,6}[0-9]",
        _called,
    ),
    (Kind.NAME, _ALWAYS, people.names),
)
_BY_NAME = len(_FINDERS) - 1


def _gate() -> "re2.Set":
    made = re2.Set.SearchSet()
    for _, sign, _ in _FINDERS[:_BY_NAME]:
        made.Add(sign)
    made.Compile()
    return made


_GATE = _gate()


def find(text: str, settings: Settings) -> tuple[Found, ...]:
    """Return the identifiers in a text, in its order, none overlapping. Takes time in proportion to the text."""
    if len(text) <= LONGEST_LOOK:
        return _without_overlap(list(_candidates(text, settings)))
    found: list[Found] = []
    for start in range(0, len(text), LONGEST_LOOK):
        shift = max(0, start - _OVERLAP)
        part = text[shift : start + LONGEST_LOOK]
        found += [Found(f.start + shift, f.end + shift, f.kind) for f in _candidates(part, settings)]
    return _without_overlap(found)


def _candidates(text: str, settings: Settings) -> Iterator[Found]:
    looked_at = plain(text)
    for place in _signs(looked_at):
        kind, _, finder = _FINDERS[place]
        if kind in settings.kinds:
            yield from finder(looked_at)
    if Kind.REFERENCE in settings.kinds and settings.references:
        yield from _own(text, settings)
    yield from _spoken(looked_at, settings)


def _signs(text: Plain) -> Iterable[int]:
    """Which finders have something to look at. A long text without any sign is not believed: the search may have given up."""
    signs = _GATE.Match(text.octets)
    if signs is None and len(text.text) > _TRUSTED:
        return range(len(_FINDERS))
    return (*(signs or ()), _BY_NAME)


def _own(text: str, settings: Settings) -> Iterator[Found]:
    """Numbers that look like the organisation's own."""
    for reference in settings.references:
        for match in reference.compiled.finditer(text):
            if match.end() > match.start():
                yield Found(match.start(), match.end(), Kind.REFERENCE)


def _spoken(text: Plain, settings: Settings) -> Iterator[Found]:
    """Digits in words: the same finders look at them as figures."""
    for digits, start, end in spoken.written_out(text):
        before = text.text[max(0, start - 48) : start]
        looked_at = plain(f"{before} {digits}")
        for finder in _IN_WORDS:
            hit = next((f for f in finder(looked_at) if f.end > len(before) + 1), None)
            if hit and hit.kind in settings.kinds:
                yield Found(start, end, hit.kind)
                break


def _without_overlap(found: list[Found]) -> tuple[Found, ...]:
    """Keep the surer of two that overlap, and of two of one kind the longer."""
    if len(found) < 2:
        return tuple(found)
    kept: list[Found] = []
    for one in sorted(set(found), key=_surest_first):
        place = bisect_left(kept, one)
        clear = (place == 0 or kept[place - 1].end <= one.start) and (
            place == len(kept) or kept[place].start >= one.end
        )
        if clear:
            kept.insert(place, one)
    return tuple(kept)


def _surest_first(found: Found) -> tuple[int, int, int]:
    return _RANK[found.kind], found.start - found.end, found.start


_RANK = {kind: rank for rank, kind in enumerate(Kind)}
