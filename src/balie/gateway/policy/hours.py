"""When people are there, when they come back, and by when a call-back is promised. On the organisation's own clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from balie.gateway.policy.policy import Day, People

_AHEAD = 60  # days: the longest holiday


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time during which people are there."""

    start: datetime
    until: datetime


def is_open(people: People, now: datetime) -> bool:
    """Whether people are there at this moment."""
    return any(stretch.start <= now < stretch.until for stretch in _from(people, now, days=1))


def opens_at(people: People, now: datetime) -> datetime | None:
    """The next moment at which people are there: now, when they are. None when that is more than 60 days ahead."""
    for stretch in _from(people, now, days=_AHEAD):
        if now < stretch.until:
            return max(now, stretch.start)
    return None


def called_back_by(people: People, now: datetime) -> datetime | None:
    """By when a call-back is promised: after `callback_hours` during which people are there."""
    left = timedelta(hours=people.callback_hours)
    for stretch in _from(people, now, days=_AHEAD):
        begin = max(now, stretch.start)
        if begin >= stretch.until:
            continue
        if stretch.until - begin >= left:
            return begin + left
        left -= stretch.until - begin
    return None


def _from(people: People, now: datetime, *, days: int) -> Iterator[Stretch]:
    """The stretches of today and the days after, in order."""
    zone = ZoneInfo(people.timezone)
    today = now.astimezone(zone).date()
    weekdays = tuple(Day)
    for ahead in range(days):
        day = today + timedelta(days=ahead)
        if day in people.holidays:
            continue
        of_day = [hours for hours in people.hours if weekdays[day.weekday()] in hours.days]
        for hours in sorted(of_day, key=lambda hours: hours.start):
            start = datetime.combine(day, time.fromisoformat(hours.start), zone)
            yield Stretch(start, datetime.combine(day, time.fromisoformat(hours.until), zone))
