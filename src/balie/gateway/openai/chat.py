"""`POST /v1/chat/completions`: a turn of a customer through all safeguards, in the protocol of OpenAI.

An answer that does not stream is kept in one go before it is sent. A stream is kept twice: before the first word goes
out, with what the customer said; and before the last, with what the bot said (`streaming`).
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from balie.evidence.direct import NotKept, Overtaken
from balie.gateway import releases
from balie.gateway.guard import Guard, Talk
from balie.gateway.hearing import heard
from balie.gateway.http import Begun, Send, answer
from balie.gateway.openai import again, calls, shapes, streaming
from balie.gateway.openai.again import Before
from balie.gateway.openai.asked import Asked, Words, headers_of, outcome_of, told_of, unfit
from balie.gateway.openai.calls import Gathered, OddCalls, Sorted
from balie.gateway.openai.concealing import NOTHING, Concealed, conceal
from balie.gateway.openai.request import Request, head_of
from balie.gateway.openai.shapes import OddWords
from balie.gateway.policy.approval import Call
from balie.gateway.policy.conversation import Turn
from balie.gateway.policy.handover import Reason
from balie.gateway.policy.verdict import Verdict
from balie.gateway.record import deadline
from balie.gateway.store.values import Gate, Gone
from balie.gateway.upstream.client import NoAnswer, Refusal, Source

ATTEMPTS = 4
_log = logging.getLogger(__name__)


async def handle(guard: Guard, gate: Gate, request: Request, send: Send) -> None:
    """Answer one request; turns of one conversation in the order in which they come."""
    begun, concealed = Begun(send), NOTHING
    try:
        talk = await _talk(guard, gate, request)
        async with guard.one_at_a_time(talk):
            concealed = await conceal(request, gate, guard.memory)
            if request.may_repeat:
                talk = await _talk(guard, gate, request)
            elif request.named:
                talk = await guard.latest(talk)
            await _handled(guard, talk, request, concealed, begun)
    except Exception:  # a fault of ours is not the customer's: a sentence, and a person
        _log.exception("a turn could not be answered")
        if begun.started:
            raise
        talk = guard.fresh(gate, uuid4().hex)
        received = guard.hear(talk, None, concealed.seen)
        await _send_not_kept(Asked(guard, request, concealed, talk, received, guard.now()), begun)


async def _handled(guard: Guard, talk: Talk, request: Request, concealed: Concealed, send: Send) -> None:
    at = guard.now()
    for _ in range(ATTEMPTS):
        try:
            await _taken(guard, talk, request, concealed, at, send)
        except Overtaken:
            talk = await _again(guard, talk)
        except Refusal as refusal:
            refused = refusal.body or shapes.error("the bot refused this request", code="upstream_refused")
            return await answer(send, refusal.status, refused)
        except NotKept:
            break
        else:
            return None
    received = guard.hear(talk, None, concealed.seen, at=at)
    return await _send_not_kept(Asked(guard, request, concealed, talk, received, at), send)


async def _taken(guard: Guard, talk: Talk, request: Request, concealed: Concealed, at: datetime, send: Send) -> None:
    """Take a turn, unless it comes again and has its answer."""
    before = await again.before(guard, talk, request)
    if before and before.answered:
        return await _send_again(talk, request, before, at, send)
    talk = again.resumed(talk, before) if before else talk
    turn = None if request.last is None else Turn(request.last, at)
    received = guard.hear(talk, turn, concealed.seen, texts=request.customer[:-1], at=at)
    released = await releases.decided(guard, talk) if received.forwards else ()
    asked = Asked(guard, request, concealed, talk, received, at, released, again=before is not None)
    return await _answered(asked, send)


async def _send_again(talk: Talk, request: Request, before: Before, at: datetime, send: Send) -> None:
    """Send what was answered to this very request."""
    apart = request.structured and bool(before.words)
    whole = shapes.completion(request.whole.get("model"), before.words if apart else before.whole, at)
    beside = {"say_first": before.notice} if apart else None
    if request.streams:
        await streaming.send_whole(talk, whole, send, beside)
    else:
        await answer(send, 200, {**whole, "balie": told_of(talk, beside)}, headers_of(talk))


async def _again(guard: Guard, talk: Talk) -> Talk:
    """The conversation as somebody else left it; a new one when its content was erased meanwhile."""
    try:
        return await guard.again(talk)
    except Gone:
        return guard.fresh(talk.gate, uuid4().hex)


async def _answered(asked: Asked, send: Send) -> None:
    """Answer in the way that fits: with words of Balie, with what people decided, whole, or as a stream."""
    if not asked.received.forwards:
        await send_ours(asked, Words(), (), send)
    elif any(one.decision != "refused" for one in asked.released):
        await _send_released(asked, send)
    elif asked.request.streams:
        await streaming.stream(asked, send)
    else:
        await _whole(asked, send)


async def _talk(guard: Guard, gate: Gate, request: Request) -> Talk:
    """The conversation this is: the one the client names, else the one that has this very history, else a new one."""
    if request.named:
        try:
            return await guard.talk(gate, request.named)
        except Gone:
            return guard.fresh(gate, uuid4().hex)
    if history := request.history:
        found = await guard.following(gate, head_of(history))
        if found:
            return found
    return guard.fresh(gate, uuid4().hex)


async def _whole(asked: Asked, send: Send) -> None:
    """Ask the bot, judge its whole answer, keep it, and send it."""
    try:
        body, source = await asked.guard.bots.ask(asked.talk.gate.policy.upstreams, asked.forwarded)
        said, made = _said(body, source)
    except NoAnswer as problem:
        await send_failure(asked, problem, send)
        return
    delivery = asked.guard.delivery(asked.talk, asked.received, asked.concealed.placeholders)
    text = await heard(delivery, said) + delivery.end()
    if delivery.stopped:
        await send_withheld(asked, "".join(delivery.raw), delivery.verdicts, send)
        return
    found = calls.sort(made, asked.talk.gate.policy, asked.concealed.placeholders)
    words, verdicts = dressed(asked, text, found, delivery.verdicts)
    outcome = outcome_of(asked, asked.received, words, verdicts, source=source, only_words=not found.free)
    talk = await asked.guard.keep(asked.talk, with_proposals(replace(outcome, proposals=found.waiting)))
    await answer(send, 200, _body(asked, talk, body, words, found), headers_of(talk))


def _said(body: Mapping[str, Any], source: Source) -> tuple[str, Sequence[Call]]:
    """The words and the tool calls of an answer. Raises `NoAnswer`."""
    choice = shapes.first_choice(body)
    message = choice.get("message") if choice else None
    if not isinstance(message, dict):
        raise NoAnswer(source.url, "an answer without a message", before=source.failed)
    gathered = Gathered()
    try:
        words = shapes.words_of(message)
        gathered.add(message.get("tool_calls") or [])
        made = gathered.calls()
    except (OddWords, OddCalls) as odd:
        raise NoAnswer(source.url, str(odd), before=source.failed) from odd
    if because := unfit(words, made):
        raise NoAnswer(source.url, because, before=source.failed)
    return words, made


def dressed(asked: Asked, text: str, found: Sorted, verdicts: Sequence[Verdict]) -> tuple[Words, tuple[Verdict, ...]]:
    """Return the words of the bot with what Balie says beside them, and all findings."""
    parts = [text] if text.strip() else []
    if found.waiting:
        first = min(deadline(one, asked.at) for one in found.waiting)
        parts.append(asked.say.say("proposal", by=asked.say.moment(first, asked.at)))
    if asked.received.offers and parts:
        parts.append(asked.say.say("offer"))
    before, told = asked.guard.notices(asked.talk, asked.received) if parts else ("", ())
    refused = [asked.say.say("refused")] if asked.released else []
    notice = " ".join(part for part in (*(m.text for m in asked.received.messages), before, *refused) if part)
    held = tuple(one.waits.verdict for one in found.waiting)
    return Words("\n\n".join(parts), notice), (*verdicts, *held, *told)


def with_proposals(outcome: Any) -> Any:
    """Count what waits for a person among the figures of the conversation."""
    proposed = len(outcome.proposals)
    return replace(outcome, counts={**outcome.counts, "proposed": proposed}) if proposed else outcome


def _body(asked: Asked, talk: Talk, body: Mapping[str, Any], words: Words, found: Sorted) -> dict[str, Any]:
    """Return the answer of the bot with the words that were looked at in place of its own."""
    said = shapes.message(words.bot or None)
    finish = shapes.finish_of((shapes.first_choice(body) or {}).get("finish_reason"))
    if asked.request.structured and words.bot:
        beside: dict[str, Any] = {"say_first": words.notice}
    else:
        said["content"], beside = words.whole or None, {}
    if found.free:
        said["tool_calls"] = calls.as_json(found.free)
    elif found.waiting:
        finish = "stop"
    choice = {"index": 0, "message": said, "finish_reason": finish, "logprobs": None}
    frame = {**shapes.frame(asked.model, asked.at, "chat.completion"), **shapes.passed(body)}
    return {**frame, "choices": [choice], "balie": told_of(talk, beside)}


async def _send_released(asked: Asked, send: Send) -> None:
    """Pass on what people approved: the calls go to the client as if the bot had made them just now."""
    free = [one.call for one in asked.released if one.decision != "refused"]
    say = " ".join(asked.say.say(one.decision) for one in asked.released)
    words = Words("", say)
    outcome = outcome_of(asked, asked.received, words, only_words=False)
    talk = await asked.guard.keep(asked.talk, outcome)
    whole = shapes.completion(asked.model, say, asked.at, finish="tool_calls", tool_calls=calls.as_json(free))
    await _send_completion(asked, talk, whole, send)


async def send_ours(asked: Asked, words: Words, verdicts: Sequence[Verdict], send: Send) -> None:
    """The bot may not answer: what Balie says is kept, and sent."""
    talk = await asked.guard.keep(asked.talk, outcome_of(asked, asked.received, words, verdicts))
    text = "\n\n".join(message.text for message in asked.received.messages)
    await _send_completion(asked, talk, shapes.completion(asked.model, text, asked.at), send)


async def send_failure(asked: Asked, problem: NoAnswer, send: Send) -> None:
    """The bot cannot answer: a sentence, a person, and an entry about what failed."""
    received = asked.guard.failed(asked.talk, asked.received, asked.at, Reason.FAILED, "upstream")
    asked = replace(asked, received=received)
    talk = await asked.guard.keep(asked.talk, outcome_of(asked, received, Words(), source=Source("", problem.told)))
    text = "\n\n".join(message.text for message in received.messages)
    await _send_completion(asked, talk, shapes.completion(asked.model, text, asked.at), send)


async def send_withheld(asked: Asked, raw: str, verdicts: Sequence[Verdict], send: Send) -> None:
    """The answer of the bot may not be sent: it is kept for people to see, and the customer gets a person."""
    received = asked.guard.failed(asked.talk, asked.received, asked.at, Reason.HELD, "conduct")
    asked = replace(asked, received=received)
    await send_ours(asked, Words(withheld=raw), verdicts, send)


async def _send_not_kept(asked: Asked, send: Send) -> None:
    """Nothing could be kept, so nothing of the bot is sent: a sentence, and a telephone number when there is one."""
    phone = asked.talk.gate.policy.people.phone
    say = [asked.say.say("not-kept"), *([asked.say.say("phone", phone=phone)] if phone else [])]
    await _send_completion(asked, asked.talk, shapes.completion(asked.model, " ".join(say), asked.at), send)


async def _send_completion(asked: Asked, talk: Talk, whole: dict[str, Any], send: Send) -> None:
    """Send a whole answer of ours in the way it was asked for."""
    if asked.request.streams:
        await streaming.send_whole(talk, whole, send)
    else:
        await answer(send, 200, {**whole, "balie": told_of(talk)}, headers_of(talk))
