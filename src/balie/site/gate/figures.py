"""What the gateway did over the last thirty days, in numbers; what they count is in the log."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, Sum

from balie.desk.service import Conversation, Gate, Handover

DAYS = 30


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one gate over a period. `answered`: conversations in which the bot spoke; `told`: with a notice."""

    conversations: int = 0
    answered: int = 0
    told: int = 0
    asked_robot: int = 0
    told_robot: int = 0
    redacted: int = 0
    hits: int = 0
    handovers: int = 0
    taken: int = 0
    waiting: int = 0


def figures_of(gate: Gate, now: datetime) -> Figures:
    """Count for one gate."""
    since = now - timedelta(days=DAYS)
    talks = Conversation.objects.filter(gate=gate, last_at__gte=since).aggregate(
        conversations=Count("pk"),
        answered=Count("pk", filter=Q(answers__gt=0)),
        told=Count("pk", filter=Q(answers__gt=0, noticed_at__isnull=False)),
        asked_robot=Sum("robot_asked"),
        told_robot=Sum("robot_told"),
        redacted=Sum("redacted"),
        hits=Sum("hits"),
    )
    asked = Handover.objects.filter(conversation__gate=gate, asked_at__gte=since).aggregate(
        handovers=Count("pk"),
        taken=Count("pk", filter=Q(taken_at__isnull=False)),
        waiting=Count("pk", filter=Q(taken_at=None, ended_at=None)),
    )
    return Figures(**{name: count or 0 for name, count in {**talks, **asked}.items()})
