"""How soon messages arrive at a busy desk: 300 customers and 30 colleagues at once, the server killed in the middle.

Customers hang on streams of events; each colleague has the stream of the inbox open, and answers each of ten customers
in turn. Everybody sends again under the same key what was not answered. At the end every message is counted.
"""

import asyncio
import os
import re
import secrets
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import orjson

CUSTOMERS, COLLEAGUES, SECONDS = 300, 30, float(os.environ.get("BENCH_SECONDS", "60"))
PAUSE = 10.0  # seconds between two messages of one customer, and between two replies to one
PROMISED_P95 = 1.0
PROMISED_MEGABYTES = 700
PORT = 8907
SETTLED = 5.0  # seconds after the server answers again, in which everybody comes back at once
_PREPARE = """
import os, sys, json
os.environ["DJANGO_SETTINGS_MODULE"] = "balie.site.settings"
import django
django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from balie.desk import service as desk, staffing
from balie.desk.models import Gate
from balie.evidence.service import BALIE
from balie.people import service as people
from balie.people.models import User
now, cookies = timezone.now(), []
for n in range(int(sys.argv[1])):
    person = User.objects.create_user(f"c{n}@bench.example", name=f"Collega {n}")
    people.give_roles(person, [people.Role.AGENT], by=None, now=now)
    staffing.go_on_duty(person, on=True, now=now)
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(person.pk), "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    cookies.append(session.session_key)
print(json.dumps({"cookies": cookies, "key": desk.fresh_key(Gate.objects.get(slug="wim"), "bench", by=BALIE, now=now)}))
"""
_PART = {name: re.compile(f'data-part="{name}">([^<]*)<') for name in ("last", "stands")}
_ROWS = """
import os, json
os.environ["DJANGO_SETTINGS_MODULE"] = "balie.site.settings"
import django
django.setup()
from balie.desk.models import Conversation
print(json.dumps(dict(Conversation.objects.filter(name__startswith="bench-").values_list("name", "pk"))))
"""


@dataclass
class Found:
    """Seconds from sending until it was there, by direction; and what was said, to count."""

    to_person: list[float] = field(default_factory=list)
    to_customer: list[float] = field(default_factory=list)
    delayed: list[float] = field(default_factory=list)
    sent: dict[str, list[str]] = field(default_factory=dict)
    at: dict[str, float] = field(default_factory=dict)
    down: float = 0.0
    up: float = 0.0

    def arrived(self, seconds: list[float], text: str) -> None:
        """Note that a message is there; those that were under way while the server was down are counted apart."""
        sent, now = self.at[text], time.perf_counter()
        if not self.down or now < self.down or sent > self.up + SETTLED:
            seconds.append(now - sent)
        else:
            self.delayed.append(now - sent)


class Desk:
    """The server in a process of its own, and everybody who uses it."""

    def __init__(self, folder: str) -> None:
        self.folder, self.url = folder, f"http://127.0.0.1:{PORT}"
        self.found, self.going = Found(), True
        self.server = self.start()
        self.key, self.cookies = "", list[str]()

    def start(self) -> "subprocess.Popen[bytes]":
        """Start the server on its folder."""
        command = [str(Path(sys.executable).with_name("balie")), "serve", "--demo", "--port", str(PORT)]
        surroundings = {**os.environ, "BALIE_DATA": self.folder}
        return subprocess.Popen(
            command, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )

    def run(self, code: str, *arguments: str) -> Any:
        """Run code on its tables; return what it printed."""
        surroundings = {**os.environ, "BALIE_DATA": self.folder}
        made = subprocess.run(
            [sys.executable, "-c", code, *arguments], env=surroundings, check=True, capture_output=True
        )
        return orjson.loads(made.stdout)

    def kill(self) -> None:
        """End the server and its workers at once, as a machine that fails does."""
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()

    def megabytes(self) -> float:
        """Memory that belongs to the server and its workers alone."""
        ours = [one for one in Path("/proc").iterdir() if one.name.isdigit() and _group(one) == self.server.pid]
        return sum(_private(one) for one in ours) / 1024

    async def up(self, session: aiohttp.ClientSession) -> None:
        """Wait until it answers."""
        for _ in range(600):
            try:
                async with session.get(f"{self.url}/health"):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.1)
        raise RuntimeError("the server does not start")


def _group(process: Path) -> int:
    """The group of processes that one belongs to; 0 when it just ended."""
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[2])
    except OSError:
        return 0


def _private(process: Path) -> int:
    """Kilobytes that are a process's share of memory (PSS)."""
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def run() -> list[str]:
    """Print the figures and return the promises that were broken."""
    os.environ.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory(prefix="balie-bench-") as folder:
        desk = Desk(folder)
        try:
            return asyncio.run(measured(desk))
        finally:
            desk.kill()


async def measured(desk: Desk) -> list[str]:
    """Let everybody work, kill the server in the middle, and count."""
    unlimited = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=unlimited, timeout=aiohttp.ClientTimeout(total=30)) as session:
        await desk.up(session)
        names = [f"bench-{n}" for n in range(CUSTOMERS)]
        tasks = [asyncio.create_task(one) for one in await everybody(desk, session, names)]
        await asyncio.sleep(SECONDS / 2)
        before = desk.megabytes()
        desk.found.down = time.perf_counter()
        desk.kill()
        desk.server = desk.start()
        await desk.up(session)
        desk.found.up = time.perf_counter()
        await asyncio.sleep(SECONDS / 2)
        desk.going = False
        await asyncio.sleep(PAUSE)
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        faults = [one for one in results if isinstance(one, Exception)]
        wrong = [await lost(desk, session, name) for name in names]
        return told(desk, [one for one in wrong if one], before, faults)


async def everybody(desk: Desk, session: aiohttp.ClientSession, names: list[str]) -> list[Coroutine[Any, Any, None]]:
    """Let the customers ask for a person and the colleagues take them; return what each of them does from then on."""
    prepared = desk.run(_PREPARE, str(COLLEAGUES))
    desk.key, desk.cookies = prepared["key"], prepared["cookies"]
    await asyncio.gather(*(turn(desk, session, name, "", "person") for name in names))
    rows = desk.run(_ROWS)
    work = [customer(desk, session, name) for name in names] + [hears(desk, session, name) for name in names]
    for n in range(COLLEAGUES):
        mine = [(name, rows[name]) for name in names[n::COLLEAGUES]]
        person = Colleague(desk, session, desk.cookies[n], mine)
        await person.takes()
        work += [person.watches(), person.answers()]
    return work


def told(desk: Desk, wrong: list[str], before: float, faults: list[Exception]) -> list[str]:
    """Print what was found; return what was promised and not kept."""
    broken, found = [], desk.found
    for name, seconds in (("customer to colleague", found.to_person), ("colleague to customer", found.to_customer)):
        ordered = sorted(seconds)
        p95 = ordered[int(0.95 * len(ordered))] if ordered else float("inf")
        half = statistics.median(ordered) if ordered else float("inf")
        print(f"  {name}: {len(ordered)} messages, half within {half * 1000:.0f} ms, 95 % within {p95 * 1000:.0f} ms")
        if p95 > PROMISED_P95:
            broken.append(f"desk: {name} within {PROMISED_P95} s at p95")
    print(
        f"  {len(found.delayed)} under way while the server was down, the last after {max([0, *found.delayed]):.1f} s"
    )
    after = desk.megabytes()
    sent = sum(len(texts) for texts in found.sent.values())
    print(f"  {sent} messages sent, {len(wrong)} conversations with one lost or doubled; {len(faults)} faults")
    away = found.up - found.down
    print(f"  memory {before:.0f} MB before it was killed, {after:.0f} MB at the end; it was away for {away:.1f} s")
    if wrong or faults:
        broken.append(f"desk: nothing lost or doubled ({[*wrong, *map(repr, faults)][:2]})")
    if max(before, after) > PROMISED_MEGABYTES:
        broken.append(f"desk: under {PROMISED_MEGABYTES} MB")
    return broken


async def turn(desk: Desk, session: aiohttp.ClientSession, name: str, text: str, kind: str = "text") -> None:
    """Send a turn of a customer until it is answered; the key makes it one."""
    body = {"key": secrets.token_hex(8), "kind": kind, "text": text}
    while True:
        try:
            head = {"Authorization": f"Bearer {desk.key}"}
            async with session.post(f"{desk.url}/v1/conversations/{name}/turns", json=body, headers=head) as answer:
                if answer.status == 200:
                    return
        except (aiohttp.ClientError, TimeoutError):
            pass
        await asyncio.sleep(0.5)


async def customer(desk: Desk, session: aiohttp.ClientSession, name: str) -> None:
    """Say something now and then."""
    await asyncio.sleep(PAUSE * secrets.randbelow(1000) / 1000)
    while desk.going:
        text = f"klant {secrets.token_hex(6)}"
        desk.found.sent.setdefault(name, []).append(text)
        desk.found.at[text] = time.perf_counter()
        await turn(desk, session, name, text)
        await asyncio.sleep(PAUSE)


async def events(desk: Desk, session: aiohttp.ClientSession, path: str, head: dict[str, str]) -> AsyncIterator[Any]:
    """The events of a stream, for ever: a broken one is opened again."""
    forever = aiohttp.ClientTimeout(total=None, sock_read=60)
    while True:
        try:
            async with session.get(f"{desk.url}{path}", headers=head, timeout=forever) as stream:
                kind = ""
                async for line in stream.content:
                    if line.startswith(b"event: "):
                        kind = line[7:].strip().decode()
                    elif line.startswith(b"data: "):
                        yield kind, orjson.loads(line[6:])
        except (aiohttp.ClientError, TimeoutError):
            pass
        await asyncio.sleep(0.3)


async def hears(desk: Desk, session: aiohttp.ClientSession, name: str) -> None:
    """A customer's chat: what a colleague says is there when its event is."""
    head, seen = {"Authorization": f"Bearer {desk.key}"}, set[str]()
    async for kind, value in events(desk, session, f"/v1/conversations/{name}/events", head):
        if kind == "message" and value["speaker"] == "person" and value["text"] not in seen:
            seen.add(value["text"])
            desk.found.arrived(desk.found.to_customer, value["text"])


class Colleague:
    """Somebody at the desk: watches one of ten conversations, and answers all in turn."""

    def __init__(self, desk: Desk, session: aiohttp.ClientSession, cookie: str, mine: list[tuple[str, int]]) -> None:
        self.desk, self.session, self.mine = desk, session, mine
        token = secrets.token_hex(16)
        self.head = {
            "Cookie": f"balie_session={cookie}; balie_csrf={token}",
            "X-CSRFToken": token,
            "X-Balie": "script",
        }

    async def post(self, talk: int, move: str, **values: str) -> None:
        """Do one thing in a conversation, again until it is done."""
        address = f"{self.desk.url}/desk/{talk}/{move}/"
        for _ in range(120):
            try:
                async with self.session.post(address, data=values, headers=self.head) as answer:
                    if answer.status == 204:
                        return
                    if answer.status == 409 and move == "reply":  # it came back to the queue while nobody was there
                        await self.post(talk, "take")
            except (aiohttp.ClientError, TimeoutError):
                pass
            await asyncio.sleep(0.5)
        raise RuntimeError(f"{move} is not done after a minute")

    async def takes(self) -> None:
        """Take ten conversations."""
        for _, key in self.mine:
            await self.post(key, "take")

    async def answers(self) -> None:
        """Answer each in turn."""
        while self.desk.going:
            for name, key in self.mine:
                text = f"collega {secrets.token_hex(6)}"
                self.desk.found.sent.setdefault(name, []).append(text)
                self.desk.found.at[text] = time.perf_counter()
                await self.post(key, "reply", text=text, key=secrets.token_hex(8))
                await asyncio.sleep(PAUSE / len(self.mine))

    async def watches(self) -> None:
        """The page of the first conversation: what is new is fetched when the stream says so, and is then there."""
        _, key = self.mine[0]
        seen, last, stands = set[str](), "-1", ""
        async for kind, _value in events(self.desk, self.session, f"/desk/live/?talk={key}", self.head):
            if kind != "talk":
                continue
            try:
                async with self.session.get(
                    f"{self.desk.url}/desk/{key}/news/?after={last}&stands={stands}", headers=self.head
                ) as answer:
                    page = await answer.text()
            except (aiohttp.ClientError, TimeoutError):
                continue
            last = _PART["last"].findall(page)[-1]
            stands = next(iter(_PART["stands"].findall(page)), stands)
            for text in self.desk.found.sent.get(self.mine[0][0], []):
                if text.startswith("klant") and text not in seen and text in page:
                    seen.add(text)
                    self.desk.found.arrived(self.desk.found.to_person, text)


async def lost(desk: Desk, session: aiohttp.ClientSession, name: str) -> str:
    """What is wrong with one conversation, counted at the end; nothing when every message is there once."""
    head = {"Authorization": f"Bearer {desk.key}"}
    async with session.get(f"{desk.url}/v1/conversations/{name}/messages?after=0", headers=head) as answer:
        messages = (await answer.json())["messages"]
    texts = [one["text"] for one in messages if one["speaker"] in ("customer", "person") and " " in one["text"]]
    numbers = [one["number"] for one in messages]
    if sorted(texts) != sorted(desk.found.sent.get(name, [])):
        return f"{name}: {len(desk.found.sent.get(name, []))} sent, {len(texts)} kept"
    return "" if numbers == list(range(1, len(numbers) + 1)) else f"{name}: numbers {numbers}"
