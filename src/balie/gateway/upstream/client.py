"""Asking a bot: the first of its addresses that answers, within the times its policy gives.

Whatever comes is bounded in bytes and in time, and is never unpacked: a compressed answer was not asked for.
"""

import asyncio
import codecs
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import aiohttp
import orjson

from balie.gateway.policy.policy import KEY_VARIABLE, Upstream
from balie.gateway.upstream.events import Events, OddStream

_log = logging.getLogger(__name__)
LARGEST_ANSWER = 4 * 1024 * 1024  # bytes of an answer that does not stream
LARGEST_STREAM = 32 * 1024 * 1024  # bytes; most of a stream is the frame around each word
LONGEST_ANSWER = 600.0  # seconds, whatever comes and however slowly
_SENT_AT_ONCE = 2**20  # bytes; more goes out a block at a time
DONE = b"[DONE]"
Failures = tuple[tuple[str, str], ...]  # which bots gave no answer, and why
_OURS_TO_MEND = frozenset({401, 402, 403, 404, 405, 408, 409, 410, 425, 429})


class NoAnswer(Exception):
    """No bot gave an answer that can be used. `part` and `because` are for the log and hold nothing a customer said.

    `midway`: it had begun to speak, so that no other bot can take over. `before`: the bots that were tried before it.
    """

    def __init__(self, part: str, because: str, *, midway: bool = False, before: Failures = ()) -> None:
        super().__init__(f"{part}: {because}")
        self.part, self.because, self.midway, self.before = part, because, midway, before

    @property
    def told(self) -> Failures:
        """Every bot that gave no answer and why, in the order in which they were tried."""
        return (*self.before, (self.part, self.because))


@dataclass(frozen=True, slots=True)
class Source:
    """The bot that answers, and the bots that were tried before it and could not."""

    url: str
    failed: Failures = ()


NOBODY = Source("")


class Refusal(Exception):
    """The bot says that the request itself is wrong (400, 413, 422): the builder should know, so it goes on."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(str(status))
        self.status, self.body = status, body


class Bots:
    """The connections to all bots, kept open between turns.

    Of `environ` only the variables are taken that hold keys of bots; no policy can have another one sent anywhere.
    """

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._keys = {name: value for name, value in environ.items() if KEY_VARIABLE.fullmatch(name)}
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Open the pool of connections."""
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=60)
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),
            skip_auto_headers=("User-Agent",),
            trust_env=False,
            read_bufsize=2**18,
            auto_decompress=False,
        )

    async def close(self) -> None:
        """Close the connections."""
        if self._session:
            await self._session.close()

    async def ask(self, upstreams: Sequence[Upstream], request: Mapping[str, Any]) -> tuple[Any, Source]:
        """Return an answer (decoded JSON) and whose it is. Raises `NoAnswer` and `Refusal`."""
        problems: list[NoAnswer] = []
        for upstream in upstreams:
            try:
                async with self._sent(upstream, request) as answer:
                    return await _whole(answer, upstream), Source(upstream.url, _failed(problems))
            except NoAnswer as problem:
                problems.append(problem)
        raise _together(problems)

    @asynccontextmanager
    async def stream(
        self, upstreams: Sequence[Upstream], request: Mapping[str, Any]
    ) -> AsyncIterator[tuple[AsyncIterator[Any], Source]]:
        """Give the chunks of an answer (decoded JSON) as they come, and whose it is. Raises `NoAnswer` and `Refusal`.

        Another bot is tried only as long as this one has said nothing; chunks before its first word are left out.
        """
        problems: list[NoAnswer] = []
        for upstream in upstreams:
            try:
                async with self._sent(upstream, request) as answer:
                    chunks = _chunks(answer, upstream)
                    first = await anext(chunks, None)
                    if first is None:
                        raise NoAnswer(upstream.url, "an empty stream")  # noqa: TRY301  (the next bot may answer)
                    yield _with(first, chunks), Source(upstream.url, _failed(problems))
                    return
            except NoAnswer as problem:
                if problem.midway:
                    problem.before = _failed(problems)
                    raise
                problems.append(problem)
        raise _together(problems)

    async def models(self, upstream: Upstream) -> Any:
        """Return the list of models a bot offers. Raises `NoAnswer`."""
        if self._session is None:
            raise RuntimeError("start the bots first")
        try:
            async with self._session.get(
                f"{upstream.url.rstrip('/')}/models",
                headers=self._headers(upstream),
                timeout=_timeout(upstream),
                allow_redirects=False,
            ) as answer:
                if answer.status != 200:
                    raise NoAnswer(upstream.url, f"status {answer.status}")
                return await _whole(answer, upstream)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise NoAnswer(upstream.url, type(error).__name__) from error

    @asynccontextmanager
    async def _sent(self, upstream: Upstream, request: Mapping[str, Any]) -> AsyncIterator[aiohttp.ClientResponse]:
        if self._session is None:
            raise RuntimeError("start the bots first")
        body = orjson.dumps({**request, "model": upstream.model} if upstream.model else request)
        try:
            async with asyncio.timeout(upstream.connect_seconds + upstream.first_byte_seconds):
                begun = await self._session.post(
                    f"{upstream.url.rstrip('/')}/chat/completions",
                    data=body if len(body) < _SENT_AT_ONCE else BytesIO(body),
                    headers=self._headers(upstream),
                    timeout=_timeout(upstream),
                    allow_redirects=False,
                )
            async with begun as answer:
                await _check(answer, upstream)
                yield answer
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise NoAnswer(upstream.url, type(error).__name__) from error

    def _headers(self, upstream: Upstream) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        if upstream.key:
            secret = self._keys.get(upstream.key)
            if not secret:
                raise NoAnswer(upstream.url, f"{upstream.key} is not set in the environment")
            headers["Authorization"] = f"Bearer {secret}"
        return headers


def _timeout(upstream: Upstream) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(
        total=LONGEST_ANSWER,
        sock_connect=upstream.connect_seconds,
        sock_read=max(upstream.first_byte_seconds, upstream.between_seconds),
    )


async def _check(answer: aiohttp.ClientResponse, upstream: Upstream) -> None:
    """Sort out what is no answer: a request that is wrong, or a bot that cannot."""
    if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise NoAnswer(upstream.url, "a compressed answer, which was not asked for")
    if answer.status == 200:
        return
    if 400 <= answer.status < 500 and answer.status not in _OURS_TO_MEND:
        try:
            body = orjson.loads(await _bytes(answer, upstream))
        except orjson.JSONDecodeError:
            body = None
        raise Refusal(answer.status, body if isinstance(body, dict) and "error" in body else None)
    raise NoAnswer(upstream.url, f"status {answer.status}")


async def _whole(answer: aiohttp.ClientResponse, upstream: Upstream) -> Any:
    try:
        read = orjson.loads((await _bytes(answer, upstream)).removeprefix(codecs.BOM_UTF8))
    except orjson.JSONDecodeError as error:
        raise NoAnswer(upstream.url, "the answer is no JSON in UTF-8") from error
    if not isinstance(read, dict):
        raise NoAnswer(upstream.url, "the answer is no JSON object")
    if "error" in read and "choices" not in read:
        raise NoAnswer(upstream.url, "an error with status 200")
    return read


async def _bytes(answer: aiohttp.ClientResponse, upstream: Upstream) -> bytes:
    pieces, size = [], 0
    async for piece in answer.content.iter_any():
        size += len(piece)
        if size > LARGEST_ANSWER:
            raise NoAnswer(upstream.url, f"an answer of more than {LARGEST_ANSWER} bytes")
        pieces.append(piece)
    return b"".join(pieces)


async def _chunks(answer: aiohttp.ClientResponse, upstream: Upstream) -> AsyncIterator[Any]:
    """The chunks of a stream from its first word. Ends with the mark that it is done, or raises `NoAnswer`.

    Patience counts from the last event: comments that keep a connection open are no words for a customer.
    """
    patience, spoken = upstream.first_byte_seconds, False
    events, pieces = Events(), _bounded(answer, upstream)
    now = asyncio.get_running_loop().time
    until, more = now() + patience, True
    while more:
        try:
            async with asyncio.timeout_at(until):
                piece = await anext(pieces, None)
            found = events.end() if piece is None else events.feed(piece)
        except (aiohttp.ClientError, TimeoutError, OSError, OddStream) as error:
            raise NoAnswer(upstream.url, type(error).__name__, midway=spoken) from error
        except NoAnswer as problem:
            problem.midway = spoken
            raise
        more = piece is not None
        for data in found:
            if data.strip() == DONE:
                return
            chunk = _chunk(data, upstream, midway=spoken)
            spoken = spoken or _says(chunk)
            if spoken:
                yield chunk
        if found:
            until = now() + upstream.between_seconds


async def _bounded(answer: aiohttp.ClientResponse, upstream: Upstream) -> AsyncIterator[bytes]:
    """The bytes of a stream as they come, until there are more than any answer has."""
    size = 0
    async for piece in answer.content.iter_any():
        size += len(piece)
        if size > LARGEST_STREAM:
            raise NoAnswer(upstream.url, f"a stream of more than {LARGEST_STREAM} bytes")
        yield piece


def _says(chunk: Mapping[str, Any]) -> bool:
    """Whether a chunk holds something for the customer or their program, or the end."""
    choices = chunk.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    if not isinstance(first, dict):
        return False
    delta = first.get("delta")
    told = isinstance(delta, dict) and any(delta.get(name) for name in ("content", "refusal", "tool_calls"))
    return told or bool(first.get("finish_reason"))


def _chunk(data: bytes, upstream: Upstream, *, midway: bool) -> Any:
    try:
        read = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise NoAnswer(upstream.url, "an event that is no JSON in UTF-8", midway=midway) from error
    if not isinstance(read, dict) or ("error" in read and "choices" not in read):
        raise NoAnswer(upstream.url, "an error in the stream", midway=midway)
    return read


async def _with(first: Any, rest: AsyncIterator[Any]) -> AsyncIterator[Any]:
    yield first
    async for chunk in rest:
        yield chunk


def _failed(problems: Sequence[NoAnswer]) -> Failures:
    return tuple((problem.part, problem.because) for problem in problems)


def _together(problems: Sequence[NoAnswer]) -> NoAnswer:
    for problem in problems:
        _log.warning("no answer from %s: %s", problem.part, problem.because)
    if not problems:
        return NoAnswer("upstream", "the policy names no bot")
    last = problems[-1]
    return NoAnswer(last.part, last.because, before=_failed(problems[:-1]))
