"""Answer the questions about a system, confirm answers, and close the re-assessment after a new version."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from balie.law import BadValue, FactValue, Law, Statement, Subject, Text, classify
from balie.people.service import NotPermitted, Permission, User, actor, may, require
from balie.register import models
from balie.register.acting import Acting, fresh, put_down, subject_of
from balie.register.answering import Given as GivenNow
from balie.register.answering import give_answers
from balie.register.assessing import Assessed, assess, facts_of
from balie.register.questionnaire import Course, Given, Line, course_of, lines_of
from balie.register.scope import system_for
from balie.register.system import Cause, Substantial, Via
from balie.register.wording import LINE, Refused, line, paragraph


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says to a question: a value, or None for "I don't know"; where from; and for a norm, why."""

    value: FactValue | None
    source: str = ""
    reasons: str = ""


@transaction.atomic
def answer_question(law: Law, key: int, fact: str, said: Said, acting: Acting) -> list[Assessed]:
    """Keep what somebody says to one question. Raise `KeyError`, `NotPermitted`, `NoSuchSystem` or `Refused`."""
    system = system_for(acting.person, key, Permission.ANSWER, now=acting.now)
    refuse_retired(system)
    _require_settling(acting.person, system, law, fact)
    statement = statement_of(law, fact, said, str(acting.person), acting.today)
    return keep(law, system, {fact: statement}, _given(acting))


@transaction.atomic
def answer_several(
    law: Law, key: int, answers: Mapping[str, Statement | None], given: GivenNow, *, revision: int | None
) -> list[Assessed]:
    """Keep answers to several questions, all or none. Raise as `answer_question` does, and `Stale`."""
    person = given.person
    if person is None:
        raise NotPermitted(Permission.ANSWER)
    system = system_for(person, key, Permission.ANSWER, now=given.now)
    fresh(system, revision)
    refuse_retired(system)
    for name in answers:
        _require_settling(person, system, law, name)
    return keep(law, system, answers, given)


@transaction.atomic
def confirm_answers(law: Law, key: int, facts: Collection[str], acting: Acting) -> int:
    """Say that answers are right, and make them one's own. Open norms are decided one by one, so they are left out."""
    system = system_for(acting.person, key, Permission.ANSWER, now=acting.now)
    refuse_retired(system)
    waiting = {line.fact.id: line for line in answers_of(law, system, today=acting.today) if line.confirm}
    chosen = [waiting[name] for name in facts if name in waiting and not waiting[name].fact.open_norm]
    own = {
        one.fact.id: replace(one.statement, source=_source("", str(acting.person)))
        for one in chosen
        if may_settle(acting.person, system, law, one.fact.id)
    }
    if own:
        keep(law, system, own, _given(acting))
    return len(own)


@transaction.atomic
def close_reassessment(law: Law, key: int, acting: Acting) -> models.AISystem:
    """Say that all answers hold for the new version. Raise `Refused` while some were not looked at."""
    system = system_for(acting.person, key, Permission.SIGN, now=acting.now)
    if not system.reassess_because:
        return system
    if any(line.confirm for line in answers_of(law, system, today=acting.today)):
        raise Refused("", "answers-waiting", _STILL_WAITING)
    because, system.reassess_because = system.reassess_because, ""
    system.revision += 1
    system.save(update_fields=["reassess_because", "revision", "changed_at"])
    put_down("reassessed", subject_of(system), acting, body={"because": because})
    assess([system], acting.occasion(law, Cause.VERSION))
    return system


def course(law: Law, system: models.AISystem, *, today: date) -> Course:
    """The questions about a system that can still change something."""
    found = classify(law, facts_of(law, system), applies_on=today, published_by=today)
    unknown = {name for name, given in newest(system).items() if not given.known}
    return course_of(found, unknown)


def answers_of(law: Law, system: models.AISystem, *, today: date) -> tuple[Line, ...]:
    """The answers about a system that count now, with who gave them and whether they wait to be confirmed."""
    found = classify(law, facts_of(law, system), applies_on=today, published_by=today)
    return lines_of(found, newest(system), since=_doubtful_since(system))


def newest(system: models.AISystem) -> dict[str, Given]:
    """The newest answer to each question, about the system and about its organisation."""
    asked = models.Answer.objects.filter(organisation=system.organisation_id).filter(Q(system=system) | Q(system=None))
    rows = asked.order_by("pk").values_list("fact", "known", "by_name", "at", "via")
    return {fact: Given(known, by, at, via) for fact, known, by, at, via in rows}


def history_of(law: Law, system: models.AISystem, fact: str) -> list[models.Answer]:
    """All answers to one question, the newest first."""
    about = None if law.facts[fact].about is Subject.ORGANISATION else system
    rows = models.Answer.objects.filter(organisation=system.organisation_id, system=about, fact=fact)
    return list(rows.select_related("by"))


def may_settle(person: User, system: models.AISystem, law: Law, fact: str) -> bool:
    """Whether somebody's answer counts: a norm needs the right to decide, an answer for all systems reach over all."""
    asked = law.facts[fact]
    if asked.open_norm:
        return may(person, Permission.DECIDE_NORMS, owner=system.owned_by_id)
    if asked.about is Subject.ORGANISATION:
        return may(person, Permission.ANSWER) or may(person, Permission.CHANGE_ORGANISATION)
    return may(person, Permission.ANSWER, owner=system.owned_by_id)


def statement_of(law: Law, fact: str, said: Said, name: str, today: date) -> Statement | None:
    """Make the statement that is kept; nothing for "I don't know". Raise `Refused` for what cannot be kept."""
    if said.value is None:
        return None
    asked = law.facts[fact]
    try:
        value = asked.read(said.value)
    except BadValue as problem:
        raise Refused("answer", "bad-value", problem.reason) from problem
    source = _source(said.source, name)
    if not asked.open_norm:
        return Statement(value, source)
    reasons = paragraph("reasons", said.reasons, required=True)
    return Statement(value, source, decided_by=name[:200], reasons=reasons, on=today)


def keep(law: Law, system: models.AISystem, answers: Mapping[str, Statement | None], given: GivenNow) -> list[Assessed]:
    """Give answers with the organisation locked too when they are about it, so that none is lost."""
    if any(law.facts[name].about is Subject.ORGANISATION for name in answers):
        locked = models.Organisation.objects.select_for_update().get(pk=system.organisation_id)
        system.organisation = locked
    return give_answers(law, system, replace(given, answers=answers))


def refuse_retired(system: models.AISystem) -> None:
    """A retired system is assessed no more, so nothing is asked about it."""
    if system.retired:
        raise Refused("", "retired", _RETIRED)


def _require_settling(person: User, system: models.AISystem, law: Law, fact: str) -> None:
    if law.facts[fact].open_norm:
        require(person, Permission.DECIDE_NORMS, owner=system.owned_by_id)
    elif not may_settle(person, system, law, fact):
        raise NotPermitted(Permission.CHANGE_ORGANISATION)


def _source(raw: str, name: str) -> str:
    return line("source", raw, LINE) or name[:LINE]


def _given(acting: Acting) -> GivenNow:
    return GivenNow({}, actor(acting.person), Via.PAGE, acting.now, acting.today, acting.person)


def _doubtful_since(system: models.AISystem) -> datetime | None:
    """When a version came that may be another system under the law; nothing when all answers hold."""
    if not system.reassess_because:
        return None
    doubtful = system.versions.exclude(substantial=Substantial.NO.value)
    newest_first = doubtful.order_by("-at").values_list("at", flat=True)
    return newest_first.first()


_RETIRED = Text(
    nl="Dit systeem is gestopt. Neem het eerst weer in gebruik.",
    en="This system is retired. Bring it back first.",
)
_STILL_WAITING = Text(
    nl="Nog niet alle antwoorden zijn bevestigd. Loop ze eerst langs.",
    en="Not all answers have been confirmed yet. Go through them first.",
)
