"""A table as an Excel workbook, written row by row, so that its size does not show in memory.

The list begins in the first cell, so that it sorts and filters; what it is about stands on a second sheet and in the
properties. Text stays text whatever it begins with.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from balie.export.table import Link, Table, Value
from balie.export.words import (
    ABOUT,
    LOCALES,
    OF,
    PAGE,
    address_of,
    in_words,
    local,
    plain,
    printable,
    under_title,
)
from balie.language import Text

# Excel refuses a longer cell and a longer name of a sheet. Links stay in memory until the end, so there is a limit.
_LONGEST_CELL, _LONGEST_NAME, _MOST_LINKS = 32_767, 31, 10_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_FIRST_LINKS = Text(
    nl=f"Alleen de eerste {_MOST_LINKS} koppelingen werken in dit bestand.",
    en=f"Only the first {_MOST_LINKS} links work in this file.",
)
_NARROWEST, _WIDEST, _A4 = 8, 60, 9


def write_workbook(table: Table, place: IO[bytes], site: str) -> None:
    """Write the list on the first sheet, and what it is about on the second."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(table.title))
    _dress(sheet, table)
    sheet.append([_heading(sheet, column.title) for column in table.columns])
    rows, links = _write_rows(sheet, table, site)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{rows + 1}"
    _write_about(book, table, [_FIRST_LINKS.say(table.language)] if links > _MOST_LINKS else [])
    properties, moment = book.properties, local(table.made_at).replace(tzinfo=None)
    properties.title, properties.creator = printable(table.title), printable(table.organisation) or "Balie"
    properties.description = "\n".join(under_title(table))
    properties.language, properties.created = LOCALES[table.language], moment
    book.save(place)


def _write_rows(sheet: Any, table: Table, site: str) -> tuple[int, int]:
    """Write the rows, and say how many there were and how many links they had."""
    pens = [_Pen(sheet, table.language, site) for _ in table.columns]
    links = count = 0
    for count, row in enumerate(table.rows, start=1):  # noqa: B007  also what is returned
        links += sum(isinstance(value, Link) for value in row)
        sheet.append([pen.cell(value, linked=links <= _MOST_LINKS) for pen, value in zip(pens, row, strict=True)])
    return count, links


class _Pen:
    """Makes the cells of one column. A cell is used again for the next row: the last one has been written by then."""

    def __init__(self, sheet: Any, language: str, site: str) -> None:
        self._language, self._site = language, site
        cells = (_cell(sheet) for _ in range(6))
        self._text, self._quoted, self._linked, self._other, self._day, self._moment = cells
        self._quoted.quotePrefix, self._linked.font = True, Font(color="0B566B", underline="single")
        self._day.number_format, self._moment.number_format = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"

    def cell(self, value: Value | Link, *, linked: bool) -> Any:
        """The cell for a value; an empty one is not written."""
        found = plain(value)
        if found is None:
            return None
        if linked and (address := address_of(value, self._site)):
            self._linked.hyperlink = address
            return _written(self._linked, str(found))
        if isinstance(found, bool):
            found = in_words(found, self._language)
        if isinstance(found, str):
            return _written(self._quoted if found.startswith(_FORMULA) else self._text, found)
        if isinstance(found, datetime):
            return _filled(self._moment, local(found).replace(tzinfo=None))
        return _filled(self._day if isinstance(found, date) else self._other, found)


def _cell(sheet: Any) -> Any:
    cell = WriteOnlyCell(sheet)
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def _filled(cell: Any, value: Any) -> Any:
    cell.value = value
    return cell


def _written(cell: Any, text: str) -> Any:
    """Put text in a cell, as text."""
    said = printable(text)
    cell.value = said if len(said) <= _LONGEST_CELL else f"{said[: _LONGEST_CELL - 1]}…"
    cell.data_type = "s"
    return cell


def _heading(sheet: Any, title: str) -> Any:
    cell = _cell(sheet)
    cell.font = Font(bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", fgColor="0F4C5C")
    return _written(cell, title)


def _dress(sheet: Any, table: Table) -> None:
    """Columns wide enough to read, headings that stay in view, and paper on which the list fits."""
    for number, column in enumerate(table.columns, start=1):
        wide = max(column.width, len(column.title) + 4, _NARROWEST)
        sheet.column_dimensions[get_column_letter(number)].width = min(wide, _WIDEST)
    sheet.freeze_panes = "B2" if len(table.columns) > 1 else "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    page, of = PAGE.say(table.language), OF.say(table.language)
    sheet.HeaderFooter.oddHeader.left.text = printable(table.title).replace("&", "&&")[:200]
    sheet.HeaderFooter.oddFooter.right.text = f"{page} &P {of} &N"


def _write_about(book: Any, table: Table, more: Iterable[str]) -> None:
    sheet = book.create_sheet(ABOUT.say(table.language))
    sheet.column_dimensions["A"].width = 90
    title = _cell(sheet)
    title.font = Font(bold=True, size=14)
    sheet.append([_written(title, table.title)])
    for line in (*under_title(table), *more):
        sheet.append([_written(_cell(sheet), line)])


def _sheet_name(title: str) -> str:
    """The title as Excel allows it for a sheet."""
    name = _FORBIDDEN_IN_NAME.sub(" ", printable(title)).strip()[:_LONGEST_NAME].strip()
    return name if name and name.casefold() != "history" else "Balie"
