"""The doors of `/v1/decisions`, for programs with the key of a gate."""

from balie.gateway.decisions import deciding, shapes
from balie.gateway.decisions.deciding import MOST_LISTED
from balie.gateway.guard import Guard
from balie.gateway.http import Receive, Scope, Send, answer, body_of, query_of
from balie.gateway.store.values import Gate
from balie.gateway.wrong import UNKNOWN, Wrong, gate_by_key, guarded
from balie.language import Text

_USUAL = 50


@guarded
async def decisions(guard: Guard, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request."""
    gate = gate_by_key(guard, scope)
    match (scope["method"], scope["path"].removeprefix("/v1/decisions").strip("/")):
        case ("POST", ""):
            asked = shapes.read_asked(await body_of(receive), guard.now())
            found, new = await deciding.propose(guard, gate, asked)
            await answer(send, 201 if new else 200, found.as_json(guard.now()))
        case ("GET", ""):
            await _list(guard, gate, scope, send)
        case ("GET", own):
            known = await deciding.one(guard, gate, own)
            if known is None:
                raise Wrong(404, "no-such-decision", _NO_SUCH)
            await answer(send, 200, known.as_json(guard.now()))
        case _:
            raise Wrong(404, "unknown-endpoint", UNKNOWN)


async def _list(guard: Guard, gate: Gate, scope: Scope, send: Send) -> None:
    asked = query_of(scope)
    status = shapes.read_status(asked.get("status", [""])[0])
    limit = asked.get("limit", [str(_USUAL)])[0]
    if not limit.isascii() or not limit.isdigit() or not 1 <= int(limit[:9]) <= MOST_LISTED:
        raise Wrong(400, "no-limit", _NO_LIMIT)
    found = await deciding.listed(guard, gate, status, int(limit))
    await answer(send, 200, {"decisions": [one.as_json(guard.now()) for one in found]})


_NO_SUCH = Text(nl="Dit besluit is er niet.", en="There is no such decision.")
_NO_LIMIT = Text(
    nl=f"'limit' is een getal van 1 tot {MOST_LISTED}.",
    en=f"'limit' is a number from 1 to {MOST_LISTED}.",
)
