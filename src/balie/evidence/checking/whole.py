"""One log as a whole: its parts put together, and held against its own heads and against heads kept elsewhere."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from balie.evidence.checking.findings import Fault, Finding
from balie.evidence.checking.ranges import RANGE, Looked, Part
from balie.evidence.core import (
    Checkpoint,
    CheckpointRefused,
    Frontier,
    Named,
    NoteRefused,
    PublicKey,
    believed,
    node_hash,
    open_checkpoint,
    read_checkpoint,
)
from balie.evidence.writing import Cursor, Dialect
from balie.language import Text

# What looks at parts, one after another or in several processes; results come in the order of the parts.
Look = Callable[[Sequence[Part]], Iterable[Looked]]


class NoSuchLog(LookupError):
    """There is no log of this name."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database says of a log beside its entries."""

    key: int
    name: str
    system: int
    size: int
    frontier: bytes
    rows_beyond: int
    notes: tuple[tuple[int, str], ...]


@dataclass(slots=True)
class Verdict:
    """How a log came out: how many entries were looked at, its root, how many heads fit, and what is wrong.

    `contents` is how many pieces of content in the vault fit their entry, when the vault was looked at.
    """

    log: str
    size: int
    root: bytes = b""
    expired: int = 0
    heads: int = 0
    outside: int = 0
    contents: int = 0
    keys: tuple[str, ...] = ()
    findings: list[Finding] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings

    def tell(self, fault: Fault, told: Text, first: int | None = None, last: int | None = None) -> None:
        """Add something that is wrong."""
        self.findings.append(Finding(self.log, fault, told, first, last))


def names_of(cursor: Cursor) -> list[str]:
    """The names of all logs, in the order in which they were opened."""
    cursor.execute("SELECT name FROM evidence_log ORDER BY id")
    return [row[0] for row in cursor.fetchall()]


def check_log(cursor: Cursor, dialect: Dialect, name: str, look: Look, outside: Iterable[str] = ()) -> Verdict:
    """Look through one log. `outside` are checkpoints of it that were kept elsewhere, as signed notes."""
    kept = _kept(cursor, dialect, name)
    verdict = Verdict(name, kept.size)
    others = [one for one in (_outside(verdict, note) for note in outside) if one]
    sizes = sorted({size for size, _ in kept.notes} | {one.size for one, _ in others})
    frontiers, looked = _through(kept, [size for size in sizes if size <= kept.size], look)
    for part in looked:
        verdict.findings += part.findings
    _see_to_size(verdict, kept, frontiers[kept.size])
    _see_to_expired(verdict, looked)
    named = _named(looked)
    keys = list(dict.fromkeys(one.key for one in named))
    verdict.keys = tuple(key.text for key in keys)
    verdict.heads = _own_heads(verdict, kept, frontiers, named)
    verdict.outside = sum([_fits(verdict, one, note, frontiers, keys) for one, note in others])
    return verdict


def _kept(cursor: Cursor, dialect: Dialect, name: str) -> Kept:
    """Read what is beside the entries. Others may be writing: heads come first, so that none is newer than the size."""
    heads = "SELECT size, note FROM evidence_checkpoint WHERE log_id = (SELECT id FROM evidence_log WHERE name = ?)"
    cursor.execute(dialect.said(f"{heads} ORDER BY size"), (name,))
    notes = tuple((row[0], row[1]) for row in cursor.fetchall())
    cursor.execute(dialect.said(_LOG), (name,))
    rows = cursor.fetchall()
    if not rows:
        raise NoSuchLog(name)
    key, name, system, size, frontier, beyond = rows[0]
    return Kept(key, name, system, size, bytes(frontier), beyond, notes)


def _through(kept: Kept, sizes: Sequence[int], look: Look) -> tuple[dict[int, Frontier], list[Looked]]:
    """Look at every part, and work out the frontier at each size and at the end."""
    wanted = [*sizes, kept.size]
    parts = []
    for start in range(0, kept.size, RANGE):
        stop = min(start + RANGE, kept.size)
        parts.append(Part(kept.key, kept.name, kept.system, start, stop, tuple(n for n in wanted if start < n <= stop)))
    frontiers, looked = {0: Frontier()}, list[Looked]()
    before: tuple[bytes, ...] = ()
    for found in look(parts):
        looked.append(found)
        for size, own in found.frontiers.items():
            if size - found.part.start < RANGE:
                frontiers[size] = Frontier(size, before + own)
        if found.root:
            before = _grown(before, found.part.start // RANGE, found.root)
            frontiers[found.part.stop] = Frontier(found.part.stop, before)
    return frontiers, looked


def _grown(before: tuple[bytes, ...], complete: int, root: bytes) -> tuple[bytes, ...]:
    """Add one complete part to `complete` of them, as `Frontier.extend` does with leaves."""
    stack = list(before)
    while complete & 1:
        root = node_hash(stack.pop(), root)
        complete >>= 1
    return (*stack, root)


def _see_to_size(verdict: Verdict, kept: Kept, found: Frontier) -> None:
    verdict.root = found.root()
    if kept.rows_beyond:
        verdict.tell(Fault.EXTRA, _EXTRA, kept.size, kept.size + kept.rows_beyond - 1)
    if kept.frontier != found.to_bytes():
        verdict.tell(Fault.FRONTIER, _FRONTIER)


def _see_to_expired(verdict: Verdict, looked: Sequence[Looked]) -> None:
    """Every entry whose text is gone must be named by an entry about retention that came later."""
    ranges = sorted(span for part in looked for span in part.retained)
    place = 0
    for number in (number for part in looked for number in part.expired):
        verdict.expired += 1
        while place < len(ranges) and ranges[place][1] < number:
            place += 1
        if not any(first <= number <= last for first, last in ranges[place : place + 8]):
            verdict.tell(Fault.EXPIRED_WITHOUT_REASON, _EXPIRED, number)


def _named(looked: Sequence[Looked]) -> list[Named]:
    """What the log itself says of keys."""
    return [Named(number, kind, PublicKey.read(text)) for part in looked for number, kind, text in part.keys]


def _own_heads(verdict: Verdict, kept: Kept, frontiers: dict[int, Frontier], named: Sequence[Named]) -> int:
    """Hold the log against its own checkpoints; tell the first that does not fit, with the last that did.

    Each must be signed with a key that the log vouched for under the checkpoints before it.
    """
    good, last_good = 0, 0
    for size, note in kept.notes:
        if not (opened := _opened(verdict, note, believed(named, last_good))):
            continue
        if opened.size != size or size > kept.size:
            verdict.tell(Fault.OLDER_THAN_CHECKPOINT, _shorter(opened.size), kept.size, opened.size - 1)
        elif frontiers[size].root() != opened.root:
            verdict.tell(Fault.CHECKPOINT, _CHECKPOINT, last_good, size - 1)
            break
        else:
            good, last_good = good + 1, size
    return good


def _outside(verdict: Verdict, note: str) -> tuple[Checkpoint, str] | None:
    """Read a checkpoint that was kept elsewhere; None when it is of another log."""
    try:
        found = read_checkpoint(note.partition("\n\n")[0] + "\n")
    except CheckpointRefused:
        verdict.tell(Fault.SIGNATURE, _NO_CHECKPOINT)
        return None
    return (found, note) if found.log == verdict.log else None


def _fits(
    verdict: Verdict, one: Checkpoint, note: str, frontiers: dict[int, Frontier], keys: Sequence[PublicKey]
) -> bool:
    """Whether a checkpoint that was kept elsewhere fits the log; tell how it does not."""
    if one.size > verdict.size:
        verdict.tell(Fault.OLDER_THAN_CHECKPOINT, _shorter(one.size), verdict.size, one.size - 1)
    elif frontiers[one.size].root() != one.root:
        verdict.tell(Fault.CHECKPOINT, _REWRITTEN, 0, one.size - 1)
    elif _opened(verdict, note, keys):
        return True
    return False


def _opened(verdict: Verdict, note: str, keys: Sequence[PublicKey]) -> Checkpoint | None:
    try:
        return open_checkpoint(note, keys, log=verdict.log)
    except (NoteRefused, CheckpointRefused) as error:
        told = Text(
            nl=f"een ondertekende stand wordt niet geloofd ({error})",
            en=f"a signed checkpoint is not believed ({error})",
        )
        verdict.tell(Fault.SIGNATURE, told)
        return None


def _shorter(size: int) -> Text:
    return Text(
        nl=f"er is een ondertekende stand van {size} regels; de laatste zijn weggehaald, of dit is een oudere kopie",
        en=f"there is a signed checkpoint of {size} entries; the last were dropped, or this is an older copy",
    )


# One statement, so that size and what lies beyond it are of the same moment.
_LOG = """SELECT id, name, system, size, frontier, (SELECT COUNT(*) FROM evidence_entry
  WHERE log_id = evidence_log.id AND (sequence >= evidence_log.size OR sequence < 0))
  FROM evidence_log WHERE name = ?"""
_EXTRA = Text(
    nl="hier staan regels die niet bij het logboek horen", en="here stand entries that do not belong to the log"
)
_FRONTIER = Text(
    nl="de stand die het logboek zelf bijhoudt, past niet bij de regels",
    en="the head that the log itself keeps does not fit its entries",
)
_EXPIRED = Text(
    nl="de tekst van deze regel is weg, en geen regel over bewaartermijnen noemt hem",
    en="the text of this entry is gone, and no entry about retention names it",
)
_CHECKPOINT = Text(
    nl="een van deze regels is gewijzigd nadat de stand ondertekend was",
    en="one of these entries was changed after the checkpoint was signed",
)
_REWRITTEN = Text(
    nl="dit zijn niet de regels van toen de elders bewaarde stand werd gemaakt; het logboek is herschreven",
    en="these are not the entries of when the checkpoint kept elsewhere was made; the log was rewritten",
)
_NO_CHECKPOINT = Text(nl="het bestand is geen ondertekende stand", en="the file is no signed checkpoint")
