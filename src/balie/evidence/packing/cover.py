"""Which complete subtrees stand for entries that are not in a pack. Pure values."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence


def cover(start: int, stop: int, cuts: Sequence[int] = ()) -> Iterator[tuple[int, int]]:
    """Cover entries [start, stop) with complete subtrees: (first entry, height), in order, as few as can be.

    None reaches across a number in `cuts` (ascending): a checkpoint of that size can then be checked.
    """
    inside = cuts[bisect_right(cuts, start) : bisect_left(cuts, stop)]
    for end in (*inside, stop):
        while start < end:
            widest = (end - start).bit_length() - 1
            height = min(widest, _trailing_zeros(start)) if start else widest
            yield start, height
            start += 1 << height


def _trailing_zeros(number: int) -> int:
    return (number & -number).bit_length() - 1
