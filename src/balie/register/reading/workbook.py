"""Excel workbooks: every visible sheet that has a heading row, read row by row.

A cell with a formula is refused: what it shows depends on the program that last opened the file, and nobody answers a
legal question with a formula. Hidden sheets are skipped with a notice; hidden rows are read like any other.
"""

import zlib
from collections.abc import Iterator
from datetime import datetime, time
from io import BytesIO
from itertools import chain, islice
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from balie.law import Fault, Place, Text, Unreadable
from balie.register.reading.headings import Headings
from balie.register.reading.intake import Source
from balie.register.reading.limits import MAX_COLUMNS, too_wide
from balie.register.reading.package import LAST_ROW, SAVE_AGAIN, look_through
from balie.register.reading.table import (
    SEARCHED_ROWS,
    Row,
    columns_of,
    is_heading_row,
    letter,
    no_headings,
    records,
)
from balie.register.reading.written import Record, Written

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.cell.cell import MergedCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

DAMAGE = (
    ArithmeticError, AttributeError, BadZipFile, EOFError, LookupError, MemoryError, OSError, RuntimeError,
    SyntaxError, TypeError, ValueError, zlib.error,
)  # fmt: skip  # what openpyxl, zipfile and the XML parser raise on damaged or hostile files


# The sheets Balie itself puts beside the systems: they are not read, and nobody has to be told.
EXPLANATION_SHEET = Text(nl="Uitleg", en="Explanation")
CHOICES_SHEET = Text(nl="Keuzes", en="Choices")
FAULTS_SHEET = Text(nl="Fouten", en="Faults")
_OWN_SHEETS = {title for sheet in (EXPLANATION_SHEET, CHOICES_SHEET, FAULTS_SHEET) for title in (sheet.nl, sheet.en)}


def own_sheet(title: str) -> bool:
    """Whether Balie itself added this sheet."""
    return title in _OWN_SHEETS


def read(source: Source, headings: Headings) -> Written:
    """Read the workbook into records."""
    workbook = _open(source)
    written = Written()
    sheets = [sheet for sheet in workbook.worksheets if _is_visible(sheet, source.name, written)]
    found = [start for sheet in sheets if (start := _heading_row(sheet, source.name, headings, written))]
    if not found:
        seen = [str(sheet.title) for sheet in sheets]
        raise Unreadable(*written.faults[:1] or [no_headings(Place(source.name), seen)])
    written.systems = chain.from_iterable(_records(start, headings, written) for start in found)
    return written


class _Start:
    """A sheet read up to and including its heading row."""

    def __init__(self, place: Place, heading_row: Row, rest: Iterator[Row]) -> None:
        self.place, self.heading_row, self.rest = place, heading_row, rest


def _records(start: _Start, headings: Headings, written: Written) -> Iterator[Record]:
    columns = columns_of(start.heading_row, headings, start.place, written, label="{column} {heading}")
    return records(start.rest, columns, start.place, written)


def _open(source: Source) -> "Workbook":
    from openpyxl import load_workbook  # noqa: PLC0415  only workbooks pay for the time this takes

    place = Place(source.name)
    try:
        with ZipFile(BytesIO(source.content)) as packed:
            look_through(packed, place)
        return load_workbook(BytesIO(source.content), read_only=True, keep_links=False)
    except DAMAGE as error:
        raise Unreadable(_damaged(place, error)) from error


def _is_visible(sheet: "Worksheet", file: str, written: Written) -> bool:
    if own_sheet(sheet.title):
        return False
    if sheet.sheet_state == "visible":
        return True
    title = sheet.title
    reason = Text(nl=f"Het verborgen blad '{title}' is overgeslagen.", en=f"The hidden sheet '{title}' was skipped.")
    written.notices.append(Fault("hidden-sheet", Place(file), reason, _SHOW_SHEET))
    return False


def _heading_row(sheet: "Worksheet", file: str, headings: Headings, written: Written) -> _Start | None:
    place = Place(f"{file} [{sheet.title}]")
    rows = _rows(sheet, place, written)
    for row in islice(rows, SEARCHED_ROWS):
        if is_heading_row(row, headings):
            return _Start(place, row, rows)
    title = sheet.title
    reason = Text(nl=f"Blad '{title}' heeft geen kolom 'naam'.", en=f"Sheet '{title}' has no column 'name'.")
    written.notices.append(Fault("sheet-skipped", Place(file), reason, _NAME_COLUMN))
    return None


def _rows(sheet: "Worksheet", place: Place, written: Written) -> Iterator[Row]:
    """Return the rows; a row with a formula or an error value is refused with a fault per cell."""
    sheet.reset_dimensions()  # type: ignore[attr-defined]  # the size a sheet claims may be wrong, or a trap
    try:
        for number, cells in enumerate(islice(sheet.iter_rows(), LAST_ROW), start=1):
            if len(cells) > MAX_COLUMNS:
                written.faults.append(too_wide(Place(place.file, number)))
                return
            faults = [_cell_fault(cell, index, number, place) for index, cell in enumerate(cells)]
            if any(faults):
                written.faults += filter(None, faults)
                written.refused += 1
                if written.full:
                    return
                continue
            yield Row(number, [_value(cell.value) for cell in cells])
    except DAMAGE as error:
        written.faults.append(_damaged(place, error))


def _cell_fault(cell: "Cell | MergedCell", index: int, row: int, place: Place) -> Fault | None:
    kind = cell.data_type
    if kind not in {"f", "e"}:
        return None
    here = Place(place.file, row, f"{letter(index)}{row}")
    if kind == "e":
        reason = Text(nl=f"Deze cel bevat de fout {cell.value}.", en=f"This cell holds the error {cell.value}.")
        return Fault("error-cell", here, reason, _FIX_CELL)
    return Fault("formula-cell", here, _FORMULA, _FORMULA_REPAIR)


def _value(value: object) -> object:
    """Undo what a workbook does to values: days become dates, whole numbers lose their decimals."""
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _damaged(place: Place, error: Exception) -> Fault:
    if isinstance(error, MemoryError):
        return Fault("unpacks-too-large", place, _NO_MEMORY, SAVE_AGAIN)
    kind = type(error).__name__
    return Fault(
        "damaged-workbook",
        place,
        Text(nl=f"Deze werkmap is beschadigd ({kind}).", en=f"This workbook is damaged ({kind})."),
        SAVE_AGAIN,
    )


_NO_MEMORY = Text(
    nl="Deze werkmap vraagt meer geheugen dan er is.", en="This workbook asks for more memory than there is."
)
_SHOW_SHEET = Text(
    nl="Staan daar ook systemen op? Maak het blad dan zichtbaar.",
    en="Are there systems on it too? Then make it visible.",
)
_NAME_COLUMN = Text(
    nl="Het is overgeslagen. Staan er systemen op? Zet dan 'naam' boven de eerste kolom.",
    en="It was skipped. Are there systems on it? Then put 'name' above the first column.",
)
_FORMULA = Text(nl="Deze cel bevat een formule.", en="This cell holds a formula.")
_FORMULA_REPAIR = Text(
    nl="Vervang de formule door haar uitkomst (kopiëren, dan plakken als waarden).",
    en="Replace the formula by its outcome (copy, then paste as values).",
)
_FIX_CELL = Text(nl="Verbeter de cel of maak haar leeg.", en="Correct the cell or empty it.")
