"""Group commit: many callers share a commit, each gets its own answer, and what was acknowledged is there to stay."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from balie.evidence.core import Actor, Draft, NotCanonical, Origin, Subject, newest
from balie.evidence.group import Closed, Group, NotKept, Unit, _Writer
from balie.evidence.ways import Sqlite
from balie.evidence.writing import NoSuchLog, Said

SOURCES = [str(Path(__file__).parents[2] / "src")]
KILLS = {"sqlite": 100, "postgresql": 25}


def test_callers_share_a_group_and_each_gets_its_own_place(book, group):
    with ThreadPoolExecutor(16) as callers:
        placed = [one for (one,) in callers.map(lambda n: group.write(Unit({book.log: [book.said(n)]})), range(320))]
    assert sorted(one.sequence for one in placed) == list(range(1, 321))
    verdict = book.check()
    assert (verdict.holds, verdict.size) == (True, 321)
    written = dict(book.run("SELECT sequence, leaf_hash FROM evidence_entry"))
    assert all(bytes(written[one.sequence]) == one.leaf_hash for one in placed)


async def test_asynchronous_callers_wait_without_a_thread_each(book, group):
    units = [group.submit(Unit({book.log: [book.said(number)]})) for number in range(50)]
    placed = await asyncio.gather(*map(asyncio.wrap_future, units))
    assert sorted(one.sequence for (one,) in placed) == list(range(1, 51))


async def test_what_one_turn_of_the_loop_brings_is_committed_together(book, group, monkeypatch):
    sizes, write = [], _Writer.write
    monkeypatch.setattr(_Writer, "write", lambda self, units: (sizes.append(len(units)), write(self, units)))

    placed = await asyncio.gather(*(group.put(Unit({book.log: [book.said(number)]})) for number in range(50)))

    assert sorted(one.sequence for (one,) in placed) == list(range(1, 51))
    assert sizes == [50]


async def test_a_caller_that_goes_away_takes_nobody_along(book, group):
    calls = [asyncio.create_task(group.put(Unit({book.log: [book.said(number)]}))) for number in range(3)]
    await asyncio.sleep(0)
    calls[1].cancel()

    results = await asyncio.gather(*calls, return_exceptions=True)

    assert [type(one) for one in results] == [list, asyncio.CancelledError, list]
    assert book.check().holds


async def test_in_a_loop_each_caller_gets_its_own_error_and_a_closed_group_takes_nothing(book, group):
    units = [Unit({book.log: [book.said(1)]}), Unit({999: [book.said(2)]}), Unit({book.log: [book.said(3)]})]

    results = await asyncio.gather(*map(group.put, units), return_exceptions=True)

    assert [type(one) for one in results] == [list, NoSuchLog, list]
    group.close()
    with pytest.raises(Closed):
        await group.put(units[0])


def test_what_a_caller_changes_goes_with_its_entries_or_not_at_all(book, group):
    add = book.way.dialect.said("INSERT INTO evidence_jobrun (name, next_at, handled) VALUES (?, ?, 0)")
    good = [group.submit(Unit({book.log: [book.said(n)]}, [(add, (f"job {n}", "2026-11-26"))])) for n in range(3)]
    bad = group.submit(
        Unit({book.log: [book.said(9)]}, [(add, ("twice", "2026-11-26")), (add, ("twice", "2026-11-26"))])
    )
    last = group.submit(Unit({book.log: [book.said(10)]}))
    assert [len(one.result()) for one in (*good, last)] == [1, 1, 1, 1]
    with pytest.raises(Exception, match=r"(?i)unique"):
        bad.result()
    assert {name for (name,) in book.run("SELECT name FROM evidence_jobrun")} == {"job 0", "job 1", "job 2"}
    assert book.check().size == 5
    assert book.check().holds


def test_an_entry_that_cannot_be_written_down_harms_no_other(book, group):
    too_long = Said(
        book.noon,
        Draft(newest("content-stored").id, Origin.ENFORCED, Subject("conversation", 1, "x", 7), Actor(None, "y"),
              {"media": "m" * 70_000}),
    )  # fmt: skip
    units = [Unit({book.log: [book.said(1)]}), Unit({book.log: [too_long]}), Unit({999: [book.said(2)]})]
    kept, refused, nowhere = [group.submit(unit) for unit in units]
    assert len(kept.result()) == 1
    with pytest.raises(NotCanonical):
        refused.result()
    with pytest.raises(NoSuchLog):
        nowhere.result()
    assert (book.check().size, book.check().holds) == (2, True)


def test_a_unit_without_entries_is_just_done(book, group):
    add = book.way.dialect.said("INSERT INTO evidence_jobrun (name, next_at, handled) VALUES (?, ?, 0)")
    assert group.write(Unit(statements=[(add, ("alone", "2026-11-26"))])) == []
    assert book.run("SELECT name FROM evidence_jobrun") == [("alone",)]


def test_a_closed_group_takes_nothing_and_has_written_all(book):
    group = Group(book.way)
    waiting = [group.submit(Unit({book.log: [book.said(number)]})) for number in range(30)]
    group.close()
    group.close()
    assert all(one.done() and len(one.result()) == 1 for one in waiting)
    with pytest.raises(Closed):
        group.submit(Unit())


def test_somebody_who_holds_the_database_gives_a_clear_error_and_nothing_half_written(book):
    impatient = type(book.way)(*[getattr(book.way, name) for name in book.way.__match_args__[:1]], patience=0.2)
    group = Group(impatient)
    with closing(book.way.connect()) as other:
        cursor = other.cursor()
        cursor.execute(book.way.begin)
        cursor.execute(book.way.dialect.said("UPDATE evidence_log SET size = size WHERE id = ?"), (book.log,))
        with pytest.raises(NotKept, match="Another program holds on to the database"):
            group.write(Unit({book.log: [book.said(1)]}))
        cursor.execute("ROLLBACK")
    assert len(group.write(Unit({book.log: [book.said(1)]}))) == 1
    group.close()
    assert book.check().holds


def test_a_full_disk_gives_a_clear_error_and_nothing_half_written(book):
    """On PostgreSQL the server writes, and only says so: its own error (53100) is raised there."""
    if not isinstance(book.way, Sqlite):
        full = "DO $$ BEGIN RAISE 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$"
        group = Group(book.way)
        refused = group.submit(Unit({book.log: [book.said(1)]}, [(full, ())]))
        kept = group.submit(Unit({book.log: [book.said(2)]}))
        with pytest.raises(NotKept, match="The disk is full"):
            refused.result()
        assert len(kept.result()) == 1
        group.close()
        assert (book.check().size, book.check().holds) == (2, True)
        return
    pages = book.run("PRAGMA page_count")[0][0]

    class Full(Sqlite):
        def connect(self):
            made = super().connect()
            made.execute(f"PRAGMA max_page_count = {pages + 4}")
            return made

    group = Group(Full(book.way.path))
    units = [Unit({book.log: [book.said(n, "x" * 500) for n in range(at, at + 50)]}) for at in range(1, 2000, 50)]
    with pytest.raises(NotKept, match="The disk is full"):
        list(map(group.write, units))
    long = [("INSERT INTO evidence_jobrun (name, next_at, handled) VALUES (?, ?, 0)", ("x" * 900_000, "2026-11-26"))]
    waiting = [group.submit(Unit({book.log: [book.said(1)]}, long)) for _ in range(3)]
    for one in waiting:
        with pytest.raises(NotKept, match="The disk is full"):
            one.result()
    group.close()
    verdict = book.check()
    assert verdict.holds
    assert (verdict.size - 1) % 50 == 0


WRITER = """
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from balie.evidence.core import Actor, Draft, Origin, Subject, newest
from balie.evidence.group import Group, Unit
from balie.evidence.ways import Postgresql, Sqlite
from balie.evidence.writing import Said

kind, place, log = sys.argv[1:4]
group = Group(Sqlite(Path(place)) if kind == "Sqlite" else Postgresql(place))
name = newest("content-stored").id

def write(caller):
    number = 0
    while True:
        about = Subject("conversation", number, f"{caller}", 7, f"c{caller}")
        draft = Draft(name, Origin.ENFORCED, about, Actor(None, "Balie"), {"media": "text/plain"})
        (placed,) = group.write(Unit({int(log): [Said(datetime.now(UTC), draft)]}))
        sys.stdout.write(f"{placed.sequence} {placed.leaf_hash.hex()}\\n")
        sys.stdout.flush()
        number += 1

with ThreadPoolExecutor(8) as callers:
    list(callers.map(write, range(8)))
"""


def acknowledged_in(lines):
    """The places that were told whole, by number; a line that broke off was told to nobody."""
    told = [line.split() for line in lines]
    return {int(one[0]): bytes.fromhex(one[1]) for one in told if len(one) == 2 and len(one[1]) == 64}


def test_killed_at_any_moment_nothing_acknowledged_is_lost(book):
    """Eight callers in a process that is killed, a hundred times, at another moment each time."""
    kind, place = type(book.way).__name__, str(getattr(book.way, book.way.__match_args__[0]))
    acknowledged: dict[int, bytes] = {}
    for turn in range(KILLS[book.way.dialect.database]):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, kind, place, str(book.log)],
            stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": os.pathsep.join(SOURCES)}, text=True,
        ) as process:  # fmt: skip
            first = process.stdout.readline()
            time.sleep((turn * 7919 % 100) / 1000)
            process.send_signal(signal.SIGKILL)
            told = [first, *process.stdout.read().split("\n")]
        acknowledged |= acknowledged_in(told)
    kept = {number: bytes(hashed) for number, hashed in book.run("SELECT sequence, leaf_hash FROM evidence_entry")}
    assert len(acknowledged) > KILLS[book.way.dialect.database]
    assert {number: kept.get(number) for number in acknowledged} == acknowledged
    verdict = book.check()
    assert verdict.holds, [one.line.en for one in verdict.findings]
    group = Group(book.way)
    assert group.write(Unit({book.log: [book.said(1)]}))[0].sequence == verdict.size
    group.close()


def test_several_processes_write_one_log_without_gaps(book):
    """Three processes of eight callers each; what they were told is what stands there."""
    kind, place = type(book.way).__name__, str(getattr(book.way, book.way.__match_args__[0]))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(SOURCES)}
    with ExitStack() as running:
        writers = [
            running.enter_context(
                subprocess.Popen(
                    [sys.executable, "-c", WRITER, kind, place, str(book.log)],
                    stdout=subprocess.PIPE,
                    env=environment,
                    text=True,
                )
            )
            for _ in range(3)
        ]
        told = [[writer.stdout.readline() for _ in range(60)] for writer in writers]
        for writer in writers:
            writer.send_signal(signal.SIGKILL)
        told += [writer.stdout.read().split("\n") for writer in writers]
    acknowledged = acknowledged_in(line for lines in told for line in lines)
    kept = {number: bytes(hashed) for number, hashed in book.run("SELECT sequence, leaf_hash FROM evidence_entry")}
    verdict = book.check()
    assert verdict.holds, [one.line.en for one in verdict.findings]
    assert len(acknowledged) >= 180
    assert {number: kept.get(number) for number in acknowledged} == acknowledged
    assert sorted(kept) == list(range(verdict.size))
