"""Opening logs and adding to them through Django's connection, in whatever transaction is running."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.utils.crypto import get_random_string

from balie.evidence import signing
from balie.evidence.core import Actor, Draft, Origin, PublicKey, Subject, newest
from balie.evidence.models import Log
from balie.evidence.writing import DJANGO_SQLITE, POSTGRESQL, Dialect, Placed, Said, append

ORGANISATION = 0  # the `system` of the organisation's own log
BALIE = Actor(None, "Balie")
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


def add(said: Mapping[int, Sequence[Said]], *, now: datetime) -> list[Placed]:
    """Add entries to the logs of AI systems (by their key; 0 is the organisation), and open those that are not there.

    Everything is written in the running transaction, or in one of its own. Returns the places, log by log.
    """
    with transaction.atomic(savepoint=False):
        logs = opened(said, now=now)
        with connection.cursor() as cursor:
            return append(cursor, dialect(), {logs[system].pk: entries for system, entries in said.items()})


def opened(systems: Iterable[int], *, now: datetime) -> dict[int, Log]:
    """Return the logs of these AI systems (0: the organisation), by system; make those that are not there."""
    wanted = sorted(set(systems))
    found = {log.system: log for log in Log.objects.filter(system__in=wanted)}
    missing = [system for system in wanted if system not in found]
    return found | (_open(missing, now) if missing else {})


def _open(systems: Sequence[int], now: datetime) -> dict[int, Log]:
    """Make logs, each beginning with an entry that names the key to believe. Another process may do the same."""
    with transaction.atomic(savepoint=False):
        prefix = _installation()
        rows = [Log(name=_name(prefix, system), system=system, opened_at=now) for system in systems]
        Log.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
        locked = {log.system: log for log in Log.objects.select_for_update().filter(system__in=systems).order_by("pk")}
        key = signing.public_key(key_name(next(iter(locked.values()))), now=now)
        first = {log.pk: [_opening(log, key, now)] for log in locked.values() if not log.size}
        with connection.cursor() as cursor:
            append(cursor, dialect(), first)
    return locked


def _opening(log: Log, key: PublicKey, now: datetime) -> Said:
    about = Subject("log", log.pk, log.name, log.system or None)
    return Said(now, Draft(newest("log-opened").id, Origin.ENFORCED, about, BALIE, {"key": key.text}))


def key_name(log: Log) -> str:
    """The name of the key that signs for this log: that of the installation, so that all its logs share one."""
    return "/".join(log.name.split("/")[:2])


def _installation() -> str:
    """What tells the logs of this installation from those of another; it never changes."""
    known = Log.objects.order_by("pk").values_list("name", flat=True).first()
    return known.split("/")[1] if known else get_random_string(10, _LETTERS)


def _name(prefix: str, system: int) -> str:
    return f"balie/{prefix}/{f'system/{system}' if system else 'organisation'}"


def dialect() -> Dialect:
    """How Django's own cursor wants its statements on this database."""
    return DJANGO_SQLITE if connection.vendor == "sqlite" else POSTGRESQL
