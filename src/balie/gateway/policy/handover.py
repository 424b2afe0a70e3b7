"""When the bot makes way for a person, and what the customer is told on the way there.

That a customer gets a person when asking for one is law or good manners everywhere Balie is used, so no policy can
switch it off. The bot's own words never hand over: only what the customer says, presses or lives through does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from balie.gateway.policy import hours
from balie.gateway.policy.conversation import Charge, Conversation, Message, Press, Speaker, Turn
from balie.gateway.policy.intents import Reading, Sign, What
from balie.gateway.policy.policy import People, Policy, Response
from balie.gateway.policy.verdict import Did, Safeguard, Verdict
from balie.gateway.policy.wording import Wording


class Reason(StrEnum):
    """Why a conversation went to a person, the most urgent first."""

    EMERGENCY = "emergency"
    ASKED = "asked"
    VULNERABLE = "vulnerable"
    TOPIC = "topic"
    MISUNDERSTOOD = "misunderstood"
    UPSET = "upset"
    UNHEARD = "unheard"
    HALTED = "halted"
    FAILED = "failed"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Queue:
    """How it is at the counter: how many wait before this customer, and how long it lasts, when anybody knows."""

    ahead: int = 0
    seconds: int | None = None
    attended: bool | None = None  # whether somebody is on duty; None: the opening hours tell


@dataclass(frozen=True, slots=True)
class Handover:
    """That a conversation goes to a person: why, by which rule, and by when somebody is promised."""

    reason: Reason
    rule: str
    promised: datetime | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What the customer's turn asks of this safeguard."""

    handover: Handover | None
    verdicts: tuple[Verdict, ...]
    misunderstood: int


def listen(policy: Policy, conversation: Conversation, turn: Turn, reading: Reading) -> Heard:
    """Decide whether this turn hands the conversation over, offers a person, or names a number to call."""
    missed = turn.press is Press.MISUNDERSTOOD or any(s.what is What.NOT_UNDERSTOOD for s in reading.signs)
    misunderstood = conversation.misunderstood + 1 if missed else 0
    found = list(_signs(policy, turn, reading, misunderstood))
    handing = next((h for reason in Reason for h, did in found if did is Did.HANDED_OVER and h.reason is reason), None)
    return Heard(handing, tuple(_verdict(h, did, reading) for h, did in found), misunderstood)


def _signs(policy: Policy, turn: Turn, reading: Reading, misunderstood: int) -> Iterator[tuple[Handover, Did]]:
    """Each ground for a person, and what the policy does about it."""
    ours = policy.handover
    if turn.press is Press.PERSON:
        yield Handover(Reason.ASKED, "button"), Did.HANDED_OVER
    for sign in reading.signs:
        if found := _REASONS.get(sign.what):
            yield Handover(found, sign.rule), _response(policy, found)
    if misunderstood >= ours.misunderstandings:
        yield Handover(Reason.MISUNDERSTOOD, f"in-a-row-{ours.misunderstandings}"), Did.HANDED_OVER
    if turn.confidence is not None and turn.confidence < ours.confidence:
        yield Handover(Reason.UNHEARD, "low-confidence"), Did.OFFERED


def _response(policy: Policy, reason: Reason) -> Did:
    chosen = {Reason.UPSET: policy.handover.upset, Reason.VULNERABLE: policy.handover.vulnerable}.get(reason)
    return _RESPONSES[chosen] if chosen else Did.HANDED_OVER


def _verdict(handover: Handover, did: Did, reading: Reading) -> Verdict:
    spans = tuple((s.start, s.end) for s in reading.signs if s.rule == handover.rule)
    return Verdict(Safeguard.HANDOVER, f"{handover.reason.value}/{handover.rule}", did, spans)


def numbers_for(reading: Reading, say: Wording) -> tuple[Message, ...]:
    """The numbers to call at once, one sentence for each kind of danger."""
    seen: dict[str, Sign] = {s.category or "danger": s for s in reading.signs if s.what is What.EMERGENCY and s.number}
    return tuple(_number(category, sign, say) for category, sign in seen.items())


def _number(category: str, sign: Sign, say: Wording) -> Message:
    key = category if category in _NUMBERS else "danger"
    return Message(Speaker.BALIE, say.say(key, number=sign.number), "emergency")


def on_the_way(policy: Policy, say: Wording, queue: Queue, now: datetime) -> tuple[Message, datetime | None]:
    """What a customer hears who is to get a person, and by when somebody is promised. Never a dead end."""
    people = policy.people
    said: list[str] = []
    if is_open(people, queue, now):
        said += [say.say("person-coming"), say.say("position", position=queue.ahead + 1)]
        if queue.seconds is not None:
            said.append(say.say("minutes", minutes=max(1, round(queue.seconds / 60))))
        return Message(Speaker.BALIE, " ".join(said), "handover"), None
    opens, by = hours.opens_at(people, now), hours.called_back_by(people, now)
    if opens:
        said.append(say.say("person-later", opens=say.moment(opens, now)))
    if people.callback and by:
        said.append(say.say("callback", by=say.moment(by, now)))
    if people.phone:
        said.append(say.say("phone", phone=people.phone))
    return Message(Speaker.BALIE, " ".join(said or [say.say("waiting")]), "handover"), by or opens


def is_open(people: People, queue: Queue, now: datetime) -> bool:
    """Whether somebody answers now: those on duty tell, and where nobody is, the opening hours."""
    return queue.attended if queue.attended is not None else hours.is_open(people, now)


def meanwhile(conversation: Conversation, say: Wording, queue: Queue) -> Message:
    """What a customer hears who writes while waiting for a person, or while a person is in charge."""
    if conversation.charge is Charge.WAITING:
        return Message(
            Speaker.BALIE, f"{say.say('waiting')} {say.say('position', position=queue.ahead + 1)}", "waiting"
        )
    key = "closed" if conversation.charge is Charge.CLOSED else "with-person"
    return Message(Speaker.BALIE, say.say(key), "waiting")


def offered(verdicts: Sequence[Verdict]) -> bool:
    """Whether a person is to be offered beside the bot's answer."""
    return any(verdict.safeguard is Safeguard.HANDOVER and verdict.did is Did.OFFERED for verdict in verdicts)


_REASONS = {
    What.EMERGENCY: Reason.EMERGENCY,
    What.WANTS_PERSON: Reason.ASKED,
    What.VULNERABLE: Reason.VULNERABLE,
    What.RESERVED_TOPIC: Reason.TOPIC,
    What.UPSET: Reason.UPSET,
}
_RESPONSES = {Response.HAND_OVER: Did.HANDED_OVER, Response.OFFER: Did.OFFERED, Response.MARK: Did.MARKED}
_NUMBERS = {"danger", "gas", "suicide", "violence", "child"}
