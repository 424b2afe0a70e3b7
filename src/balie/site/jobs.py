"""What Balie does when nobody asks: jobs that come back at an interval and look for due rows. There is no queue.

Several workers may run at once: a job is taken by moving its next moment, which only one of them can do. A job that
fails is logged and tried again at its next moment; the others go on.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.db import DatabaseError
from django.utils import timezone

from balie.desk import service as desk
from balie.duties import service as duties
from balie.evidence import checks
from balie.evidence.heads import checkpoint_what_grew
from balie.evidence.models import JobRun
from balie.evidence.retention.running import let_go
from balie.evidence.rotation.master import forget_master_before
from balie.evidence.rotation.signing import forget_key_before
from balie.law import shipped_law
from balie.people.wanted import send_wanted_links
from balie.register import service as register
from balie.register.exchange.importing import forget_uploads
from balie.site.api.idempotency import forget_keys
from balie.site.api.webhooks.conversations import announce_conversations
from balie.site.api.webhooks.keeping import forget_deliveries
from balie.site.api.webhooks.sending import deliver_now
from balie.site.evidence.going_out import mail_newest, stamp_newest
from balie.site.gate.measuring import measure_gates
from balie.site.high_risk import which_may_be_high

_log = logging.getLogger(__name__)
# A job that always finds more does not keep the others waiting for ever.
_MOST_TURNS = 1_000


@dataclass(frozen=True, slots=True)
class Job:
    """Work that comes back: `run` handles the next few due rows and says how many; it is called again until none.

    Without `every` it runs once a day, just after midnight. `again` is how soon it is tried again when it failed, if
    that is sooner.
    """

    name: str
    run: Callable[[datetime], int]
    every: timedelta | None = None
    again: timedelta | None = None

    def following(self, now: datetime) -> datetime:
        """The next moment after now."""
        if self.every:
            return now + self.every
        tomorrow = timezone.localtime(now).date() + timedelta(days=1)
        return timezone.make_aware(datetime.combine(tomorrow, time(0, 5)))


def a_new_day(_: datetime) -> int:
    """Mark every system as due, for with the date the law that applies can be another."""
    register.mark_due()
    return 0


def forget_sessions(_: datetime) -> int:
    """Remove the sessions that ended: what they hold says who was here."""
    SessionStore.clear_expired()
    return 0


def check_logs(_: datetime) -> int:
    """Look through the log that waits for it the longest."""
    return checks.run_waiting(timezone.now)


def assess_what_is_due(now: datetime) -> int:
    """Mark what was assessed by another edition of the law or engine, and assess the next few systems that wait."""
    register.put_down_law(shipped_law(), now)
    register.mark_outdated(shipped_law())
    return register.assess_due(register.Occasion(shipped_law(), timezone.localtime(now).date(), now))


def keep_to_periods(now: datetime) -> int:
    """Erase content and let go of entries whose period is over."""
    return let_go(now, high_risk=which_may_be_high())


# Everything that is done without a visitor. Add a line for each new kind of work.
JOBS: tuple[Job, ...] = (
    Job("new-day", a_new_day),
    Job("assess", assess_what_is_due, every=timedelta(minutes=1)),
    Job("stale-proof", duties.judge_stale, every=timedelta(minutes=10)),
    Job("wanted-links", send_wanted_links, every=timedelta(seconds=2)),
    Job("measure-conversations", measure_gates, every=timedelta(minutes=1)),
    Job("reminders", duties.send_reminders, every=timedelta(hours=1)),
    Job("checkpoints", checkpoint_what_grew, every=timedelta(hours=1)),
    Job("checkpoint-stamps", stamp_newest, every=timedelta(minutes=10)),
    Job("checkpoint-mail", mail_newest, again=timedelta(minutes=30)),
    Job("log-checks", check_logs, every=timedelta(seconds=2)),
    Job("lost-conversations", desk.release_lost, every=timedelta(seconds=10)),
    Job("overdue-proposals", desk.tell_overdue, every=timedelta(minutes=1)),
    Job("conversation-events", announce_conversations, every=timedelta(seconds=2)),
    Job("webhooks", deliver_now, every=timedelta(seconds=5)),
    Job("forget-deliveries", forget_deliveries),
    Job("forget-idempotency-keys", forget_keys),
    Job("forget-uploads", forget_uploads, every=timedelta(hours=1)),
    Job("forget-sessions", forget_sessions),
    Job("retention", keep_to_periods),
    Job("forget-master-key", forget_master_before),
    Job("forget-signing-key", forget_key_before),
)


def run_all(jobs: Iterable[Job], *, now: datetime, go_on: Callable[[], bool] = lambda: True) -> bool:
    """Run every job whose moment has come. Say whether the database answered; if not, wait before you ask again.

    `go_on` says, between two turns of a long job too, whether there is time for more.
    """
    try:
        for job in jobs:
            run_when_due(job, now=now, go_on=go_on)
    except DatabaseError:
        _log.exception("the database does not answer")
        return False
    return True


def run_when_due(job: Job, *, now: datetime, go_on: Callable[[], bool] = lambda: True) -> bool:
    """Run a job when its moment has come and no other worker has it; say whether it ran."""
    if not _taken(job, now):
        return False
    kept = JobRun.objects.filter(name=job.name)
    try:
        handled = _finish(job, now, go_on)
    except Exception:  # noqa: BLE001  (whatever is wrong with one job is told, and keeps no other from its work)
        _log.exception("the job %s failed; it is tried again at its next moment", job.name)
        kept.update(failed_at=now)
        if job.again:
            kept.filter(next_at__gt=now + job.again).update(next_at=now + job.again)
    else:
        kept.update(ended_at=timezone.now(), handled=handled)
    return True


def _finish(job: Job, now: datetime, go_on: Callable[[], bool]) -> int:
    """Call a job until it finds nothing more."""
    handled = 0
    for _ in range(_MOST_TURNS):
        if not go_on():
            break
        found = job.run(now)
        handled += found
        if not found:
            break
    return handled


def _taken(job: Job, now: datetime) -> bool:
    """Move the job's next moment, when it has come. Of two workers at the same moment, one does."""
    if JobRun.objects.filter(name=job.name, next_at__gt=now).exists():
        return False
    JobRun.objects.get_or_create(name=job.name, defaults={"next_at": now})
    due = JobRun.objects.filter(name=job.name, next_at__lte=now)
    return bool(due.update(next_at=job.following(now), started_at=now))
