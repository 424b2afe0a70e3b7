"""The description of this API for other programs: `openapi.yaml` beside this file, served at `/v1/openapi.json`."""

import asyncio
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from balie.gateway.guard import Guard
from balie.gateway.http import Receive, Scope, Send, answer

_FILE = Path(__file__).with_name("openapi.yaml")
_FOR_EVERYBODY = [(b"access-control-allow-origin", b"*")]


@cache
def document() -> dict[str, Any]:
    """Return the description, in OpenAPI 3.1."""
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


async def describe(_guard: Guard, _scope: Scope, _receive: Receive, send: Send) -> None:
    """Send the description, to programs and to pages of any site. Reading it the first time holds nobody up."""
    await answer(send, 200, await asyncio.to_thread(document), _FOR_EVERYBODY)
