"""The face of the register: what people can do with it. Each function is one thing, and writing is one transaction.

Reading takes no transaction: SQLite would make readers wait for writers (its lock is taken when a transaction begins),
and each function here reads what it needs in one query.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from balie.law import Assessment, Facts, Law, Text, classify
from balie.register import models, portfolio, statements, system
from balie.register.acting import Acting, Stale
from balie.register.answering import give_answers
from balie.register.asking import AskedNow, Asking, NoSuchLink, ask_colleague, asked_about, asked_by, withdraw_question
from balie.register.assessing import Assessed, Occasion, assess, assess_due, facts_of
from balie.register.describing import (
    Description,
    bring_back,
    change_system,
    create_system,
    delete_draft,
    describe,
    retire,
)
from balie.register.events import assessed, changed
from balie.register.models import AISystem
from balie.register.replying import Said, answer_question, answers_of, close_reassessment, confirm_answers, course
from balie.register.scope import NoSuchSystem, system_for, visible_system, visible_systems
from balie.register.versions import NewVersion, add_version, link_systems, links_of, unlink
from balie.register.wording import Refused

__all__ = [
    "AISystem",
    "Acting",
    "AskedNow",
    "Asking",
    "Assessed",
    "Description",
    "Explaining",
    "NewVersion",
    "NoSuchLink",
    "NoSuchSystem",
    "Occasion",
    "OwnRecordsPresent",
    "Refused",
    "Said",
    "Stale",
    "add_version",
    "answer_question",
    "answers_of",
    "ask_colleague",
    "asked_about",
    "asked_by",
    "assess",
    "assess_due",
    "assessed",
    "assessment_of",
    "bring_back",
    "change_system",
    "changed",
    "close_reassessment",
    "confirm_answers",
    "course",
    "create_system",
    "delete_draft",
    "describe",
    "give_answers",
    "link_systems",
    "links_of",
    "list_portfolio",
    "load_example",
    "retire",
    "system_for",
    "unlink",
    "visible_system",
    "visible_systems",
    "withdraw_question",
]


class OwnRecordsPresent(Exception):
    """Somebody keeps a register of their own here, so an example has no place in it."""


@dataclass(frozen=True, slots=True)
class Explaining:
    """A system with what the law says of it on the day asked, worked out for the page that explains it."""

    system: models.AISystem
    assessment: Assessment


def list_portfolio(law: Law, query: portfolio.Query) -> portfolio.Portfolio:
    """Assess every system, and return the rows that were asked for."""
    kept = list(models.AISystem.objects.select_related("organisation"))
    days = query.days
    rows = [_row(law, item, days.applies_on, days.published_by) for item in kept]
    organisation = kept[0].organisation if kept else models.Organisation.objects.order_by("pk").first()
    return portfolio.Portfolio(
        organisation=organisation.name if organisation else "",
        language=organisation.language if organisation else "nl",
        query=query,
        rows=portfolio.chosen(rows, query),
        total=len(rows),
        tallies=portfolio.tallies(rows, query),
        agenda=portfolio.agenda_of(rows, query),
        outside=_outside(law, organisation) if organisation else None,
        digest=law.digest,
    )


def assessment_of(law: Law, key: int, *, applies_on: date, published_by: date) -> Explaining:
    """Assess one system. Raise `NoSuchSystem` when there is none."""
    found = models.AISystem.objects.select_related("organisation").filter(pk=key).first()
    if found is None:
        raise NoSuchSystem(key)
    return Explaining(found, classify(law, facts_of(law, found), applies_on=applies_on, published_by=published_by))


@transaction.atomic
def load_example(law: Law, written: system.Portfolio, *, now: datetime) -> int:
    """Put an example in an empty register, and say how many systems were new; those already there stay as they are."""
    if models.Organisation.objects.exclude(name=written.organisation.name).exists():
        raise OwnRecordsPresent
    organisation, _ = models.Organisation.objects.get_or_create(
        name=written.organisation.name, defaults={"facts": statements.as_json(written.organisation.facts)}
    )
    names = {name.casefold() for name in organisation.systems.values_list("name", flat=True)}
    new = [item for item in written.systems if item.name.casefold() not in names]
    models.AISystem.objects.bulk_create(_kept(organisation, item, written.organisation.facts) for item in new)
    unassessed = organisation.systems.filter(latest=None).select_related("organisation", "latest")
    assess(unassessed, Occasion(law, timezone.localtime(now).date(), now, system.Cause.IMPORT))
    return len(new)


def _outside(law: Law, organisation: models.Organisation) -> Text | None:
    """The countries it serves whose national rules are not here."""
    asked, serves = law.facts["org_serves"], statements.from_json(law, organisation.facts).facts.get("org_serves")
    if serves is None or not isinstance(serves.value, frozenset):
        return None
    return portfolio.countries_outside(serves.value, {option.id: option.label for option in asked.options})


def _row(law: Law, item: models.AISystem, applies_on: date, published_by: date) -> portfolio.Row:
    archetype = law.archetypes.get(item.archetype)
    found = classify(law, facts_of(law, item), applies_on=applies_on, published_by=published_by)
    return portfolio.row_of(item, archetype.name if archetype else None, found)


def _kept(organisation: models.Organisation, item: system.AISystem, shared: Facts) -> models.AISystem:
    """Make the table row; what was only said about the organisation is not copied."""
    own = {name: statement for name, statement in item.facts.items() if shared.get(name) != statement}
    return models.AISystem(
        organisation=organisation,
        name=item.name,
        archetype=item.archetype,
        purpose=item.purpose,
        owner=item.owner,
        supplier=item.supplier,
        reference=item.reference,
        channels=list(item.channels),
        life_cycle=item.life_cycle or "",
        facts=statements.as_json(own),
    )
