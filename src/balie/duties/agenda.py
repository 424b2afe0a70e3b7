"""The calendar: the days ahead in the law with what starts for whom, and one's own deadlines."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Count, QuerySet

from balie.duties.control import ProofStatus
from balie.duties.models import SystemDuty, Task
from balie.duties.proofs import Standing
from balie.duties.tallies import CURRENT, visible_duties
from balie.law import Duty, Law, Provision, Text
from balie.people.service import User


class Event(StrEnum):
    """What a day in one's own calendar is about."""

    TASK = "task"
    DEADLINE = "deadline"
    STALE = "stale"

    @property
    def label(self) -> Text:
        """The event in words."""
        return _EVENTS[self]


@dataclass(frozen=True, slots=True)
class Starting:
    """A duty that starts or ends on a day, and for how many of the systems somebody may see."""

    duty: Duty
    systems: int


@dataclass
class LawDay:
    """A day on which something of the law begins or ends."""

    on: date
    provisions: list[Provision] = field(default_factory=list)
    starting: list[Starting] = field(default_factory=list)
    ending: list[Starting] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class OwnDay:
    """Something of one's own on a day."""

    on: date
    event: Event
    key: int
    title: Text
    system: str
    address: tuple[int, str] | None = None


def law_days(law: Law, person: User, *, now: datetime, today: date) -> list[LawDay]:
    """The days ahead: from the packs themselves, and from the duties of the systems somebody may see."""
    days: dict[date, LawDay] = {}
    for provision in law.provisions.values():
        for version in provision.known(today):
            start = version.in_effect.start
            if start > today:
                _day(days, start).provisions.append(provision)
    duties = visible_duties(person, now=now)
    ahead = duties.filter(status=Standing.AHEAD, since__gt=today)
    for on, duty, count in _counted(ahead, "since"):
        if duty in law.duties:
            _day(days, on).starting.append(Starting(law.duties[duty], count))
    ending = duties.filter(status=Standing.IN_FORCE, until__gt=today)
    for on, duty, count in _counted(ending, "until"):
        if duty in law.duties:
            _day(days, on).ending.append(Starting(law.duties[duty], count))
    return sorted(days.values(), key=lambda day: day.on)


def own_days(law: Law, person: User, *, until: date | None = None) -> list[OwnDay]:
    """What somebody has to do: open tasks, deadlines of duties, and days on which a proof of theirs goes stale."""
    tasks = Task.objects.filter(owner=person, done_at=None, deadline__isnull=False).select_related("system")
    duties = SystemDuty.objects.filter(owner=person, status__in=CURRENT).select_related("system")
    found = [*map(_task, tasks), *_duty_days(law, duties)]
    return sorted(
        (one for one in found if until is None or one.on <= until), key=lambda one: (one.on, one.event, one.key)
    )


def _task(task: Task) -> OwnDay:
    on = task.deadline or task.at.date()
    return OwnDay(on, Event.TASK, task.pk, Text(task.title, task.title), task.system.name if task.system else "")


def _duty_days(law: Law, duties: Iterable[SystemDuty]) -> Iterable[OwnDay]:
    for row in duties:
        if row.duty not in law.duties:
            continue
        title, address = law.duties[row.duty].title, (row.system_id, row.duty)
        if row.deadline and row.proof != ProofStatus.MET:
            yield OwnDay(row.deadline, Event.DEADLINE, row.pk, title, row.system.name, address)
        if row.stale_on:
            yield OwnDay(row.stale_on, Event.STALE, row.pk, title, row.system.name, address)


def by_month(days: Iterable[OwnDay]) -> dict[date, list[OwnDay]]:
    """The days put together by month: the first of each month, and what is on."""
    months: dict[date, list[OwnDay]] = defaultdict(list)
    for one in days:
        months[one.on.replace(day=1)].append(one)
    return dict(months)


def _day(days: dict[date, LawDay], on: date) -> LawDay:
    return days.setdefault(on, LawDay(on))


def _counted(rows: QuerySet[SystemDuty], field_name: str) -> Iterable[tuple[date, str, int]]:
    return rows.values_list(field_name, "duty").annotate(n=Count("pk")).order_by(field_name, "duty")


_EVENTS = {
    Event.TASK: Text(nl="taak", en="task"),
    Event.DEADLINE: Text(nl="deadline van een plicht", en="deadline of a duty"),
    Event.STALE: Text(nl="bewijs verloopt", en="proof runs out"),
}
