"""The client: conversations, decisions and events of one gate."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from secrets import token_hex
from typing import Any, Self, TypedDict, Unpack
from urllib.parse import quote

from balie.client.answers import Answer, Decision, Event, Message, State, read, read_answer
from balie.client.connection import PAUSES, Connection


class More(TypedDict, total=False):
    """What may be told of a decision too. `deadline` has an offset."""

    score: float | None
    model: str
    deadline: datetime
    details: Mapping[str, Any]


class Balie:
    """One gate of a gateway, by its address and its key. Each thread has its own; close it, or use `with`.

    What gets no answer, or is put off (429, 503), is sent again under the same key after each of `pauses` (seconds).
    `seconds` is how long an answer may take; `language` (nl or en) is that of errors.
    """

    def __init__(
        self, url: str, key: str, *, language: str = "en", seconds: float = 60, pauses: Sequence[float] = PAUSES
    ) -> None:
        self._connection = Connection(url, key, language=language, seconds=seconds, pauses=pauses)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close what is open."""
        self._connection.close()

    def conversation(self, name: str) -> "Conversation":
        """Return the conversation with this name: 1 to 64 letters, digits and dashes, such as an id of your own."""
        return Conversation(self._connection, name)

    def decide(
        self, about: str, outcome: str, *, reasons: Sequence[str], subject: str, key: str = "", **more: Unpack[More]
    ) -> Decision:
        """Report what was decided about somebody. Raises `BalieError`; 409 when the key came with something else."""
        body = {"key": key or token_hex(16), "about": about, "outcome": outcome, "subject": subject, **more}
        until = {"deadline": more["deadline"].isoformat()} if "deadline" in more else {}
        whole = {"score": None, **body, "reasons": list(reasons), **until}
        return read(Decision, self._connection.ask("POST", "/v1/decisions", whole))

    def decision(self, number: str) -> Decision:
        """Return how a decision stands, by its `id`."""
        return read(Decision, self._connection.ask("GET", f"/v1/decisions/{quote(number, safe='')}"))

    def decisions(self, status: str = "waiting", limit: int = 50) -> tuple[Decision, ...]:
        """Return the decisions that stand like this, oldest first."""
        told = self._connection.ask("GET", "/v1/decisions", status=status, limit=limit)
        return tuple(read(Decision, one) for one in told["decisions"])

    def events(self, after: int = 0) -> Iterator[Event]:
        """Give what happens at the gate, without end, from a number on."""
        return (read(Event, sent.data) for sent in self._connection.stream("/v1/events", after))


class Conversation:
    """One conversation. A turn gets a key by itself; give your own when your program may be restarted in between."""

    def __init__(self, connection: Connection, name: str) -> None:
        self.name, self._connection, self._path = name, connection, f"/v1/conversations/{quote(name, safe='')}"

    def say(self, text: str, *, key: str = "", answer: bool = False, confidence: float | None = None) -> Answer:
        """Say something for the customer. With `answer` Balie asks the bot itself; `confidence` is that of speech."""
        return self._turn({"text": text, "answer": answer, "confidence": confidence}, key)

    def press_person(self, *, key: str = "") -> Answer:
        """Ask for a person."""
        return self._turn({"kind": "person"}, key)

    def misunderstood(self, *, key: str = "") -> Answer:
        """Say that the customer was not understood."""
        return self._turn({"kind": "misunderstood"}, key)

    def call_back(self, number: str, *, key: str = "") -> Answer:
        """Leave a telephone number to be called back on."""
        return self._turn({"kind": "callback", "number": number}, key)

    def end(self) -> State:
        """End the conversation, as the customer asks. Who waits leaves the queue; a promised call-back stays."""
        return read(State, self._connection.ask("POST", f"{self._path}/end", {})["state"])

    def bot_said(self, text: str, *, key: str = "") -> Answer:
        """Pass on what the bot answered; deliver to the customer what comes back, and nothing else."""
        return self._turn({"text": text, "speaker": "bot"}, key)

    def messages(self, after: int = 0) -> tuple[Message, ...]:
        """Return the messages after a number."""
        told = self._connection.ask("GET", f"{self._path}/messages", after=after)
        return tuple(read(Message, one) for one in told["messages"])

    def events(self, after: int = 0) -> Iterator[Message | State]:
        """Give messages as they come and states as they change, without end; a lost connection is made anew."""
        state = None
        for sent in self._connection.stream(f"{self._path}/events", after):
            if sent.name == "message":
                yield read(Message, sent.data)
            elif sent.name == "state" and (now := read(State, sent.data)) != state:
                state = now
                yield now

    def _turn(self, turn: Mapping[str, Any], key: str) -> Answer:
        told = {"key": key or token_hex(16), **{name: value for name, value in turn.items() if value is not None}}
        return read_answer(self._connection.ask("POST", f"{self._path}/turns", told))
