"""One process, three applications: Starlette outside, Django for every page, and the gateway for conversations.

Starlette answers `/health` and the static files without waiting for Django's threads or the database; so does the
gateway, which has its own ways to the tables and starts and stops with the server.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import django
from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balie.site.settings")
django.setup(set_prefix=False)

from balie.site.bodies import Bounded  # noqa: E402  (the same)
from balie.site.gateway import running  # noqa: E402
from balie.site.handler import OneGo  # noqa: E402  (the same)
from balie.site.static_files import Assets  # noqa: E402  (needs Django to be set up)

pages = cast(ASGIApp, OneGo())


async def health(_: Request) -> JSONResponse:
    """Say that the process lives. It asks nothing of the database: a slow database is no reason to restart."""
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


@asynccontextmanager
async def _open(application: Starlette) -> AsyncIterator[None]:
    """Start the gateway with the server, and stop it in order."""
    async with running(os.environ) as gateway:
        application.state.gateway = gateway
        yield


class Conversations:
    """Hands a request to the gateway, which knows its whole address."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await scope["app"].state.gateway(scope, receive, send)


application = Starlette(
    lifespan=_open,
    routes=[
        Route("/health", health),
        Mount("/static", GZipMiddleware(Assets(), minimum_size=1024), name="static"),
        Mount("/v1", Conversations()),
        Route("/widget.js", Conversations()),
        Mount("/", Bounded(pages)),
    ],
)
