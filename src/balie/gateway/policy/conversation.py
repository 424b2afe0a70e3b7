"""A conversation as the safeguards see it: who is in charge, what was told, what went wrong in a row. Values."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from balie.gateway.policy.identifiers import Placeholders


class Tongue(StrEnum):
    """A language in which Balie speaks to customers."""

    NL = "nl"
    EN = "en"
    DE = "de"
    FR = "fr"


class Channel(StrEnum):
    """How customer and organisation talk; texts of the notice differ by it."""

    CHAT = "chat"
    MESSAGE = "message"
    VOICE = "voice"


class Speaker(StrEnum):
    """Who says a message. What Balie itself says is neither the bot's nor a person's."""

    CUSTOMER = "customer"
    BOT = "bot"
    PERSON = "person"
    BALIE = "balie"


class Charge(StrEnum):
    """Who answers the customer. The bot speaks only when it is in charge."""

    BOT = "bot"
    WAITING = "waiting"
    PERSON = "person"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Conversation:
    """What one turn leaves for the next. `version` counts its changes, so that two writers notice each other."""

    id: str
    channel: Channel = Channel.CHAT
    tongue: Tongue = Tongue.NL
    charge: Charge = Charge.BOT
    version: int = 0
    turns: int = 0
    noticed: frozenset[str] = frozenset()
    misunderstood: int = 0
    last_at: datetime | None = None
    placeholders: Placeholders = field(default_factory=Placeholders)

    def __post_init__(self) -> None:
        """Refuse a conversation without a name."""
        if not self.id:
            raise ValueError("a conversation has an id")


class Press(StrEnum):
    """A button the customer pressed, which says what they want without words."""

    PERSON = "person"
    MISUNDERSTOOD = "misunderstood"


@dataclass(frozen=True, slots=True)
class Turn:
    """What the customer says. `confidence`: how sure speech recognition was, from 0 to 1, when it was speech."""

    text: str
    at: datetime
    confidence: float | None = None
    press: Press | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """Something the customer gets to read or hear. `kind` says what sort it is, such as notice or handover."""

    speaker: Speaker
    text: str
    kind: str = "text"
    name: str | None = None
