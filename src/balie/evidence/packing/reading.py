"""Reading a log for a pack, some thousands of entries at a time, all as they stood at one moment."""

import json
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from balie.evidence.core import WIDTH, ReadTile, canonical, root_of, split, subtree_root
from balie.evidence.packing.cover import cover
from balie.evidence.ways import Way
from balie.evidence.writing import Cursor, Database, Dialect, moment
from balie.language import Text

_AT_ONCE = 16 * WIDTH
ALWAYS = ("log-opened", "key-added", "key-retired", "retention-run")
_NAMING = "('log-opened', 'key-added', 'key-retired')"
_LEAF = {Database.SQLITE: "CAST(leaf AS BLOB)", Database.POSTGRESQL: "convert_to(leaf, 'UTF8')"}
_FIRST, _LAST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)


class LogDamaged(Exception):
    """Entries are missing from the log, so that no pack can be made of it."""

    def __init__(self, log: str, first: int, last: int) -> None:
        self.message = Text(
            nl=f"In {log} ontbreken regels tussen {first} en {last}. Voer 'balie verify --database' uit.",
            en=f"In {log} entries are missing between {first} and {last}. Run 'balie verify --database'.",
        )
        super().__init__(self.message.en)


class LogMoved(Exception):
    """Entries expired since the checkpoint was made; make another one and begin again."""


@dataclass(frozen=True, slots=True)
class Span:
    """A period: from `since` until just before `until`; None is without end."""

    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A log as it stood at one moment, up to `size` entries."""

    cursor: Cursor
    dialect: Dialect
    log: int
    name: str
    size: int

    def ask(self, statement: str, *values: Any) -> Sequence[Sequence[Any]]:
        """Run a statement and return its rows."""
        self.cursor.execute(self.dialect.said(statement), values)
        rows: Sequence[Sequence[Any]] = self.cursor.fetchall()
        return rows


@contextmanager
def standing_still(way: Way, name: str, size: int, *, moving: bool = False) -> Iterator[Source]:
    """Read a log as it stands now while others go on writing.

    Raises `LogMoved` when the head of this size does not say what has expired, unless that matters not (`moving`).
    """
    with closing(way.connect()) as connection:
        cursor = connection.cursor()
        if way.look:
            cursor.execute(way.look)
        cursor.execute(way.dialect.said("SELECT id, size FROM evidence_log WHERE name = ?"), (name,))
        found = cursor.fetchall()
        if not found:  # opened by somebody who has not committed yet
            raise LogMoved(name)
        ((log, now),) = found
        source = Source(cursor, way.dialect, log, name, size)
        later = "SELECT 1 FROM evidence_entry WHERE log_id = ? AND sequence >= ? AND kind = 'retention-run' LIMIT 1"
        if now < size or (not moving and source.ask(later, log, size)):
            raise LogMoved(name)
        yield source


def lines(source: Source, span: Span, also: Sequence[int], cuts: Sequence[int]) -> Iterator[tuple[bytes, bytes, int]]:
    """Give each line of `entries.jsonl`, its hash, and its number. `also` are entries outside the period to keep.

    Raises `LogDamaged` when an entry is missing: what was dropped may not pass for what was left out.
    """
    read = tile_reader(source)
    place, worn = 0, 0  # every entry before `place` is told, but for the last `worn`, which have expired
    for number, leaf, hashed in _rows(source, span, also):
        if worn and (leaf or number > place):
            yield from _gone(read, "expired", range(place - worn, place), cuts)
            worn = 0
        if number > place:
            yield from _gone(read, "left-out", range(place, number), cuts)
        place = number + 1
        if leaf:
            yield bytes(leaf), hashed.hex().encode(), number
        else:
            worn += 1
    yield from _gone(read, "expired", range(place - worn, place), cuts)
    yield from _gone(read, "left-out", range(place, source.size), cuts)


def keys_of(source: Source) -> list[tuple[int, str, str]]:
    """The entries that change which keys count: number, kind and key."""
    leaf = _LEAF[source.dialect.database]
    asked = f"SELECT sequence, kind, {leaf} FROM evidence_entry WHERE log_id = ? AND sequence < ? AND kind IN {_NAMING}"  # noqa: S608
    rows = source.ask(f"{asked} ORDER BY sequence", source.log, source.size)
    return [(row[0], row[1], str(json.loads(bytes(row[2]))["what"]["key"])) for row in rows]


def told(source: Source, kind: str) -> list[tuple[int, dict[str, Any]]]:
    """Every entry of a kind that still has its text: number, and what it says."""
    leaf = _LEAF[source.dialect.database]
    asked = f"SELECT sequence, {leaf} FROM evidence_entry WHERE log_id = ? AND sequence < ? AND kind = ? AND leaf <> ''"  # noqa: S608
    rows = source.ask(f"{asked} ORDER BY sequence", source.log, source.size, kind)
    return [(row[0], json.loads(bytes(row[1]))["what"]) for row in rows]


def tile_reader(source: Source) -> ReadTile:
    """Read tiles of the log as it stands: full ones as they are kept, others from what lies below."""

    @lru_cache(maxsize=64)
    def read(level: int, index: int) -> bytes:
        kept = source.ask(_TILE, source.log, level, index)
        if kept:
            return bytes(kept[0][0])
        first = index * WIDTH
        if level == 0:
            rows = source.ask(_HASHES, source.log, first, min(first + WIDTH, source.size))
            return b"".join(bytes(row[0]) for row in rows)
        rows = source.ask(_BELOW, source.log, level - 1, first, first + WIDTH)
        return b"".join(root_of(split(bytes(row[0]))) for row in rows)

    return read


def bounds(span: Span, dialect: Dialect) -> tuple[str, str]:
    """The period as the columns keep moments."""
    return moment(span.since or _FIRST, dialect), moment(span.until or _LAST, dialect)


def _rows(source: Source, span: Span, also: Sequence[int]) -> Iterator[tuple[int, bytes, bytes]]:
    """The entries that are in the pack, or were until they expired."""
    leaf, wanted = _LEAF[source.dialect.database], sorted(set(also))
    kinds = ", ".join(f"'{kind}'" for kind in ALWAYS)
    since, until = bounds(span, source.dialect)
    for start in range(0, source.size, _AT_ONCE):
        stop = min(start + _AT_ONCE, source.size)
        if source.ask(_COUNT, source.log, start, stop)[0][0] != stop - start:
            raise LogDamaged(source.name, start, stop - 1)
        these = [number for number in wanted if start <= number < stop]
        marks = f" OR sequence IN ({', '.join('?' * len(these))})" if these else ""
        asked = (
            f"SELECT sequence, {leaf}, leaf_hash FROM evidence_entry"  # noqa: S608
            " WHERE log_id = ? AND sequence >= ? AND sequence < ?"
            f" AND (kind IN ({kinds}) OR (at >= ? AND at < ?){marks}) ORDER BY sequence"
        )
        for number, text, hashed in source.ask(asked, source.log, start, stop, since, until, *these):
            yield number, text, bytes(hashed)


def _gone(read: ReadTile, why: str, span: range, cuts: Sequence[int]) -> Iterator[tuple[bytes, bytes, int]]:
    for start, height in cover(span.start, span.stop, cuts):
        hashed = subtree_root(start, height, read).hex()
        yield canonical({"gone": why, "hash": hashed, "height": height, "seq": start}), hashed.encode(), start


_TILE = "SELECT hashes FROM evidence_tile WHERE log_id = ? AND level = ? AND number = ?"
_HASHES = "SELECT leaf_hash FROM evidence_entry WHERE log_id = ? AND sequence >= ? AND sequence < ? ORDER BY sequence"
_BELOW = (
    "SELECT hashes FROM evidence_tile WHERE log_id = ? AND level = ? AND number >= ? AND number < ? ORDER BY number"
)
_COUNT = "SELECT COUNT(*) FROM evidence_entry WHERE log_id = ? AND sequence >= ? AND sequence < ?"
