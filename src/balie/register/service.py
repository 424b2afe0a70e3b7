"""The face of the register: what people can do with it. Each function is one thing, and writing is one transaction.

Reading takes no transaction: SQLite would make readers wait for writers (its lock is taken when a transaction begins),
and each function here reads what it needs in one query.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from balie.law import Assessment, Facts, Law, classify
from balie.register import models, statements, system
from balie.register.acting import Acting, Stale
from balie.register.answering import give_answers
from balie.register.assessing import Assessed, Occasion, assess, assess_due, facts_of, mark_due, mark_outdated
from balie.register.colleagues import (
    AskedNow,
    Asking,
    NoSuchLink,
    ask_colleague,
    asked_by,
    withdraw_question,
)
from balie.register.describing import (
    Description,
    bring_back,
    change_system,
    create_system,
    delete_draft,
    describe,
    retire,
)
from balie.register.editions import put_down_law
from balie.register.events import Told, announce, assessed, changed
from balie.register.exchange.importing import Wishes, import_file, look_through
from balie.register.exchange.snapshot import entries_to_publish, systems_in_words, whole_register
from balie.register.grounds import Footing, footing_of, ground_of
from balie.register.inbox import Turning, ahead, classes_ahead, coming_days, open_changes
from balie.register.journal import name_following
from balie.register.listing import every_row, list_portfolio
from balie.register.models import AISystem
from balie.register.owed import DutyLine, duties_of
from balie.register.replying import Said, answer_question, answers_of, close_reassessment, confirm_answers, course
from balie.register.scope import NoSuchSystem, system_for, visible_system, visible_systems
from balie.register.signing import (
    CannotSign,
    Signing,
    sign,
    signature_state,
    unsigned,
    with_signature_state,
    withdraw,
)
from balie.register.suppliers.keeping import suppliers_named
from balie.register.system import LifeCycle, SignatureState
from balie.register.versions import NewVersion, add_version, link_systems, links_of, unlink
from balie.register.wording import Refused, line, paragraph

__all__ = [
    "AISystem",
    "Acting",
    "AskedNow",
    "Asking",
    "Assessed",
    "CannotSign",
    "Description",
    "DutyLine",
    "Explaining",
    "Footing",
    "LifeCycle",
    "NewVersion",
    "NoSuchLink",
    "NoSuchSystem",
    "Occasion",
    "OwnRecordsPresent",
    "Refused",
    "Said",
    "SignatureState",
    "Signing",
    "Stale",
    "Told",
    "Turning",
    "Wishes",
    "add_version",
    "ahead",
    "announce",
    "answer_question",
    "answers_of",
    "ask_colleague",
    "asked_by",
    "assess",
    "assess_due",
    "assessed",
    "assessment_of",
    "bring_back",
    "change_system",
    "changed",
    "classes_ahead",
    "close_reassessment",
    "coming_days",
    "confirm_answers",
    "course",
    "create_system",
    "delete_draft",
    "describe",
    "duties_of",
    "entries_to_publish",
    "every_row",
    "footing_of",
    "give_answers",
    "ground_of",
    "import_file",
    "line",
    "link_systems",
    "links_of",
    "list_portfolio",
    "load_example",
    "look_through",
    "mark_due",
    "mark_outdated",
    "name_following",
    "open_changes",
    "paragraph",
    "put_down_law",
    "retire",
    "sign",
    "signature_state",
    "system_for",
    "systems_in_words",
    "unlink",
    "unsigned",
    "visible_system",
    "visible_systems",
    "whole_register",
    "with_signature_state",
    "withdraw",
    "withdraw_question",
]


class OwnRecordsPresent(Exception):
    """Somebody keeps a register of their own here, so an example has no place in it."""


@dataclass(frozen=True, slots=True)
class Explaining:
    """A system with what the law says of it on the day asked, worked out for the page that explains it."""

    system: models.AISystem
    assessment: Assessment


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
    suppliers = suppliers_named(organisation, (item.supplier for item in new))
    models.AISystem.objects.bulk_create(
        _kept(organisation, item, written.organisation.facts, suppliers.get(item.supplier.casefold())) for item in new
    )
    unassessed = organisation.systems.filter(latest=None).select_related("organisation", "latest")
    assess(unassessed, Occasion(law, timezone.localtime(now).date(), now, system.Cause.IMPORT))
    return len(new)


def _kept(
    organisation: models.Organisation, item: system.AISystem, shared: Facts, supplier: models.Supplier | None
) -> models.AISystem:
    """Make the table row; what was only said about the organisation is not copied."""
    own = {name: statement for name, statement in item.facts.items() if shared.get(name) != statement}
    return models.AISystem(
        organisation=organisation,
        name=item.name,
        archetype=item.archetype,
        purpose=item.purpose,
        owner=item.owner,
        supplier=item.supplier,
        supplied_by=supplier,
        reference=item.reference,
        channels=list(item.channels),
        life_cycle=item.life_cycle or "",
        facts=statements.as_json(own),
    )
