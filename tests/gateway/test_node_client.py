"""OpenAI's client for Node talks to the gateway as it talks to OpenAI: only its address and its key are changed."""

import asyncio
import json
import os
from typing import Any

import pytest
from tests.gateway.conftest import said
from tests.gateway.losing import losing
from tests.gateway.preparing import KEY
from tests.gateway.test_chat import AI

import node_client

PROGRAM = node_client.ASKED / "client.cjs"
LOOK_UP = [{"id": "c1", "type": "function", "function": {"name": "look_up", "arguments": '{"name": "[NAME_1]"}'}}]


async def node(url: str, task: str) -> Any:
    """Run a task of the program; return what it tells."""
    assert node_client.ready(), "the client for Node is not installed; run: python scripts/node_client.py"
    where = {"OPENAI_BASE_URL": f"{url}/v1", "OPENAI_API_KEY": KEY, "NODE_PATH": str(node_client.MODULES)}
    pipe = asyncio.subprocess.PIPE
    program = await asyncio.create_subprocess_exec(
        "node", PROGRAM, task, env={**os.environ, **where}, stdout=pipe, stderr=pipe
    )
    told, complaints = await program.communicate()
    assert program.returncode == 0, complaints.decode()
    return json.loads(told)


@pytest.mark.parametrize("way", ["whole", "stream"])
async def test_a_question_is_answered(place, way):
    async with place.open():
        told = await node(place.url, way)

    assert told["words"] == f"{AI}\n\nUw termijnbedrag is 120 euro."
    assert told["finish"] == "stop"


@pytest.mark.parametrize("way", ["whole", "stream"])
async def test_tools_are_called_with_names_that_the_bot_never_saw(place, way):
    async def then_in_words() -> None:
        if len(place.bot.asked) > 1:
            place.bot.says = "Uw termijnbedrag is 120 euro, [NAME_1]."

    place.bot.says, place.bot.before = said("", tool_calls=LOOK_UP), then_in_words
    async with place.open():
        told = await node(place.url, f"{way}-tools")

    assert told["finish"] == "tool_calls"
    assert [(one["name"], json.loads(one["arguments"])) for one in told["calls"]] == [
        ("look_up", {"name": "Jan Jansen"})
    ]
    assert told["words"].endswith("Uw termijnbedrag is 120 euro, Jan Jansen.")
    assert "Jansen" not in json.dumps(place.bot.asked)


@pytest.mark.parametrize("way", ["whole", "stream"])
async def test_a_bot_that_fails_is_no_error_for_the_client(place, way):
    place.bot.says = 500
    async with place.open():
        told = await node(place.url, way)

    assert "Er gaat iets mis bij ons." in told["words"]


@pytest.mark.parametrize("way", ["whole", "stream"])
async def test_an_answer_that_was_lost_is_asked_for_again_and_is_the_same(place, way):
    async with place.open(), losing(place.url) as url:
        told = await node(url, way)

    assert told["words"] == f"{AI}\n\nUw termijnbedrag is 120 euro."
    assert len(place.bot.asked) == 1


async def test_errors_are_those_the_client_has_classes_for(place):
    async with place.open():
        told = await node(place.url, "errors")

    field = {"is": "BadRequestError", "status": 400, "code": "unguarded_field", "param": "n"}
    assert (told["key"]["is"], told["key"]["code"]) == ("AuthenticationError", "invalid_api_key")
    assert told["field"] == told["stream"] == field
    assert (told["place"]["is"], told["place"]["code"]) == ("NotFoundError", "unknown_endpoint")
    assert place.bot.asked == []


async def test_models_are_listed(place):
    async with place.open():
        assert await node(place.url, "models") == ["small"]
