"""Signing the head of a log, on a schedule and when asked: a promise about everything that stands before it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max, Q

from balie.evidence import signing
from balie.evidence.core import Checkpoint as Head
from balie.evidence.core import Frontier, SecretKey, sign_checkpoint
from balie.evidence.logs import key_name
from balie.evidence.models import Checkpoint, Log

_AT_ONCE = 200


def checkpoint(log: Log, *, now: datetime, also: Iterable[SecretKey] = ()) -> Checkpoint:
    """Sign the head that a log has now, and keep it; when that was done already, return what was made then.

    `also` are keys that sign beside the one of now, while one takes the place of another. Raises
    `secret_keys.NoSecret` when there is no key to sign with.
    """
    with transaction.atomic(savepoint=False):
        held = Log.objects.select_for_update().get(pk=log.pk)
        made = Checkpoint.objects.filter(log=held, size=held.size).first()
        if made is not None:
            return made
        root = Frontier.from_bytes(held.size, bytes(held.frontier)).root()
        keys = [signing.secret_key(key_name(held)), *also]
        note = sign_checkpoint(Head(held.name, held.size, root), keys)
        return Checkpoint.objects.create(log=held, size=held.size, note=note, made_at=now)


def checkpoint_what_grew(now: datetime) -> int:
    """Sign the heads of the next few logs that grew since their last checkpoint. Returns how many that were."""
    last = Log.objects.annotate(signed=Max("checkpoints__size"))
    grew = last.filter(Q(signed__lt=F("size")) | Q(signed=None, size__gt=0)).order_by("pk")[:_AT_ONCE]
    return len([checkpoint(log, now=now) for log in grew])


def latest(log: Log) -> Checkpoint | None:
    """The newest checkpoint of a log."""
    return Checkpoint.objects.filter(log=log).order_by("-size").first()
