"""The vault through Django: store, read back and erase the content of conversations."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from balie.evidence import vault
from balie.evidence.core import Actor, Commitment, Draft, Origin, Subject, newest
from balie.evidence.core import holds as fits
from balie.evidence.holds import Held, held, is_held
from balie.evidence.logs import add, dialect, opened
from balie.evidence.masters import Masters
from balie.evidence.models import Content, ContentKey, Entry, Log
from balie.evidence.vault import Opened, Piece, Stored, VaultRefused
from balie.evidence.writing import Said

_AT_ONCE = 200
_IDS_IN_AN_ENTRY = 1_000  # of 34 bytes each: an entry has 65,535 at most


@dataclass(frozen=True, slots=True)
class Why:
    """Why content is erased: "request", "retention" or "other", and what somebody added."""

    reason: str
    note: str = ""


def masters() -> Masters:
    """Where this installation keeps its master keys."""
    return Masters(Path(settings.EVIDENCE_FOLDER), settings.EVIDENCE_ENVIRONMENT)


def store(
    system: int, conversation: str, contents: Iterable[tuple[str, bytes]], *, by: Actor, now: datetime
) -> list[Stored]:
    """Put content of one conversation of an AI system (0: of the organisation) in the vault: (media type, bytes) each.

    Each piece gets an entry `content-stored` in the running transaction, or in one of its own. Raises
    `vault.VaultRefused` for what the vault does not take, and `secret_keys.NoSecret` when the master key is not there.
    """
    about = Subject("conversation", 0, conversation, system or None, conversation)
    kind = newest("content-stored").id
    pieces = [
        Piece(Said(now, Draft(kind, Origin.ENFORCED, about, by, {"media": media})), media, content)
        for media, content in contents
    ]
    return _put(system, pieces, now) if pieces else []


def record_content(
    kind: str, about: Subject, body: Mapping[str, Any], content: tuple[str, bytes], *, by: Actor, now: datetime
) -> Stored:
    """Add one entry about a conversation with content (media type, bytes) in the vault; in the running transaction.

    Raises what `store` raises, and `Erased` when the conversation was erased.
    """
    known = newest(kind)
    said = Said(now, Draft(known.id, known.origin, about, by, body))
    (stored,) = _put(about.system or 0, [Piece(said, *content)], now)
    return stored


def _put(system: int, pieces: Sequence[Piece], now: datetime) -> list[Stored]:
    with transaction.atomic():
        log = opened([system], now=now)[system]
        with connection.cursor() as cursor:
            return vault.store(cursor, dialect(), masters(), log.pk, pieces)


def open_content(own: str) -> Opened:
    """Read one piece back by its id. Raises `vault.VaultRefused` (`code` says why) and `secret_keys.NoSecret`."""
    with connection.cursor() as cursor:
        return vault.open_content(cursor, dialect(), masters(), own)


def contents_of(log: Log, sequences: Iterable[int] | None = None) -> Iterator[tuple[int, Opened | VaultRefused]]:
    """Give the content of these entries of a log, or of all, with their numbers, a few hundred at a time.

    What was erased is passed over; for what cannot be read, what is wrong comes in its place. Raises
    `secret_keys.NoSecret`.
    """
    for bound in _bound(log, sequences):
        with connection.cursor() as cursor:
            ids = [own for _, own in bound]
            found = list(vault.open_many(cursor, dialect(), masters(), ids))
        for (sequence, _), one in zip(bound, found, strict=True):
            if not isinstance(one, vault.Erased):
                yield sequence, one


def show(entry: Entry, because: str, *, by: Actor, now: datetime) -> Opened:
    """Read the content of an entry for somebody to see, and put down in the same log that they do and why.

    The entry about it is there for good before this returns, so not inside a transaction; of what cannot be shown there
    is none. It is written first: from then on whoever erases this has to wait. Raises `vault.VaultRefused` and
    `secret_keys.NoSecret`.
    """
    bound = entry.said.get("vault")
    if bound is None:
        raise vault.no_such_content()
    about = Subject("conversation", 0, entry.conversation, entry.log.system or None, entry.conversation)
    what = {"seq": entry.sequence, "because": because}
    with transaction.atomic(durable=True):
        said = Said(now, Draft(newest("content-shown").id, Origin.ENFORCED, about, by, what))
        add({entry.log.system: [said]}, now=now)
        found = open_content(bound["id"])
        if not fits(Commitment(**bound), found.content, found.commitment_key):
            raise vault.damaged()
    return found


def erase(log: Log, conversations: Iterable[str], why: Why, *, by: Actor, now: datetime) -> int:
    """Destroy the content of conversations for good, with an entry that says so; say how many had any.

    The log still verifies: it holds a commitment that tells nothing once its key is gone. Raises `holds.Held`
    when one of them is under a legal hold; then nothing is erased.
    """
    wanted = sorted(set(conversations))
    with transaction.atomic():
        keys = list(
            ContentKey.objects.select_for_update()
            .filter(log=log, conversation__in=wanted, erased_at=None)
            .order_by("pk")
        )
        Log.objects.select_for_update().get(pk=log.pk)  # nobody places a hold while we look
        holds = held(log, now=now)
        if kept := [key.conversation for key in keys if is_held(holds, key.conversation)]:
            raise Held(kept)
        said = [one for key in keys for one in _erasing(key, log, why, (by, now))]
        ContentKey.objects.filter(pk__in=[key.pk for key in keys]).update(wrapped=b"", erased_at=now)
        Content.objects.filter(key__in=keys).update(sealed=b"")
        if said:
            add({log.system: said}, now=now)
    return len(keys)


def _erasing(key: ContentKey, log: Log, why: Why, who_when: tuple[Actor, datetime]) -> Iterator[Said]:
    """The entries that say what of one conversation is erased."""
    by, now = who_when
    ids = list(key.contents.order_by("pk").values_list("pk", flat=True))
    about = Subject("conversation", 0, key.conversation, log.system or None, key.conversation)
    for start in range(0, len(ids) or 1, _IDS_IN_AN_ENTRY):
        what = {"ids": ids[start : start + _IDS_IN_AN_ENTRY], "reason": why.reason}
        noted = {**what, "note": why.note} if why.note else what
        yield Said(now, Draft(newest("content-erased").id, Origin.ENFORCED, about, by, noted))


def _bound(log: Log, sequences: Iterable[int] | None) -> Iterator[Sequence[tuple[int, str]]]:
    """Numbers of entries with the ids of their content, some at a time."""
    wanted = None if sequences is None else iter(sorted(set(sequences)))
    last = -1
    while True:
        found = Entry.objects.filter(log=log, sequence__gt=last, leaf__contains='"vault":{"hmac":"')
        if wanted is not None:
            some = list(islice(wanted, _AT_ONCE))
            if not some:
                return
            found = found.filter(sequence__in=some)
        rows = list(found.order_by("sequence").values_list("sequence", "leaf")[:_AT_ONCE])
        if not rows and wanted is None:
            return
        last = rows[-1][0] if rows else last
        bound = [(number, json.loads(leaf).get("vault")) for number, leaf in rows]
        yield [(number, commitment["id"]) for number, commitment in bound if commitment]
