"""One request on its way through the safeguards, and what is kept of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from balie.gateway.guard import Guard, Talk, counts_of
from balie.gateway.hearing import LONGEST_WORDS, TOO_LONG, WORDLESS
from balie.gateway.openai import again
from balie.gateway.openai.concealing import Concealed
from balie.gateway.openai.request import Request, head_of
from balie.gateway.policy import notice
from balie.gateway.policy.approval import Call
from balie.gateway.policy.conversation import Message, Speaker
from balie.gateway.policy.order import Received
from balie.gateway.policy.verdict import Verdict
from balie.gateway.policy.wording import Wording, wording
from balie.gateway.record import Outcome
from balie.gateway.releases import Released
from balie.gateway.upstream.client import NOBODY, Source

_CONVERSATION, _IN_CHARGE = b"x-balie-conversation", b"x-balie-in-charge"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, about which conversation, and what the safeguards said first.

    `released`: what people decided. `again`: the customer's turn was kept before, and goes on.
    """

    guard: Guard
    request: Request
    concealed: Concealed
    talk: Talk
    received: Received
    at: datetime
    released: tuple[Released, ...] = ()
    again: bool = False

    @property
    def model(self) -> Any:
        """The model the client named."""
        return self.request.whole.get("model")

    @property
    def say(self) -> Wording:
        """How Balie speaks in this conversation."""
        conversation = self.received.conversation
        return wording(self.talk.gate.policy, conversation.tongue, conversation.channel)

    @property
    def forwarded(self) -> dict[str, Any]:
        """The request as the bot gets it: without names, and without what is between the client and Balie."""
        asked = {key: value for key, value in self.request.whole.items() if key not in _OURS}
        messages = list(self.concealed.messages)
        prompt = next((one.system_prompt for one in self.talk.gate.policy.upstreams if one.system_prompt), None)
        if prompt:
            messages.insert(0, {"role": "system", "content": prompt})
        return {**asked, "messages": messages}

    def seconds(self) -> float:
        """How long this took so far."""
        return (self.guard.now() - self.at).total_seconds()


@dataclass(frozen=True, slots=True)
class Words:
    """What the customer gets in this turn: from the bot, and from Balie before it. `withheld` is only kept."""

    bot: str = ""
    notice: str = ""
    withheld: str = ""

    @property
    def whole(self) -> str:
        """All that is sent, as one text."""
        return "\n\n".join(part for part in (self.notice, self.bot) if part)


def unfit(words: str, made: Sequence[Call]) -> str:
    """Why words and tool calls are no answer that a customer can have; empty when they are one."""
    if len(words) > LONGEST_WORDS:
        return TOO_LONG
    return "" if words.strip() or made else WORDLESS


def outcome_of(
    asked: Asked,
    received: Received,
    words: Words,
    verdicts: Sequence[Verdict] = (),
    *,
    source: Source = NOBODY,
    only_words: bool = True,
) -> Outcome:
    """Return what is to be kept of a turn that ends here. `source`: which bot answered, and which could not.

    `only_words`: nothing goes out beside them, so that they can be given again.
    """
    said = _customers(asked)
    said += [(message, "") for message in received.messages]
    said += [(Message(Speaker.BALIE, words.notice, "notice"), "")] if words.notice else []
    said += [(Message(Speaker.BOT, words.bot), "")] if words.bot else []
    said += [(Message(Speaker.BOT, words.withheld, "withheld"), "")] if words.withheld else []
    ours = "\n\n".join(message.text for message in received.messages)
    sent = "\n\n".join(part for part in (ours, words.whole) if part)
    conversation = received.conversation
    if words.notice:
        conversation = replace(conversation, noticed=notice.told(conversation, received.notices))
    every = (*received.verdicts, *verdicts)
    return Outcome(
        conversation,
        asked.at,
        again.marked(tuple(said), asked.request.mark) if only_words else tuple(said),
        every,
        received.handover,
        received.callback,
        counts_of(received, every, answered=bool(words.bot), told=bool(words.notice), ends=asked.again),
        asked.concealed.redacted,
        source.url,
        round(asked.seconds() * 1000),
        head_of(asked.request.messages, sent),
        released=tuple((one.id, one.decision) for one in asked.released),
        failures=source.failed,
    )


def headers_of(talk: Talk) -> tuple[tuple[bytes, bytes], ...]:
    """Return the headers that tell a client which conversation this is, and who is in charge."""
    name, charge = talk.conversation.id.encode(), talk.conversation.charge.value.encode()
    return ((_CONVERSATION, name), (_IN_CHARGE, charge))


def told_of(talk: Talk, more: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return what a client that knows Balie finds beside the answer."""
    return {"conversation": talk.conversation.id, "in_charge": talk.conversation.charge.value, **(more or {})}


def _customers(asked: Asked) -> list[tuple[Message, str]]:
    """What the customer said, as it is kept."""
    if asked.request.last is None or asked.again:
        return []
    kept = asked.guard.kept_text(asked.talk.gate, asked.request.last, asked.concealed.seen)
    return [(Message(Speaker.CUSTOMER, kept), asked.request.mark)]


_OURS = {"metadata", "user"}
