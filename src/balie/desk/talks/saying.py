"""What a colleague writes: replies that the customer gets, and what stays among colleagues."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from balie.desk.models import Conversation, SentReply
from balie.desk.talks.moving import Move, NotNow, keep, known_as, locked, subject_of
from balie.desk.talks.reasons import Misread
from balie.desk.talks.taking import mine
from balie.evidence import service as evidence
from balie.gateway.service import Charge, Message, Speaker
from balie.language import Text
from balie.people.service import User, actor

LONGEST_REPLY, LONGEST_NOTE, LONGEST_REASON = 4_000, 4_000, 500


def reply(key: int, person: User, text: str, sent_as: str, *, now: datetime) -> bool:
    """Say something to the customer. The same key again is not said twice; then False. Raises `NotNow`."""
    words = _words(text, LONGEST_REPLY)
    with locked(key) as talk:
        mine(talk, person)
        if talk.charge != Charge.PERSON:
            raise NotNow(_CLOSED)
        if not SentReply.objects.get_or_create(conversation=talk, key=sent_as[:36])[1]:
            return False
        message = Message(Speaker.PERSON, words, "text", known_as(talk, person))
        keep(talk, Move("person-said", {}, (message,)), by=actor(person), now=now)
        return True


def note(key: int, person: User, text: str, mentioned: Sequence[User] = (), *, now: datetime) -> None:
    """Write something that colleagues alone see. Raises `NotNow`."""
    content = json.dumps({"note": _words(text, LONGEST_NOTE)}, ensure_ascii=False).encode()
    with locked(key) as talk:
        body = {"mentioned": sorted(one.pk for one in mentioned)}
        keep(talk, Move("note-written", body, private=content), by=actor(person), now=now)


def misread(key: int, person: User, sort: Misread, text: str, *, now: datetime) -> None:
    """Note what the AI misunderstood, for audits and for whoever supplies it. Raises `NotNow`."""
    content = json.dumps({"note": _words(text, LONGEST_NOTE)}, ensure_ascii=False).encode()
    with locked(key) as talk:
        move = Move("misunderstanding-noted", {"sort": sort.value}, private=content)
        keep(talk, move, by=actor(person), now=now)


def reveal(key: int, person: User, because: str, *, now: datetime) -> None:
    """Put down that somebody sees the data of a customer unmasked, before they do. Raises `NotNow`."""
    why = _words(because, LONGEST_REASON)
    with transaction.atomic(durable=True), locked(key) as talk:
        about = subject_of(talk)
        evidence.record("identifiers-shown", by=actor(person), now=now, subject=about, body={"because": why})


def watched(talk: Conversation, person: User, *, now: datetime) -> None:
    """Put down that somebody reads along in a conversation that is not theirs: once a day for each of them."""
    log, since = talk.gate.log, now.replace(hour=0, minute=0, second=0, microsecond=0)
    seen = evidence.Entry.objects.filter(log=log, conversation=talk.name, kind="conversation-watched")
    if not seen.filter(actor=person.pk, at__gte=since).exists():
        evidence.record("conversation-watched", by=actor(person), now=now, subject=subject_of(talk), body={})


def _words(text: str, longest: int) -> str:
    words = text.replace("\0", "").strip()
    if not words:
        raise NotNow(_NOTHING)
    if len(words) > longest:
        raise NotNow(Text(nl=f"Hoogstens {longest} tekens.", en=f"{longest} characters at most."))
    return words


_CLOSED = Text(
    nl="De klant is hier niet meer: dit gesprek is afgesloten.",
    en="The customer is not here any more: this conversation is closed.",
)
_NOTHING = Text(nl="Schrijf eerst iets.", en="Write something first.")
