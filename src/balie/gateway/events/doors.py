"""The door `/v1/events`: a stream of everything that happens at one gate, for a program with its key."""

import asyncio
import time
from collections import Counter
from contextlib import suppress
from typing import Any

import orjson

from balie.gateway.events.telling import event_of
from balie.gateway.guard import Guard
from balie.gateway.http import Receive, Scope, Send, begin_events, gone, header, query_of
from balie.gateway.store import statements
from balie.gateway.store.reading import time_of
from balie.gateway.store.values import Gate
from balie.gateway.wrong import UNKNOWN, Wrong, gate_by_key, guarded
from balie.language import Text

_LOOK_SECONDS, _SIGN_SECONDS, _STREAM_SECONDS = 0.3, 15.0, 600.0
_AT_ONCE = 200
_WATCHING = 4  # streams of one gate at once, in one process


class Events:
    """Answers the streams, and counts them."""

    def __init__(self) -> None:
        self._watching: Counter[int] = Counter()
        self._door = guarded(self._answered)

    async def __call__(self, guard: Guard, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self._door(guard, scope, receive, send)

    async def _answered(self, guard: Guard, scope: Scope, receive: Receive, send: Send) -> None:
        gate = gate_by_key(guard, scope)
        if scope["method"] != "GET" or scope["path"] != "/v1/events":
            raise Wrong(404, "unknown-endpoint", UNKNOWN)
        after = await _after(guard, gate, scope)
        if self._watching[gate.id] >= _WATCHING:
            raise Wrong(429, "too-often", _TOO_MANY)
        self._watching[gate.id] += 1
        try:
            await _watched(guard, gate, after, receive, send)
        finally:
            self._watching[gate.id] -= 1


async def _watched(guard: Guard, gate: Gate, after: int, receive: Receive, send: Send) -> None:
    """Send events as they come, until the client goes or ten minutes are over; it asks again from where it was."""
    began = signed = time.monotonic()
    await begin_events(send)
    await send({"type": "http.response.body", "body": b": here\n\n", "more_body": True})
    left = asyncio.create_task(gone(receive))
    try:
        while time.monotonic() - began < _STREAM_SECONDS and not left.done():
            rows = await guard.store.rows(statements.EVENTS, (gate.log, after, _AT_ONCE))
            said = b"".join(_event(row) for row in rows)
            after += len(rows)
            if not said and time.monotonic() - signed > _SIGN_SECONDS:
                said = b": here\n\n"
            if said:
                signed = time.monotonic()
                await send({"type": "http.response.body", "body": said, "more_body": True})
            if len(rows) < _AT_ONCE:
                with suppress(TimeoutError):
                    await asyncio.wait_for(asyncio.shield(left), _LOOK_SECONDS)
    finally:
        left.cancel()
    await send({"type": "http.response.body", "body": b""})


def _event(row: Any) -> bytes:
    sequence, kind, at, conversation, leaf = row
    told = event_of(sequence + 1, kind, time_of(at), conversation, leaf)
    if told is None:
        return b""
    return f"event: {kind}\nid: {told['number']}\n".encode() + b"data: " + orjson.dumps(told) + b"\n\n"


async def _after(guard: Guard, gate: Gate, scope: Scope) -> int:
    """After which number: as the query or the last event says; else only what is still to come."""
    told = query_of(scope).get("after", [""])[0] or header(scope, b"last-event-id") or ""
    if not told:
        return int((await guard.store.rows(statements.SIZE, (gate.log,)))[0][0])
    if not told.isascii() or not told.isdigit() or len(told) > 15:
        raise Wrong(400, "no-number", _NO_NUMBER)
    return int(told)


_TOO_MANY = Text(
    nl=f"Er zijn al {_WATCHING} van deze streams open. Sluit er eerst een.",
    en=f"{_WATCHING} of these streams are open already. Close one first.",
)
_NO_NUMBER = Text(
    nl="'after' is het nummer van de laatste gebeurtenis die u had.",
    en="'after' is the number of the last event that you had.",
)
