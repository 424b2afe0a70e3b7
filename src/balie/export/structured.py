"""A table as JSON: what it is, its columns, and every row as an object. Written row by row.

A value that leads somewhere gets a second key beside it: `system` and `system_address`.
"""

import json
from datetime import date, datetime
from typing import IO, Any

from balie.export.table import Link, Row, Table
from balie.export.words import address_of, local, plain


def write_json(table: Table, place: IO[bytes], site: str) -> None:
    """Write the table as one JSON object."""
    about = {
        "title": table.title,
        "organisation": table.organisation,
        "about": list(table.about),
        "language": table.language,
        "made_at": table.made_at,
        "columns": [{"key": column.key, "title": column.title} for column in table.columns],
    }
    place.write(_text(about).encode().removesuffix(b"}") + b', "rows": [')
    before = b"\n"
    for row in table.rows:
        place.write(before + _text(_object(table, row, site)).encode())
        before = b",\n"
    place.write(b"\n]}\n")


def _object(table: Table, row: Row, site: str) -> dict[str, Any]:
    written: dict[str, Any] = {}
    for column, value in zip(table.columns, row, strict=True):
        written[column.key] = plain(value)
        if isinstance(value, Link):
            written[f"{column.key}_address"] = address_of(value, site) or value.address
    return written


def _text(value: Any) -> str:
    """Half a character has no UTF-8; it is written as its number."""
    text = json.dumps(value, default=_said, ensure_ascii=False)
    return text if text.isprintable() else json.dumps(value, default=_said)


def _said(value: date | datetime) -> str:
    return (local(value) if isinstance(value, datetime) else value).isoformat()
