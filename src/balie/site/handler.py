"""Django's handler with one change: a request goes through every middleware and its view in one thread, in one go.

Our middleware and views are synchronous, as the database is. Django's own ASGI handler goes back to the event loop
between them, several times for each request; under load each of those waits its turn behind everybody else.
"""

from typing import Any

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class OneGo(ASGIHandler):
    """Answers a request in one thread; what an answer streams is asked for by the event loop, as before."""

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: FBT001, FBT002, ARG002  (Django's signature)
        """Put the middleware together for synchronous use."""
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the thread of this request."""
        answer: Any = await sync_to_async(self.get_response, thread_sensitive=True)(request)
        return answer  # type: ignore[no-any-return]
