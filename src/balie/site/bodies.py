"""How much of a request is taken in. Django puts a whole body in a file before any page looks at it.

Without a limit a stranger who never signed in fills the disk. The largest thing that somebody sends is a file of 20 MB.
"""

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST = 24_000_000  # a file of 20 MB, and what a form puts around it


class Bounded:
    """Passes requests on, and answers those that are too large itself."""

    def __init__(self, inner: ASGIApp, most: int = MOST) -> None:
        self._inner, self._most = inner, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look at what the request says of its size, and count what really comes."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        if _declared(scope) > self._most:
            await _too_large(scope, receive, send)
            return
        counted = _Counted(receive, self._most)
        await self._inner(scope, counted, send)
        if counted.too_many:
            await _too_large(scope, receive, send)


class _Counted:
    """Hands on what comes in; once it is too much, it says that the other side hung up, so that nothing is kept."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self._left, self.too_many = receive, most, False

    async def __call__(self) -> Message:
        """Hand on the next piece."""
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            self.too_many = True
            return {"type": "http.disconnect"}
        return message


def _declared(scope: Scope) -> int:
    said = Headers(scope=scope).get("content-length", "0")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 20 else 0


_too_large = PlainTextResponse(
    "Dit is te groot. Stuur een bestand van hooguit 20 MB.\nThis is too large. Send a file of at most 20 MB.\n",
    status_code=413,
    headers={"Connection": "close", "Cache-Control": "no-store"},
)
