"""Who is at the desk: on duty, still there, looking at what, typing. It is kept as it is now, never as a history.

A history of when people worked and what they looked at would be a record of how employees perform, which Annex III
4(b) AI Act and the GDPR take seriously; the queue needs no such thing.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import QuerySet

from balie.desk.models import Conversation, Presence
from balie.people.service import User

GONE_AFTER = timedelta(seconds=60)  # without a sign of life of somebody's browser
TYPES_FOR = timedelta(seconds=6)
MOST_AT_ONCE = 20


def presence_of(person: User) -> Presence:
    """How somebody works at the desk; as Balie begins when they were never there."""
    found, _ = Presence.objects.get_or_create(person=person)
    return found


def go_on_duty(person: User, *, on: bool, now: datetime) -> None:
    """Begin or stop answering. What somebody has in hand stays theirs for as long as they are there."""
    presence_of(person)
    Presence.objects.filter(person=person).update(on_duty=on, seen_at=now)


def signs_of_life(people: Collection[int], now: datetime) -> None:
    """Their browsers are there."""
    Presence.objects.filter(person__in=people).update(seen_at=now)


def looks_at(person: User, talk: Conversation | None, *, now: datetime) -> None:
    """Note which conversation somebody has before them."""
    presence_of(person)
    Presence.objects.filter(person=person).update(looks_at=talk, seen_at=now, types_until=None)


def types(person: User, talk: Conversation, *, now: datetime) -> None:
    """Note that somebody is typing in a conversation."""
    Presence.objects.filter(person=person, looks_at=talk).update(types_until=now + TYPES_FOR, seen_at=now)


def others_at(talk: Conversation, person: User, *, now: datetime) -> QuerySet[Presence]:
    """Who else has this conversation before them."""
    there = Presence.objects.filter(looks_at=talk, seen_at__gte=now - GONE_AFTER)
    return there.exclude(person=person).select_related("person").order_by("person__name")


def on_duty(now: datetime) -> QuerySet[Presence]:
    """Who is on duty and there."""
    there = Presence.objects.filter(on_duty=True, seen_at__gte=now - GONE_AFTER)
    return there.select_related("person").order_by("person__name")
