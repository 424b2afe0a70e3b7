"""Looking through all logs of a database: small ones here, large ones in as many processes as there are cores."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from functools import partial
from multiprocessing import get_all_start_methods, get_context

from balie.evidence.checking.contents import check_contents
from balie.evidence.checking.ranges import RANGE, Looked, Part, look
from balie.evidence.checking.whole import Look, Verdict, check_log, names_of
from balie.evidence.masters import Masters
from balie.evidence.ways import Way

_WORTH_A_PROCESS = 2 * RANGE
# A copy of a process is there at once; a fresh one must read this program first. Copies of threads do not live on, so
# whoever has threads looks with one process.
_START = "fork" if "fork" in get_all_start_methods() else "spawn"


def check_database(
    way: Way,
    *,
    names: Sequence[str] = (),
    outside: Sequence[str] = (),
    processes: int | None = None,
    watch: Callable[[int], None] = lambda _: None,
    masters: Masters | None = None,
) -> Iterator[Verdict]:
    """Look through logs by name, or all; give each verdict as soon as it is there.

    `outside` are checkpoints that were kept elsewhere, as signed notes; each is held against its own log. Memory stays
    within some tens of megabytes for each process, however long the log is. `watch` is told how many entries have been
    looked at since it was told before. With `masters`, the master keys of the vault, content is held against its
    entries too; that raises `secret_keys.NoSecret` when a key is not there.
    """
    many = min(processes or os.cpu_count() or 1, 8)
    with closing(way.connect()) as connection:
        cursor = connection.cursor()
        for name in names or names_of(cursor):
            look_at = partial(_look, way, cursor, many)
            verdict = check_log(cursor, way.dialect, name, partial(_watched, look_at, watch), outside)
            if masters is not None:
                check_contents(cursor, way.dialect, masters, verdict)
            yield verdict


def _watched(look_at: Look, watch: Callable[[int], None], parts: Sequence[Part]) -> Iterator[Looked]:
    for looked in look_at(parts):
        yield looked
        watch(looked.part.stop - looked.part.start)


def _look(way: Way, cursor: object, many: int, parts: Sequence[Part]) -> Iterable[Looked]:
    if many == 1 or sum(part.stop - part.start for part in parts) < _WORTH_A_PROCESS:
        return (look(cursor, way.dialect, part) for part in parts)  # type: ignore[arg-type]  # a cursor of PEP 249
    return _in_processes(way, many, parts)


def _in_processes(way: Way, many: int, parts: Sequence[Part]) -> Iterator[Looked]:
    with ProcessPoolExecutor(many, mp_context=get_context(_START)) as pool:
        yield from pool.map(partial(_look_alone, way), parts)


def _look_alone(way: Way, part: Part) -> Looked:
    """Look at a part over a connection of its own."""
    with closing(way.connect()) as connection:
        return look(connection.cursor(), way.dialect, part)
