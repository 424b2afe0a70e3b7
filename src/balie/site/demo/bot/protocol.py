"""The OpenAI chat protocol: a request read with care, and answers, chunks and errors in its shape."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from balie.site.demo.bot.answering import Reply, Turn
from balie.site.demo.bot.wishes import Tool, Wish

_ROLES = frozenset({"system", "developer", "user", "assistant", "tool"})
_LETTERS_IN_A_TOKEN = 4  # about; there is no tokenizer, for there is no model


class BadRequest(Exception):
    """The request cannot be answered. `param` is where it is wrong."""

    def __init__(self, message: str, param: str | None = None, *, status: int = 400, code: str | None = None) -> None:
        super().__init__(message)
        self.message, self.param, self.status, self.code = message, param, status, code


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for an answer: the conversation, the tools on offer, and in which form the answer goes."""

    model: str
    turns: tuple[Turn, ...]
    tools: frozenset[str]
    stream: bool
    with_usage: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What every answer and chunk carries: an id, the moment in seconds since 1970, and the model."""

    id: str
    created: int
    model: str

    def of(self, kind: str, choices: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
        """Return an object of this kind."""
        return {"id": self.id, "object": kind, "created": self.created, "model": self.model, "choices": choices, **more}


def read(body: bytes) -> Asked:
    """Read a request. Raises `BadRequest`."""
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadRequest("We could not parse the JSON body of your request.") from error
    if not isinstance(asked, dict):
        raise BadRequest("The body of a request is a JSON object.")
    model, messages = asked.get("model"), asked.get("messages")
    if not isinstance(model, str) or not model:
        raise BadRequest("You must provide a model parameter.", "model")
    if not isinstance(messages, list) or not messages:
        raise BadRequest("'messages' is a list with at least one message.", "messages")
    if asked.get("n") not in (None, 1):
        raise BadRequest("This bot gives one answer: 'n' is 1.", "n")
    options = asked.get("stream_options")
    return Asked(
        model,
        _turns(messages),
        _tools(asked),
        asked.get("stream") is True,
        isinstance(options, dict) and options.get("include_usage") is True,
    )


def whole(frame: Frame, asked: Asked, reply: Reply) -> dict[str, Any]:
    """Return a whole answer."""
    message: dict[str, Any] = {"role": "assistant", "content": reply.text or None, "refusal": None}
    if reply.call:
        message["tool_calls"] = [_call(frame, reply.call)]
    choice = {"index": 0, "message": message, "finish_reason": _finish(reply), "logprobs": None}
    return frame.of("chat.completion", [choice], usage=_usage(asked, reply))


def chunks(frame: Frame, asked: Asked, reply: Reply) -> Iterator[dict[str, Any]]:
    """Return an answer word by word."""
    yield _chunk(frame, {"role": "assistant", "content": None if reply.call else ""})
    if reply.call:
        yield _chunk(frame, {"tool_calls": [{"index": 0, **_call(frame, reply.call)}]})
    for number, word in enumerate(reply.text.split(" ") if reply.text else ()):
        yield _chunk(frame, {"content": f" {word}" if number else word})
    yield _chunk(frame, {}, _finish(reply))
    if asked.with_usage:
        yield frame.of("chat.completion.chunk", [], usage=_usage(asked, reply))


def error(problem: BadRequest) -> dict[str, Any]:
    """Return an error."""
    about = {"message": problem.message, "type": "invalid_request_error", "param": problem.param, "code": problem.code}
    return {"error": about}


def models(name: str, created: int) -> dict[str, Any]:
    """Return the list of the one model there is."""
    return {
        "object": "list",
        "data": [{"id": name, "object": "model", "created": created, "owned_by": "wadlicht-energie"}],
    }


def _chunk(frame: Frame, delta: Mapping[str, Any], finish: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
    return frame.of("chat.completion.chunk", [choice])


def _call(frame: Frame, wanted: Wish) -> dict[str, Any]:
    euros = wanted.amount or 0.0
    arguments = json.dumps({"amount": int(euros) if euros == int(euros) else euros})
    function = {"name": wanted.tool.value, "arguments": arguments}
    return {"id": f"call_{frame.id.rpartition('-')[2][:24]}", "type": "function", "function": function}


def _finish(reply: Reply) -> str:
    return "tool_calls" if reply.call else "stop"


def _usage(asked: Asked, reply: Reply) -> dict[str, int]:
    """Return about how many tokens a model would have counted."""
    read_in = sum(len(turn.text) for turn in asked.turns) // _LETTERS_IN_A_TOKEN + 1
    written = len(reply.text) // _LETTERS_IN_A_TOKEN + 1
    return {"prompt_tokens": read_in, "completion_tokens": written, "total_tokens": read_in + written}


def _turns(messages: list[Any]) -> tuple[Turn, ...]:
    """Read the messages; an answer of a tool is told what was asked of that tool."""
    asked_for: dict[str, Wish] = {}
    turns = []
    for number, message in enumerate(messages):
        where = f"messages[{number}]"
        if not isinstance(message, dict) or message.get("role") not in _ROLES:
            raise BadRequest(f"A message has a role: {', '.join(sorted(_ROLES))}.", where)
        text = _text(message.get("content"), f"{where}.content")
        if not text and message["role"] == "user":
            raise BadRequest("A message of the user has content.", f"{where}.content")
        asked_for |= _wishes(message.get("tool_calls"))
        turns.append(Turn(message["role"], text, asked_for.get(str(message.get("tool_call_id")))))
    return tuple(turns)


def _text(content: Any, where: str) -> str:
    """Read words, or the parts of a message that are words."""
    if content is None or isinstance(content, str):
        return content or ""
    if not isinstance(content, list) or not all(isinstance(part, dict) for part in content):
        raise BadRequest("'content' is a text, or a list of parts.", where)
    return "\n".join(part["text"] for part in content if isinstance(part.get("text"), str))


def _wishes(calls: Any) -> dict[str, Wish]:
    """Read which tools were called before, as far as they are ours."""
    found = {}
    for call in calls if isinstance(calls, list) else []:
        try:
            function = call["function"]
            found[str(call["id"])] = Wish(Tool(function["name"]), float(json.loads(function["arguments"])["amount"]))
        except (KeyError, TypeError, ValueError):
            continue  # a call of somebody else's tool, or one with other arguments: nothing to say about it
    return found


def _tools(asked: Mapping[str, Any]) -> frozenset[str]:
    """Read the names of the tools on offer; none when the caller wants no call."""
    offered = asked.get("tools")
    if offered is None or asked.get("tool_choice") == "none":
        return frozenset()
    if not isinstance(offered, list):
        raise BadRequest("'tools' is a list.", "tools")
    functions = [tool.get("function") for tool in offered if isinstance(tool, dict)]
    return frozenset(str(function.get("name")) for function in functions if isinstance(function, dict))
