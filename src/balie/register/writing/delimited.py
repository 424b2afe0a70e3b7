"""CSV as Dutch Excel opens it: semicolons, UTF-8 with a mark, and ids above the columns.

A text that a spreadsheet program would run as a formula gets an apostrophe before it, which `reading` takes away again.
"""

import codecs
import csv
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

from balie.law import FactValue, Law
from balie.register.reading.delimited import GUARD, GUARDED
from balie.register.reading.headings import Meaning, Part
from balie.register.system import LinkTo, Portfolio
from balie.register.writing.values import UNKNOWN, Value, cells_of, columns_of, in_table, joined, link_lines


def write(portfolio: Portfolio, law: Law, _language: str) -> bytes:
    """Write a row for each system."""
    rows = {place: _row(cells_of(one, law)) for place, one in enumerate(in_table(portfolio))}
    columns = columns_of(rows, law)
    file = StringIO(newline="")
    table = csv.writer(file, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    table.writerow([str(meaning) for meaning in columns])
    for row in rows.values():
        table.writerow([row.get(str(meaning), "") for meaning in columns])
    return codecs.BOM_UTF8 + file.getvalue().encode()


def _row(cells: Any) -> Mapping[str, str]:
    return {str(meaning): _cell(meaning, value) for meaning, value in cells}


def _cell(meaning: Meaning, value: Value | FactValue) -> str:
    if isinstance(value, tuple):
        links = tuple(one for one in value if isinstance(one, LinkTo))
        return guarded(link_lines(links) if links else joined(tuple(str(one) for one in value)))
    if isinstance(value, str):
        return value if meaning.part is Part.VALUE and value == UNKNOWN else guarded(value)
    return _answer(value)


def _answer(value: FactValue) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case frozenset():
            return ";".join(sorted(value)) or "none"
        case date():
            return value.isoformat()
        case float():
            return number(value)
        case _:
            return str(value)


def guarded(text: str) -> str:
    """A text that no program runs as a formula."""
    return GUARD + text if text[:1] in GUARDED else text


def number(value: float) -> str:
    """A number that is read as itself in Dutch and in English: never with exactly three decimals, as in 1.234."""
    if value.is_integer():
        return str(int(value))
    text = f"{Decimal(repr(value)):f}"
    return text + "0" if len(text.partition(".")[2]) == 3 else text
