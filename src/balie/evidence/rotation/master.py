"""A new master key for the vault: every key of a conversation is wrapped anew, a few hundred at a time.

Cut off in the middle, some are wrapped with the new key and some with the old; both are known, so everything can be
read, and running it again goes on where it stopped. The content itself is not sealed anew.
"""

import os
from datetime import datetime

from django.db import connection, transaction

from balie.evidence.contents import masters
from balie.evidence.core import NONCE_BYTES, Actor, Draft, MasterKey, Origin, Subject, Whose, newest, unwrap, wrap
from balie.evidence.logs import BALIE, ORGANISATION, add
from balie.evidence.models import ContentKey, Entry
from balie.evidence.rotation.places import Rotated, may_go, move_up, next_key
from balie.evidence.writing import Said

_AT_ONCE = 500
_REWRAP = "UPDATE evidence_contentkey SET wrapped = %s, master = %s WHERE id = %s"


def rotate_master(*, by: Actor = BALIE, now: datetime) -> Rotated:
    """Wrap every key with a new master key, put that down, and let it take the place of the old one.

    Raises `secret_keys.NoSecret` when a key is missing, and `core.Unsealable` for a wrapped key that was changed;
    what is done by then stays done, and everything stays readable.
    """
    places = masters()
    last = ContentKey.objects.order_by("-pk").values_list("master", flat=True).first()
    old = places.to_wrap(last)
    fresh = MasterKey(next_key(places.now, places.next))
    if old.id == fresh.id:  # one that was begun before, and cut off
        old = next((key for key in places.known().values() if key.id != fresh.id), old)
    handled = _wrap_all(fresh)
    _put_down(old, fresh, handled, by, now)
    return Rotated(old.id, fresh.id, handled, move_up(places.now, places.next, places.before))


def forget_master_before(now: datetime) -> int:
    """Destroy the master key from before, a day after the rotation, once nothing is wrapped with it any more."""
    places = masters()
    if not may_go(places.before, now=now):
        return 0
    current = MasterKey(places.now.read() or b"")
    handled = _wrap_all(current)  # what a program still wrapped with it at the moment of the rotation
    if ContentKey.objects.exclude(master=current.id).exclude(wrapped=b"").exists():
        return handled
    places.before.file.unlink()
    return handled


def wrap_some(fresh: MasterKey) -> int:
    """Wrap the next few hundred keys with this one. Says how many; 0 when there are no more."""
    known = masters()
    with transaction.atomic():
        found = ContentKey.objects.select_for_update(of=("self",)).select_related("log").exclude(wrapped=b"")
        rows = list(found.exclude(master=fresh.id).order_by("pk")[:_AT_ONCE])
        keys = {name: known.of(name) for name in {row.master for row in rows}}
        wrapped = []
        for row in rows:
            whose = Whose(row.log.name, row.conversation)
            key = unwrap(keys[row.master], bytes(row.wrapped), whose)
            wrapped.append((wrap(fresh, key, whose, os.urandom(NONCE_BYTES)), fresh.id, row.pk))
        with connection.cursor() as cursor:
            cursor.executemany(_REWRAP, wrapped)
    return len(rows)


def _wrap_all(fresh: MasterKey) -> int:
    handled = 0
    while some := wrap_some(fresh):
        handled += some
    return handled


def _put_down(old: MasterKey, fresh: MasterKey, handled: int, by: Actor, now: datetime) -> None:
    """Say in the log of the organisation which key took the place of which; once, also when it was cut off."""
    kind = newest("master-key-rotated")
    before = Entry.objects.filter(kind=kind.name).order_by("-pk").first()
    if before is not None and before.body.get("after") == fresh.id:
        return
    what = {"before": old.id, "after": fresh.id, "rewrapped": handled}
    about = Subject("vault", 0, "")
    add({ORGANISATION: [Said(now, Draft(kind.id, Origin.ENFORCED, about, by, what))]}, now=now)
