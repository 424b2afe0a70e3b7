"""How the duties stand, counted: for the start page, and for the links above each list. Every count is one query."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from balie.duties.control import ProofStatus
from balie.duties.models import SystemDuty, Task
from balie.duties.proofs import Standing
from balie.people.service import Permission, Reach, User, mandate_of, people_with, reach
from balie.register import service as register

SOON = timedelta(days=30)
CURRENT = (Standing.IN_FORCE.value, Standing.AHEAD.value, Standing.UNKNOWN.value)
Counts = Mapping[ProofStatus, int]


@dataclass(frozen=True, slots=True)
class Load:
    """How much somebody has to do: what is too late, and what is due within thirty days."""

    overdue: int = 0
    soon: int = 0


def visible_duties(person: User, *, now: datetime) -> QuerySet[SystemDuty]:
    """The duties of the systems that somebody may see."""
    found = SystemDuty.objects.all()
    if reach(person, Permission.SEE_REGISTER) is Reach.NONE:
        return found.none()
    mandate = mandate_of(person, now=now)
    return found if mandate is None or mandate.all_systems else found.filter(system__in=mandate.systems)


def owners_seen(person: User, *, now: datetime) -> QuerySet[User]:
    """Whom somebody may see as an owner: who could be one; for an auditor only who owns a duty of the mandate."""
    owning = Q(Exists(visible_duties(person, now=now).order_by().filter(owner=OuterRef("pk"))))
    if mandate_of(person, now=now) is None:
        owning |= Q(pk__in=people_with(Permission.PROVE).order_by().values("pk"))
    return User.objects.filter(owning).order_by("name", "email")


def counts_by_proof(person: User, *, now: datetime) -> Counts:
    """How many duties in force there are with each status of proof."""
    return _counted(_in_force(person, now).values_list("proof").annotate(n=Count("pk")).order_by())


def counts_by_system(person: User, *, now: datetime) -> dict[int, Counts]:
    """The same for each system."""
    grouped: dict[int, Counter[ProofStatus]] = defaultdict(Counter)
    found = _in_force(person, now).values_list("system", "proof").annotate(n=Count("pk")).order_by()
    for system, proof, count in found:
        grouped[system][ProofStatus(proof)] = count
    return dict(grouped)


def counts_by_channel(person: User, *, now: datetime) -> dict[str, Counts]:
    """The same for each channel; a system with two channels counts in both."""
    grouped: dict[str, Counter[ProofStatus]] = defaultdict(Counter)
    of_system = counts_by_system(person, now=now)
    for key, channels in register.visible_systems(person, now=now).values_list("pk", "channels"):
        for channel in channels:
            grouped[channel].update(of_system.get(key, {}))
    return dict(grouped)


def failing(person: User, *, now: datetime) -> QuerySet[SystemDuty]:
    """What is red: duties in force of which a measurement or a look says that they are not met."""
    return _in_force(person, now).filter(proof=ProofStatus.FAILING)


def stale_soon(person: User, *, now: datetime, today: date) -> QuerySet[SystemDuty]:
    """Duties of which the proof goes stale within thirty days, the first one first."""
    found = visible_duties(person, now=now).filter(status__in=CURRENT, stale_on__gt=today, stale_on__lte=today + SOON)
    return found.select_related("system", "owner").order_by("stale_on", "rank", "pk")


def overdue(person: User, *, now: datetime, today: date) -> QuerySet[SystemDuty]:
    """Duties with a deadline that has passed and no proof that they are met."""
    return _undone(person, now).filter(deadline__lt=today)


def due_soon(person: User, *, now: datetime, today: date) -> QuerySet[SystemDuty]:
    """Duties with a deadline within thirty days and no proof that they are met."""
    return _undone(person, now).filter(deadline__gte=today, deadline__lte=today + SOON)


def load_by_person(person: User, *, now: datetime, today: date) -> dict[int, Load]:
    """Duties and tasks that are overdue or due soon, by the key of their owner, for the systems `person` may see."""
    counted: dict[int, Load] = {}
    tasks = Task.objects.filter(done_at=None, deadline__isnull=False)
    for found in (_undone(person, now), _within_reach(tasks, person, now)):
        rows = (
            found.exclude(owner=None)
            .values_list("owner")
            .annotate(
                late=Count("pk", filter=Q(deadline__lt=today)),
                soon=Count("pk", filter=Q(deadline__gte=today, deadline__lte=today + SOON)),
            )
        )
        for owner, late, soon in rows.order_by():
            had = counted.get(owner, Load())
            counted[owner] = Load(had.overdue + late, had.soon + soon)
    return {owner: load for owner, load in counted.items() if load != Load()}


def _in_force(person: User, now: datetime) -> QuerySet[SystemDuty]:
    return visible_duties(person, now=now).filter(status=Standing.IN_FORCE)


def _undone(person: User, now: datetime) -> QuerySet[SystemDuty]:
    undone = visible_duties(person, now=now).filter(status__in=CURRENT, deadline__isnull=False)
    return undone.exclude(proof=ProofStatus.MET).select_related("system", "owner").order_by("deadline", "rank", "pk")


def _within_reach(tasks: QuerySet[Task], person: User, now: datetime) -> QuerySet[Task]:
    """Tasks about nothing, or about a system that somebody may see."""
    systems = register.visible_systems(person, now=now).values("pk")
    return tasks.filter(Q(system=None) | Q(system__in=systems))


def _counted(rows: QuerySet[SystemDuty, tuple[str, int]]) -> Counts:
    return {ProofStatus(proof): count for proof, count in rows}
