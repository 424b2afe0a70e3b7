"""The face of the export: a page builds a `Table`, and `download` answers with it as a file.

Rows may be an iterator, so that a list of two hundred thousand is written without ever being whole in memory.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpResponseBase, StreamingHttpResponse

from balie.export.table import Column, Format, Link, Table, Value

__all__ = ["Column", "Format", "Link", "Table", "Value", "asked", "download"]


def asked(query: Mapping[str, Any]) -> Format | None:
    """The format that an address asks for with `format=`; None when it asks for the page."""
    wanted = query.get("format", "")
    return Format(wanted) if wanted in set(Format) else None


def download(table: Table, wanted: Format) -> HttpResponseBase:
    """Answer with the table as a file."""
    lines = _csv(table) if wanted is Format.CSV else _json(table)
    answer = StreamingHttpResponse(lines, content_type="text/csv" if wanted is Format.CSV else "application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{table.name}.{wanted}"'
    return answer


def _csv(table: Table) -> Iterator[str]:
    for row in (tuple(column.title for column in table.columns), *table.rows):
        line = io.StringIO()
        csv.writer(line, delimiter=";").writerow(_plain(value) for value in row)
        yield line.getvalue()


def _json(table: Table) -> Iterator[str]:
    rows = [{c.key: _plain(v) for c, v in zip(table.columns, row, strict=True)} for row in table.rows]
    yield json.dumps({"title": table.title, "rows": rows}, default=str, ensure_ascii=False)


def _plain(value: Any) -> Any:
    return value.text if isinstance(value, Link) else value
