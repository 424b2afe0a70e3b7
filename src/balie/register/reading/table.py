"""What CSV and workbooks share: rows of cells under a row of headings.

The heading row is the first one that names a column for the system's name; titles and merged cells above it are
skipped. An unknown heading is a fault. When it looks like a known one, the rows with an answer there are refused,
because that answer would be lost; otherwise it is somebody's own column, and the rows go on.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from balie.law import Fault, Place, Text, Unreadable
from balie.register.reading.answers import is_blank
from balie.register.reading.faults import shown, twice, unknown_heading, with_lost_systems
from balie.register.reading.headings import Field, Headings, is_private
from balie.register.reading.written import Record, Written

SEARCHED_ROWS = 20
EXAMPLE_ROWS = Text(nl="# voorbeeld", en="# example")  # the name of a row that shows how it is done, and is not read
MAX_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row of cells with its number in the file, counted as a spreadsheet program counts."""

    number: int
    cells: Sequence[object]


@dataclass(frozen=True, slots=True)
class Columns:
    """The heading row understood: which cells to read, and where each stands."""

    headings: Mapping[int, str]
    labels: Mapping[str, str] = field(default_factory=dict)
    doubtful: Mapping[int, Fault] = field(default_factory=dict)
    ignored: frozenset[int] = frozenset()
    name: int | None = None

    def is_example(self, row: Row) -> bool:
        """Whether a row only shows how it is done."""
        name = self.named_in(row).casefold()
        return name in {EXAMPLE_ROWS.nl, EXAMPLE_ROWS.en}

    def named_in(self, row: Row) -> str:
        """Return the name of the system on a row, to point at it; nothing when there is none."""
        raw = row.cells[self.name] if self.name is not None and self.name < len(row.cells) else None
        return "" if is_blank(raw) else shown(" ".join(str(raw).split())).strip("'")


def is_heading_row(row: Row, headings: Headings) -> bool:
    """Whether some cell says that this column holds the names of systems."""
    meanings = (headings.meaning(cell) for cell in row.cells if isinstance(cell, str))
    return any(meaning and meaning.target is Field.NAME for meaning in meanings)


def columns_of(row: Row, headings: Headings, place: Place, written: Written, label: str = "{heading}") -> Columns:
    """Read the heading row. `label` says how a place is shown: by heading, or with the letter of the column."""
    found: dict[int, str] = {}
    taken: dict[str, str] = {}
    doubtful: dict[int, Fault] = {}
    name: int | None = None
    ignored: set[int] = set()
    for index, cell in enumerate(row.cells):
        heading = "" if is_blank(cell) else " ".join(str(cell).split())
        if not heading:
            continue
        here = Place(place.file, row.number, label.format(heading=heading, column=letter(index)))
        meaning = headings.meaning(heading)
        if meaning is None:
            close = None if is_private(heading) else headings.suggestions.nearest(heading)
            fault = unknown_heading(here, heading, close)
            if not is_private(heading) and (close or headings.suggestions.spent):
                doubtful[index] = fault
                continue
            ignored.add(index)
            written.faults += [] if is_private(heading) else [fault]
        elif str(meaning) in taken:
            doubtful[index] = twice(here, heading, taken[str(meaning)])
        else:
            taken[str(meaning)] = found[index] = heading
            name = index if meaning.target is Field.NAME else name
    labels = {heading: label.format(heading=heading, column=letter(index)) for index, heading in found.items()}
    return Columns(found, labels, doubtful, frozenset(ignored), name)


def records(rows: Iterable[Row], columns: Columns, place: Place, written: Written) -> Iterator[Record]:
    """Turn rows into records. Empty rows are left out; rows whose answers would be lost are refused."""
    lost: dict[int, list[str]] = {index: [] for index in columns.doubtful}
    for row in rows:
        filled = [index for index, cell in enumerate(row.cells) if not is_blank(cell)]
        if not filled or columns.is_example(row):
            continue
        if written.full:
            break
        count_row(written, Place(place.file, row.number))
        stray = [i for i in filled if i not in columns.headings and i not in columns.ignored]
        if stray:
            about = columns.named_in(row)
            written.refused += 1
            written.faults += [_no_heading(place, row, i, about) for i in stray if i not in lost]
            for index in lost.keys() & stray:
                lost[index].append(about or str(row.number))
            continue
        values = {heading: row.cells[index] for index, heading in columns.headings.items() if index < len(row.cells)}
        yield Record(Place(place.file, row.number), values, labels=columns.labels)
    written.faults += [with_lost_systems(fault, lost[index]) for index, fault in columns.doubtful.items()]


def count_row(written: Written, place: Place) -> None:
    """Count one more system in the whole file, on whichever sheet. Raise `Unreadable` when nobody has that many."""
    written.rows += 1
    if written.rows > MAX_ROWS:
        raise Unreadable(_too_many_rows(place))


def letter(index: int) -> str:
    """Return the letter a spreadsheet program gives a column: A for 0, AA for 26."""
    before, last = divmod(index, 26)
    return (letter(before - 1) if before else "") + chr(ord("A") + last)


def no_headings(place: Place, seen: Sequence[str]) -> Fault:
    """No row names a column for the system's name."""
    found = ", ".join(shown(word) for word in seen[:6])
    return Fault(
        "no-headings",
        place,
        Text(
            nl=f"Er is geen kolom 'naam' in de eerste {SEARCHED_ROWS} rijen{found and f'; wel: {found}'}.",
            en=f"There is no column 'name' in the first {SEARCHED_ROWS} rows{found and f'; there is: {found}'}.",
        ),
        Text(
            nl="Zet boven de kolommen 'naam', 'startpunt' en de feiten; elke rij eronder is een systeem.",
            en="Put 'name', 'archetype' and the facts above the columns; each row below is one system.",
        ),
    )


def _no_heading(place: Place, row: Row, index: int, about: str) -> Fault:
    value = shown(row.cells[index])
    return Fault(
        "no-heading",
        Place(place.file, row.number, letter(index), about),
        Text(
            nl=f"Hier staat {value}, maar kolom {letter(index)} heeft geen kop.",
            en=f"Here stands {value}, but column {letter(index)} has no heading.",
        ),
        Text(
            nl="Geef de kolom een kop. Hoort dit bij een tekst met een komma of puntkomma? Zet er aanhalingstekens om.",
            en="Give the column a heading. Does it belong to a text with a comma or semicolon? Put quotes around that.",
        ),
    )


def _too_many_rows(place: Place) -> Fault:
    return Fault(
        "too-many-rows",
        place,
        Text(
            nl=f"Er staan meer dan {MAX_ROWS} rijen in; zoveel AI-systemen heeft niemand.",
            en=f"There are more than {MAX_ROWS} rows in it; nobody has that many AI systems.",
        ),
        Text(
            nl="Elke rij hoort een AI-systeem te zijn, geen klant of gesprek. Splits het bestand als het echt zo is.",
            en="Every row should be an AI system, not a customer or a conversation. Split the file if they really are.",
        ),
    )
