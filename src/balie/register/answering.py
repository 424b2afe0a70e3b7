"""Give answers: each is kept with who, when and from what source, and the systems they are about are assessed anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from balie.evidence import service as evidence
from balie.law import Law, Statement, Subject, plain_value
from balie.people.service import Actor, Permission, User, require
from balie.register import models, statements
from balie.register.assessing import Assessed, Occasion, assess
from balie.register.events import announce
from balie.register.system import Cause, Via

# So many systems are assessed at once when an answer about the organisation changes; the others by the worker.
_AT_ONCE = 50


class NotForYou(PermissionError):
    """An open norm that somebody without that permission tried to decide."""


@dataclass(frozen=True, slots=True)
class Given:
    """Answers by fact (None: "I don't know"), with who gave them (no account: a guest's link), how, and when."""

    answers: Mapping[str, Statement | None]
    by: Actor
    via: Via
    now: datetime
    today: date
    person: User | None = None


@transaction.atomic
def give_answers(law: Law, system: models.AISystem, given: Given) -> list[Assessed]:
    """Keep answers about a system or its organisation, and assess anew what they are about.

    The caller has asked whether this person may answer; open norms are asked for here. Raise `KeyError` for a fact the
    law does not know, `NotPermitted` for an open norm that this person may not decide.
    """
    shared = {name for name in given.answers if law.facts[name].about is Subject.ORGANISATION}
    _only_who_may_decide(law, given)
    models.Answer.objects.bulk_create(
        _row(system.organisation, None if name in shared else system, name, statement, given)
        for name, statement in given.answers.items()
    )
    own = {name: statement for name, statement in given.answers.items() if name not in shared}
    if own:
        _keep(system, own, given, evidence.Subject("system", system.pk, system.name))
    if shared:
        about = {name: given.answers[name] for name in shared}
        organisation = system.organisation
        _keep(organisation, about, given, evidence.Subject("organisation", organisation.pk, organisation.name))
        return assess_all(law, organisation, given)
    occasion = Occasion(law, given.today, given.now, Cause.ANSWERS, given.person)
    return assess([system], occasion)


def assess_all(law: Law, organisation: models.Organisation, given: Given) -> list[Assessed]:
    """Assess every system of an organisation: the first ones now, the others as soon as the worker gets to them."""
    systems = organisation.systems.exclude(life_cycle="retired")
    systems.update(due=True)
    now = list(systems.select_related("organisation", "latest").order_by("pk")[:_AT_ONCE])
    found = assess(now, Occasion(law, given.today, given.now, Cause.ORGANISATION, given.person))
    models.AISystem.objects.filter(pk__in=[system.pk for system in now]).update(due=False)
    return found


def _only_who_may_decide(law: Law, given: Given) -> None:
    decides = [name for name in given.answers if law.facts[name].open_norm]  # taking a decision back is deciding too
    if decides and given.person is not None:
        require(given.person, Permission.DECIDE_NORMS)
    elif decides:
        raise NotForYou(decides[0])


def _keep(about: Any, answers: Mapping[str, Statement | None], given: Given, subject: evidence.Subject) -> None:
    """Lay the answers over what was known, and put down what that changed."""
    before = {name: about.facts.get(name) for name in answers}
    after = statements.as_json({name: statement for name, statement in answers.items() if statement})
    about.facts = {name: fact for name, fact in about.facts.items() if name not in answers} | after
    about.revision += 1
    about.save(update_fields=["facts", "revision", "changed_at"])
    changes = evidence.changes_between(before, {name: after.get(name) for name in answers})
    evidence.record("answered", by=given.by, now=given.now, subject=subject, changes=changes, body={"via": given.via})
    announce("answered", [(subject, {"facts": sorted(answers)})])


def _row(
    organisation: models.Organisation,
    system: models.AISystem | None,
    name: str,
    statement: Statement | None,
    given: Given,
) -> models.Answer:
    return models.Answer(
        organisation=organisation,
        system=system,
        fact=name,
        known=statement is not None,
        value=plain_value(statement.value) if statement else None,
        source=statement.source if statement else "",
        decided_by=statement.decided_by if statement else "",
        reasons=statement.reasons if statement else "",
        on=statement.on if statement else None,
        via=given.via.value,
        by=given.person,
        by_name=given.by.name,
        at=given.now,
    )
