"""The gateway as an ASGI application: who may come in, and which protocol answers."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from hashlib import sha256
from typing import Any

from balie.gateway import http
from balie.gateway.decisions.doors import decisions
from balie.gateway.events.doors import Events
from balie.gateway.guard import Guard
from balie.gateway.http import Receive, Scope, Send, answer, body_of, header
from balie.gateway.openai import chat, request, shapes
from balie.gateway.store.values import Gate
from balie.gateway.turns.describing import describe
from balie.gateway.turns.doors import Doors
from balie.gateway.upstream.client import NoAnswer

_log = logging.getLogger(__name__)
Handler = Callable[[Guard, Scope, Receive, Send], Awaitable[None]]


class Gateway:
    """Answers everything below `/v1/`; what it does not know it refuses, so that there is no unguarded back door.

    `secret` signs the tokens of conversations in the widget; every process has the same.
    """

    def __init__(self, guard: Guard, secret: bytes) -> None:
        self.guard = guard
        doors = Doors(secret)
        self._others: Mapping[str, Handler] = {
            "/v1/conversations/": doors,
            "/v1/widget/": doors,
            "/widget.js": doors.widget_file,
            "/v1/decisions": decisions,
            "/v1/events": Events(),
            "/v1/openapi.json": describe,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path: str = scope["path"]
        if path == "/v1/chat/completions":
            await self._chat(scope, receive, send)
            return
        if path == "/v1/models":
            await self._models(scope, send)
            return
        for beginning, handler in self._others.items():
            if path.startswith(beginning):
                await handler(self.guard, scope, receive, send)
                return
        await answer(send, 404, shapes.error(f"{path} is not guarded, so it is not served", code="unknown_endpoint"))

    async def _chat(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "POST":
            await answer(send, 405, shapes.error("use POST"), [(b"allow", b"POST")])
            return
        gate = gate_of(self.guard, scope)
        if gate is None:
            await refuse_key(send)
            return
        try:
            body = await body_of(receive)
            read = request.read(body, _sent(scope), attachments=gate.policy.attachments)
        except http.TooLarge:
            text = f"a request has {http.LARGEST_BODY} bytes at most"
            await answer(send, 413, shapes.error(text, code="request_too_large"))
            return
        except request.Improper as improper:
            await answer(send, 400, shapes.error(str(improper), param=improper.param, code=improper.code))
            return
        await chat.handle(self.guard, gate, read, send)

    async def _models(self, scope: Scope, send: Send) -> None:
        """List the models of the first bot that answers; else those the policy names."""
        gate = gate_of(self.guard, scope)
        if gate is None:
            await refuse_key(send)
            return
        for upstream in gate.policy.upstreams:
            try:
                await answer(send, 200, await self.guard.bots.models(upstream))
            except NoAnswer:
                continue
            return
        named = [upstream.model for upstream in gate.policy.upstreams if upstream.model]
        listed: list[dict[str, Any]] = [{"id": m, "object": "model", "created": 0, "owned_by": "balie"} for m in named]
        await answer(send, 200, {"object": "list", "data": listed})


def _sent(scope: Scope) -> request.Sent:
    names = (b"x-balie-conversation", b"idempotency-key", b"x-stainless-retry-count")
    return request.Sent(*(header(scope, name) for name in names))


def gate_of(guard: Guard, scope: Scope) -> Gate | None:
    """Return the gate that the key of a request opens. Only digests are compared, so time tells nothing of a key."""
    told = header(scope, b"authorization") or ""
    scheme, _, key = told.partition(" ")
    if scheme.lower() != "bearer" or not key:
        return None
    return guard.store.gate_by_key(sha256(key.strip().encode()).hexdigest())


async def refuse_key(send: Send) -> None:
    """Say that the key opens nothing, in OpenAI's shape."""
    text = "this key opens nothing here; make one on the page of the AI system in Balie"
    await answer(send, 401, shapes.error(text, "authentication_error", code="invalid_api_key"))
