"""Which checkpoints go along in a pack: the last, those of its period, and those that vouch for a change of keys."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from balie.evidence.packing.reading import Source, Span, bounds

MOST = 1_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A checkpoint as it is kept: the size, the signed note, and a time stamp over it or nothing."""

    size: int
    note: str
    stamp: bytes


def sizes(source: Source, span: Span, changes: Iterable[int]) -> list[int]:
    """The sizes of the checkpoints to take along, ascending. `changes` are the entries that change which keys count."""
    every = [row[0] for row in source.ask(_EVERY, source.log, source.size)]
    during = [row[0] for row in source.ask(_DURING, source.log, source.size, *bounds(span, source.dialect))]
    step = len(during) // MOST + 1
    vouching = {every[place] for number in changes if (place := bisect_right(every, number)) < len(every)}
    return sorted({*vouching, *during[::step], *every[-1:]})


def checkpoint(source: Source, size: int) -> Kept:
    """Read one checkpoint."""
    ((note, stamp),) = source.ask(_ONE, source.log, size)
    return Kept(size, note, bytes(stamp))


def every_one(source: Source, wanted: Sequence[int]) -> Iterable[Kept]:
    """Read them one by one."""
    return (checkpoint(source, size) for size in wanted)


_EVERY = "SELECT size FROM evidence_checkpoint WHERE log_id = ? AND size > 0 AND size <= ? ORDER BY size"
_DURING = (
    "SELECT size FROM evidence_checkpoint WHERE log_id = ? AND size > 0 AND size <= ? AND made_at >= ? AND made_at < ?"
    " ORDER BY size"
)
_ONE = "SELECT note, stamp FROM evidence_checkpoint WHERE log_id = ? AND size = ?"
