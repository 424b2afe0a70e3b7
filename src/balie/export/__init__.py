"""What is on screen, as a table of values that can be written to a file: one face for every format. Pure values.

A page builds a `Table`; `balie.export.files` writes it as XLSX, CSV, DOCX, PDF or JSON. Rows may be an iterator, so
that a list of two hundred thousand is written without ever being whole in memory.
"""

from balie.export.table import Column, Format, Link, Table, Value

__all__ = ["Column", "Format", "Link", "Table", "Value"]
