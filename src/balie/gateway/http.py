"""The little of HTTP that the gateway needs on its busiest path: a body with a limit, an answer, a stream of events."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

import orjson

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
LARGEST_BODY = 2 * 1024 * 1024  # bytes: a conversation of a day is a tenth of it
_JSON = (b"content-type", b"application/json")
_EVENTS = (b"content-type", b"text/event-stream; charset=utf-8")
_COMMON = ((b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"))


class TooLarge(Exception):
    """The body is larger than the gateway takes."""


async def body_of(receive: Receive) -> bytes:
    """Read the whole body. Raises `TooLarge`."""
    pieces: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        piece = message.get("body", b"")
        size += len(piece)
        if size > LARGEST_BODY:
            raise TooLarge
        pieces.append(piece)
        if not message.get("more_body"):
            return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def header(scope: Scope, name: bytes) -> str | None:
    """Return a header of the request, by its name in small letters."""
    for key, value in scope["headers"]:
        if key == name:
            return str(value.decode("latin-1"))
    return None


async def answer(send: Send, status: int, value: Any, headers: Iterable[tuple[bytes, bytes]] = ()) -> None:
    """Send JSON and be done."""
    body = orjson.dumps(value)
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [_JSON, length, *_COMMON, *headers]})
    await send({"type": "http.response.body", "body": body})


async def begin_events(send: Send, headers: Iterable[tuple[bytes, bytes]] = ()) -> None:
    """Begin a stream of events; proxies are asked not to hold them up."""
    unheld = (b"x-accel-buffering", b"no")
    await send({"type": "http.response.start", "status": 200, "headers": [_EVENTS, unheld, *_COMMON, *headers]})


class Begun:
    """Sends on, and knows whether an answer has begun."""

    def __init__(self, send: Send) -> None:
        self._send, self.started = send, False

    async def __call__(self, message: MutableMapping[str, Any]) -> None:
        """Send."""
        self.started = True
        await self._send(message)


def query_of(scope: Scope) -> dict[str, list[str]]:
    """Read the query of the address; bytes that are no text stand for nothing."""
    return parse_qs(scope["query_string"].decode("ascii", "replace"))


async def gone(receive: Receive) -> None:
    """Come back when the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def event(send: Send, value: Any) -> None:
    """Send one event."""
    await send({"type": "http.response.body", "body": b"data: " + orjson.dumps(value) + b"\n\n", "more_body": True})


async def end_events(send: Send, last: bytes = b"data: [DONE]\n\n") -> None:
    """Send the last of a stream."""
    await send({"type": "http.response.body", "body": last})
