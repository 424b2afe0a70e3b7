"""The stream of the inbox (server-sent events): that the lists or the conversation changed, and who else is there."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any, cast

from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_GET

from balie.people.service import Permission, User, needs
from balie.site.desk.watching import watch

STREAM_SECONDS = 600.0  # after which the browser asks again, and its session is looked at anew
_SIGN_SECONDS = 10.0
_MOST_STREAMS = 8  # of one person in one process: a desk in a few tabs


@needs(Permission.TAKE_OVER)
@require_GET
def live(request: HttpRequest) -> StreamingHttpResponse:
    """Tell a page what changed, for as long as it is open."""
    person, told = cast(User, request.user), request.GET.get("talk", "")
    talk = int(told) if told.isascii() and told.isdigit() and len(told) < 15 else 0
    answer = StreamingHttpResponse(_events(person.pk, talk), content_type="text/event-stream")
    answer.headers["X-Accel-Buffering"] = "no"
    answer.headers["Content-Encoding"] = "identity"  # compressed, events would wait in a buffer
    return answer


async def _events(person: int, talk: int) -> AsyncIterator[bytes]:
    watching = watch()
    if watching.here[person] >= _MOST_STREAMS:
        yield b"retry: 30000\n\n"
        return
    watching.here[person] += 1
    watching.talks[talk] += 1
    try:
        async for event in _told(person, talk):
            yield event
    finally:
        _less(watching.here, person)
        _less(watching.talks, talk)


async def _told(person: int, talk: int) -> AsyncIterator[bytes]:
    """Events whenever something is other than it was told last, and a sign of life in between."""
    watching, loop = watch(), asyncio.get_running_loop()
    until, signed = loop.time() + STREAM_SECONDS, loop.time()
    lists: str | None = None
    known: dict[str, Any] | None = None
    yield b"retry: 1000\n\n"
    while loop.time() < until:
        await watching.changed(_SIGN_SECONDS)
        seen = watching.seen
        if seen.lists != lists:
            lists, signed = seen.lists, loop.time()
            yield _event("lists", seen.counts)
        if (now := _others(seen.talks.get(talk), person)) != known:
            known, signed = now, loop.time()
            yield _event("talk", now or {})
        if loop.time() - signed >= _SIGN_SECONDS:
            signed = loop.time()
            yield b": here\n\n"


def _others(talk: dict[str, Any] | None, person: int) -> dict[str, Any] | None:
    """A conversation with the names of whoever else is there."""
    if talk is None:
        return None
    return {
        **talk,
        "looking": [name for key, name in talk["looking"] if key != person],
        "typing": [name for key, name in talk["typing"] if key != person],
    }


def _event(name: str, value: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(value)}\n\n".encode()


def _less(counter: Any, key: int) -> None:
    counter[key] -= 1
    if counter[key] <= 0:
        del counter[key]
