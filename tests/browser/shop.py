"""A page of a shop that embeds the chat, the gateway it talks to on another origin, and a bot behind that; all real."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Queue
from typing import Any

from aiohttp import web
from tests.gateway.conftest import Bot, Place

from balie.evidence.masters import Masters
from balie.evidence.ways import Sqlite
from balie.gateway.guard import Guard
from balie.gateway.policy.conversation import Charge, Message, Speaker
from balie.gateway.policy.reading import digest_of
from balie.gateway.record import Outcome
from balie.gateway.upstream.client import Bots

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
PAGE = """<!doctype html><html lang="{lang}"><head><title>Zonstroom</title><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<script type="module" src="{gateway}/widget.js"></script></head>
<body><main><h1>Zonstroom</h1><p>Energie van hier.</p>
<balie-chat gate="sanne" {more}></balie-chat></main></body></html>"""
POLICY = """organisation: Zonstroom
name: Sanne
languages: [{languages}]
upstreams: [{{url: '{bot}'}}]
sites: ['{site}']
privacy_notice: https://www.example.nl/privacy
people: {{phone: '088 123 45 67', callback: true, choose_first: {choose}}}
"""

EARLIER = (
    "INSERT INTO desk_conversation (gate_id, name, channel, language, charge, version, turns, messages, misunderstood,"
    " noticed, head, opened_at, last_at, answers, robot_asked, robot_told, redacted, hits, proposed)"
    " SELECT id, 'earlier', 'chat', 'nl', 'closed', 1, 1, 1, 0, '', '', ?, ?, 0, 0, 0, 0, 0, 0 FROM desk_gate"
)
HELPED = (
    "INSERT INTO desk_handover (conversation_id, reason, rule, asked_at, taken_at, ended_at, callback, ended_how)"
    " SELECT id, 'asked', 'button', ?, ?, ?, '', 'helped' FROM desk_conversation"
)


@dataclass
class Shop:
    """What a test can see and do from outside the browser."""

    place: Place
    loop: asyncio.AbstractEventLoop
    site: str = ""
    now: datetime = MONDAY
    ticks: int = 0

    def clock(self) -> datetime:
        """The time of this shop; no two moments are the same."""
        self.ticks += 1
        return self.now.replace(microsecond=self.ticks)

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Do something in the loop of the gateway."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(timeout=20)

    def rows(self, statement: str) -> list[Any]:
        """What is in the tables."""
        with closing(sqlite3.connect(self.place.way.path)) as opened:
            return opened.execute(statement).fetchall()

    def turns(self) -> list[tuple[str, str]]:
        """Who said what in the only conversation, as the server has it."""
        ((name,),) = self.rows("SELECT name FROM desk_conversation")
        gate = self.place.store.gate_by_slug("sanne")
        told = self.do(self.place.store.transcript(gate, name))
        return [(one.message.speaker.value, one.message.text) for one in told]

    def customers(self) -> list[str]:
        """What the customer said in the only conversation, as the server has it."""
        return [text for speaker, text in self.turns() if speaker == "customer"]

    def set(self, *, languages: str = "nl, en, de, fr", choose: bool = True, halted: bool = False) -> None:
        """Give the gate another policy, or switch the bot off, and wait until the gateway knows."""
        bot, origin = self.place.bot.url, self.site
        written = POLICY.format(languages=languages, bot=bot, site=origin, choose=str(choose).lower())
        with closing(sqlite3.connect(self.place.way.path)) as opened:
            change = "UPDATE desk_gate SET policy = ?, digest = ?, halted = ?, version = version + 1"
            opened.execute(change, (written, digest_of(written), halted))
            opened.commit()
        self.do(self._known())

    async def _known(self) -> None:
        ((version,),) = await self.place.store.rows("SELECT version FROM desk_gate", ())
        while self.place.store.gate_by_slug("sanne").version != version:  # noqa: ASYNC110  (the store has no event)
            await asyncio.sleep(0.02)

    def person_says(self, text: str, name: str = "Petra") -> None:
        """A colleague takes the only conversation and says something."""
        ((conversation,),) = self.rows("SELECT name FROM desk_conversation")
        self.do(self._person_says(conversation, Message(Speaker.PERSON, text, name=name)))

    async def _person_says(self, conversation: str, message: Message) -> None:
        guard = Guard(self.place.store, Bots({}))  # as another process would
        talk = await guard.talk(self.place.store.gate_by_slug("sanne"), conversation)
        taken = replace(talk.conversation, charge=Charge.PERSON)
        await guard.keep(talk, Outcome(taken, guard.now(), ((message, ""),)))

    def helped_in(self, *, seconds: int) -> None:
        """Somebody was helped a moment ago, after waiting this long."""
        asked, taken = self.now - timedelta(minutes=30), self.now - timedelta(minutes=30) + timedelta(seconds=seconds)
        with closing(sqlite3.connect(self.place.way.path)) as opened:
            opened.execute(EARLIER, (asked.isoformat(" "), asked.isoformat(" ")))
            opened.execute(HELPED, (asked.isoformat(" "), taken.isoformat(" "), taken.isoformat(" ")))
            opened.commit()
        self.do(self._counted())

    async def _counted(self) -> None:
        gate = self.place.store.gate_by_slug("sanne").id
        while self.place.store.queue(gate).seconds is None:  # noqa: ASYNC110  (the store has no event)
            await asyncio.sleep(0.05)

    async def breath(self) -> None:
        """A short wait."""
        await asyncio.sleep(0.02)

    async def answer(self, request: web.Request) -> web.Response:
        """The page of the shop, with a policy that lets nothing in but the gateway's file and answers."""
        asked = {"lang": "nl", "more": "open", **request.query}
        gateway = self.place.url
        allowed = f"default-src 'none'; script-src {gateway}; connect-src {gateway}; img-src data:; base-uri 'none'"
        html = PAGE.format(lang=asked["lang"], more=asked["more"], gateway=gateway)
        return web.Response(text=html, content_type="text/html", headers={"Content-Security-Policy": allowed})


@contextmanager
def opened(database: Path, folder: Path) -> Iterator[Shop]:
    """Open the shop, its gateway and its bot in a thread of their own; close them afterwards."""
    made: Queue[Shop] = Queue()
    closing_time = asyncio.Event()
    thread = threading.Thread(target=lambda: asyncio.run(_open(database, folder, made, closing_time)), daemon=True)
    thread.start()
    shop = made.get(timeout=20)
    try:
        yield shop
    finally:
        shop.loop.call_soon_threadsafe(closing_time.set)
        thread.join(20)


async def _open(database: Path, folder: Path, made: "Queue[Shop]", closing_time: asyncio.Event) -> None:
    place = Place(Sqlite(database), Masters(folder, {}), Bot())
    shop = Shop(place, asyncio.get_running_loop())
    place.clock = shop.clock
    bot = web.post("/v1/chat/completions", place.bot.answer)
    async with _served(bot) as address, _served(web.get("/", shop.answer)) as shop.site:
        place.bot.url = f"{address}/v1"
        async with place.open():
            made.put(shop)
            await closing_time.wait()


@asynccontextmanager
async def _served(route: web.RouteDef) -> AsyncIterator[str]:
    application = web.Application()
    application.router.add_routes([route])
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
