"""The bot of the example as a server: what the client most bots are built with gets from it."""

import json

import aiohttp
import pytest
from openai import AsyncOpenAI, BadRequestError, NotFoundError

from balie.site.demo import bot
from balie.site.demo.bot.app import LARGEST_REQUEST

ASK = {"model": bot.MODEL, "messages": [{"role": "user", "content": "Ik ga verhuizen"}]}
TOOL = {
    "type": "function",
    "function": {
        "name": "change_instalment",
        "parameters": {"type": "object", "properties": {"amount": {"type": "number"}}},
    },
}
WISH = {"role": "user", "content": "Zet mijn termijnbedrag op 95 euro"}


@pytest.fixture(scope="module")
def running():
    started = bot.start()
    yield started
    started.stop()


@pytest.fixture
async def client(running):
    async with AsyncOpenAI(base_url=running.url, api_key="any", max_retries=0) as made:
        yield made


async def test_an_answer(client):
    answer = await client.chat.completions.create(**ASK)

    assert answer.id.startswith("chatcmpl-")
    assert answer.choices[0].message.content.startswith("Geef uw verhuizing door in Mijn Wadlicht")
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens > 10


async def test_a_stream_comes_word_by_word_and_says_the_same(client):
    whole = await client.chat.completions.create(**ASK)
    stream = await client.chat.completions.create(**ASK, stream=True, stream_options={"include_usage": True})
    chunks = [chunk async for chunk in stream]
    words = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]

    assert "".join(words) == whole.choices[0].message.content
    assert len([word for word in words if word]) == len("".join(words).split(" "))
    assert chunks[0].choices[0].delta.role == "assistant"
    assert chunks[-2].choices[0].finish_reason == "stop"
    assert (chunks[-1].choices, chunks[-1].usage) == ([], whole.usage)
    assert len({chunk.id for chunk in chunks}) == 1


async def test_a_stream_without_usage_when_nobody_asks(client):
    chunks = [chunk async for chunk in await client.chat.completions.create(**ASK, stream=True)]

    assert all(chunk.choices and chunk.usage is None for chunk in chunks)


async def test_a_tool_is_called_and_its_result_told(client):
    first = await client.chat.completions.create(model=bot.MODEL, messages=[WISH], tools=[TOOL])
    called = first.choices[0].message
    result = {"role": "tool", "tool_call_id": called.tool_calls[0].id, "content": '{"status": "done"}'}
    told = await client.chat.completions.create(
        model=bot.MODEL, messages=[WISH, called.model_dump(exclude_none=True), result], tools=[TOOL]
    )

    assert first.choices[0].finish_reason == "tool_calls"
    assert called.content is None
    assert called.tool_calls[0].function.name == "change_instalment"
    assert json.loads(called.tool_calls[0].function.arguments) == {"amount": 95}
    assert told.choices[0].message.content.startswith("Uw nieuwe termijnbedrag is doorgegeven: 95 euro per maand")


async def test_a_tool_is_called_in_a_stream(client):
    stream = await client.chat.completions.create(model=bot.MODEL, messages=[WISH], tools=[TOOL], stream=True)
    chunks = [chunk async for chunk in stream]
    calls = [call for chunk in chunks for call in chunk.choices[0].delta.tool_calls or []]

    assert [(call.index, call.function.name, call.function.arguments) for call in calls] == [
        (0, "change_instalment", '{"amount": 95}')
    ]
    assert chunks[-1].choices[0].finish_reason == "tool_calls"


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({}, id="no tools"),
        pytest.param({"tools": [TOOL], "tool_choice": "none"}, id="tools, but not now"),
        pytest.param({"tools": [{"type": "function", "function": {"name": "weather"}}]}, id="another tool"),
    ],
)
async def test_without_the_tool_it_explains(client, more):
    answer = await client.chat.completions.create(model=bot.MODEL, messages=[WISH], **more)

    assert answer.choices[0].message.tool_calls is None
    assert "Mijn Wadlicht, bij Betalen" in answer.choices[0].message.content


async def test_parts_of_a_message_are_read(client):
    parts = [{"type": "text", "text": "I smell"}, {"type": "text", "text": "gas"}]
    answer = await client.chat.completions.create(model="x", messages=[{"role": "user", "content": parts}])

    assert answer.choices[0].message.content.startswith("Do you smell gas?")


async def test_models_are_listed(client):
    assert [model.id async for model in client.models.list()] == [bot.MODEL]


async def test_an_unchanged_client_understands_the_errors(client):
    with pytest.raises(BadRequestError) as many:
        await client.chat.completions.create(**ASK, n=2)
    with pytest.raises(NotFoundError) as nowhere:
        await client.embeddings.create(model="x", input="hoi")

    assert (many.value.param, many.value.type) == ("n", "invalid_request_error")
    assert "/v1/embeddings" in nowhere.value.message


@pytest.mark.parametrize(
    ("body", "param"),
    [
        pytest.param(b"{", None, id="no JSON"),
        pytest.param(b"\xff\xfe", None, id="no UTF-8"),
        pytest.param(b"[" * 100_000, None, id="JSON that goes too deep"),
        pytest.param(b"[]", None, id="no object"),
        pytest.param(b'{"messages": [{"role": "user", "content": "hoi"}]}', "model", id="no model"),
        pytest.param(b'{"model": "x"}', "messages", id="no messages"),
        pytest.param(b'{"model": "x", "messages": []}', "messages", id="an empty conversation"),
        pytest.param(b'{"model": "x", "messages": [7]}', "messages[0]", id="a message that is none"),
        pytest.param(b'{"model": "x", "messages": [{"role": "king"}]}', "messages[0]", id="an unknown role"),
        pytest.param(
            b'{"model": "x", "messages": [{"role": "user", "content": 7}]}', "messages[0].content", id="odd content"
        ),
        pytest.param(b'{"model": "x", "messages": [{"role": "user"}]}', "messages[0].content", id="no content"),
        pytest.param(
            b'{"model": "x", "messages": [{"role": "user", "content": "hoi"}], "tools": 7}', "tools", id="odd tools"
        ),
    ],
)
async def test_what_cannot_be_read_is_refused_in_the_shape_of_the_protocol(running, body, param):
    status, told = await asked(running, "POST", "/chat/completions", body)

    assert status == 400
    assert told["error"]["param"] == param
    assert told["error"]["type"] == "invalid_request_error"


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        pytest.param("GET", "/chat/completions", b"", 405, id="a wrong method"),
        pytest.param("POST", "/models", b"{}", 405, id="nobody adds a model"),
        pytest.param("GET", "/nowhere", b"", 404, id="an unknown address"),
        pytest.param("POST", "/chat/completions", b" " * (LARGEST_REQUEST + 1), 413, id="too long"),
    ],
)
async def test_other_errors_have_that_shape_too(running, method, path, body, status):
    got, told = await asked(running, method, path, body)

    assert got == status
    assert told["error"]["message"]


def test_a_port_that_is_taken_is_told(running):
    with pytest.raises(OSError, match="in use"):
        bot.start(int(running.url.split(":")[2].removesuffix("/v1")))


async def test_a_bot_that_was_stopped_answers_no_more():
    started = bot.start()
    assert (await asked(started, "GET", "/models", b""))[0] == 200

    started.stop()

    with pytest.raises(aiohttp.ClientConnectionError):
        await asked(started, "GET", "/models", b"")


def test_the_small_model_stands_behind_the_gateway_when_it_was_started():
    started = bot.behind({"BALIE_DEMO_UPSTREAM": "http://127.0.0.1:9/v1/"})

    assert bot.behind({}) is None
    assert started == bot.Behind("http://127.0.0.1:9/v1", "smollm2-135m", started.system_prompt)
    assert started.system_prompt.startswith("You are Anna")


async def asked(running, method: str, path: str, body: bytes) -> tuple[int, dict]:
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, f"{running.url}{path}", data=body) as answer,
    ):
        return answer.status, await answer.json()
