"""Read files, judge each system, and put the outcomes in one report."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

from balie.law import Fault, Law, Text, Unreadable, classify
from balie.register.reading import Reading, read
from balie.register.reading.faults import same_name
from balie.register.system import AISystem
from balie.site.cli.edge import Edge
from balie.site.cli.report.outcome import Report, SwitchedOff, outcome_of

LONG = 200  # systems
LARGE = 300_000  # bytes
Item = TypeVar("Item")


def assess_files(
    paths: Sequence[Path],
    law: Law,
    applies_on: date,
    published_by: date,
    edge: Edge,
    switched_off: tuple[SwitchedOff, ...] = (),
) -> Report:
    """Assess every good system in these files; the others are told as faults."""
    readings = [_reading(path, law, edge) for path in paths]
    systems, doubles = _once([system for reading in readings for system in reading.portfolio.systems])
    with progress(systems, edge, _ASSESSING, total=len(systems), long=len(systems) >= LONG) as watched:
        outcomes = tuple(
            outcome_of(system, classify(law, system.facts, applies_on=applies_on, published_by=published_by))
            for system in watched
        )
    return Report(
        law=law,
        applies_on=applies_on,
        published_by=published_by,
        outcomes=outcomes,
        switched_off=switched_off,
        faults=(*(fault for reading in readings for fault in reading.faults), *doubles),
        notices=tuple(notice for reading in readings for notice in reading.notices),
        refused=sum(reading.refused for reading in readings) + len(doubles),
    )


@contextmanager
def progress(
    items: Iterable[Item], edge: Edge, label: Text, *, long: bool, total: int | None = None
) -> Iterator[Iterable[Item]]:
    """Show a bar on a terminal while a long list goes by; say nothing otherwise."""
    if not (edge.shows_progress and long):
        yield items
        return
    from rich.console import Console  # noqa: PLC0415  only a terminal pays for the time this takes
    from rich.progress import Progress  # noqa: PLC0415

    console = Console(file=edge.err)
    with Progress(console=console, transient=True) as bar:
        yield bar.track(items, total=total, description=label.say(edge.language))


def _reading(path: Path, law: Law, edge: Edge) -> Reading:
    """Read one file; one that cannot be read at all is one fault among the others."""
    try:
        return read(path, law, watch=lambda records: _watched(records, path, edge))
    except Unreadable as unreadable:
        return Reading(faults=(unreadable.fault,))


def _watched(records: Iterable[Item], path: Path, edge: Edge) -> Iterator[Item]:
    with progress(records, edge, _READING, long=path.stat().st_size >= LARGE) as watched:
        yield from watched


def _once(systems: list[AISystem]) -> tuple[list[AISystem], list[Fault]]:
    """Keep the first system of each name: files may not contradict each other."""
    first: dict[str, AISystem] = {}
    doubles = []
    for system in systems:
        known = first.setdefault(system.name.casefold(), system)
        if known is not system:
            doubles.append(same_name(system.place, system.name, known.place))
    return list(first.values()), doubles


_READING = Text(nl="Lezen", en="Reading")
_ASSESSING = Text(nl="Beoordelen", en="Assessing")
