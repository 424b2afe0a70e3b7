"""Write systems to a file that `reading` reads back as the same values: YAML, JSON, CSV or Excel.

The counterpart of `balie.register.reading`: what one writes the other reads, and tests hold them to that with every
text that a spreadsheet program likes to change.
"""

from collections.abc import Callable

from balie.law import Law
from balie.register.reading import Format
from balie.register.system import Portfolio
from balie.register.writing import delimited, structured, workbook
from balie.register.writing.template import template

__all__ = ["FORMATS", "template", "write"]

Writer = Callable[[Portfolio, Law, str], bytes]


def write(portfolio: Portfolio, law: Law, form: Format, *, language: str) -> bytes:
    """Write all systems with everything that is kept about them. `language` is that of headings and choices."""
    return FORMATS[form](portfolio, law, language)


FORMATS: dict[Format, Writer] = {
    Format.YAML: structured.as_yaml,
    Format.JSON: structured.as_json,
    Format.CSV: delimited.write,
    Format.XLSX: workbook.write,
}
