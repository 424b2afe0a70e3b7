"""The doors: `/v1/conversations/…` for programs and customers, `/v1/widget/…` for pages that embed the widget.

A program comes with the key of a gate and names its conversations. A customer comes with the token of one conversation,
which the widget got when it began; it opens nothing else.
"""

import asyncio
import hmac
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import orjson

from balie.gateway import talking
from balie.gateway.guard import Guard, Talk
from balie.gateway.http import Begun, Receive, Scope, Send, answer, begin_events, body_of, gone, header, query_of
from balie.gateway.limits import Limits
from balie.gateway.policy.conversation import Charge, Press, Tongue
from balie.gateway.store.values import Gate, Told
from balie.gateway.talking import Piece, Said
from balie.gateway.turns import relay, shapes
from balie.gateway.wrong import UNKNOWN, Wrong, bearer, read_object, refused, wrong_of
from balie.language import Text

Asked = tuple[Scope, Receive, Send]
WIDGET = Path(__file__).parents[1] / "widget" / "balie-chat.js"
_BEGUN_A_MINUTE, _TURNS_A_MINUTE = 20, 30
_WAIT_SECONDS, _STREAM_SECONDS = 15.0, 600.0
_WATCHING = 4  # streams of events of one conversation at once: a page in a few tabs


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: through which gate, about which conversation, and whether it is a program with a key."""

    gate: Gate
    name: str
    program: bool


class Doors:
    """Answers the turn API and the widget. `secret` signs the tokens of conversations; all processes share it."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._limits = Limits(time.monotonic)
        self._watching: Counter[tuple[int, str]] = Counter()

    async def widget_file(self, _guard: Guard, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Send the file of the widget."""
        body = WIDGET.read_bytes()
        head = [
            (b"content-type", b"text/javascript; charset=utf-8"),
            (b"cache-control", b"max-age=300"),
            (b"access-control-allow-origin", b"*"),
            (b"x-content-type-options", b"nosniff"),
            (b"content-length", str(len(body)).encode()),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": body})

    async def __call__(self, guard: Guard, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. What goes wrong in here is told in a sentence too."""
        allowed: list[tuple[bytes, bytes]] = []
        begun = Begun(send)
        try:
            await self._answered(guard, (scope, receive, begun), allowed)
        except Exception as problem:
            wrong = wrong_of(problem)
            if begun.started:
                raise
            await answer(send, wrong.status, wrong.body, allowed)

    async def _answered(self, guard: Guard, asked: Asked, allowed: list[tuple[bytes, bytes]]) -> None:
        """Find out which door this is. `allowed` becomes what lets a page of another site read the answer."""
        scope, _, send = asked
        parts = [unquote(part) for part in scope["path"].split("/")[2:]]
        gate = self._gate(guard, scope, parts)
        allowed += _origins(scope, gate)
        if scope["method"] == "OPTIONS":
            await send({"type": "http.response.start", "status": 204, "headers": allowed})
            await send({"type": "http.response.body", "body": b""})
        elif parts[0] == "widget":
            await self._widget(guard, gate, parts, asked, allowed)
        else:
            await self._conversation(guard, self._caller(gate, scope, parts), parts, asked, allowed)

    def token(self, gate: Gate, name: str) -> str:
        """Return the token that opens one conversation."""
        return f"{gate.slug}.{name}.{self._mark(gate, name)}"

    def _mark(self, gate: Gate, name: str) -> str:
        return hmac.new(self._secret, f"balie/token/1/{gate.id}/{name}".encode(), sha256).hexdigest()

    def _gate(self, guard: Guard, scope: Scope, parts: list[str]) -> Gate:
        """The gate that is asked for: by its name, by the token of a conversation, or by a key."""
        if parts[0] == "widget":
            found = guard.store.gate_by_slug(parts[1]) if len(parts) > 1 else None
            if found is None:
                raise Wrong(404, "no-such-gate", _NO_GATE)
            return found
        if scope["method"] == "OPTIONS":  # a browser sends no token when it asks whether it may
            return next(iter(guard.store.gates()), None) or refused()
        told = bearer(scope)
        by_token = guard.store.gate_by_slug(told.split(".")[0]) if told.count(".") == 2 else None
        return by_token or guard.store.gate_by_key(sha256(told.encode()).hexdigest()) or refused()

    def _caller(self, gate: Gate, scope: Scope, parts: list[str]) -> Caller:
        told = bearer(scope)
        name = parts[1] if len(parts) > 1 else ""
        if not 0 < len(name) <= 64 or not name.isascii() or not name.replace("-", "").isalnum():
            raise Wrong(404, "no-such-conversation", _NO_NAME)
        if told.count(".") == 2:
            _, owned, mark = told.split(".")
            if owned != name or not hmac.compare_digest(mark.encode(), self._mark(gate, name).encode()):
                refused()
            return Caller(gate, name, program=False)
        return Caller(gate, name, program=True)

    async def _widget(self, guard: Guard, gate: Gate, parts: list[str], asked: Asked, allowed: Any) -> None:
        scope, _, send = asked
        if scope["method"] == "GET" and len(parts) == 2:
            tongue = _tongue(gate, query_of(scope).get("lang", [""])[0])
            await answer(send, 200, shapes.about(gate, tongue, guard.store.queue(gate.id), guard.now()), allowed)
        elif scope["method"] == "POST" and parts[2:] == ["conversations"]:
            await self._begin(guard, gate, asked, allowed)
        else:
            raise Wrong(404, "unknown-endpoint", UNKNOWN)

    async def _begin(self, guard: Guard, gate: Gate, asked: Asked, allowed: Any) -> None:
        """Begin a conversation for a page; the same key gives the same one, as long as nobody else knows the key."""
        scope, receive, send = asked
        who = (scope.get("client") or ("?", 0))[0]
        if not self._limits.allow(f"begin {who}", _BEGUN_A_MINUTE):
            raise Wrong(429, "too-often", _TOO_OFTEN)
        told = read_object(await body_of(receive))
        key = told.get("key")
        if not isinstance(key, str) or not 16 <= len(key) <= 64:
            raise Wrong(400, "no-key", _NO_KEY)
        name = hmac.new(self._secret, f"balie/begin/1/{gate.id}/{key}".encode(), sha256).hexdigest()[:32]
        talk = await guard.talk(gate, name, tongue=_tongue(gate, str(told.get("language", ""))))
        happened: list[Told] = list(talking.visible(await guard.told(talk)))
        if told.get("with") == "person" and talk.fresh:
            said = Said(key, press=Press.PERSON)
            happened = [one async for one in talking.turn(guard, talk, said) if isinstance(one, Told)]
            talk = await guard.talk(gate, name)
        state = await _state(guard, talk)
        await answer(
            send,
            201,
            {
                "id": name,
                "token": self.token(gate, name),
                "messages": [shapes.message(one) for one in happened],
                "state": state,
            },
            allowed,
        )

    async def _conversation(self, guard: Guard, caller: Caller, parts: list[str], asked: Asked, allowed: Any) -> None:
        scope, receive, send = asked
        match (scope["method"], parts[2:]):
            case ("POST", ["turns"]):
                turned = shapes.read_turn(await body_of(receive), program=caller.program)
                if not caller.program and not self._limits.allow(f"turn {caller.name}", _TURNS_A_MINUTE):
                    raise Wrong(429, "too-often", _TOO_OFTEN)
                await self._turn(guard, caller, turned, (scope, send), allowed)
            case ("GET", ["messages"]):
                talk = await guard.current(caller.gate, caller.name)
                found = talking.visible(await guard.told(talk), _after(scope))
                told = [shapes.message(one) for one in found]
                await answer(send, 200, {"messages": told, "state": await _state(guard, talk)}, allowed)
            case ("POST", ["end"]):
                by = "program" if caller.program else "customer"
                talk = await talking.end(guard, await guard.talk(caller.gate, caller.name), by=by)
                await answer(send, 200, {"state": await _state(guard, talk)}, allowed)
            case ("GET", ["events"]):
                await self._events(guard, caller, asked, allowed)
            case _:
                raise Wrong(404, "unknown-endpoint", UNKNOWN)

    async def _turn(self, guard: Guard, caller: Caller, turned: shapes.Turned, asked: Any, allowed: Any) -> None:
        scope, send = asked
        tongue = _tongue(caller.gate, turned.language) if turned.language else None
        talk = await guard.talk(caller.gate, caller.name, tongue=tongue)
        if not turned.answers:
            await answer(send, 200, await relay.relayed(guard, talk, turned), allowed)
            return
        happenings = talking.turn(guard, talk, turned.said)
        if "text/event-stream" in (header(scope, b"accept") or ""):
            first = await anext(happenings, None)  # what cannot be kept is an answer of its own, not half a stream
            await begin_events(send, allowed)
            if first is not None:
                await send(_event(first))
            async for one in happenings:
                await send(_event(one))
            await _end(guard, caller, send)
            return
        told = [shapes.message(one) async for one in happenings if isinstance(one, Told)]
        talk = await guard.talk(caller.gate, caller.name)
        await answer(send, 200, {"messages": told, "state": await _state(guard, talk)}, allowed)

    async def _events(self, guard: Guard, caller: Caller, asked: Asked, allowed: Any) -> None:
        """Send messages and states as they come, until the client goes or ten minutes are over; it asks again."""
        place = (caller.gate.id, caller.name)
        if self._watching[place] >= _WATCHING:
            raise Wrong(429, "too-often", _TOO_OFTEN)
        self._watching[place] += 1
        try:
            await self._watched(guard, caller, asked, allowed)
        finally:
            self._watching[place] -= 1
            if not self._watching[place]:
                del self._watching[place]

    async def _watched(self, guard: Guard, caller: Caller, asked: Asked, allowed: Any) -> None:
        scope, receive, send = asked
        after, until, state = _after(scope), time.monotonic() + _STREAM_SECONDS, None
        talk = await guard.again(await guard.talk(caller.gate, caller.name))
        await begin_events(send, allowed)
        left = asyncio.create_task(gone(receive))
        try:
            while time.monotonic() < until and not left.done():
                for one in talking.visible(await guard.told(talk), after):
                    await send(_event(one))
                after = max(after, talk.known.messages)
                if (now := await _state(guard, talk)) != state:
                    state = now
                    await send(_event_of("state", state))
                else:
                    await send({"type": "http.response.body", "body": b": here\n\n", "more_body": True})
                talk = await _changed(guard, talk, after, left)
        finally:
            left.cancel()
        await send({"type": "http.response.body", "body": b""})


async def _changed(guard: Guard, talk: Talk, after: int, left: "asyncio.Task[None]") -> Talk:
    """Wait until there is news, until it is time for a sign of life, or until nobody listens any more."""
    waiting = asyncio.create_task(talking.wait_for(guard, talk, after, _WAIT_SECONDS))
    try:
        await asyncio.wait({waiting, left}, return_when=asyncio.FIRST_COMPLETED)
        return waiting.result() if waiting.done() else talk
    finally:
        waiting.cancel()


async def _end(guard: Guard, caller: Caller, send: Send) -> None:
    talk = await guard.talk(caller.gate, caller.name)
    await send(_event_of("state", await _state(guard, talk)))
    await send({"type": "http.response.body", "body": b"event: done\ndata: {}\n\n"})


async def _state(guard: Guard, talk: Talk) -> dict[str, Any]:
    waits = talk.conversation.charge is Charge.WAITING and not talk.fresh
    ahead = await guard.store.ahead(talk.gate, talk.conversation.id) if waits else None
    return shapes.state(talk, guard.store.queue(talk.gate.id), ahead, guard.now())


def _event(one: Told | Piece) -> dict[str, Any]:
    if isinstance(one, Piece):
        return _event_of("piece", {"text": one.text})
    return _event_of("message", shapes.message(one), one.number)


def _event_of(name: str, value: Mapping[str, Any], number: int | None = None) -> dict[str, Any]:
    head = f"event: {name}\n" + (f"id: {number}\n" if number is not None else "")
    body = head.encode() + b"data: " + orjson.dumps(value) + b"\n\n"
    return {"type": "http.response.body", "body": body, "more_body": True}


def _after(scope: Scope) -> int:
    """From which number on: as the query or the last event says."""
    told = query_of(scope).get("after", [""])[0] or header(scope, b"last-event-id") or "0"
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else 0


def _tongue(gate: Gate, told: str) -> Tongue:
    return next((one for one in gate.policy.tongues if one.value == told[:2].lower()), gate.policy.tongues[0])


def _origins(scope: Scope, gate: Gate) -> list[tuple[bytes, bytes]]:
    """The headers that let a page of an allowed site read the answer. Raises `Wrong` for another site."""
    origin = header(scope, b"origin")
    if origin is None or origin.split("://", 1)[-1] == header(scope, b"host"):
        return []
    if origin.rstrip("/") not in {site.rstrip("/") for site in gate.policy.sites} and scope["method"] != "OPTIONS":
        raise Wrong(403, "site-not-allowed", _NOT_ALLOWED)
    return [
        (b"access-control-allow-origin", origin.encode()),
        (b"access-control-allow-headers", b"authorization, content-type, last-event-id, accept"),
        (b"access-control-allow-methods", b"GET, POST"),
        (b"access-control-max-age", b"600"),
        (b"vary", b"Origin"),
    ]


_NO_GATE = Text(nl="Deze chat bestaat niet (meer).", en="This chat is not there (any more).")
_NO_NAME = Text(
    nl="Een gesprek heeft een naam van 1 tot 64 letters, cijfers en streepjes.",
    en="A conversation has a name of 1 to 64 letters, digits and dashes.",
)
_NO_KEY = Text(
    nl="'key' is een toevallig kenmerk van 16 tot 64 tekens.", en="'key' is a random mark of 16 to 64 characters."
)
_TOO_OFTEN = Text(nl="Dit gaat te snel. Wacht een minuut.", en="This goes too fast. Wait a minute.")
_NOT_ALLOWED = Text(
    nl="Deze site staat niet bij 'sites' in het beleid van de bot.",
    en="This site is not among 'sites' in the policy of the bot.",
)
