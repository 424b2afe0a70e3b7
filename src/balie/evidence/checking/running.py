"""Looking through all logs of a database: small ones here, large ones in as many processes as there are cores."""

import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from functools import partial
from multiprocessing import get_context

from balie.evidence.checking.ranges import RANGE, Looked, Part, look
from balie.evidence.checking.whole import Verdict, check_log, names_of
from balie.evidence.ways import Way

_WORTH_A_PROCESS = 2 * RANGE


def check_database(
    way: Way, *, names: Sequence[str] = (), outside: Sequence[str] = (), processes: int | None = None
) -> Iterator[Verdict]:
    """Look through logs by name, or all; give each verdict as soon as it is there.

    `outside` are checkpoints that were kept elsewhere, as signed notes; each is held against its own log. Memory stays
    within some tens of megabytes for each process, however long the log is.
    """
    many = min(processes or os.cpu_count() or 1, 8)
    with closing(way.connect()) as connection:
        cursor = connection.cursor()
        for name in names or names_of(cursor):
            yield check_log(cursor, way.dialect, name, partial(_look, way, cursor, many), outside)


def _look(way: Way, cursor: object, many: int, parts: Sequence[Part]) -> Iterable[Looked]:
    if many == 1 or sum(part.stop - part.start for part in parts) < _WORTH_A_PROCESS:
        return (look(cursor, way.dialect, part) for part in parts)  # type: ignore[arg-type]  # a cursor of PEP 249
    return _in_processes(way, many, parts)


def _in_processes(way: Way, many: int, parts: Sequence[Part]) -> Iterator[Looked]:
    with ProcessPoolExecutor(many, mp_context=get_context("spawn")) as pool:
        yield from pool.map(partial(_look_alone, way), parts)


def _look_alone(way: Way, part: Part) -> Looked:
    """Look at a part over a connection of its own."""
    with closing(way.connect()) as connection:
        return look(connection.cursor(), way.dialect, part)
