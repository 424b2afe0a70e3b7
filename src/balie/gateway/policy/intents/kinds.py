"""What a message of a customer can say that law or decency reacts to, and what was read in one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class What(StrEnum):
    """What a customer says."""

    WANTS_PERSON = "wants_person"
    ASKS_IF_BOT = "asks_if_bot"
    NOT_UNDERSTOOD = "not_understood"
    UPSET = "upset"
    EMERGENCY = "emergency"
    VULNERABLE = "vulnerable"
    RESERVED_TOPIC = "reserved_topic"


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that was read: by which rule, from `start` up to `end`. Emergencies have a category and a number."""

    what: What
    rule: str
    start: int
    end: int
    category: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in one message, in the order of `What`."""

    signs: tuple[Sign, ...]

    def says(self, what: What) -> bool:
        """Whether the message says this."""
        return any(sign.what is what for sign in self.signs)


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Words of one organisation: reserved topics, and emergencies with the number to call."""

    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    emergencies: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
