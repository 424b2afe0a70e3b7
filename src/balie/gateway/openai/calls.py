"""Tool calls of the bot: put together from pieces, their placeholders made names again, or made to wait."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import orjson

from balie.gateway.policy import approval
from balie.gateway.policy.approval import Call
from balie.gateway.policy.identifiers import Placeholders, restore
from balie.gateway.policy.policy import Policy
from balie.gateway.record import Proposed

MOST = 64  # calls in one answer
_LONGEST = 200_000  # characters of arguments


class OddCalls(ValueError):
    """What the bot sent are no tool calls."""


@dataclass(frozen=True, slots=True)
class Sorted:
    """The calls of an answer: those that may go on, and those that wait for a person."""

    free: tuple[Call, ...]
    waiting: tuple[Proposed, ...]


class Gathered:
    """Tool calls as they come in pieces."""

    def __init__(self) -> None:
        self._calls: dict[int, dict[str, str]] = {}

    def add(self, pieces: Any) -> None:
        """Take the `tool_calls` of a chunk. Raises `OddCalls`."""
        if not isinstance(pieces, list):
            raise OddCalls("tool calls are a list")
        for number, piece in enumerate(pieces):
            if not isinstance(piece, dict):
                raise OddCalls("a tool call is an object")
            index = piece.get("index", number)
            if not isinstance(index, int) or not 0 <= index < MOST:
                raise OddCalls("a tool call has a number")
            call = self._calls.setdefault(index, {"id": "", "name": "", "arguments": ""})
            function = piece.get("function") or {}
            for name, value in (("id", piece.get("id")), *((key, function.get(key)) for key in ("name", "arguments"))):
                if isinstance(value, str):
                    call[name] += value
            if len(call["arguments"]) > _LONGEST:
                raise OddCalls("the arguments of a tool call are too long")

    def calls(self) -> tuple[Call, ...]:
        """The calls that came, in the order of their numbers."""
        found = [self._calls[index] for index in sorted(self._calls)]
        return tuple(Call(one["id"] or f"call_{uuid4().hex[:24]}", one["name"], one["arguments"]) for one in found)


def sort(calls: Iterable[Call], policy: Policy, placeholders: Placeholders) -> Sorted:
    """Put names back in the calls, and part those that wait for a person from those that may go on."""
    free, waiting = [], []
    for call in calls:
        real = Call(call.id, call.name, _restored(call.arguments, placeholders))
        if found := approval.wait(policy, real):
            content = {"tool": real.name, "arguments": real.arguments, "call": real.id}
            waiting.append(Proposed(uuid4().hex, found, content))
        else:
            free.append(real)
    return Sorted(tuple(free), tuple(waiting))


def as_json(calls: Sequence[Call], *, numbered: bool = False) -> list[dict[str, Any]]:
    """Return calls in OpenAI's shape; in a stream they carry their number."""
    return [
        {
            **({"index": number} if numbered else {}),
            "id": call.id,
            "type": "function",
            "function": {"name": call.name, "arguments": call.arguments},
        }
        for number, call in enumerate(calls)
    ]


def _restored(arguments: str, placeholders: Placeholders) -> str:
    """Put names back inside the JSON of a call; what is no JSON stays as it is, for a name could break out of it."""
    try:
        read = orjson.loads(arguments or "{}")
    except orjson.JSONDecodeError:
        return arguments
    changed = _walked(read, placeholders)
    return arguments if changed == read else orjson.dumps(changed).decode()


def _walked(value: Any, placeholders: Placeholders) -> Any:
    if isinstance(value, str):
        return restore(value, placeholders)
    if isinstance(value, Mapping):
        return {_walked(key, placeholders): _walked(item, placeholders) for key, item in value.items()}
    return [_walked(item, placeholders) for item in value] if isinstance(value, list) else value
