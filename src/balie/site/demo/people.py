"""People of the example organisation, one or two in each role, without passwords. They are as invented as the rest.

Whoever started the demo is administrator, and makes a link for any of them under Settings, People. Those whose name
stands as owner in the example own these systems.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from balie.people import service
from balie.people.mandates import USUAL
from balie.people.models import Mandate, User
from balie.people.service import Role
from balie.register.models import AISystem


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody of the example: name and role; the address follows from the name."""

    name: str
    role: Role
    language: str = "nl"

    @property
    def email(self) -> str:
        """An address in a domain that cannot exist."""
        return f"{'.'.join(self.name.lower().split())}@wadlicht.example"


PEOPLE = (
    Invented("Sanne Hoekstra", Role.COMPLIANCE),
    Invented("Samira Haddou", Role.MANAGER),
    Invented("Petra Wiersma", Role.MANAGER),
    Invented("Noor Terpstra", Role.BUILDER),
    Invented("Bram Elzinga", Role.AGENT),
    Invented("Anneke Postma", Role.ANALYST),
    Invented("Maeve Brennan", Role.AUDITOR, "en"),
)
_AUDITED = ("Wim", "Stroomlijn", "Termijncheck")


@transaction.atomic
def load(*, by: User, now: datetime, today: date) -> int:
    """Add those who are not there yet, link owners to their systems, and say how many people were new."""
    new = [one for one in PEOPLE if not User.objects.filter(email=one.email).exists()]
    for one in new:
        person = User.objects.create_user(one.email, name=one.name, language=one.language)
        service.give_roles(person, [one.role], by=by, now=now)
        if one.role is Role.AUDITOR:
            _give_mandate(person, by, now, today)
    for one in PEOPLE:
        unlinked = AISystem.objects.filter(owned_by=None, owner__startswith=f"{one.name},")
        unlinked.update(owned_by=User.objects.get(email=one.email))
    return len(new)


def _give_mandate(person: User, by: User, now: datetime, today: date) -> Mandate:
    systems = AISystem.objects.filter(name__in=_AUDITED).order_by("pk").values_list("pk", flat=True)
    return person.mandates.create(
        purpose="Jaarlijkse audit 2026",
        systems=list(systems),
        period_from=today - timedelta(days=365),
        period_until=today + USUAL,
        expires_at=now + USUAL,
        given_by=by,
        given_at=now,
    )
