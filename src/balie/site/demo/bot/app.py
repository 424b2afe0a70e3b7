"""The example bot as an application: chat completions, streamed or not, with a tool call where one is asked for."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import re2
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from balie.site.demo.bot.answering import answer

MODEL = "wadlicht-wim"
_PAUSE = 0.02  # seconds between words, as a small model takes
_REFUND = re2.compile(r"(?i)\b(?:geld terug|terugbetal\w*|terugstort\w*|refund|money back)\b")
_AMOUNT = re2.compile(r"([0-9]{1,5})")


def create() -> Starlette:
    """Return the bot, to be mounted."""
    return Starlette(routes=[Route("/v1/chat/completions", _chat, methods=["POST"]), Route("/v1/models", _models)])


async def _models(_: Request) -> Response:
    return JSONResponse(
        {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": "demo"}]}
    )


async def _chat(request: Request) -> Response:
    try:
        asked = json.loads(await request.body())
        messages = asked["messages"]
        questions = [str(m["content"]) for m in messages if m["role"] == "user"]
    except (ValueError, KeyError, TypeError):
        wrong = {"message": "'messages' is a list of messages", "type": "invalid_request_error"}
        return JSONResponse({"error": {**wrong, "param": "messages", "code": None}}, status_code=400)
    call = _call(asked, messages, questions)
    if asked.get("stream"):
        return StreamingResponse(_stream(answer(questions), call), media_type="text/event-stream")
    message = {"role": "assistant", "content": None if call else answer(questions)}
    finish = "stop"
    if call:
        message["tool_calls"], finish = [call], "tool_calls"  # type: ignore[assignment]
    choice = {"index": 0, "message": message, "finish_reason": finish}
    usage = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
    return JSONResponse({**_frame("chat.completion"), "choices": [choice], "usage": usage})


def _call(asked: Mapping[str, Any], messages: Sequence[Any], questions: Sequence[str]) -> dict[str, Any] | None:
    """A refund, when the client has a tool for it, the customer wants one, and it was not done just now."""
    names = [tool.get("function", {}).get("name") for tool in asked.get("tools") or [] if isinstance(tool, dict)]
    if "refund" not in names or not questions or not _REFUND.search(questions[-1]) or messages[-1]["role"] == "tool":
        return None
    amount = _AMOUNT.search(questions[-1])
    arguments = json.dumps({"amount": int(amount.group(1)) if amount else 0})
    return {"id": "call_refund", "type": "function", "function": {"name": "refund", "arguments": arguments}}


async def _stream(text: str, call: Mapping[str, Any] | None) -> AsyncIterator[str]:
    yield _event({"role": "assistant", "content": ""})
    if call:
        yield _event({"tool_calls": [{"index": 0, **call}]})
        yield _event({}, "tool_calls")
    else:
        for word in text.split(" "):
            yield _event({"content": f"{word} "})
            await asyncio.sleep(_PAUSE)
        yield _event({}, "stop")
    yield "data: [DONE]\n\n"


def _event(delta: Mapping[str, Any], finish: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return f"data: {json.dumps({**_frame('chat.completion.chunk'), 'choices': [choice]})}\n\n"


def _frame(kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-demo", "object": kind, "created": 0, "model": MODEL}
