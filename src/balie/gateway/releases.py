"""What people decided about proposals of a conversation, and has not been passed on yet."""

import json
from dataclasses import dataclass

from balie.gateway.guard import Guard, Talk
from balie.gateway.policy.approval import Call
from balie.gateway.store import statements


@dataclass(frozen=True, slots=True)
class Released:
    """A decision to pass on: approved, changed or refused, and the call as it may be made now."""

    id: str
    decision: str
    call: Call


async def decided(guard: Guard, talk: Talk) -> tuple[Released, ...]:
    """Read the decisions about tool calls of this conversation that its bot has not heard of."""
    if not talk.known.counts.get("proposed"):
        return ()
    rows = await guard.store.rows(statements.DECIDED_CALLS, (talk.gate.id, talk.gate.id, talk.conversation.id))
    waiting = [row for row in rows if row[3] != "waiting" and row[7] is None]
    found = []
    for number, call, about, status, _, content, decision, *_rest in waiting:
        kept = [json.loads(one) for one in await guard.store.contents([content, *([decision] if decision else [])])]
        arguments = next((one["arguments"] for one in reversed(kept) if one.get("arguments") is not None), "{}")
        found.append(Released(number, status, Call(call, about, arguments)))
    return tuple(found)
