"""Finding identifiers in a text: every finder whose sign is in the text looks, and where two overlap the surer wins."""

from collections.abc import Callable, Iterable, Iterator

import re2

from balie.gateway.policy.identifiers import dates, numbers, people, places, spoken
from balie.gateway.policy.identifiers.kinds import Found, Kind, Settings

LONGEST_LOOK = 200_000  # characters; what is longer is looked at in parts that overlap
_OVERLAP = 200
_DIGIT = re2.compile(r"[0-9]")
_NUMBER = re2.compile(r"[0-9](?:[ .\-/()]{0,3}[0-9]){5}")
_REFERENCE = re2.compile(
    r"(?i)(?:klant(?:en)?[ -]?(?:nummer|nr|no|id)|customer[ -]?(?:number|no|nr|id)|relatie[ -]?(?:nummer|nr)|polis[ -]?(?:nummer|nr)?|policy (?:number|no)"
    r"|lidmaatschaps?[ -]?(?:nummer|nr)|lid[ -]?(?:nummer|nr)|kundennummer|numéro (?:de )?client|membership (?:number|no))"
    r"\.?(?: is| was)?[ :#=]{1,3}((?:[A-Za-z]{1,6}[ \-]?)?[0-9](?:[0-9A-Za-z]|[\-.][0-9]){3,})"
)
_CITIZEN = (numbers.accounts, numbers.cards, numbers.citizens, numbers.phones)
_FINDERS: dict[Kind, tuple[str, Callable[[str], Iterable[Found]]]] = {
    Kind.EMAIL: ("text", places.emails),
    Kind.IBAN: ("digits", numbers.accounts),
    Kind.PAYMENT_CARD: ("number", numbers.cards),
    Kind.BSN: ("number", numbers.citizens),
    Kind.PHONE: ("number", numbers.phones),
    Kind.BIRTH_DATE: ("digits", dates.birth_dates),
    Kind.LICENCE_PLATE: ("digits", numbers.plates),
    Kind.POSTCODE: ("digits", places.postcodes),
    Kind.ADDRESS: ("digits", places.addresses),
    Kind.NAME: ("text", people.names),
}


def find(text: str, settings: Settings) -> tuple[Found, ...]:
    """Return the identifiers in a text, in its order, none overlapping. Takes time in proportion to the text."""
    found: list[Found] = []
    for start in range(0, max(1, len(text)), LONGEST_LOOK):
        part = text[max(0, start - _OVERLAP) : start + LONGEST_LOOK]
        shift = max(0, start - _OVERLAP)
        found += [Found(f.start + shift, f.end + shift, f.kind) for f in _candidates(part, settings)]
    return _without_overlap(found)


def _candidates(text: str, settings: Settings) -> Iterator[Found]:
    signs = {"text"}
    if _DIGIT.search(text):
        signs.add("digits")
        if _NUMBER.search(text):
            signs.add("number")
    for kind, (sign, finder) in _FINDERS.items():
        if kind in settings.kinds and sign in signs:
            yield from finder(text)
    if Kind.BIRTH_DATE in settings.kinds:
        yield from dates.birth_dates_in_words(text)
    if Kind.REFERENCE in settings.kinds:
        yield from _references(text, settings)
    yield from _spoken(text, settings)


def _references(text: str, settings: Settings) -> Iterator[Found]:
    for match in _REFERENCE.finditer(text):
        yield Found(match.start(1), match.end(1), Kind.REFERENCE)
    for reference in settings.references:
        for match in reference.compiled.finditer(text):
            if match.end() > match.start():
                yield Found(match.start(), match.end(), Kind.REFERENCE)


def _spoken(text: str, settings: Settings) -> Iterator[Found]:
    """Digits in words: the same finders look at them as figures."""
    for digits, start, end in spoken.written_out(text):
        before = text[max(0, start - 48) : start]
        for finder in _CITIZEN:
            hit = next((f for f in finder(f"{before} {digits}") if f.end > len(before) + 1), None)
            if hit and hit.kind in settings.kinds:
                yield Found(start, end, hit.kind)
                break


def _without_overlap(found: list[Found]) -> tuple[Found, ...]:
    """Keep the surer of two that overlap, and of two of one kind the longer."""
    if len(found) < 2:
        return tuple(found)
    kept: list[Found] = []
    for one in sorted(set(found), key=lambda f: (_RANK[f.kind], f.start - f.end, f.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return tuple(sorted(kept))


_RANK = {kind: rank for rank, kind in enumerate(Kind)}
