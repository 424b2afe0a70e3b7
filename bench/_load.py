"""Asks a server as fast as it can, over raw kept connections: `python -m bench._load '{"port": 8001, ...}'`.

A process of its own, with uvloop and no HTTP library, for those are slower than what is measured. It understands no
more HTTP than these servers speak. What it found goes to its output as JSON.
"""

import asyncio
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import uvloop

CONVERSATION, TURNS = b"{conversation}", 4  # in a header; it is replaced by another name after so many requests
PATIENCE = 120.0  # seconds after which an answer will not come any more


@dataclass(frozen=True)
class Wanted:
    """What to ask: `requests` in all or for `seconds`, over so many `connections`.

    Every answer has `answer` in it, which stands at its beginning in a stream, and `last`.
    """

    port: int
    body: str
    headers: tuple[str, ...] = ()
    connections: int = 1
    seconds: float = 0.0
    requests: int = 0
    answer: str = "120 euro"
    stream: bool = False
    last: str = ""


@dataclass(frozen=True)
class Got:
    """How many sound answers came, what failed, and in how many seconds; and milliseconds until an answer was there.

    Of a stream that is until its first words, and `own` until the first words of the bot itself.
    """

    answers: int
    failed: int
    seconds: float
    median: float
    p99: float
    own: float = 0.0
    first_failure: str = ""

    @property
    def per_second(self) -> float:
        """Answers in a second."""
        return self.answers / self.seconds


class Run:
    """All connections together, and what they found."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        body, mark = wanted.body.encode(), wanted.answer.encode()
        head = ["POST /v1/chat/completions HTTP/1.1", f"Host: 127.0.0.1:{wanted.port}", *wanted.headers]
        head += ["Content-Type: application/json", f"Content-Length: {len(body)}", "", ""]
        self.marks = (mark, wanted.last.encode())
        self._request, self.mark = "\r\n".join(head).encode() + body, mark
        self.times: list[float] = []
        self.own: list[float] = []
        self.failures: list[str] = []
        self._given, self._until = 0, 0.0
        self._busy, self._done = wanted.connections, asyncio.Event()

    def more(self) -> bool:
        """Say whether another request is to be made; it counts as made."""
        over = self._given >= self.wanted.requests if self.wanted.requests else time.perf_counter() >= self._until
        self._given += not over
        return not over

    def request(self, caller: int, count: int) -> bytes:
        """Return the next request of a caller. A conversation has some turns, and then another begins."""
        return self._request.replace(CONVERSATION, b"%d-%d-%d" % (os.getpid(), caller, count // TURNS))

    def left(self) -> None:
        """A connection is through."""
        self._busy -= 1
        if self._busy <= 0:
            self._done.set()

    async def go(self) -> Got:
        """Ask until it is enough."""
        began = time.perf_counter()
        self._until = began + self.wanted.seconds
        loop = asyncio.get_running_loop()
        for _ in range(self.wanted.connections):
            await loop.create_connection(lambda: Caller(self), "127.0.0.1", self.wanted.port)
        try:
            await asyncio.wait_for(self._done.wait(), self.wanted.seconds + PATIENCE)
        except TimeoutError:
            self.failures.append(f"{self._busy} connections got no answer")
        took = time.perf_counter() - began
        times = sorted(self.times) or [float("nan")]
        p99 = times[min(len(times) - 1, int(len(times) * 0.99))]
        own = statistics.median(self.own) if self.own else 0.0
        failure = self.failures[0] if self.failures else ""
        return Got(len(self.times), len(self.failures), took, statistics.median(times), p99, own, failure)


class Caller(asyncio.Protocol):
    """One connection: asks, waits for the whole answer, and asks again."""

    def __init__(self, run: Run) -> None:
        self._run, self._read, self._waits, self._count = run, bytearray(), False, 0
        self._asked = self._began = self._own = 0.0
        self._transport: Any = None

    def connection_made(self, transport: Any) -> None:
        """Begin."""
        self._transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        """Take the next bytes of an answer."""
        self._read += data
        if self._run.wanted.stream:
            now = time.perf_counter()
            self._began = self._began or (now if WORDS.search(self._read) else 0.0)
            self._own = self._own or (now if self._run.mark in self._read else 0.0)
        if is_whole(self._read):
            self._note()
            self._ask()

    def connection_lost(self, _: Exception | None) -> None:
        """Whoever was still waiting gets nothing more."""
        if self._waits:
            self._run.failures.append(f"cut off after {len(self._read)} bytes: {bytes(self._read[-200:])!r}")
        self._run.left()

    def _ask(self) -> None:
        self._waits = self._run.more()
        if not self._waits:
            self._transport.close()
            return
        self._read.clear()
        self._began = self._own = 0.0
        self._asked = time.perf_counter()
        self._transport.write(self._run.request(id(self), self._count))
        self._count += 1

    def _note(self) -> None:
        if self._read.startswith(b"HTTP/1.1 200") and all(mark in self._read for mark in self._run.marks):
            self._run.times.append(((self._began or time.perf_counter()) - self._asked) * 1000)
            if self._own:
                self._run.own.append((self._own - self._asked) * 1000)
        else:
            self._run.failures.append(self._read[:600].decode(errors="replace"))


WORDS = re.compile(rb'"content": ?"[^"]')


def is_whole(answer: bytearray) -> bool:
    """Say whether an answer is there to its last byte."""
    end = answer.find(b"\r\n\r\n")
    if end < 0:
        return False
    head = bytes(answer[:end]).lower()
    if b"transfer-encoding: chunked" in head:
        return answer.endswith(b"\r\n0\r\n\r\n")
    length = head.partition(b"content-length:")[2].partition(b"\r\n")[0]
    return bool(length) and len(answer) - end - 4 >= int(length)


def asked(wanted: Wanted) -> Got:
    """Ask from a process of its own, on the second core where there is one."""
    command = [sys.executable, "-m", "bench._load", json.dumps(asdict(wanted))]
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    return Got(**json.loads(told.stdout))


def on_core(core: int, command: Sequence[str]) -> list[str]:
    """Return a command that keeps to one core."""
    code = (
        "import os, sys; from bench._load import settle; settle(int(sys.argv[1])); os.execvp(sys.argv[2], sys.argv[2:])"
    )
    return [sys.executable, "-c", code, str(core), *command]


def settle(core: int) -> None:
    """Keep this process to one core, and let it have many connections."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[core % len(cores)]})
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 8192), most))


if __name__ == "__main__":
    settle(1)
    said = json.loads(sys.argv[1])
    print(json.dumps(asdict(uvloop.run(Run(Wanted(**{**said, "headers": tuple(said["headers"])})).go()))))
