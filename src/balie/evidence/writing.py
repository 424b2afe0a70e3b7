"""Adding to logs in plain SQL: lock their rows, number, hash, insert, and move their frontiers, in one transaction.

The transaction is the caller's. No Django here, so that a program without it can write too; a test holds the statements
against the tables.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Protocol

from balie.evidence.core import WIDTH, Draft, Entry, Frontier, Tile, completed, leaf_hash, root_of, split


class Cursor(Protocol):
    """What is used of a cursor, as PEP 249 has it."""

    def execute(self, sql: str, params: Any = ..., /) -> Any:
        """Run a statement."""

    def executemany(self, sql: str, params: Any, /) -> Any:
        """Run a statement for each row of values."""

    def fetchall(self) -> Any:
        """Return the rows that are left."""

    @property
    def rowcount(self) -> int:
        """How many rows the last statement changed."""


class NoSuchLog(LookupError):
    """There is no log with this key, or it is closed."""


class Database(StrEnum):
    """Which database it is."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a driver and its database want it: the mark for a value, and the words that lock rows until the commit.

    SQLite locks the whole file when the transaction begins, so it needs no words; begin it with BEGIN IMMEDIATE.
    `zone` ends a moment that is written.
    """

    database: Database
    mark: str
    lock: str = ""
    zone: str = ""

    def said(self, statement: str) -> str:
        """Write a statement with this driver's marks."""
        return statement.replace("?", self.mark)


SQLITE = Dialect(Database.SQLITE, "?")
DJANGO_SQLITE = Dialect(Database.SQLITE, "%s")
POSTGRESQL = Dialect(Database.POSTGRESQL, "%s", lock=" FOR UPDATE", zone="+00:00")


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry that has its place; it is there to stay once the transaction is committed."""

    log: int
    sequence: int
    leaf_hash: bytes


@dataclass(frozen=True, slots=True)
class Said:
    """A draft and when it happened, as the writer says it; the order of a log is that of its numbers."""

    at: datetime
    draft: Draft


@dataclass(frozen=True, slots=True)
class _Locked:
    """A log whose row is ours until the transaction ends."""

    key: int
    name: str
    system: int
    frontier: Frontier


def append(cursor: Cursor, dialect: Dialect, said: Mapping[int, Sequence[Said]]) -> list[Placed]:
    """Add to logs (by key) in the running transaction; return the places by key of the log, then in the order given.

    The rows of the logs stay locked until the transaction ends. They are locked in the order of their keys, so that
    two callers with the same logs wait for each other instead of for ever. Raises `NoSuchLog`, and what
    `core.Entry.leaf` raises for an entry that cannot be written down; then the transaction must be rolled back.
    """
    rows: list[tuple[Any, ...]] = []
    moved: list[tuple[int, bytes, int]] = []
    full: list[tuple[int, Tile]] = []
    placed: list[Placed] = []
    for log in _locked(cursor, dialect, [key for key, entries in said.items() if entries]):
        leaves = [_leaf(log, number, one) for number, one in enumerate(said[log.key], log.frontier.size)]
        hashes = [leaf_hash(leaf) for leaf in leaves]
        grown = log.frontier.extend(hashes)
        numbered = zip(said[log.key], leaves, hashes, strict=True)
        for number, (one, leaf, hashed) in enumerate(numbered, log.frontier.size):
            rows.append(_row(dialect, (log, number), one, (leaf.decode(), hashed)))
            placed.append(Placed(log.key, number, hashed))
        moved.append((grown.size, grown.to_bytes(), log.key))
        full += [(log.key, tile) for tile in completed(log.frontier.size, grown.size)]
    if rows:
        cursor.executemany(dialect.said(_INSERT), rows)
        cursor.executemany(dialect.said(_MOVE), moved)
    for key, tile in full:
        _keep_tile(cursor, dialect, key, tile)
    return placed


def _leaf(log: _Locked, number: int, said: Said) -> bytes:
    return Entry(log.name, number, said.at, said.draft).leaf()


def _locked(cursor: Cursor, dialect: Dialect, keys: Iterable[int]) -> Iterator[_Locked]:
    """Lock logs in the order of their keys, a few hundred at a time."""
    wanted = sorted(keys)
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        cursor.execute(dialect.said(_LOCK.format(marks=", ".join("?" * len(some)))) + dialect.lock, some)
        found = {row[0]: row for row in cursor.fetchall()}
        for key in some:
            if key not in found:
                raise NoSuchLog(key)
            _, name, system, size, frontier = found[key]
            yield _Locked(key, name, system, Frontier.from_bytes(size, bytes(frontier)))


def _row(dialect: Dialect, place: tuple[_Locked, int], said: Said, leaf: tuple[str, bytes]) -> tuple[Any, ...]:
    """The columns of `_INSERT`: where it stands, what it says, and copies to search by."""
    (log, number), draft, subject = place, said.draft, said.draft.subject
    kind, _, version = draft.kind.partition("/")
    return (
        log.key,
        number,
        *leaf,
        moment(said.at, dialect),
        kind,
        int(version),
        draft.origin.value,
        draft.who.key,
        draft.who.name,
        subject.kind,
        subject.key,
        subject.name,
        log.system or subject.system,
        subject.conversation or "",
    )


def moment(at: datetime, dialect: Dialect) -> str:
    """Write a moment as the column keeps it, and as Django writes it, so that both sort and compare alike."""
    return f"{at.astimezone(UTC).replace(tzinfo=None)}{dialect.zone}"


def _keep_tile(cursor: Cursor, dialect: Dialect, key: int, tile: Tile) -> None:
    """Keep the hashes of a tile that became full; all it is made of is in the tables already."""
    first, level = tile.index * WIDTH, tile.level or 0
    if level == 0:
        cursor.execute(dialect.said(_HASHES), (key, first, first + WIDTH))
        hashes = [bytes(row[0]) for row in cursor.fetchall()]
    else:
        cursor.execute(dialect.said(_BELOW), (key, level - 1, first, first + WIDTH))
        hashes = [root_of(split(bytes(row[0]))) for row in cursor.fetchall()]
    cursor.execute(dialect.said(_TILE), (key, level, tile.index, b"".join(hashes)))


_AT_ONCE = 500
COLUMNS = (
    "log_id", "sequence", "leaf", "leaf_hash", "at", "kind", "version", "origin", "actor_id", "actor_name",
    "subject", "subject_id", "subject_name", "system", "conversation",
)  # fmt: skip
_LOCK = "SELECT id, name, system, size, frontier FROM evidence_log WHERE id IN ({marks}) ORDER BY id"
_INSERT = f"INSERT INTO evidence_entry ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608
_MOVE = "UPDATE evidence_log SET size = ?, frontier = ? WHERE id = ?"
_HASHES = "SELECT leaf_hash FROM evidence_entry WHERE log_id = ? AND sequence >= ? AND sequence < ? ORDER BY sequence"
_BELOW = (
    "SELECT hashes FROM evidence_tile WHERE log_id = ? AND level = ? AND number >= ? AND number < ? ORDER BY number"
)
_TILE = "INSERT INTO evidence_tile (log_id, level, number, hashes) VALUES (?, ?, ?, ?)"
