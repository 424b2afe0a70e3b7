"""What a colleague does with a conversation: take it, pass it on, promise a call, give it back, close it.

The customer is told of each. Two who take at once: the first has it, the other hears who that was. A colleague whose
browser gave no sign for a while has lost the conversation: it goes to the front of the queue.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from balie.desk.models import Conversation, Handover, Presence
from balie.desk.staffing import GONE_AFTER
from balie.desk.talks import reasons
from balie.desk.talks.moving import Move, NotNow, balie_says, keep, known_as, locked, policy_of, say
from balie.desk.talks.reasons import Ending
from balie.evidence.service import BALIE
from balie.gateway.service import Charge, Message, met_a_person
from balie.language import Text
from balie.people.service import User, actor

LONGEST_CALL_BACK = timedelta(days=30)


def take(key: int, person: User, *, now: datetime) -> Handover:
    """Take a conversation from the queue, from the bot, or from a call-back. Raises `NotNow` when somebody has it."""
    with locked(key) as talk:
        held = _open(talk).first()
        if held and held.taken_by_id == person.pk:
            return held
        if held and held.taken_at:
            raise NotNow(_taken_by(held.taken_by))
        if held is None:
            if talk.charge == Charge.CLOSED:
                raise NotNow(_CLOSED)
            unasked = reasons.TAKEN_UNASKED
            held = Handover(conversation=talk, reason=unasked, rule=unasked, asked_at=now)
        held.taken_at, held.taken_by, held.meant_for = now, person, None
        held.first_taken_at = held.first_taken_at or now
        held.save()
        seconds = max(0, int((now - held.asked_at).total_seconds()))
        closed = talk.charge == Charge.CLOSED
        talk.noticed = " ".join(sorted(met_a_person(frozenset(talk.noticed.split()))))
        joined = () if closed else (balie_says(talk, "person-joined", "joined", person=known_as(talk, person)),)
        charge = None if closed else Charge.PERSON
        keep(talk, Move("conversation-taken", {"seconds": seconds}, joined, charge), by=actor(person), now=now)
        return held


def give_back(key: int, person: User, *, now: datetime) -> None:
    """Let the bot go on; the customer is told. Raises `NotNow`, also while the bot is halted."""
    with locked(key) as talk:
        held = _mine(talk, person)
        if talk.charge == Charge.CLOSED:
            raise NotNow(_CLOSED)
        if talk.gate.halted:
            raise NotNow(_HALTED)
        _end(held, "returned", now)
        talk.misunderstood = 0
        talk.save(update_fields=["misunderstood"])
        says = (balie_says(talk, "back-to-bot", "returned"),)
        keep(talk, Move("conversation-returned", {}, says, Charge.BOT), by=actor(person), now=now)


def pass_on(key: int, person: User, to: User | None, *, now: datetime) -> None:
    """Pass a conversation on to a colleague, or to whoever is first (None); it waits at the front. Raises `NotNow`."""
    with locked(key) as talk:
        held = _mine(talk, person)
        if to and to.pk == person.pk:
            raise NotNow(_TO_YOURSELF)
        _wait_again(held, to)
        text = balie_says(talk, "passed-on", "passed", person=known_as(talk, to)) if to else None
        says = (text or balie_says(talk, "passed-on-soon", "passed"),)
        body = {"to": str(to) if to else ""}
        keep(talk, _waiting(talk, "conversation-moved", body, says), by=actor(person), now=now)


def release(key: int, person: User, *, now: datetime) -> None:
    """Put a conversation back in the queue. Raises `NotNow`."""
    with locked(key) as talk:
        held = _mine(talk, person)
        _wait_again(held, None)
        says = (balie_says(talk, "passed-on-soon", "passed"),)
        move = _waiting(talk, "conversation-released", {"because": "released"}, says)
        keep(talk, move, by=actor(person), now=now)


def promise_call(key: int, person: User, by: datetime, *, now: datetime) -> None:
    """Promise the customer a call by a moment; it waits in the queue until then. Raises `NotNow`."""
    if not now < by <= now + LONGEST_CALL_BACK:
        raise NotNow(_NO_MOMENT)
    with locked(key) as talk:
        held = _mine(talk, person)
        _wait_again(held, None)
        held.callback, held.promised_at = "promised", by
        held.save()
        moment = say(talk).moment(by, now)
        says = (balie_says(talk, "person-calls", "callback", by=moment),)
        body = {"promised": by.isoformat()}
        keep(talk, _waiting(talk, "callback-promised", body, says), by=actor(person), now=now)


def called_back(key: int, person: User, *, reached: bool, now: datetime) -> None:
    """Note that the customer was called. Reached: the conversation is closed; else it waits again. Raises `NotNow`."""
    with locked(key) as talk:
        held = _mine(talk, person)
        if not held.callback:
            raise NotNow(_NO_CALL)
        if reached:
            _end(held, Ending.CALL_BACK, now)
            keep(talk, Move("called-back", {"reached": True}, (), Charge.CLOSED), by=actor(person), now=now)
        else:
            _wait_again(held, None)
            keep(talk, _waiting(talk, "called-back", {"reached": False}), by=actor(person), now=now)


def close(key: int, person: User, how: Ending, *, now: datetime) -> None:
    """Close a conversation; the customer is told. Raises `NotNow`."""
    with locked(key) as talk:
        _end(_mine(talk, person), how, now)
        says = () if talk.charge == Charge.CLOSED else (balie_says(talk, "person-closed", "closed"),)
        keep(talk, Move("conversation-closed", {"because": how.value}, says, Charge.CLOSED), by=actor(person), now=now)


def release_lost(now: datetime) -> int:
    """Put every conversation back whose colleague gave no sign of life for a while; say how many."""
    there = Presence.objects.filter(seen_at__gte=now - GONE_AFTER).values("person")
    found = Handover.objects.filter(ended_at=None, taken_at__lt=now - GONE_AFTER).filter(
        Q(taken_by=None) | ~Q(taken_by__in=there)
    )
    return sum(_lost(held.conversation_id, held.pk, now) for held in found[:200])


def _lost(key: int, handover: int, now: datetime) -> bool:
    with locked(key) as talk:
        held = _open(talk).filter(pk=handover, taken_at__isnull=False).first()
        if held is None or (held.taken_by and _is_there(held.taken_by, now)):
            return False
        held.lost += 1
        _wait_again(held, None)
        says = () if talk.charge == Charge.CLOSED else (balie_says(talk, "person-lost", "lost"),)
        keep(talk, _waiting(talk, "conversation-released", {"because": "lost"}, says), by=BALIE, now=now)
        return True


def _is_there(person: User, now: datetime) -> bool:
    return Presence.objects.filter(person=person, seen_at__gte=now - GONE_AFTER).exists()


def held_by(person: User) -> QuerySet[Handover]:
    """What somebody has in hand."""
    return Handover.objects.filter(taken_by=person, ended_at=None)


def answer_by(held: Handover) -> datetime:
    """By when somebody was promised, or is expected while people are there."""
    minutes = policy_of(held.conversation.gate).people.answer_minutes
    return held.promised_at or held.asked_at + timedelta(minutes=minutes)


def mine(talk: Conversation, person: User) -> Handover:
    """What this person has in hand of a conversation that is `locked`. Raises `NotNow` when it is not theirs."""
    return _mine(talk, person)


def _open(talk: Conversation) -> QuerySet[Handover]:
    return Handover.objects.filter(conversation=talk, ended_at=None).select_related("taken_by").order_by("pk")


def _mine(talk: Conversation, person: User) -> Handover:
    held = _open(talk).first()
    if held is None:
        raise NotNow(_CLOSED if talk.charge == Charge.CLOSED else _NOT_YOURS)
    if held.taken_by_id != person.pk:
        raise NotNow(_taken_by(held.taken_by) if held.taken_by else _NOT_YOURS)
    return held


def _wait_again(held: Handover, to: User | None) -> None:
    """Nobody has it any more; how long the customer waits counts from when they asked."""
    held.taken_at, held.taken_by, held.meant_for = None, None, to
    held.save()


def _waiting(talk: Conversation, kind: str, body: Mapping[str, Any], says: tuple[Message, ...] = ()) -> Move:
    closed = talk.charge == Charge.CLOSED
    return Move(kind, body, () if closed else says, None if closed else Charge.WAITING)


def _end(held: Handover, how: str, now: datetime) -> None:
    held.ended_at, held.ended_how = now, str(how)
    held.save()


def _taken_by(person: User | None) -> Text:
    who = str(person) if person else "?"
    return Text(nl=f"{who} heeft dit gesprek al.", en=f"{who} has this conversation already.")


_CLOSED = Text(nl="Dit gesprek is afgesloten.", en="This conversation is closed.")
_NOT_YOURS = Text(
    nl="Je hebt dit gesprek niet (meer). Neem het eerst over.",
    en="This conversation is not yours (any more). Take it first.",
)
_HALTED = Text(
    nl="De bot staat stil, dus die kan dit gesprek niet overnemen.",
    en="The bot is halted, so it cannot go on with this conversation.",
)
_TO_YOURSELF = Text(nl="Kies een collega, niet jezelf.", en="Choose a colleague, not yourself.")
_NO_CALL = Text(nl="Er is geen terugbelverzoek in dit gesprek.", en="There is no call-back in this conversation.")
_NO_MOMENT = Text(nl="Kies een moment in de komende 30 dagen.", en="Choose a moment within the next 30 days.")
