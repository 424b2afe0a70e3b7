"""What the gateway reads from the tables, as values: gates with their policy, and conversations with their key."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from balie.evidence.direct import ConversationKey
from balie.gateway.policy.conduct import Settings as ConductSettings
from balie.gateway.policy.conversation import Conversation, Message
from balie.gateway.policy.identifiers import Settings as IdentifierSettings
from balie.gateway.policy.intents import OwnWords
from balie.gateway.policy.policy import Policy


@dataclass(frozen=True, slots=True)
class Gate:
    """One AI system in the gateway. `digest` names the version of its policy in the log.

    `identifiers` are looked for in what customers and the bot say, `of_builder` in what the builder of the bot writes;
    those `of_log` are not even kept.
    """

    id: int
    system: int
    slug: str
    log: int
    log_name: str
    policy: Policy
    digest: str
    halted: bool
    version: int
    identifiers: IdentifierSettings
    of_builder: IdentifierSettings
    of_log: IdentifierSettings
    conduct: ConductSettings
    words: OwnWords


@dataclass(frozen=True, slots=True)
class Told:
    """A message with its number in the conversation, from 1, and the key under which the customer sent it."""

    number: int
    message: Message
    at: datetime
    key: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A conversation as it is in the tables: `row` is None until it is written for the first time.

    `counts` are the columns for figures; `told` is the transcript, only read where a protocol needs it.
    """

    gate: int
    conversation: Conversation
    key: ConversationKey
    row: int | None
    messages: int = 0
    opened_at: datetime | None = None
    noticed_at: datetime | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    head: str = ""
    told: tuple[Told, ...] | None = None


class Gone(Exception):
    """The content of this conversation was erased; it goes on under another name."""
