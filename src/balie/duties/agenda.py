"""The calendar: the days ahead in the law with what starts for whom, and one's own deadlines."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
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
from balie.register.service import Turning, classes_ahead


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
    """A day on which something of the law begins or ends.

    `turning` are the systems that get another class; `undecided` is how many duties of systems may begin, which hangs
    on open questions.
    """

    on: date
    provisions: list[Provision] = field(default_factory=list)
    turning: list[Turning] = field(default_factory=list)
    undecided: int = 0
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
    """The days ahead: from the packs themselves, and from the classes and duties of the systems somebody may see."""
    days: defaultdict[date, LawDay] = defaultdict(lambda: LawDay(date.min))
    for on, provision in _coming_provisions(law, today):
        days[on].provisions.append(provision)
    for turning in classes_ahead(person, now=now, today=today):
        days[turning.on].turning.append(turning)
    _add_duties(law, days, visible_duties(person, now=now), today)
    for on, day in days.items():
        day.on = on
    return sorted(days.values(), key=lambda day: day.on)


def _coming_provisions(law: Law, today: date) -> Iterator[tuple[date, Provision]]:
    for provision in law.provisions.values():
        for version in provision.known(today):
            if version.in_effect.start > today:
                yield version.in_effect.start, provision


def _add_duties(law: Law, days: Mapping[date, LawDay], duties: QuerySet[SystemDuty], today: date) -> None:
    """Add what begins and ends for certain, counted by duty, and how much may begin."""
    ahead = duties.filter(status=Standing.AHEAD, since__gt=today)
    ending = duties.filter(status=Standing.IN_FORCE, until__gt=today)
    for found, field_, kept in ((ahead, "since", "starting"), (ending, "until", "ending")):
        for on, duty, count in _counted(found, field_):
            if duty in law.duties:
                getattr(days[on], kept).append(Starting(law.duties[duty], count))
    undecided = duties.filter(status=Standing.UNKNOWN, since__gt=today).order_by()
    for row in undecided.values("since").annotate(number=Count("pk")):
        days[row["since"]].undecided = row["number"]


class OwnDays:
    """What somebody has to do, by day: open tasks, deadlines of duties, and days on which a proof of theirs goes stale.

    However much there is, only what is asked for is read: it is counted and cut like a list.
    """

    def __init__(self, law: Law, person: User) -> None:
        self._law = law
        duties = SystemDuty.objects.filter(owner=person, status__in=CURRENT, duty__in=list(law.duties))
        due = duties.filter(deadline__isnull=False).exclude(proof=ProofStatus.MET)
        stale = duties.filter(stale_on__isnull=False)
        tasks = Task.objects.filter(owner=person, done_at=None, deadline__isnull=False)
        self._tasks = tasks.select_related("system").order_by("deadline", "pk")
        self._due = due.select_related("system").order_by("deadline", "pk")
        self._stale = stale.select_related("system").order_by("stale_on", "pk")

    def __len__(self) -> int:
        return self._tasks.count() + self._due.count() + self._stale.count()

    def __getitem__(self, wanted: slice) -> list[OwnDay]:
        """The days from one place to another, the first day first."""
        first = slice(None, wanted.stop)
        found = [
            *map(_task, self._tasks[first]),
            *(self._duty(row, Event.DEADLINE, row.deadline) for row in self._due[first]),
            *(self._duty(row, Event.STALE, row.stale_on) for row in self._stale[first]),
        ]
        return sorted(found, key=lambda one: (one.on, one.event, one.key))[wanted]

    def _duty(self, row: SystemDuty, event: Event, on: date | None) -> OwnDay:
        title, address = self._law.duties[row.duty].title, (row.system_id, row.duty)
        return OwnDay(on or date.max, event, row.pk, title, row.system.name, address)


def _task(task: Task) -> OwnDay:
    on = task.deadline or task.at.date()
    return OwnDay(on, Event.TASK, task.pk, Text(task.title, task.title), task.system.name if task.system else "")


def by_month(days: Iterable[OwnDay]) -> dict[date, list[OwnDay]]:
    """The days put together by month: the first of each month, and what is on."""
    months: dict[date, list[OwnDay]] = defaultdict(list)
    for one in days:
        months[one.on.replace(day=1)].append(one)
    return dict(months)


def _counted(rows: QuerySet[SystemDuty], field_name: str) -> Iterable[tuple[date, str, int]]:
    return rows.values_list(field_name, "duty").annotate(n=Count("pk")).order_by(field_name, "duty")


_EVENTS = {
    Event.TASK: Text(nl="taak", en="task"),
    Event.DEADLINE: Text(nl="deadline van een plicht", en="deadline of a duty"),
    Event.STALE: Text(nl="bewijs verloopt", en="proof runs out"),
}
