"""One move of a colleague in a conversation: what is said, who is in charge, and its entry, in one transaction.

The row of the conversation is locked first and its log last, as the gateway does; so the two never wait for each other
in a circle. The gateway notices by the version.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import transaction

from balie.desk.models import Conversation, Gate
from balie.evidence import service as evidence
from balie.evidence.service import Actor, Subject
from balie.gateway.service import (
    Charge,
    Memory,
    Message,
    Policy,
    Speaker,
    Told,
    Tongue,
    Wording,
    as_content,
    mask,
    of_log,
    read_policy,
    wording,
)
from balie.language import Text
from balie.people.service import User

MEDIA = "application/json"
_memory = Memory()


class NotNow(Exception):
    """This cannot be done with the conversation as it is now; the message says why. Nothing was changed."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


@dataclass(frozen=True, slots=True)
class Move:
    """What happens: the kind and body of the entry, what is said, and who is in charge from here (None: as it was).

    `private` is content for colleagues alone, that no customer gets.
    """

    kind: str
    body: Mapping[str, Any] = field(default_factory=dict)
    says: tuple[Message, ...] = ()
    charge: Charge | None = None
    private: bytes = b""


@contextmanager
def locked(key: int) -> Iterator[Conversation]:
    """Hold one conversation for as long as the block lasts; what the block does is done whole or not at all."""
    with transaction.atomic():
        found = Conversation.objects.select_for_update(of=("self",)).select_related("gate__system")
        yield found.get(pk=key)


def keep(talk: Conversation, move: Move, *, by: Actor, now: datetime) -> None:
    """Put a move down, in the running transaction, for a conversation that is `locked`. Raises `NotNow`."""
    first = talk.messages + 1
    told = [Told(first + n, as_kept(talk.gate, one), now) for n, one in enumerate(move.says)]
    content = move.private or (as_content(told) if told else b"")
    about = subject_of(talk)
    body = {**move.body, "number": first} if move.kind == "person-said" else move.body
    try:
        if content:
            evidence.record_content(move.kind, about, body, (MEDIA, content), by=by, now=now)
        else:
            evidence.record(move.kind, by=by, now=now, subject=about, body=body)
    except evidence.Erased as erased:
        raise NotNow(erased.message) from erased
    if told:
        talk.messages += len(told)
        talk.last_at = now
    if move.charge is not None:
        talk.charge = move.charge.value
    talk.version += 1
    talk.save(update_fields=["messages", "last_at", "charge", "version", "noticed"])


def balie_says(talk: Conversation, key: str, kind: str, **values: object) -> Message:
    """A sentence of Balie to the customer of a conversation, in their language."""
    return Message(Speaker.BALIE, say(talk).say(key, **values), kind)


def known_as(talk: Conversation, person: User) -> str:
    """How a customer knows a colleague: by the first name, or as a colleague."""
    first = person.name.split()[:1]
    return first[0] if first else say(talk).say("a-colleague")


def say(talk: Conversation) -> Wording:
    """How Balie speaks in a conversation."""
    return wording(policy_of(talk.gate), Tongue(talk.language))


def as_kept(gate: Gate, message: Message) -> Message:
    """A message as it is kept and given: what the policy does not even keep is masked, whoever says it."""
    settings = of_log(policy_of(gate))
    found = _memory.look(message.text, settings).found if settings.kinds else ()
    return Message(message.speaker, mask(message.text, found), message.kind, message.name) if found else message


def policy_of(gate: Gate) -> Policy:
    """The policy of a gate, read once for each version of it."""
    return _read(gate.policy)


def subject_of(talk: Conversation) -> Subject:
    """A conversation, as entries name it."""
    return Subject("conversation", 0, talk.name, talk.gate.system_id, talk.name)


@lru_cache(maxsize=200)
def _read(written: str) -> Policy:
    return read_policy(written)
