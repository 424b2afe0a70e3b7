"""The faults of a file beside its own rows: a workbook to repair and send in again.

The column and the sheet with the faults are skipped when the workbook is read, so nobody has to take them out.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from io import BytesIO, StringIO
from itertools import islice
from typing import Any

from balie.law import Fault, Text
from balie.register.reading import Format, Source
from balie.register.reading.characters import as_table_text
from balie.register.reading.limits import MAX_COLUMNS
from balie.register.reading.package import LAST_ROW
from balie.register.reading.workbook import DAMAGE, FAULTS_SHEET, own_sheet
from balie.register.writing.workbook import headed, letter, saved, text_cells

COLUMN = Text(nl="# fouten", en="# faults")


def faults_workbook(source: Source, faults: Sequence[Fault], language: str, delimiter: str = ";") -> bytes:
    """Write the rows as they are with their faults beside them, and a sheet with all faults."""
    from openpyxl import Workbook  # noqa: PLC0415  only workbooks pay for the time this takes

    book = Workbook(write_only=True)
    for title, file, rows in _sheets(source, delimiter):
        _rows(book.create_sheet(title), rows, _told(faults, file, language), language)
    _list(book.create_sheet(FAULTS_SHEET.say(language)), faults, language)
    return saved(book)


def _sheets(source: Source, delimiter: str) -> Iterator[tuple[str, str, Iterable[Sequence[Any]]]]:
    """The tables of a file: their title, how faults call them, and their rows."""
    if source.format is Format.CSV:
        text, _ = as_table_text(source.content, source.name)
        yield "CSV", source.name, _by_line(text, delimiter)
    if source.format is Format.XLSX:
        from openpyxl import load_workbook  # noqa: PLC0415

        book = load_workbook(BytesIO(source.content), read_only=True, keep_links=False)
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible" and not own_sheet(sheet.title):
                sheet.reset_dimensions()  # the size a sheet claims may be a trap
                rows = islice(sheet.iter_rows(values_only=True), LAST_ROW)
                yield sheet.title, f"{source.name} [{sheet.title}]", rows


def _by_line(text: str, delimiter: str) -> Iterator[Sequence[Any]]:
    """The rows of a CSV, at the place their faults name: the line they start on."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    for cells in reader:
        yield cells
        yield from ([] for _ in range(reader.line_num - line))
        line = reader.line_num + 1


def _rows(sheet: Any, rows: Iterable[Sequence[Any]], told: dict[int, str], language: str) -> None:
    first = min(told, default=0)
    headed_yet = False
    for number, row in enumerate(_until_damage(rows), start=1):
        filled = any(cell not in (None, "") for cell in row)
        fault = told.get(number, "")
        heading = filled and not headed_yet and (number < first or not first)
        headed_yet = headed_yet or heading
        sheet.append([*text_cells(sheet, [COLUMN.say(language) if heading else fault]), *_cells(sheet, row)])


def _until_damage(rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """The rows up to where the file breaks off: there is a fault about that already."""
    with suppress(*DAMAGE, csv.Error):
        yield from rows


def _cells(sheet: Any, row: Sequence[Any]) -> list[Any]:
    return text_cells(sheet, row[:MAX_COLUMNS])


def _told(faults: Iterable[Fault], file: str, language: str) -> dict[int, str]:
    """What is wrong with each row of one table."""
    found: dict[int, list[str]] = {}
    for fault in faults:
        if fault.place.file == file and fault.place.line:
            where = f"{fault.place.field}: " if fault.place.field else ""
            found.setdefault(fault.place.line, []).append(
                f"{where}{fault.reason.say(language)} {fault.repair.say(language)}"
            )
    return {line: "\n".join(lines) for line, lines in found.items()}


def _list(sheet: Any, faults: Iterable[Fault], language: str) -> None:
    for column, width in enumerate((30, 8, 30, 28, 60, 60), start=1):
        sheet.column_dimensions[letter(column)].width = width
    sheet.append([headed(sheet, title.say(language)) for title in _TITLES])
    for fault in faults:
        place = fault.place
        cells = [
            place.file,
            place.line,
            place.field,
            place.about,
            fault.reason.say(language),
            fault.repair.say(language),
        ]
        sheet.append(text_cells(sheet, cells))


_TITLES = (
    Text(nl="Bestand en blad", en="File and sheet"),
    Text(nl="Rij", en="Row"),
    Text(nl="Veld", en="Field"),
    Text(nl="Over", en="About"),
    Text(nl="Wat er niet klopt", en="What is wrong"),
    Text(nl="Wat je doet", en="What to do"),
)
