"""The face of the evidence: put down what happened, and read it back.

Called inside the transaction of the change itself, so that there is no change without its entry. What the entries do
not give yet is proof against the administrator of the database; that needs the hash chain of the log.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from balie.evidence.models import Entry

__all__ = ["BALIE", "Actor", "Change", "Entry", "Subject", "changes_between", "entries_of", "record", "record_many"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: the key of an account, or none for a guest with a link or for Balie itself; and a name."""

    key: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What it was about. `kind` is a word such as "system"; `system` is the key of the AI system it belongs to."""

    kind: str
    key: int
    name: str
    system: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after, as plain JSON values."""

    field: str
    before: Any
    after: Any


BALIE = Actor(None, "Balie")


def record(
    kind: str, *, by: Actor, now: datetime, subject: Subject, changes: Iterable[Change] = (), body: Any = None
) -> Entry:
    """Add one entry."""
    entry = _entry(kind, by, now, subject, changes, body)
    entry.save(force_insert=True)
    return entry


def record_many(kind: str, *, by: Actor, now: datetime, subjects: Iterable[tuple[Subject, Mapping[str, Any]]]) -> int:
    """Add an entry for each subject, with its body; for imports and re-assessments of many systems."""
    entries = [_entry(kind, by, now, subject, (), body) for subject, body in subjects]
    Entry.objects.bulk_create(entries, batch_size=500)
    return len(entries)


def entries_of(*, subject: tuple[str, int] | None = None, system: int | None = None) -> QuerySet[Entry]:
    """Return entries, newest first: of one subject, of one system, or all."""
    found = Entry.objects.all()
    if subject is not None:
        found = found.filter(subject=subject[0], subject_id=subject[1])
    return found if system is None else found.filter(system=system)


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return the fields that differ, in the order of `after`; a field that one side lacks counts as None there."""
    names = [*after, *(name for name in before if name not in after)]
    return tuple(Change(n, before.get(n), after.get(n)) for n in names if before.get(n) != after.get(n))


def _entry(kind: str, by: Actor, now: datetime, subject: Subject, changes: Iterable[Change], body: Any) -> Entry:
    told: dict[str, Any] = dict(body or {})
    if listed := [{"field": c.field, "before": c.before, "after": c.after} for c in changes]:
        told["changes"] = listed
    return Entry(
        at=now,
        kind=kind,
        actor_id=by.key,
        actor_name=by.name[:200],
        subject=subject.kind,
        subject_id=subject.key,
        subject_name=subject.name[:300],
        system=subject.key if subject.kind == "system" else subject.system,
        body=told,
    )
