"""A stream of an answer: kept before its first word goes out, and again before its last."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from balie.evidence.direct import NotKept, Overtaken
from balie.gateway.guard import Talk, counts_of
from balie.gateway.hearing import LONGEST_WORDS, TOO_LONG, heard
from balie.gateway.http import Send, begin_events, end_events, event
from balie.gateway.openai import again, calls, shapes
from balie.gateway.openai.asked import Asked, Words, headers_of, outcome_of, told_of, unfit
from balie.gateway.openai.calls import Gathered, OddCalls, Sorted
from balie.gateway.openai.request import head_of
from balie.gateway.openai.shapes import OddWords
from balie.gateway.policy.approval import Call
from balie.gateway.policy.conversation import Charge, Message, Speaker
from balie.gateway.policy.delivery import Delivery
from balie.gateway.policy.handover import Reason
from balie.gateway.policy.verdict import Verdict
from balie.gateway.record import Outcome, deadline
from balie.gateway.upstream.client import NOBODY, Failures, NoAnswer, Source

ATTEMPTS = 4
_LONGEST_NUMBER = 40  # characters
_OF_NUMBERS = frozenset("0123456789.,:-/€%")
_AHEAD = 64  # chunks of the bot that may wait until the customer has had those before


@dataclass(slots=True)
class Stream:
    """One answer on its way: what came from the bot so far, and what the customer has had of it.

    `held` is the end of it, a character or a whole number: it goes out when more has come, or when all is kept.
    """

    asked: Asked
    send: Send
    delivery: Delivery
    frame: dict[str, Any]
    gathered: Gathered = field(default_factory=Gathered)
    sent: list[str] = field(default_factory=list)
    bots: list[str] = field(default_factory=list)
    held: str = ""
    length: int = 0
    finish: Any = None
    usage: Any = None
    source: Source = NOBODY
    made: Sequence[Call] = ()
    problem: NoAnswer | None = None

    @property
    def failed(self) -> Failures:
        """The bots that gave no answer, or broke one off."""
        return self.problem.told if self.problem else self.source.failed

    async def say(self, text: str) -> None:
        """Send a piece."""
        if text:
            self.sent.append(text)
            await event(self.send, shapes.chunk(self.frame, {"content": text}))

    async def pass_on(self, piece: str) -> None:
        """Take the next piece of the bot; send all but its end."""
        if piece:
            self.bots.append(piece)
            waiting = self.held + piece
            end = _end_of(waiting)
            self.held = waiting[end:]
            await self.say(waiting[:end])


def _end_of(waiting: str) -> int:
    """Where that begins which waits until all is kept. A number goes out whole, for half of one is another number."""
    end = len(waiting) - 1
    least = max(len(waiting) - _LONGEST_NUMBER, 0)
    while end > least and waiting[end] in _OF_NUMBERS and waiting[end - 1] in _OF_NUMBERS:
        end -= 1
    return end


async def stream(asked: Asked, send: Send) -> None:
    """Answer with a stream: first what the customer said is kept, with the notice; then the bot speaks."""
    chunks: asyncio.Queue[Any] = asyncio.Queue(_AHEAD)
    pump = asyncio.create_task(_pumped(asked, chunks))
    try:
        first = await chunks.get()
        if isinstance(first, Exception) and not isinstance(first, NoAnswer):
            raise first
        running, talk = await _begun(asked, send)
        await _spoken(running, first, chunks)
        await _ended(running, talk)
    finally:
        pump.cancel()
        with suppress(asyncio.CancelledError):
            await pump


async def send_whole(talk: Talk, whole: dict[str, Any], send: Send, beside: Mapping[str, Any] | None = None) -> None:
    """Send a whole answer of ours as a stream, for who asked for one."""
    choice = whole["choices"][0]
    frame = {**{key: whole[key] for key in ("id", "created", "model")}, "object": "chat.completion.chunk"}
    await begin_events(send, headers_of(talk))
    await event(send, {**shapes.chunk(frame, {"role": "assistant", "content": ""}), "balie": told_of(talk, beside)})
    await event(send, shapes.chunk(frame, {"content": choice["message"]["content"]}))
    if tool_calls := choice["message"].get("tool_calls"):
        numbered = [{"index": number, **call} for number, call in enumerate(tool_calls)]
        await event(send, shapes.chunk(frame, {"tool_calls": numbered}))
    await event(send, shapes.chunk(frame, {}, choice["finish_reason"]))
    await end_events(send)


async def _pumped(asked: Asked, chunks: "asyncio.Queue[Any]") -> None:
    """Put what the bot says in the queue: whose it is, the chunks, and what went wrong or None at the end."""
    try:
        async with asked.guard.bots.stream(asked.talk.gate.policy.upstreams, asked.forwarded) as (answer, source):
            await chunks.put(source)
            async for chunk in answer:
                await chunks.put(chunk)
        await chunks.put(None)
    except Exception as error:  # noqa: BLE001  (whatever it is belongs to who waits at the other end)
        await chunks.put(error)


async def _begun(asked: Asked, send: Send) -> tuple[Stream, Talk]:
    """Keep what the customer said and the notice; then send the notice."""
    refused = [asked.say.say("refused")] if asked.released else []
    before, told = asked.guard.notices(asked.talk, asked.received)
    notice = " ".join(part for part in (*(m.text for m in asked.received.messages), before, *refused) if part)
    begun = replace(outcome_of(asked, asked.received, Words("", notice), told, only_words=False), begun=True, head="")
    talk = await asked.guard.keep(asked.talk, begun)
    delivery = asked.guard.delivery(talk, asked.received, asked.concealed.placeholders)
    running = Stream(asked, send, delivery, shapes.frame(asked.model, asked.at, "chat.completion.chunk"))
    apart = asked.request.structured
    await begin_events(send, headers_of(talk))
    beside = told_of(talk, {"say_first": notice} if apart and notice else None)
    await event(send, {**shapes.chunk(running.frame, {"role": "assistant", "content": ""}), "balie": beside})
    if notice and not apart:
        await running.say(f"{notice}\n\n")
    return running, talk


async def _spoken(running: Stream, first: Any, chunks: "asyncio.Queue[Any]") -> None:
    """Pass on what the bot says until it ends, fails, or may not go on."""
    chunk = first
    while chunk is not None and not running.delivery.stopped:
        if isinstance(chunk, Exception):
            running.problem = chunk if isinstance(chunk, NoAnswer) else NoAnswer("upstream", type(chunk).__name__)
            return
        try:
            words = _taken(running, chunk)
        except (OddCalls, OddWords) as odd:
            running.problem = _broken(running, str(odd))
            return
        await running.pass_on(await heard(running.delivery, words))
        chunk = await chunks.get()
    if chunk is None:
        _complete(running)


def _complete(running: Stream) -> None:
    """See that what came is an answer, with its end and with tool calls that a program can make."""
    if running.finish is None:
        running.problem = _broken(running, "a stream without an end")
        return
    try:
        running.made = running.gathered.calls()
    except OddCalls as odd:
        running.problem = _broken(running, str(odd))
        return
    if because := unfit("".join(running.delivery.raw), running.made):
        running.problem = _broken(running, because)


def _broken(running: Stream, because: str) -> NoAnswer:
    return NoAnswer(running.source.url, because, midway=True, before=running.source.failed)


def _taken(running: Stream, chunk: Any) -> str:
    """Take one chunk; return the words of the bot in it. Raises `OddCalls` and `OddWords`."""
    if isinstance(chunk, Source):
        running.source = chunk
        return ""
    choice = shapes.first_choice(chunk)
    running.usage = shapes.figures(chunk.get("usage")) or running.usage
    if choice is None or not isinstance(delta := choice.get("delta"), dict):
        return ""
    running.finish = choice.get("finish_reason") or running.finish
    if delta.get("tool_calls"):
        running.gathered.add(delta["tool_calls"])
    words = shapes.words_of(delta)
    running.length += len(words)
    if running.length > LONGEST_WORDS:
        raise OddWords(TOO_LONG)
    return words


async def _ended(running: Stream, talk: Talk) -> None:
    """Keep the whole of what was said; then send the last piece, and what Balie says after it."""
    whole = running.problem is None and not running.delivery.stopped
    rest = running.delivery.end() if whole else ""
    found = Sorted((), ())
    if whole:
        found = calls.sort(running.made, talk.gate.policy, running.asked.concealed.placeholders)
    tail = running.held + rest
    running.bots.append(rest)
    for _ in range(ATTEMPTS):
        outcome, after = _final(running, talk, found, tail)
        try:
            talk = await running.asked.guard.keep(talk, outcome)
        except Overtaken:
            talk = await running.asked.guard.again(talk)
            continue
        except NotKept:
            break
        if outcome.cut:
            await _closed(running, "stop", ())
        else:
            await running.say(tail + after)
            await _closed(running, running.finish if whole else "stop", found.free)
        return
    await running.say(f"\n\n{running.asked.say.say('not-kept')}")
    await _closed(running, "stop", ())


def _final(running: Stream, talk: Talk, found: Sorted, tail: str) -> tuple[Outcome, str]:
    """What is kept of a stream at its end, and what Balie says after the words of the bot.

    When a person took the conversation meanwhile, the rest of the answer is not sent: the bot is silent from there.
    """
    asked, delivery = running.asked, running.delivery
    received = replace(asked.received, conversation=talk.conversation, messages=())
    taken = talk.conversation.charge is not Charge.BOT
    verdicts: list[Verdict] = [*delivery.verdicts, *(one.waits.verdict for one in found.waiting)]
    closing: tuple[Message, ...] = ()
    if running.problem and not taken:
        received = asked.guard.failed(talk, received, asked.at, Reason.FAILED, "upstream")
    elif delivery.stopped and not taken:
        received = asked.guard.failed(talk, received, asked.at, Reason.HELD, "conduct")
    closing = received.messages if not taken else ()
    extra = [] if taken or closing else _beside(asked, found, spoke="".join(running.bots))
    after = "\n\n".join(("", *(message.text for message in closing), *extra)) if closing or extra else ""
    words = "".join(running.bots)[: -len(tail)] if taken and tail else "".join(running.bots)
    said = [(Message(Speaker.BOT, words), "")] if words else []
    said += [(Message(Speaker.BALIE, text), "") for text in extra] + [(message, "") for message in closing]
    if delivery.stopped:
        said.append((Message(Speaker.BOT, "".join(delivery.raw), "withheld"), ""))
    every = (*(asked.received.verdicts if running.problem else ()), *verdicts)
    outcome = Outcome(
        received.conversation,
        asked.at,
        tuple(said) if found.free or taken else again.marked(tuple(said), asked.request.mark),
        every,
        received.handover if not taken else None,
        counts={
            **counts_of(asked.received, verdicts, answered=bool(words), told=False, ends=True),
            "proposed": len(found.waiting),
        },
        redacted=asked.concealed.redacted,
        upstream=running.source.url,
        milliseconds=round(asked.seconds() * 1000),
        head=head_of(asked.request.messages, "".join(running.sent) + ("" if taken else tail + after)),
        proposals=() if taken else found.waiting,
        released=tuple((one.id, one.decision) for one in asked.released),
        failures=running.failed,
        cut="taken-over" if taken else "",
    )
    return outcome, after


def _beside(asked: Asked, found: Sorted, *, spoke: str) -> list[str]:
    """What Balie says after an answer that went well."""
    said = []
    if found.waiting:
        first = min(deadline(one, asked.at) for one in found.waiting)
        said.append(asked.say.say("proposal", by=asked.say.moment(first, asked.at)))
    if asked.received.offers and spoke:
        said.append(asked.say.say("offer"))
    return said


async def _closed(running: Stream, finish: Any, free: Sequence[Call]) -> None:
    """Send the tool calls that may go on, why it ended, the usage when it was asked for, and the end."""
    if free:
        await event(running.send, shapes.chunk(running.frame, {"tool_calls": calls.as_json(free, numbered=True)}))
    ended = "stop" if finish == "tool_calls" and not free else shapes.finish_of(finish)
    await event(running.send, shapes.chunk(running.frame, {}, ended))
    options = running.asked.request.whole.get("stream_options")
    if running.usage and isinstance(options, dict) and options.get("include_usage"):
        await event(running.send, {**running.frame, "choices": [], "usage": running.usage})
    await end_events(running.send)
