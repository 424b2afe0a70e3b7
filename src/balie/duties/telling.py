"""Put down what somebody did to a duty or a task, and tell the other rooms (webhooks hang on that)."""

from collections.abc import Iterable, Mapping
from typing import Any

from balie.duties.models import Task
from balie.evidence import service as evidence
from balie.people.service import actor
from balie.register import service as register


def tell(
    kind: str,
    subject: evidence.Subject,
    acting: register.Acting,
    body: Mapping[str, Any] | None = None,
    changes: Iterable[evidence.Change] = (),
) -> None:
    """Add an entry to the journal and send the register's signal."""
    listed = tuple(changes)
    told = dict(body or {})
    evidence.record(kind, by=actor(acting.person), now=acting.now, subject=subject, changes=listed, body=told)
    if listed:
        told["fields"] = [change.field for change in listed]
    register.announce(kind, [(subject, told)])


def tell_many(
    kind: str, changed: Iterable[tuple[evidence.Subject, tuple[evidence.Change, ...]]], acting: register.Acting
) -> None:
    """The same for many at once: the other rooms hear of them together."""
    told = list(changed)
    subjects = [
        (subject, {"changes": [{"field": c.field, "before": c.before, "after": c.after} for c in changes]})
        for subject, changes in told
    ]
    evidence.record_many(kind, by=actor(acting.person), now=acting.now, subjects=subjects)
    register.announce(kind, [(subject, {"fields": [c.field for c in changes]}) for subject, changes in told])


def note(kind: str, subject: evidence.Subject, acting: register.Acting, body: Mapping[str, Any]) -> None:
    """Add an entry to the journal only: other rooms heard of it already, under another name."""
    evidence.record(kind, by=actor(acting.person), now=acting.now, subject=subject, body=dict(body))


def task_subject(task: Task) -> evidence.Subject:
    """Name a task in the journal."""
    return evidence.Subject("task", task.pk, task.title, task.system_id)
