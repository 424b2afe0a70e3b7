"""How a table lies on paper, the same in Word and PDF: which paper, which way round, and how wide each column is. Pure.

A4 upright as long as it fits; then on its side; a list with very many columns gets A3, which prints on A4 at 71 %.
"""

from dataclasses import dataclass
from enum import StrEnum

from balie.export.table import Table

# Characters that fit next to each other in small type.
_UPRIGHT, _ON_ITS_SIDE = 95, 210


class Paper(StrEnum):
    """The size of a sheet."""

    A4 = "a4"
    A3 = "a3"

    @property
    def centimetres(self) -> tuple[float, float]:
        """The short and the long side."""
        return (21.0, 29.7) if self is Paper.A4 else (29.7, 42.0)


@dataclass(frozen=True, slots=True)
class Layout:
    """The paper, whether it lies on its side, and the share of each column in characters."""

    paper: Paper
    on_its_side: bool
    widths: tuple[int, ...]

    @property
    def line(self) -> float:
        """The width of the paper in centimetres."""
        short, long = self.paper.centimetres
        return long if self.on_its_side else short


def layout_of(table: Table) -> Layout:
    """Choose the paper for a table. No column is narrower than the longest word of its title."""
    widths = tuple(
        max(column.width, max((len(word) for word in column.title.split()), default=1) + 2, 4)
        for column in table.columns
    )
    total = sum(widths)
    return Layout(Paper.A3 if total > _ON_ITS_SIDE else Paper.A4, total > _UPRIGHT, widths)
