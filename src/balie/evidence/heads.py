"""Signing the head of a log, on a schedule and when asked: a promise about everything that stands before it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from balie.evidence import signing
from balie.evidence.core import (
    Actor,
    Draft,
    Frontier,
    Origin,
    SecretKey,
    Subject,
    newest,
    read_checkpoint,
    sign_checkpoint,
)
from balie.evidence.core import Checkpoint as Head
from balie.evidence.logs import BALIE, add, key_name
from balie.evidence.models import Checkpoint, Entry, Log
from balie.evidence.writing import Said

PUBLISHED = "checkpoint-published"
_AT_ONCE = 200


def checkpoint(log: Log, *, now: datetime, also: Iterable[SecretKey] = ()) -> Checkpoint:
    """Sign the head that a log has now, and keep it; when that was done already, return what was made then.

    It is signed with the newest key that the log believes, and with those of `also`. Raises `secret_keys.NoSecret`
    when there is no key to sign with.
    """
    with transaction.atomic():
        held = Log.objects.select_for_update().get(pk=log.pk)
        made = Checkpoint.objects.filter(log=held, size=held.size).first()
        if made is not None:
            return made
        root = Frontier.from_bytes(held.size, bytes(held.frontier)).root()
        keys = [signing.key_for(held, key_name(held)), *also]
        note = sign_checkpoint(Head(held.name, held.size, root), keys)
        return Checkpoint.objects.create(log=held, size=held.size, note=note, made_at=now)


def publish(log: Log, *, now: datetime, by: Actor = BALIE) -> Checkpoint:
    """Sign the head of a log for everybody to see, and put down that this was done.

    A log to which nothing was added but that its heads went out needs no other head: then the newest is returned.
    """
    with transaction.atomic():
        Log.objects.select_for_update().get(pk=log.pk)
        if not _grown().filter(pk=log.pk).exists() and (newest_one := latest(log)):
            return newest_one
        made = checkpoint(log, now=now)
        told_published(made, "page", now=now, by=by)
        return made


def told_published(made: Checkpoint, where: str, *, now: datetime, to: str = "", by: Actor = BALIE) -> None:
    """Put down in a log where one of its checkpoints went: "page", "mail", "timestamp" or "file"."""
    log = made.log
    body: dict[str, object] = {"size": made.size, "root": head_in(made).root.hex(), "where": where}
    about = Subject("log", log.pk, log.name, log.system or None)
    draft = Draft(newest(PUBLISHED).id, Origin.ENFORCED, about, by, body | ({"to": to} if to else {}))
    add({log.system: [Said(now, draft)]}, now=now)


def checkpoint_what_grew(now: datetime) -> int:
    """Sign the heads of the next few logs that grew since their last checkpoint. Returns how many that were."""
    return len([publish(log, now=now) for log in _grown().order_by("pk")[:_AT_ONCE]])


def latest(log: Log) -> Checkpoint | None:
    """The newest checkpoint of a log."""
    return Checkpoint.objects.filter(log=log).order_by("-size").first()


def head_in(made: Checkpoint) -> Head:
    """The head that a checkpoint of ours signed."""
    return read_checkpoint(made.note.partition("\n\n")[0] + "\n")


def _grown() -> QuerySet[Log]:
    """The logs with something new since their last checkpoint; where a checkpoint went does not count as new."""
    last = Checkpoint.objects.filter(log=OuterRef("pk")).order_by("-size").values("size")[:1]
    signed = Log.objects.annotate(signed=Coalesce(Subquery(last), 0)).filter(size__gt=F("signed"))
    new = Entry.objects.filter(log=OuterRef("pk"), sequence__gte=OuterRef("signed")).exclude(kind=PUBLISHED)
    return signed.filter(Exists(new))
