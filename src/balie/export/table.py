"""A table as people see it on screen: title, what was filtered, columns and rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

Value = str | int | float | bool | date | datetime | None


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
    """A value that leads somewhere."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table. `about` are lines under the title, such as filters; `made_at` is printed on every page."""

    title: str
    language: str
    made_at: datetime
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Value | Link, ...]]
    about: tuple[str, ...] = ()
    organisation: str = ""
    name: str = "balie"
