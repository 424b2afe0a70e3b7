"""What is wrong with a file, where, and what to do about it: always all faults at once, in both languages."""

from collections.abc import Sequence
from dataclasses import dataclass

from balie.language import Language, Text


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, a line when there are lines, the field, and whom or what it is about if known."""

    file: str
    line: int | None = None
    field: str = ""
    about: str = ""

    def __str__(self) -> str:
        """Return "file:line (about) field", as editors understand it."""
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return " ".join(part for part in (where, self.about and f"({self.about})", self.field) if part)

    def at(self, field: str | int, line: int | None = None) -> "Place":
        """Return the place one step deeper in the same file."""
        step = f"[{field}]" if isinstance(field, int) else f".{field}" if self.field else str(field)
        return Place(self.file, self.line if line is None else line, f"{self.field}{step}", self.about)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. `code` is stable, so that people can look it up and tests can name it."""

    code: str
    place: Place
    reason: Text
    repair: Text

    def say(self, language: str) -> str:
        """Return the whole fault on one line."""
        return f"{self.place}: {self.reason.say(language)} {self.repair.say(language)}"


class Unreadable(Exception):
    """A text that cannot be read as the YAML we accept."""

    def __init__(self, fault: Fault) -> None:
        """Keep the fault."""
        super().__init__(fault.say(Language.EN))
        self.fault = fault


class InvalidPack(Exception):
    """A pack of law that is refused, with everything that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep the faults in the order of the files."""
        self.faults = tuple(sorted(faults, key=lambda fault: (fault.place.file, fault.place.line or 0, fault.code)))
        super().__init__("\n".join(fault.say(Language.EN) for fault in self.faults))
