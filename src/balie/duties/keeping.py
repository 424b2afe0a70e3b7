"""Keep the duties of each system level with its latest assessment: the register says which there are, in bulk.

What no longer applies stays, with its owner, its proofs and its history, and comes back when it applies again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from balie.duties.judging import VERDICT_FIELDS, judge_rows, judge_without_evidence, subject_of
from balie.duties.models import SystemDuty
from balie.duties.proofs import Standing
from balie.evidence import service as evidence
from balie.law import Law, shipped_law, weight_of_duties
from balie.register import service as register

_OWED = ("status", "source", "footing", "provision", "since", "until", "fine", "rank", "weight")
_LAW_FIELDS = (*_OWED, "ended_at")
_KEPT_STATUSES = {Standing.IN_FORCE.value, Standing.AHEAD.value, Standing.UNKNOWN.value}
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty as the assessment gives it."""

    status: str
    source: str
    footing: str
    provision: str
    since: date | None
    until: date | None
    fine: str
    rank: int
    weight: int


def on_assessed(*, found: Sequence[register.Assessed], occasion: register.Occasion, **_: Any) -> None:
    """Follow new assessments, in the transaction that stored them."""
    wanted = {one.system.pk: owed_by(occasion.law, one.row.outcome) for one in found}
    known = {one.system.pk for one in found if one.before is not None}
    level(wanted, now=occasion.now, told=known)


def on_changed(*, told: Sequence[register.Told], **_: Any) -> None:
    """Follow systems that were retired, or taken into use again; only those are read whole."""
    keys = [subject.key for subject, _body in told if subject.kind == "system"]
    owed = SystemDuty.objects.filter(system=OuterRef("pk"), status__in=_KEPT_STATUSES)
    for start in range(0, len(keys), _AT_ONCE):
        here = register.AISystem.objects.filter(pk__in=keys[start : start + _AT_ONCE], latest__isnull=False)
        retired = Q(life_cycle=register.LifeCycle.RETIRED)
        turned = here.annotate(owes=Exists(owed)).filter(Q(owes=True) & retired | Q(owes=False) & ~retired)
        level_all(turned.select_related("latest"))


def level_all(systems: Iterable[register.AISystem]) -> None:
    """Make the duties of systems those of their stored assessments; a retired system has none."""
    law, found = shipped_law(), [(system, system.latest) for system in systems]
    wanted = {system.pk: {} if system.retired else owed_by(law, latest.outcome) for system, latest in found if latest}
    if wanted:
        level(wanted, now=max(system.changed_at for system, _latest in found), told=wanted)


def owed_by(law: Law, outcome: Mapping[str, Any]) -> dict[str, Owed]:
    """The duties in a stored outcome, in the engine's order."""
    return {
        line["id"]: _owed(law, line, rank)
        for rank, line in enumerate(outcome["duties"])
        if line["status"] in _KEPT_STATUSES and line["id"] in law.duties
    }


@transaction.atomic
def level(wanted: Mapping[int, Mapping[str, Owed]], *, now: datetime, told: Iterable[int] = ()) -> None:
    """Make the rows of these systems as wanted. Only what differs is written, by as few statements as there can be.

    Of the systems in `told` the journal says what came, went and changed; a first assessment speaks for itself.
    """
    today = timezone.localtime(now).date()
    rows = SystemDuty.objects.filter(system__in=list(wanted))
    before = {(row.system_id, row.duty): row for row in rows}
    new: list[SystemDuty] = []
    changed: list[SystemDuty] = []
    moved: list[SystemDuty] = []
    for system, duties in wanted.items():
        for duty, owed in duties.items():
            row = before.pop((system, duty), None)
            if row is None:
                new.append(_new(system, duty, owed, now, today))
            elif _owed_in(row) != owed or row.ended_at:
                (moved if row.status != owed.status else changed).append(_put(row, owed))
    moved += [_end(row, now) for row in before.values() if row.status in _KEPT_STATUSES]
    judge_rows(moved, now=now)
    SystemDuty.objects.bulk_create(new, batch_size=_AT_ONCE)
    _rewrite([*changed, *moved])
    telling = set(told)
    _tell([row for row in [*new, *moved] if row.system_id in telling], now)


def _rewrite(rows: Sequence[SystemDuty]) -> None:
    """Write what the law and the judge say of rows, and nothing else: owner and deadline are somebody else's."""
    SystemDuty.objects.bulk_create(
        rows,
        batch_size=_AT_ONCE,
        update_conflicts=True,
        unique_fields=["pk"],
        update_fields=[*_LAW_FIELDS, *VERDICT_FIELDS],
    )


def _tell(rows: Iterable[SystemDuty], now: datetime) -> None:
    told = [
        (subject_of(row), {"status": row.status, "since": row.since.isoformat() if row.since else None}) for row in rows
    ]
    evidence.record_many("duty-moved", by=evidence.BALIE, now=now, subjects=told)


def _owed(law: Law, line: Mapping[str, Any], rank: int) -> Owed:
    duty = law.duties[line["id"]]
    provision, source = law.provisions[duty.provision], law.kind_of(duty.id)
    return Owed(
        status=line["status"],
        source=source.value,
        footing=register.footing_of(law, provision, register.ground_of(source, provision)).value,
        provision=provision.id,
        since=_day(line["since"]),
        until=_day(line["until"]),
        fine=line["fine"] or "",
        rank=rank,
        weight=weight_of_duties(law)[duty.id],
    )


def _owed_in(row: SystemDuty) -> Owed:
    return Owed(**{name: getattr(row, name) for name in _OWED})


def _new(system: int, duty: str, owed: Owed, now: datetime, today: date) -> SystemDuty:
    row = _put(SystemDuty(system_id=system, duty=duty), owed)
    judge_without_evidence(row, now=now, today=today)
    return row


def _put(row: SystemDuty, owed: Owed) -> SystemDuty:
    for name in _OWED:
        setattr(row, name, getattr(owed, name))
    row.ended_at = None
    return row


def _end(row: SystemDuty, now: datetime) -> SystemDuty:
    row.status, row.ended_at = Standing.ENDED.value, now
    return row


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
