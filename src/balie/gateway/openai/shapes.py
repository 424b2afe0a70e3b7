"""Answers and errors as OpenAI's clients expect them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

_MESSAGE = ("role", "content", "tool_calls", "refusal")  # whatever else a bot adds are words nobody looked at


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


def only_known(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a message or delta with only the fields that were looked at."""
    return {name: said[name] for name in _MESSAGE if name in said}


def error(text: str, kind: str = "invalid_request_error", param: str | None = None, code: str | None = None) -> Any:
    """Return an error in OpenAI's shape."""
    return {"error": {"message": text, "type": kind, "param": param, "code": code}}


def first_choice(answer: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the one choice of an answer or chunk; None when it has none, as the last chunk with the usage."""
    choices = answer.get("choices")
    if isinstance(choices, Sequence) and choices and isinstance(choices[0], dict):
        return choices[0]
    return None
