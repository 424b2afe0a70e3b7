"""Tiles and entry bundles, as C2SP tlog-tiles has them: what a log publishes so that others can make any proof.

A full tile is 256 hashes (8192 bytes); at level 0 hashes of leaves, above it the roots of full tiles below. A bundle
is the leaves under one tile of level 0, each after its length in two bytes.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from balie.evidence.core.tree import ReadTile, root_of

WIDTH = 256
_PATH = re.compile(r"tile/(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """Which tile: its level (None for a bundle of entries), its number in that level, and how many hashes it has."""

    level: int | None
    index: int
    width: int = WIDTH

    def __post_init__(self) -> None:
        """Refuse what the format has no path for."""
        if not (self.level is None or 0 <= self.level <= 63) or self.index < 0 or not 1 <= self.width <= WIDTH:
            raise ValueError(f"there is no tile {self.level}/{self.index} of {self.width}")

    @property
    def path(self) -> str:
        """Where it is published, such as `tile/0/x001/x234/067` or `tile/entries/000.p/17`."""
        kept, number = self.index, f"{self.index % 1000:03}"
        while kept := kept // 1000:
            number = f"x{kept % 1000:03}/{number}"
        level = "entries" if self.level is None else self.level
        return f"tile/{level}/{number}" + (f".p/{self.width}" if self.width < WIDTH else "")

    @classmethod
    def at(cls, path: str) -> "Tile":
        """Read a path. Raises ValueError for another writing than `path` gives."""
        if not (found := _PATH.fullmatch(path)):
            raise ValueError(f"no path of a tile: {path}")
        level, number, width = found.groups()
        tile = cls(
            None if level == "entries" else int(level),
            int(number.replace("x", "").replace("/", "")),
            int(width) if width else WIDTH,
        )
        if tile.path != path:
            raise ValueError(f"no path of a tile: {path}")
        return tile


def tiles_of(size: int) -> Iterator[Tile]:
    """Name every tile of a tree of this size, full and partial, lowest level first."""
    for level, here in enumerate(_levels(size)):
        yield from (Tile(level, index) for index in range(here // WIDTH))
        if here % WIDTH:
            yield Tile(level, here // WIDTH, here % WIDTH)


def completed(before: int, after: int) -> Iterator[Tile]:
    """Name the tiles that became full while a tree grew from `before` to `after` leaves, lowest level first."""
    for level, here in enumerate(_levels(after)):
        yield from (Tile(level, index) for index in range((before >> 8 * level) // WIDTH, here // WIDTH))


def reader(leaf_hashes: Sequence[bytes]) -> ReadTile:
    """Read tiles of a tree whose leaf hashes are in memory; for small logs, tests, and as an example of the form."""
    levels = [list(leaf_hashes)]

    def read(level: int, index: int) -> bytes:
        while level >= len(levels):
            below = levels[-1]
            levels.append([root_of(below[at : at + WIDTH]) for at in range(0, len(below) // WIDTH * WIDTH, WIDTH)])
        return b"".join(levels[level][index * WIDTH : (index + 1) * WIDTH])

    return read


def bundle(leaves: Iterable[bytes]) -> bytes:
    """Write the leaves under one tile: each after its length, two bytes with the high one first."""
    return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)


def leaves_of(bundled: bytes) -> list[bytes]:
    """Read a bundle. Raises ValueError when it breaks off."""
    leaves, at = [], 0
    while at < len(bundled):
        start = at + 2
        at = start + int.from_bytes(bundled[at:start], "big")
        if start > len(bundled) or at > len(bundled):
            raise ValueError("the bundle breaks off inside an entry")
        leaves.append(bundled[start:at])
    return leaves


def _levels(size: int) -> Iterator[int]:
    while size:
        yield size
        size //= WIDTH
