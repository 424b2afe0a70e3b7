"""The bot as an ASGI application that speaks the OpenAI protocol."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from uuid import uuid4

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from balie.site.demo.bot import protocol
from balie.site.demo.bot.answering import PERSONA, Reply, reply
from balie.site.demo.bot.protocol import Asked, BadRequest, Frame

MODEL = "wadlicht-wim"
BETWEEN_WORDS = 0.02  # seconds, so that people see it stream
LARGEST_REQUEST = 1_000_000  # bytes


def create(*, persona: str = PERSONA, between_words: float = BETWEEN_WORDS) -> ASGIApp:
    """Return the bot. It hides behind the name `persona`, and streams a word every `between_words` seconds."""

    async def answer(request: Request) -> Response:
        asked = protocol.read(await _body(request))
        said = reply(asked.turns, asked.tools, persona)
        frame = Frame(f"chatcmpl-{uuid4().hex}", int(time.time()), asked.model)
        if asked.stream:
            events = _events(frame, asked, said, between_words)
            return StreamingResponse(events, media_type="text/event-stream", headers={"Cache-Control": "no-cache"})
        return JSONResponse(protocol.whole(frame, asked, said))

    async def models(_: Request) -> Response:
        return JSONResponse(protocol.models(MODEL, int(time.time())))

    return Starlette(
        routes=[
            Route("/v1/chat/completions", answer, methods=["POST"]),
            Route("/v1/models", models, methods=["GET"]),
        ],
        exception_handlers={BadRequest: _bad_request, HTTPException: _http_error},
    )


async def _body(request: Request) -> bytes:
    """Read a body, as far as it is not too long."""
    read = bytearray()
    async for piece in request.stream():
        read += piece
        if len(read) > LARGEST_REQUEST:
            raise BadRequest(f"A request has at most {LARGEST_REQUEST} bytes.", status=413)
    return bytes(read)


async def _events(frame: Frame, asked: Asked, said: Reply, between: float) -> AsyncIterator[str]:
    for chunk in protocol.chunks(frame, asked, said):
        yield f"data: {json.dumps(chunk, ensure_ascii=False)}\n\n"
        await asyncio.sleep(between)
    yield "data: [DONE]\n\n"


async def _bad_request(_: Request, problem: Exception) -> Response:
    if not isinstance(problem, BadRequest):
        raise problem
    return JSONResponse(protocol.error(problem), problem.status)


async def _http_error(request: Request, problem: Exception) -> Response:
    """Put an unknown address or a wrong method in OpenAI's shape."""
    if not isinstance(problem, HTTPException):
        raise problem
    told = BadRequest(f"{problem.detail} ({request.method} {request.url.path})", status=problem.status_code)
    return JSONResponse(protocol.error(told), problem.status_code, headers=problem.headers)
