"""Publish a system in the Dutch Algorithm Register: keep the texts, show what would be sent, and send it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F

from balie.evidence import service as evidence
from balie.law import Law
from balie.people.service import Permission
from balie.register import delivering, models
from balie.register.acting import Acting, fresh, put_down, subject_of
from balie.register.exchange.snapshot import value_of
from balie.register.public_fields import FIELDS, GIVEN, LONGEST, MOST_LINKS, PREFIX, filled
from balie.register.scope import system_for, visible_system
from balie.register.wording import line, paragraph
from balie.register.writing.algorithm_register import Problem, entry_of, problems_of

_LONGEST_LINE = 2000


class NotComplete(Exception):
    """The entry lacks something, or something in it is too long."""


@dataclass(frozen=True, slots=True)
class Publication:
    """An entry as it would be published, and what keeps it from that."""

    system: models.AISystem
    entry: dict[str, Any]
    problems: tuple[Problem, ...]

    @property
    def known(self) -> str:
        """The number the register gave it, once it was sent."""
        return str(self.system.public_entry.get("lars", ""))


def publication_of(law: Law, key: int, acting: Acting) -> Publication:
    """The entry of a system that somebody may see."""
    return _publication(law, visible_system(acting.person, key, now=acting.now))


@transaction.atomic
def keep_texts(key: int, texts: Mapping[str, Any], acting: Acting, *, revision: int) -> models.AISystem:
    """Keep the texts for the public. Too long is kept too: people shorten what they see. Raise `Stale`, `Refused`."""
    system = system_for(acting.person, key, Permission.CHANGE_SYSTEMS, now=acting.now)
    fresh(system, revision)
    before = dict(system.public_entry)
    kept = {field.id: _tidy(field.id, texts.get(field.id)) for field in FIELDS}
    given = {name: before[name] for name in GIVEN if before.get(name)}
    system.public_entry = {name: value for name, value in kept.items() if filled(value)} | given
    if system.public_entry != before:
        system.revision += 1
        system.save(update_fields=["public_entry", "revision", "changed_at"])
        put_down(
            "publication-changed",
            subject_of(system),
            acting,
            changes=evidence.changes_between(_named(before), _named(system.public_entry)),
        )
    return system


def send(law: Law, key: int, receiver: delivering.Receiver, acting: Acting, *, revision: int) -> delivering.Delivered:
    """Send the entry to the register, once for each look at it, and put down what came of it.

    Raise `NotPermitted`, `Stale` or `NotComplete`. The network is used outside the transaction.
    """
    publication = _claim(law, key, acting, revision=revision)
    done = delivering.deliver(publication.entry, receiver, publication.known)
    _put_down(publication.system, publication.entry, receiver, done, acting)
    return done


@transaction.atomic
def _claim(law: Law, key: int, acting: Acting, *, revision: int) -> Publication:
    """Take the turn to send: a second press at the same moment finds another revision."""
    system = system_for(acting.person, key, Permission.PUBLISH, now=acting.now)
    fresh(system, revision)
    publication = _publication(law, system)
    if publication.problems:
        raise NotComplete
    models.AISystem.objects.filter(pk=system.pk).update(revision=F("revision") + 1)
    return publication


@transaction.atomic
def _put_down(
    system: models.AISystem,
    entry: Mapping[str, Any],
    receiver: delivering.Receiver,
    done: delivering.Delivered,
    acting: Acting,
) -> None:
    row = models.AISystem.objects.select_for_update(of=("self",)).get(pk=system.pk)
    if done.ok and done.lars:
        row.public_entry = {**row.public_entry, "lars": done.lars}
        row.save(update_fields=["public_entry", "changed_at"])
    told = {"ok": done.ok, "status": done.status, "lars": done.lars, "code": done.code}
    put_down(
        "sent-to-algorithm-register", subject_of(row), acting, body={**told, "to": receiver.place, "sent": dict(entry)}
    )


def _publication(law: Law, system: models.AISystem) -> Publication:
    entry = entry_of(value_of(law, system), system.public_entry)
    return Publication(system, entry, problems_of(entry))


def _named(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{PREFIX}{name}": value for name, value in entry.items()}


def _tidy(field: str, raw: Any) -> Any:
    if isinstance(raw, list | tuple):
        return [row for one in raw[:MOST_LINKS] if (row := _row(field, one))]
    return paragraph(field, str(raw or ""), LONGEST)


def _row(field: str, raw: Any) -> Any:
    """One topic, or a title with a link; parts that are empty are left out."""
    if not isinstance(raw, Mapping):
        return str(raw)
    told = {part: line(field, str(raw.get(part) or ""), _LONGEST_LINE) for part in ("title", "link")}
    return {part: said for part, said in told.items() if said}
