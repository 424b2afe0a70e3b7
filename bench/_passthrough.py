"""The least a gateway in Python can be: Starlette and aiohttp, which pass everything on and look at nothing."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

PLACE = f"{os.environ.get('UPSTREAM', '')}/v1/chat/completions"
JSON = {"Content-Type": "application/json"}


@asynccontextmanager
async def life(application: Starlette) -> AsyncIterator[None]:
    application.state.session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
    yield
    await application.state.session.close()


async def pass_on(request: Request) -> Response:
    body = await request.body()
    session = request.app.state.session
    if b'"stream":true' in body:
        answer = await session.post(PLACE, data=body, headers=JSON)
        return StreamingResponse(answer.content.iter_any(), media_type="text/event-stream")
    async with session.post(PLACE, data=body, headers=JSON) as answer:
        return Response(await answer.read(), status_code=answer.status, media_type="application/json")


application = Starlette(lifespan=life, routes=[Route("/v1/chat/completions", pass_on, methods=["POST"])])
