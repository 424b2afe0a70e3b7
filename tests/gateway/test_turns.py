"""The turn API and the doors of the widget: nothing lost, nothing doubled, and nobody in another's conversation."""

import json
from uuid import uuid4

import aiohttp
from tests.gateway.preparing import KEY


async def call(place, method: str, path: str, body=None, token: str | None = KEY, **headers):
    """Call the gateway; return the status and the answer."""
    head = {**({"Authorization": f"Bearer {token}"} if token else {}), **headers}
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, f"{place.url}{path}", json=body, headers=head) as answer,
    ):
        text = await answer.text()
        return answer.status, (json.loads(text) if "json" in answer.content_type else text)


def events_in(stream: str) -> list[tuple[str, dict]]:
    found = []
    for block in stream.strip().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))
        if "event" in lines:
            found.append((lines["event"], json.loads(lines["data"])))
    return found


async def begun(place, key: str | None = None, **more):
    status, answer = await call(
        place, "POST", "/v1/widget/sanne/conversations", {"language": "nl", "key": key or uuid4().hex, **more}, None
    )
    assert status == 201
    return answer


async def sent(place, talk, text="Wat is mijn termijnbedrag?", key=None, **more):
    body = {"key": key or uuid4().hex, "kind": "text", "text": text, **more}
    path = f"/v1/conversations/{talk['id']}/turns"
    status, stream = await call(place, "POST", path, body, talk["token"], Accept="text/event-stream")
    assert status == 200, stream
    return events_in(stream)


async def test_a_page_knows_what_it_needs_before_a_conversation_begins(place):
    async with place.open():
        status, about = await call(place, "GET", "/v1/widget/sanne?lang=en", token=None)

    assert status == 200
    assert about["notice"] == "You are chatting with a computer (AI), not with a person."
    assert about["people"]["hours"] == "Mo-Fr 09:00-17:00"
    assert about["choose"] is True


async def test_a_turn_streams_the_notice_and_the_answer_and_is_kept(place):
    async with place.open():
        talk = await begun(place)
        happened = await sent(place, talk)
        _, kept = await call(place, "GET", f"/v1/conversations/{talk['id']}/messages", token=talk["token"])

    messages = [told for name, told in happened if name == "message"]
    assert [told["speaker"] for told in messages] == ["customer", "balie", "bot"]
    assert messages[1]["kind"] == "notice"
    assert messages[2]["text"] == "Uw termijnbedrag is 120 euro."
    assert [told["number"] for told in messages] == [1, 2, 3]
    assert happened[-1] == ("done", {})
    assert kept["messages"] == messages
    pieces = "".join(told["text"] for name, told in happened if name == "piece")
    assert messages[2]["text"].startswith(pieces.strip())


async def test_a_turn_that_is_sent_again_is_not_done_again(place):
    async with place.open():
        talk = await begun(place)
        first = await sent(place, talk, key="k-1")
        again = await sent(place, talk, key="k-1")

    assert [t for n, t in again if n == "message"] == [t for n, t in first if n == "message"]
    assert len(place.bot.asked) == 1


async def test_the_bot_remembers_what_was_said_and_sees_no_names(place):
    place.bot.says = "Dag [NAME_1]."
    async with place.open():
        talk = await begun(place)
        await sent(place, talk, "Mijn naam is Fatima El Amrani")
        happened = await sent(place, talk, "Hoe heet ik?")

    assert [t["text"] for n, t in happened if n == "message" and t["speaker"] == "bot"] == ["Dag Fatima El Amrani."]
    asked = [m["content"] for m in place.bot.asked[-1]["messages"]]
    assert asked == ["Mijn naam is [NAME_1]", "Dag [NAME_1].", "Hoe heet ik?"]


async def test_a_button_gives_a_person_and_from_then_on_the_bot_is_silent(place, monday):
    place.clock = lambda: monday
    async with place.open():
        talk = await begun(place)
        asked = await sent(place, talk, kind="person", text="")
        later = await sent(place, talk, "Hallo?")

    state = next(told for name, told in asked if name == "state")
    assert (state["in_charge"], state["position"]) == ("waiting", 1)
    assert place.bot.asked == []
    assert [t["speaker"] for n, t in later if n == "message"] == ["customer", "balie"]


async def test_who_chooses_a_person_first_never_meets_the_bot(place):
    async with place.open():
        talk = await begun(place, **{"with": "person"})

    assert talk["state"]["in_charge"] == "waiting"
    assert place.bot.asked == []


async def test_a_token_opens_one_conversation_and_no_other(place):
    async with place.open():
        mine, other = await begun(place), await begun(place)
        path = f"/v1/conversations/{other['id']}/messages"
        status, _ = await call(place, "GET", path, token=mine["token"])
        forged, _ = await call(place, "GET", path, token=f"sanne.{other['id']}.{'0' * 64}")
        nobody, _ = await call(place, "GET", path, token=None)

    assert (status, forged, nobody) == (401, 401, 401)


async def test_another_site_may_not_use_the_widget_unless_the_policy_names_it(place):
    async with place.open():
        status, answer = await call(place, "GET", "/v1/widget/sanne", token=None, Origin="https://evil.example")

    assert (status, answer["error"]["code"]) == (403, "site-not-allowed")


async def test_two_misunderstandings_in_a_row_bring_a_person(place):
    async with place.open():
        talk = await begun(place)
        await sent(place, talk)
        await sent(place, talk, kind="misunderstood", text="")
        happened = await sent(place, talk, kind="misunderstood", text="")

    assert next(told for name, told in happened if name == "state")["in_charge"] == "waiting"


async def test_a_program_relays_turns_and_asks_its_own_bot(place):
    async with place.open():
        path = "/v1/conversations/wa-31612345678/turns"
        _, customer = await call(place, "POST", path, {"key": "1", "text": "Ik ben Fatima El Amrani, hoi"})
        _, bot = await call(
            place, "POST", path, {"key": "2", "speaker": "bot", "text": "Dag [NAME_1]! Ik ben een mens."}
        )
        _, again = await call(place, "POST", path, {"key": "2", "speaker": "bot", "text": "Dag [NAME_1]!"})

    assert [told["kind"] for told in customer["deliver"]] == ["notice"]
    assert customer["forward"] == "Ik ben [NAME_1], hoi"
    assert [told["text"] for told in bot["deliver"]] == ["Dag Fatima El Amrani! Ik ben een computer (AI), geen mens."]
    assert again["deliver"] == bot["deliver"]


async def test_bad_requests_say_what_to_do(place):
    async with place.open():
        talk = await begun(place)
        path = f"/v1/conversations/{talk['id']}/turns"
        codes = [
            (await call(place, "POST", path, body, talk["token"]))[1]["error"]["code"]
            for body in ({}, {"key": "1"}, {"key": "1", "text": "x" * 4001}, {"key": "1", "kind": "odd"},
                         {"key": "1", "text": "hoi", "speaker": "bot"})
        ]  # fmt: skip

    assert codes == ["no-key", "no-text", "too-long", "unknown-kind", "unknown-speaker"]
