"""Drawing a sample from a log so that anybody can draw the same one again: chance comes from a seed that is put down.

docs/formats/evidence.md, section 12, says in words what is done here; `balie_sample.py` does it a second time.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from heapq import heappush, heappushpop
from hmac import digest

from balie.language import Text

MOST = 2_000  # so that the entry about it fits in a leaf


class Method(StrEnum):
    """How entries are chosen."""

    RANDOM = "random"
    SYSTEMATIC = "systematic"
    BY_KIND = "by-kind"

    @property
    def label(self) -> Text:
        """The method in words."""
        return _METHODS[self]


class NotDrawable(ValueError):
    """No such sample can be drawn; the message says why and what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


@dataclass(frozen=True, slots=True)
class Member:
    """An entry that can be drawn."""

    sequence: int
    kind: str
    leaf_hash: bytes


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn, and from what: entries in the order of their numbers, and size and digest of the population."""

    drawn: tuple[int, ...]
    population_size: int
    population_digest: str


def draw(members: Iterable[Member], method: Method, seed: str, wanted: int) -> Sample:
    """Draw `wanted` entries from members in the order of their numbers. Raises `NotDrawable`."""
    if not 1 <= wanted <= MOST:
        raise NotDrawable(_out_of_bounds())
    drum, hashed = _Drum(seed.encode(), wanted), sha256()
    for member in members:
        drum.put(member, apart=method is Method.BY_KIND)
        hashed.update(member.leaf_hash)
    if wanted > len(drum.sequences):
        raise NotDrawable(_too_few(len(drum.sequences)))
    match method:
        case Method.SYSTEMATIC:
            drawn = drum.every_nth(hashed.digest())
        case Method.BY_KIND:
            drawn = drum.of_each_kind()
        case _:
            drawn = drum.smallest("", wanted)
    return Sample(tuple(sorted(drawn)), len(drum.sequences), hashed.hexdigest())


@dataclass(slots=True)
class _Drum:
    """What is remembered of a population: its numbers, and for each kind the `wanted` smallest tickets."""

    seed: bytes
    wanted: int
    sequences: list[int] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    tickets: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def put(self, member: Member, *, apart: bool) -> None:
        """Add a member; tickets are compared within its kind, or among all."""
        self.sequences.append(member.sequence)
        kind = member.kind if apart else ""
        self.counts[kind] = self.counts.get(kind, 0) + 1
        ticket = int.from_bytes(digest(self.seed, member.leaf_hash, "sha256"))
        held, one = self.tickets.setdefault(kind, []), (-ticket, -member.sequence)  # the largest ticket comes out first
        if len(held) < self.wanted:
            heappush(held, one)
        else:
            heappushpop(held, one)

    def smallest(self, kind: str, many: int) -> list[int]:
        """The members of a kind with the smallest tickets."""
        return [-number for _, number in sorted(self.tickets[kind], reverse=True)[:many]]

    def every_nth(self, population: bytes) -> list[int]:
        """Members at equal distances, from a place that the seed and the population decide."""
        size = len(self.sequences)
        start = int.from_bytes(digest(self.seed, population, "sha256")) % size
        return [self.sequences[(start + place * size // self.wanted) % size] for place in range(self.wanted)]

    def of_each_kind(self) -> list[int]:
        """One of each kind, and the rest by how many there are of each."""
        kinds = sorted(self.counts)
        if self.wanted < len(kinds):
            raise NotDrawable(_too_many_kinds(len(kinds)))
        rest, others = self.wanted - len(kinds), len(self.sequences) - len(kinds)
        shares = {kind: divmod(rest * (self.counts[kind] - 1), others) if others else (0, 0) for kind in kinds}
        left = rest - sum(whole for whole, _ in shares.values())
        more = sorted(kinds, key=lambda kind: (-shares[kind][1], kind))[:left]
        return [number for kind in kinds for number in self.smallest(kind, 1 + shares[kind][0] + (kind in more))]


def _out_of_bounds() -> Text:
    return Text(nl=f"Een steekproef heeft 1 tot {MOST} regels.", en=f"A sample has 1 to {MOST} entries.")


def _too_few(size: int) -> Text:
    return Text(
        nl=f"Er zijn {size} regels om uit te trekken. Vraag er minder, of neem een ruimere periode of meer soorten.",
        en=f"There are {size} entries to draw from. Ask for fewer, or take a wider period or more kinds.",
    )


def _too_many_kinds(many: int) -> Text:
    return Text(
        nl=f"Er zijn {many} soorten regels, en van elke soort komt er een in. Vraag er minstens {many}.",
        en=f"There are {many} kinds of entries, and one of each comes in. Ask for at least {many}.",
    )


_METHODS = {
    Method.RANDOM: Text(nl="willekeurig, zonder teruglegging", en="at random, without replacement"),
    Method.SYSTEMATIC: Text(nl="op gelijke afstanden", en="at equal distances"),
    Method.BY_KIND: Text(nl="van elke soort, naar verhouding", en="of each kind, in proportion"),
}
