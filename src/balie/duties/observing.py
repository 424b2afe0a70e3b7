"""How other rooms tell what they measured or saw: the gateway, audits, the probe, the dossier and training."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from balie.duties.control import ProofStatus
from balie.duties.controls import shipped_controls
from balie.duties.judging import rejudge, subject_of
from balie.duties.models import Observation as Row
from balie.duties.models import SystemDuty
from balie.evidence import service as evidence
from balie.law import Text

_CAN_BE_SEEN = {ProofStatus.MET, ProofStatus.FAILING, ProofStatus.OPEN}


class NotObservable(ValueError):
    """There is no such duty of this system, or no such control of this duty, or the outcome is no observation."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One look at one control: how it came out, why, the figures, until when that is fresh, and where to look.

    `outcome` is met, failing, or open (looked, but there was too little to say anything).
    """

    control: str
    outcome: ProofStatus
    reason: Text
    at: datetime
    fresh_until: date | None = None
    figures: Mapping[str, float] = field(default_factory=dict)
    address: str = ""


@transaction.atomic
def observe(system_key: int, duty_id: str, seen: Observation, *, by: evidence.Actor = evidence.BALIE) -> SystemDuty:
    """Keep an observation about a duty of a system and judge that duty anew. Raise `NotObservable`."""
    control = shipped_controls().all.get(seen.control)
    if control is None or duty_id not in control.duties or seen.outcome not in _CAN_BE_SEEN:
        raise NotObservable(f"{seen.control} ({seen.outcome}) is no observation of {duty_id}")
    row = SystemDuty.objects.select_for_update().filter(system=system_key, duty=duty_id).first()
    if row is None:
        raise NotObservable(f"system {system_key} does not have the duty {duty_id}")
    Row.objects.create(
        duty=row,
        kind=control.kind.value,
        control=control.id,
        outcome=seen.outcome.value,
        reason={"nl": seen.reason.nl, "en": seen.reason.en},
        figures=dict(seen.figures),
        observed_at=seen.at,
        fresh_until=seen.fresh_until,
        address=seen.address,
    )
    body = {"control": control.id, "outcome": seen.outcome.value, "figures": dict(seen.figures)}
    evidence.record("observed", by=by, now=seen.at, subject=subject_of(row), body=body)
    rejudge([row], now=seen.at)
    return row
