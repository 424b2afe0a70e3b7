"""Answers and errors as OpenAI's clients expect them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

import re2


class OddWords(ValueError):
    """What the bot said is no text."""


def completion(model: Any, text: str, at: datetime, *, finish: str = "stop", **more: Any) -> dict[str, Any]:
    """Return a whole answer in the words of Balie, not of the bot."""
    return {
        **frame(model, at, "chat.completion"),
        "choices": [{"index": 0, "message": message(text, **more), "finish_reason": finish, "logprobs": None}],
        "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
    }


def message(text: str | None, **more: Any) -> dict[str, Any]:
    """Return a message of the assistant."""
    return {"role": "assistant", "content": text, "refusal": None, **more}


def frame(model: Any, at: datetime, kind: str) -> dict[str, Any]:
    """Return what is the same in every answer and chunk: its id, model and moment."""
    named = model if isinstance(model, str) else "balie"
    return {"id": f"chatcmpl-balie-{uuid4().hex}", "object": kind, "created": int(at.timestamp()), "model": named}


def chunk(of: Mapping[str, Any], delta: Mapping[str, Any], finish: str | None = None) -> dict[str, Any]:
    """Return a chunk of a stream, in the frame of the answer it belongs to."""
    return {**of, "choices": [{"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}]}


def error(text: str, kind: str = "invalid_request_error", param: str | None = None, code: str | None = None) -> Any:
    """Return an error in OpenAI's shape."""
    return {"error": {"message": text, "type": kind, "param": param, "code": code}}


def first_choice(answer: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the first choice of an answer or chunk; None when it has none, as the last chunk with the usage."""
    choices = answer.get("choices")
    if not isinstance(choices, list):
        return None
    return next((one for one in choices if isinstance(one, dict) and not one.get("index")), None)


def words_of(said: Mapping[str, Any]) -> str:
    """Return the words in a message or delta, also when they come in parts. Raises `OddWords`."""
    content = said.get("content")
    if isinstance(content, list):
        content = "".join(_words_of_part(part) for part in content)
    words = content or said.get("refusal") or ""
    if not isinstance(words, str):
        raise OddWords("an answer that is no text")
    return words


def finish_of(reason: Any) -> str:
    """Return why an answer ended, in a word that clients know."""
    return reason if isinstance(reason, str) and reason in _REASONS else "stop"


def passed(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of the frame of a bot's answer goes on: figures and names, for words there would go unguarded."""
    names = {key: body[key] for key in _NAMES if isinstance(body.get(key), str) and is_name(body[key])}
    created = {"created": body["created"]} if isinstance(body.get("created"), int) else {}
    used = figures(body.get("usage"))
    return {**names, **created, **({"usage": used} if used is not None else {})}


def figures(usage: Any) -> Any:
    """Return what was used, and its details: the figures alone. None when there are none."""
    if not isinstance(usage, dict):
        return None
    return {
        **_figures(usage),
        **{k: _figures(v) for k, v in usage.items() if isinstance(v, dict) and is_name(k)},
    }


def is_name(text: str) -> bool:
    """Whether this can be a name that programs give: of an answer, a tool or a call."""
    return len(text) <= _LONGEST_NAME and _NAME.fullmatch(text) is not None


def _figures(counted: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in counted.items() if isinstance(value, int | float) and is_name(key)}


def _words_of_part(part: Any) -> str:
    """Return the words of a part; of what a bot thinks, which it gives in parts of their own, nothing goes on."""
    if not isinstance(part, dict):
        raise OddWords("an answer in parts that are none")
    words = part.get(part["type"], "") if part.get("type") in ("text", "refusal") else ""
    if not isinstance(words, str):
        raise OddWords("an answer that is no text")
    return words


_REASONS = frozenset({"stop", "length", "tool_calls", "content_filter"})
_NAMES = ("id", "model", "system_fingerprint", "service_tier")
_NAME = re2.compile(r"[\pL\pN_.:/@\-]+")  # a count in it would make it too large to be quick
_LONGEST_NAME = 128
