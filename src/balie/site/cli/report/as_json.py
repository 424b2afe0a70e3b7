"""The report as JSON: stable names, the same input gives the same bytes. Described in docs/formats/assessment.md."""

import json
from collections.abc import Mapping

from balie.law import Answer, Change, ClassRange, Facts, Fault, OpenQuestion, plain_value
from balie.register.system import DeclaredClass
from balie.site.cli.report import phrases
from balie.site.cli.report.outcome import DutyLine, Outcome, Report, SwitchedOff

FORMAT = "balie-assessment/1"


def as_json(report: Report, language: str) -> str:
    """Return the whole report."""
    document = {
        "format": FORMAT,
        "language": str(language),
        "applies_on": report.applies_on.isoformat(),
        "published_by": report.published_by.isoformat(),
        "law": {
            "digest": report.law.digest,
            "packs": [
                {"id": i, "kind": pack.kind, "title": pack.title.say(language)} for i, pack in report.law.packs.items()
            ],
            "switched_off": [_off(off, language) for off in report.switched_off],
        },
        "summary": {
            "words": phrases.summary_of(report, language),
            "systems": len(report.outcomes),
            "refused": report.refused,
        },
        "systems": [_system(outcome, language) for outcome in report.outcomes],
        "faults": [fault_as_json(fault, language) for fault in report.faults],
        "notices": [fault_as_json(notice, language) for notice in report.notices],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def fault_as_json(fault: Fault, language: str) -> dict[str, object]:
    """Return one fault with its place apart, so that an editor can jump to it."""
    return {
        "code": fault.code,
        "file": fault.place.file,
        "line": fault.place.line,
        "field": fault.place.field,
        "system": fault.place.about,
        "reason": fault.reason.say(language),
        "repair": fault.repair.say(language),
    }


def range_as_json(found: ClassRange, language: str) -> dict[str, object]:
    """Return a class range: both ends, whether it is settled, and the words."""
    return {
        "lowest": found.lowest.slug,
        "highest": found.highest.slug,
        "settled": found.settled,
        "words": found.say(language),
    }


def _system(outcome: Outcome, language: str) -> dict[str, object]:
    system = outcome.system
    return {
        "name": system.name,
        "file": system.place.file,
        "line": system.place.line,
        "organisation": system.organisation,
        "archetype": system.archetype,
        "purpose": system.purpose,
        "owner": system.owner,
        "supplier": system.supplier,
        "reference": system.reference,
        "channels": list(system.channels),
        "status": system.life_cycle and system.life_cycle.value,
        "class": _class(outcome, language),
        "review": outcome.review,
        "declared": _declared(system.declared, outcome),
        "roles": {str(role): _ANSWERS[answer] for role, answer in outcome.roles},
        "duties": [_duty(line, language) for line in outcome.duties],
        "questions": [_question(question, language) for question in outcome.questions()],
        "timeline": [_change(change, language) for change in outcome.timeline],
        "notes": [note.say(language) for note in outcome.notes],
        "facts": _facts(system.facts),
    }


def _class(outcome: Outcome, language: str) -> dict[str, object]:
    applies_from = outcome.statutory.applies_from
    return {
        "effective": range_as_json(outcome.effective, language),
        "statutory": {
            **range_as_json(outcome.statutory.range, language),
            "applies_from": applies_from and applies_from.isoformat(),
            "in_force": range_as_json(outcome.statutory.in_force, language),
        },
        "house": range_as_json(outcome.house, language),
    }


def _declared(declared: DeclaredClass | None, outcome: Outcome) -> Mapping[str, object] | None:
    if declared is None:
        return None
    found = outcome.statutory.range
    agrees = "no" if declared.contradicts(found) else "yes" if declared.covers(found) else "not_settled"
    return {
        "words": declared.words,
        "source": declared.source,
        "lowest": declared.lowest.slug,
        "highest": declared.highest.slug,
        "agrees": agrees,
    }


def _duty(line: DutyLine, language: str) -> dict[str, object]:
    found = line.found
    return {
        "id": found.duty.id,
        "title": found.duty.title.say(language),
        "text": found.duty.text.say(language),
        "provision": found.provision.id,
        "cite": found.provision.cite.say(language),
        "link": found.provision.link,
        "roles": [role.value for role in found.duty.roles],
        "owed_as": [role.value for role in line.owed_as],
        "source": found.source.value,
        "weight": line.weight and line.weight.say(language),
        "status": found.status.value,
        "since": found.since and found.since.isoformat(),
        "until": found.until and found.until.isoformat(),
        "fine": line.ceiling and {"euros": line.ceiling.euros, "words": line.ceiling.text.say(language)},
    }


def _question(question: OpenQuestion, language: str) -> dict[str, object]:
    fact = question.fact
    return {
        "fact": fact.id,
        "question": fact.question.say(language),
        "answered_by": fact.answered_by.value,
        "open_norm": fact.open_norm is not None,
        "changes_class": question.changes_class,
        "settles": {"statutory": question.statutory, "house": question.house, "duties": question.duties},
    }


def _change(change: Change, language: str) -> dict[str, object]:
    return {
        "on": change.on.isoformat(),
        "before": range_as_json(change.before, language),
        "after": range_as_json(change.after, language),
        "starting": [duty.id for duty in change.starting],
        "ending": [duty.id for duty in change.ending],
    }


def _facts(facts: Facts) -> dict[str, object]:
    return {
        name: {
            "value": plain_value(statement.value),
            "source": statement.source,
            "decided_by": statement.decided_by,
            "reasons": statement.reasons,
            "on": statement.on and statement.on.isoformat(),
        }
        for name, statement in sorted(facts.items())
    }


def _off(off: SwitchedOff, language: str) -> dict[str, str]:
    return {"id": off.pack, "title": off.title.say(language), "because": off.because}


_ANSWERS = {Answer.NO: "no", Answer.UNKNOWN: "unknown", Answer.YES: "yes"}
