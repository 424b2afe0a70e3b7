"""What a file says, before it is understood: records of headings and values, each with its place in the file.

Every format ends up here. What the headings and values mean is worked out once, in `systems`, the same way for all.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from balie.law import Fault, Node, Place
from balie.register.reading.headings import Part
from balie.register.reading.limits import MAX_COLUMNS, MAX_FAULTS, too_many_fields

FACTS = ("facts", "feiten")


@dataclass(frozen=True, slots=True)
class Record:
    """One system or organisation as written. `lines` and `labels` say where a value stands, when that is known.

    `public` is what an entry of the Algorithm Register says to the public: kept word for word, never understood.
    """

    place: Place
    values: Mapping[str, object]
    lines: Mapping[str, int] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    public: Mapping[str, object] = field(default_factory=dict)

    def where(self, heading: str) -> Place:
        """Return the place of the value under a heading."""
        line = self.lines.get(heading, self.place.line)
        label = self.labels.get(heading, heading)
        return Place(self.place.file, line, f"{self.place.field}.{label}" if self.place.field else label)


@dataclass(slots=True)
class Written:
    """All records of a file. What is counted fills up during reading; `refused` are the records that were left out."""

    systems: Iterable[Record] = ()
    organisation: Record | None = None
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)
    refused: int = 0
    rows: int = 0

    @property
    def full(self) -> bool:
        """Whether there are more faults than we tell: there is no use in reading on."""
        return len(self.faults) > MAX_FAULTS


def fits(system: Mapping[str, Node], place: Place, written: Written) -> bool:
    """Whether a system has no more fields than a table may have columns; refuse it otherwise."""
    if sum(1 for _ in islice(spread(system), MAX_COLUMNS + 1)) <= MAX_COLUMNS:
        return True
    written.faults.append(too_many_fields(place))
    written.refused += 1
    return False


def spread(system: Mapping[str, Node]) -> Iterator[tuple[str, Node]]:
    """Flatten a system: facts lose their frame, and an answer with reasons becomes `obvious`, `obvious.decided_by`."""
    for key, child in system.items():
        inner = child.value if key.casefold() in FACTS and isinstance(child.value, dict) else {key: child}
        for name, answer in inner.items():
            parts = answer.value.items() if isinstance(answer.value, dict) else [(Part.VALUE, answer)]
            yield from ((name if part == Part.VALUE else f"{name}.{part}", node) for part, node in parts)
