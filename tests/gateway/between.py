"""What stands between a client and a gateway in tests: a proxy that loses answers, and a server of the document."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web
from tests.gateway.describing import content_of, document, faults, resolved


@asynccontextmanager
async def listening(handler: Any) -> AsyncIterator[str]:
    """Serve one handler on a free port of this machine, whatever is asked."""
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", handler)
    runner = web.AppRunner(app, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@dataclass
class Proxy:
    """Passes on to a gateway; loses the first answers, or puts off the first requests with these statuses.

    `cut_streams` closes so many streams once they gave a message. `asked` is what came: address, headers and body.
    """

    gateway: str = ""
    lose: int = 0
    put_off: list[int] = field(default_factory=list)
    cut_streams: int = 0
    asked: list[tuple[str, Any, Any]] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        self.asked.append((request.path_qs, request.headers, json.loads(body) if body else None))
        if self.put_off:
            return web.Response(status=self.put_off.pop(0), text="<html>odd</html>", content_type="text/html")
        head = {name: value for name, value in request.headers.items() if name.lower() not in {"host", "connection"}}
        async with (
            aiohttp.ClientSession(auto_decompress=False) as session,
            session.request(request.method, self.gateway + request.path_qs, data=body, headers=head) as given,
        ):
            if "event-stream" in given.content_type:
                return await self._streamed(request, given)
            whole = await given.read()
        if self.lose:
            self.lose -= 1
            request.transport.abort()
        return web.Response(status=given.status, body=whole, content_type=given.content_type)

    async def _streamed(self, request: web.Request, given: aiohttp.ClientResponse) -> web.StreamResponse:
        out = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await out.prepare(request)
        async for piece in given.content.iter_any():
            await out.write(piece)
            if b"event: message" in piece and self.cut_streams:
                self.cut_streams -= 1
                request.transport.abort()
                break
        return out


@dataclass
class Described:
    """Answers decisions and events with the examples of the document, after holding the request against it."""

    asked: list[tuple[str, Any]] = field(default_factory=list)
    known: dict[str, Any] = field(default_factory=dict)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.path == "/v1/events":
            return await self._events(request)
        path = request.path if request.path == "/v1/decisions" else "/v1/decisions/{decision}"
        status, body = 200, None
        if request.method == "POST":
            body = await request.json()
            schema = document()["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
            assert faults(schema, body) == []
            status = self._status(body)
        self.asked.append((request.path_qs, body))
        content = content_of(path, request.method.lower(), status)
        examples = content.get("examples")
        told = next(iter(examples.values()))["value"] if examples else _OTHER
        return web.json_response(told, status=status)

    def _status(self, body: dict[str, Any]) -> int:
        before = self.known.setdefault(body["key"], body)
        return 409 if before != body else 201 if not any(b == body for _, b in self.asked) else 200

    async def _events(self, request: web.Request) -> web.StreamResponse:
        after = int(request.headers.get("Last-Event-ID", "0"))
        self.asked.append((request.path_qs, after))
        example = resolved(document()["webhooks"]["event"]["post"]["requestBody"])["content"]["application/json"]
        event = {**example["examples"]["decided"]["value"]["data"]["details"], "number": after + 1}
        text = f"event: {event['kind']}\nid: {after + 1}\ndata: {json.dumps(event)}\n\nevent: turn\ndata: {{"
        return web.Response(text=text, content_type="text/event-stream")


_OTHER = {"error": {"code": "other-decision", "message": {"nl": "Een ander besluit.", "en": "Another decision."}}}
