"""The bot of `_upstream.c` for a machine without a C compiler: `python -m bench._upstream PORT TICK_MS TOKENS`.

It says and does the same, and is several times slower; the figures of what stands before it are then too low alike.
"""

import asyncio
import json
import sys
from typing import Any

import uvloop

WORDS = (
    "Uw termijnbedrag is 120 euro per maand. U past het aan in Mijn Wadlicht, bij Betalen. Het nieuwe bedrag geldt "
    "vanaf de volgende afschrijving."
)
SAID = (
    "Goed, uw termijnbedrag is nu 120 euro per maand. U past het aan in Mijn Wadlicht. Daar staat ook ons advies."
).split()
FRAME = {"id": "chatcmpl-1", "created": 1700000000, "model": "quick"}
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\n%s\r\n\r\n"
STREAM_HEAD = HEAD % (b"text/event-stream", b"Transfer-Encoding: chunked")


def event(delta: dict[str, str], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return chunk(
        b"data: %s\n\n" % json.dumps({**FRAME, "object": "chat.completion.chunk", "choices": [choice]}).encode()
    )


def chunk(piece: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(piece), piece)


def whole() -> bytes:
    choice = {"index": 0, "message": {"role": "assistant", "content": WORDS}, "finish_reason": "stop"}
    usage = {"prompt_tokens": 200, "completion_tokens": 40, "total_tokens": 240}
    body = json.dumps({**FRAME, "object": "chat.completion", "choices": [choice], "usage": usage}).encode()
    return HEAD % (b"application/json", b"Content-Length: %d" % len(body)) + body


WHOLE, LAST = whole(), event({}, "stop") + chunk(b"data: [DONE]\n\n") + b"0\r\n\r\n"


class Bot(asyncio.Protocol):
    """One kept connection. Requests are not pipelined."""

    def __init__(self, tick: float, tokens: int) -> None:
        self._tick, self._read = tick, bytearray()
        words = [*(SAID[number % len(SAID)] for number in range(tokens - 1)), "Einde."]
        self._tokens = [event({"role": "assistant", "content": f"{words[0]} "})]
        self._tokens += [event({"content": f"{word} "}) for word in words[1:]]

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        end = self._read.find(b"\r\n\r\n")
        if end < 0:
            return
        length = self._read[:end].lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
        if len(self._read) < end + 4 + int(length or 0):
            return
        body = bytes(self._read[end + 4 :])
        self._read.clear()
        self._answer(body)

    def _answer(self, body: bytes) -> None:
        if b'"stream":true' not in body.replace(b": ", b":"):
            self._transport.write(WHOLE)
        elif b'"slow"' in body:
            self._transport.write(STREAM_HEAD)
            self._go_on(0)
        else:
            self._transport.write(b"".join([STREAM_HEAD, *self._tokens, LAST]))

    def _go_on(self, number: int) -> None:
        if self._transport.is_closing():
            return
        if number == len(self._tokens):
            self._transport.write(LAST)
            return
        self._transport.write(self._tokens[number])
        asyncio.get_running_loop().call_later(self._tick, self._go_on, number + 1)


async def serve(port: int, tick: float, tokens: int) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: Bot(tick, tokens), "127.0.0.1", port, backlog=4096)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1]), int(sys.argv[2]) / 1000, int(sys.argv[3])))
