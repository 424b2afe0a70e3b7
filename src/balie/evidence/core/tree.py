"""The Merkle tree of a log, as RFC 9162 section 2.1 has it (the same tree as RFC 6962), with SHA-256.

A hash is 32 bytes. A proof is a list of hashes, from the leaf's side to the root's. Nothing here reads or stores: a
proof is made with a `ReadTile`, which the caller gives.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

HASH_BYTES = 32
TILE_HEIGHT = 8  # C2SP tlog-tiles: 256 hashes a tile
EMPTY_ROOT = sha256(b"").digest()  # RFC 9162 section 2.1.1: the root of a tree without leaves

# (level, index) -> the hashes of that tile one after another, 32 to 8192 bytes; a last tile may be partial.
ReadTile = Callable[[int, int], bytes]


class ProofRefused(ValueError):
    """A proof that does not show what it should."""


def leaf_hash(leaf: bytes) -> bytes:
    """Hash what a leaf says (RFC 9162 section 2.1.1)."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into the one above (RFC 9162 section 2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


def root_of(hashes: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes, or over equally high complete subtrees; all in memory, level by level."""
    row = list(hashes)
    while len(row) > 1:
        pairs = iter(row)
        above = [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=False)]
        if len(row) % 2:  # the last one has no neighbour, and goes up as it is
            above.append(row[-1])
        row = above
    return row[0] if row else EMPTY_ROOT


@dataclass(frozen=True, slots=True)
class Frontier:
    """All one needs of a tree to add to it and to know its root: a "compact range".

    `hashes` are the roots of its complete subtrees, the largest first: one for each 1 in the binary form of `size`.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        """Refuse hashes that cannot belong to a tree of this size."""
        if self.size < 0 or len(self.hashes) != self.size.bit_count():
            raise ValueError(f"a tree of {self.size} leaves has no frontier of {len(self.hashes)} hashes")
        if any(len(one) != HASH_BYTES for one in self.hashes):
            raise ValueError("a hash is 32 bytes")

    def extend(self, leaf_hashes: Iterable[bytes]) -> "Frontier":
        """Return the frontier with these leaves added, in this order."""
        size, stack = self.size, list(self.hashes)
        for hashed in leaf_hashes:
            full, complete = size, hashed
            while full & 1:
                complete = sha256(b"\x01" + stack.pop() + complete).digest()
                full >>= 1
            stack.append(complete)
            size += 1
        return Frontier(size, tuple(stack))

    def root(self) -> bytes:
        """Return the root of the tree."""
        if not self.hashes:
            return EMPTY_ROOT
        found = self.hashes[-1]
        for left in self.hashes[-2::-1]:
            found = node_hash(left, found)
        return found

    def to_bytes(self) -> bytes:
        """Write the hashes one after another, for storage next to the size."""
        return b"".join(self.hashes)

    @classmethod
    def from_bytes(cls, size: int, stored: bytes) -> "Frontier":
        """Read what `to_bytes` wrote. Raises ValueError when it does not fit the size."""
        return cls(size, split(stored))


def split(hashes: bytes) -> tuple[bytes, ...]:
    """Cut hashes that lie one after another. Raises ValueError when one is cut short."""
    if len(hashes) % HASH_BYTES:
        raise ValueError("a hash is 32 bytes")
    return tuple(hashes[at : at + HASH_BYTES] for at in range(0, len(hashes), HASH_BYTES))


def tree_root(size: int, read: ReadTile) -> bytes:
    """Return the root that a tree had at `size`, from its tiles."""
    return _Tree(read).root(0, size) if size else EMPTY_ROOT


def subtree_root(start: int, height: int, read: ReadTile) -> bytes:
    """Return the root over the 2^height leaves from `start` on, a multiple of 2^height; all of them must be there."""
    return _Tree(read).root(start, start + (1 << height))


def inclusion_proof(index: int, size: int, read: ReadTile) -> list[bytes]:
    """Prove that leaf `index` is in the tree of `size` leaves (RFC 9162 section 2.1.3.1)."""
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    tree, path, start, end = _Tree(read), list[bytes](), 0, size
    while end - start > 1:
        middle = start + _left_width(end - start)
        if index < middle:
            path.append(tree.root(middle, end))
            end = middle
        else:
            path.append(tree.root(start, middle))
            start = middle
    return path[::-1]


def consistency_proof(old: int, new: int, read: ReadTile) -> list[bytes]:
    """Prove that the first `old` leaves of the tree of `new` leaves are the tree of then (RFC 9162 section 2.1.4.1)."""
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} leaves was never one of {old}")
    if old in (0, new):
        return []
    tree, path, start, end, whole = _Tree(read), list[bytes](), 0, new, True
    while end != old:
        middle = start + _left_width(end - start)
        if old <= middle:
            path.append(tree.root(middle, end))
            end = middle
        else:
            path.append(tree.root(start, middle))
            start, whole = middle, False
    if not whole:
        path.append(tree.root(start, end))
    return path[::-1]


def root_from_inclusion(hashed: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """Return the root that follows from a leaf's hash and its proof (RFC 9162 section 2.1.3.2); compare it yourself.

    Raises `ProofRefused` when the proof has another length than this leaf in this tree needs.
    """
    if not 0 <= index < size:
        raise ProofRefused(f"a tree of {size} leaves has no leaf {index}")
    found = hashed
    for step, on_the_left in _climb(index, size - 1, proof):
        found = node_hash(step, found) if on_the_left else node_hash(found, step)
    return found


def check_consistency(old: "TreeHead", new: "TreeHead", proof: Sequence[bytes]) -> None:
    """Raise `ProofRefused` unless the proof shows that `new` only added to `old` (RFC 9162 section 2.1.4.2)."""
    if old.size > new.size:
        raise ProofRefused("the older tree is larger than the newer one")
    if old.size in (0, new.size):
        if proof or old.root != (new.root if old.size else EMPTY_ROOT):
            raise ProofRefused("the trees differ")
    elif _roots_from_consistency(old, new, proof) != (old.root, new.root):
        raise ProofRefused(f"the tree is not the one of {old.size} leaves with more added")


@dataclass(frozen=True, slots=True)
class TreeHead:
    """How large a tree is and what its root is: all that a checkpoint promises."""

    size: int
    root: bytes


def _roots_from_consistency(old: TreeHead, new: TreeHead, proof: Sequence[bytes]) -> tuple[bytes, bytes]:
    place, last = old.size - 1, new.size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    if place and not proof:
        raise ProofRefused("the proof is too short")
    # When the old tree is one complete subtree, its root is where the proof starts, and the proof leaves it out.
    first, *steps = proof if place else (old.root, *proof)
    old_root = new_root = first
    for step, on_the_left in _climb(place, last, steps):
        if on_the_left:
            old_root, new_root = node_hash(step, old_root), node_hash(step, new_root)
        else:
            new_root = node_hash(new_root, step)
    return old_root, new_root


def _climb(place: int, last: int, proof: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Go from a node to the root: each step of the proof, and whether it lies on the left (RFC 9162 section 2.1.3.2).

    `place` and `last` number this node and the last one of its level.
    """
    for step in proof:
        if last == 0:
            raise ProofRefused("the proof is too long")
        on_the_left = bool(place & 1) or place == last
        yield step, on_the_left
        while on_the_left and place and not place & 1:
            place, last = place >> 1, last >> 1
        place, last = place >> 1, last >> 1
    if last:
        raise ProofRefused("the proof is too short")


class _Tree:
    """Roots of parts of a tree, from its tiles; each tile is read once."""

    def __init__(self, read: ReadTile) -> None:
        self._read = read
        self._tiles: dict[tuple[int, int], bytes] = {}

    def root(self, start: int, end: int) -> bytes:
        """The root over leaves [start, end), which is a subtree of RFC 9162's recursion: complete, or on the right."""
        width = end - start
        if width & (width - 1) == 0:
            return self._complete(start, width.bit_length() - 1)
        middle = start + _left_width(width)
        return node_hash(self.root(start, middle), self.root(middle, end))

    def _complete(self, start: int, height: int) -> bytes:
        level, within = divmod(height, TILE_HEIGHT)
        first = start >> (level * TILE_HEIGHT)  # counted in hashes of that level
        tile = self._tile(level, first >> TILE_HEIGHT)
        offset = (first & 0xFF) * HASH_BYTES
        wanted = tile[offset : offset + (HASH_BYTES << within)]
        if len(wanted) != HASH_BYTES << within:
            raise ValueError(f"tile {level}/{first >> TILE_HEIGHT} is too short for the tree")
        return root_of(split(wanted))

    def _tile(self, level: int, index: int) -> bytes:
        if (level, index) not in self._tiles:
            self._tiles[level, index] = self._read(level, index)
        return self._tiles[level, index]


def _left_width(width: int) -> int:
    """The largest power of two below `width`: how many leaves go to the left (RFC 9162 section 2.1.1)."""
    return 1 << (width - 1).bit_length() - 1
