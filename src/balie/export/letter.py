"""A letter as values: who writes to whom, about what, and what it says. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class LetterFormat(StrEnum):
    """The files a letter can be written as."""

    DOCX = "docx"
    PDF = "pdf"
    TXT = "txt"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a letter: perhaps a heading, paragraphs, then numbered items. Numbers go on through the letter.

    An item may have further lines below its first, each after a line break.
    """

    heading: str = ""
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in one language. `sender` and `addressee` are lines; `closing` are the lines it ends with."""

    language: str
    sender: tuple[str, ...]
    addressee: tuple[str, ...]
    on: date
    subject: str
    salutation: str
    sections: tuple[Section, ...]
    closing: tuple[str, ...]
    place: str = ""
    reference: str = ""
    name: str = ""

    def __post_init__(self) -> None:
        """Refuse a letter that is about nothing: its subject is also the title of the file."""
        if not self.subject.strip():
            raise ValueError("a letter needs a subject")
