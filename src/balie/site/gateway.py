"""The gateway as a process: beside the site in `balie serve`, or alone with `balie gateway`, then without Django."""

import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from balie.evidence.direct import Masters, NoSecret, Postgresql, Sqlite, Way
from balie.gateway.service import Bots, Gateway, Guard, Store
from balie.language import Text
from balie.site import storage

FAILED = 2


class NoTables(Exception):
    """There is no database to work with; the message says what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


def way_from(environ: Mapping[str, str]) -> Way:
    """Return the way to the database that the environment names. Raises `NoTables`."""
    url = environ.get("DATABASE_URL", "")
    if url.startswith(("postgres://", "postgresql://", "pgsql://")):
        return Postgresql(url.replace("pgsql://", "postgresql://", 1))
    file = Path(url.split("sqlite:///", 1)[1]) if "sqlite:///" in url else storage.home(environ) / storage.DATABASE_FILE
    if not file.is_file():
        raise NoTables(_no_database(str(file)))
    return Sqlite(file)


def gateway_of(environ: Mapping[str, str]) -> tuple[Gateway, Store, Bots]:
    """Put a gateway together. It reads and writes nothing until its store is started. Raises `NoTables`."""
    keys = {name: environ[name] for name in storage.KEY_VARIABLES if name in environ}
    masters = Masters(storage.home(environ) / "evidence", keys)
    store, bots = Store(way_from(environ), masters, lambda: datetime.now(UTC)), Bots(environ)
    return Gateway(Guard(store, bots), storage.read_key(environ).encode()), store, bots


@asynccontextmanager
async def running(environ: Mapping[str, str]) -> AsyncIterator[Gateway]:
    """Start a gateway, and stop it in order."""
    gateway, store, bots = gateway_of(environ)
    await store.start()
    await bots.start()
    try:
        yield gateway
    finally:
        await bots.close()
        await store.close()


class Alone:
    """The gateway as a whole application: it starts and stops with its server, and tells that it lives."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._gateway: Gateway | None = None

    async def __call__(self, scope, receive, send) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001  (as ASGI has it)
        """Answer a request, or the start and stop of the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http" and scope["path"] == "/health":
            head = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
            await send({"type": "http.response.start", "status": 200, "headers": head})
            await send({"type": "http.response.body", "body": b'{"status":"ok"}'})
        elif scope["type"] == "http" and self._gateway is not None:
            await self._gateway(scope, receive, send)

    async def _live(self, receive, send) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001  (the same)
        await receive()
        try:
            async with running(self._environ) as gateway:
                self._gateway = gateway
                await send({"type": "lifespan.startup.complete"})
                await receive()
        except Exception as error:  # noqa: BLE001  (the server has to be told, and stops)
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        await send({"type": "lifespan.shutdown.complete"})


def alone() -> Alone:
    """The application that `balie gateway` serves, in each of its processes."""
    return Alone(os.environ)


def serve_alone(*, host: str, port: int, workers: int, lang: str) -> int:
    """Serve the gateway until somebody stops it. Returns the exit code."""
    from balie.site.serving import CannotListen, answer, listen, trusted_proxies  # noqa: PLC0415  (uvicorn is for this command alone)

    try:
        way_from(os.environ)
        storage.prepare(os.environ)
        proxies = trusted_proxies(os.environ.get("BALIE_PROXIES", ""))
        listening = listen(host, port)
    except (NoTables, CannotListen, storage.NotPrivate, NoSecret) as problem:
        print(problem.message.say(lang), file=sys.stderr)  # noqa: T201  (this is what a person at the terminal reads)
        return FAILED
    place = "http://{}:{}".format(*listening.getsockname()[:2])
    print(_RUNS.say(lang).format(place=place), flush=True)  # noqa: T201
    answer("balie.site.gateway:alone", listening, workers, proxies, factory=True)
    return 0


def _no_database(place: str) -> Text:
    return Text(
        nl=f"Er is geen database {place}. Start eerst 'balie serve', of wijs de plek aan met BALIE_DATA of "
        "DATABASE_URL.",
        en=f"There is no database {place}. Start 'balie serve' first, or name the place in BALIE_DATA or DATABASE_URL.",
    )


_RUNS = Text(
    nl="De gateway draait op {place}/v1 . Stoppen: Ctrl+C",
    en="The gateway runs at {place}/v1 . Stop: Ctrl+C",
)
