"""The bot beside another server: a thread with a loop of its own, on a port of this machine alone."""

import socket
import threading
import time
from dataclasses import dataclass, field

import uvicorn

from balie.site.demo.bot.app import create

_LOOPBACK = "127.0.0.1"
_PATIENCE = 10.0  # seconds in which it must be up, or gone


@dataclass(frozen=True, slots=True)
class Running:
    """A bot that answers at `url`, which ends in /v1."""

    url: str
    _server: uvicorn.Server = field(repr=False)
    _thread: threading.Thread = field(repr=False)

    def stop(self) -> None:
        """End it. Answers that are under way are cut off after a second. Calling it again does nothing."""
        self._server.should_exit = True
        self._thread.join(_PATIENCE)


def start(port: int = 0) -> Running:
    """Start the bot; port 0 takes a free one. Raises `OSError` when the port is taken, `RuntimeError` when it fails."""
    listening = socket.create_server((_LOOPBACK, port))
    config = uvicorn.Config(
        create(),
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), name="demo-bot", daemon=True)
    thread.start()
    until = time.monotonic() + _PATIENCE
    while not server.started:
        if not thread.is_alive() or time.monotonic() > until:
            server.should_exit = True
            listening.close()
            raise RuntimeError("the bot of the example did not start")
        time.sleep(0.01)
    return Running(f"http://{_LOOPBACK}:{listening.getsockname()[1]}/v1", server, thread)
