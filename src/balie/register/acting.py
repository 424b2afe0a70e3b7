"""Who does something in the register, on what day, and how it is put down and told to the other rooms."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from balie.evidence import service as evidence
from balie.law import Law
from balie.people.service import User, actor
from balie.register.assessing import Occasion
from balie.register.events import announce
from balie.register.models import AISystem
from balie.register.system import Cause


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody does something, now."""

    person: User
    now: datetime
    today: date

    def occasion(self, law: Law, cause: Cause) -> Occasion:
        """Why systems are assessed after what this person did."""
        return Occasion(law, self.today, self.now, cause, self.person)


class Stale(Exception):
    """Somebody else changed the system after this person opened it; `system` is how it stands now."""

    def __init__(self, system: AISystem) -> None:
        super().__init__(system.pk)
        self.system = system


def subject_of(system: AISystem) -> evidence.Subject:
    """Name a system in the journal."""
    return evidence.Subject("system", system.pk, system.name)


def put_down(
    kind: str,
    subject: evidence.Subject,
    acting: Acting,
    *,
    changes: Iterable[evidence.Change] = (),
    body: Mapping[str, Any] | None = None,
) -> None:
    """Add an entry to the journal and tell the other rooms."""
    listed = tuple(changes)
    evidence.record(kind, by=actor(acting.person), now=acting.now, subject=subject, changes=listed, body=body)
    told = {**(body or {}), "fields": [change.field for change in listed]} if listed else dict(body or {})
    announce(kind, [(subject, told)])


def put_down_many(kind: str, told: Sequence[tuple[evidence.Subject, Mapping[str, Any]]], acting: Acting) -> None:
    """Add an entry for each subject with its body, and tell the other rooms, in a few queries for all of them."""
    evidence.record_many(kind, by=actor(acting.person), now=acting.now, subjects=told)
    announce(kind, told)


def fresh(system: AISystem, revision: int | None) -> None:
    """Raise `Stale` when somebody else changed the system since; without a revision nobody asks."""
    if revision is not None and revision != system.revision:
        raise Stale(system)
