"""One process, two applications: Starlette outside, Django for every page.

Starlette answers `/health` and the static files without waiting for Django's threads or the database.
"""

import os
from typing import cast

from django.core.asgi import get_asgi_application
from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balie.site.settings")
pages = cast(ASGIApp, get_asgi_application())

from balie.site.bodies import Bounded  # noqa: E402  (the same)
from balie.site.static_files import Assets  # noqa: E402  (needs Django to be set up)


async def health(_: Request) -> JSONResponse:
    """Say that the process lives. It asks nothing of the database: a slow database is no reason to restart."""
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})


application = Starlette(
    routes=[
        Route("/health", health),
        Mount("/static", GZipMiddleware(Assets(), minimum_size=1024), name="static"),
        Mount("/", Bounded(pages)),
    ],
)
