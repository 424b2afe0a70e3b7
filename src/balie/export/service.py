"""The face of the export: a page builds a `Table`, and `download` answers with it as a file; a `Letter` likewise.

Rows may be an iterator, so that a list of two hundred thousand is written without ever being whole in memory.
"""

from collections.abc import Callable, Mapping
from itertools import islice
from typing import IO, Any

from django.http import HttpResponseBase

from balie.export.answer import attachment, download_of
from balie.export.delimited import write_csv
from balie.export.letter import Letter, LetterFormat, Section
from balie.export.naming import file_name
from balie.export.structured import write_json
from balie.export.table import PRINTED_ROWS, Column, Format, Link, Row, Table, TooLong, Value
from balie.export.words import local

__all__ = [
    "PRINTED_ROWS",
    "Column",
    "Format",
    "Letter",
    "LetterFormat",
    "Link",
    "Row",
    "Section",
    "Table",
    "TooLong",
    "Value",
    "asked",
    "asked_letter",
    "attachment",
    "download",
    "letter_download",
]

_OFFICE = "application/vnd.openxmlformats-officedocument"
_TYPES = {
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "pdf": "application/pdf",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
}


def asked(query: Mapping[str, Any]) -> Format | None:
    """The format that an address asks for with `format=`; None when it asks for the page."""
    wanted = query.get("format", "")
    return Format(wanted) if wanted in set(Format) else None


def asked_letter(query: Mapping[str, Any]) -> LetterFormat | None:
    """The format that an address asks a letter in with `format=`; None when it asks for the page."""
    wanted = query.get("format", "")
    return LetterFormat(wanted) if wanted in set(LetterFormat) else None


def download(table: Table, wanted: Format, *, site: str = "") -> HttpResponseBase:
    """Answer with the table as a file. `site` is where links lead to: `request.build_absolute_uri("/")`.

    Raise `TooLong` when a document is asked for of more rows than anybody prints.
    """
    name = file_name(table.name or table.title, local(table.made_at).date(), wanted.value)
    return download_of(_writer(table, wanted, site), name=name, content_type=_TYPES[wanted.value])


def letter_download(letter: Letter, wanted: LetterFormat) -> HttpResponseBase:
    """Answer with the letter as a file."""
    name = file_name(letter.name or letter.subject, letter.on, wanted.value)
    return download_of(_letter_writer(letter, wanted), name=name, content_type=_TYPES[wanted.value])


def _writer(table: Table, wanted: Format, site: str) -> Callable[[IO[bytes]], object]:
    """What writes a table. The libraries for documents are loaded when somebody wants one."""
    if wanted is Format.CSV:
        return lambda place: write_csv(table, place)
    if wanted is Format.JSON:
        return lambda place: write_json(table, place, site)
    if wanted is Format.XLSX:
        from balie.export.workbook import write_workbook  # noqa: PLC0415

        return lambda place: write_workbook(table, place, site)
    rows = _printed(table)
    if wanted is Format.DOCX:
        from balie.export.document import write_document  # noqa: PLC0415

        return lambda place: write_document(table, rows, place, site)
    from balie.export.paper import table_as_pdf  # noqa: PLC0415

    return lambda place: place.write(table_as_pdf(table, rows, site))


def _letter_writer(letter: Letter, wanted: LetterFormat) -> Callable[[IO[bytes]], object]:
    if wanted is LetterFormat.TXT:
        from balie.export.plain import write_text  # noqa: PLC0415

        return lambda place: write_text(letter, place)
    if wanted is LetterFormat.DOCX:
        from balie.export.document import write_letter  # noqa: PLC0415

        return lambda place: write_letter(letter, place)
    from balie.export.paper import letter_as_pdf  # noqa: PLC0415

    return lambda place: place.write(letter_as_pdf(letter))


def _printed(table: Table) -> list[Row]:
    """The rows of a document, unless there are more than anybody prints."""
    rows = list(islice(table.rows, PRINTED_ROWS + 1))
    if len(rows) > PRINTED_ROWS:
        raise TooLong
    return rows
