"""Reminders by mail: seven days before a deadline, on the day, and every week that it is late.

Somebody gets one mail a day at most, in their language, with everything that is due. When the worker was off on the
day itself, the reminder follows as soon as it works again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from balie.duties.control import ProofStatus
from balie.duties.models import SystemDuty, Task
from balie.duties.tallies import CURRENT
from balie.law import say_date, shipped_law
from balie.people.service import User

BEFORE, AGAIN = 7, 7
_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Due:
    """One line of a reminder."""

    title: str
    system: str
    deadline: date
    late: bool


def last_moment(deadline: date, today: date) -> date | None:
    """The last day up to today on which a reminder was wanted; none while the deadline is far."""
    if today < deadline - timedelta(days=BEFORE):
        return None
    if today < deadline:
        return deadline - timedelta(days=BEFORE)
    return today - timedelta(days=(today - deadline).days % AGAIN)


def wants_reminder(deadline: date, reminded_on: date | None, today: date) -> bool:
    """Whether a reminder was wanted since the last one."""
    moment = last_moment(deadline, today)
    return moment is not None and (reminded_on is None or reminded_on < moment)


def send_reminders(now: datetime) -> int:
    """Send the next few reminders, and say how many went out."""
    today = timezone.localtime(now).date()
    return sum(_remind(key, today) for key in _candidates(today))


def _candidates(today: date) -> list[int]:
    """Those with something near or late of which they were not told yet, and who got no mail today."""
    kept = ("owner", "deadline", "reminded_on")
    lines = [*_tasks(today).values_list(*kept), *_duties(today).values_list(*kept)]
    mailed = {owner for owner, _, reminded in lines if reminded == today}
    wanted = {owner for owner, deadline, reminded in lines if wants_reminder(deadline, reminded, today)} - mailed
    reached = User.objects.filter(pk__in=wanted, is_active=True, wants_mail=True).order_by("pk")
    return list(reached.values_list("pk", flat=True)[:_AT_ONCE])


@transaction.atomic
def _remind(key: int, today: date) -> int:
    """Send one mail with everything that is near or late, unless another worker just did."""
    person = User.objects.select_for_update(skip_locked=True).filter(pk=key).first()
    if person is None:
        return 0
    tasks, duties = list(_tasks(today).filter(owner=person)), list(_duties(today).filter(owner=person))
    everything: Sequence[Task | SystemDuty] = [*tasks, *duties]
    if any(one.reminded_on == today for one in everything):
        return 0
    if not any(one.deadline and wants_reminder(one.deadline, one.reminded_on, today) for one in everything):
        return 0
    Task.objects.filter(pk__in=[one.pk for one in tasks]).update(reminded_on=today)
    SystemDuty.objects.filter(pk__in=[one.pk for one in duties]).update(reminded_on=today)
    _send(person, everything, today)
    return 1


def _send(person: User, everything: Iterable[Task | SystemDuty], today: date) -> None:
    with translation.override(person.language):
        due = sorted((_line(one, person.language, today) for one in everything), key=lambda one: one.deadline)
        count = len(due)
        subject = ngettext("%(count)d deadline in Balie", "%(count)d deadlines in Balie", count) % {"count": count}
        text = _text(person, due)
    send_mail(subject, text, None, [person.email])


def _text(person: User, due: Sequence[Due]) -> str:
    """The mail, in the language that is on."""
    opening = ngettext("This is due soon or too late:", "These are due soon or too late:", len(due))
    lines = (
        f"- {say_date(one.deadline, person.language)}{' (' + _('too late') + ')' if one.late else ''}: {one.title}"
        + (f" ({one.system})" if one.system else "")
        for one in due
    )
    return "\n".join(
        [
            _("Hello %(name)s,") % {"name": person},
            "",
            opening,
            "",
            *lines,
            "",
            _("Sign in to Balie to see them under Tasks and Duties."),
            _("You get at most one of these mails a day. You can turn them off in your account."),
        ]
    )


def _line(one: Task | SystemDuty, language: str, today: date) -> Due:
    deadline = one.deadline or today
    title = one.title if isinstance(one, Task) else shipped_law().duties[one.duty].title.say(language)
    return Due(title, one.system.name if one.system else "", deadline, deadline < today)


def _tasks(today: date) -> QuerySet[Task]:
    near = today + timedelta(days=BEFORE)
    return Task.objects.filter(done_at=None, deadline__lte=near).exclude(owner=None).select_related("system")


def _duties(today: date) -> QuerySet[SystemDuty]:
    """Duties with a deadline that nobody has proven; what the law forgot meanwhile has no title to tell."""
    near = today + timedelta(days=BEFORE)
    found = SystemDuty.objects.filter(status__in=CURRENT, deadline__lte=near, duty__in=list(shipped_law().duties))
    return found.exclude(owner=None).exclude(proof=ProofStatus.MET).select_related("system")
