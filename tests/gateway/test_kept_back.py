"""What a policy keeps from the model or does not even want kept is nowhere else either: not in the words of the bot."""

import json

import pytest
from tests.gateway.test_turns import begun, call, sent

BSN = "111222333"


async def kept(place, name: str) -> str:
    told = await place.store.transcript(place.store.gate_by_slug("sanne"), name)
    return " ".join(one.message.text for one in told)


@pytest.mark.parametrize("stream", [False, True])
async def test_a_number_that_the_bot_repeats_reaches_the_customer_and_is_not_kept(place, stream):
    place.bot.says = "Uw BSN [BSN_1] klopt, mevrouw."
    async with place.open():
        answer = await place.ask(f"Mijn BSN is {BSN}", headers={"X-Balie-Conversation": "c-1"}) if not stream else None
        if stream:
            talk = await begun(place)
            happened = await sent(place, talk, text=f"Mijn BSN is {BSN}")
        whole = await kept(place, talk["id"] if stream else "c-1")

    words = json.dumps(happened) if stream else answer["choices"][0]["message"]["content"]
    assert f"Uw BSN {BSN} klopt" in words
    assert "klopt, mevrouw" in whole
    assert BSN not in whole


async def test_a_relayed_answer_reaches_the_customer_whole_and_is_kept_masked(place):
    async with place.open():
        await call(place, "POST", "/v1/conversations/c-1/turns", {"key": "1", "text": f"Mijn BSN is {BSN}"})
        body = {"key": "1", "speaker": "bot", "text": f"Uw BSN {BSN} klopt."}
        _, answer = await call(place, "POST", "/v1/conversations/c-1/turns", body)
        whole = await kept(place, "c-1")

    assert answer["deliver"][-1]["text"] == f"Uw BSN {BSN} klopt."
    assert BSN not in whole


async def test_what_is_not_kept_is_masked_also_where_the_model_may_see_it(place, set_policy):
    privacy = "privacy: {model: [iban], log: [bsn, email], bsn_basis: Wet x}"
    set_policy(f"upstreams: [{{url: '{place.bot.url}'}}]\n{privacy}")
    async with place.open():
        await place.words(f"BSN {BSN}, mail f.amrani@example.nl", headers={"X-Balie-Conversation": "c-1"})
        whole = await kept(place, "c-1")

    assert BSN in json.dumps(place.bot.asked)
    assert BSN not in whole
    assert "amrani@" not in whole


async def test_a_name_beside_the_message_and_a_refusal_do_not_reach_the_model(place):
    refused = "Nee, Fatima El Amrani met f.amrani@example.nl."
    history = [
        {"role": "user", "name": "Fatima_El_Amrani", "content": "Ik ben Fatima El Amrani, f.amrani@example.nl"},
        {"role": "assistant", "content": None, "refusal": refused},
        {"role": "assistant", "content": [{"type": "refusal", "refusal": refused}]},
        {"role": "user", "name": "Fatima_El_Amrani", "content": "Waarom niet?"},
    ]
    async with place.open():
        await place.ask(*history)

    reached = json.dumps(place.bot.asked)
    assert "Waarom niet?" in reached
    assert "Nee, [NAME_1" in reached
    assert "Fatima" not in reached
    assert "amrani" not in reached


@pytest.mark.parametrize("field", [{"function_call": {"name": "x", "arguments": BSN}}, {"audio": {"id": "a"}}])
async def test_fields_that_cannot_be_looked_at_are_refused(place, field):
    async with place.open():
        answer = await place.ask("Hoi", {"role": "assistant", "content": "Dag", **field}, "En nu?")

    assert (answer["status"], answer["error"]["code"]) == (400, "unguarded_field")
    assert place.bot.asked == []
