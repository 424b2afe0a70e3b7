"""The least a gateway in Python can be: Starlette in front, aiohttp behind, and every byte passed on as it came."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

UPSTREAM = os.environ["BENCH_UPSTREAM"]


@asynccontextmanager
async def session(app: Starlette) -> AsyncIterator[None]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), auto_decompress=False) as made:
        app.state.session = made
        yield


async def pass_on(request: Request) -> Response:
    body = await request.body()
    headers = {"Content-Type": "application/json"}
    answer = await request.app.state.session.post(f"{UPSTREAM}/chat/completions", data=body, headers=headers)
    kind = answer.headers["Content-Type"]
    if kind.startswith("text/event-stream"):
        return StreamingResponse(pieces(answer), answer.status, media_type=kind)
    async with answer:
        return Response(await answer.read(), answer.status, media_type=kind)


async def pieces(answer: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    async with answer:
        async for piece in answer.content.iter_any():
            yield piece


app = Starlette(routes=[Route("/v1/chat/completions", pass_on, methods=["POST"])], lifespan=session)
