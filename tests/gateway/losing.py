"""A network that loses answers: the gateway has given them, and the client never gets them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web


@asynccontextmanager
async def losing(url: str, *, lost: int = 1) -> AsyncIterator[str]:
    """Stand before the gateway; the first answers get lost once they are there in full."""
    left = lost

    async def passed_on(request: web.Request) -> web.StreamResponse:
        nonlocal left
        head = {name: value for name, value in request.headers.items() if name.lower() not in {"host", "connection"}}
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{url}{request.path}", data=await request.read(), headers=head) as answer,
        ):
            body = await answer.read()
        if left:
            left -= 1
            request.transport.abort()
        return web.Response(status=answer.status, body=body, headers={"Content-Type": answer.headers["Content-Type"]})

    app = web.Application()
    app.router.add_post("/v1/chat/completions", passed_on)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
