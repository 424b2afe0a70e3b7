"""The stream of events of a gate: everything that happens, in order, nothing of what was said."""

import asyncio
import json
from contextlib import asynccontextmanager

import aiohttp
import pytest
from tests.gateway.preparing import KEY
from tests.gateway.test_decisions import ASKED, call


@asynccontextmanager
async def listening(place, query="", *, headers=None):
    """Open the stream, and give what comes as (id, kind, data)."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(
            f"{place.url}/v1/events{query}", headers={"Authorization": f"Bearer {KEY}", **(headers or {})}
        ) as answer,
    ):
        assert answer.status == 200, await answer.text()
        await answer.content.readuntil(b"\n\n")  # the first sign of life: it listens
        yield answer.content


async def events_of(content, number):
    found = []
    while len(found) < number:
        block = (await asyncio.wait_for(content.readuntil(b"\n\n"), 10)).decode().strip()
        if not block.startswith(":"):
            kind, own, data = (line.partition(": ")[2] for line in block.splitlines())
            found.append((int(own), kind, json.loads(data)))
    return found


async def test_what_happens_is_told_without_what_was_said(shared):
    async with shared.open(), listening(shared) as content:
        await shared.words("Ik ben Fatima en wil een medewerker spreken", headers={"X-Balie-Conversation": "c-1"})
        _, decision = await call(shared, "POST", "/v1/decisions", ASKED)
        found = await events_of(content, 3)

    assert [kind for _, kind, _ in found] == ["turn", "handover-asked", "proposal-made"]
    assert [data["conversation"] for _, _, data in found] == ["c-1", "c-1", f"decision-{decision['id']}"]
    assert found[1][2]["about"]["reason"] == "asked"
    assert found[2][2]["about"]["proposal"] == decision["id"]
    assert "Fatima" not in json.dumps(found)


async def test_a_client_that_comes_back_misses_nothing_and_gets_nothing_twice(place):
    async with place.open():
        await place.words("Vraag een", user="u")
        async with listening(place, "?after=0") as content:
            ((first, _, _),) = await events_of(content, 1)
        await place.words("Vraag twee", user="u")
        async with listening(place, headers={"Last-Event-ID": str(first)}) as content:
            ((second, kind, data),) = await events_of(content, 1)

    assert second > first
    assert (kind, data["about"]["number"]) == ("turn", 2)


async def test_streams_of_one_gate_are_counted_and_given_back(place):
    async with place.open():
        async with listening(place), listening(place), listening(place), listening(place):
            status, told = await call(place, "GET", "/v1/events")
        async with asyncio.timeout(10):
            while (await _status(place)) != 200:  # noqa: ASYNC110  (a client that left is noticed in a moment)
                await asyncio.sleep(0.05)

    assert (status, told["error"]["code"]) == (429, "too-often")


async def _status(place):
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{place.url}/v1/events", headers={"Authorization": f"Bearer {KEY}"}) as answer,
    ):
        return answer.status


@pytest.mark.parametrize(
    ("method", "path", "key", "status"),
    [
        ("GET", "/v1/events", "bk_wrong", 401),
        ("POST", "/v1/events", KEY, 404),
        ("GET", "/v1/events/x", KEY, 404),
        ("GET", "/v1/events?after=x", KEY, 400),
        ("GET", "/v1/events?after=%C2%B2", KEY, 400),
    ],
)
async def test_who_may_not_listen(place, method, path, key, status):
    async with place.open():
        got, told = await call(place, method, path, key=key)

    assert got == status
    assert told["error"]["message"]["nl"]
