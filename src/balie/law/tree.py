"""A careful YAML reader: values with their line numbers, and nothing that a hostile or tired author could trip over.

What is left out on purpose: aliases (a "billion laughs" file expands without end), tags (they can build objects),
duplicate keys (the second silently wins elsewhere), and on/off as booleans. Keys are always text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import yaml

from balie.language import Text
from balie.law.faults import Fault, Place, Unreadable

MAX_DEPTH = 40

Scalar = str | bool | int | float | date | None


@dataclass(frozen=True, slots=True)
class Node:
    """A value and the line it starts on. Lists are tuples of nodes, mappings are dicts of nodes."""

    line: int
    value: "Scalar | tuple[Node, ...] | dict[str, Node]"

    def plain(self) -> object:
        """Return the value as ordinary Python, without line numbers."""
        if isinstance(self.value, dict):
            return {key: child.plain() for key, child in self.value.items()}
        if isinstance(self.value, tuple):
            return [child.plain() for child in self.value]
        return self.value


def parse(text: str, file: str) -> Node:
    """Read one YAML document. Raise `Unreadable` with file and line for everything we do not accept."""
    try:
        events = _content_events(yaml.parse(text, Loader=_Loader))
        first = next(events, None)
        if first is None or isinstance(first, yaml.DocumentEndEvent):
            raise Unreadable(_fault("empty-file", file, 1, _EMPTY, _EMPTY_REPAIR))
        root = _build(first, events, file, 0)
        if next(events, None) is not None:
            raise Unreadable(_fault("two-documents", file, root.line, _TWO, _TWO_REPAIR))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise Unreadable(_fault("not-yaml", file, line, _NOT_YAML, _YAML_REPAIR)) from error
    except yaml.reader.ReaderError as error:
        reason = Text(
            nl=f"Op positie {error.position} staat een teken dat in YAML niet mag.",
            en=f"At position {error.position} stands a character that YAML does not allow.",
        )
        raise Unreadable(_fault("not-yaml", file, 1, reason, _YAML_REPAIR)) from error
    return root


def _content_events(events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
    """Leave out the frame around the document."""
    frame = (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentStartEvent, yaml.DocumentEndEvent)
    return (event for event in events if not isinstance(event, frame))


def _build(event: yaml.Event, events: Iterator[yaml.Event], file: str, depth: int) -> Node:
    line = _plain_line(event, file)
    if depth > MAX_DEPTH:
        raise Unreadable(_fault("too-deep", file, line, _DEEP, _DEEP_REPAIR))
    if isinstance(event, yaml.ScalarEvent):
        return Node(line, _scalar(event, file, line))
    if isinstance(event, yaml.SequenceStartEvent):
        return Node(line, tuple(_items(events, file, depth)))
    return Node(line, _pairs(events, file, depth))


def _plain_line(event: yaml.Event, file: str) -> int:
    """Return the line of a key or value, and refuse it when it carries an alias, an anchor or a tag."""
    line = event.start_mark.line + 1 if event.start_mark else 1
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise Unreadable(_fault("yaml-alias", file, line, _ALIAS, _ALIAS_REPAIR))
    if getattr(event, "tag", None) not in (None, "!"):
        raise Unreadable(_fault("yaml-tag", file, line, _TAG, _TAG_REPAIR))
    return line


def _items(events: Iterator[yaml.Event], file: str, depth: int) -> Iterator[Node]:
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            return
        yield _build(event, events, file, depth + 1)


def _pairs(events: Iterator[yaml.Event], file: str, depth: int) -> dict[str, Node]:
    pairs: dict[str, Node] = {}
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        line = _plain_line(event, file)
        if not isinstance(event, yaml.ScalarEvent):
            raise Unreadable(_fault("odd-key", file, line, _KEY, _KEY_REPAIR))
        if event.value in pairs:
            reason = Text(nl=f"'{event.value}' staat hier twee keer.", en=f"'{event.value}' stands here twice.")
            raise Unreadable(_fault("duplicate-key", file, line, reason, _DUPLICATE_REPAIR))
        pairs[event.value] = _build(next(events), events, file, depth + 1)
    return pairs


def _scalar(event: yaml.ScalarEvent, file: str, line: int) -> Scalar:
    """Give a plain word its meaning; what stands between quotes is always text."""
    word = str(event.value)
    if not event.implicit[0]:
        return word
    if word.lower() in _WORDS:
        return _WORDS[word.lower()]
    try:
        if _DATE.fullmatch(word):
            return date.fromisoformat(word)
        if _INTEGER.fullmatch(word):
            return int(word)
        return float(word) if _DECIMAL.fullmatch(word) else word
    except ValueError as error:
        reason = Text(nl=f"'{word}' is geen bestaande datum.", en=f"'{word}' is not an existing date.")
        raise Unreadable(_fault("bad-date", file, line, reason, _DATE_REPAIR)) from error


def _fault(code: str, file: str, line: int, reason: Text, repair: Text) -> Fault:
    return Fault(code, Place(file, line), reason, repair)


_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORDS: dict[str, Scalar] = {"": None, "~": None, "null": None, "true": True, "yes": True, "false": False, "no": False}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_INTEGER = re.compile(r"[-+]?\d{1,18}")
_DECIMAL = re.compile(r"[-+]?\d{1,18}\.\d{1,18}")

_EMPTY = Text(nl="Dit bestand is leeg.", en="This file is empty.")
_EMPTY_REPAIR = Text(
    nl="Vul het in, of begin met 'balie assess --new'.", en="Fill it in, or start with 'balie assess --new'."
)
_NOT_YAML = Text(nl="Dit is geen geldige YAML.", en="This is not valid YAML.")
_YAML_REPAIR = Text(
    nl="Kijk naar de inspringing, de dubbele punten en de aanhalingstekens op en boven deze regel.",
    en="Look at the indentation, colons and quotes on and above this line.",
)
_TWO = Text(nl="Er staan twee documenten in dit bestand.", en="There are two documents in this file.")
_TWO_REPAIR = Text(nl="Haal de regel '---' weg of splits het bestand.", en="Remove the '---' line or split the file.")
_ALIAS = Text(nl="Verwijzingen (& en *) zijn niet toegestaan.", en="References (& and *) are not allowed.")
_ALIAS_REPAIR = Text(
    nl="Schrijf de waarde voluit. Begint een tekst met & of *, zet er dan aanhalingstekens om.",
    en="Write the value in full. If a text starts with & or *, put quotes around it.",
)
_DEEP = Text(nl="De lijsten zijn hier te diep genest.", en="The lists are nested too deeply here.")
_DEEP_REPAIR = Text(nl=f"Gebruik hooguit {MAX_DEPTH} lagen.", en=f"Use at most {MAX_DEPTH} levels.")
_TAG = Text(nl="YAML-tags (met !) zijn niet toegestaan.", en="YAML tags (with !) are not allowed.")
_TAG_REPAIR = Text(nl="Haal de tag weg.", en="Remove the tag.")
_KEY = Text(nl="Wat voor de dubbele punt staat, moet tekst zijn.", en="What stands before the colon must be text.")
_KEY_REPAIR = Text(nl="Gebruik een woord als naam.", en="Use a word as the name.")
_DUPLICATE_REPAIR = Text(nl="Haal een van de twee weg.", en="Remove one of the two.")
_DATE_REPAIR = Text(nl="Schrijf een datum als 2026-08-02.", en="Write a date as 2026-08-02.")
