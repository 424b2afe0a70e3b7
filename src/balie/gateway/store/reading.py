"""From rows to values: gates with their policy made ready, conversations, transcripts, and how busy the counter is."""

import json
import logging
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from statistics import median
from typing import Any

import orjson

from balie.evidence.direct import ConversationKey
from balie.gateway.policy import conduct, intents, privacy
from balie.gateway.policy.conversation import Channel, Charge, Conversation, Message, Speaker, Tongue
from balie.gateway.policy.handover import Queue
from balie.gateway.policy.policy import Policy
from balie.gateway.policy.reading import PolicyRefused, read_policy
from balie.gateway.store.statements import COUNTS
from balie.gateway.store.values import Gate, Known, Told

_log = logging.getLogger(__name__)


def gate_of(row: Sequence[Any]) -> Gate:
    """Read a gate. Its policy was checked when it was set; one that cannot be read any more halts this gate alone."""
    number, system, slug, log, log_name, written, digest, halted, version = row
    try:
        policy = read_policy(written)
    except PolicyRefused as refused:
        _log.error("the policy of %s cannot be read, so it is halted: %s", slug, refused)
        policy, halted = Policy(), True
    return Gate(
        number,
        system,
        slug,
        log,
        log_name,
        policy,
        digest,
        bool(halted),
        version,
        (identifiers := privacy.settings_of(policy)),
        privacy.of_builder(identifiers),
        privacy.of_log(policy),
        conduct_of(policy),
        words_of(policy),
    )


def conduct_of(policy: Policy) -> conduct.Settings:
    """The rules of conduct with what this policy does about each."""
    chosen = {conduct.Rule(rule): action for rule, action in policy.conduct.items()}
    return conduct.Settings(actions={**conduct.Settings().actions, **chosen})


def words_of(policy: Policy) -> intents.OwnWords:
    """The words of danger and of reserved topics that are an organisation's own."""
    return intents.OwnWords(
        topics={topic.id: topic.words for topic in policy.handover.topics},
        emergencies={one.id: (one.number, one.words) for one in policy.handover.emergencies},
    )


def known_of(gate: Gate, row: Sequence[Any], key: ConversationKey) -> Known:
    """Read a conversation, as `statements.FIND` gives it."""
    number, name, channel, tongue, charge, version, turns, messages, missed, noticed, last, opened, first = row[:13]
    conversation = Conversation(
        id=name,
        channel=Channel(channel),
        tongue=Tongue(tongue),
        charge=Charge(charge),
        version=version,
        turns=turns,
        noticed=frozenset(noticed.split()),
        misunderstood=missed,
        last_at=time_of(last),
    )
    counts = dict(zip(COUNTS, row[13 : 13 + len(COUNTS)], strict=True))
    return Known(gate.id, conversation, key, number, messages, time_of(opened), first and time_of(first), counts)


def queues_of(
    waiting: Iterable[Sequence[Any]], taken: Iterable[Sequence[Any]], attended: Iterable[Sequence[Any]]
) -> dict[int, Queue]:
    """How many wait at each gate, and how long it usually lasts there: the median of those who were helped.

    Where somebody is on duty, that tells that people are there; where nobody is, the opening hours do.
    """
    lasted: dict[int, list[float]] = {}
    for gate, asked, helped in taken:
        lasted.setdefault(gate, []).append((time_of(helped) - time_of(asked)).total_seconds())
    ahead: dict[int, int] = dict(waiting)  # type: ignore[arg-type]  # rows of two
    usual = {gate: round(median(seconds)) for gate, seconds in lasted.items()}
    there = {gate for (gate,) in attended}
    known = ahead.keys() | usual.keys() | there
    return {gate: Queue(ahead.get(gate, 0), usual.get(gate), (gate in there) or None) for gate in known}


def told_of(content: bytes) -> list[Told]:
    """Read the messages of one turn from what lies in the vault."""
    read = json.loads(content)
    return [
        Told(
            one["number"],
            Message(Speaker(one["speaker"]), one["text"], one["kind"], one.get("name")),
            datetime.fromisoformat(one["at"]),
            one.get("key", ""),
        )
        for one in read["messages"]
    ]


def as_content(told: Iterable[Told]) -> bytes:
    """Write messages as they go into the vault."""
    messages = [
        {
            "number": one.number,
            "speaker": one.message.speaker.value,
            "text": one.message.text,
            "kind": one.message.kind,
            "at": one.at.isoformat(),
            **({"name": one.message.name} if one.message.name else {}),
            **({"key": one.key} if one.key else {}),
        }
        for one in told
    ]
    return orjson.dumps({"messages": messages})


def time_of(written: str | datetime) -> datetime:
    """Read a moment as either driver gives it."""
    if isinstance(written, datetime):
        return written.astimezone(UTC)
    return datetime.fromisoformat(written).replace(tzinfo=UTC)
