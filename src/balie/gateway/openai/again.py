"""A request that comes again because its answer was lost: it gets the same answer, or its turn goes on where it was.

A turn is kept under the mark of its request. Its answer is kept under the mark too, when words are all there was to it.
"""

from dataclasses import dataclass, replace

from balie.gateway.guard import Guard, Talk
from balie.gateway.openai.request import Request
from balie.gateway.policy.conversation import Message, Speaker
from balie.gateway.store.values import Told

_NOT_TOLD = frozenset({"withheld"})
Kept = tuple[tuple[Message, str], ...]


@dataclass(frozen=True, slots=True)
class Before:
    """What was kept of a turn that comes again. `answered`: the customer's answer is among it, and nothing else was."""

    messages: tuple[Message, ...]
    answered: bool

    @property
    def notice(self) -> str:
        """What Balie said before the bot."""
        return "\n\n".join(one.text for one in self.messages if one.kind == "notice")

    @property
    def words(self) -> str:
        """What came after the notice."""
        return "\n\n".join(one.text for one in self.messages if one.kind != "notice")

    @property
    def whole(self) -> str:
        """All that was said to the customer."""
        return "\n\n".join(one.text for one in self.messages)


async def before(guard: Guard, talk: Talk, request: Request) -> Before | None:
    """Return what was kept of this request when it came before; None when it is new."""
    if not request.may_repeat or talk.fresh:
        return None
    told = await guard.told(talk)
    turn = [one for one in told if one.key == request.mark]
    if not turn:
        return None
    answer = next((one for one in reversed(turn) if _from_us(one)), None)
    at = (answer or turn[-1]).at
    messages = tuple(one.message for one in told if one.at == at and _from_us(one))
    return Before(messages, answered=answer is not None)


def resumed(talk: Talk, kept: Before) -> Talk:
    """The conversation as it was before a turn that goes on, so that this turn counts once.

    Its notice may have been lost with the answer, so it is told again.
    """
    now = talk.conversation
    was = replace(
        now,
        turns=max(0, now.turns - 1),
        misunderstood=max(0, now.misunderstood - 1),
        noticed=frozenset() if kept.notice else now.noticed,
    )
    return replace(talk, known=replace(talk.known, conversation=was))


def marked(said: Kept, mark: str) -> Kept:
    """Put the mark of a request on the last words of its answer."""
    last = max((n for n, (one, _) in enumerate(said) if _to_customer(one)), default=None)
    return tuple((one, mark if n == last else key) for n, (one, key) in enumerate(said))


def _to_customer(message: Message) -> bool:
    return message.speaker is not Speaker.CUSTOMER and message.kind not in _NOT_TOLD


def _from_us(told: Told) -> bool:
    return _to_customer(told.message)
