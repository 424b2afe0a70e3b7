"""The inbox of changes: what became different, why, for which systems, and what to do; until somebody has handled it.

The same thing that happened to several systems is one item. Everything is counted and grouped by the database, so that
a change of law that touches thousands of systems is one page.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from balie.evidence import service as evidence
from balie.law import ClassRange, Law, RiskClass, Text, shipped_law
from balie.people.service import NotPermitted, Permission, Reach, User, actor, mandate_of, reach
from balie.register import models
from balie.register.acting import Acting
from balie.register.editions import EditionDamaged, law_of
from balie.register.events import announce
from balie.register.listing import is_in
from balie.register.portfolio import KINDS
from balie.register.scope import visible_systems
from balie.register.system import Cause, LifeCycle
from balie.register.telling import Told, day_of, tell
from balie.register.wording import paragraph

OPEN, DONE, EVERYTHING = "open", "done", "all"
HANDLED = (OPEN, DONE, EVERYTHING)
GROUPS, SINGLES = 20, 50
_NAMED = 3
_NOTE = 2_000
_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asked of the inbox."""

    cause: str = ""
    risk: str = ""
    handled: str = OPEN
    system: int | None = None
    same: str = ""

    def address(self, **other: Any) -> str:
        """The address of the same list with something changed, ready for one more part."""
        asked = replace(self, **other)
        handled = "" if asked.handled == OPEN else asked.handled
        parts = {
            "cause": asked.cause, "class": asked.risk, "handled": handled, "system": asked.system, "same": asked.same,
        }  # fmt: skip
        written = urlencode({key: value for key, value in parts.items() if value})
        return f"?{written}&" if written else "?"


@dataclass(frozen=True, slots=True)
class Item:
    """What happened, to how many systems, a few of them by name, and what there is to do."""

    first: models.Difference
    told: Told
    number: int
    named: tuple[models.AISystem, ...]
    to_sign: int
    to_answer: int

    @property
    def more(self) -> int:
        """How many systems are not named."""
        return self.number - len(self.named)

    @property
    def due(self) -> int:
        """How many duties apply since this change."""
        return sum(duty.due for duty in self.told.duties)

    @property
    def cause(self) -> Text:
        """The cause in words."""
        return Cause(self.first.cause).label


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of the inbox. `mine` says whether this person can handle only what is their own."""

    wanted: Wanted
    page: Page[Any]
    items: tuple[Item, ...]
    total: int
    counts: Mapping[str, int]
    system: models.AISystem | None


@dataclass(frozen=True, slots=True)
class Handling:
    """Which differences somebody handled: single ones, or all that are the same; and what they did about it."""

    differences: frozenset[int] = frozenset()
    same: frozenset[str] = frozenset()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many were handled, and how many were left because they belong to systems of others."""

    done: int
    left: int


@dataclass(frozen=True, slots=True)
class Turning:
    """A system that gets another class, or another range of classes, on a day ahead."""

    on: date
    key: int
    name: str
    after: ClassRange


@dataclass(frozen=True, slots=True)
class Ahead:
    """A day ahead: for which systems something changes, what starts and ends, and how many get another class."""

    on: date
    systems: tuple[tuple[int, str], ...]
    starting: Mapping[str, int] = field(default_factory=dict)
    ending: Mapping[str, int] = field(default_factory=dict)
    classes: int = 0


def inbox(wanted: Wanted, person: User, *, now: datetime, page: str = "1") -> Inbox:
    """The changes somebody may see, those that weigh most first."""
    found = differences(wanted, person, now=now)
    whole = found.aggregate(total=Count("pk"), **{f"c_{c.value}": Count("pk", filter=Q(cause=c.value)) for c in Cause})
    groups = (
        found.annotate(unsigned=_outdated())
        .values("same")
        .annotate(
            first=Min("pk"),
            heaviest=Max("weight"),
            found=Max("found_at"),
            number=Count("pk"),
            to_sign=Count("pk", filter=Q(unsigned=True)),
            to_answer=Count("pk", filter=Q(system__latest__questions__gt=0)),
        )
        .order_by("-heaviest", "-found", "same")
    )
    paged = Paginator(groups, GROUPS).get_page(page)
    system = visible_systems(person, now=now).filter(pk=wanted.system).first() if wanted.system else None
    return Inbox(
        wanted=wanted,
        page=paged,
        items=_items(list(paged), found),
        total=whole["total"],
        counts={c.value: whole[f"c_{c.value}"] for c in Cause if whole[f"c_{c.value}"]},
        system=system,
    )


def differences(wanted: Wanted, person: User, *, now: datetime) -> QuerySet[models.Difference]:
    """The differences that match, of systems this person may see; for an auditor those of up to the period's end."""
    found = models.Difference.objects.filter(system__in=visible_systems(person, now=now).order_by().values("pk"))
    if (mandate := mandate_of(person, now=now)) is not None:
        handled = Q(handled_at=None) | Q(handled_at__date__gte=mandate.period_from)
        found = found.filter(handled, found_at__date__lte=mandate.period_until)
    if wanted.handled != EVERYTHING:
        found = found.filter(handled_at__isnull=wanted.handled == OPEN)
    if wanted.cause:
        found = found.filter(cause=wanted.cause)
    if wanted.system:
        found = found.filter(system=wanted.system)
    if wanted.same:
        found = found.filter(same=wanted.same)
    if wanted.risk in KINDS:
        found = found.filter(is_in(wanted.risk, "system__latest"))
    return found


def singles(wanted: Wanted, person: User, *, now: datetime) -> QuerySet[models.Difference]:
    """The same, one by one: what is shown of one item, and what an export holds."""
    found = differences(wanted, person, now=now).order_by("-weight", "same", "system__name", "pk")
    return found.select_related("system", "system__organisation", "handled_by", "before__law", "after__law").defer(
        *(f"{side}__{part}" for side in ("before", "after") for part in ("facts", "outcome", "law__files")),
    )


@transaction.atomic
def handle(handling: Handling, acting: Acting) -> Outcome:
    """Put differences away, with a note. Raise `NotPermitted`, or `Refused` for the note."""
    note = paragraph("note", handling.note, _NOTE)
    rows, left = _within_reach(handling, acting, open_ones=True)
    fields = {"handled_at": acting.now, "handled_by": acting.person, "handled_note": note}
    models.Difference.objects.filter(pk__in=[row.pk for row in rows]).update(**fields)
    _put_down("change-handled", rows, acting, {"note": note} if note else {})
    return Outcome(len(rows), left)


@transaction.atomic
def reopen(handling: Handling, acting: Acting) -> Outcome:
    """Take differences out again that were put away too soon. Raise `NotPermitted`."""
    rows, left = _within_reach(handling, acting, open_ones=False)
    fields = {"handled_at": None, "handled_by": None, "handled_note": ""}
    models.Difference.objects.filter(pk__in=[row.pk for row in rows]).update(**fields)
    _put_down("change-reopened", rows, acting, {})
    return Outcome(len(rows), left)


def open_changes(person: User, *, now: datetime) -> dict[str, int]:
    """How many changes wait, how many of those are the same once, and how many weigh heavily; for a dashboard."""
    found = differences(Wanted(), person, now=now)
    return found.aggregate(
        changes=Count("pk"), items=Count("same", distinct=True), heavy=Count("pk", filter=Q(weight__gte=45))
    )


def coming_days(person: User, *, now: datetime, today: date) -> list[tuple[date, int]]:
    """The nearest day ahead of each system, and for how many systems that is so; within a year."""
    found = _ahead(person, now, today).values("latest__next_change").annotate(number=Count("pk"))
    return [(row["latest__next_change"], row["number"]) for row in found.order_by("latest__next_change")]


def classes_ahead(person: User, *, now: datetime, today: date) -> list[Turning]:
    """Every change of class that lies ahead for the systems somebody may see, however far, by day and name."""
    live = visible_systems(person, now=now).exclude(life_cycle=LifeCycle.RETIRED).filter(latest__next_change__gt=today)
    rows = live.order_by("name").values_list("pk", "name", "latest__outcome__timeline")
    found = (
        Turning(on, key, name, _classes(change["after"]))
        for key, name, timeline in rows.iterator(chunk_size=500)
        for change in timeline
        if change["before"] != change["after"] and (on := day_of(change["on"])) and on > today
    )
    return sorted(found, key=lambda turning: turning.on)


def ahead(person: User, *, now: datetime, today: date) -> list[Ahead]:
    """What changes in the coming year, day by day, as far as is certain."""
    rows = _ahead(person, now, today).order_by("name").values_list("pk", "name", "latest__outcome__timeline")
    days: dict[date, list[tuple[int, str, Mapping[str, Any]]]] = defaultdict(list)
    for key, name, timeline in rows.iterator(chunk_size=500):
        for change in timeline:
            on = day_of(change["on"])
            if on and today < on <= today + _YEAR:
                days[on].append((key, name, change))
    return [_day(on, found) for on, found in sorted(days.items())]


def laws_of(row: models.Difference) -> tuple[Law, Law]:
    """The law of the later and of the earlier assessment, for titles and articles."""
    return _law(row.after), _law(row.before)


def told(row: models.Difference) -> Told:
    """One difference in words."""
    return tell(row.summary, *laws_of(row))


def _items(groups: list[dict[str, Any]], found: QuerySet[models.Difference]) -> tuple[Item, ...]:
    shown = models.Difference.objects.select_related("before__law", "after__law").defer(
        *(f"{side}__{part}" for side in ("before", "after") for part in ("facts", "outcome", "law__files"))
    )
    firsts = shown.in_bulk([group["first"] for group in groups])
    names = _names([group["same"] for group in groups], found)
    return tuple(
        Item(
            first=firsts[group["first"]],
            told=told(firsts[group["first"]]),
            number=group["number"],
            named=tuple(names[group["same"]]),
            to_sign=group["to_sign"],
            to_answer=group["to_answer"],
        )
        for group in groups
    )


def _names(keys: list[str], found: QuerySet[models.Difference]) -> dict[str, list[models.AISystem]]:
    """A few systems of each item."""
    ranked = found.filter(same__in=keys).annotate(
        rank=Window(RowNumber(), partition_by=F("same"), order_by=F("system__name").asc())
    )
    names: dict[str, list[models.AISystem]] = defaultdict(list)
    rows = ranked.filter(rank__lte=_NAMED).select_related("system", "system__organisation").order_by("same", "rank")
    for row in rows.only("same", "system__name", "system__organisation__language"):
        names[row.same].append(row.system)
    return names


def _outdated() -> Q:
    """Whether a system was signed for an earlier outcome, and nobody has signed for the latest one since."""
    standing = models.Signature.objects.filter(assessment__system=OuterRef("system"), withdrawn_at=None)
    return Exists(standing) & ~Exists(standing.filter(assessment__digest=OuterRef("system__latest__digest")))


def _within_reach(handling: Handling, acting: Acting, *, open_ones: bool) -> tuple[list[models.Difference], int]:
    """The differences this person may handle, locked; and how many they may see but not handle."""
    how_far = reach(acting.person, Permission.HANDLE_CHANGES)
    if how_far is Reach.NONE:
        raise NotPermitted(Permission.HANDLE_CHANGES)
    wanted = Wanted(handled=OPEN if open_ones else DONE)
    found = differences(wanted, acting.person, now=acting.now).filter(
        Q(pk__in=handling.differences) | Q(same__in=handling.same)
    )
    own = found.filter(system__owned_by=acting.person) if how_far is Reach.OWN else found
    rows = list(own.select_for_update(of=("self",)).select_related("system").order_by("pk"))
    return rows, found.count() - len(rows)


def _put_down(kind: str, rows: list[models.Difference], acting: Acting, body: Mapping[str, Any]) -> None:
    subjects = [
        (evidence.Subject("system", row.system_id, row.system.name), {**body, "cause": row.cause, "difference": row.pk})
        for row in rows
    ]
    evidence.record_many(kind, by=actor(acting.person), now=acting.now, subjects=subjects)
    announce(kind, subjects)


def _classes(kept: Mapping[str, str]) -> ClassRange:
    return ClassRange(RiskClass[kept["lowest"].upper()], RiskClass[kept["highest"].upper()])


def _ahead(person: User, now: datetime, today: date) -> QuerySet[models.AISystem]:
    live = visible_systems(person, now=now).exclude(life_cycle=LifeCycle.RETIRED)
    return live.order_by().filter(latest__next_change__lte=today + _YEAR)


def _day(on: date, found: list[tuple[int, str, Mapping[str, Any]]]) -> Ahead:
    starting: dict[str, int] = defaultdict(int)
    ending: dict[str, int] = defaultdict(int)
    for _, _, change in found:
        for name in change["starting"]:
            starting[name] += 1
        for name in change["ending"]:
            ending[name] += 1
    return Ahead(
        on=on,
        systems=tuple((key, name) for key, name, _ in found),
        starting=dict(starting),
        ending=dict(ending),
        classes=sum(change["before"] != change["after"] for _, _, change in found),
    )


def _law(kept: models.Assessment) -> Law:
    try:
        return law_of(kept.law)
    except EditionDamaged:
        return shipped_law()


def class_choices() -> Iterator[tuple[str, RiskClass | None]]:
    """What the class filter can be set to."""
    return ((slug, risk) for slug, risk in KINDS.items() if slug)
