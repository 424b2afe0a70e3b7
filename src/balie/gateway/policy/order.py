"""The order of the safeguards, in one place: what happens to a turn of the customer before a bot may answer it.

    halt -> handover -> privacy -> the bot -> conduct -> approval -> notice -> record

`receive` is everything before the bot. `delivery.Delivery` is everything after it that is about words, and `approval`
what is about tool calls. Recording is the shell's: what cannot be recorded is not sent.
"""

from dataclasses import dataclass, field, replace

from balie.gateway.policy import halt, handover, hours, notice, privacy
from balie.gateway.policy.conversation import Charge, Conversation, Message, Speaker, Turn
from balie.gateway.policy.handover import Handover, Queue, Reason
from balie.gateway.policy.identifiers import Kind
from balie.gateway.policy.intents import Reading, What
from balie.gateway.policy.policy import Policy
from balie.gateway.policy.privacy import Seen
from balie.gateway.policy.verdict import Did, Safeguard, Verdict
from balie.gateway.policy.wording import Wording, wording


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the world outside the conversation is like at this moment. `step`: the bot goes on with its own tool."""

    halted: bool = False
    queue: Queue = field(default_factory=Queue)
    step: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """A turn in its conversation, under its policy, in its circumstances."""

    policy: Policy
    conversation: Conversation
    turn: Turn
    at: Circumstances = field(default_factory=Circumstances)

    @property
    def say(self) -> Wording:
        """How Balie speaks here."""
        return wording(self.policy, self.conversation.tongue, self.conversation.channel)


@dataclass(frozen=True, slots=True)
class Received:
    """What becomes of a customer's turn: whether the bot may answer, and what Balie says before it or in its place."""

    conversation: Conversation
    verdicts: tuple[Verdict, ...]
    messages: tuple[Message, ...]
    forwards: bool = False
    handover: Handover | None = None
    notices: tuple[str, ...] = ()
    offers: bool = False
    callback: bool = False
    asked_if_bot: bool = False


def receive(scene: Scene, reading: Reading, seen: Seen) -> Received:
    """Look at a turn of the customer with every safeguard that comes before the bot."""
    policy, conversation, turn, at = scene.policy, scene.conversation, scene.turn, scene.at
    numbers, found = handover.numbers_for(reading, scene.say), privacy.verdicts(seen)
    counted = replace(conversation, turns=conversation.turns + (not at.step), last_at=turn.at)
    here = replace(scene, conversation=counted)
    if stopped := halt.halted(switch=at.halted):
        return _halted(here, (*stopped, *found), numbers)
    if conversation.charge is not Charge.BOT:
        return _silenced(here, found, seen, numbers)
    heard = handover.listen(policy, conversation, turn, reading)
    here = replace(here, conversation=replace(counted, misunderstood=heard.misunderstood))
    verdicts = (*heard.verdicts, *found)
    if heard.handover:
        return hand_over(here, heard.handover, verdicts, numbers)
    keys = notice.due(policy, conversation, turn, reading, step=at.step)
    offers = handover.offered(heard.verdicts)
    asked = reading.says(What.ASKS_IF_BOT)
    return Received(
        here.conversation, verdicts, numbers, forwards=True, notices=keys, offers=offers, asked_if_bot=asked
    )


def hand_over(
    scene: Scene, why: Handover, verdicts: tuple[Verdict, ...] = (), before: tuple[Message, ...] = ()
) -> Received:
    """Put the conversation in the queue for people, with the words the customer gets. The bot is silent from here."""
    message, promised = handover.on_the_way(scene.policy, scene.say, scene.at.queue, scene.turn.at)
    waits = replace(scene.conversation, charge=Charge.WAITING)
    return Received(waits, verdicts, (*before, message), handover=replace(why, promised=promised))


def _halted(scene: Scene, verdicts: tuple[Verdict, ...], numbers: tuple[Message, ...]) -> Received:
    """The bot is stopped: a sentence and a person; whoever waits already keeps their place."""
    if scene.conversation.charge is not Charge.BOT:
        return Received(scene.conversation, verdicts, (*numbers, _meanwhile(scene)))
    off = Message(Speaker.BALIE, scene.say.say("halted"), "halted")
    return hand_over(scene, Handover(Reason.HALTED, "halted"), verdicts, (*numbers, off))


def _silenced(scene: Scene, verdicts: tuple[Verdict, ...], seen: Seen, numbers: tuple[Message, ...]) -> Received:
    """A person is in charge, or on the way: the bot does not get this turn at all."""
    conversation, people = scene.conversation, scene.policy.people
    silent = Verdict(Safeguard.HANDOVER, conversation.charge.value, Did.SILENCED)
    phones = [found for found in seen.found if found.kind is Kind.PHONE]
    if conversation.charge is not Charge.WAITING or not phones or not people.callback:
        return Received(conversation, (silent, *verdicts), (*numbers, _meanwhile(scene)))
    by = hours.called_back_by(people, scene.turn.at)
    number = scene.turn.text[phones[0].start : phones[0].end]
    promised = scene.say.moment(by, scene.turn.at) if by else ""
    noted = Message(Speaker.BALIE, scene.say.say("callback-noted", number=number, by=promised), "callback")
    asked = Handover(Reason.ASKED, "callback", by)
    return Received(conversation, (silent, *verdicts), (*numbers, noted), handover=asked, callback=True)


def _meanwhile(scene: Scene) -> Message:
    return handover.meanwhile(scene.conversation, scene.say, scene.at.queue)
