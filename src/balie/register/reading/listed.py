"""Fields that are more than one word: lists, counts, and links to other systems."""

import re
from collections.abc import Iterator, Sequence

from balie.law import BadValue, Fact, FactKind, Fault, Place, Text
from balie.register.reading.answers import BadText, is_blank, read_line
from balie.register.reading.faults import bad_answer, shown
from balie.register.system import Link, LinkTo

MOST_CUSTOMERS = 2_000_000_000
_LONGEST_NAME, _LONGEST_NOTE = 200, 300
_BAR = re.compile(r"(?<!\|)\|(?!\|)")


def listed(raw: object) -> Sequence[object]:
    """Return the parts of a list: as such, one on each line, or with commas or semicolons between them."""
    if isinstance(raw, list):
        return raw
    text = str(raw) if raw is not None else ""
    return text.splitlines() if "\n" in text else text.replace(";", ",").split(",")


def read_count(raw: object, place: Place) -> int:
    """Read a whole number of customers. Raise `BadText` for another."""
    try:
        value = _CUSTOMERS.read(raw)
    except BadValue as problem:
        raise BadText(bad_answer(place, _CUSTOMERS, problem, raw)) from problem
    if isinstance(value, int | float) and 0 <= value <= MOST_CUSTOMERS and value == int(value):
        return int(value)
    raise BadText(_not_a_count(place, raw))


def read_links(raw: object, place: Place) -> tuple[LinkTo, ...]:
    """Read links: a list of mappings, or lines such as "uses: Name | note". Raise `BadText` for another."""
    if is_blank(raw):
        return ()
    parts = raw if isinstance(raw, list) else [line for line in str(raw).splitlines() if line.strip()]
    return tuple(dict.fromkeys(_links(parts, place)))


def _links(parts: Sequence[object], place: Place) -> Iterator[LinkTo]:
    for part in parts:
        kind, name, note = _mapped(part) if isinstance(part, dict) else _lined(str(part))
        link = _KINDS.get(str(kind).strip().casefold())
        words = read_line(name, place, _LONGEST_NAME)
        if link is None or not words:
            raise BadText(_bad_link(place, part))
        yield LinkTo(link, words, read_line(note, place, _LONGEST_NOTE))


def _mapped(part: dict[object, object]) -> tuple[object, object, object]:
    kind = part.get("kind", part.get("soort", ""))
    return kind, part.get("system", part.get("systeem")), part.get("note", part.get("opmerking"))


def _lined(line: str) -> tuple[str, str, str]:
    """Take "uses: Name | note" apart; a bar that belongs to the name is written twice."""
    kind, _, rest = line.partition(":")
    name, *note = _BAR.split(rest, maxsplit=1)
    return kind, name.replace("||", "|"), note[0].replace("||", "|") if note else ""


def _bad_link(place: Place, raw: object) -> Fault:
    return Fault(
        "bad-link",
        place,
        Text(
            nl=f"{shown(raw)} zegt niet hoe dit systeem met een ander samenhangt.",
            en=f"{shown(raw)} does not say how this system hangs together with another.",
        ),
        Text(
            nl="Schrijf per regel 'gebruikt: NAAM', 'levert gegevens aan: NAAM' of 'vervangt: NAAM'.",
            en="Write 'uses: NAME', 'feeds: NAME' or 'replaces: NAME', one on a line.",
        ),
    )


def _not_a_count(place: Place, raw: object) -> Fault:
    return Fault(
        "not-a-count",
        place,
        Text(nl=f"{shown(raw)} is geen aantal klanten.", en=f"{shown(raw)} is not a number of customers."),
        Text(
            nl="Vul een heel getal in van 0 tot 2.000.000.000, of laat het leeg.",
            en="Give a whole number from 0 to 2,000,000,000, or leave it empty.",
        ),
    )


_CUSTOMERS = Fact(
    id="customers",
    kind=FactKind.NUMBER,
    question=Text(nl="Hoeveel klanten bereikt het per maand?", en="How many customers does it reach each month?"),
    help=Text(nl="Bijvoorbeeld 12.000.", en="For example 12,000."),
)
_KINDS = {word.casefold(): link for link in Link for word in (link.value, link.label.nl, link.label.en)}
