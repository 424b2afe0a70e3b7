"""YAML and JSON: a list of systems, one system, or an organisation with its systems.

YAML goes through the careful reader of the law (no aliases, tags or double keys). JSON gets the same refusals here.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import NoReturn

from balie.law import Fault, Law, Node, Place, Text, Unreadable, parse
from balie.register.reading import algorithm_register
from balie.register.reading.characters import as_text
from balie.register.reading.faults import nearest, shown
from balie.register.reading.intake import Format, Source
from balie.register.reading.limits import MAX_COLUMNS, too_many_fields
from balie.register.reading.table import count_row
from balie.register.reading.written import Record, Written, fits, spread


def read(source: Source, law: Law) -> Written:
    """Read the file into records, and recognise entries of the Dutch Algorithm Register."""
    text = as_text(source.content, source.name)
    parser: Callable[[str, str], Node] = parse if source.format is Format.YAML else _parse_json
    root = parser(text, source.name)
    if source.format is Format.JSON and (entries := algorithm_register.entries(root)) is not None:
        return algorithm_register.read(entries, source.name, law)
    return _portfolio(root, source.name)


def _portfolio(root: Node, file: str) -> Written:
    place = Place(file, root.line or None)
    written = Written()
    if isinstance(root.value, tuple):
        systems, path = root, ""
    elif not isinstance(root.value, dict):
        raise Unreadable(_no_systems(place))
    elif names := [key for key in root.value if key.casefold() in _SYSTEMS]:
        systems, path = root.value[names[0]], names[0]
        _read_frame(root.value, place, written)
    else:
        systems, path = Node(root.line, (root,)), ""
    if not isinstance(systems.value, tuple) or not systems.value:
        raise Unreadable(_no_systems(place))
    written.systems = _records(systems.value, Place(file, field=path), written)
    return written


def _read_frame(frame: Mapping[str, Node], place: Place, written: Written) -> None:
    """Read what stands around the systems: the organisation, and nothing else."""
    if len(frame) > MAX_COLUMNS:
        raise Unreadable(too_many_fields(place))
    for key, node in frame.items():
        if key.casefold() in _ORGANISATION:
            written.organisation = _record(node, Place(place.file, node.line or None, key), written)
        elif key.casefold() not in _SYSTEMS:
            written.faults.append(_unknown_key(Place(place.file, node.line or None, key), key))


def _records(nodes: tuple[Node, ...], place: Place, written: Written) -> Iterator[Record]:
    for index, node in enumerate(nodes):
        if written.full:
            return
        here = place.at(index, node.line or None)
        count_row(written, here)
        if record := _record(node, here, written):
            yield record


def _record(node: Node, place: Place, written: Written) -> Record | None:
    """Flatten one system: what stands under `facts` gets the same headings as columns in a table have."""
    if isinstance(node.value, str) and place.field.casefold() in _ORGANISATION:
        return Record(place, {"name": node.value})
    if not isinstance(node.value, dict):
        written.faults.append(_not_a_mapping(place, node))
        written.refused += 1
        return None
    if not fits(node.value, place, written):
        return None
    values: dict[str, object] = {}
    lines: dict[str, int] = {}
    doubles = []
    for heading, answer in spread(node.value):
        if heading in values:
            doubles.append(_twice(Place(place.file, answer.line or place.line, f"{place.field}.{heading}"), heading))
        values[heading] = answer.plain()
        lines[heading] = answer.line
    written.faults += doubles
    written.refused += bool(doubles)
    return None if doubles else Record(place, values, {heading: line for heading, line in lines.items() if line})


def _parse_json(text: str, file: str) -> Node:
    try:
        value = json.loads(text, object_pairs_hook=lambda pairs: _once(pairs, file), parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        reason = Text(
            nl=f"Dit is geen geldige JSON: het gaat mis bij teken {error.colno} van deze regel.",
            en=f"This is not valid JSON: it goes wrong at character {error.colno} of this line.",
        )
        raise Unreadable(Fault("not-json", Place(file, error.lineno), reason, _JSON_REPAIR)) from error
    except RecursionError as error:
        raise Unreadable(Fault("too-deep", Place(file), _DEEP, _DEEP_REPAIR)) from error
    except ValueError as error:
        raise Unreadable(Fault("not-json", Place(file), _BAD_NUMBER, _JSON_REPAIR)) from error
    return _node(value, file, 0)


def _node(value: object, file: str, depth: int) -> Node:
    """Give JSON the shape YAML has; line 0 says that JSON does not tell its lines."""
    if depth > _MAX_DEPTH:
        raise Unreadable(Fault("too-deep", Place(file), _DEEP, _DEEP_REPAIR))
    if isinstance(value, dict):
        return Node(0, {key: _node(child, file, depth + 1) for key, child in value.items()})
    if isinstance(value, list):
        return Node(0, tuple(_node(child, file, depth + 1) for child in value))
    if value is None or isinstance(value, str | bool | int | float):
        return Node(0, value)
    raise TypeError(f"JSON holds no {type(value).__name__}")


def _once(pairs: list[tuple[str, object]], file: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise Unreadable(_twice(Place(file, field=key[:60]), key))
        found[key] = value
    return found


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number")


def _twice(place: Place, key: str) -> Fault:
    reason = Text(nl=f"{shown(key)} staat hier twee keer.", en=f"{shown(key)} stands here twice.")
    return Fault("duplicate-key", place, reason, Text(nl="Haal een van de twee weg.", en="Remove one of the two."))


def _no_systems(place: Place) -> Fault:
    return Fault(
        "no-systems",
        place,
        Text(nl="Er staan geen AI-systemen in dit bestand.", en="There are no AI systems in this file."),
        Text(
            nl="Zet ze onder 'systemen:', elk met een naam en feiten; 'balie assess --new' maakt een voorbeeld.",
            en="Put them under 'systems:', each with a name and facts; 'balie assess --new' makes an example.",
        ),
    )


def _unknown_key(place: Place, key: str) -> Fault:
    close = nearest(key, [*_ORGANISATION, *_SYSTEMS])
    otherwise = Text(nl="Gebruik 'organisatie' en 'systemen'.", en="Use 'organisation' and 'systems'.")
    repair = Text(nl=f"Bedoel je '{close}'?", en=f"Did you mean '{close}'?") if close else otherwise
    return Fault("unknown-field", place, Text(nl="Dit hoort hier niet.", en="This does not belong here."), repair)


def _not_a_mapping(place: Place, node: Node) -> Fault:
    seen = shown(node.plain())
    return Fault(
        "not-a-system",
        place,
        Text(
            nl=f"Hier hoort een systeem met een naam en feiten, niet {seen}.",
            en=f"A system with a name and facts belongs here, not {seen}.",
        ),
        Text(nl="Schrijf 'naam: ...' met de feiten eronder.", en="Write 'name: ...' with the facts below it."),
    )


_SYSTEMS = ("systems", "systemen")
_ORGANISATION = ("organisation", "organisatie", "organization")
_MAX_DEPTH = 40
_JSON_REPAIR = Text(
    nl="Kijk naar komma's, aanhalingstekens en haakjes op en boven deze regel.",
    en="Look at the commas, quotes and brackets on and above this line.",
)
_BAD_NUMBER = Text(nl="Er staat een getal in dat geen getal is.", en="It holds a number that is no number.")
_DEEP = Text(nl="De lijsten zijn te diep genest.", en="The lists are nested too deeply.")
_DEEP_REPAIR = Text(nl=f"Gebruik hooguit {_MAX_DEPTH} lagen.", en=f"Use at most {_MAX_DEPTH} levels.")
