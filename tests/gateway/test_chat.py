"""Chat completions through the gateway: what the customer gets, what the bot gets, and what is kept."""

import asyncio
import json

import pytest
from openai import AsyncOpenAI, AuthenticationError, BadRequestError, NotFoundError
from tests.gateway.conftest import KEY, said

from balie.gateway.openai.streaming import _end_of
from balie.gateway.policy.conduct import Rule

AI = (
    "U praat met Sanne, de digitale assistent van Zonstroom. Dat is een computer (AI), geen mens."
    " Wilt u een medewerker? Typ 'medewerker'."
)


def client(place, key: str = KEY) -> AsyncOpenAI:
    return AsyncOpenAI(base_url=f"{place.url}/v1", api_key=key, max_retries=0)


async def streamed(place, *messages, **more) -> str:
    async with client(place) as openai:
        stream = await openai.chat.completions.create(
            model="small", stream=True, messages=[{"role": "user", "content": m} for m in messages], **more
        )
        return "".join([c.choices[0].delta.content or "" async for c in stream if c.choices])


async def test_the_first_answer_tells_that_it_is_an_ai_and_the_next_does_not(place):
    async with place.open():
        first = await place.words("Wat is mijn termijnbedrag?", headers={"X-Balie-Conversation": "c-1"})
        second = await place.words("En per jaar?", headers={"X-Balie-Conversation": "c-1"})

    assert first == f"{AI}\n\nUw termijnbedrag is 120 euro."
    assert second == "Uw termijnbedrag is 120 euro."


async def test_an_unchanged_client_streams_and_lists_models(place):
    async with place.open():
        words = await streamed(place, "Wat is mijn termijnbedrag?")
        async with client(place) as openai:
            models = [model.id async for model in openai.models.list()]

    assert words == f"{AI}\n\nUw termijnbedrag is 120 euro."
    assert models == ["small"]


async def test_errors_have_the_shape_an_unchanged_client_knows(place):
    async with place.open():
        async with client(place, "wrong") as openai:
            with pytest.raises(AuthenticationError) as no_key:
                await openai.chat.completions.create(model="x", messages=[{"role": "user", "content": "hoi"}])
        async with client(place) as openai:
            with pytest.raises(BadRequestError) as odd:
                await openai.chat.completions.create(model="x", n=3, messages=[{"role": "user", "content": "hoi"}])
            with pytest.raises(NotFoundError):
                await openai.embeddings.create(model="x", input="hoi")

    assert no_key.value.code == "invalid_api_key"
    assert (odd.value.param, odd.value.code) == ("n", "unguarded_field")
    assert place.bot.asked == []


async def test_who_names_no_conversation_is_known_by_its_history(place):
    async with place.open():
        first = await place.words("Wat is mijn termijnbedrag?")
        told = [{"role": "user", "content": "Wat is mijn termijnbedrag?"}, {"role": "assistant", "content": first}]
        second = await place.ask(*told, "En per jaar?")
        other = await place.ask("Wat is mijn termijnbedrag?")

    assert second["choices"][0]["message"]["content"] == "Uw termijnbedrag is 120 euro."
    assert other["balie"]["conversation"] != second["balie"]["conversation"]
    assert other["choices"][0]["message"]["content"].startswith(AI)


async def shown_before_the_last_word(place, says: str, sign: str) -> str:
    """All that is shown of an answer, of which the bot says the last word only once `sign` was shown."""
    shown = asyncio.Event()

    async def wait() -> None:
        await asyncio.wait_for(shown.wait(), 30)

    place.bot.says, place.bot.before_last = says, wait
    words, message = "", {"role": "user", "content": "Wat betaal ik?"}
    async with place.open(), client(place) as openai:
        async for chunk in await openai.chat.completions.create(model="small", stream=True, messages=[message]):
            words += chunk.choices[0].delta.content or "" if chunk.choices else ""
            if sign in words:
                shown.set()
    return words


async def test_a_sentence_is_shown_while_the_bot_is_still_in_the_next(place):
    says = "Uw termijnbedrag is 120 euro. Ik kijk het na."

    assert (await shown_before_the_last_word(place, says, "is 120")).endswith(says)


async def test_where_no_sentence_is_held_back_the_first_word_goes_out_at_once(place, set_policy):
    marks = ", ".join(f"{rule.value}: mark" for rule in Rule)
    set_policy(f"upstreams: [{{url: '{place.bot.url}'}}]\nconduct: {{{marks}}}")

    assert (await shown_before_the_last_word(place, "Goed, ja.", "Goed")).endswith("Goed, ja.")


@pytest.mark.parametrize(
    ("waiting", "goes_out"),
    [
        ("Goed, ", "Goed,"),
        ("ja", "j"),
        ("j", ""),
        ("dat is 1.250", "dat is "),
        ("dat is 1.250 ", "dat is 1.250"),
        ("€ 12,50.", "€ "),
    ],
)
def test_what_waits_is_a_character_or_a_whole_number(waiting, goes_out):
    assert waiting[: _end_of(waiting)] == goes_out


@pytest.mark.parametrize("stream", [False, True])
async def test_the_model_sees_no_identifiers_and_the_customer_sees_their_own(place, stream):
    place.bot.says = "Dank u [NAME_1], we bellen [PHONE_1]. Rekening [IBAN_1]?"
    question = "Mijn naam is Fatima El Amrani, bel 06-12345678, rekening NL91ABNA0417164300, BSN 111222333"
    async with place.open():
        words = await streamed(place, question) if stream else await place.words(question)

    assert words.endswith("Dank u Fatima El Amrani, we bellen 06-12345678. Rekening NL91ABNA0417164300?")
    sent = json.dumps(place.bot.asked, ensure_ascii=False)
    assert "[BSN_1]" in sent
    for secret in ("Fatima", "12345678", "ABNA", "111222333"):
        assert secret not in sent


@pytest.mark.parametrize("stream", [False, True])
async def test_a_claim_to_be_human_is_replaced(place, stream):
    place.bot.says = "Hallo! Ik ben Sanne en ik ben gewoon een mens hoor. Uw termijnbedrag is 120 euro."
    async with place.open():
        words = await streamed(place, "Ben je een mens?") if stream else await place.words("Ben je een mens?")

    assert "gewoon een mens" not in words
    assert "Ik ben een computer (AI), geen mens." in words
    assert words.endswith("Uw termijnbedrag is 120 euro.")


@pytest.mark.parametrize("stream", [False, True])
async def test_who_asks_for_a_person_gets_one_and_the_bot_is_silent(place, stream):
    async def ask(text):
        return await (streamed(place, text, user="u1") if stream else place.words(text, user="u1"))

    async with place.open():
        asked = await ask("Ik wil een medewerker spreken")
        later = await ask("Wat is mijn termijnbedrag?")

    assert "120 euro" not in asked + later
    assert place.bot.asked == []
    assert "medewerker" in later


async def test_when_nobody_is_there_a_call_back_is_promised_and_noted(place, sunday):
    place.clock = lambda: sunday
    async with place.open():
        asked = await place.words("mag ik een mens spreken", user="u1")
        noted = await place.words("06-12345678", user="u1")

    assert asked == (
        "Er is nu geen medewerker. Vanaf morgen om 9.00 uur zijn we er weer. Uw vraag blijft staan."
        " Wilt u teruggebeld worden? Typ dan uw telefoonnummer. We bellen u uiterlijk morgen om 17.00 uur."
    )
    assert noted == "Dank u. We bellen u op 06-12345678, uiterlijk morgen om 17.00 uur."


async def test_danger_names_the_number_at_once(place):
    async with place.open():
        words = await place.words("ik ruik gas in de keuken")

    assert words.startswith("Ruikt u gas? Maak geen vuur, doe ramen open, ga naar buiten en bel 0800-9009.")
    assert place.bot.asked == []


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("broken", [500, 429, 401])
async def test_a_bot_that_fails_gives_a_sentence_and_a_person(place, broken, stream):
    place.bot.says = broken
    async with place.open():
        words = await streamed(place, "Hoi, een vraag") if stream else await place.words("Hoi, een vraag")
        later = await place.words("Hoi, een vraag", user="x")

    assert "Er gaat iets mis bij ons." in words
    assert "medewerker" in words
    assert "Er gaat iets mis" in later


async def test_a_consequential_call_waits_and_a_harmless_one_goes_on(place):
    calls = [
        {"id": "c1", "type": "function", "function": {"name": "refund", "arguments": '{"amount": 50}'}},
        {"id": "c2", "type": "function", "function": {"name": "look_up", "arguments": '{"name": "[NAME_1]"}'}},
    ]
    place.bot.says = said("", tool_calls=calls)
    async with place.open():
        answered = await place.ask("Mijn naam is Jan Jansen, ik wil geld terug", tools=[{"type": "function"}])

    message = answered["choices"][0]["message"]
    assert [call["function"]["name"] for call in message["tool_calls"]] == ["look_up"]
    assert json.loads(message["tool_calls"][0]["function"]["arguments"]) == {"name": "Jan Jansen"}
    assert "Dit beslist een medewerker, niet de computer." in message["content"]


async def test_an_answer_for_a_program_stays_json_and_the_notice_goes_beside_it(place):
    place.bot.says = '{"amount": 120}'
    async with place.open():
        answered = await place.ask("Hoeveel?", response_format={"type": "json_object"})

    assert answered["choices"][0]["message"]["content"] == '{"amount": 120}'
    assert answered["balie"]["say_first"] == AI
