"""CSV: comma, semicolon or tab between the cells, whichever makes the heading row make sense."""

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from balie.law import Fault, Law, Place, Text, Unreadable
from balie.register.reading.characters import as_table_text
from balie.register.reading.headings import Headings
from balie.register.reading.intake import Format, Source
from balie.register.reading.limits import MAX_COLUMNS, too_wide
from balie.register.reading.table import SEARCHED_ROWS, Row, columns_of, is_heading_row, no_headings, records
from balie.register.reading.written import Written

DELIMITERS = (";", ",", "\t")
_MARK = "sep="
GUARD = "'"
GUARDED = frozenset("=+-@\t\r\n'")  # an empty cell is not in it


def read(source: Source, headings: Headings) -> Written:
    """Read the file into records."""
    text, notices = as_table_text(source.content, source.name)
    place = Place(source.name)
    delimiter = _delimiter(text, headings)
    if delimiter is None:
        raise Unreadable(no_headings(place, [cell for row in _first_rows(text, ";", 3) for cell in row]))
    written = Written(notices=notices)
    rows = _rows(text, delimiter, place, written)
    heading_row = next((row for row in rows if is_heading_row(row, headings)), None)
    if heading_row is None:
        raise Unreadable(*written.faults)
    columns = columns_of(heading_row, headings, place, written)
    written.systems = records(rows, columns, place, written)
    return written


def delimiter_of(source: Source, law: Law) -> str:
    """The sign between the cells of a file that could be read."""
    if source.format is not Format.CSV:
        return DELIMITERS[0]
    text, _ = as_table_text(source.content, source.name)
    return _delimiter(text, Headings.of(law)) or DELIMITERS[0]


def _delimiter(text: str, headings: Headings) -> str | None:
    """Return the delimiter under which most headings mean something, in a row that names the systems."""
    best, most = None, 0
    for delimiter in DELIMITERS:
        for number, cells in enumerate(_first_rows(text, delimiter, SEARCHED_ROWS), start=1):
            if is_heading_row(Row(number, cells), headings):
                known = sum(headings.meaning(cell) is not None for cell in cells)
                best, most = (delimiter, known) if known > most else (best, most)
    return best


def _first_rows(text: str, delimiter: str, count: int) -> list[list[str]]:
    try:
        return list(islice(csv.reader(StringIO(text, newline=""), delimiter=delimiter), count))
    except csv.Error:
        return []


def _rows(text: str, delimiter: str, place: Place, written: Written) -> Iterator[Row]:
    """Return the rows with the line each starts on; a quote that never closes is a fault with its line."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if len(cells) > MAX_COLUMNS:
                written.faults.append(too_wide(Place(place.file, line)))
                return
            if not (line == 1 and cells and cells[0].lower().startswith(_MARK)):
                yield Row(line, [_bare(cell) for cell in cells])
            line = reader.line_num + 1
    except csv.Error:
        written.faults.append(_bad_quotes(Place(place.file, line)))
        written.refused += 1


def _bare(cell: str) -> str:
    """Take away the apostrophe that keeps a spreadsheet program from running a text as a formula."""
    return cell[1:] if cell[:1] == GUARD and cell[1:2] in GUARDED else cell


def _bad_quotes(place: Place) -> Fault:
    return Fault(
        "bad-quotes",
        place,
        Text(
            nl="Vanaf hier kloppen de aanhalingstekens niet; de rest van het bestand is niet gelezen.",
            en="The quotes are wrong from here on; the rest of the file was not read.",
        ),
        Text(
            nl="Zet om een tekst met aanhalingstekens zelf aanhalingstekens, en verdubbel die erin.",
            en="Put quotes around a text that holds quotes, and double the ones inside.",
        ),
    )
