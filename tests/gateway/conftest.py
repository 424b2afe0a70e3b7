"""What the tests of the gateway share: a gate with a policy, a bot behind it, and the gateway itself as a server."""

import asyncio
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import uvicorn
from aiohttp import web
from tests.gateway.preparing import KEY, make_gate

from balie.evidence.masters import Masters
from balie.evidence.ways import Sqlite
from balie.gateway.app import Gateway
from balie.gateway.guard import Guard
from balie.gateway.policy.reading import digest_of
from balie.gateway.store.store import Store
from balie.gateway.upstream.client import Bots


def said(text: str, **more: Any) -> dict[str, Any]:
    """A whole answer in OpenAI's shape."""
    message = {"role": "assistant", "content": text, **more}
    finish = "tool_calls" if "tool_calls" in more else "stop"
    choice = {"index": 0, "message": message, "finish_reason": finish}
    usage = {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}
    return {"id": "x", "object": "chat.completion", "created": 1, "model": "small", "choices": [choice], "usage": usage}


@dataclass
class Bot:
    """A bot whose answers the test writes. `asked` are the requests that reached it."""

    url: str = ""
    says: Any = "Uw termijnbedrag is 120 euro."
    asked: list[dict[str, Any]] = field(default_factory=list)
    before: Callable[[], Awaitable[None]] | None = None
    before_last: Callable[[], Awaitable[None]] | None = None  # word of a stream

    async def models(self, _: web.Request) -> web.Response:
        return web.json_response({"object": "list", "data": [{"id": "small", "object": "model"}]})

    async def answer(self, request: web.Request) -> web.StreamResponse:
        asked = await request.json()
        self.asked.append(asked)
        if self.before:
            await self.before()
        if isinstance(self.says, int):
            return web.Response(status=self.says, text="<html>broken</html>", content_type="text/html")
        whole = self.says if isinstance(self.says, dict) else said(self.says)
        return await self._streamed(request, whole) if asked.get("stream") else web.json_response(whole)

    async def _streamed(self, request: web.Request, whole: dict[str, Any]) -> web.StreamResponse:
        out = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await out.prepare(request)
        message = whole["choices"][0]["message"]
        frame = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "small"}
        pieces = [{"role": "assistant", "content": ""}]
        pieces += [{"content": word} for word in (message.get("content") or "").replace(" ", " \x00").split("\x00")]
        pieces += [{"tool_calls": [{"index": n, **call}]} for n, call in enumerate(message.get("tool_calls", []))]
        for delta in pieces:
            if self.before_last and delta is pieces[-1]:
                await self.before_last()
            chunk = {**frame, "choices": [{"index": 0, "delta": delta, "finish_reason": None}]}
            await out.write(f"data: {json.dumps(chunk)}\n\n".encode())
        end = {**frame, "choices": [{"index": 0, "delta": {}, "finish_reason": whole["choices"][0]["finish_reason"]}]}
        await out.write(f"data: {json.dumps(end)}\n\ndata: [DONE]\n\n".encode())
        return out


@asynccontextmanager
async def serving(app: Any) -> AsyncIterator[str]:
    """Serve an ASGI application on a free port of this machine."""
    config = uvicorn.Config(app, port=0, log_config=None, lifespan="off", http="httptools", ws="none")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  (uvicorn has no event for it)
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await task


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    made = Bot()
    app = web.Application(client_max_size=2**23)
    app.router.add_post("/v1/chat/completions", made.answer)
    app.router.add_get("/v1/models", made.models)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    yield made
    await runner.cleanup()


@dataclass
class Place:
    """A gate in the tables, as an administrator sets it, and the gateway that guards it."""

    way: Any
    masters: Masters
    bot: Bot
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    store: Store | None = None
    url: str = ""

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Place"]:
        store, bots = Store(self.way, self.masters, lambda: self.clock()), Bots({})  # noqa: PLW0108  (it may change)
        await store.start()
        await bots.start()
        guard = Guard(store, bots)
        try:
            async with serving(Gateway(guard, b"tests")) as url:
                self.store, self.url = store, url
                yield self
        finally:
            await bots.close()
            await store.close()

    async def ask(self, *messages: Any, headers: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:
        asked = [{"role": "user", "content": m} if isinstance(m, str) else m for m in messages]
        body = {"model": "small", "messages": asked, **more}
        async with (
            aiohttp.ClientSession() as session,
            session.post(
                f"{self.url}/v1/chat/completions",
                json=body,
                headers={"Authorization": f"Bearer {KEY}", **(headers or {})},
            ) as answer,
        ):
            return {"status": answer.status, **await answer.json()}

    async def words(self, *messages: Any, **more: Any) -> str:
        answered = await self.ask(*messages, **more)
        return str(answered["choices"][0]["message"]["content"])


@pytest.fixture
def policy(bot: Bot) -> str:
    """The policy of the gate; a test that wants another overrides this."""
    return f"organisation: Zonstroom\nname: Sanne\nupstreams: [{{url: '{bot.url}'}}]\n"


@pytest.fixture(scope="session")
def prepared(tmp_path_factory) -> Path:
    """A database file with a gate in it, to copy: emptying all tables between tests would take too long."""
    folder = tmp_path_factory.mktemp("gateway")
    subprocess.run([sys.executable, str(Path(__file__).parent / "preparing.py"), str(folder)], check=True)
    return folder / "balie.sqlite3"


@pytest.fixture
def place(prepared, tmp_path, bot, policy) -> Place:
    """A gate in a SQLite file of this test's own; tests for both databases take `shared`."""
    copied = Path(shutil.copy(prepared, tmp_path / "balie.sqlite3"))
    with closing(sqlite3.connect(copied)) as opened:
        opened.execute("UPDATE desk_gate SET policy = ?, digest = ?", (policy, digest_of(policy)))
        opened.commit()
    return Place(Sqlite(copied), Masters(tmp_path / "keys", {}), bot)


@pytest.fixture
def shared(noon, transactional_db, tmp_path, request, bot, policy) -> Place:
    """A gate in the tables of the database that the tests run on."""
    make_gate(policy, noon)
    return Place(request.getfixturevalue("way"), Masters(tmp_path / "keys", {}), bot)


@pytest.fixture
def sunday() -> datetime:
    """A moment at which nobody is there."""
    return datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


@pytest.fixture
def monday() -> datetime:
    """A moment at which people are there."""
    return datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
def set_policy(place) -> Callable[[str], None]:
    """Give the gate another policy before the gateway opens."""

    def set_it(written: str) -> None:
        with closing(sqlite3.connect(place.way.path)) as opened:
            opened.execute("UPDATE desk_gate SET policy = ?, digest = ?", (written, digest_of(written)))
            opened.commit()

    return set_it
