"""Setting how long something stays, with an entry that says what it was before and why."""

from datetime import datetime

from django.db import transaction

from balie.evidence.core import Actor, Draft, Origin, Subject, newest
from balie.evidence.logs import add
from balie.evidence.models import RetentionRule
from balie.evidence.retention.periods import Period, Rules, is_looser, months_for, see_to_law
from balie.evidence.writing import Said


def rules() -> Rules:
    """Every rule that was set: months by system (0: every system) and kind."""
    rows = RetentionRule.objects.values_list("system", "kind", "months")
    return {(system, kind): months for system, kind, months in rows}


def set_period(period: Period, because: str, *, high_risk: bool, by: Actor, now: datetime) -> bool:
    """Set how long something stays, and put down why; say whether that changed anything.

    `high_risk` says whether it touches an AI system that is, or may be, high-risk. Raises `periods.PeriodRefused`.
    """
    see_to_law(period, high_risk=high_risk)
    with transaction.atomic():
        before = months_for(period.kind, period.system, rules())
        row, new = RetentionRule.objects.select_for_update().get_or_create(
            system=period.system, kind=period.kind, defaults={"months": period.months, "set_at": now}
        )
        if not new and row.months == period.months:
            return False
        row.months, row.set_at = period.months, now
        row.save(update_fields=["months", "set_at"])
        _put_down((period.system, period.kind), (before, period.months), because, by, now)
    return True


def drop_period(system: int, kind: str, because: str, *, by: Actor, now: datetime) -> bool:
    """Let the rule of every system, or the default, count again; say whether there was a rule."""
    with transaction.atomic():
        row = RetentionRule.objects.select_for_update().filter(system=system, kind=kind).first()
        if row is None:
            return False
        row.delete()
        _put_down((system, kind), (row.months, months_for(kind, system, rules())), because, by, now)
    return True


def _put_down(which: tuple[int, str], months: tuple[int, int], because: str, by: Actor, now: datetime) -> None:
    """A period that proves less or keeps more is a threshold that was loosened; any other is just set."""
    (system, kind), (before, after) = which, months
    rule = f"retention/{kind or 'every-kind'}"
    told = {"before": before, "after": after, "because": because}
    if is_looser(kind, before, after):
        name, what = "threshold-loosened", {"threshold": rule, **told}
    else:
        name, what = "retention-set", {"rule": rule, **told}
    about = Subject("retention", 0, kind, system or None)
    add({system: [Said(now, Draft(newest(name).id, Origin.ATTESTED, about, by, what))]}, now=now)
