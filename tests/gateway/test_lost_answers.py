"""Answers that get lost on their way: the client asks again, and the customer's turn is still one turn."""

import asyncio

import pytest
from openai import AsyncOpenAI
from tests.gateway.conftest import said
from tests.gateway.kept import entries, rows
from tests.gateway.losing import losing
from tests.gateway.preparing import KEY
from tests.gateway.test_chat import AI

NAMED = {"X-Balie-Conversation": "c-1"}
LOOK_UP = [{"id": "c1", "type": "function", "function": {"name": "look_up", "arguments": "{}"}}]


async def answered(url: str, *messages, stream: bool, **more) -> tuple[str, list]:
    """What an unchanged client makes of it: the words, and the tool calls."""
    told = [{"role": "user", "content": one} if isinstance(one, str) else one for one in messages]
    asked = {"model": "small", "messages": told, "extra_headers": NAMED, **more}
    async with AsyncOpenAI(base_url=f"{url}/v1", api_key=KEY, max_retries=2) as client:
        if not stream:
            message = (await client.chat.completions.create(**asked)).choices[0].message
            return message.content or "", message.tool_calls or []
        deltas = [
            c.choices[0].delta async for c in await client.chat.completions.create(stream=True, **asked) if c.choices
        ]
        words = "".join(delta.content or "" for delta in deltas)
        return words, [call for delta in deltas for call in delta.tool_calls or []]


async def told(place) -> list[tuple[str, str]]:
    kept = await place.store.transcript(place.store.gate_by_slug("sanne"), "c-1")
    return [(one.message.speaker.value, one.message.text) for one in kept]


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("lost", [1, 2])
async def test_an_answer_that_was_lost_is_given_again(place, stream, lost):
    async with place.open(), losing(place.url, lost=lost) as url:
        words, _ = await answered(url, "Wat is mijn termijnbedrag?", stream=stream)
        kept = await told(place)

    assert words == f"{AI}\n\nUw termijnbedrag is 120 euro."
    assert kept == [("customer", "Wat is mijn termijnbedrag?"), ("balie", AI), ("bot", "Uw termijnbedrag is 120 euro.")]
    assert len(place.bot.asked) == 1
    assert rows(place, "SELECT turns, answers FROM desk_conversation") == [(1, 1)]


@pytest.mark.parametrize("stream", [False, True])
async def test_a_person_who_was_asked_for_comes_once(place, stream):
    async with place.open(), losing(place.url) as url:
        words, _ = await answered(url, "Ik wil een medewerker spreken", stream=stream)

    assert "medewerker" in words
    assert len(entries(place, "turn")) == len(entries(place, "handover-asked")) == 1


@pytest.mark.parametrize("stream", [False, True])
async def test_a_bot_that_failed_is_not_asked_again(place, stream):
    place.bot.says = 500
    async with place.open(), losing(place.url) as url:
        words, _ = await answered(url, "Hoi, een vraag", stream=stream)

    assert "Er gaat iets mis bij ons." in words
    assert len(place.bot.asked) == len(entries(place, "gateway-failed")) == 1


@pytest.mark.parametrize("stream", [False, True])
async def test_a_turn_whose_answer_is_more_than_words_goes_on(place, stream):
    place.bot.says = said("", tool_calls=LOOK_UP)
    async with place.open(), losing(place.url) as url:
        _, calls = await answered(url, "Ik snap het niet", stream=stream, tools=[{"type": "function"}])
        kept = await told(place)

    assert [call.function.name for call in calls] == ["look_up"]
    assert [text for speaker, text in kept if speaker == "customer"] == ["Ik snap het niet"]
    assert len(place.bot.asked) == 2
    assert rows(place, "SELECT turns, misunderstood FROM desk_conversation") == [(1, 1)]


async def test_the_notice_that_was_lost_with_an_answer_is_told_again(place):
    place.bot.says = said("Ik zoek het op.", tool_calls=LOOK_UP)
    async with place.open(), losing(place.url) as url:
        words, calls = await answered(url, "Wat is mijn termijnbedrag?", stream=False, tools=[{"type": "function"}])

    assert words == f"{AI}\n\nIk zoek het op."
    assert [call.function.name for call in calls] == ["look_up"]


async def test_a_step_of_the_bot_that_was_lost_is_not_kept_twice(place):
    step = {"role": "tool", "tool_call_id": "c1", "content": "120"}
    asked = {"role": "assistant", "content": None, "tool_calls": LOOK_UP}
    async with place.open(), losing(place.url) as url:
        words, _ = await answered(url, "Wat betaal ik?", asked, step, stream=False)
        kept = await told(place)

    assert words.endswith("Uw termijnbedrag is 120 euro.")
    assert [speaker for speaker, _ in kept] == ["balie", "bot"]
    assert len(place.bot.asked) == 1


@pytest.mark.parametrize("history", [False, True], ids=["who sends the last message", "who sends all"])
async def test_who_says_the_same_twice_says_it_twice(place, history):
    async with place.open():
        first, _ = await answered(place.url, "ja", stream=False)
        before = ["ja", {"role": "assistant", "content": first}] if history else []
        async with losing(place.url, lost=int(history)) as url:
            second, _ = await answered(url, *before, "ja", stream=False)
        kept = await told(place)

    assert second == "Uw termijnbedrag is 120 euro."
    assert [speaker for speaker, _ in kept] == ["customer", "balie", "bot", "customer", "bot"]
    assert len(place.bot.asked) == 2


async def test_a_client_with_a_key_of_its_own_may_ask_as_often_as_it_likes(place):
    async def ask(text: str, key: str) -> str:
        return await place.words(text, headers={**NAMED, "Idempotency-Key": key})

    async with place.open():
        first = [await ask("ja", "k1") for _ in range(3)]
        other = await ask("nee", "k1")
        later = await ask("ja", "k2")
        kept = await told(place)

    assert first == [f"{AI}\n\nUw termijnbedrag is 120 euro."] * 3
    assert other == later == "Uw termijnbedrag is 120 euro."
    assert [text for speaker, text in kept if speaker == "customer"] == ["ja", "nee", "ja"]


async def test_who_asks_again_too_soon_waits_for_the_first_answer(place):
    asked, goes_on = asyncio.Event(), asyncio.Event()

    async def wait() -> None:
        asked.set()
        await goes_on.wait()

    place.bot.before = wait
    head = {**NAMED, "X-Stainless-Retry-Count": "1"}
    async with place.open():
        first = asyncio.create_task(place.words("Wat betaal ik?", headers=NAMED))
        await asked.wait()
        again = asyncio.create_task(place.words("Wat betaal ik?", headers=head))
        await asyncio.sleep(0.1)
        goes_on.set()
        assert await first == await again

    assert len(place.bot.asked) == 1


async def test_an_answer_for_a_program_is_given_again_as_json(place):
    place.bot.says = '{"amount": 120}'
    head = {**NAMED, "Idempotency-Key": "k1"}
    async with place.open():
        answers = [await place.ask("Hoeveel?", response_format={"type": "json_object"}, headers=head) for _ in range(2)]

    assert [one["choices"][0]["message"]["content"] for one in answers] == ['{"amount": 120}'] * 2
    assert [one["balie"]["say_first"] for one in answers] == [AI] * 2
