"""The outcome of an assessment in its compact form: ids and dates, no texts. What is stored and made again. Pure.

It says nothing about the days asked or the law read, so that a night in which nothing changes gives the same outcome.
Keys and values are text, whole numbers, true, false and null only: canonical JSON needs no rule for fractions.
"""

import hashlib
import json
from datetime import date
from typing import Any

from balie.law import Answer, Assessment, Change, ClassRange, DutyFinding, DutyStatus, Finding, ceiling

Plain = dict[str, Any]


def outcome_of(found: Assessment) -> Plain:
    """Return the compact outcome."""
    return {
        "statutory": {
            **_range(found.statutory.range),
            "applies_from": _day(found.statutory.applies_from),
            "in_force": _range(found.statutory.in_force),
        },
        "house": _range(found.house),
        "effective": _range(found.effective),
        "review": found.review,
        "roles": {role.value: answer.name.lower() for role, answer in found.roles.items()},
        "duties": [_duty(found, duty) for duty in found.duties if duty.status is not DutyStatus.DOES_NOT_APPLY],
        "findings": [_finding(finding, found.applies_on) for finding in found.findings if finding.answer != Answer.NO],
        "timeline": [_change(change) for change in found.timeline],
    }


def digest_of(outcome: Plain) -> str:
    """SHA-256 of the outcome as canonical JSON (RFC 8785), in hexadecimal."""
    text = json.dumps(outcome, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _range(classes: ClassRange) -> Plain:
    return {"lowest": classes.lowest.slug, "highest": classes.highest.slug}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _duty(found: Assessment, duty: DutyFinding) -> Plain:
    fine = ceiling(found.law, duty.fine, found.facts, published_by=found.published_by) if duty.fine else None
    return {
        "id": duty.duty.id,
        "status": duty.status.value,
        "since": _day(duty.since),
        "until": _day(duty.until),
        "fine": duty.fine.id if duty.fine else None,
        "euros": fine.euros if fine else None,
    }


def _finding(finding: Finding, day: date) -> Plain:
    return {
        "rule": finding.rule.id,
        "answer": finding.answer.name.lower(),
        "status": finding.status(day).value,
        "since": _day(finding.since(day)),
        "until": _day(finding.until(day)),
        "excepted_by": list(finding.excepted_by),
    }


def _change(change: Change) -> Plain:
    return {
        "on": change.on.isoformat(),
        "before": _range(change.before),
        "after": _range(change.after),
        "starting": [duty.id for duty in change.starting],
        "ending": [duty.id for duty in change.ending],
    }
