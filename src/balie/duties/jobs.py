"""What the worker does for the duties: each job handles the next few due rows and says how many there were."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from balie.duties.judging import rejudge
from balie.duties.models import SystemDuty
from balie.duties.reminding import send_reminders

__all__ = ["judge_stale", "send_reminders"]

_AT_ONCE = 500


@transaction.atomic
def judge_stale(now: datetime) -> int:
    """Judge duties anew of which the proof goes stale today or did so before."""
    today = timezone.localtime(now).date()
    due = SystemDuty.objects.filter(stale_on__lte=today).order_by("stale_on", "pk")
    rows = list(due.select_for_update(skip_locked=True)[:_AT_ONCE])
    rejudge(rows, now=now)
    return len(rows)
