"""Assess systems and keep what was found, so that pages and lists read and never compute.

An assessment is stored when it says something new: other facts, another edition of the law, or another outcome. A night
in which nothing changes stores nothing.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from balie.law import (
    ENGINE_VERSION,
    Assessment,
    DutyStatus,
    Facts,
    Law,
    classify,
    open_fact_count,
)
from balie.people.service import User
from balie.register import models, statements
from balie.register.editions import edition_of
from balie.register.events import assessed
from balie.register.noticing import notice
from balie.register.outcome import digest_of, outcome_of
from balie.register.portfolio import law_starts
from balie.register.system import Cause, LifeCycle

_log = logging.getLogger(__name__)
_AT_ONCE = 200
_BY_PEOPLE = {Cause.ANSWERS, Cause.ORGANISATION, Cause.VERSION, Cause.IMPORT}


@dataclass(frozen=True, slots=True)
class Assessed:
    """A system, what the law says of it now, and the stored rows of that and of what was said before."""

    system: models.AISystem
    found: Assessment
    row: models.Assessment
    before: models.Assessment | None


@dataclass(frozen=True, slots=True)
class Occasion:
    """When, by which law and why systems are assessed, and by whom (nobody: Balie itself).

    Without a cause it is looked up per system what became different: the law, the answers, or only the date.
    """

    law: Law
    today: date
    now: datetime
    cause: Cause | None = None
    by: User | None = None


def facts_of(law: Law, system: models.AISystem) -> Facts:
    """Everything known: what is said about the organisation, then what is said about the system itself."""
    shared, own = statements.from_json(law, system.organisation.facts), statements.from_json(law, system.facts)
    for name in (*shared.unread, *own.unread):
        _log.warning("fact %s of system %s does not fit the law any more; it is a question again", name, system.pk)
    return {**shared.facts, **own.facts}


def assess(systems: Iterable[models.AISystem], occasion: Occasion) -> list[Assessed]:
    """Assess systems, store what is new and tell the other rooms. Retired systems are left as they were."""
    alive = [system for system in systems if not system.retired]
    stored: list[Assessed] = []
    for start in range(0, len(alive), _AT_ONCE):
        batch = alive[start : start + _AT_ONCE]
        _catch_up(batch, occasion)
        stored += _assess_some(batch, occasion)
    return stored


@transaction.atomic
def assess_due(occasion: Occasion) -> int:
    """Assess the next systems that wait for it, and say how many there were."""
    waiting = models.AISystem.objects.filter(due=True).select_related("organisation", "latest").order_by("pk")
    batch = list(waiting.select_for_update(of=("self",), skip_locked=True)[:_AT_ONCE])
    assess(batch, occasion)
    models.AISystem.objects.filter(pk__in=[system.pk for system in batch]).update(due=False)
    return len(batch)


def mark_due() -> int:
    """Let every system that is in use be assessed anew; for a new day."""
    return models.AISystem.objects.exclude(life_cycle=LifeCycle.RETIRED).update(due=True)


def mark_outdated(law: Law) -> int:
    """Let every system be assessed anew that another edition of the law or of the engine judged last, or nobody yet."""
    other = ~Q(latest__law__digest=law.digest) | ~Q(latest__engine=ENGINE_VERSION) | Q(latest=None)
    found = models.AISystem.objects.filter(other, due=False).exclude(life_cycle=LifeCycle.RETIRED)
    # Looked at first, for this is asked every minute and a change takes the write lock.
    return models.AISystem.objects.filter(pk__in=found.values("pk")).update(due=True) if found.exists() else 0


@transaction.atomic
def _assess_some(systems: Sequence[models.AISystem], occasion: Occasion, *, as_known: bool = False) -> list[Assessed]:
    edition = edition_of(occasion.law, occasion.now)
    fresh = [one for system in systems if (one := _assessed(system, edition, occasion, as_known=as_known))]
    models.Assessment.objects.bulk_create([one.row for one in fresh])
    for one in fresh:
        one.system.latest = one.row
    models.AISystem.objects.bulk_update([one.system for one in fresh], ["latest"])
    if fresh:
        notice([(one.row, one.before) for one in fresh if one.before], occasion.law, occasion.now)
        assessed.send(sender=Assessed, found=fresh, occasion=occasion)
    return fresh


def _catch_up(systems: Sequence[models.AISystem], occasion: Occasion) -> None:
    """Before new answers are weighed, see what the law or the date did to the old ones: that has its own cause."""
    if occasion.cause not in _BY_PEOPLE:
        return
    current = (edition_of(occasion.law, occasion.now).pk, ENGINE_VERSION, occasion.today)
    behind = [s for s in systems if s.latest and (s.latest.law_id, s.latest.engine, s.latest.applies_on) != current]
    _assess_some(behind, replace(occasion, cause=None, by=None), as_known=True)


def _assessed(
    system: models.AISystem, edition: models.LawEdition, occasion: Occasion, *, as_known: bool
) -> Assessed | None:
    """Assess by the answers of now, or `as_known` at the last assessment; None when that says nothing new."""
    before = system.latest
    facts = facts_of(occasion.law, system)
    if as_known and before:
        facts = statements.from_json(occasion.law, before.facts).facts
    found = classify(occasion.law, facts, applies_on=occasion.today, published_by=occasion.today)
    outcome, kept = outcome_of(found), statements.as_json(facts)
    digest = digest_of(outcome)
    if before and (before.digest, before.facts, before.law_id, before.engine) == (
        digest, kept, edition.pk, ENGINE_VERSION,
    ):  # fmt: skip
        return None
    row = models.Assessment(
        system=system,
        at=occasion.now,
        by=occasion.by,
        cause=(occasion.cause or _cause_of(before, edition, kept)).value,
        law=edition,
        engine=ENGINE_VERSION,
        applies_on=occasion.today,
        published_by=occasion.today,
        facts=kept,
        outcome=outcome,
        digest=digest,
        **_shown(found),
    )
    return Assessed(system, found, row, before)


def _cause_of(before: models.Assessment | None, edition: models.LawEdition, facts: object) -> Cause:
    """What became different since the last assessment; answers nobody gave here are the organisation's."""
    if before is None:
        return Cause.DEMAND
    if before.law_id != edition.pk:
        return Cause.LAW
    if before.engine != ENGINE_VERSION:
        return Cause.ENGINE
    return Cause.DATE if before.facts == facts else Cause.ORGANISATION


def _shown(found: Assessment) -> dict[str, object]:
    """What lists show and sort by."""
    statuses = [duty.status for duty in found.duties]
    return {
        "effective_low": found.effective.lowest,
        "effective_high": found.effective.highest,
        "statutory_low": found.statutory.lowest,
        "statutory_high": found.statutory.highest,
        "house_low": found.house.lowest,
        "house_high": found.house.highest,
        "law_from": law_starts(found),
        "review": found.review,
        "next_change": next((change.on for change in found.timeline), None),
        "duties_now": statuses.count(DutyStatus.IN_FORCE),
        "duties_ahead": statuses.count(DutyStatus.AHEAD),
        "duties_unknown": statuses.count(DutyStatus.UNKNOWN),
        "questions": open_fact_count(found),
    }
