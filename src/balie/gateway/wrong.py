"""Requests that are not taken, in our own protocols: a status, a stable code, and what to do in two languages."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from hashlib import sha256
from typing import Any

import orjson

from balie.evidence.direct import NotKept
from balie.gateway.guard import Guard
from balie.gateway.http import Begun, Receive, Scope, Send, TooLarge, answer, header
from balie.gateway.store.values import Gate, Gone
from balie.language import Text

_log = logging.getLogger(__name__)
Door = Callable[[Guard, Scope, Receive, Send], Awaitable[None]]


class Wrong(Exception):
    """A request that is not taken: its status, a stable code, and what to do."""

    def __init__(self, status: int, code: str, message: Text) -> None:
        super().__init__(message.en)
        self.status, self.code, self.message = status, code, message

    @property
    def body(self) -> dict[str, Any]:
        """The answer to send."""
        return {"error": {"code": self.code, "message": {"nl": self.message.nl, "en": self.message.en}}}


def guarded(door: Door) -> Door:
    """Let a door answer whatever goes wrong behind it with a sentence."""

    @wraps(door)
    async def with_sentence(guard: Guard, scope: Scope, receive: Receive, send: Send) -> None:
        begun = Begun(send)
        try:
            await door(guard, scope, receive, begun)
        except Exception as problem:
            wrong = wrong_of(problem)
            if begun.started:
                raise
            await answer(send, wrong.status, wrong.body)

    return with_sentence


def wrong_of(problem: Exception) -> Wrong:
    """What is answered to something that went wrong. A fault of ours is logged; the same may be sent again."""
    match problem:
        case Wrong():
            return problem
        case Gone():
            return Wrong(410, "erased", _ERASED)
        case NotKept():
            return Wrong(503, "not-kept", problem.message)
        case TooLarge():
            return Wrong(413, "too-large", _TOO_LARGE)
        case _:
            _log.error("a request could not be answered", exc_info=problem)
            return Wrong(503, "failed", _FAILED)


def read_object(body: bytes) -> Mapping[str, Any]:
    """Read a JSON object. Raises `Wrong`."""
    try:
        told = orjson.loads(body or b"{}")
    except orjson.JSONDecodeError as error:
        raise Wrong(400, "no-json", _NO_JSON) from error
    if not isinstance(told, dict):
        raise Wrong(400, "no-json", _NO_JSON)
    return told


def bearer(scope: Scope) -> str:
    """The secret that a request brings; empty when it brings none."""
    scheme, _, told = (header(scope, b"authorization") or "").partition(" ")
    return told.strip() if scheme.lower() == "bearer" else ""


def gate_by_key(guard: Guard, scope: Scope) -> Gate:
    """The gate that the key of a request opens. Only digests are compared. Raises `Wrong`."""
    told = bearer(scope)
    found = guard.store.gate_by_key(sha256(told.encode()).hexdigest()) if told else None
    return found or refused()


def refused() -> Any:
    """Say that a key or token opens nothing. Raises `Wrong`, always."""
    raise Wrong(401, "no-key", _NO_RIGHT)


UNKNOWN = Text(nl="Dit adres bestaat niet.", en="There is no such address.")
_NO_JSON = Text(nl="Stuur een JSON-object.", en="Send a JSON object.")
_NO_RIGHT = Text(nl="Deze sleutel opent hier niets.", en="This key opens nothing here.")
_FAILED = Text(
    nl="Er gaat iets mis bij ons. Stuur hetzelfde zo nog eens.",
    en="Something went wrong on our side. Send the same again in a moment.",
)
_TOO_LARGE = Text(nl="Dit bericht is te groot.", en="This message is too large.")
_ERASED = Text(
    nl="Dit gesprek is gewist. Begin een nieuw gesprek.", en="This conversation was erased. Start a new one."
)
