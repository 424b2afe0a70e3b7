"""Playing a written conversation with a policy: what would the safeguards do? Nothing is asked, sent or kept.

turns:
  - customer: Ik wil een medewerker spreken
    expect: {handover: asked, forwards: no}
  - bot: Ik ben gewoon een mens
    expect: {conduct: [claims_human]}
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from balie.gateway.policy import intents, notice, order, privacy
from balie.gateway.policy.conversation import Conversation, Tongue, Turn
from balie.gateway.policy.delivery import Delivery
from balie.gateway.policy.order import Circumstances, Received, Scene
from balie.gateway.policy.policy import Policy
from balie.gateway.policy.verdict import Safeguard, Verdict
from balie.gateway.policy.wording import wording
from balie.gateway.store.reading import conduct_of, words_of
from balie.language import Text
from balie.law import Fault, Place, Reader, Refused, Unreadable, parse

_MINUTE = timedelta(minutes=1)
_START = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)  # a Monday morning, so that people are there


class TryRefused(ValueError):
    """What was written is no conversation; `faults` says where and what to do."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(fault.say("en") for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Expected:
    """What a turn should lead to; what is left out is not looked at."""

    handover: str | None = None
    forwards: bool | None = None
    redacted: tuple[str, ...] | None = None
    notices: tuple[str, ...] | None = None
    conduct: tuple[str, ...] | None = None
    says: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One turn of the customer or the bot, and what is expected of it."""

    customer: str | None = None
    bot: str | None = None
    confidence: float | None = None
    expect: Expected = field(default_factory=Expected)

    def __post_init__(self) -> None:
        """Refuse a turn of nobody, or of both."""
        if (self.customer is None) == (self.bot is None):
            raise ValueError("a turn is of 'customer' or of 'bot'")


@dataclass(frozen=True, slots=True)
class Trial:
    """A conversation to play."""

    turns: tuple[Line, ...]


@dataclass(slots=True)
class _Stage:
    """How far the play is."""

    policy: Policy
    conversation: Conversation
    at: datetime = _START
    received: Received | None = None


def read_trial(written: str, file: str) -> Trial:
    """Read a conversation. Raises `TryRefused` with every fault, file and line."""
    reader = Reader()
    try:
        found = reader.read(Trial, parse(written, file), Place(file))
    except Unreadable as error:
        raise TryRefused((error.fault,)) from error
    except Refused:
        raise TryRefused(tuple(reader.faults)) from None
    if reader.faults:
        raise TryRefused(tuple(reader.faults))
    return found


def tried(policy: Policy, trial: Trial, language: str) -> tuple[list[str], int]:
    """Play a conversation; return what happens in lines to read, and how many expectations did not come true."""
    stage = _Stage(policy, Conversation("trial", policy.channel, policy.tongues[0]))
    lines, failed = [], 0
    for line in trial.turns:
        said = _customer(stage, line) if line.customer is not None else _bot(stage, line.bot or "")
        told, verdicts = said
        who = _CUSTOMER if line.customer is not None else _BOT
        lines.append(f"{who.say(language)}: {line.customer or line.bot}")
        lines += [f"    {v.safeguard.value}: {v.rule} -> {v.did.value}" for v in verdicts]
        lines += [f"    > {text}" for text in told]
        missed = list(_missed(line.expect, stage, told, verdicts))
        lines += [f"    ! {_MISSED.say(language)}: {what}" for what in missed]
        failed += len(missed)
    return lines, failed


def _customer(stage: _Stage, line: Line) -> tuple[list[str], tuple[Verdict, ...]]:
    text = line.customer or ""
    stage.at += _MINUTE
    seen = privacy.Memory().look(text, privacy.settings_of(stage.policy))
    if tongue := intents.language_of([text]):
        known = {one.value: one for one in stage.policy.tongues}
        stage.conversation = replace(stage.conversation, tongue=known.get(tongue, stage.conversation.tongue))
    reading = intents.read(text, words=words_of(stage.policy))
    turn = Turn(text, stage.at, line.confidence)
    stage.received = order.receive(Scene(stage.policy, stage.conversation, turn), reading, seen)
    stage.conversation = stage.received.conversation
    return [message.text for message in stage.received.messages], stage.received.verdicts


def _bot(stage: _Stage, words: str) -> tuple[list[str], tuple[Verdict, ...]]:
    if stage.received is not None and not stage.received.forwards:
        return [], ()
    say = wording(stage.policy, stage.conversation.tongue, stage.conversation.channel)
    keys = stage.received.notices if stage.received else (notice.AI,)
    before, told = notice.tell(keys, say, Circumstances().queue)
    delivery = Delivery(conduct_of(stage.policy), stage.conversation.placeholders, Tongue(stage.conversation.tongue))
    text = delivery.feed(words) + delivery.end()
    stage.conversation = replace(stage.conversation, noticed=notice.told(stage.conversation, keys))
    return [part for part in (before, text) if part], (*told, *delivery.verdicts)


def _missed(expect: Expected, stage: _Stage, told: list[str], verdicts: tuple[Verdict, ...]) -> Iterator[str]:
    received = stage.received
    if expect.handover is not None:
        reason = received.handover.reason.value if received and received.handover else "none"
        if reason != expect.handover:
            yield f"handover: {expect.handover} ({reason})"
    if expect.forwards is not None and received and received.forwards is not expect.forwards:
        yield f"forwards: {expect.forwards}"
    of = {
        "redacted": (expect.redacted, Safeguard.PRIVACY),
        "notices": (expect.notices, Safeguard.NOTICE),
        "conduct": (expect.conduct, Safeguard.CONDUCT),
    }
    for name, (wanted, safeguard) in of.items():
        found = {verdict.rule.split("/")[0] for verdict in verdicts if verdict.safeguard is safeguard}
        if wanted is not None and set(wanted) != found:
            yield f"{name}: {sorted(wanted)} ({sorted(found)})"
    if expect.says is not None and not any(expect.says in text for text in told):
        yield f"says: {expect.says}"


_CUSTOMER = Text(nl="klant", en="customer")
_BOT = Text(nl="bot", en="bot")
_MISSED = Text(nl="niet zoals verwacht", en="not as expected")
