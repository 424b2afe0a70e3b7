"""The lists of the desk: who waits, what I have, what colleagues have, and what the bots are talking about now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from balie.desk.models import Conversation, Handover, Presence
from balie.desk.talks import reasons
from balie.desk.talks.taking import answer_by
from balie.gateway.service import Charge
from balie.people.service import User

LIVE_FOR = timedelta(minutes=30)  # since the last word of a conversation with a bot
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits, or who is being helped: since when, by when, why, and where."""

    held: Handover
    due: datetime
    late: bool
    urgent: bool
    for_me: bool
    fits: bool
    seconds: int

    @property
    def talk(self) -> Conversation:
        """The conversation."""
        return self.held.conversation


def waiting(person: Presence, *, now: datetime) -> list[Waiting]:
    """Who waits for a person: in danger first, then by when they were promised; what fits this colleague is marked."""
    chosen = _chosen(person)
    found = [_waiting(held, person, chosen, now) for held in _open().filter(taken_at=None)[:MOST_SHOWN]]
    return sorted(found, key=lambda one: (not one.urgent, not one.for_me, one.due, one.held.pk))


def in_hand(person: Presence, *, now: datetime, others: bool = False) -> list[Waiting]:
    """What somebody has in hand, or what everybody else has."""
    found = _open().filter(taken_at__isnull=False)
    found = found.exclude(taken_by=person.person) if others else found.filter(taken_by=person.person)
    chosen = _chosen(person)
    return [_waiting(held, person, chosen, now) for held in found.order_by("taken_at")[:MOST_SHOWN]]


def with_bots(*, now: datetime) -> QuerySet[Conversation]:
    """Conversations that a bot is having now, the latest first."""
    found = Conversation.objects.filter(charge=Charge.BOT, last_at__gte=now - LIVE_FOR, turns__gt=0)
    return found.select_related("gate__system").order_by("-last_at")[:MOST_SHOWN]


def next_for(person: Presence, *, now: datetime) -> Waiting | None:
    """Whom this colleague is to help next: the first who fits what they do and speak, else the first."""
    found = [one for one in waiting(person, now=now) if one.held.meant_for_id in (None, person.person_id)]
    fitting = [one for one in found if one.fits and (not one.held.callback or one.late)]
    return next(iter(fitting or found), None)


def room_left(person: User, presence: Presence) -> int:
    """How many conversations somebody still has room for; below 0 when they took more than they want."""
    return presence.capacity - Handover.objects.filter(taken_by=person, ended_at=None).count()


def _open() -> QuerySet[Handover]:
    found = Handover.objects.filter(ended_at=None).select_related("conversation__gate__system", "taken_by", "meant_for")
    return found.order_by("asked_at")


def _waiting(held: Handover, person: Presence, chosen: frozenset[int], now: datetime) -> Waiting:
    due, talk = answer_by(held), held.conversation
    return Waiting(
        held,
        due,
        late=due < now,
        urgent=held.reason in reasons.URGENT,
        for_me=held.meant_for_id is not None and held.meant_for_id == person.person_id,
        fits=_fits(talk, person, chosen),
        seconds=max(0, int((now - held.asked_at).total_seconds())),
    )


def _fits(talk: Conversation, person: Presence, chosen: frozenset[int]) -> bool:
    """Whether a colleague speaks the language and knows the bot; who chose no bots knows all."""
    return talk.language in person.languages.split(",") and (not chosen or talk.gate_id in chosen)


def _chosen(person: Presence) -> frozenset[int]:
    return frozenset(person.gates.values_list("pk", flat=True))
