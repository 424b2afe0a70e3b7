"""What a turn leaves behind, as one unit for the store: the state of the conversation, its content, and its evidence.

Nothing is written here. A unit is written whole or not at all, so there is no state without its entry.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import orjson

from balie.evidence.direct import (
    COMMITMENT_KEY_BYTES,
    Actor,
    Draft,
    Piece,
    Said,
    Subject,
    Unit,
    newest,
    sealed,
)
from balie.gateway.policy.approval import Waits
from balie.gateway.policy.conversation import Conversation, Message
from balie.gateway.policy.handover import Handover
from balie.gateway.policy.verdict import Verdict
from balie.gateway.store import statements
from balie.gateway.store.keys import Wrapped
from balie.gateway.store.reading import as_content
from balie.gateway.store.statements import COUNTS
from balie.gateway.store.store import Store
from balie.gateway.store.values import Gate, Known, Told

BALIE = Actor(None, "Balie")
MEDIA = "application/json"
Statement = tuple[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A tool call or decision that waits for a person, and what exactly it is about (for the vault)."""

    id: str
    waits: Waits
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a turn. `messages` are what was said in it, each with the key under which the customer sent it.

    `begun`: the bot is about to speak, and the rest follows. `counts` are added to the figures of the conversation.
    `ended_by` is who closed the conversation, and then there was no turn.
    """

    conversation: Conversation
    at: datetime
    messages: tuple[tuple[Message, str], ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    handover: Handover | None = None
    callback: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)
    redacted: Mapping[str, int] = field(default_factory=dict)
    upstream: str = ""
    milliseconds: int = 0
    head: str = ""
    proposals: tuple[Proposed, ...] = ()
    released: tuple[tuple[str, str], ...] = ()
    failures: tuple[tuple[str, str], ...] = ()
    cut: str = ""
    begun: bool = False
    ended_by: str = ""


def unit_of(store: Store, gate: Gate, known: Known, outcome: Outcome, fresh: Wrapped | None) -> tuple[Unit, Known]:
    """Return what is to be written, and the conversation as it is once that is done."""
    after = _after(known, outcome)
    first = known.messages + 1
    told = tuple(Told(first + n, message, outcome.at, key) for n, (message, key) in enumerate(outcome.messages))
    kept = replace(after, told=None if known.told is None else (*known.told, *told))
    pieces = list(_entries(gate, known, outcome, told))
    said, contents = [], []
    for one, content in pieces:
        if content is None:
            said.append(one)
            continue
        own = content[0] or os.urandom(16).hex()
        row, bound = sealed(known.key, Piece(one, MEDIA, content[1]), own, os.urandom(COMMITMENT_KEY_BYTES))
        contents.append((store.said(statements.CONTENT), (own, gate.log, known.conversation.id, MEDIA, row[3])))
        said.append(bound)
    certain = _opening(store, gate, after, fresh) if fresh else [_move(store, gate, after)]
    return Unit({gate.log: said}, [*contents, *_beside(store, gate, outcome)], certain), kept


def _after(known: Known, outcome: Outcome) -> Known:
    """The conversation with everything this turn adds to it."""
    counts = {name: known.counts.get(name, 0) + outcome.counts.get(name, 0) for name in COUNTS}
    conversation = replace(outcome.conversation, version=known.conversation.version + 1)
    told_now = known.noticed_at is None and bool(conversation.noticed) and outcome.counts.get("answers", 0) > 0
    return replace(
        known,
        conversation=conversation,
        messages=known.messages + len(outcome.messages),
        opened_at=known.opened_at or outcome.at,
        noticed_at=outcome.at if told_now else known.noticed_at,
        counts=counts,
        head=outcome.head or known.head,
    )


_Entry = tuple[Said, tuple[str, bytes] | None]  # with the id and bytes of its content, when it has any


def _entries(gate: Gate, known: Known, outcome: Outcome, told: tuple[Told, ...]) -> Iterable[_Entry]:
    """The entries of a turn: the turn itself, and what else came of it."""

    def entry(kind: str, what: Mapping[str, Any], content: tuple[str, bytes] | None = None) -> _Entry:
        return _said(gate, known, outcome, kind, what), content

    if outcome.ended_by:
        yield entry("conversation-ended", {"by": outcome.ended_by})
        return
    content = ("", as_content(told)) if told else None
    yield entry("turn-begun" if outcome.begun else "turn", _turn(gate, outcome), content)
    if outcome.cut:
        yield entry("turn-cut", {"number": outcome.conversation.turns, "because": outcome.cut})
    if outcome.handover:
        yield entry(*_handing(outcome.handover, callback=outcome.callback))
    for part, because in outcome.failures:
        yield entry("gateway-failed", {"part": part, "because": because})
    for proposal in outcome.proposals:
        yield entry("proposal-made", _proposal(proposal, outcome), (proposal.id, orjson.dumps(proposal.content)))
    for proposal_id, decision in outcome.released:
        yield entry("proposal-released", {"proposal": proposal_id, "decision": decision})


def _turn(gate: Gate, outcome: Outcome) -> dict[str, Any]:
    turn: dict[str, Any] = {
        "number": outcome.conversation.turns,
        "channel": outcome.conversation.channel.value,
        "language": outcome.conversation.tongue.value,
        "policy": gate.digest,
        "in_charge": outcome.conversation.charge.value,
        "verdicts": [verdict.as_json() for verdict in outcome.verdicts],
    }
    if not outcome.begun:
        turn["said"] = [{"speaker": m.speaker.value, "kind": m.kind} for m, _ in outcome.messages]
        turn["redacted"] = dict(outcome.redacted)
        turn["milliseconds"] = outcome.milliseconds
        if outcome.upstream:
            turn["upstream"] = outcome.upstream
    return turn


def _handing(handover: Handover, *, callback: bool) -> tuple[str, dict[str, Any]]:
    promised = handover.promised.isoformat() if handover.promised else None
    if callback:
        return "callback-asked", {"promised": promised}
    return "handover-asked", {"reason": handover.reason.value, "rule": handover.rule[:100], "promised": promised}


def _proposal(proposal: Proposed, outcome: Outcome) -> dict[str, Any]:
    return {
        "proposal": proposal.id,
        "about": proposal.waits.call.name[:100],
        "rule": proposal.waits.rule,
        "people": proposal.waits.people,
        "deadline": deadline(proposal, outcome.at).isoformat(),
    }


def deadline(proposal: Proposed, now: datetime) -> datetime:
    """By when somebody decides."""
    return now + timedelta(minutes=proposal.waits.minutes)


def _said(gate: Gate, known: Known, outcome: Outcome, kind: str, what: Mapping[str, Any]) -> Said:
    name = known.conversation.id
    known_kind = newest(kind)
    return Said(
        outcome.at,
        Draft(known_kind.id, known_kind.origin, Subject("conversation", 0, name, gate.system, name), BALIE, what),
    )


def _opening(store: Store, gate: Gate, after: Known, fresh: Wrapped) -> list[Statement]:
    """The rows of a conversation that begins: its state, and its key."""
    talk = after.conversation
    first = (gate.id, talk.id, talk.channel.value, talk.tongue.value, store.moment(after.opened_at))
    key = (gate.log, talk.id, fresh.wrapped, fresh.master, store.moment(after.opened_at))
    return [
        (store.said(statements.OPEN), (*first, *_state(store, after))),
        (store.said(statements.NEW_KEY), key),
    ]


def _move(store: Store, gate: Gate, after: Known) -> Statement:
    talk = after.conversation
    return store.said(statements.MOVE), (talk.tongue.value, *_state(store, after), gate.id, talk.id, talk.version - 1)


def _state(store: Store, after: Known) -> tuple[Any, ...]:
    """The columns of `statements._STATE`, in that order."""
    talk = after.conversation
    return (
        talk.charge.value,
        talk.version,
        talk.turns,
        after.messages,
        talk.misunderstood,
        " ".join(sorted(talk.noticed)),
        after.head,
        store.moment(talk.last_at),
        store.moment(after.noticed_at),
        *(after.counts.get(name, 0) for name in COUNTS),
    )


def _beside(store: Store, gate: Gate, outcome: Outcome) -> Iterable[Statement]:
    """The rows beside the conversation: handovers and proposals."""
    name = outcome.conversation.id
    if outcome.ended_by:
        yield store.said(statements.LEFT), (store.moment(outcome.at), "left", gate.id, name)
    if outcome.handover and outcome.callback:
        promised = store.moment(outcome.handover.promised)
        yield store.said(statements.CALLBACK), ("in-conversation", promised, gate.id, name)
    elif outcome.handover:
        why = (outcome.handover.reason.value, outcome.handover.rule[:100])
        when = (store.moment(outcome.at), store.moment(outcome.handover.promised))
        yield store.said(statements.HANDOVER), (gate.id, name, *why, *when)
    for proposal in outcome.proposals:
        call = proposal.waits.call
        yield (
            store.said(statements.PROPOSE),
            (
                *(proposal.id, gate.id, gate.id, name, call.id[:100], call.name[:100]),
                *(proposal.waits.rule[:100], proposal.waits.people, proposal.id),
                *(store.moment(outcome.at), store.moment(deadline(proposal, outcome.at))),
            ),
        )
    for proposal_id, _ in outcome.released:
        yield store.said(statements.RELEASE), (store.moment(outcome.at), proposal_id)
