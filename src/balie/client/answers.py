"""What the gateway answers, as values. Fields that a later gateway adds are passed over."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, TypeVar

_T = TypeVar("_T", "Message", "State", "Decision", "Event")
_MOMENTS = frozenset({"at", "deadline", "made_at", "decided_at"})


@dataclass(frozen=True, slots=True)
class Message:
    """Something in a conversation. `kind` says what sort it is, such as text, notice or handover."""

    number: int
    speaker: str
    text: str
    kind: str
    name: str | None
    at: datetime
    key: str | None = None


@dataclass(frozen=True, slots=True)
class State:
    """Who is in charge (bot, waiting, person or closed), and what a customer who waits wants to know."""

    in_charge: str
    position: int | None
    seconds: int | None
    callback: bool
    open: bool
    hours: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a turn: `deliver` is for the customer, `forward` for the bot; None when it gets nothing."""

    deliver: tuple[Message, ...]
    forward: str | None
    state: State


@dataclass(frozen=True, slots=True)
class Decision:
    """How a decision stands. `status` is waiting, passed, approved, changed or refused; `outcome` is what to do."""

    id: str
    about: str
    status: str
    outcome: str | None
    deadline: datetime | None
    overdue: bool
    people: int
    rule: str
    made_at: datetime
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at the gate. `about` differs by kind."""

    number: int
    kind: str
    at: datetime
    conversation: str | None
    about: Mapping[str, Any]


def read(kind: type[_T], told: Mapping[str, Any]) -> _T:
    """Read a value of this kind."""
    known = {one.name: told[one.name] for one in fields(kind) if one.name in told}
    moments = {name: datetime.fromisoformat(known[name]) for name in known.keys() & _MOMENTS if known[name]}
    return kind(**{**known, **moments})


def read_answer(told: Mapping[str, Any]) -> Answer:
    """Read the answer to a turn, relayed or answered by Balie itself."""
    messages = (read(Message, one) for one in told.get("deliver") or told.get("messages", ()))
    others = tuple(one for one in messages if one.speaker != "customer")
    return Answer(others, told.get("forward"), read(State, told["state"]))
