"""Windows: sets of days on which something has effect, as sorted pairs (first day, first day after), in ordinals."""

from collections.abc import Iterable
from datetime import date

from balie.law.model import Provision

Windows = tuple[tuple[int, int], ...]
FOREVER = date.max.toordinal() + 1


def windows_of(provision: Provision, published_by: date) -> Windows:
    """Return the days on which a provision has effect, as known on `published_by`."""
    periods = (version.in_effect for version in provision.known(published_by))
    return union((p.start.toordinal(), p.until.toordinal() if p.until else FOREVER) for p in periods)


def union(pairs: Iterable[tuple[int, int]]) -> Windows:
    """Return the days in at least one of the pairs, with touching pairs joined."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(pairs):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def less(windows: Windows, away: Windows) -> Windows:
    """Return the days of `windows` that are not in `away`."""
    for lost_start, lost_end in away:
        windows = tuple(
            part
            for start, end in windows
            for part in ((start, min(end, lost_start)), (max(start, lost_end), end))
            if part[0] < part[1]
        )
    return windows


def from_day(windows: Windows, day: int) -> Windows:
    """Return what is left of the windows from a day onwards, whole windows kept whole."""
    return tuple(pair for pair in windows if pair[1] > day)


def includes(windows: Windows, day: int) -> bool:
    """Whether the day is in one of the windows."""
    return any(start <= day < end for start, end in windows)


def as_date(day: int) -> date | None:
    """Return the day as a date; no date for "without end"."""
    return None if day >= FOREVER else date.fromordinal(day)
