"""A customer who ends the conversation: closed for everybody, in the log, and out of the queue."""

from datetime import timedelta
from itertools import count
from uuid import uuid4

from tests.gateway.test_records import entries, rows
from tests.gateway.test_turns import begun, call, sent


async def ended(place, talk):
    """End a conversation as its customer; return the state it is in then."""
    status, answer = await call(place, "POST", f"/v1/conversations/{talk['id']}/end", {}, talk["token"])
    assert status == 200
    return answer["state"]


async def test_the_end_is_in_the_log_once_and_the_bot_says_nothing_more(shared):
    async with shared.open():
        talk = await begun(shared)
        await sent(shared, talk)
        states = [await ended(shared, talk) for _ in range(2)]
        later = await sent(shared, talk, "Bent u er nog?")

    assert [state["in_charge"] for state in states] == ["closed", "closed"]
    (entry,) = entries(shared, "conversation-ended")
    assert (entry["what"], entry["origin"]) == ({"by": "customer"}, "enforced")
    assert len(shared.bot.asked) == 1
    assert [told["speaker"] for name, told in later if name == "message"] == ["customer", "balie"]


async def test_who_ends_while_waiting_leaves_the_queue(shared, monday):
    seconds = count()
    shared.clock = lambda: monday + timedelta(seconds=next(seconds))
    async with shared.open():
        first, second = [await begun(shared, **{"with": "person"}) for _ in range(2)]
        await ended(shared, first)
        path = f"/v1/conversations/{second['id']}/messages"
        _, still = await call(shared, "GET", path, token=second["token"])

    assert rows(shared, "SELECT ended_how FROM desk_handover ORDER BY id") == [("left",), ("",)]
    assert (second["state"]["position"], still["state"]["position"]) == (2, 1)


async def test_a_call_back_that_was_promised_stays_when_the_customer_ends_the_chat(shared, sunday):
    shared.clock = lambda: sunday
    async with shared.open():
        talk = await begun(shared, **{"with": "person"})
        await sent(shared, talk, "Mijn nummer is 06-12345678")
        await ended(shared, talk)

    assert rows(shared, "SELECT callback, ended_how FROM desk_handover") == [("in-conversation", "")]


async def test_a_program_ends_a_conversation_too_and_one_without_words_is_none(place):
    async with place.open():
        await call(place, "POST", "/v1/conversations/wa-1/turns", {"key": uuid4().hex, "text": "Hoi"})
        _, closed = await call(place, "POST", "/v1/conversations/wa-1/end", {})
        _, empty = await call(place, "POST", "/v1/conversations/wa-2/end", {})

    assert closed["state"]["in_charge"] == "closed"
    assert empty["state"]["in_charge"] == "bot"
    assert [one["what"]["by"] for one in entries(place, "conversation-ended")] == ["program"]


async def test_the_token_of_another_conversation_ends_nothing(place):
    async with place.open():
        mine, other = await begun(place), await begun(place)
        status, _ = await call(place, "POST", f"/v1/conversations/{other['id']}/end", {}, mine["token"])

    assert status == 401
