"""A table as people see it on screen: title, what was filtered, columns and rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

Value = str | int | float | bool | date | datetime | None

# A page that nobody reads is not printed; more rows than this go into a spreadsheet.
PRINTED_ROWS = 5_000


class Format(StrEnum):
    """The files a table can be written as."""

    XLSX = "xlsx"
    CSV = "csv"
    DOCX = "docx"
    PDF = "pdf"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in JSON, its title in the reader's language, and how wide it is in characters."""

    key: str
    title: str
    width: int = 20


@dataclass(frozen=True, slots=True)
class Link:
    """A value that leads somewhere: to a page of Balie (the address begins with a slash) or elsewhere (https)."""

    text: str
    address: str


Row = tuple[Value | Link, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table. `about` are lines under the title, such as filters; `made_at` is printed on every page.

    `name` is what the file is called, before the date; without one the file is called after the title.
    """

    title: str
    language: str
    made_at: datetime
    columns: tuple[Column, ...]
    rows: Iterable[Row]
    about: tuple[str, ...] = ()
    organisation: str = ""
    name: str = ""


class TooLong(Exception):
    """More rows than anybody prints were asked for as a document."""

    def __init__(self, limit: int = PRINTED_ROWS) -> None:
        super().__init__(f"more than {limit} rows in a document")
        self.limit = limit
