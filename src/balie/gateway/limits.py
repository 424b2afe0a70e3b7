"""How often one may ask: a few counts in memory, per minute, for doors that stand open to everybody."""

from collections import OrderedDict
from collections.abc import Callable

_MOST_KNOWN = 50_000


class Limits:
    """Counts what each name did in the running minute. Every process counts for itself."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._counts: OrderedDict[tuple[str, int], int] = OrderedDict()

    def allow(self, name: str, most: int) -> bool:
        """Count one for this name, and say whether that is still within `most` a minute."""
        place = (name, int(self._clock() // 60))
        count = self._counts.get(place, 0) + 1
        self._counts[place] = count
        self._counts.move_to_end(place)
        while len(self._counts) > _MOST_KNOWN:
            self._counts.popitem(last=False)
        return count <= most
