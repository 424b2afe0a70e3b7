"""Looking through one log because somebody asked: kept with who asked, when, and what was found.

A small log is looked through at once, a large one by the worker, which says how far it is.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import cast

from django.db import connection
from django.db.models import Q

from balie.evidence.checking.ranges import Looked, Part, look
from balie.evidence.checking.whole import Verdict, check_log
from balie.evidence.core import Actor, Draft, Origin, Subject, newest
from balie.evidence.logs import add
from balie.evidence.models import Check, Log
from balie.evidence.writing import POSTGRESQL, SQLITE, Cursor, Said

AT_ONCE = 20_000  # entries that are looked through while somebody waits: less than a second
_GIVEN_UP = timedelta(hours=1)
Clock = Callable[[], datetime]


def ask(log: Log, *, by: Actor, now: datetime, outside: Sequence[str] = ()) -> Check:
    """Ask for a look through a log, held against checkpoints (signed notes) that somebody kept elsewhere too."""
    log.refresh_from_db()
    return Check.objects.create(
        log=log, asked_by=by.key, asked_name=by.name[:200], asked_at=now, size=log.size, outside=list(outside)
    )


def carry_out(asked: Check, *, clock: Clock) -> bool:
    """Look through the log, unless somebody else does; keep what was found, and put down that it was done."""
    now = clock()
    free = Q(started_at=None) | Q(started_at__lt=now - _GIVEN_UP)
    if not Check.objects.filter(free, pk=asked.pk, ended_at=None).update(started_at=now, looked=0):
        return False
    verdict = _verdict(asked)
    ended = clock()
    asked.size, asked.looked, asked.root = verdict.size, verdict.size, verdict.root
    asked.heads, asked.fitting, asked.expired = verdict.heads, verdict.outside, verdict.expired
    asked.findings = [
        {"fault": one.fault.value, "first": one.first, "last": one.last, "nl": one.told.nl, "en": one.told.en}
        for one in verdict.findings
    ]
    asked.started_at, asked.ended_at = now, ended
    asked.save()
    _tell(asked, ended)
    return True


def run_waiting(clock: Clock) -> int:
    """Carry out the look that waits longest. Returns how many that were."""
    now = clock()
    free = Q(started_at=None) | Q(started_at__lt=now - _GIVEN_UP)
    waiting = Check.objects.filter(free, ended_at=None).select_related("log").order_by("pk").first()
    return int(waiting is not None and carry_out(waiting, clock=clock))


def _verdict(asked: Check) -> Verdict:
    """Check over Django's own connection, in autocommit, so that nobody waits for it."""
    connection.ensure_connection()
    cursor = cast(Cursor, connection.connection.cursor())
    dialect = SQLITE if connection.vendor == "sqlite" else POSTGRESQL

    def through(parts: Sequence[Part]) -> Iterator[Looked]:
        for part in parts:
            yield look(cursor, dialect, part)
            Check.objects.filter(pk=asked.pk).update(looked=part.stop)

    return check_log(cursor, dialect, asked.log.name, through, _notes(asked.outside))


def _notes(outside: Iterable[str]) -> list[str]:
    return [note.replace("\r\n", "\n") for note in outside]


def _tell(done: Check, now: datetime) -> None:
    """Put the look down in the log itself; one that is too damaged to be added to has only the row."""
    log = done.log
    body = {"size": done.size, "root": done.root.hex(), "heads": done.heads, "faults": len(done.findings)}
    about = Subject("log", log.pk, log.name, log.system or None)
    draft = Draft(newest("log-verified").id, Origin.ENFORCED, about, Actor(done.asked_by, done.asked_name), body)
    try:
        add({log.system: [Said(now, draft)]}, now=now)
    except ValueError:
        done.findings.append(dict(_CLOSED))
        done.save(update_fields=["findings"])


_CLOSED = {
    "fault": "frontier",
    "first": None,
    "last": None,
    "nl": "aan dit logboek kan niets meer worden toegevoegd",
    "en": "nothing can be added to this log any more",
}
