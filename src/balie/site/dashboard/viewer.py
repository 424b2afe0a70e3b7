"""Who looks at the start page, and when: what every count and every list behind it is asked with."""

from dataclasses import dataclass
from datetime import date, datetime

from balie.people.service import Role, User

_WIDE = frozenset({Role.COMPLIANCE, Role.MANAGER})


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person at a moment, with the language they read."""

    person: User
    now: datetime
    today: date
    language: str

    @property
    def roles(self) -> frozenset[Role]:
        """What this person does here."""
        return self.person.roles

    @property
    def own_only(self) -> bool:
        """A builder is told about their own systems; whoever answers for all of them, about all."""
        return Role.BUILDER in self.roles and not self.roles & _WIDE
