"""The order of the safeguards, in one place: what happens to a turn of the customer before a bot may answer it.

    halt -> handover -> privacy -> the bot -> conduct -> approval -> notice -> record

`receive` is everything before the bot. `delivery.Delivery` is everything after it that is about words, and `approval`
what is about tool calls. Recording is the shell's: what cannot be recorded is not sent.
"""

from dataclasses import dataclass, replace

from balie.gateway.policy import halt, handover, hours, notice, privacy
from balie.gateway.policy.conversation import Charge, Conversation, Message, Speaker, Turn
from balie.gateway.policy.handover import Handover, Queue, Reason
from balie.gateway.policy.identifiers import Kind
from balie.gateway.policy.intents import Reading
from balie.gateway.policy.policy import Policy
from balie.gateway.policy.privacy import Seen
from balie.gateway.policy.verdict import Did, Safeguard, Verdict
from balie.gateway.policy.wording import Wording, wording


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the world outside the conversation is like at this moment. `step`: the bot goes on with its own tool."""

    halted: bool = False
    queue: Queue = Queue()
    step: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """What becomes of a customer's turn: whether the bot may answer, and what Balie says before it or in its place."""

    conversation: Conversation
    verdicts: tuple[Verdict, ...]
    messages: tuple[Message, ...]
    forwards: bool
    handover: Handover | None = None
    notices: tuple[str, ...] = ()
    offers: bool = False
    callback: bool = False

    @property
    def say(self) -> tuple[Message, ...]:
        """The words of Balie."""
        return self.messages


def receive(
    policy: Policy, conversation: Conversation, turn: Turn, reading: Reading, seen: Seen, at: Circumstances
) -> Received:
    """Look at a turn of the customer with every safeguard that comes before the bot."""
    say = wording(policy, conversation.tongue, conversation.channel)
    numbers = handover.numbers_for(reading, say)
    found = privacy.verdicts(seen)
    counted = replace(conversation, turns=conversation.turns + (not at.step), last_at=turn.at)
    if stopped := halt.halted(switch=at.halted):
        return _halted(policy, counted, turn, say, at, (*stopped, *found), numbers)
    if conversation.charge is not Charge.BOT:
        return _silenced(policy, counted, turn, say, at, found, seen, numbers)
    heard = handover.listen(policy, conversation, turn, reading)
    counted = replace(counted, misunderstood=heard.misunderstood)
    verdicts = (*heard.verdicts, *found)
    if heard.handover:
        return hand_over(policy, counted, turn, say, at.queue, heard.handover, verdicts, numbers)
    keys = notice.due(policy, conversation, turn, reading, step=at.step)
    return Received(counted, verdicts, numbers, True, None, keys, handover.offered(heard.verdicts))


def hand_over(
    policy: Policy,
    conversation: Conversation,
    turn: Turn,
    say: Wording,
    queue: Queue,
    why: Handover,
    verdicts: tuple[Verdict, ...] = (),
    before: tuple[Message, ...] = (),
) -> Received:
    """Put the conversation in the queue for people, with the words the customer gets. The bot is silent from here."""
    message, promised = handover.on_the_way(policy, say, queue, turn.at)
    waits = replace(conversation, charge=Charge.WAITING)
    return Received(waits, verdicts, (*before, message), False, replace(why, promised=promised))


def _halted(
    policy: Policy,
    conversation: Conversation,
    turn: Turn,
    say: Wording,
    at: Circumstances,
    verdicts: tuple[Verdict, ...],
    numbers: tuple[Message, ...],
) -> Received:
    """The bot is stopped: a sentence and a person; whoever waits already keeps their place."""
    if conversation.charge is not Charge.BOT:
        return Received(conversation, verdicts, (*numbers, handover.meanwhile(conversation, say, at.queue)), False)
    off = Message(Speaker.BALIE, say.say("halted"), "halted")
    why = Handover(Reason.HALTED, "halted")
    return hand_over(policy, conversation, turn, say, at.queue, why, verdicts, (*numbers, off))


def _silenced(
    policy: Policy,
    conversation: Conversation,
    turn: Turn,
    say: Wording,
    at: Circumstances,
    verdicts: tuple[Verdict, ...],
    seen: Seen,
    numbers: tuple[Message, ...],
) -> Received:
    """A person is in charge, or on the way: the bot does not get this turn at all."""
    silent = Verdict(Safeguard.HANDOVER, conversation.charge.value, Did.SILENCED)
    phones = [found for found in seen.found if found.kind is Kind.PHONE]
    if conversation.charge is Charge.WAITING and phones and policy.people.callback:
        number = turn.text[phones[0].start : phones[0].end]
        by = hours.called_back_by(policy.people, turn.at)
        promised = say.moment(by, turn.at) if by else ""
        noted = Message(Speaker.BALIE, say.say("callback-noted", number=number, by=promised), "callback")
        return Received(
            conversation,
            (silent, *verdicts),
            (*numbers, noted),
            False,
            Handover(Reason.ASKED, "callback", by),
            callback=True,
        )
    return Received(
        conversation, (silent, *verdicts), (*numbers, handover.meanwhile(conversation, say, at.queue)), False
    )
