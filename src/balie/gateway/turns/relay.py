"""Turns that a program relays: a turn goes in, and out comes what to give the customer and what to give the bot."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from balie.evidence.direct import Overtaken
from balie.gateway import talking
from balie.gateway.guard import Guard, Talk, counts_of
from balie.gateway.policy import notice
from balie.gateway.policy.conversation import Charge, Message, Speaker, Turn
from balie.gateway.policy.handover import Queue, Reason
from balie.gateway.policy.order import Received
from balie.gateway.policy.verdict import Did, Safeguard, Verdict
from balie.gateway.record import Outcome
from balie.gateway.store.values import Told
from balie.gateway.turns import shapes

ATTEMPTS = 4


async def relayed(guard: Guard, talk: Talk, turned: shapes.Turned) -> dict[str, Any]:
    """Take a turn of the customer or the bot; return what to deliver and, of the customer's, what to forward."""
    async with guard.one_at_a_time(talk):
        return await _relayed(guard, await guard.latest(talk), turned)


async def _relayed(guard: Guard, talk: Talk, turned: shapes.Turned) -> dict[str, Any]:
    for _ in range(ATTEMPTS):
        told = await guard.told(talk)
        if (before := _repeated(told, turned)) is not None:
            return _answer(talk, before, _forwarded_again(guard, talk, told, turned), guard)
        try:
            act = _customers if turned.speaker == "customer" else _bots
            return await act(guard, talk, told, turned)
        except Overtaken:
            talk = await guard.again(talk)
    raise Overtaken


async def _customers(guard: Guard, talk: Talk, told: tuple[Told, ...], turned: shapes.Turned) -> dict[str, Any]:
    said, at = turned.said, guard.now()
    seen = guard.seen(talk.gate, said.text)
    texts = [one.message.text for one in told if one.message.speaker is Speaker.CUSTOMER]
    received = guard.hear(talk, Turn(said.text, at, said.confidence, said.press), seen, texts=texts, at=at)
    messages = [
        (Message(Speaker.CUSTOMER, guard.kept_text(talk.gate, said.text, seen) or "…", said.press or "text"), said.key)
    ]
    messages += [(message, "") for message in received.messages]
    conversation, verdicts = received.conversation, received.verdicts
    if received.forwards:
        before, findings = guard.notices(talk, received)
        messages += [(Message(Speaker.BALIE, before, "notice"), "")] if before else []
        verdicts = (*verdicts, *findings)
        if before:
            conversation = replace(conversation, noticed=notice.told(conversation, received.notices))
    counts = counts_of(received, verdicts, answered=False, told=received.forwards)
    outcome = Outcome(
        conversation,
        at,
        tuple(messages),
        verdicts,
        received.handover,
        received.callback,
        counts,
        begun=received.forwards,
    )
    kept = await guard.keep(talk, outcome)
    forward = talking.concealed(guard, kept, said) if received.forwards else ""
    return _answer(kept, _delivered(talking.new(kept, outcome)), forward, guard)


async def _bots(guard: Guard, talk: Talk, _told: tuple[Told, ...], turned: shapes.Turned) -> dict[str, Any]:
    at, said = guard.now(), turned.said
    received = Received(replace(talk.conversation, last_at=at), (), (), forwards=True)
    if talk.conversation.charge is not Charge.BOT:
        silent = Verdict(Safeguard.HANDOVER, talk.conversation.charge.value, Did.SILENCED)
        withheld = (Message(Speaker.BOT, said.text, "withheld"), said.key)
        outcome = Outcome(received.conversation, at, (withheld,), (silent,))
        return _answer(await guard.keep(talk, outcome), [], "", guard)
    delivery = guard.delivery(talk, received, talking.placeholders(guard, talk))
    words = delivery.feed(said.text) + delivery.end()
    messages, received = _first_told(talk, received)
    if delivery.stopped:
        received = guard.failed(talk, received, at, Reason.HELD, "conduct")
        messages += [(message, "") for message in received.messages]
        messages.append((Message(Speaker.BOT, said.text, "withheld"), said.key))
    else:
        messages.append((Message(Speaker.BOT, words), said.key))
    verdicts = (*received.verdicts, *delivery.verdicts)
    counts = counts_of(received, verdicts, answered=not delivery.stopped, told=False, ends=True)
    outcome = Outcome(received.conversation, at, tuple(messages), verdicts, received.handover, counts=counts)
    kept = await guard.keep(talk, outcome)
    return _answer(kept, _delivered(talking.new(kept, outcome)), "", guard)


def _first_told(talk: Talk, received: Received) -> tuple[list[tuple[Message, str]], Received]:
    """The notice, when a bot speaks first of all and nobody was told yet."""
    if notice.AI in talk.conversation.noticed or talk.gate.policy.notice.obvious:
        return [], received
    text, findings = notice.tell((notice.AI,), talk.say, Queue())
    conversation = replace(received.conversation, noticed=notice.told(received.conversation, (notice.AI,)))
    return [(Message(Speaker.BALIE, text, "notice"), "")], replace(
        received, conversation=conversation, verdicts=findings
    )


def _delivered(told: Sequence[Told]) -> tuple[Told, ...]:
    """What the customer gets of messages."""
    return tuple(one for one in talking.visible(told) if one.message.speaker is not Speaker.CUSTOMER)


def _repeated(told: Sequence[Told], turned: shapes.Turned) -> tuple[Told, ...] | None:
    """What was delivered for a turn that was sent before: all that was kept with it. None for one that is new."""
    first = _of_key(told, turned)
    if first is None:
        return None
    return tuple(one for one in _delivered(told) if one.at == first.at)


def _forwarded_again(guard: Guard, talk: Talk, told: Sequence[Told], turned: shapes.Turned) -> str:
    """What to give the bot for a customer's turn that is sent again: the same, as long as nothing was said after it."""
    first = _of_key(told, turned)
    later = [one for one in told if first and one.at > first.at]
    if turned.speaker != "customer" or later or talk.conversation.charge is not Charge.BOT:
        return ""
    return talking.concealed(guard, talk, turned.said)


def _of_key(told: Sequence[Told], turned: shapes.Turned) -> Told | None:
    """The message of the turn with this key, which the customer and the bot each have for themselves."""
    speaker = Speaker.CUSTOMER if turned.speaker == "customer" else Speaker.BOT
    return next((one for one in told if one.key == turned.said.key and one.message.speaker is speaker), None)


def _answer(talk: Talk, deliver: Sequence[Told], forward: str, guard: Guard) -> dict[str, Any]:
    return {
        "deliver": [shapes.message(one) for one in deliver],
        "forward": forward or None,
        "state": shapes.state(talk, guard.store.queue(talk.gate.id), None, guard.now()),
    }
