"""What becomes of a proposed decision: it waits for people or passes, and what people decided is given out.

Nothing is answered that was not kept first. What nobody decides in time goes on waiting: time approves nothing.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import orjson

from balie.evidence.direct import COMMITMENT_KEY_BYTES, Draft, Overtaken, Piece, Said, Subject, Unit, newest, sealed
from balie.gateway.decisions.shapes import Asked, Stands
from balie.gateway.guard import Guard
from balie.gateway.policy.approval import Waits, decides
from balie.gateway.record import BALIE, MEDIA
from balie.gateway.store import statements
from balie.gateway.store.reading import time_of
from balie.gateway.store.values import Gate
from balie.gateway.wrong import Wrong
from balie.language import Text

MOST_LISTED = 200


async def propose(guard: Guard, gate: Gate, asked: Asked) -> tuple[Stands, bool]:
    """Keep a proposed decision; return how it stands, and whether it is new. Raises `NotKept` and `Wrong`."""
    own = sha256(f"balie/decision/1/{gate.id}/{asked.key}".encode()).hexdigest()[:32]
    content = _content(guard, gate, asked)
    if (known := await _known(guard, gate, own)) is not None:
        return await _same(guard, gate, known, content), False
    gate = guard.store.gate(gate.id) or gate
    halted = gate.halted or guard.store.blind_since is not None
    waits = decides(gate.policy, asked.about, asked.outcome, halted=halted)
    try:
        await guard.store.write(_unit(guard, gate, own, asked, waits, content))
    except Overtaken:  # the same was sent twice at once
        known = await _known(guard, gate, own)
        if known is None:
            raise
        return await _same(guard, gate, known, content), False
    row = await _known(guard, gate, own)
    if row is None:
        raise Overtaken
    return await _stands(guard, row), True


async def one(guard: Guard, gate: Gate, own: str) -> Stands | None:
    """Return how a decision stands; that the program heard what people decided is kept first. Raises `NotKept`."""
    row = await _known(guard, gate, own)
    if row is None:
        return None
    found = await _stands(guard, row)
    if found.status not in ("waiting", "passed") and row[statements.RELEASED_AT] is None:
        await _released(guard, gate, found)
    return found


async def listed(guard: Guard, gate: Gate, status: str, limit: int) -> tuple[Stands, ...]:
    """Return decisions, the oldest first; all when no status is named. What they are about stays with each alone."""
    wanted = (gate.id, status, status, min(limit, MOST_LISTED))
    return tuple([await _stands(guard, row) for row in await guard.store.rows(statements.DECISIONS, wanted)])


async def _released(guard: Guard, gate: Gate, found: Stands) -> None:
    """Keep that a program heard a decision; another process may just have done so."""
    now = guard.now()
    entry = _entry(gate, found.id, "proposal-released", {"proposal": found.id, "decision": found.status}, now)
    release = guard.store.said(statements.RELEASE), (guard.store.moment(now), found.id)
    try:
        await guard.store.write(Unit({gate.log: [entry]}, certain=[release]))
    except Overtaken:
        return


async def _known(guard: Guard, gate: Gate, own: str) -> Sequence[Any] | None:
    rows = await guard.store.rows(statements.DECISION, (gate.id, own))
    return rows[0] if rows else None


async def _same(guard: Guard, gate: Gate, row: Sequence[Any], content: bytes) -> Stands:
    """How it stands, when this is what was proposed under that key before. Raises `Wrong` when it was another."""
    before = (await guard.store.contents([row[statements.WHAT]]))[0]
    if json.loads(before) != json.loads(content):
        raise Wrong(409, "other-decision", _OTHER)
    return await one(guard, gate, row[0]) or await _stands(guard, row)


async def _stands(guard: Guard, row: Sequence[Any]) -> Stands:
    own, about, status, rule, people, made_at, deadline, decided_at, what, decision, _ = row
    outcome = None
    if status not in ("waiting", "refused"):
        kept = [json.loads(piece) for piece in await guard.store.contents([what, *([decision] if decision else [])])]
        outcome = next(one["outcome"] for one in reversed(kept) if one.get("outcome"))
    decided = None if decided_at is None else time_of(decided_at)
    return Stands(own, about, status, outcome, rule, people, time_of(made_at), time_of(deadline), decided)


def _content(guard: Guard, gate: Gate, asked: Asked) -> bytes:
    """What goes into the vault; identifiers that the policy does not even keep there are masked."""
    told = asdict(asked)
    told["deadline"] = asked.deadline.isoformat() if asked.deadline else None
    return orjson.dumps(_masked(guard, gate, told))


def _masked(guard: Guard, gate: Gate, value: Any) -> Any:
    match value:
        case str():
            return guard.kept_text(gate, value, guard.seen(gate, value))
        case Mapping():
            return {key: _masked(guard, gate, one) for key, one in value.items()}
        case list() | tuple():
            return [_masked(guard, gate, one) for one in value]
        case _:
            return value


def _unit(guard: Guard, gate: Gate, own: str, asked: Asked, waits: Waits | None, content: bytes) -> Unit:
    """A proposal with its own key in the vault, so that it can be erased by itself."""
    store, now = guard.store, guard.now()
    deadline = _by_when(asked, waits, now)
    what: dict[str, Any] = {"proposal": own, "about": asked.about, "rule": waits.rule if waits else "policy"}
    if waits:
        what |= {"people": waits.people, "deadline": deadline.isoformat()}
    said = _entry(gate, own, "proposal-made" if waits else "decision-passed", what, now)
    key = store.keyring.made(gate.log_name, _name(own))
    row, bound = sealed(key.key, Piece(said, MEDIA, content), own, os.urandom(COMMITMENT_KEY_BYTES))
    state = ("waiting" if waits else "passed", store.moment(now), store.moment(deadline))
    return Unit(
        {gate.log: [bound]},
        [(store.said(statements.CONTENT), (own, gate.log, _name(own), MEDIA, row[3]))],
        [
            (store.said(statements.NEW_KEY), (gate.log, _name(own), key.wrapped, key.master, store.moment(now))),
            (
                store.said(statements.DECIDE),
                (own, gate.id, asked.about, what["rule"][:100], waits.people if waits else 0, own, *state),
            ),
        ],
    )


def _by_when(asked: Asked, waits: Waits | None, now: datetime) -> datetime:
    """By when people decide: what the policy says, or sooner when the program needs it sooner."""
    if waits is None:
        return now
    ours = now + timedelta(minutes=waits.minutes)
    return min(ours, asked.deadline) if asked.deadline else ours


def _entry(gate: Gate, own: str, kind: str, what: Mapping[str, Any], at: datetime) -> Said:
    known = newest(kind)
    subject = Subject("decision", 0, str(what.get("about", own)), gate.system, _name(own))
    return Said(at, Draft(known.id, known.origin, subject, BALIE, what))


def _name(own: str) -> str:
    """Under which name the vault keeps it."""
    return f"decision-{own}"


_OTHER = Text(
    nl="Deze 'key' hoort al bij een ander besluit. Geef elk besluit een eigen 'key'.",
    en="This 'key' belongs to another decision already. Give every decision a 'key' of its own.",
)
