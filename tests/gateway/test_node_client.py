"""The official Node client, unchanged: only the address and the key are the gateway's."""

import asyncio
import json
import shutil
from pathlib import Path

import pytest
from tests.gateway.conftest import said
from tests.gateway.preparing import KEY

from node_client import install


@pytest.fixture(scope="session")
def program() -> Path:
    return install()


async def test_an_unchanged_node_client(place, program):
    call = {"id": "call_1", "type": "function", "function": {"name": "look_up", "arguments": "{}"}}

    async def with_a_tool() -> None:
        place.bot.says = said("", tool_calls=[call]) if "tools" in place.bot.asked[-1] else place.bot.says

    place.bot.before = with_a_tool
    async with place.open():
        running = await asyncio.create_subprocess_exec(
            shutil.which("node"), program, f"{place.url}/v1", KEY, stdout=-1, stderr=-1
        )
        out, err = await asyncio.wait_for(running.communicate(), 60)

    assert running.returncode == 0, err.decode()
    told = json.loads(out)
    answer = "Uw termijnbedrag is 120 euro."
    assert told["models"] == ["small"]
    assert told["whole"].endswith(answer)
    assert "".join(told["pieces"]).endswith(answer)
    assert len(told["pieces"]) > 1
    assert told["helped"].endswith(answer)
    assert told["call"] == "look_up"
    assert told["error"] == {"name": "AuthenticationError", "status": 401, "code": "invalid_api_key"}
    assert told["refused"] == {"status": 404, "code": "unknown_endpoint"}
