"""The face of the evidence: put down what happened, and read it back.

Called inside the transaction of the change itself, so that there is no change without its entry. How one is written
down, and how others check that none was changed, dropped or slipped in later, stands in docs/formats/evidence.md.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet

from balie.evidence.contents import Why, contents_of, erase, open_content, record_content, show, store
from balie.evidence.core import Actor, Draft, Origin, Subject, UnknownKind, Where, newest
from balie.evidence.holds import Held, NotLifted, held, lift_hold, place_hold
from balie.evidence.logs import BALIE, ORGANISATION, add
from balie.evidence.models import Check, Entry, Log
from balie.evidence.retention.periods import Period, PeriodRefused
from balie.evidence.retention.rules import drop_period, set_period
from balie.evidence.secret_keys import NoSecret
from balie.evidence.vault import Erased, VaultRefused
from balie.evidence.writing import Placed, Said

__all__ = [
    "BALIE",
    "Actor",
    "Change",
    "Entry",
    "Erased",
    "Held",
    "NoSecret",
    "NotLifted",
    "Origin",
    "Period",
    "PeriodRefused",
    "Subject",
    "VaultRefused",
    "Why",
    "changes_between",
    "contents_at",
    "contents_of",
    "drop_period",
    "entries_from",
    "entries_of",
    "entries_of_conversations",
    "erase",
    "gone_since",
    "held",
    "kind_words",
    "last_check",
    "lift_hold",
    "log_of",
    "open_content",
    "place_hold",
    "record",
    "record_content",
    "record_many",
    "set_period",
    "show",
    "size_of",
    "store",
    "turns_of",
]
_AT_ONCE = 500  # names in a statement
_LONGEST_ACTOR, _LONGEST_SUBJECT = 200, 300  # characters, as their columns have it
_LONGEST_BODY = 48_000  # bytes: a leaf has 65,535 bytes at most
_BEGINNING = 1_000


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after, as plain JSON values."""

    field: str
    before: Any
    after: Any


def record(
    kind: str, *, by: Actor, now: datetime, subject: Subject, changes: Iterable[Change] = (), body: Any = None
) -> Placed:
    """Add one entry, and return its place. Raises `UnknownKind` or `Unfit` for what the list of kinds does not know."""
    system, said = _said(kind, by, now, subject, _told(changes, body))
    (placed,) = add({system: [said]}, now=now)
    return placed


def record_many(kind: str, *, by: Actor, now: datetime, subjects: Iterable[tuple[Subject, Mapping[str, Any]]]) -> int:
    """Add an entry for each subject, with its body; for imports and re-assessments of many systems."""
    said: dict[int, list[Said]] = defaultdict(list)
    for subject, body in subjects:
        system, one = _said(kind, by, now, subject, dict(body))
        said[system].append(one)
    return len(add(said, now=now)) if said else 0


def entries_of(*, subject: tuple[str, int] | None = None, system: int | None = None) -> QuerySet[Entry]:
    """Return entries, newest first: of one subject, of one system, or all.

    Left out are those about a log itself (that it was opened, by which key it is signed), which its own page shows.
    """
    found = Entry.objects.exclude(subject="log")
    if subject is not None:
        found = found.filter(subject=subject[0], subject_id=subject[1])
    return found if system is None else found.filter(system=system)


def entries_from(log: int, sequence: int, most: int) -> QuerySet[Entry]:
    """Return the entries of a log (by key) in its own order, from a place on, `most` at once."""
    return Entry.objects.filter(log=log, sequence__gte=sequence).order_by("sequence")[:most]


def entries_of_conversations(log: int, names: Sequence[str], kind: str) -> Iterator[Entry]:
    """Give the entries of one kind about these conversations of a log, without those whose period is over."""
    for start in range(0, len(names), _AT_ONCE):
        some = Entry.objects.filter(log=log, conversation__in=names[start : start + _AT_ONCE], kind=kind)
        yield from some.exclude(conversation="").exclude(leaf="")


def turns_of(log: int, names: QuerySet[Any]) -> int:
    """How many turns of these conversations a log has; `names` is a query for their names."""
    those = Entry.objects.filter(log=log, kind__in=("turn", "turn-cut"), conversation__in=names)
    return those.exclude(conversation="").count()


def gone_since(log: int, since: datetime) -> bool:
    """Whether the period of retention is over of anything that happened since."""
    return Entry.objects.filter(log=log, at__gte=since, leaf="").exists()


def last_check(log: int, since: datetime) -> Check | None:
    """The last look through a whole log that ended since; None when nobody looked."""
    return Check.objects.filter(log=log, ended_at__gte=since).first()


def size_of(log: int) -> int:
    """How many entries a log (by key) has."""
    return Log.objects.values_list("size", flat=True).get(pk=log)


def log_of(system: int) -> int:
    """The key of the log of an AI system (0: of the organisation); 0 when nothing was ever put down."""
    return Log.objects.filter(system=system).values_list("pk", flat=True).first() or 0


def contents_at(log: int, sequences: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    """Give the content of these entries of a log (by key), with their numbers; what cannot be read is passed over."""
    for sequence, found in contents_of(Log.objects.get(pk=log), sequences):
        if not isinstance(found, VaultRefused):
            yield sequence, found.content


def kind_words(kind: str, language: str) -> str:
    """A kind of entry, by its name without version, in words; what the list does not know stands as it was written."""
    try:
        return newest(kind).text.say(language)
    except UnknownKind:
        return kind


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return the fields that differ, in the order of `after`; a field that one side lacks counts as None there."""
    names = [*after, *(name for name in before if name not in after)]
    return tuple(Change(n, before.get(n), after.get(n)) for n in names if before.get(n) != after.get(n))


def _told(changes: Iterable[Change], body: Any) -> dict[str, Any]:
    told: dict[str, Any] = dict(body or {})
    if listed := [{"field": c.field, "before": c.before, "after": c.after} for c in changes]:
        told["changes"] = listed
    return told


def _said(kind: str, by: Actor, now: datetime, subject: Subject, what: Mapping[str, Any]) -> tuple[int, Said]:
    """Return in which log it belongs, and what is to be written."""
    known = newest(kind)
    system = subject.key if subject.kind == "system" else subject.system
    about = Subject(subject.kind, subject.key, subject.name[:_LONGEST_SUBJECT], system, subject.conversation)
    who = Actor(by.key, by.name[:_LONGEST_ACTOR])
    belongs = ORGANISATION if known.where is Where.ORGANISATION else system or ORGANISATION
    return belongs, Said(now, Draft(known.id, known.origin, about, who, _fitting(what)))


def _fitting(what: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a body that fits in an entry: of long texts only the beginning when it is too long, with a digest."""
    if len(json.dumps(what, ensure_ascii=False).encode()) <= _LONGEST_BODY:
        return what
    return {name: _shortened(value) for name, value in what.items()}


def _shortened(value: Any) -> Any:
    if isinstance(value, str) and len(value) > _BEGINNING:
        return f"{value[:_BEGINNING]}… ({len(value)}, SHA-256 {sha256(value.encode()).hexdigest()})"
    if isinstance(value, Mapping):
        return {name: _shortened(item) for name, item in value.items()}
    return [_shortened(item) for item in value] if isinstance(value, list | tuple) else value
