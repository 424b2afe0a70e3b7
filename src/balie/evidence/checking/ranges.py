"""One range of a log, looked at entry by entry: the part that takes the time, so it can go to another process.

A range begins at a multiple of 65,536 and has at most as many entries, so its whole is one complete subtree and one
tile of level 1. Read, hashed and compared are 4,096 entries at a time.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from balie.evidence.checking.columns import differing, ending, reading
from balie.evidence.checking.findings import Fault, Finding
from balie.evidence.core import WIDTH, EntryRefused, Frontier, Head, head_of, root_of, split
from balie.evidence.writing import Cursor, Dialect
from balie.language import Text

RANGE = WIDTH * WIDTH
_AT_ONCE = 16 * WIDTH
_MOST_FINDINGS = 100
_Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Part:
    """What to look at: entries [start, stop) of a log, and the sizes at which the root is wanted."""

    log: int
    name: str
    system: int
    start: int
    stop: int
    sizes: tuple[int, ...] = ()


@dataclass(slots=True)
class Looked:
    """What a look at a part gave. `frontiers` says, by size, the frontier of the part alone up to there."""

    part: Part
    findings: list[Finding] = field(default_factory=list)
    frontiers: dict[int, tuple[bytes, ...]] = field(default_factory=dict)
    root: bytes = b""
    expired: list[int] = field(default_factory=list)
    retained: list[tuple[int, int]] = field(default_factory=list)
    keys: list[tuple[int, str, str]] = field(default_factory=list)


def look(cursor: Cursor, dialect: Dialect, part: Part) -> Looked:
    """Look at every entry of a part: its place, its hash, its copies, and the tiles that were made of it."""
    looked = Looked(part)
    hashes: list[bytes] = []
    for start in range(part.start, part.stop, _AT_ONCE):
        stop = min(start + _AT_ONCE, part.stop)
        cursor.execute(reading(dialect), (part.log, start, stop))
        rows = cursor.fetchall()
        hashes += _as_they_should_be(rows, stop - start) or _one_by_one(
            cursor, dialect, looked, rows, range(start, stop)
        )
    _remember(cursor, dialect, looked)
    _fold(cursor, dialect, looked, hashes)
    return looked


def _as_they_should_be(rows: _Rows, many: int) -> list[bytes] | None:
    """Return the hashes of entries with which nothing is wrong; None when there is, or a text is gone."""
    if len(rows) != many:
        return None
    _, leaves, kept, begin, keys, names = zip(*rows, strict=True)
    hashes = [sha256(b"\x00" + leaf).digest() for leaf in leaves]
    same = all(begin) and all(map(bytes.endswith, leaves, map(ending, keys, names)))
    return hashes if same and hashes == list(kept) else None


def _one_by_one(cursor: Cursor, dialect: Dialect, looked: Looked, rows: _Rows, span: range) -> list[bytes]:
    """Find out which entries are wrong and how; something that fits nothing stands in for one that is missing."""
    found = {row[0]: row[1:] for row in rows}
    hashes = []
    for number in span:
        if number not in found:
            _tell(looked, Fault.MISSING, _MISSING, number)
            hashes.append(_NOTHING)
            continue
        leaf, kept, begins, key, name = found[number]
        hashes.append(sha256(b"\x00" + leaf).digest() if leaf else bytes(kept))
        if not leaf:
            looked.expired.append(number)
        elif hashes[-1] != kept:
            _tell(looked, Fault.CHANGED, _CHANGED, number)
        elif not (begins and leaf.endswith(ending(key, name))):
            _look_closer(cursor, dialect, looked, number, leaf)
    return hashes


def _look_closer(cursor: Cursor, dialect: Dialect, looked: Looked, number: int, leaf: bytes) -> None:
    try:
        said = head_of(leaf)
        differs = differing(cursor, dialect, looked.part.log, number, leaf)
    except (EntryRefused, ValueError, KeyError, TypeError):
        _tell(looked, Fault.UNREADABLE, _UNREADABLE, number)
        return
    if said.seq != number or said.log != looked.part.name:
        _tell(looked, Fault.OF_ANOTHER_LOG, _elsewhere(said), number)
    elif differs:
        _tell(looked, Fault.COPY_CHANGED, _COPY, number)


def _remember(cursor: Cursor, dialect: Dialect, looked: Looked) -> None:
    """Keep what the rest of the look needs to know: which keys to believe, and what was let go by which rule."""
    part = looked.part
    cursor.execute(dialect.said(_TELLING), (part.log, part.start, part.stop))
    for number, kind, leaf in cursor.fetchall():
        what = json.loads(leaf)["what"] if leaf else {}
        if kind == "retention-run":
            looked.retained += [(first, last) for first, last in what.get("expired", ())]
        elif what.get("key"):
            looked.keys.append((number, kind, str(what["key"])))


def _fold(cursor: Cursor, dialect: Dialect, looked: Looked, hashes: list[bytes]) -> None:
    """Build the tree of a part, comparing it with the tiles that are kept, and keep the frontiers asked for."""
    part, full = looked.part, len(hashes) // WIDTH
    tiles = [b"".join(hashes[at * WIDTH : (at + 1) * WIDTH]) for at in range(full)]
    first = part.start // WIDTH
    _compare(cursor, dialect, looked, (0, first, tiles))
    roots = [root_of(split(tile)) for tile in tiles]
    if full == WIDTH:
        _compare(cursor, dialect, looked, (1, first // WIDTH, [b"".join(roots)]))
        looked.root = root_of(roots)
    for size in part.sizes:
        whole, rest = divmod(size - part.start, WIDTH)
        tail = hashes[whole * WIDTH : whole * WIDTH + rest]
        looked.frontiers[size] = Frontier().extend(roots[:whole]).hashes + Frontier().extend(tail).hashes


def _compare(cursor: Cursor, dialect: Dialect, looked: Looked, made: tuple[int, int, Sequence[bytes]]) -> None:
    """Compare tiles of one level with those in the table; a tile tells which entry was changed."""
    level, first, tiles = made
    cursor.execute(dialect.said(_TILES), (looked.part.log, level, first, first + len(tiles)))
    kept = {row[0]: bytes(row[1]) for row in cursor.fetchall()}
    for number, tile in enumerate(tiles, first):
        if kept.get(number) == tile:
            continue
        if level or number not in kept:
            start = number * WIDTH ** (level + 1)
            _tell(looked, Fault.TILE, _TILE_GONE, start, start + WIDTH ** (level + 1) - 1)
            continue
        for at, (one, other) in enumerate(zip(split(tile), split(kept[number]), strict=False)):
            if one != other:
                _tell(looked, Fault.CHANGED, _CHANGED_WITH_HASH, number * WIDTH + at)


def _tell(looked: Looked, fault: Fault, told: Text, first: int, last: int | None = None) -> None:
    """Add a finding, but one for each place and no more than a person reads."""
    if len(looked.findings) < _MOST_FINDINGS and (
        not looked.findings
        or all(not (one.first or 0) <= first <= (one.last or one.first or 0) for one in looked.findings)
    ):
        looked.findings.append(Finding(looked.part.name, fault, told, first, last))


def _elsewhere(said: Head) -> Text:
    return Text(
        nl=f"hier staat een regel die zegt regel {said.seq} van {said.log} te zijn",
        en=f"here stands an entry that says it is entry {said.seq} of {said.log}",
    )


_NOTHING = bytes(32)
_TELLING = (
    "SELECT sequence, kind, leaf FROM evidence_entry WHERE log_id = ? AND sequence >= ? AND sequence < ?"
    " AND kind IN ('retention-run', 'log-opened', 'key-added', 'key-retired')"
)
_TILES = "SELECT number, hashes FROM evidence_tile WHERE log_id = ? AND level = ? AND number >= ? AND number < ?"
_MISSING = Text(nl="hier is een regel weggehaald", en="an entry was dropped here")
_CHANGED = Text(
    nl="deze regel is gewijzigd; de tekst past niet bij de afdruk die ervan bewaard is",
    en="this entry was changed; its text does not fit the hash that was kept of it",
)
_CHANGED_WITH_HASH = Text(
    nl="deze regel is gewijzigd, met zijn afdruk; de boom die er eerder van gemaakt is, past er niet bij",
    en="this entry was changed, with its hash; the tree that was made of it before does not fit",
)
_UNREADABLE = Text(nl="deze regel is geen regel van een logboek", en="this is no entry of a log")
_COPY = Text(
    nl="wat ernaast staat om op te zoeken, is anders dan wat in de regel zelf staat",
    en="what stands beside it to search by differs from what the entry itself says",
)
_TILE_GONE = Text(nl="een bewaard deel van de boom past er niet bij", en="a kept part of the tree does not fit")
