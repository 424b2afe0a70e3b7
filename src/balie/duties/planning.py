"""Who sees to a duty, and by when: for one duty, or for many at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from balie.duties.judging import subject_of
from balie.duties.models import SystemDuty
from balie.duties.reach import may_do
from balie.duties.tallies import visible_duties
from balie.duties.telling import tell_many
from balie.evidence import service as evidence
from balie.law import Text
from balie.people.service import NotPermitted, Permission, User, people_with
from balie.register import service as register

MOST_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to become of owner and deadline; what is not `set` stays as it is."""

    owner: User | None = None
    deadline: date | None = None
    set_owner: bool = False
    set_deadline: bool = False


@transaction.atomic
def plan_duties(keys: Iterable[int], plan: Plan, acting: register.Acting) -> int:
    """Give duties an owner or a deadline, and say how many changed. One that is out of reach refuses them all."""
    wanted = set(keys)
    if len(wanted) > MOST_AT_ONCE:
        raise register.Refused("duties", "too-many", _TOO_MANY)
    _check(plan)
    seen = visible_duties(acting.person, now=acting.now).select_for_update(of=("self",))
    rows = list(seen.select_related("system", "owner").filter(pk__in=wanted))
    if not rows or len(rows) != len(wanted):
        raise register.Refused("duties", "none", _NONE)
    if not all(may_do(acting.person, Permission.PLAN, row) for row in rows):
        raise NotPermitted(Permission.PLAN)
    return _put(rows, plan, acting)


def _put(rows: Sequence[SystemDuty], plan: Plan, acting: register.Acting) -> int:
    changed = []
    for row in rows:
        before = _kept(row)
        if plan.set_owner:
            row.owner = plan.owner
        if plan.set_deadline:
            row.deadline, row.reminded_on = plan.deadline, None
        if changes := evidence.changes_between(before, _kept(row)):
            changed.append((subject_of(row), changes))
    tell_many("duty-planned", changed, acting)
    SystemDuty.objects.bulk_update(rows, ["owner", "deadline", "reminded_on"], batch_size=200)
    return len(changed)


def _kept(row: SystemDuty) -> dict[str, str | None]:
    return {
        "owner": str(row.owner) if row.owner else None,
        "deadline": row.deadline.isoformat() if row.deadline else None,
    }


def _check(plan: Plan) -> None:
    if not (plan.set_owner or plan.set_deadline):
        raise register.Refused("owner", "nothing", _NOTHING)
    if plan.owner and not people_with(Permission.PROVE).filter(pk=plan.owner.pk).exists():
        raise register.Refused("owner", "cannot-prove", _CANNOT)


_TOO_MANY = Text(nl=f"Kies er hooguit {MOST_AT_ONCE}.", en=f"Choose at most {MOST_AT_ONCE}.")
_NONE = Text(nl="Kies eerst een of meer plichten.", en="Choose one or more duties first.")
_NOTHING = Text(nl="Kies een eigenaar of een deadline.", en="Choose an owner or a deadline.")
_CANNOT = Text(
    nl="Deze persoon kan geen bewijs toevoegen. Kies iemand anders.",
    en="This person cannot add proof. Choose somebody else.",
)
