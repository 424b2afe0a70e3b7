"""What an entry of the Algorithm Register says to the public, kept word for word: it is text, and never a fact.

What is longer than the standard allows is kept and pointed out, so that somebody can shorten what they see.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from balie.law import Fault, Place, Text
from balie.register.public_fields import FIELDS, GIVEN, LONGEST, MOST_LINKS, PublicField, Shape
from balie.register.reading.answers import BadText, is_blank, read_line, read_paragraph

_LONGEST_LINE = 2000


@dataclass(slots=True)
class PublicTexts:
    """The texts of one entry by field, what is wrong with them, and what deserves a second look."""

    kept: dict[str, object] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)


def texts_of(entry: Mapping[str, object], place: Place) -> PublicTexts:
    """Read every field of the standard that people write."""
    found = PublicTexts()
    for about in FIELDS:
        _take(found, about, entry.get(about.id), place.at(about.id))
    found.kept |= {name: str(entry[name]).strip()[:100] for name in GIVEN if isinstance(entry.get(name), str | int)}
    found.kept = {name: value for name, value in found.kept.items() if value not in ("", [])}
    return found


def _take(found: PublicTexts, about: PublicField, raw: object, place: Place) -> None:
    if is_blank(raw):
        return
    try:
        value = _read(about, raw, place)
    except BadText as problem:
        found.faults.append(problem.fault)
        return
    found.kept[about.id] = value
    if about.shape in _LIMITED and isinstance(value, str) and len(value) > about.limit:
        found.notices.append(_too_long(place, len(value), about.limit))


def _read(about: PublicField, raw: object, place: Place) -> object:
    if about.shape is Shape.LINKS:
        return _rows(raw, place)
    if about.id == "category":
        return [read_line(one, place, _LONGEST_LINE) for one in (raw if isinstance(raw, list) else [raw])]
    return (read_paragraph if about.shape is Shape.TEXT else read_line)(raw, place, LONGEST)


def _rows(raw: object, place: Place) -> list[dict[str, str]]:
    if not isinstance(raw, list) or len(raw) > MOST_LINKS or not all(isinstance(row, dict) for row in raw):
        raise BadText(_not_rows(place))
    rows = ({part: read_line(row.get(part), place, _LONGEST_LINE) for part in ("title", "link")} for row in raw)
    return [kept for row in rows if (kept := {part: said for part, said in row.items() if said})]


def _too_long(place: Place, length: int, limit: int) -> Fault:
    return Fault(
        "too-long",
        place,
        Text(
            nl=f"Dit zijn {length} tekens; in het Algoritmeregister passen er {limit}.",
            en=f"This is {length} characters; {limit} fit in the Algorithm Register.",
        ),
        Text(
            nl="De tekst is bewaard. Maak hem korter voor je publiceert.",
            en="The text is kept. Shorten it before you publish.",
        ),
    )


def _not_rows(place: Place) -> Fault:
    return Fault(
        "not-rows",
        place,
        Text(
            nl=f"Hier hoort een lijst van hooguit {MOST_LINKS} regels, elk met een titel en een link.",
            en=f"A list of at most {MOST_LINKS} rows belongs here, each with a title and a link.",
        ),
        Text(
            nl='Schrijf bijvoorbeeld [{"title": "Gemeentewet", "link": "https://..."}].',
            en='Write for example [{"title": "Gemeentewet", "link": "https://..."}].',
        ),
    )


_LIMITED = (Shape.TEXT, Shape.LINE, Shape.LINK)
