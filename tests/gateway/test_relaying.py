"""Turns that a program relays, sent again after a lost answer; and requests that are hostile or simply odd."""

import asyncio
import sqlite3
from contextlib import AsyncExitStack, closing
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from tests.gateway.preparing import KEY
from tests.gateway.test_turns import begun, call

from balie.evidence.direct import Overtaken
from balie.gateway.guard import Guard

TURNS = "/v1/conversations/wa-1/turns"


@pytest.fixture
def ticking(place):
    """A clock on which every turn has a moment of its own."""
    moments = (datetime(2026, 11, 23, 10, tzinfo=UTC) + timedelta(milliseconds=n) for n in range(10**6))
    place.clock = lambda: next(moments)
    return place


async def relayed(place, **body):
    status, answer = await call(place, "POST", TURNS, body)
    assert status == 200, answer
    return answer


async def test_a_turn_that_is_sent_again_is_one_turn_and_is_forwarded_again(ticking):
    async with ticking.open():
        first = await relayed(ticking, key="1", text="Ik ben Fatima El Amrani, hoi")
        await relayed(ticking, key="1", speaker="bot", text="Dag [NAME_1]!")
        second = await relayed(ticking, key="2", text="Wat betaal ik?")
        again = await relayed(ticking, key="2", text="Wat betaal ik?")
        _, read = await call(ticking, "GET", "/v1/conversations/wa-1/messages")

    assert first["forward"] == "Ik ben [NAME_1], hoi"
    assert again == second
    assert again["forward"] == "Wat betaal ik?"
    assert [one["speaker"] for one in read["messages"]] == ["customer", "balie", "bot", "customer"]


async def test_a_turn_that_was_answered_meanwhile_is_not_forwarded_again(ticking):
    async with ticking.open():
        await relayed(ticking, key="1", text="Hoi")
        await relayed(ticking, key="1", speaker="bot", text="Dag!")
        again = await relayed(ticking, key="1", text="Hoi")

    assert again["forward"] is None
    assert [one["kind"] for one in again["deliver"]] == ["notice"]


async def test_a_bot_that_is_stopped_delivers_nothing_of_before(ticking, set_policy):
    set_policy("conduct: {claims_human: stop}")
    async with ticking.open():
        await relayed(ticking, key="1", text="Hoi")
        await relayed(ticking, key="1", speaker="bot", text="Dag!")
        await relayed(ticking, key="2", text="Ben je echt?")
        stopped = await relayed(ticking, key="2", speaker="bot", text="Ik ben een mens van vlees en bloed.")
        again = await relayed(ticking, key="2", speaker="bot", text="Ik ben een mens van vlees en bloed.")

    assert {one["speaker"] for one in stopped["deliver"]} == {"balie"}
    assert "Dag!" not in str(stopped["deliver"])
    assert again["deliver"] == stopped["deliver"]


async def test_who_is_overtaken_time_and_again_hears_so(place, monkeypatch):
    async def overtaken(*_args):
        raise Overtaken

    async with place.open():
        talk = await begun(place)
        monkeypatch.setattr(Guard, "keep", overtaken)
        path = f"/v1/conversations/{talk['id']}/turns"
        status, told = await call(place, "POST", path, {"key": "1", "text": "Hoi"}, talk["token"])

    assert (status, told["error"]["code"]) == (503, "not-kept")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"key": "1", "text": "hoi", "kind": []}, "unknown-kind"),
        ({"key": "1", "text": "hoi", "speaker": {}}, "unknown-speaker"),
        ({"key": ["1"], "text": "hoi"}, "no-key"),
        ({"key": "1", "text": {"a": 1}}, "too-long"),
    ],
)
async def test_a_body_of_odd_types_is_told(place, body, code):
    async with place.open():
        status, told = await call(place, "POST", TURNS, body)

    assert (status, told["error"]["code"]) == (400, code)


@pytest.mark.parametrize(
    ("request_line", "header"),
    [
        (b"GET /v1/conversations/wa-1/messages HTTP/1.1", "Authorization: Bearer sanne.ö.ü".encode()),
        (b"GET /v1/conversations/wa-1/messages?after=\xc2\xb2 HTTP/1.1", f"Authorization: Bearer {KEY}".encode()),
        (b"GET /v1/conversations/%C3%A9/messages HTTP/1.1", f"Authorization: Bearer {KEY}".encode()),
    ],
)
async def test_characters_beyond_ascii_are_answered(place, request_line, header):
    async with place.open():
        host, port = place.url.removeprefix("http://").split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(request_line + b"\r\nHost: x\r\nConnection: close\r\n" + header + b"\r\n\r\n")
        answer = await reader.read()
        writer.close()

    assert int(answer.split()[1]) < 500


async def test_a_fault_of_ours_is_told_without_its_details(place):
    async with place.open():
        with closing(sqlite3.connect(place.way.path)) as opened:
            opened.execute("ALTER TABLE desk_conversation RENAME TO elsewhere")
            opened.commit()
        status, told = await call(place, "POST", TURNS, {"key": "1", "text": "Hoi"})

    assert (status, told["error"]["code"]) == (503, "failed")
    assert "desk_conversation" not in str(told)


async def test_a_conversation_is_watched_by_four_and_by_another_once_one_left(place):
    async with place.open():
        talk = await begun(place)
        path, head = f"{place.url}/v1/conversations/{talk['id']}/events", {"Authorization": f"Bearer {talk['token']}"}

        async def status(stack: AsyncExitStack) -> int:
            session = await stack.enter_async_context(aiohttp.ClientSession())
            answer = await stack.enter_async_context(session.get(path, headers=head))
            if answer.status == 200:
                await answer.content.readuntil(b"\n\n")
            return answer.status

        async with AsyncExitStack() as stack:
            first = await stack.enter_async_context(AsyncExitStack())
            seen = [await status(first), *[await status(stack) for _ in range(4)]]
            await first.aclose()
            async with asyncio.timeout(10):
                while await status(stack) != 200:  # noqa: ASYNC110  (that a client left is noticed in a moment)
                    await asyncio.sleep(0.05)

    assert seen == [200, 200, 200, 200, 429]


async def test_a_policy_that_cannot_be_read_halts_its_own_gate_only(place, policy):
    with closing(sqlite3.connect(place.way.path)) as opened:
        opened.execute(
            "INSERT INTO desk_gate (system_id, slug, log, policy, digest, halted, version, made_at, announced)"
            " SELECT system_id + 1000, 'stuk', log, 'conduct: {{', digest, 0, 1, made_at, 0 FROM desk_gate"
        )
        opened.commit()
    async with place.open():
        broken, whole = place.store.gate_by_slug("stuk"), place.store.gate_by_slug("sanne")
        words = await place.words("Wat is mijn termijnbedrag?")

    assert (broken.halted, whole.halted) == (True, False)
    assert words.endswith("Uw termijnbedrag is 120 euro.")


@pytest.mark.parametrize(("written", "hides"), [("", True), ("privacy: {model: [bsn, iban]}", False)])
async def test_a_page_says_that_names_are_taken_out_only_when_they_are(place, set_policy, written, hides):
    set_policy(written)
    async with place.open():
        _, about = await call(place, "GET", "/v1/widget/sanne?lang=en", token=None)

    assert ("names" in about["privacy"]["text"].lower()) is hides
