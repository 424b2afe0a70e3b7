"""A request in the shape of OpenAI chat completions: read, checked for back doors, its identifiers concealed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import orjson

from balie.gateway.policy import privacy
from balie.gateway.policy.identifiers import Placeholders
from balie.gateway.policy.privacy import Seen
from balie.gateway.store.values import Gate

NAME_BYTES = 16
_ROLES = frozenset({"system", "developer", "user", "assistant", "tool"})


class Improper(ValueError):
    """A request that the gateway does not take. `code` and `param` are for programs, as OpenAI gives them."""

    def __init__(self, message: str, param: str | None = None, code: str = "invalid_request") -> None:
        super().__init__(message)
        self.param, self.code = param, code


@dataclass(frozen=True, slots=True)
class Concealed:
    """The messages as the bot may read them, with the placeholders in them, and what is in the customer's last."""

    messages: list[Any]
    placeholders: Placeholders
    seen: Seen
    redacted: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Request:
    """A request that was read and checked. `last` is the customer's turn; None when the bot goes on with its tool."""

    whole: Mapping[str, Any]
    messages: Sequence[Mapping[str, Any]]
    streams: bool
    last: str | None
    named: str | None

    @property
    def structured(self) -> bool:
        """Whether the answer is JSON for a program, so that nothing may be put before it."""
        asked = self.whole.get("response_format")
        return isinstance(asked, dict) and asked.get("type") not in {None, "text"}

    @property
    def customer(self) -> tuple[str, ...]:
        """What the customer wrote, oldest first."""
        return tuple(text for message in self.messages if message["role"] == "user" for text in _texts(message))

    @property
    def history(self) -> tuple[Mapping[str, Any], ...]:
        """The messages up to and including the last the bot gave; empty when it has said nothing yet."""
        last = max((n for n, message in enumerate(self.messages) if message["role"] == "assistant"), default=-1)
        return tuple(self.messages[: last + 1])


def read(body: bytes, header: str | None, *, attachments: bool) -> Request:
    """Read a request. Raises `Improper` for what is none, and for what would go around the safeguards."""
    try:
        whole = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Improper(f"the body is no JSON: {error}") from error
    if not isinstance(whole, dict):
        raise Improper("the body is no JSON object")
    messages = whole.get("messages")
    if not isinstance(messages, list) or not messages:
        raise Improper("'messages' is a list with at least one message", "messages")
    for number, message in enumerate(messages):
        _check_message(message, f"messages[{number}]", attachments=attachments)
    _check_back_doors(whole)
    last = messages[-1]
    text = "\n".join(_texts(last)) if last["role"] == "user" else None
    return Request(whole, messages, whole.get("stream") is True, text, _named(whole, header))


def conceal(request: Request, gate: Gate, memory: privacy.Memory) -> Concealed:
    """Replace identifiers in everything the bot would read. The same value gets the same placeholder throughout."""
    placeholders, concealed = Placeholders(), []
    counts: dict[str, int] = {}
    seen = Seen((), ())
    for message in request.messages:
        settings = gate.of_builder if message["role"] in {"system", "developer"} else gate.identifiers
        changed = dict(message)
        for put, text in _places(changed):
            seen = memory.look(text, settings)
            hidden, placeholders = privacy.conceal(text, seen, placeholders)
            put(hidden)
            for kind, count in privacy.counted(seen.found).items():
                counts[kind.value] = counts.get(kind.value, 0) + count
        concealed.append(changed)
    whole = memory.look(request.last, gate.identifiers) if request.last else Seen((), ())
    return Concealed(concealed, placeholders, whole, counts)


def head_of(messages: Sequence[Mapping[str, Any]], answer: str | None = None) -> str:
    """Return which history this is: a digest of who said what, with the answer that is about to be given.

    The builder's own instructions are left out, for they may change from turn to turn.
    """
    digest = blake2b(digest_size=NAME_BYTES)
    for message in messages:
        if message["role"] in {"user", "assistant", "tool"}:
            digest.update(f"{message['role']}\x00{chr(30).join(_texts(message))}\x1f".encode("utf-8", "replace"))
    if answer is not None:
        digest.update(f"assistant\x00{answer}\x1f".encode("utf-8", "replace"))
    return digest.hexdigest()


def _check_message(message: Any, place: str, *, attachments: bool) -> None:
    if not isinstance(message, dict) or message.get("role") not in _ROLES:
        raise Improper(f"'{place}.role' is one of {', '.join(sorted(_ROLES))}", place)
    content = message.get("content")
    if isinstance(content, str) or (content is None and message["role"] == "assistant"):
        return
    if not isinstance(content, list) or not all(isinstance(part, dict) for part in content):
        raise Improper(f"'{place}.content' is text or a list of parts", place)
    for part in content:
        _check_part(part, place, attachments=attachments)


def _check_part(part: Mapping[str, Any], place: str, *, attachments: bool) -> None:
    if part.get("type") in {"text", "refusal"}:
        if not isinstance(part.get(part["type"]), str):
            raise Improper(f"'{place}.content' has a part without its text", place)
    elif not attachments:
        raise Improper(
            "pictures, sound and files cannot be looked at; the policy of this bot does not let them through",
            place,
            "unguarded_content",
        )


def _check_back_doors(whole: Mapping[str, Any]) -> None:
    """Refuse what would bring words past the safeguards."""
    if whole.get("n") not in {None, 1}:
        raise Improper("'n' can be 1 only: a customer gets one answer", "n", "unguarded_field")
    if whole.get("functions") or whole.get("function_call"):
        raise Improper("'functions' is out of use; give 'tools'", "functions", "unguarded_field")
    if whole.get("modalities") not in (None, ["text"]) or whole.get("audio"):
        raise Improper("only answers in text can be guarded", "modalities", "unguarded_field")
    if whole.get("logprobs") or whole.get("top_logprobs"):
        raise Improper("'logprobs' would repeat the words of the bot unguarded", "logprobs", "unguarded_field")
    if isinstance(whole.get("stream_options"), dict) and whole.get("stream") is not True:
        raise Improper("'stream_options' belongs to 'stream'", "stream_options")


def _named(whole: Mapping[str, Any], header: str | None) -> str | None:
    """Which conversation the client says this is; hashed, for what it says can be a name or a telephone number."""
    metadata = whole.get("metadata")
    told = metadata.get("conversation_id") if isinstance(metadata, dict) else None
    for kind, value in (("id", header), ("id", told), ("user", whole.get("user"))):
        if isinstance(value, str) and value:
            if kind == "id" and len(value) <= 64 and value.isascii() and value.replace("-", "").isalnum():
                return value
            return blake2b(f"{kind}\x00{value}".encode(), digest_size=NAME_BYTES).hexdigest()
    return None


def _texts(message: Mapping[str, Any]) -> Iterator[str]:
    content = message.get("content")
    if isinstance(content, str):
        yield content
    elif isinstance(content, list):
        for part in content:
            if isinstance(text := part.get("text", part.get("refusal")), str):
                yield text


def _places(message: dict[str, Any]) -> Iterator[tuple[Any, str]]:
    """Each text in a message that a bot would read, with a way to put another in its place."""
    content = message.get("content")
    if isinstance(content, str):
        yield (lambda text: message.__setitem__("content", text)), content
    elif isinstance(content, list):
        parts = message["content"] = [dict(part) for part in content]
        for part in parts:
            if isinstance(text := part.get("text"), str):
                yield (lambda text, part=part: part.__setitem__("text", text)), text
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
