"""Read a list of AI systems: YAML, JSON, CSV, Excel, or entries of the Dutch Algorithm Register.

One call, `read`, gives the systems that could be read and every fault of the ones that could not. It never stops at the
first fault and never guesses; only a file that cannot be read at all raises `Unreadable`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from balie.law import Fault, Law, Place, Unreadable
from balie.register.reading import delimited, structured, workbook
from balie.register.reading.headings import Headings
from balie.register.reading.intake import MAX_BYTES, Format, Source, recognise, source_of, take
from balie.register.reading.limits import MAX_FAULTS, more_faults
from balie.register.reading.systems import Interpreter
from balie.register.reading.written import Record, Written
from balie.register.system import AISystem, Portfolio

__all__ = [
    "MAX_BYTES",
    "Format",
    "Reading",
    "Source",
    "Unreadable",
    "read",
    "read_source",
    "recognise",
    "source_of",
    "take",
]

Watch = Callable[[Iterable[Record]], Iterable[Record]]


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome: the good systems, what is wrong with the others, and what deserves a second look."""

    portfolio: Portfolio = field(default_factory=lambda: Portfolio(()))
    faults: tuple[Fault, ...] = ()
    notices: tuple[Fault, ...] = ()
    refused: int = 0


def read(path: Path, law: Law, *, watch: Watch = iter, max_bytes: int = MAX_BYTES) -> Reading:
    """Read a file. `watch` may look at the records as they pass, to show progress."""
    return read_source(take(path, max_bytes), law, watch=watch)


def read_source(source: Source, law: Law, *, watch: Watch = iter, whole: bool = False) -> Reading:
    """Read a file that is in memory already, such as an upload. `whole` keeps long texts exactly as written."""
    headings = Headings.of(law)
    written = _written(source, law, headings)
    interpreter = Interpreter(law, headings, whole)
    if written.organisation:
        interpreter.read_organisation(written.organisation)
    systems = list(_systems(watch(written.systems), interpreter, written))
    contradictions = interpreter.contradictions(Place(source.name))
    return Reading(
        portfolio=Portfolio(tuple(systems), interpreter.organisation),
        faults=_told([*written.faults, *interpreter.faults], source.name),
        notices=(*written.notices, *interpreter.notices, *contradictions),
        refused=written.refused + interpreter.refused,
    )


def _systems(records: Iterable[Record], interpreter: Interpreter, written: Written) -> Iterator[AISystem]:
    """Read until the end, or until there are more faults than we tell."""
    for record in records:
        if system := interpreter.read_system(record):
            yield system
        if len(written.faults) + len(interpreter.faults) > MAX_FAULTS:
            return


def _told(faults: list[Fault], file: str) -> tuple[Fault, ...]:
    """Put the faults in the order of the file; past the thousandth there is one that says there are more."""
    ordered = sorted(faults[:MAX_FAULTS], key=lambda fault: (fault.place.line or 0, fault.place.field))
    return (*ordered, *([more_faults(Place(file))] if len(faults) > MAX_FAULTS else []))


def _written(source: Source, law: Law, headings: Headings) -> Written:
    match source.format:
        case Format.YAML | Format.JSON:
            return structured.read(source, law)
        case Format.CSV:
            return delimited.read(source, headings)
        case Format.XLSX:
            return workbook.read(source, headings)
