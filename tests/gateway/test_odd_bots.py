"""Bots that are slow, break off, or speak oddly: the customer gets what was said, or a sentence and a person."""

import asyncio
import json
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from gzip import compress

import aiohttp
import pytest
from tests.gateway.preparing import KEY

FRAME = '{"id":"x","object":"chat.completion.chunk","choices":[{"index":0,"delta":%s,"finish_reason":%s}]}'
HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
JSON_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json%s\r\nConnection: close\r\n\r\n"


def chunk(words: str | None, finish: str = "null") -> str:
    delta = "{}" if words is None else json.dumps({"content": words}, ensure_ascii=False)
    return f"data: {FRAME % (delta, finish)}"


END = chunk(None, '"stop"')
WHOLE = f"{chunk('Dag ')}\n\n{chunk('Wereld.')}\n\n{END}\n\ndata: [DONE]\n\n"
ANSWER = '{"choices":[{"index":0,"message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}]}'

RESET = object()

# What a bot sends, as pieces with pauses between; and what the customer has to have of it.
STREAMS = {
    "as it should be": ([HEAD, WHOLE], "Dag Wereld."),
    "lines end in CRLF": ([HEAD, WHOLE.replace("\n", "\r\n")], "Dag Wereld."),
    "a byte at a time": ([HEAD, *WHOLE], "Dag Wereld."),
    "comments and names of events": ([HEAD, f": hi\n\nevent: message\nid: 1\n{WHOLE}"], "Dag Wereld."),
    "no mark at the end": ([HEAD, WHOLE.replace("data: [DONE]\n\n", "")], "Dag Wereld."),
    "no empty line at the end": ([HEAD, f"{chunk('Dag Wereld.')}\n\n{END}"], "Dag Wereld."),
    "a letter cut in two": ([HEAD.encode(), *(bytes([b]) for b in f"{chunk('café.')}\n\n{END}\n\n".encode())], "café."),
    "cut off after words": ([HEAD, f"{chunk('Dag Wereld. ')}\n\n{chunk('En')}\n\n"], None),
    "cut off before words": ([HEAD], None),
    "no events at all": ([HEAD, "<html>bad gateway</html>\n\n"], None),
    "an error with status 200": ([HEAD, 'data: {"error":{"message":"no"}}\n\n'], None),
    "no JSON": ([HEAD, "data: {oops\n\n"], None),
    "latin-1": ([HEAD.encode(), f"{chunk('café')}\n\n".encode("latin-1")], None),
    "silence": ([HEAD, 0.8], None),
    "rate limit": (["HTTP/1.1 429 Too Many Requests\r\nRetry-After: 9\r\nContent-Length: 0\r\n\r\n"], None),
    "broken": (["HTTP/1.1 500 Oops\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\noops"], None),
    "elsewhere": (["HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"], None),
    "hangs up": ([""], None),
    "resets": ([HEAD, f"{chunk('Dag Wereld. ')}\n\n{chunk('En')}\n\n", RESET], None),
    "compressed": ([(JSON_HEAD % "\r\nContent-Encoding: gzip").encode(), compress(WHOLE.encode())], None),
}
ANSWERS = {
    "as it should be": ([JSON_HEAD % "", ANSWER % "Dag Wereld."], "Dag Wereld."),
    "ten megabytes": ([JSON_HEAD % "", ANSWER % ("x" * 10_000_000)], None),
    "another charset": ([(JSON_HEAD % "; charset=latin-1").encode(), (ANSWER % "café").encode("latin-1")], None),
    "half a JSON": ([JSON_HEAD % "", (ANSWER % "Dag")[:40]], None),
    "no choices": ([JSON_HEAD % "", '{"choices":[]}'], None),
    "words that are no text": ([JSON_HEAD % "", (ANSWER % "x").replace('"x"', "[1]")], None),
    "compressed, a thousand times its size": (
        [(JSON_HEAD % "\r\nContent-Encoding: gzip").encode(), compress((ANSWER % ("x" * 3_000_000)).encode())],
        None,
    ),
    "resets": ([JSON_HEAD % "", (ANSWER % "Dag")[:40], RESET], None),
    "nothing said": ([JSON_HEAD % "", ANSWER % ""], ""),
}


@asynccontextmanager
async def replaying(pieces: list) -> AsyncIterator[str]:
    """A server that sends these pieces to whoever asks, and hangs up."""
    served: list[asyncio.Task] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        served.append(asyncio.current_task())
        await reader.readuntil(b"\r\n\r\n")
        for piece in pieces:
            if isinstance(piece, float):
                await asyncio.sleep(piece)
                continue
            if piece is RESET:
                await asyncio.sleep(0.05)
                linger = struct.pack("ii", 1, 0)
                writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                writer.transport.abort()
                return
            writer.write(piece if isinstance(piece, bytes) else piece.encode())
            await writer.drain()
            await asyncio.sleep(0)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        await asyncio.gather(*served, return_exceptions=True)


async def asked(place, *, stream: bool) -> str:
    body = {"messages": [{"role": "user", "content": "Hoi, een vraag"}], "stream": stream}
    head = {"Authorization": f"Bearer {KEY}"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{place.url}/v1/chat/completions", json=body, headers=head) as answer,
    ):
        assert answer.status == 200
        text = await answer.text()
    if not stream:
        return json.loads(text)["choices"][0]["message"]["content"] or ""
    events = [json.loads(line[6:]) for line in text.split("\n\n") if line.startswith("data: {")]
    assert text.endswith("data: [DONE]\n\n")
    return "".join(one["choices"][0]["delta"].get("content") or "" for one in events if one["choices"])


@pytest.mark.parametrize(
    ("stream", "pieces", "expected"),
    [pytest.param(True, *told, id=f"stream, {name}") for name, told in STREAMS.items()]
    + [pytest.param(False, *told, id=f"whole, {name}") for name, told in ANSWERS.items()],
)
async def test_an_odd_bot(place, set_policy, stream, pieces, expected):
    async with replaying(pieces) as url:
        set_policy(f"upstreams: [{{url: '{url}', first_byte_seconds: 0.5, between_seconds: 0.5}}]")
        async with place.open():
            words = await asked(place, stream=stream)

    if expected is None:
        assert "Er gaat iets mis bij ons." in words
        assert "medewerker" in words
    else:
        assert words.endswith(expected)
        assert "gaat iets mis" not in words


async def test_the_next_bot_takes_over_when_the_first_cannot(place, set_policy):
    async with replaying(["HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"]) as broken:
        set_policy(f"upstreams: [{{url: '{broken}'}}, {{url: '{place.bot.url}'}}]")
        async with place.open():
            words = await asked(place, stream=True)

    assert words.endswith("Uw termijnbedrag is 120 euro.")
