"""Notice what the law or the date made different, and put it in the inbox until somebody has handled it."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from balie.evidence import service as evidence
from balie.law import Law, ProvisionChange, changed_provisions
from balie.register import models
from balie.register.differing import difference_of, key_of, told_provisions, weight_of
from balie.register.editions import EditionDamaged, law_of
from balie.register.events import announce
from balie.register.system import Cause

# What people do themselves they know; what happens to them they are told.
NOTICED = {Cause.LAW, Cause.DATE, Cause.ORGANISATION, Cause.ENGINE}

Pair = tuple[models.Assessment, models.Assessment]


def notice(pairs: Iterable[Pair], law: Law, now: datetime) -> None:
    """Keep a difference for each (new, previous) pair of assessments in which a person would see one."""
    noticed = [(new, old) for new, old in pairs if Cause(new.cause) in NOTICED]
    earlier = _laws_of(old.law_id for new, old in noticed if old.law_id != new.law_id)
    found = [row for pair in noticed if (row := _difference(pair, law, earlier.get(pair[1].law_id, law), now))]
    models.Difference.objects.bulk_create(found)
    subjects = [(evidence.Subject("system", row.system_id, row.system.name), _body(row)) for row in found]
    evidence.record_many("outcome-changed", by=evidence.BALIE, now=now, subjects=subjects)
    announce("outcome-changed", subjects)


def _difference(pair: Pair, law: Law, earlier: Law, now: datetime) -> models.Difference | None:
    new, old = pair
    summary = difference_of(old.outcome, new.outcome)
    if not summary:
        return None
    changes = _changed(law, earlier, old.published_by, new.published_by)
    if told := told_provisions(changes, _about(law, summary, new.outcome)):
        summary["provisions"] = told
    return models.Difference(
        system=new.system,
        before=old,
        after=new,
        cause=new.cause,
        found_at=now,
        summary=summary,
        same=key_of(summary, new.cause, law.digest, new.applies_on.isoformat()),
        weight=weight_of(summary),
    )


def _laws_of(editions: Iterable[int]) -> dict[int, Law]:
    """The laws of earlier editions; one that is damaged cannot tell what changed in it, and that is told on replay."""
    found = {}
    for edition in models.LawEdition.objects.filter(pk__in=set(editions)):
        with suppress(EditionDamaged):
            found[edition.pk] = law_of(edition)
    return found


@lru_cache(maxsize=16)
def _changed(law: Law, earlier: Law, before: date, after: date) -> tuple[ProvisionChange, ...]:
    return changed_provisions(law, before, after, earlier=earlier)


def _about(law: Law, summary: dict[str, Any], outcome: dict[str, Any]) -> set[str]:
    """The provisions this system has to do with: of the duties that changed, and of the rules that hold or may."""
    duties = [law.duties[duty["id"]].provision for duty in summary.get("duties", ()) if duty["id"] in law.duties]
    rules = [law.rules[one["rule"]].provision for one in outcome["findings"] if one["rule"] in law.rules]
    named = {*duties, *(rules if "classes" in summary or "in_force" in summary else ())}
    return named | {law.provisions[name].part_of for name in named if law.provisions[name].part_of}


def _body(row: models.Difference) -> dict[str, Any]:
    return {"cause": row.cause, "weight": row.weight, "assessment": row.after_id}
