"""A new key that signs: each log names it, the old key vouches for that, and then the old one is retired.

docs/formats/evidence.md, section 5, says why in this order. Each log is a step of its own; cut off anywhere, every log
is signed with a key that it believes, and running it again goes on where it stopped.
"""

from datetime import datetime

from django.db import transaction

from balie.evidence import heads, signing
from balie.evidence.core import ADDED, OPENED, RETIRED, Actor, Draft, Origin, SecretKey, Subject, newest
from balie.evidence.logs import BALIE, add, key_name
from balie.evidence.models import Log, SigningKey
from balie.evidence.rotation.places import Rotated, may_go, move_up, next_key
from balie.evidence.writing import Said


def rotate_key(*, because: str = "", by: Actor = BALIE, now: datetime) -> Rotated | None:
    """Let a new key sign every log from now on; None when there is no log yet. Returns how many logs it handled.

    Raises `secret_keys.NoSecret` when a key is missing, or a log does not believe the one that is there.
    """
    first = Log.objects.order_by("pk").first()
    if first is None:
        return None
    name = key_name(first)
    old = _old(name)
    next_key(signing.place(), signing.place("next"))
    fresh = signing.secret_key(name)
    signing.public_key(name, now=now)
    logs = list(Log.objects.order_by("pk"))
    for log in logs:
        vouch_for(log, fresh, by=by, now=now)
    for log in logs:
        retire_others(log, fresh, because, by=by, now=now)
    left = move_up(signing.place(), signing.place("next"), signing.place("before"))
    SigningKey.objects.exclude(text=fresh.public.text).filter(retired_at=None).update(retired_at=now)
    return Rotated(_number(old), _number(fresh), len(logs), left)


def forget_key_before(now: datetime) -> int:
    """Destroy the key from before, a day after the rotation, once every log believes the one of now."""
    if not may_go(signing.place("before"), now=now):
        return 0
    logs = list(Log.objects.order_by("pk"))
    late = 0
    for log in logs:  # one that was opened at the moment of the rotation itself
        fresh = signing.secret_key(key_name(log))
        if signing.believed_by(log) != [fresh.public]:
            vouch_for(log, fresh, by=BALIE, now=now)
            retire_others(log, fresh, "", by=BALIE, now=now)
            late += 1
    signing.place("before").file.unlink()
    return late


def vouch_for(log: Log, fresh: SecretKey, *, by: Actor, now: datetime) -> None:
    """Name the new key in a log, and sign that with a key it believes already. Does nothing when that was done."""
    with transaction.atomic():
        Log.objects.select_for_update().get(pk=log.pk)
        if fresh.public in signing.believed_by(log):
            return
        if not any(one.key == fresh.public and one.kind in {OPENED, ADDED} for one in signing.keys_in(log)):
            _put_down(ADDED, log, {"key": fresh.public.text}, by, now)
        heads.checkpoint(log, now=now)


def retire_others(log: Log, fresh: SecretKey, because: str, *, by: Actor, now: datetime) -> None:
    """Retire the keys from before in a log, and sign that with the new one. Does nothing when that was done."""
    with transaction.atomic():
        Log.objects.select_for_update().get(pk=log.pk)
        told = {one.key for one in signing.keys_in(log) if one.kind == RETIRED}
        others = [key for key in signing.believed_by(log) if key != fresh.public and key not in told]
        for key in others:
            what = {"key": key.text, **({"because": because} if because else {})}
            _put_down(RETIRED, log, what, by, now)
        heads.checkpoint(log, now=now)


def _old(name: str) -> SecretKey:
    """The key of now; while files are being moved, the one from before."""
    seed = signing.place().read() or signing.place("before").read()
    return signing.named(name, seed) if seed else signing.secret_key(name)


def _put_down(kind: str, log: Log, what: dict[str, str], by: Actor, now: datetime) -> None:
    about = Subject("log", log.pk, log.name, log.system or None)
    add({log.system: [Said(now, Draft(newest(kind).id, Origin.ENFORCED, about, by, what))]}, now=now)


def _number(key: SecretKey) -> str:
    return key.public.id.hex()
