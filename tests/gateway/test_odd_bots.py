"""Bots that are slow, break off, or speak oddly: the customer gets what was said, or a sentence and a person."""

import gzip
import json
import socket
import zlib
from itertools import chain, repeat

import aiohttp
import pytest
from tests.gateway.kept import entries
from tests.gateway.odd_bots import HANGS_UP, RESETS, replaying
from tests.gateway.preparing import KEY

from balie.gateway.policy.policy import Upstream
from balie.gateway.upstream.client import LARGEST_STREAM, Bots, NoAnswer

UNGUARDED = "onbewaakt"  # stands in what bots send that no customer may get
ERROR = json.dumps({"error": {"message": UNGUARDED}})
FRAME = '{"id":"x","object":"chat.completion.chunk","choices":[{"index":%d,"delta":%s,"finish_reason":%s}]}'
HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
JSON_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json%s\r\nConnection: close\r\n\r\n"
PLAIN = JSON_HEAD % ""


def chunk(words: object, finish: str = "null", *, index: int = 0, **more: object) -> str:
    delta = {**({} if words is None else {"content": words}), **more}
    return f"data: {FRAME % (index, json.dumps(delta, ensure_ascii=False), finish)}"


def whole(content: object, **more: object) -> str:
    message = {"role": "assistant", "content": content, **more}
    return json.dumps({"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}, ensure_ascii=False)


def call(arguments: object, name: str = "look_up") -> list[dict]:
    return [{"index": 0, "id": "c1", "type": "function", "function": {"name": name, "arguments": arguments}}]


END = chunk(None, '"stop"')
DONE = "data: [DONE]\n\n"
WHOLE = f"{chunk('Dag ')}\n\n{chunk('Wereld.')}\n\n{END}\n\n{DONE}"
ROLE = chunk("", role="assistant")
GZIPPED = "HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\nConnection: close\r\n\r\n"
BOMB = gzip.compress(b" " * 50_000_000)

# What a bot sends, as pieces with pauses between; and what the customer has to have of it, or why there is nothing.
GOOD_STREAMS = {
    "as it should be": ([HEAD, WHOLE], "Dag Wereld."),
    "lines end in CRLF": ([HEAD, WHOLE.replace("\n", "\r\n")], "Dag Wereld."),
    "lines end in CR": ([HEAD, WHOLE.replace("\n", "\r")], "Dag Wereld."),
    "a byte at a time": ([HEAD, *WHOLE], "Dag Wereld."),
    "comments and names of events": ([HEAD, f": hi\n\nevent: message\nid: 1\nretry: 9\n{WHOLE}"], "Dag Wereld."),
    "comments between": ([HEAD, ": wait\n\n", 0.2, f"{chunk('Dag.')}\n\n", ":\n\n", 0.2, f"{END}\n\n"], "Dag."),
    "a mark of the order of bytes": ([HEAD.encode(), b"\xef", b"\xbb\xbf", WHOLE.encode()], "Dag Wereld."),
    "data over several lines": ([HEAD, WHOLE.replace('"choices"', '\ndata: "choices"')], "Dag Wereld."),
    "no mark at the end": ([HEAD, WHOLE.replace(DONE, "")], "Dag Wereld."),
    "two marks at the end": ([HEAD, f"{WHOLE}{DONE}"], "Dag Wereld."),
    "its end twice": ([HEAD, f"{chunk('Dag.')}\n\n{END}\n\n{END}\n\n{DONE}"], "Dag."),
    "no empty line at the end": ([HEAD, f"{chunk('Dag Wereld.')}\n\n{END}"], "Dag Wereld."),
    "a letter cut in two": ([HEAD.encode(), *(bytes([b]) for b in f"{chunk('café.')}\n\n{END}\n\n".encode())], "café."),
    "two answers at once": ([HEAD, f"{chunk(UNGUARDED, index=1)}\n\n{WHOLE}"], "Dag Wereld."),
    "words in parts": ([HEAD, f"{chunk([{'type': 'text', 'text': 'Dag.'}])}\n\n{END}\n\n"], "Dag."),
    "slow but not too slow": ([HEAD, 0.3, chunk("Dag "), "\n\n", 0.3, f"{chunk('u.')}\n\n{END}\n\n"], "Dag u."),
}
BAD_STREAMS = {
    "cut off after words": ([HEAD, f"{chunk('Dag Wereld. ')}\n\n{chunk('En')}\n\n"], "without an end"),
    "cut off in a line": ([HEAD, f"{chunk('Dag Wereld. ')}\n\n{chunk(UNGUARDED)[:-9]}"], "no JSON"),
    "reset after words": ([HEAD, f"{chunk('Dag Wereld. ')}\n\n", 0.1, RESETS], "end"),
    "cut off before words": ([HEAD], "empty stream"),
    "cut off after its role": ([HEAD, f"{ROLE}\n\n"], "empty stream"),
    "done without words": ([HEAD, DONE], "empty stream"),
    "an end without words": ([HEAD, f"{ROLE}\n\n{END}\n\n{DONE}"], "without words"),
    "no events at all": ([HEAD, f"<html>{UNGUARDED}</html>\n\n"], "OddStream"),
    "an error with status 200": ([HEAD, f"data: {ERROR}\n\n"], "error"),
    "an error between words": (
        [HEAD, f'{chunk("Dag.")}\n\ndata: {{"error":{{"message":"{UNGUARDED}"}}}}\n\n'],
        "error",
    ),
    "no JSON": ([HEAD, "data: {oops\n\n"], "no JSON"),
    "no object": ([HEAD, f'data: ["{UNGUARDED}"]\n\n'], "error"),
    "no choices": ([HEAD, f'data: {{"words":"{UNGUARDED}"}}\n\n'], "empty stream"),
    "latin-1": ([HEAD.encode(), f"{chunk('café')}\n\n".encode("latin-1")], "UTF-8"),
    "silence": ([HEAD, 0.8], "TimeoutError"),
    "silence after words": ([HEAD, f"{chunk('Dag. ')}\n\n", 0.8, f"{chunk(UNGUARDED)}\n\n{END}\n\n"], "TimeoutError"),
    "nothing but comments": ([HEAD, *chain.from_iterable(repeat((": wait\n\n", 0.1), 9)), WHOLE], "TimeoutError"),
    "a line without an end": ([HEAD, "data: ", *repeat("x" * 100_000, 12)], "OddStream"),
    "lines without an end": ([HEAD, *repeat("data:\n" * 50_000, 22)], "OddStream"),
    "thoughts without an end": (
        [HEAD, *repeat(f"{chunk(None, thoughts='x' * 900_000)}\n\n", LARGEST_STREAM // 900_000 + 1)],
        "bytes",
    ),
    "words without an end": ([HEAD, *repeat(f"{chunk('woord ' * 15_000)}\n\n", 6)], "characters"),
    "words that are no text": ([HEAD, f"{chunk({'a': UNGUARDED})}\n\n{END}\n\n"], "no text"),
    "arguments that are no JSON": (
        [HEAD, f"{chunk(None, tool_calls=call(UNGUARDED))}\n\n{END}\n\n"],
        "arguments",
    ),
    "a tool without a function": ([HEAD, f"{chunk(None, tool_calls=[{'function': [1]}])}\n\n{END}\n\n"], "function"),
}
GOOD_ANSWERS = {
    "as it should be": ([PLAIN, whole("Dag Wereld.")], "Dag Wereld."),
    "a mark of the order of bytes": ([PLAIN.encode(), b"\xef\xbb\xbf", whole("Dag.").encode()], "Dag."),
    "words in parts": ([PLAIN, whole([{"type": "text", "text": "Dag "}, {"type": "text", "text": "u."}])], "Dag u."),
    "thoughts in a part": (
        [PLAIN, whole([{"type": "thinking", "thinking": UNGUARDED}, {"type": "text", "text": "Dag."}])],
        "Dag.",
    ),
    "words elsewhere too": (
        [PLAIN, whole("Dag.", reasoning=UNGUARDED)[:-1] + f', "id": "{UNGUARDED} is", "note": "{UNGUARDED}"}}'],
        "Dag.",
    ),
    "an odd reason to end": ([PLAIN, whole("Dag.").replace('"stop"', f'"{UNGUARDED}"')], "Dag."),
}
BAD_ANSWERS = {
    "ten megabytes": ([PLAIN, whole("x" * 10_000_000)], "bytes"),
    "a book": ([PLAIN, whole("x" * 600_000)], "characters"),
    "another charset": ([(JSON_HEAD % "; charset=latin-1").encode(), whole("café").encode("latin-1")], "UTF-8"),
    "another charset, not told": ([PLAIN.encode(), whole("café").encode("latin-1")], "UTF-8"),
    "half a JSON": ([PLAIN, whole(UNGUARDED)[:-9]], "no JSON"),
    "no JSON object": ([PLAIN, f'["{UNGUARDED}"]'], "no JSON object"),
    "no choices": ([PLAIN, '{"choices":[]}'], "without a message"),
    "choices missing": ([PLAIN, f'{{"text":"{UNGUARDED}"}}'], "without a message"),
    "choices that are none": ([PLAIN, f'{{"choices":"{UNGUARDED}"}}'], "without a message"),
    "only another choice": ([PLAIN, whole(UNGUARDED).replace('"index": 0', '"index": 1')], "without a message"),
    "words that are no text": ([PLAIN, whole([1])], "parts"),
    "nothing said": ([PLAIN, whole("")], "without words"),
    "arguments that are no JSON": ([PLAIN, whole("", tool_calls=call(UNGUARDED))], "arguments"),
    "arguments that are no object": ([PLAIN, whole("", tool_calls=call(f'"{UNGUARDED}"'))], "arguments"),
    "arguments that go too deep": (
        [PLAIN, whole("", tool_calls=call('{"a":' + "[" * 900 + "]" * 900 + "}"))],
        "arguments",
    ),
    "a sentence for a tool": ([PLAIN, whole("", tool_calls=call("{}", f"{UNGUARDED} is dit"))], "tool"),
    "an error with status 200": ([PLAIN, ERROR], "error"),
    "slow in the middle": ([PLAIN, whole(UNGUARDED)[:20], 0.8, whole(UNGUARDED)[20:]], "TimeoutError"),
    "reset in the middle": (
        ["HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n", whole(UNGUARDED)[:40], 0.1, RESETS],
        "Error",
    ),
    "shorter than it says": (["HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n", whole(UNGUARDED)], "Error"),
}
# What is odd before there is an answer, whether one asked for a stream or not.
BAD_ANYWAY = {
    "rate limit": (["HTTP/1.1 429 Too Many Requests\r\nRetry-After: 9\r\nContent-Length: 0\r\n\r\n"], "status 429"),
    "broken": ([f"HTTP/1.1 500 Oops\r\nContent-Length: {len(UNGUARDED)}\r\n\r\n{UNGUARDED}"], "status 500"),
    "no content": (["HTTP/1.1 204 No Content\r\n\r\n"], "status 204"),
    "a page": ([f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html>{UNGUARDED}"], ""),
    "nothing at all": (["HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"], ""),
    "elsewhere": (["HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"], "status 307"),
    "hangs up": ([HANGS_UP], "Disconnected"),
    "hangs up hard": ([RESETS], ""),
    "no HTTP": ([f"SSH-2.0-{UNGUARDED}\r\n"], ""),
    "says nothing": ([1.3], "TimeoutError"),
    "a head that is too large": ([f"HTTP/1.1 200 OK\r\nX-A: {'x' * 1_000_000}\r\n\r\n"], ""),
    "a head without an end": (
        ["HTTP/1.1 200 OK\r\n", *chain.from_iterable(repeat(("X-A: x\r\n", 0.05), 40))],
        "TimeoutError",
    ),
    "gzip": ([(GZIPPED % "gzip").encode(), gzip.compress(whole(UNGUARDED).encode())], "compressed"),
    "deflate": ([(GZIPPED % "deflate").encode(), zlib.compress(whole(UNGUARDED).encode())], "compressed"),
    "a bomb": ([(GZIPPED % "gzip").encode(), BOMB], "compressed"),
}
BRIEFLY = ", connect_seconds: 0.5, first_byte_seconds: 0.5, between_seconds: 0.5"


async def asked(place, *, stream: bool) -> tuple[str, str]:
    """What the customer gets to read, and all that was sent for it."""
    body = {"messages": [{"role": "user", "content": "Hoi, een vraag"}], "stream": stream}
    head = {"Authorization": f"Bearer {KEY}"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{place.url}/v1/chat/completions", json=body, headers=head) as answer,
    ):
        assert answer.status == 200
        text = await answer.text()
    if not stream:
        return json.loads(text)["choices"][0]["message"]["content"] or "", text
    events = [json.loads(line[6:]) for line in text.split("\n\n") if line.startswith("data: {")]
    assert text.endswith("data: [DONE]\n\n")
    return "".join(one["choices"][0]["delta"].get("content") or "" for one in events if one["choices"]), text


async def from_bots(place, set_policy, *urls: str, stream: bool, waits: str = BRIEFLY) -> tuple[str, str]:
    set_policy(f"upstreams: [{', '.join(f'{{url: {url!r}{waits}}}' for url in urls)}]")
    async with place.open():
        return await asked(place, stream=stream)


def check_that_a_person_comes(place, words: str, because: str) -> None:
    (handover,) = entries(place, "handover-asked")
    failed = entries(place, "gateway-failed")
    assert handover["what"]["reason"] == "failed"
    assert any(because in one["what"]["because"] for one in failed), failed
    assert "Er gaat iets mis bij ons." in words
    assert "medewerker" in words


def cases(streams: dict, answers: dict) -> list:
    told = [pytest.param(True, *one, id=f"stream, {name}") for name, one in streams.items()]
    return told + [pytest.param(False, *one, id=f"whole, {name}") for name, one in answers.items()]


@pytest.mark.parametrize(("stream", "pieces", "expected"), cases(GOOD_STREAMS, GOOD_ANSWERS))
async def test_a_bot_that_is_odd_but_clear_is_understood(place, set_policy, stream, pieces, expected):
    async with replaying(pieces) as url:
        words, sent = await from_bots(place, set_policy, url, stream=stream, waits="")

    assert words.endswith(f"\n\n{expected}")
    assert "gaat iets mis" not in words
    assert UNGUARDED not in sent
    assert entries(place, "gateway-failed", "handover-asked") == []


@pytest.mark.parametrize(
    ("stream", "pieces", "because"),
    cases(BAD_STREAMS | BAD_ANYWAY, BAD_ANSWERS | BAD_ANYWAY),
)
async def test_who_gets_no_answer_gets_a_sentence_and_a_person(place, set_policy, stream, pieces, because):
    waits = BRIEFLY if because == "TimeoutError" else ""  # what is too much takes a busy machine a while to read
    async with replaying(pieces) as url:
        words, sent = await from_bots(place, set_policy, url, stream=stream, waits=waits)

    check_that_a_person_comes(place, words, because)
    assert UNGUARDED not in sent


@pytest.mark.parametrize("stream", [False, True])
async def test_a_bot_that_is_not_there_is_a_failure_like_others(place, set_policy, stream):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{closed.getsockname()[1]}/v1"
        words, _ = await from_bots(place, set_policy, nobody, "http://nowhere.invalid/v1", stream=stream)

    check_that_a_person_comes(place, words, "")
    assert [one["what"]["part"] for one in entries(place, "gateway-failed")] == [nobody, "http://nowhere.invalid/v1"]


@pytest.mark.parametrize(
    ("stream", "pieces", "because"),
    cases(
        {name: BAD_STREAMS[name] for name in ("cut off after its role", "no choices", "silence", "no JSON")}
        | BAD_ANYWAY,
        {name: BAD_ANSWERS[name] for name in ("half a JSON", "slow in the middle")} | BAD_ANYWAY,
    ),
)
async def test_the_next_bot_answers_when_the_first_said_nothing(place, set_policy, stream, pieces, because):
    async with replaying(pieces) as odd:
        words, _ = await from_bots(place, set_policy, odd, place.bot.url, stream=stream)

    assert words.endswith("Uw termijnbedrag is 120 euro.")
    (failed,) = entries(place, "gateway-failed")
    assert failed["what"]["part"] == odd
    assert because in failed["what"]["because"]
    assert entries(place, "handover-asked") == []


@pytest.mark.parametrize(
    "name",
    ["cut off after words", "an end without words", "words without an end", "thoughts without an end", "no JSON"],
)
async def test_the_turn_api_gives_a_sentence_and_a_person_too(place, set_policy, name):
    pieces, because = BAD_STREAMS[name]
    body = {"key": "k1", "kind": "text", "text": "Hoi, een vraag", "speaker": "customer", "answer": True}
    head = {"Authorization": f"Bearer {KEY}", "Accept": "text/event-stream"}
    async with replaying(pieces) as url, aiohttp.ClientSession(headers=head) as session:
        set_policy(f"upstreams: [{{url: '{url}'}}]")
        async with place.open(), session.post(f"{place.url}/v1/conversations/c-1/turns", json=body) as answer:
            words = await answer.text()

    check_that_a_person_comes(place, words, because)


async def test_no_other_bot_goes_on_with_what_a_bot_began_to_say(place, set_policy):
    async with replaying([HEAD, f"{chunk('Dag Wereld. ')}\n\n", 0.1, RESETS]) as odd:
        words, _ = await from_bots(place, set_policy, odd, place.bot.url, stream=True)

    check_that_a_person_comes(place, words, "")
    assert place.bot.asked == []


async def test_a_key_goes_to_its_own_bot_alone_and_nothing_compressed_is_asked_for():
    heads: list[bytes] = []
    async with (
        replaying([PLAIN, whole("Dag.")], heads) as other,
        replaying([f"HTTP/1.1 307 Moved\r\nLocation: {other}\r\nContent-Length: 0\r\n\r\n"], heads) as first,
    ):
        bots = Bots({"BOT_KEY": "of-the-bot"})
        await bots.start()
        with pytest.raises(NoAnswer, match="307"):
            await bots.ask([Upstream(first, key="BOT_KEY")], {"messages": []})
        await bots.close()

    (head,) = heads
    assert b"Bearer of-the-bot" in head
    assert b"accept-encoding: identity" in head.lower()
