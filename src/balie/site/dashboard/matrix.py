"""How the duties in force stand, per system and per channel: counted once, shown as a table with a bar beside it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from balie.duties.proofs import Standing
from balie.duties.service import ProofStatus
from balie.site.dashboard.subjects import SHAPES, Subject
from balie.site.dashboard.viewer import Viewer

# From what presses most to what is well; a duty in force is always one of these.
SHOWN = (ProofStatus.FAILING, ProofStatus.STALE, ProofStatus.OPEN, ProofStatus.MET)
_BAR = 160


@dataclass(frozen=True, slots=True)
class Cell:
    """How many duties have one status, and the list of them."""

    status: ProofStatus
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the bar, in the units of its drawing."""

    status: ProofStatus
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """A system or a channel with its duties in force, counted by proof."""

    name: str
    address: str
    counts: Mapping[ProofStatus, int] = field(default_factory=dict)
    asked: Mapping[str, Any] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many duties are in force."""
        return sum(self.counts.get(status, 0) for status in SHOWN)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The counts, each with the list behind it."""
        return tuple(Cell(status, self.counts.get(status, 0), self._list(status)) for status in SHOWN)

    @property
    def bar(self) -> tuple[Piece, ...]:
        """The same as pieces of one bar."""
        pieces, start = [], 0.0
        for cell in self.cells:
            width = _BAR * cell.count / self.total if self.total else 0.0
            pieces.append(Piece(cell.status, round(start, 2), round(width, 2)))
            start += width
        return tuple(piece for piece in pieces if piece.width)

    @property
    def weight(self) -> tuple[int, ...]:
        """What comes first: the most that is not in order, then the most stale, then the most without proof."""
        return tuple(-self.counts.get(status, 0) for status in SHOWN[:-1])

    def _list(self, status: ProofStatus) -> str:
        return f"{reverse('dashboard:list', args=['duties'])}?{urlencode({**self.asked, 'proof': status.value})}"


@dataclass(frozen=True, slots=True)
class Matrix:
    """The lines per system and per channel, the most pressing first."""

    systems: tuple[Line, ...]
    channels: tuple[Line, ...]


def matrix_of(viewer: Viewer) -> Matrix:
    """Count the duties in force of every system this person looks after; two queries, whatever the number."""
    found = SHAPES[Subject.DUTY].rows(viewer).filter(status=Standing.IN_FORCE).order_by()
    counted: dict[int, Counter[ProofStatus]] = {}
    for system, proof, count in found.values_list("system", "proof").annotate(n=Count("pk")):
        counted.setdefault(system, Counter())[ProofStatus(proof)] += count
    kept = SHAPES[Subject.SYSTEM].rows(viewer).values_list("pk", "name", "channels")
    rows = [(key, name, channels, counted.get(key, Counter())) for key, name, channels in kept]
    systems = [
        Line(name, reverse("register:system", args=[key]), counts, {"system": key}) for key, name, _, counts in rows
    ]
    return Matrix(_ordered(systems), _ordered(_channels(rows)))


def _channels(rows: Iterable[tuple[int, str, Any, Counter[ProofStatus]]]) -> list[Line]:
    """The same per channel; a system with two channels counts in both."""
    grouped: dict[str, Counter[ProofStatus]] = {}
    for _, _, channels, counts in rows:
        for channel in {str(name) for name in channels}:
            grouped.setdefault(channel, Counter()).update(counts)
    listed = reverse("dashboard:list", args=["duties"])
    return [
        Line(channel, f"{listed}?{urlencode({'channel': channel})}", counts, {"channel": channel})
        for channel, counts in grouped.items()
    ]


def _ordered(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: (line.weight, line.name.casefold())))
