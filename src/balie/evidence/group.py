"""Group commit: many callers, one lock, one transaction and one fsync; each gets its answer once its entry is durable.

While one group is on its way to the disk the next one gathers by itself, so under load a commit carries many callers
and when it is quiet nobody waits for company. Several processes may each have a group; the database orders them.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from balie.evidence.ways import Connection, Way
from balie.evidence.writing import Cursor, Placed, Said, append
from balie.language import Text

_log = logging.getLogger(__name__)
MOST_IN_A_GROUP = 512


@dataclass(frozen=True, slots=True)
class Unit:
    """What one caller wants done as one: statements in the database's own marks, and entries per log.

    `certain` statements go first and change one row each; when one does not, somebody else was first, and nothing of
    the unit is done (`Overtaken`).
    """

    said: Mapping[int, Sequence[Said]] = field(default_factory=dict)
    statements: Sequence[tuple[str, Sequence[Any]]] = ()
    certain: Sequence[tuple[str, Sequence[Any]]] = ()


class NotKept(Exception):
    """Nothing of this unit was written. The message says why, and what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


class Unsure(NotKept):
    """The connection was lost during the commit itself: it may or may not have been written."""


class Overtaken(NotKept):
    """A row was not as the caller had seen it: another was first. Read again, and decide again."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                nl="Iemand anders was net iets eerder; er is niets bewaard. Kijk opnieuw.",
                en="Somebody else was just before; nothing was kept. Look again.",
            )
        )


class Closed(NotKept):
    """The group takes no more work."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                nl="Balie stopt; er is niets bewaard. Probeer het zo opnieuw.",
                en="Balie is stopping; nothing was kept. Try again in a moment.",
            )
        )


_Answer = Future[list[Placed]] | asyncio.Future[list[Placed]]
_Waiting = tuple[Unit, _Answer]
_Result = list[Placed] | Exception


class Group:
    """A thread with a connection of its own, that writes what callers hand in. Close it when you are done."""

    def __init__(self, way: Way, *, most: int = MOST_IN_A_GROUP) -> None:
        self._way, self._most = way, most
        self._waiting: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._brought: dict[asyncio.AbstractEventLoop, list[_Waiting]] = {}
        self._open = True
        self._thread = Thread(target=self._work, name="evidence-group", daemon=True)
        self._thread.start()

    def submit(self, unit: Unit) -> Future[list[Placed]]:
        """Hand in a unit. The future ends when it is durable, or with `NotKept` or the error of its own statements."""
        answer: Future[list[Placed]] = Future()
        self._hand_in(unit, answer)
        return answer

    async def put(self, unit: Unit) -> list[Placed]:
        """Hand in a unit and wait as `submit` does, in an event loop.

        What a turn of the loop brings goes to the thread together, and the loop is woken once for all of it.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[Placed]] = loop.create_future()
        brought = self._brought.setdefault(loop, [])
        brought.append((unit, answer))
        if len(brought) == 1:
            loop.call_soon(self._hand_over, loop)
        return await answer

    def write(self, unit: Unit) -> list[Placed]:
        """Hand in a unit and wait until it is durable. Return the places of its entries."""
        return self.submit(unit).result()

    def close(self) -> None:
        """Write what was handed in, and stop. Calling it again does nothing."""
        if self._open:
            self._open = False
            self._waiting.put(None)
        self._thread.join()

    def _hand_in(self, unit: Unit, answer: _Answer) -> None:
        if not self._open:
            raise Closed
        self._waiting.put((unit, answer))

    def _hand_over(self, loop: asyncio.AbstractEventLoop) -> None:
        for unit, answer in self._brought.pop(loop):
            try:
                self._hand_in(unit, answer)
            except Closed as closed:
                _tell([(answer, closed)])

    def _work(self) -> None:
        writer = _Writer(self._way)
        going = True
        while going:
            gathered, going = self._gather()
            if gathered:
                writer.write(gathered)
        writer.drop()
        with suppress(Empty):  # handed in by somebody who had looked just before the door closed
            while left := self._waiting.get_nowait():
                _tell([(left[1], Closed())])

    def _gather(self) -> tuple[list[_Waiting], bool]:
        """Wait for the first, and take who is there already; say whether there is more to come."""
        one = self._waiting.get()
        gathered = []
        with suppress(Empty):
            while one is not None:
                gathered.append(one)
                if len(gathered) == self._most:
                    return gathered, True
                one = self._waiting.get_nowait()
            return gathered, False
        return gathered, True


class _Writer:
    """One connection, kept between groups and made anew after a failure."""

    def __init__(self, way: Way) -> None:
        self._way = way
        self._connection: Connection | None = None

    def write(self, gathered: Sequence[_Waiting]) -> None:
        """Write a group. When it cannot go as one, every unit is tried alone, so that each gets its own error."""
        waiting = [(unit, answer) for unit, answer in gathered if _still_waits(answer)]
        if waiting:
            results = self._outcomes([unit for unit, _ in waiting])
            _tell(zip((answer for _, answer in waiting), results, strict=True))

    def _outcomes(self, units: Sequence[Unit]) -> list[_Result]:
        """Write units as one, and when an entry among them cannot be written down, each alone."""
        try:
            return self._together(units)
        except Exception as error:  # noqa: BLE001  (whatever went wrong belongs to the callers)
            self.drop()
            told = _told(error)
            if len(units) == 1 or isinstance(told, NotKept):
                return [told] * len(units)
        return [result for unit in units for result in self._outcomes([unit])]

    def _together(self, units: Sequence[Unit]) -> list[_Result]:
        """Write units in one transaction. A unit whose own statements fail is left out, and gets its error."""
        if self._connection is None:
            self._connection = self._way.connect()
        cursor = self._connection.cursor()
        cursor.execute(self._way.begin)
        results: list[_Result] = [_tried(cursor, unit) for unit in units]
        said: dict[int, list[Said]] = defaultdict(list)
        whose: dict[int, list[int]] = defaultdict(list)
        for place, unit in enumerate(units):
            if isinstance(results[place], list):
                for log, entries in unit.said.items():
                    said[log] += entries
                    whose[log] += [place] * len(entries)
        owners = [place for log in sorted(whose) for place in whose[log]]
        for place, placed in zip(owners, append(cursor, self._way.dialect, said), strict=True):
            result = results[place]
            if isinstance(result, list):
                result.append(placed)
        try:
            cursor.execute("COMMIT")
        except Exception as error:
            raise _told(error, Unsure(_UNSURE)) from error
        return results

    def drop(self) -> None:
        """Close the connection, with whatever transaction was open on it."""
        if self._connection is not None:
            with suppress(Exception):
                self._connection.close()
        self._connection = None


def _still_waits(answer: _Answer) -> bool:
    return answer.set_running_or_notify_cancel() if isinstance(answer, Future) else not answer.cancelled()


def _tell(results: Iterable[tuple[_Answer, _Result]]) -> None:
    """Give each caller its result; those in an event loop all at once, for waking it costs as much as an insert."""
    in_loops: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[list[Placed]], _Result]]] = defaultdict(list)
    for answer, result in results:
        if isinstance(answer, asyncio.Future):
            in_loops[answer.get_loop()].append((answer, result))
        else:
            _settle(answer, result)
    for loop, those in in_loops.items():
        with suppress(RuntimeError):  # a loop that was closed has nobody who waits
            loop.call_soon_threadsafe(_settle_all, those)


def _settle_all(results: Iterable[tuple[asyncio.Future[list[Placed]], _Result]]) -> None:
    for answer, result in results:
        if not answer.done():  # the caller may have gone
            _settle(answer, result)


def _settle(answer: _Answer, result: _Result) -> None:
    if isinstance(result, list):
        answer.set_result(result)
    else:
        answer.set_exception(result)


def _tried(cursor: Cursor, unit: Unit) -> _Result:
    """Run a unit's own statements; when one fails, none of them was done."""
    if not (unit.statements or unit.certain):
        return []
    cursor.execute("SAVEPOINT unit")
    try:
        for statement, values in unit.certain:
            cursor.execute(statement, values)
            if cursor.rowcount != 1:
                raise Overtaken  # noqa: TRY301  (rolled back like any other error)
        for statement, values in unit.statements:
            cursor.execute(statement, values)
    except Exception as error:  # noqa: BLE001  (it is the caller's, who gets it)
        told = _told(error)
        try:
            cursor.execute("ROLLBACK TO SAVEPOINT unit")
            cursor.execute("RELEASE SAVEPOINT unit")
        except Exception as lost:  # the whole transaction is gone, as on SQLite with a full disk: that is told to all
            raise told from lost
        return told
    cursor.execute("RELEASE SAVEPOINT unit")
    return []


def _told(error: Exception, otherwise: Exception | None = None) -> Exception:
    """Put the errors that an administrator can mend in words; others stay as they are, or become `otherwise`."""
    if isinstance(error, NotKept):
        return error
    words = str(error).lower()
    for signs, message in _WORDS:
        if any(sign in words for sign in signs):
            told = NotKept(message)
            told.__cause__ = error
            _log.error("%s (%s)", message.en, error)
            return told
    return otherwise or error


_UNSURE = Text(
    nl="De verbinding met de database viel weg tijdens het bewaren. Kijk eerst of het er al staat. Zo niet: opnieuw.",
    en="The connection to the database was lost while keeping this. Look first whether it is there. If not: try again.",
)
_WORDS = (
    (
        ("disk is full", "no space left", "disk full"),
        Text(
            nl="De schijf is vol; er is niets bewaard. Maak ruimte vrij en probeer het opnieuw.",
            en="The disk is full; nothing was kept. Make room and try again.",
        ),
    ),
    (
        ("database is locked", "lock timeout", "database table is locked"),
        Text(
            nl="Een ander programma houdt de database vast; er is niets bewaard. Probeer het zo opnieuw.",
            en="Another program holds on to the database; nothing was kept. Try again in a moment.",
        ),
    ),
    (
        ("readonly database", "read-only", "unable to open database", "disk i/o error"),
        Text(
            nl="In de database kan niet geschreven worden; er is niets bewaard. Kijk naar de map en de rechten erop.",
            en="The database cannot be written to; nothing was kept. Look at its folder and the rights on it.",
        ),
    ),
    (
        ("connection", "server closed"),
        Text(
            nl="De database is niet bereikbaar; er is niets bewaard. Kijk of hij draait en probeer het opnieuw.",
            en="The database cannot be reached; nothing was kept. See whether it runs, and try again.",
        ),
    ),
)
