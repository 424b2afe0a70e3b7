"""How the duties in force stand, per system and per channel: counted once, shown as a table with a bar beside it.

There may be thousands of systems of which a page shows a few, so lines are made only of those that are shown.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, overload
from urllib.parse import urlencode

from django.db.models import Count, Q
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

    def _list(self, status: ProofStatus) -> str:
        return f"{reverse('dashboard:list', args=['duties'])}?{urlencode({**self.asked, 'proof': status.value})}"


class Lines(Sequence[Line]):
    """Lines, the most pressing first: the most that is not in order, then the most stale, then without proof."""

    def __init__(self, found: Iterable["_Found"], shown: Callable[["_Found"], Line]) -> None:
        self._shown = shown
        self._found = sorted(found, key=lambda one: (*(-n for n in one[2][:-1]), one[1].casefold()))

    def __len__(self) -> int:
        return len(self._found)

    @overload
    def __getitem__(self, wanted: int) -> Line: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[Line]: ...
    def __getitem__(self, wanted: int | slice) -> Line | list[Line]:
        """One line, or those from one place to another."""
        found = self._found[wanted]
        return list(map(self._shown, found)) if isinstance(found, list) else self._shown(found)

    def __iter__(self) -> Iterator[Line]:
        return map(self._shown, self._found)


@dataclass(frozen=True, slots=True)
class Matrix:
    """The lines per system and per channel, the most pressing first."""

    systems: Lines
    channels: Lines


def matrix_of(viewer: Viewer) -> Matrix:
    """Count the duties in force of every system this person looks after; two queries, whatever the number."""
    found = SHAPES[Subject.DUTY].rows(viewer).filter(status=Standing.IN_FORCE).order_by()
    by_proof = {status.value: Count("pk", filter=Q(proof=status)) for status in SHOWN}
    counted = {key: counts for key, *counts in found.values_list("system_id").annotate(**by_proof)}
    kept = SHAPES[Subject.SYSTEM].rows(viewer).order_by().values_list("pk", "name", "channels")
    systems, channels = [], dict[str, list[int]]()
    for key, name, named in kept:
        counts = counted.get(key, _NONE)
        systems.append((key, name, counts))
        for channel in {str(one) for one in named}:
            channels[channel] = [sum(pair) for pair in zip(channels.get(channel, _NONE), counts, strict=True)]
    return Matrix(
        Lines(systems, _of_system), Lines([(name, name, counts) for name, counts in channels.items()], _of_channel)
    )


def _of_system(found: "_Found") -> Line:
    key, name, counts = found
    return Line(name, reverse("register:system", args=[key]), _by_status(counts), {"system": key})


def _of_channel(found: "_Found") -> Line:
    """A channel; a system with two channels counts in both."""
    name, _, counts = found
    listed = reverse("dashboard:list", args=["duties"])
    return Line(str(name), f"{listed}?{urlencode({'channel': name})}", _by_status(counts), {"channel": name})


def _by_status(counts: Sequence[int]) -> Mapping[ProofStatus, int]:
    return dict(zip(SHOWN, counts, strict=True))


_Found = tuple[int | str, str, Sequence[int]]
_NONE = (0,) * len(SHOWN)
