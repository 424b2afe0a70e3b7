"""A request in the shape of OpenAI chat completions: read, and checked for back doors."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import orjson

NAME_BYTES = 16
LONGEST_TURN = 200_000  # characters of what a customer says last; documents for the bot can be much longer
_ROLES = frozenset({"system", "developer", "user", "assistant", "tool"})


class Improper(ValueError):
    """A request that the gateway does not take. `code` and `param` are for programs, as OpenAI gives them."""

    def __init__(self, message: str, param: str | None = None, code: str = "invalid_request") -> None:
        super().__init__(message)
        self.param, self.code = param, code


@dataclass(frozen=True, slots=True)
class Request:
    """A request that was read and checked. `last` is the customer's turn; None when the bot goes on with its tool.

    `mark` is the same when a request to a named conversation comes again; `may_repeat`: its client says that it may.
    """

    whole: Mapping[str, Any]
    messages: Sequence[Mapping[str, Any]]
    streams: bool
    last: str | None
    named: str | None
    mark: str = ""
    may_repeat: bool = False

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


@dataclass(frozen=True, slots=True)
class Sent:
    """What the headers say: which conversation, the client's own key of this request, and how often it came before."""

    conversation: str | None = None
    key: str | None = None
    retries: str | None = None


def read(body: bytes, sent: Sent, *, attachments: bool) -> Request:
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
    if text and len(text) > LONGEST_TURN:
        raise Improper(f"what a customer says has {LONGEST_TURN} characters at most", "messages", "message_too_long")
    named = _named(whole, sent.conversation)
    mark = _mark(messages, sent.key) if named else ""
    again = bool(mark) and bool(sent.key or (sent.retries or "0").strip("0"))
    return Request(whole, messages, whole.get("stream") is True, text, named, mark, again)


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
    if message.get("function_call") or message.get("audio"):
        raise Improper(f"'{place}' has 'function_call' or 'audio', which cannot be looked at", place, "unguarded_field")
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


def _mark(messages: Sequence[Mapping[str, Any]], key: str | None) -> str:
    """By what a request is known when it comes again: the client's own key for it, else all that was said so far.

    Something else under the same key is another turn.
    """
    said = head_of(messages[-1:] if key else messages)
    return blake2b(f"{key or ''}\x00{said}".encode("utf-8", "replace"), digest_size=NAME_BYTES).hexdigest()


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
