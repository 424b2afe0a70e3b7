"""Look back at a stored assessment: in the words of its own law, and beside another one."""

from dataclasses import dataclass, replace

from django.db.models import QuerySet

from balie.law import Law, shipped_law
from balie.register import models, signing
from balie.register.differing import difference_of
from balie.register.editions import EditionDamaged, law_of
from balie.register.stored import Stored, read_outcome
from balie.register.telling import Told, answers_told, tell


@dataclass(frozen=True, slots=True)
class LookedBack:
    """A stored assessment, who signed it, and what became different since `other` (none: it is the first)."""

    found: Stored
    signatures: tuple[models.Signature, ...]
    other: models.Assessment | None
    told: Told | None
    rests_on_exception: bool
    law_damaged: bool


def look_back(every: QuerySet[models.Assessment], kept: models.Assessment, *, beside: str = "") -> LookedBack:
    """Read a stored assessment. `beside` is the number of the one to compare with; else the one before it."""
    law, damaged = _law(kept)
    other = _other(every, kept, beside)
    return LookedBack(
        found=read_outcome(law, kept.outcome, kept.facts, applies_on=kept.applies_on),
        signatures=tuple(kept.signatures.all()),
        other=other,
        told=compare(other, kept, law) if other else None,
        rests_on_exception=signing.rests_on_exception(law, kept.outcome),
        law_damaged=damaged,
    )


def compare(before: models.Assessment, after: models.Assessment, law: Law) -> Told:
    """What became different between two stored assessments, with the answers that did."""
    earlier, _ = _law(before)
    told = tell(difference_of(before.outcome, after.outcome), law, earlier)
    return replace(told, answers=answers_told(before.facts, after.facts, law, earlier))


def _law(kept: models.Assessment) -> tuple[Law, bool]:
    """The law of an assessment; that of now, and a warning, when the kept one cannot be read."""
    try:
        return law_of(kept.law), False
    except EditionDamaged:
        return shipped_law(), True


def _other(every: QuerySet[models.Assessment], kept: models.Assessment, beside: str) -> models.Assessment | None:
    others = every.select_related("law").exclude(pk=kept.pk)
    if beside.isdecimal() and len(beside) < 16 and (chosen := others.filter(pk=int(beside)).first()):
        return chosen
    return others.filter(pk__lt=kept.pk).first()
