"""The shell around the safeguards: reads what they need, asks the bot, and keeps what came of it before it is sent.

A protocol calls `talk` for the conversation, `hear` for the customer's turn, and `keep` for what came of it. The rules
are all in `policy`; here is only the order of reading, deciding and writing.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from weakref import WeakValueDictionary

from balie.evidence.direct import Overtaken
from balie.gateway.policy import intents, notice, order, privacy
from balie.gateway.policy.conversation import Channel, Conversation, Message, Speaker, Tongue, Turn
from balie.gateway.policy.delivery import Delivery
from balie.gateway.policy.handover import Handover, Reason
from balie.gateway.policy.identifiers import Placeholders, mask
from balie.gateway.policy.order import Circumstances, Received, Scene
from balie.gateway.policy.privacy import Seen
from balie.gateway.policy.verdict import Did, Safeguard, Verdict
from balie.gateway.policy.wording import Wording, wording
from balie.gateway.record import Outcome, unit_of
from balie.gateway.store.keys import Wrapped
from balie.gateway.store.store import Store
from balie.gateway.store.values import Gate, Known, Told
from balie.gateway.upstream.client import Bots

_TURNS_TO_KNOW_A_LANGUAGE = 3
_NOTHING_SEEN = Seen((), ())
_NOTHING_READ = intents.Reading(())


@dataclass(slots=True)
class Talk:
    """A conversation in hand: as it is in the tables, and the key that is still to be written when it is new."""

    gate: Gate
    known: Known
    fresh: Wrapped | None = None

    @property
    def conversation(self) -> Conversation:
        """The conversation as the safeguards see it."""
        return self.known.conversation

    @property
    def say(self) -> Wording:
        """How Balie speaks in this conversation."""
        return wording(self.gate.policy, self.conversation.tongue, self.conversation.channel)


class Guard:
    """Guards conversations. `most` of them are remembered between turns; the tables know all."""

    def __init__(self, store: Store, bots: Bots, *, most: int = 5_000) -> None:
        self.store, self.bots = store, bots
        intents.prepare()
        self.memory = privacy.Memory()
        self._most = most
        self._recent: OrderedDict[tuple[int, str], Known] = OrderedDict()
        self._turns: WeakValueDictionary[tuple[int, str], asyncio.Lock] = WeakValueDictionary()

    def one_at_a_time(self, talk: Talk) -> asyncio.Lock:
        """Turns of one conversation wait for each other here; those in other processes notice by its version."""
        place = (talk.gate.id, talk.conversation.id)
        lock = self._turns.get(place)
        if lock is None:
            lock = self._turns[place] = asyncio.Lock()
        return lock

    async def latest(self, talk: Talk) -> Talk:
        """The conversation as the turn before left it, once it is this one's turn."""
        return talk if talk.fresh else await self.talk(talk.gate, talk.conversation.id)

    def now(self) -> datetime:
        """The time of this turn."""
        return self.store.now()

    async def talk(
        self, gate: Gate, name: str, *, channel: Channel | None = None, tongue: Tongue | None = None
    ) -> Talk:
        """Return the conversation of this name, new when there is none. Raises `Gone` when its content was erased."""
        known = self._recent.get((gate.id, name)) or await self.store.find(gate, name)
        return Talk(gate, known) if known else self.fresh(gate, name, channel=channel, tongue=tongue)

    async def following(self, gate: Gate, head: str) -> Talk | None:
        """Return the conversation that has this history, when one has."""
        known = await self.store.following(gate, head)
        return Talk(gate, known) if known else None

    def fresh(self, gate: Gate, name: str, *, channel: Channel | None = None, tongue: Tongue | None = None) -> Talk:
        """Return a conversation that begins; it is written with its first turn."""
        spoken = tongue or gate.policy.tongues[0]
        made = self.store.keyring.made(gate.log_name, name)
        conversation = Conversation(name, channel or gate.policy.channel, spoken)
        return Talk(gate, Known(gate.id, conversation, made.key, None), made)

    async def again(self, talk: Talk) -> Talk:
        """Return the conversation as somebody else left it."""
        self.forget(talk)
        return await self.talk(talk.gate, talk.conversation.id, channel=talk.conversation.channel)

    async def current(self, gate: Gate, name: str) -> Talk:
        """Return the conversation of this name as it is in the tables now, whoever changed it. Raises `Gone`."""
        talk = await self.talk(gate, name)
        if talk.fresh:
            return talk
        version = (await self.store.changed(gate, [name])).get(name)
        return talk if version == talk.conversation.version else await self.again(talk)

    async def told(self, talk: Talk) -> tuple[Told, ...]:
        """What was said in a conversation so far, from memory or from the vault. Raises `Gone`."""
        if talk.known.told is None:
            found = () if talk.fresh else await self.store.transcript(talk.gate, talk.conversation.id)
            talk.known = replace(talk.known, told=found)
        return talk.known.told or ()

    def forget(self, talk: Talk) -> None:
        """Read this conversation anew next time."""
        self._recent.pop((talk.gate.id, talk.conversation.id), None)

    def hear(
        self, talk: Talk, turn: Turn | None, seen: Seen, *, texts: Iterable[str] = (), at: datetime | None = None
    ) -> Received:
        """Look at a turn of the customer; without one the bot goes on with its own tool.

        `texts` are what the customer wrote before, by which the language of the conversation is told.
        """
        gate = self.store.gate(talk.gate.id) or talk.gate
        step, said = turn is None, turn or Turn("", at or self.now())
        reading = _NOTHING_READ if turn is None else intents.read(turn.text, words=gate.words)
        conversation = self._in_its_language(talk, (*texts, said.text))
        if step:
            conversation = replace(conversation, last_at=None)
        halted = gate.halted or self.store.blind_since is not None
        around = Circumstances(halted, self.store.queue(gate.id), step)
        return order.receive(Scene(gate.policy, conversation, said, around), reading, seen)

    def seen(self, gate: Gate, text: str) -> Seen:
        """What is in a text, from memory when it was seen before."""
        return self.memory.look(text, gate.identifiers) if text else _NOTHING_SEEN

    def kept_text(self, gate: Gate, text: str, seen: Seen) -> str:
        """A text as it is kept: what the policy does not even want in the vault is masked."""
        if not gate.of_log.kinds <= gate.identifiers.kinds:
            seen = self.memory.look(text, gate.of_log)
        hidden = tuple(found for found in seen.found if found.kind in gate.of_log.kinds)
        return mask(text, hidden) if hidden else text

    def notices(self, talk: Talk, received: Received) -> tuple[str, tuple[Verdict, ...]]:
        """The words that go with the first thing the bot says, and the findings about them."""
        say = wording(talk.gate.policy, received.conversation.tongue, received.conversation.channel)
        return notice.tell(received.notices, say, self.store.queue(talk.gate.id))

    def delivery(self, talk: Talk, received: Received, placeholders: Placeholders) -> Delivery:
        """What the bot's words go through on their way out."""
        return Delivery(talk.gate.conduct, placeholders, received.conversation.tongue)

    def failed(self, talk: Talk, received: Received, at: datetime, reason: Reason, rule: str) -> Received:
        """The bot cannot or may not answer: a clear sentence and a person."""
        say = wording(talk.gate.policy, received.conversation.tongue, received.conversation.channel)
        key = "held" if reason is Reason.HELD else "failed"
        sorry = Message(Speaker.BALIE, say.say(key), key)
        verdicts = received.verdicts
        if reason is Reason.FAILED:
            verdicts = (*verdicts, Verdict(Safeguard.RECORD, rule, Did.FAILED))
        around = Circumstances(queue=self.store.queue(talk.gate.id))
        scene = Scene(talk.gate.policy, received.conversation, Turn("", at), around)
        return order.hand_over(scene, Handover(reason, rule), verdicts, (*received.messages, sorry))

    async def keep(self, talk: Talk, outcome: Outcome) -> Talk:
        """Write what came of a turn, durably. Raises `Overtaken` and `NotKept`; then nothing was written."""
        masked = replace(outcome, messages=tuple(self._as_kept(talk.gate, *one) for one in outcome.messages))
        unit, after = unit_of(self.store, talk.gate, talk.known, masked, talk.fresh)
        try:
            await self.store.write(unit)
        except Overtaken:
            self.forget(talk)
            raise
        place = (talk.gate.id, talk.conversation.id)
        self._recent[place] = after
        self._recent.move_to_end(place)
        if len(self._recent) > self._most:
            self._recent.popitem(last=False)
        return Talk(talk.gate, after)

    def _as_kept(self, gate: Gate, message: Message, key: str) -> tuple[Message, str]:
        """What Balie or a bot says, where a number of the customer may have been put back; theirs is masked already."""
        if message.speaker is Speaker.CUSTOMER or not privacy.may_hold(message.text, gate.of_log):
            return message, key
        found = self.memory.look(message.text, gate.of_log).found
        return (replace(message, text=mask(message.text, found)) if found else message), key

    def _in_its_language(self, talk: Talk, texts: Sequence[str]) -> Conversation:
        conversation = talk.conversation
        if len(talk.gate.policy.tongues) == 1 or conversation.turns >= _TURNS_TO_KNOW_A_LANGUAGE:
            return conversation
        found = intents.language_of(texts)
        known = {tongue.value: tongue for tongue in talk.gate.policy.tongues}
        return replace(conversation, tongue=known[found]) if found in known else conversation


def counts_of(
    received: Received, verdicts: Sequence[Verdict], *, answered: bool, told: bool, ends: bool = False
) -> Mapping[str, int]:
    """What this turn adds to the figures of its conversation. `told`: the notices that were due went along.

    `ends`: this is the second half of a turn, of which the first half counted what the customer asked.
    """
    asked = received.asked_if_bot and not ends
    return {
        "answers": int(answered),
        "robot_asked": int(asked),
        "robot_told": int(asked and told),
        "redacted": sum(len(v.spans) for v in verdicts if v.safeguard is Safeguard.PRIVACY and v.did is Did.REDACTED),
        "hits": sum(v.safeguard is Safeguard.CONDUCT for v in verdicts),
    }
