"""Whatever happens at once: a conversation that a person took never gets another word of the bot."""

import asyncio
import os
import random

from balie.evidence.direct import Unit
from balie.gateway import talking
from balie.gateway.guard import Guard
from balie.gateway.policy.conversation import Speaker
from balie.gateway.talking import Piece, Said
from balie.gateway.upstream.client import Bots

RACES = int(os.environ.get("BALIE_TEST_RACES", "120"))


async def taken_by_a_person(store, gate, name):
    """What the desk does: somebody takes the conversation."""
    take = "UPDATE desk_conversation SET charge = 'person', version = version + 1 WHERE gate_id = ? AND name = ?"
    await store.write(Unit(statements=[(store.said(take), (gate.id, name))]))


async def all_of(guard, gate, name, key, text):
    talk = await guard.talk(gate, name)
    return [one async for one in talking.turn(guard, talk, Said(key, text))]


async def race(guard, gate, name, chance):
    """A turn of the customer, while somebody takes the conversation at some moment; what came after that moment."""
    await all_of(guard, gate, name, "1", "Hoi")
    after: list = []

    async def ask() -> None:
        async for one in talking.turn(guard, await guard.talk(gate, name), Said("2", "Wat is mijn termijnbedrag?")):
            after.append(one)  # noqa: PERF401  (what is there counts at every moment)

    async def take() -> int:
        await asyncio.sleep(chance.random() * 0.03)
        await taken_by_a_person(guard.store, gate, name)
        return len(after)

    _, before = await asyncio.gather(ask(), take())
    return [one for one in after[before:] if not isinstance(one, Piece)]


async def test_a_conversation_that_was_taken_never_gets_a_turn_of_the_bot(place):
    chance = random.Random(7)

    async def a_moment():
        await asyncio.sleep(chance.random() * 0.02)

    place.bot.before = a_moment
    async with place.open():
        bots = Bots({})
        await bots.start()
        guard, gate = Guard(place.store, bots), place.store.gate_by_slug("sanne")

        async def one(number: int) -> None:
            name = f"race-{number}"
            came = await race(guard, gate, name, chance)
            assert [told for told in came if told.message.speaker is Speaker.BOT] == []
            numbers = [told.number for told in await place.store.transcript(gate, name)]
            assert numbers == sorted(set(numbers))
            guard.forget(await guard.talk(gate, name))
            later = await all_of(guard, gate, name, "3", "Hallo?")
            again = await all_of(guard, gate, name, "3", "Hallo?")
            assert [told.message.speaker for told in later] == [Speaker.CUSTOMER]
            assert again == later

        for start in range(0, RACES, 20):
            await asyncio.gather(*(one(number) for number in range(start, start + 20)))
        await bots.close()
