"""Reading the database: in a thread, or at once where that is quicker than handing it over.

A look-up by index in a SQLite file takes some hundredths of a millisecond, a tenth of what a thread costs: those are
done on the spot, and only when that fails do they go to the thread, which may wait for as long as it takes.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

from balie.evidence.direct import Connection, Sqlite, VaultRefused, Way
from balie.gateway.store.values import Gone

Read = TypeVar("Read")
_PATIENCE_ON_THE_SPOT = 0.005  # seconds; nobody else is answered meanwhile


class Rows:
    """One connection for reading, made when it is needed and made anew after a failure. For one thread at a time."""

    def __init__(self, way: Way) -> None:
        self._way = way
        self._connection: Connection | None = None

    def __call__(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """Run a statement that reads, and return its rows."""
        cursor = self.cursor()
        cursor.execute(self._way.dialect.said(statement), values)
        return list(cursor.fetchall())

    def cursor(self) -> Any:
        """Return a cursor."""
        if self._connection is None:
            self._connection = self._way.connect()
        return self._connection.cursor()

    def drop(self) -> None:
        """Let go of the connection."""
        if self._connection is not None:
            with suppress(Exception):
                self._connection.close()
        self._connection = None


class Reader:
    """Runs functions that read. Close it when you are done."""

    def __init__(self, way: Way) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="gateway-reader")
        self._there = Rows(way)
        self._here = Rows(Sqlite(way.path, _PATIENCE_ON_THE_SPOT)) if isinstance(way, Sqlite) else None

    async def ask(self, read: Callable[[Rows], Read]) -> Read:
        """Read in the thread, and once more with a new connection when that fails: the database may have restarted."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._tried, read)

    async def look_up(self, read: Callable[[Rows], Read]) -> Read:
        """Read some rows by an index."""
        if self._here is None:
            return await self.ask(read)
        try:
            return read(self._here)
        except (Gone, VaultRefused):
            raise
        except Exception:  # noqa: BLE001  (whatever it was, the thread finds out whether it lasts)
            self._here.drop()
            return await self.ask(read)

    def close(self) -> None:
        """Let go of the connections."""
        if self._here is not None:
            self._here.drop()
        self._thread.submit(self._there.drop).result()
        self._thread.shutdown()

    def _tried(self, read: Callable[[Rows], Read]) -> Read:
        try:
            return read(self._there)
        except (Gone, VaultRefused):
            raise
        except Exception:  # noqa: BLE001  (whatever it was, a new connection tells whether it lasts)
            self._there.drop()
            return read(self._there)
