"""The list of duties of all systems: what was asked for, the rows, and counts that lead to lists."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, CharField, Count, F, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Lower

from balie.duties.control import ProofStatus
from balie.duties.models import SystemDuty
from balie.duties.tallies import CURRENT, SOON
from balie.law import Law
from balie.people.service import User

MINE, NOBODY = "mine", "nobody"
OVERDUE, DUE_SOON, NO_DEADLINE = "overdue", "soon", "none"
DEADLINES = (OVERDUE, DUE_SOON, NO_DEADLINE)
STANDINGS = ("in_force", "ahead", "unknown", "ended")
GROUPS = ("duty", "system", "owner", "footing", "proof")
SORTS = ("weight", "proof", "system", "deadline", "since", "owner")
USUAL_SORT, USUAL_STANDING = "weight", "in_force"
STALE_SOON = "stale_soon"
_SEVERITY = [ProofStatus.FAILING, ProofStatus.STALE, ProofStatus.OPEN, ProofStatus.NOT_YET, ProofStatus.MET]


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody asked of the list. An empty value asks for everything."""

    q: str = ""
    system: str = ""
    duty: str = ""
    footing: str = ""
    proof: str = ""
    source: str = ""
    owner: str = ""
    deadline: str = ""
    channel: str = ""
    standing: str = USUAL_STANDING
    on: str = ""
    sort: str = USUAL_SORT
    group: str = ""

    def address(self, **changes: Any) -> str:
        """The address of the same list with something changed."""
        asked = replace(self, **changes)
        told = {field.name: getattr(asked, field.name) for field in fields(asked)}
        usual = {"standing": USUAL_STANDING, "sort": USUAL_SORT}
        parts = {name: value for name, value in told.items() if value and value != usual.get(name)}
        if not asked.standing:
            parts["standing"] = "all"
        return "?" + urlencode(parts)

    @property
    def more(self) -> str:
        """The address of this list, ending so that more can follow."""
        address = self.address()
        return address if address == "?" else f"{address}&"

    @property
    def narrowed(self) -> bool:
        """Whether something was asked for beyond order and grouping."""
        return replace(self, sort=USUAL_SORT, group="") != Query()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many duties have a status of proof, and the address of the list with only those."""

    status: ProofStatus | None
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Duties that share something, counted by status of proof, each count with the address of its list."""

    key: str
    total: int
    address: str
    counts: tuple[Tally, ...]


def chosen(found: QuerySet[SystemDuty], query: Query, *, person: User, today: date, law: Law) -> QuerySet[SystemDuty]:
    """Filter the duties."""
    kept = found.filter(status=query.standing) if query.standing else found.filter(status__in=CURRENT)
    plain = {"system": query.system, "duty": query.duty, "footing": query.footing, "source": query.source}
    kept = kept.filter(**{name: value for name, value in plain.items() if value})
    if query.proof == STALE_SOON:
        kept = kept.filter(stale_on__gt=today, stale_on__lte=today + SOON)
    elif query.proof:
        kept = kept.filter(proof=query.proof)
    if query.on:
        kept = kept.filter(Q(since=query.on) | Q(until=query.on))
    return _with_words(_by_channel(_by_deadline(_by_owner(kept, query, person), query, today), query), query, law)


def ordered(found: QuerySet[SystemDuty], query: Query) -> QuerySet[SystemDuty]:
    """Put the duties in order: the weightiest first, and one duty of several systems together."""
    name = query.sort.removeprefix("-")
    down = query.sort.startswith("-")
    if name == "proof":
        found = found.annotate(severity=_severity())
    key = _KEYS[name]
    nulls = {"nulls_last": True} if name in _MAY_LACK else {}  # only where needed: it keeps a database from an index
    first = key.desc(**nulls) if down else key.asc(**nulls)
    return found.select_related("system__organisation", "owner").order_by(first, "weight", "duty", "system_id")


def tallies(found: QuerySet[SystemDuty], query: Query) -> tuple[Tally, ...]:
    """Count what matches by status of proof, whatever status was asked for; in one query."""
    counted = dict(found.order_by().values_list("proof").annotate(n=Count("pk")))
    every = Tally(None, sum(counted.values()), query.address(proof=""), not query.proof)
    return (every, *_counts(counted, query))


def groups(found: QuerySet[SystemDuty], query: Query) -> QuerySet[Any, Any]:
    """Count what matches by duty, system, owner or footing, those with the most that needs work first."""
    counts = {status.value: Count("pk", filter=Q(proof=status)) for status in _SEVERITY}
    rows: QuerySet[Any, Any] = found.order_by().values(query.group).annotate(total=Count("pk"), **counts)
    return rows.order_by("-failing", "-stale", "-open", query.group)


def group_of(row: Mapping[str, Any], query: Query) -> Group:
    """One line of a grouped list."""
    key = row[query.group]
    asked = replace(query, group="", **{query.group: NOBODY if key is None else str(key)})
    counted = {status.value: row[status.value] for status in _SEVERITY}
    return Group(NOBODY if key is None else str(key), row["total"], asked.address(), tuple(_counts(counted, asked)))


def _counts(counted: Mapping[str, int], query: Query) -> list[Tally]:
    return [
        Tally(status, counted[status.value], query.address(proof=status.value), query.proof == status)
        for status in _SEVERITY
        if counted.get(status.value) or query.proof == status
    ]


def _by_owner(found: QuerySet[SystemDuty], query: Query, person: User) -> QuerySet[SystemDuty]:
    if query.owner == MINE:
        return found.filter(owner=person)
    if query.owner == NOBODY:
        return found.filter(owner=None)
    return found.filter(owner=int(query.owner)) if query.owner else found


def _by_deadline(found: QuerySet[SystemDuty], query: Query, today: date) -> QuerySet[SystemDuty]:
    if query.deadline == NO_DEADLINE:
        return found.filter(deadline=None)
    if query.deadline == OVERDUE:
        return found.filter(deadline__lt=today).exclude(proof=ProofStatus.MET)
    if query.deadline == DUE_SOON:
        return found.filter(deadline__gte=today, deadline__lte=today + SOON).exclude(proof=ProofStatus.MET)
    return found


def _by_channel(found: QuerySet[SystemDuty], query: Query) -> QuerySet[SystemDuty]:
    """Channels are a list in JSON; the quotes around a word keep "chat" from finding "chat-app"."""
    if not query.channel:
        return found
    told = found.annotate(channels=Cast("system__channels", TextField()))
    return told.filter(channels__contains=f'"{query.channel}"')


def _with_words(found: QuerySet[SystemDuty], query: Query, law: Law) -> QuerySet[SystemDuty]:
    """Every word stands in the name of the system or in what the law calls the duty, in either language."""
    for word in query.q.casefold().split():
        named = [duty.id for duty in law.duties.values() if word in f"{duty.title.nl} {duty.title.en}".casefold()]
        found = found.filter(Q(duty__in=named) | Q(system__name__icontains=word))
    return found


def _severity() -> Case:
    whens = [When(proof=status, then=Value(place)) for place, status in enumerate(_SEVERITY)]
    return Case(*whens, default=Value(len(whens)), output_field=IntegerField())


_MAY_LACK = {"deadline", "since", "owner"}
_KEYS: dict[str, Any] = {
    "weight": F("weight"),
    "proof": F("severity"),
    "system": Lower("system__name"),
    "deadline": F("deadline"),
    "since": F("since"),
    "owner": Lower(Cast("owner__name", CharField())),
}
