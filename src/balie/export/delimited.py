"""A table as CSV that a Dutch Excel opens with a double click: UTF-8 with a mark, semicolons, CRLF.

A text that a spreadsheet would run as a formula gets an apostrophe in front: whoever exports a list must not run what
somebody else typed in it.
"""

import csv
import io
from datetime import date, datetime
from typing import IO

from balie.export.table import Link, Table, Value
from balie.export.words import in_words, local, plain, printable

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # noqa: RUF001  the wide forms run too


def write_csv(table: Table, place: IO[bytes]) -> None:
    """Write the titles of the columns and the rows."""
    text = io.TextIOWrapper(place, encoding="utf-8-sig", newline="", write_through=False)
    lines = csv.writer(text, delimiter=";")
    lines.writerow(_cell(column.title, table.language) for column in table.columns)
    for row in table.rows:
        lines.writerow(_cell(value, table.language) for value in row)
    text.detach()


def _cell(value: Value | Link, language: str) -> str | int:
    found = plain(value)
    if isinstance(found, str):
        text = printable(found)
        return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text
    if isinstance(found, datetime):
        return f"{local(found):%Y-%m-%d %H:%M}"
    if isinstance(found, date):
        return found.isoformat()
    return in_words(found, language)
