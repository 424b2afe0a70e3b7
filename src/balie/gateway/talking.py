"""One turn in a conversation that Balie itself keeps: for the turn API and the widget.

Unlike in OpenAI's protocol the history is ours, so a turn is known by its key: sent again, it is not done again, but
its messages are given again.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from balie.evidence.direct import Overtaken
from balie.gateway.guard import Guard, Talk, counts_of
from balie.gateway.hearing import LONGEST_WORDS, TOO_LONG, WORDLESS, heard
from balie.gateway.policy import notice, privacy
from balie.gateway.policy.conversation import Charge, Message, Press, Speaker, Turn
from balie.gateway.policy.delivery import Delivery
from balie.gateway.policy.handover import Reason
from balie.gateway.policy.identifiers import Placeholders
from balie.gateway.policy.order import Received
from balie.gateway.policy.wording import wording
from balie.gateway.record import Outcome
from balie.gateway.store.values import Told
from balie.gateway.upstream.client import Failures, NoAnswer

ATTEMPTS = 4
_REMEMBERED = 30  # messages of the conversation that the bot gets to read
_UNSENT = frozenset({"withheld"})  # kept for people to see, never given to the customer


@dataclass(frozen=True, slots=True)
class Said:
    """What the customer sends: words or a button, under a key of the client's own."""

    key: str
    text: str = ""
    press: Press | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """The next words of a message that the bot is writing; the whole message follows."""

    text: str


Happening = Told | Piece


def visible(told: Sequence[Told], after: int = 0) -> tuple[Told, ...]:
    """The messages that customers get to see, from a number on."""
    return tuple(one for one in told if one.number > after and one.message.kind not in _UNSENT)


def repeated(told: Sequence[Told], key: str, *, whole: bool = False) -> tuple[Told, ...] | None:
    """The messages of the turn with this key, if it was answered before; empty when it was begun and never ended.

    `whole`: a turn without an answer is not one that broke off, for a person answers when they do.
    """
    at = next((n for n, one in enumerate(told) if one.key == key), None)
    if at is None:
        return None
    rest = told[at + 1 :]
    until = next((n for n, one in enumerate(rest) if one.message.speaker is Speaker.CUSTOMER), len(rest))
    return (told[at], *visible(rest[:until])) if until or whole else ()


async def turn(guard: Guard, talk: Talk, said: Said) -> AsyncIterator[Happening]:
    """Take a turn of the customer; give what happens: messages as they are kept, and pieces while the bot writes.

    Raises `NotKept` when nothing could be kept, `Overtaken` when others were first time and again, and `Gone`.
    """
    async with guard.one_at_a_time(talk):
        async for happening in _turn(guard, await guard.latest(talk), said):
            yield happening


async def end(guard: Guard, talk: Talk, *, by: str) -> Talk:
    """Close a conversation, and leave the queue; a call-back that was promised stays. Closed already is well too.

    A conversation in which nothing was said yet is not in the tables, so there is nothing to close.
    """
    async with guard.one_at_a_time(talk):
        for _ in range(ATTEMPTS):
            talk = await guard.latest(talk)
            if talk.fresh or talk.conversation.charge is Charge.CLOSED:
                return talk
            closed = replace(talk.conversation, charge=Charge.CLOSED)
            with suppress(Overtaken):
                return await guard.keep(talk, Outcome(closed, guard.now(), ended_by=by))
        raise Overtaken


async def _turn(guard: Guard, talk: Talk, said: Said) -> AsyncIterator[Happening]:
    for _ in range(ATTEMPTS):
        told = await guard.told(talk)
        before = repeated(told, said.key, whole=talk.conversation.charge is Charge.PERSON)
        if before:
            for one in before:
                yield one
            return
        given = False
        try:
            async for happening in _taken(guard, talk, told, said, again=before is not None):
                given = True
                yield happening
        except Overtaken:
            if given:
                return  # what was given is kept; what happened meanwhile comes with the events
            talk = await guard.again(talk)
        else:
            return
    raise Overtaken


async def _taken(
    guard: Guard, talk: Talk, told: Sequence[Told], said: Said, *, again: bool
) -> AsyncIterator[Happening]:
    at = guard.now()
    seen = guard.seen(talk.gate, said.text)
    texts = [one.message.text for one in told if one.message.speaker is Speaker.CUSTOMER]
    received = guard.hear(talk, Turn(said.text, at, said.confidence, said.press), seen, texts=texts, at=at)
    kept = guard.kept_text(talk.gate, said.text, seen)
    opening = [] if again else [(Message(Speaker.CUSTOMER, kept or "…", said.press or "text"), said.key)]
    if not received.forwards:
        received = _unless_a_person_answers(received)
        outcome = _outcome(received, at, [*opening, *((m, "") for m in received.messages)], seen, answered=False)
        talk = await guard.keep(talk, outcome)
        for one in new(talk, outcome):
            yield one
        return
    before, verdicts = guard.notices(talk, received)
    opening += [(m, "") for m in received.messages]
    opening += [(Message(Speaker.BALIE, before, "notice"), "")] if before else []
    conversation = received.conversation
    if before:
        conversation = replace(conversation, noticed=notice.told(conversation, received.notices))
    begun = _outcome(replace(received, conversation=conversation), at, opening, seen, answered=False)
    begun = replace(begun, verdicts=(*begun.verdicts, *verdicts), begun=True)
    talk = await guard.keep(talk, begun)
    for one in new(talk, begun):
        yield one
    async for happening in _answered(guard, talk, received, [*told, *new(talk, begun)], said):
        yield happening


def _unless_a_person_answers(received: Received) -> Received:
    """Who talks to a person, live, is not told after each message that somebody reads it."""
    if received.conversation.charge is not Charge.PERSON:
        return received
    return replace(received, messages=tuple(one for one in received.messages if one.kind != "waiting"))


async def _answered(
    guard: Guard, talk: Talk, received: Received, told: Sequence[Told], said: Said
) -> AsyncIterator[Happening]:
    """Let the bot answer: pieces as they come, one behind; the message itself once it is kept."""
    request, known = _request(guard, talk, told, said)
    answer = _Answer(guard.delivery(talk, received, known))
    async for piece in _spoken(guard, talk, request, answer):
        yield piece
    for _ in range(ATTEMPTS):
        outcome = _final(guard, talk, received, answer)
        try:
            talk = await guard.keep(talk, outcome)
        except Overtaken:
            talk = await guard.again(talk)
            if talk.conversation.charge is not Charge.BOT:
                return  # a person took over while the bot wrote: nothing more of it is given
            continue
        for one in visible(new(talk, outcome)):
            yield one
        return


@dataclass(slots=True)
class _Answer:
    """What came of asking the bot."""

    delivery: Delivery
    pieces: list[str] = field(default_factory=list)
    problem: NoAnswer | None = None
    upstream: str = ""
    failed: Failures = ()
    length: int = 0

    async def hear(self, words: str) -> str:
        """Take words of the bot; return what may go out. Raises `NoAnswer` when there is no end to them."""
        self.length += len(words)
        if self.length > LONGEST_WORDS:
            raise self._broken(TOO_LONG)
        return await heard(self.delivery, words)

    def end(self, *, finished: bool) -> None:
        """Take the end of the stream, and see that it was an answer."""
        if not finished:
            self.problem = self._broken("a stream without an end")
        elif not "".join(self.delivery.raw).strip():
            self.problem = self._broken(WORDLESS)
        else:
            self.pieces.append(self.delivery.end())

    def _broken(self, because: str) -> NoAnswer:
        return NoAnswer(self.upstream, because, midway=True, before=self.failed)

    @property
    def words(self) -> str:
        """What the customer gets of it."""
        return "".join(self.pieces).strip()


async def _spoken(guard: Guard, talk: Talk, request: Mapping[str, Any], answer: _Answer) -> AsyncIterator[Piece]:
    """Ask the bot, and give each piece once the next is there."""
    finished = False
    try:
        async with guard.bots.stream(talk.gate.policy.upstreams, request) as (chunks, source):
            answer.upstream, answer.failed = source.url, source.failed
            async for chunk in chunks:
                words, finished = _words(chunk, finished=finished)
                if piece := await answer.hear(words):
                    answer.pieces.append(piece)
                    if len(answer.pieces) > 1:
                        yield Piece(answer.pieces[-2])
                if answer.delivery.stopped:
                    return
    except NoAnswer as error:
        answer.problem = error
        return
    answer.end(finished=finished)


def _final(guard: Guard, talk: Talk, received: Received, answer: _Answer) -> Outcome:
    """What is kept when the bot is done, has failed, or may not go on."""
    delivery, problem, words, at = answer.delivery, answer.problem, answer.words, guard.now()
    received = replace(received, conversation=talk.conversation, messages=())
    said = [(Message(Speaker.BOT, words), "")] if words else []
    if problem or delivery.stopped:
        reason, rule = (Reason.FAILED, "upstream") if problem else (Reason.HELD, "conduct")
        received = guard.failed(talk, received, at, reason, rule)
        said += [(message, "") for message in received.messages]
        if delivery.stopped:
            said.append((Message(Speaker.BOT, "".join(delivery.raw), "withheld"), ""))
    elif received.offers:
        say = wording(talk.gate.policy, talk.conversation.tongue, talk.conversation.channel)
        said.append((Message(Speaker.BALIE, say.say("offer"), "offer"), ""))
    return Outcome(
        received.conversation,
        at,
        tuple(said),
        (*(received.verdicts if problem else ()), *delivery.verdicts),
        received.handover,
        counts=counts_of(received, delivery.verdicts, answered=bool(words), told=False, ends=True),
        upstream=answer.upstream,
        failures=problem.told if problem else answer.failed,
    )


def _request(guard: Guard, talk: Talk, told: Sequence[Told], said: Said) -> tuple[dict[str, Any], Placeholders]:
    """The conversation as the bot may read it. The same value gets the same placeholder, for the order is the same."""
    placeholders, messages = Placeholders(), []
    for one in told:
        if one.message.kind in _UNSENT or one.message.speaker is Speaker.BALIE:
            continue
        text = said.text if one.key == said.key and said.text else one.message.text
        hidden, placeholders = privacy.conceal(text, guard.seen(talk.gate, text), placeholders)
        role = "user" if one.message.speaker is Speaker.CUSTOMER else "assistant"
        messages.append({"role": role, "content": hidden})
    messages = messages[-_REMEMBERED:]
    upstreams = talk.gate.policy.upstreams
    if upstreams and upstreams[0].system_prompt:
        messages.insert(0, {"role": "system", "content": upstreams[0].system_prompt})
    model = upstreams[0].model if upstreams and upstreams[0].model else "default"
    return {"model": model, "stream": True, "messages": messages}, placeholders


def placeholders(guard: Guard, talk: Talk) -> Placeholders:
    """The placeholders of a conversation, made anew from what was said in it."""
    return _request(guard, talk, talk.known.told or (), Said(""))[1]


def concealed(guard: Guard, talk: Talk, said: Said) -> str:
    """What a customer said last, as a bot elsewhere may read it."""
    messages = _request(guard, talk, talk.known.told or (), said)[0]["messages"]
    return str(messages[-1]["content"]) if messages else ""


def _words(chunk: Mapping[str, Any], *, finished: bool) -> tuple[str, bool]:
    """The words in a chunk, and whether the bot says that it is done. Tool calls have no place in this protocol."""
    choices = chunk.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}
    delta = choice.get("delta")
    words = delta.get("content") if isinstance(delta, dict) else None
    return (words if isinstance(words, str) else ""), finished or choice.get("finish_reason") is not None


def _outcome(
    received: Received, at: datetime, messages: Sequence[tuple[Message, str]], seen: privacy.Seen, *, answered: bool
) -> Outcome:
    counts = counts_of(received, received.verdicts, answered=answered, told=received.forwards)
    redacted = {kind.value: count for kind, count in privacy.counted(seen.found).items()}
    return Outcome(
        received.conversation,
        at,
        tuple(messages),
        received.verdicts,
        received.handover,
        received.callback,
        counts,
        redacted,
    )


def new(talk: Talk, outcome: Outcome) -> tuple[Told, ...]:
    """The messages of an outcome with the numbers they got."""
    first = talk.known.messages - len(outcome.messages) + 1
    return tuple(Told(first + n, message, outcome.at, key) for n, (message, key) in enumerate(outcome.messages))


async def wait_for(guard: Guard, talk: Talk, after: int, seconds: float) -> Talk:
    """Wait until a conversation has more messages or another state than we know; at most this long."""
    known = talk.known.conversation.version
    until = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < until:
        found = await guard.store.changed(talk.gate, [talk.conversation.id])
        if found.get(talk.conversation.id, known) != known:
            return await guard.again(talk)
        if talk.known.messages > after:
            return talk
        await asyncio.sleep(0.4)
    return talk
