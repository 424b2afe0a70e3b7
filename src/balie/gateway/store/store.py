"""The store: gates and conversations out of the tables, state and evidence into them, and news of what others changed.

Reading is `Reader`'s, writing the group commit of the evidence's; so the event loop waits for no slow disk.
Every process has its own store; the tables are what they share.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from balie.evidence.direct import (
    Group,
    Masters,
    NotKept,
    Overtaken,
    Unit,
    VaultRefused,
    Way,
    moment,
    open_many,
)
from balie.gateway.policy.handover import Queue
from balie.gateway.store import reading, statements
from balie.gateway.store.keys import Keyring
from balie.gateway.store.reader import Reader, Rows
from balie.gateway.store.values import Gate, Gone, Known, Told

_log = logging.getLogger(__name__)
LOOK_SECONDS = 0.3  # a halt is in force on every process well within a second
BUSY_SECONDS = 3.0
_THERE = timedelta(seconds=90)  # after which somebody who gave no sign is not there any more
_LOOKED_BACK = timedelta(hours=1)  # over which the usual waiting time is told


class Store:
    """Everything the gateway knows and keeps. `start` before use, `close` at the end."""

    def __init__(self, way: Way, masters: Masters, now: Callable[[], datetime]) -> None:
        self.way, self.now = way, now
        self._masters = masters
        self._reader = Reader(way)
        self._group = Group(way)
        self._watch: asyncio.Task[None] | None = None
        self._gates: dict[int, Gate] = {}
        self._by_slug: dict[str, Gate] = {}
        self._by_key: dict[str, int] = {}
        self._queues: Mapping[int, Queue] = {}
        self._keyring: Keyring | None = None
        self.blind_since: datetime | None = None

    async def start(self) -> None:
        """Read the gates, and from now on look whether anything changed."""
        self._keyring = Keyring(self._masters, await self._reader.ask(self._last_master))
        await self._reader.ask(self._look)
        await self._reader.ask(self._count)
        self._watch = asyncio.create_task(self._keep_looking(), name="gateway-watch")

    async def close(self) -> None:
        """Write what was handed in, and let go of the connections."""
        if self._watch:
            self._watch.cancel()
            with suppress(asyncio.CancelledError):
                await self._watch
        await asyncio.to_thread(self._group.close)
        self._reader.close()

    def gate_by_key(self, digest: str) -> Gate | None:
        """The gate that a key opens, by the SHA-256 digest of that key."""
        gate = self._by_key.get(digest)
        return None if gate is None else self._gates.get(gate)

    def gate_by_slug(self, slug: str) -> Gate | None:
        """The gate with this name."""
        return self._by_slug.get(slug)

    def gates(self) -> Iterable[Gate]:
        """All gates."""
        return self._gates.values()

    def gate(self, number: int) -> Gate | None:
        """The gate as it is now, by its id."""
        return self._gates.get(number)

    def queue(self, gate: int) -> Queue:
        """How it is at the counter of a gate, as of a moment ago."""
        return self._queues.get(gate, Queue())

    @property
    def keyring(self) -> Keyring:
        """Makes and opens keys of conversations."""
        if self._keyring is None:
            raise RuntimeError("start the store first")
        return self._keyring

    async def find(self, gate: Gate, name: str) -> Known | None:
        """Read a conversation by its name. Raises `Gone` when its content was erased."""
        return await self._reader.look_up(lambda rows: self._known(rows, gate, statements.FIND, (gate.id, name)))

    async def following(self, gate: Gate, head: str) -> Known | None:
        """Read the conversation that has this history so far. Raises `Gone`."""
        return await self._reader.look_up(lambda rows: self._known(rows, gate, statements.FOLLOWING, (gate.id, head)))

    async def transcript(self, gate: Gate, name: str) -> tuple[Told, ...]:
        """Read what was said in a conversation, from the vault. Raises `Gone`, and what the vault raises."""
        return await self._reader.ask(lambda rows: self._transcript(rows, gate, name))

    async def contents(self, ids: Sequence[str]) -> list[bytes]:
        """Read pieces of content by their ids, in that order. Raises `Gone` when one was erased or is not there."""
        return await self._reader.ask(lambda rows: self._contents(rows, ids)) if ids else []

    async def ahead(self, gate: Gate, name: str) -> int:
        """How many wait before this conversation."""
        return await self._reader.ask(lambda rows: int(rows(statements.AHEAD, (gate.id, gate.id, name))[0][0]))

    async def changed(self, gate: Gate, names: Sequence[str]) -> dict[str, int]:
        """The versions of these conversations as they are now."""
        statement = statements.CHANGED.format(marks=", ".join("?" * len(names)))
        return dict(await self._reader.look_up(lambda rows: rows(statement, (gate.id, *names))))

    async def rows(self, statement: str, values: Sequence[Any]) -> list[Any]:
        """Run a statement that reads."""
        return await self._reader.ask(lambda rows: rows(statement, values))

    async def write(self, unit: Unit) -> None:
        """Keep a unit, durably. Raises `Overtaken` when somebody else was first, and `NotKept` when it cannot be."""
        try:
            await self._group.put(unit)
        except NotKept:
            raise
        except Exception as error:
            if "constraint" in str(error).lower():  # the row this stands on went, or came, meanwhile
                raise Overtaken from error
            raise

    def said(self, statement: str) -> str:
        """Write a statement as this database's driver wants it."""
        return self.way.dialect.said(statement)

    def moment(self, at: datetime | None) -> str | None:
        """Write a moment as its column keeps it."""
        return None if at is None else moment(at, self.way.dialect)

    async def _keep_looking(self) -> None:
        busy = 0.0
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            busy += LOOK_SECONDS
            try:
                await self._reader.ask(self._look)
                if busy >= BUSY_SECONDS:
                    busy = 0.0
                    await self._reader.ask(self._count)
                    self.keyring.renew(await self._reader.ask(self._last_master))
                self.blind_since = None
            except Exception:  # noqa: BLE001  (whatever it is, we no longer know whether a bot was halted)
                self.blind_since = self.blind_since or self.now()
                _log.exception("the gateway cannot see what changed; it answers no customer until it can")

    def _look(self, rows: Rows) -> None:
        """Read the gates that changed, and which keys open them."""
        versions = dict(rows(statements.VERSIONS))
        known = {number: gate.version for number, gate in self._gates.items()}
        if versions == known:
            return
        keys = dict(rows(statements.KEYS))
        gates = {gate.id: gate for gate in self._read_gates(rows)}
        self._gates, self._by_key = gates, keys
        self._by_slug = {gate.slug: gate for gate in gates.values()}

    def _read_gates(self, rows: Rows) -> Iterable[Gate]:
        for row in rows(statements.GATES):
            known = self._gates.get(row[0])
            yield known if known is not None and known.version == row[8] else reading.gate_of(row)

    def _count(self, rows: Rows) -> None:
        since = self.moment(self.now() - _LOOKED_BACK)
        there = rows(statements.ATTENDED, (self.moment(self.now() - _THERE),))
        self._queues = reading.queues_of(rows(statements.WAITING), rows(statements.TAKEN, (since,)), there)

    def _last_master(self, rows: Rows) -> str | None:
        found = rows(statements.LAST_MASTER)
        return found[0][0] if found else None

    def _known(self, rows: Rows, gate: Gate, statement: str, values: Sequence[Any]) -> Known | None:
        found = rows(statement, values)
        if not found:
            return None
        *row, number, wrapped, master = found[0]
        if not wrapped:
            raise Gone
        key = self.keyring.opened(gate.log_name, row[1], (number, wrapped, master))
        return reading.known_of(gate, row, key)

    def _transcript(self, rows: Rows, gate: Gate, name: str) -> tuple[Told, ...]:
        leaves = [row[0] for row in rows(statements.TRANSCRIPT, (gate.log, name)) if row[0]]
        ids = [bound["id"] for leaf in leaves if (bound := json.loads(leaf).get("vault"))]
        if not ids:
            return ()
        told: dict[int, Told] = {}
        for content in self._contents(rows, ids):
            told |= {one.number: one for one in reading.told_of(content)}
        return tuple(told[number] for number in sorted(told))

    def _contents(self, rows: Rows, ids: Sequence[str]) -> list[bytes]:
        found = []
        for opened in open_many(rows.cursor(), self.way.dialect, self._masters, ids):
            if isinstance(opened, VaultRefused):
                raise Gone from opened
            found.append(opened.content)
        return found
