"""Tool calls of the bot: put together from pieces, their placeholders made names again, or made to wait."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import orjson

from balie.gateway.openai.shapes import is_name
from balie.gateway.policy import approval
from balie.gateway.policy.approval import Call
from balie.gateway.policy.identifiers import Placeholders, restore
from balie.gateway.policy.policy import Policy
from balie.gateway.record import Proposed

MOST = 64  # calls in one answer
_LONGEST = 200_000  # characters of one call


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
            self._add(number, piece)

    def _add(self, number: int, piece: Any) -> None:
        if not isinstance(piece, dict) or not isinstance(function := piece.get("function") or {}, dict):
            raise OddCalls("a tool call is an object with a function")
        index = piece.get("index", number)
        if not isinstance(index, int) or not 0 <= index < MOST:
            raise OddCalls("a tool call has a number")
        call = self._calls.setdefault(index, {"id": "", "name": "", "arguments": ""})
        for name, value in (("id", piece.get("id")), *((key, function.get(key)) for key in ("name", "arguments"))):
            if isinstance(value, str) and (name == "arguments" or value != call[name]):
                call[name] += value  # some bots repeat the id and the name in every piece
        if sum(len(part) for part in call.values()) > _LONGEST:
            raise OddCalls("a tool call is too long")

    def calls(self) -> tuple[Call, ...]:
        """The calls that came, in the order of their numbers. Raises `OddCalls`."""
        return tuple(_checked(self._calls[index]) for index in sorted(self._calls))


def _checked(call: Mapping[str, str]) -> Call:
    """A call that a program can make: its arguments are an object, and its id and name no words that nobody read."""
    if not is_name(call["name"]):
        raise OddCalls("a tool call has the name of a tool")
    try:
        read = orjson.loads(call["arguments"] or "{}")
        orjson.dumps(read)
    except (orjson.JSONDecodeError, orjson.JSONEncodeError) as error:
        raise OddCalls("the arguments of a tool call are JSON") from error
    if not isinstance(read, dict):
        raise OddCalls("the arguments of a tool call are an object")
    known = call["id"] if is_name(call["id"]) else f"call_{uuid4().hex[:24]}"
    return Call(known, call["name"], call["arguments"])


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
    """Put names back inside the JSON of a call."""
    read = orjson.loads(arguments or "{}")
    changed = _walked(read, placeholders)
    return arguments if changed == read else orjson.dumps(changed).decode()


def _walked(value: Any, placeholders: Placeholders) -> Any:
    if isinstance(value, str):
        return restore(value, placeholders)
    if isinstance(value, Mapping):
        return {_walked(key, placeholders): _walked(item, placeholders) for key, item in value.items()}
    return [_walked(item, placeholders) for item in value] if isinstance(value, list) else value
