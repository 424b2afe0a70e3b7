"""The list of systems as the database gives it: filtered, ordered, counted and paged there, whatever its length.

For today everything stands in the columns of the latest assessment. Another day has to be worked out; that is done for
so many systems and no more, and said.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Min, OrderBy, Q, QuerySet, TextField
from django.db.models.functions import Cast, Lower

from balie.law import ClassRange, Law, RiskClass, Text, classify
from balie.people.service import User
from balie.register import models, portfolio, statements
from balie.register.assessing import facts_of
from balie.register.home import known_organisation
from balie.register.portfolio import MINE, OPEN, REVIEW, Query, Row
from balie.register.scope import visible_systems
from balie.register.signing import states_of
from balie.register.system import LifeCycle

PAGE = 50
WORKED_OUT = 500
_NAMED = 3
_CHOICES = 200
_CHUNK = 500
_UNKNOWN = ClassRange(RiskClass.NONE, RiskClass.PROHIBITED)
_UNREAD = ("facts", "public_entry", "latest__facts", "latest__outcome")


@dataclass(frozen=True, slots=True)
class _Shown:
    """What matches, kept or worked out, with the counts and what to do first."""

    listed: QuerySet[models.AISystem] | Sequence[Row]
    total: int
    tallies: tuple[portfolio.Tally, ...]
    agenda: portfolio.Agenda
    left_out: int = 0


def list_portfolio(law: Law, query: Query, person: User, *, now: datetime, page: str = "1") -> portfolio.Portfolio:
    """Return the page that was asked for, with the counts, what to do first and the choices of the filters."""
    visible = visible_systems(person, now=now)
    found = _narrowed(law, visible, query, person)
    organisation = known_organisation()
    shown = _worked_out(law, visible, found, query) if query.days.moved else _kept(law, visible, found, query)
    paged: Page[Any] = Paginator(shown.listed, PAGE).get_page(page)
    return portfolio.Portfolio(
        organisation=organisation.name if organisation else "",
        language=organisation.language if organisation else "nl",
        query=query,
        rows=list(paged) if query.days.moved else _signed_rows(law, list(paged)),
        page=paged,
        matching=paged.paginator.count,
        total=shown.total,
        tallies=shown.tallies,
        agenda=shown.agenda,
        choices=_choices(visible),
        outside=_outside(law, organisation) if organisation else None,
        digest=law.digest,
        left_out=shown.left_out,
    )


def every_row(law: Law, query: Query, person: User, *, now: datetime) -> Iterator[Row]:
    """Every row that matches, in order and beyond the page: what an export holds."""
    found = _narrowed(law, visible_systems(person, now=now), query, person)
    if query.days.moved:
        yield from portfolio.chosen(_rows_on(law, found, query), _of_class(query))
        return
    systems = _listed(found, query).iterator(chunk_size=_CHUNK)
    while chunk := list(islice(systems, _CHUNK)):
        yield from _signed_rows(law, chunk)


def _kept(law: Law, visible: QuerySet[models.AISystem], found: QuerySet[models.AISystem], query: Query) -> _Shown:
    """The list of today, from what was kept."""
    counts = found.aggregate(**{f"n_{slug}": Count("pk", filter=is_in(slug)) for slug in _KINDS})
    total, agenda = _agenda(law, visible, query)
    tallies = portfolio.tallied({slug: counts[f"n_{slug}"] for slug in _KINDS}, query)
    return _Shown(_listed(found, query), total, tallies, agenda)


def _worked_out(law: Law, visible: QuerySet[models.AISystem], found: QuerySet[models.AISystem], query: Query) -> _Shown:
    """The list of another day: the first systems by name are assessed for it."""
    rows = _rows_on(law, found, query)
    counts = {slug: sum(not slug or row.is_in(slug) for row in rows) for slug in _KINDS}
    return _Shown(
        listed=portfolio.chosen(rows, _of_class(query)),
        total=visible.count(),
        tallies=portfolio.tallied(counts, query),
        agenda=portfolio.agenda_of(rows, query),
        left_out=found.count() - WORKED_OUT if len(rows) == WORKED_OUT else 0,
    )


def _rows_on(law: Law, found: QuerySet[models.AISystem], query: Query) -> list[Row]:
    first = found.defer("latest__facts", "latest__outcome").order_by(Lower("name"), "pk")[:WORKED_OUT]
    return [_row_on(law, system, query) for system in first]


def _of_class(query: Query) -> Query:
    """The part of a query that the database did not answer yet."""
    return Query(query.days, risk=query.risk, sort=query.sort)


def _listed(found: QuerySet[models.AISystem], query: Query) -> QuerySet[models.AISystem]:
    order = _ORDERS[query.sort.lstrip("-")]
    turned = [_turned(part) for part in order] if query.sort.startswith("-") else order
    chosen = found.filter(is_in(query.risk)) if query.risk else found
    return chosen.defer(*_UNREAD).order_by(*turned, Lower("name"), "pk")


def _narrowed(law: Law, visible: QuerySet[models.AISystem], query: Query, person: User) -> QuerySet[models.AISystem]:
    """What matches words, stage, owner, channel and supplier; the class is counted first and filtered later."""
    found = visible
    for word in query.words.split():
        found = found.filter(_has(law, word))
    if query.stage:
        found = found.filter(life_cycle=query.stage)
    if query.owner:
        found = found.filter(Q(owned_by=person) if query.owner == MINE else Q(owner=query.owner))
    if query.supplier:
        found = found.filter(Q(supplier=query.supplier) | Q(supplied_by__name=query.supplier))
    if query.channel:
        # SQLite keeps JSON as it was written, with letters outside ASCII escaped; PostgreSQL does not escape them.
        quoted = {json.dumps(query.channel), json.dumps(query.channel, ensure_ascii=False)}
        found = found.annotate(channels_text=Cast("channels", TextField()))
        found = found.filter(Q(*(("channels_text__contains", text) for text in quoted), _connector=Q.OR))
    return found


def _has(law: Law, word: str) -> Q:
    kinds = [
        name for name, kind in law.archetypes.items() if word.casefold() in f"{kind.name.nl} {kind.name.en}".casefold()
    ]
    columns = ("name", "purpose", "owner", "supplier", "supplied_by__name")
    return Q(*((f"{column}__icontains", word) for column in columns), ("archetype__in", kinds), _connector=Q.OR)


def is_in(slug: str, latest: str = "latest") -> Q:
    """The condition of a class, settled; of what is open; of what waits for a lawyer; or of everything.

    `latest` is the way to the latest assessment.
    """
    if not slug:
        return Q()
    if slug == REVIEW:
        return Q((f"{latest}__review", True))
    if slug == OPEN:
        return Q((latest, None)) | Q((f"{latest}__effective_low__lt", F(f"{latest}__effective_high")))
    risk = portfolio.KINDS[slug]
    return Q((f"{latest}__effective_low", risk), (f"{latest}__effective_high", risk))


def _agenda(law: Law, visible: QuerySet[models.AISystem], query: Query) -> tuple[int, portfolio.Agenda]:
    """How many systems there are, and what to do first for those that have not been retired."""
    live, today, prohibited = ~Q(life_cycle=LifeCycle.RETIRED), query.days.today, RiskClass.PROHIBITED.slug
    known = visible.aggregate(
        total=Count("pk"),
        prohibited=Count("pk", filter=live & is_in(prohibited)),
        review=Count("pk", filter=live & is_in(REVIEW)),
        nearest=Min("latest__next_change", filter=live & Q(latest__next_change__gt=today)),
    )
    alive = _listed(visible.filter(live), Query(query.days))

    def named(condition: Q, total: int, risk: str = "") -> portfolio.Named:
        rows = tuple(_row(law, system) for system in alive.filter(condition)[:_NAMED])
        return portfolio.Named(rows, total, Query(query.days, risk=risk).address() if risk else "")

    coming = None
    if nearest := known["nearest"]:
        condition = Q(latest__next_change=nearest)
        systems = named(condition, visible.filter(live, condition).count())
        coming = portfolio.Coming(nearest, (nearest - today).days, systems)
    return known["total"], portfolio.Agenda(
        prohibited=named(is_in(prohibited), known["prohibited"], prohibited) if known["prohibited"] else None,
        review=named(is_in(REVIEW), known["review"], REVIEW) if known["review"] else None,
        coming=coming,
    )


def _choices(visible: QuerySet[models.AISystem]) -> portfolio.Choices:
    def names(column: str) -> tuple[str, ...]:
        found = visible.exclude(**{column: ""}).order_by(column).values_list(column, flat=True).distinct()
        return tuple(name for name in found[:_CHOICES] if name)

    lists = visible.order_by().values_list("channels", flat=True).distinct()[:_CHOICES]
    channels = {name for held in lists if isinstance(held, list) for name in held if isinstance(name, str)}
    return portfolio.Choices(names("owner"), tuple(sorted(channels, key=str.casefold)), names("supplier"))


def _signed_rows(law: Law, systems: Sequence[models.AISystem]) -> list[Row]:
    """The rows of some systems, with whether somebody signed for what they say."""
    states = states_of(systems)
    return [replace(_row(law, system), signed=states[system.pk] if system.latest else None) for system in systems]


def _row(law: Law, system: models.AISystem) -> Row:
    """The row of one system, from its latest assessment; one that waits for its first can still be anything."""
    kept, archetype = system.latest, law.archetypes.get(system.archetype)
    return Row(
        key=system.pk,
        name=system.name,
        purpose=system.purpose,
        owner=system.owner,
        supplier=system.supplied_by.name if system.supplied_by else system.supplier,
        stage=LifeCycle(system.life_cycle) if system.life_cycle else None,
        archetype=archetype.name if archetype else None,
        effective=_range(kept, "effective"),
        statutory=_range(kept, "statutory"),
        law_from=kept.law_from if kept else None,
        house=_range(kept, "house"),
        review=bool(kept and kept.review),
        next_change=kept.next_change if kept else None,
        in_force=kept.duties_now if kept else 0,
        ahead=kept.duties_ahead if kept else 0,
        undecided=kept.duties_unknown if kept else 0,
        questions=kept.questions if kept else 0,
        assessed=kept is not None,
    )


def _range(kept: models.Assessment | None, name: str) -> ClassRange:
    return kept.range_of(name) if kept else _UNKNOWN


def _row_on(law: Law, system: models.AISystem, query: Query) -> Row:
    archetype, days = law.archetypes.get(system.archetype), query.days
    found = classify(law, facts_of(law, system), applies_on=days.applies_on, published_by=days.published_by)
    return portfolio.row_of(system, archetype.name if archetype else None, found)


def _outside(law: Law, organisation: models.Organisation) -> Text | None:
    """The countries it serves whose national rules are not here."""
    asked, serves = law.facts["org_serves"], statements.from_json(law, organisation.facts).facts.get("org_serves")
    if serves is None or not isinstance(serves.value, frozenset):
        return None
    return portfolio.countries_outside(serves.value, {option.id: option.label for option in asked.options})


def _turned(part: OrderBy) -> OrderBy:
    """The same order the other way around, with empty values at the other end as well."""
    return OrderBy(
        part.expression,
        descending=not part.descending,
        nulls_first=True if part.nulls_last else None,
        nulls_last=True if part.nulls_first else None,
    )


_KINDS = tuple(portfolio.KINDS)
# The heaviest class, the nearest date and the most questions come first; what was never assessed has nothing to say.
_ORDERS: dict[str, list[OrderBy]] = {
    "name": [Lower("name").asc()],
    "class": [F("latest__effective_high").desc(nulls_last=True), F("latest__effective_low").desc(nulls_last=True)],
    "next": [F("latest__next_change").asc(nulls_last=True)],
    "questions": [F("latest__questions").desc(nulls_last=True)],
}
