"""Identifiers in a request are concealed a part at a time: a long one lets others go first again and again."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from balie.gateway.openai.request import Request
from balie.gateway.policy import privacy
from balie.gateway.policy.identifiers import Placeholders, Redactor, Settings
from balie.gateway.policy.parts import joined, parts
from balie.gateway.policy.privacy import Memory, Seen
from balie.gateway.store.values import Gate

_AT_ONCE = 0.005  # seconds of work without a pause; a usual request has less
_PAUSE = 0.005  # seconds in which others get all there is


@dataclass(frozen=True, slots=True)
class Concealed:
    """The messages as the bot may read them, with the placeholders in them, and what is in the customer's last."""

    messages: list[Any]
    placeholders: Placeholders
    seen: Seen
    redacted: Mapping[str, int] = field(default_factory=dict)


NOTHING = Concealed([], Placeholders(), Seen((), ()))


async def conceal(request: Request, gate: Gate, memory: Memory) -> Concealed:
    """Replace identifiers in everything the bot would read. The same value gets the same placeholder throughout."""
    concealing = _Concealing(memory)
    concealed = []
    for message in request.messages:
        settings = gate.of_builder if message["role"] in {"system", "developer"} else gate.identifiers
        changed = {key: value for key, value in message.items() if key != "name" or message["role"] != "user"}
        for put, text in _places(changed):
            put(await concealing.hidden(text, settings))
        concealed.append(changed)
    last = await concealing.seen(request.last, gate.identifiers) if request.last else Seen((), ())
    return Concealed(concealed, concealing.redactor.placeholders, last, concealing.counts)


class _Concealing:
    """The texts of one request on their way through, with a pause whenever they took long."""

    def __init__(self, memory: Memory) -> None:
        self.redactor = Redactor(Placeholders())
        self.counts: dict[str, int] = {}
        self._memory = memory
        self._clock = asyncio.get_running_loop().time
        self._since = self._clock()

    async def hidden(self, text: str, settings: Settings) -> str:
        """A text as the bot may read it."""
        out = []
        for part in parts(text, lambda words: self._memory.look(words, settings)):
            out.append(self.redactor.redact(part.text, part.seen.found))
            for kind, count in privacy.counted(part.seen.found).items():
                self.counts[kind.value] = self.counts.get(kind.value, 0) + count
            await self._let_others_go()
        return "".join(out)

    async def seen(self, text: str, settings: Settings) -> Seen:
        """What is in a text."""
        found = []
        for part in parts(text, lambda words: self._memory.look(words, settings)):
            found.append((part.start, part.seen))
            await self._let_others_go()
        return joined(found)

    async def _let_others_go(self) -> None:
        if self._clock() - self._since > _AT_ONCE:
            await asyncio.sleep(_PAUSE)
            self._since = self._clock()


def _places(message: dict[str, Any]) -> Iterator[tuple[Any, str]]:
    """Each text in a message that a bot would read, with a way to put another in its place."""
    content = message.get("content")
    if isinstance(content, str):
        yield (lambda text: message.__setitem__("content", text)), content
    elif isinstance(content, list):
        parts = message["content"] = [dict(part) for part in content]
        for part in parts:
            for name in ("text", "refusal"):
                if isinstance(text := part.get(name), str):
                    yield (lambda text, part=part, name=name: part.__setitem__(name, text)), text
    if isinstance(text := message.get("refusal"), str):
        yield (lambda text: message.__setitem__("refusal", text)), text
    if isinstance(calls := message.get("tool_calls"), list):
        copies = message["tool_calls"] = [_copied(call) for call in calls]
        yield from _arguments(copies)


def _arguments(calls: Sequence[Any]) -> Iterator[tuple[Any, str]]:
    """The arguments of earlier tool calls, which hold what was put back for the client."""
    for call in calls:
        function = call.get("function") if isinstance(call, dict) else None
        if isinstance(function, dict) and isinstance(text := function.get("arguments"), str):
            yield (lambda text, function=function: function.__setitem__("arguments", text)), text


def _copied(call: Any) -> Any:
    if isinstance(call, dict) and isinstance(call.get("function"), dict):
        return {**call, "function": dict(call["function"])}
    return call
