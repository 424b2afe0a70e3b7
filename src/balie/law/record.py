"""An assessment as plain JSON types: what is printed, stored and handed to other programs."""

from collections.abc import Callable
from datetime import date
from typing import Any

from balie.language import Text
from balie.law.answer import Answer
from balie.law.assessment import Assessment
from balie.law.explanation import decisive_leaves, say_conclusion, say_weight
from balie.law.facts import FactValue, Statement
from balie.law.findings import Change, DutyFinding, DutyStatus, Finding
from balie.law.fines import ceiling
from balie.law.questions import OpenQuestion, open_questions
from balie.law.risk import ClassRange

# Rises when the same facts and packs could come out differently, so that a stored assessment can be replayed.
ENGINE_VERSION = "1"

Plain = dict[str, Any]
Say = Callable[[Text], Any]


def record_of(assessment: Assessment, language: str | None = None) -> Plain:
    """Return the whole assessment. Texts are in one language, or in both as {"nl", "en"} when none is given."""

    def say(text: Text) -> Any:
        return text.say(language) if language else {"nl": text.nl, "en": text.en}

    statutory = assessment.statutory
    return {
        "engine": ENGINE_VERSION,
        "law": assessment.law.digest,
        "packs": sorted(assessment.law.packs),
        "published_by": assessment.published_by.isoformat(),
        "applies_on": assessment.applies_on.isoformat(),
        "facts": {name: _statement(statement) for name, statement in sorted(assessment.facts.items())},
        "statutory": {
            **_range(statutory.range),
            "applies_from": _day(statutory.applies_from),
            "in_force": _range(statutory.in_force),
        },
        "house": _range(assessment.house),
        "effective": _range(assessment.effective),
        "review": assessment.review,
        "roles": {role.value: answer.name.lower() for role, answer in assessment.roles.items()},
        "duties": [_duty(assessment, found, say) for found in assessment.duties if found.status is not _NOT],
        "questions": [_question(question, say) for question in open_questions(assessment)],
        "timeline": [_change(change) for change in assessment.timeline],
        "findings": [_finding(assessment, finding, say) for finding in assessment.findings],
    }


def _range(classes: ClassRange) -> Plain:
    return {"lowest": classes.lowest.slug, "highest": classes.highest.slug}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def plain_value(value: FactValue) -> Any:
    """Return a value as a JSON type: choices as a sorted list, a date as text."""
    if isinstance(value, frozenset):
        return sorted(value)
    return value.isoformat() if isinstance(value, date) else value


def _statement(statement: Statement) -> Plain:
    found: Plain = {"value": plain_value(statement.value)}
    for name in ("source", "decided_by", "reasons"):
        if text := getattr(statement, name):
            found[name] = text
    if statement.on:
        found["on"] = statement.on.isoformat()
    return found


def _duty(assessment: Assessment, found: DutyFinding, say: Say) -> Plain:
    fine = None
    if found.fine:
        most = ceiling(assessment.law, found.fine, assessment.facts, published_by=assessment.published_by)
        fine = {"tier": found.fine.id, "euros": most.euros, "text": say(most.text)}
    return {
        "id": found.duty.id,
        "title": say(found.duty.title),
        "text": say(found.duty.text),
        "source": found.source.value,
        "provision": found.provision.id,
        "cite": say(found.provision.cite),
        "roles": [role.value for role in found.duty.roles],
        "status": found.status.value,
        "since": _day(found.since),
        "until": _day(found.until),
        "fine": fine,
        "rules": [finding.rule.id for finding in found.findings if finding.answer is not Answer.NO],
    }


def _question(question: OpenQuestion, say: Say) -> Plain:
    return {
        "fact": question.fact.id,
        "question": say(question.fact.question),
        "open_norm": question.fact.open_norm is not None,
        "answered_by": question.fact.answered_by.value,
        "changes_class": question.changes_class,
        "settles": {"statutory": question.statutory, "house": question.house, "duties": question.duties},
        "rules": [rule.id for rule in question.rules],
    }


def _change(change: Change) -> Plain:
    return {
        "on": change.on.isoformat(),
        "before": _range(change.before),
        "after": _range(change.after),
        "starting": [duty.id for duty in change.starting],
        "ending": [duty.id for duty in change.ending],
    }


def _finding(assessment: Assessment, finding: Finding, say: Say) -> Plain:
    day = assessment.applies_on
    weight = say_weight(finding.provision, finding.rule.basis)
    return {
        "rule": finding.rule.id,
        "provision": finding.provision.id,
        "cite": say(finding.provision.cite),
        "conclusion": say(say_conclusion(assessment, finding)),
        "answer": finding.answer.name.lower(),
        "status": finding.status(day).value,
        "since": _day(finding.since(day)),
        "until": _day(finding.until(day)),
        "excepted_by": list(finding.excepted_by),
        "basis": finding.rule.basis.value,
        "certainty": finding.provision.certainty,
        "weight": say(weight) if weight else None,
        "because": _because(assessment, finding),
    }


def _because(assessment: Assessment, finding: Finding) -> list[Plain]:
    """The decisive facts with their values; null is what is not known."""
    edition, found = assessment.edition, {}
    for node in decisive_leaves(assessment, edition.node_of[finding.rule.id]):
        name = edition.conditions[node].fact  # type: ignore[union-attr]
        statement = assessment.facts.get(name)
        found[name] = plain_value(statement.value) if statement else None
    return [{"fact": name, "value": value} for name, value in found.items()]


_NOT = DutyStatus.DOES_NOT_APPLY
