"""How fast customers get a person: median, 95th percentile and share within the promise, by bot and channel."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from balie.desk.service import Handover, answer_by


@dataclass(frozen=True, slots=True)
class Service:
    """Figures of some handovers that customers asked for. Seconds; None where nobody was helped yet.

    `kept`: taken within the promise; a handover whose time is not over and that nobody took counts in neither.
    """

    name: str
    channel: str
    asked: int
    taken: int
    kept: int
    judged: int
    median: float | None
    p95: float | None

    @property
    def share(self) -> float | None:
        """The share within the promise, from 0 to 1."""
        return self.kept / self.judged if self.judged else None


def service_since(since: datetime, now: datetime) -> tuple[Service, list[Service]]:
    """Return the figures of all handovers asked since a moment, and those of each bot and channel."""
    found = Handover.objects.filter(asked_at__gte=since).exclude(reason="unasked")
    rows = list(found.select_related("conversation__gate__system"))
    by: dict[tuple[str, str], list[Handover]] = defaultdict(list)
    for one in rows:
        by[one.conversation.gate.system.name, one.conversation.channel].append(one)
    return _service("", "", rows, now), [_service(*place, some, now) for place, some in sorted(by.items())]


def _service(name: str, channel: str, rows: Sequence[Handover], now: datetime) -> Service:
    taken = sorted((one.first_taken_at - one.asked_at).total_seconds() for one in rows if one.first_taken_at)
    judged = [one for one in rows if _is_judged(one, now)]
    kept = sum(bool(one.first_taken_at and one.first_taken_at <= answer_by(one)) for one in judged)
    return Service(
        name, channel, len(rows), len(taken), kept, len(judged), percentile(taken, 0.5), percentile(taken, 0.95)
    )


def _is_judged(one: Handover, now: datetime) -> bool:
    """Whether the promise was kept or not; a customer who left before its time is neither."""
    if one.first_taken_at:
        return True
    return one.ended_at is None and answer_by(one) < now


def percentile(ordered: Sequence[float], share: float) -> float | None:
    """The nearest-rank percentile of numbers in order; None of none."""
    if not ordered:
        return None
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def longest(waiting: Iterable[Handover], now: datetime) -> timedelta | None:
    """How long the longest waits who has nobody yet."""
    since = [one.asked_at for one in waiting]
    return now - min(since) if since else None
