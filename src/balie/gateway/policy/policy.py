"""The policy of one AI system in the gateway: what its organisation decided about each safeguard. Values only.

Every field has a default, so that an empty policy is lawful: everything is guarded, a person is always within reach.
What is left out means "as Balie advises"; `balie.gateway.policy.loosening` says what a change takes away.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

import re2

from balie.gateway.policy.conduct import Action, Rule
from balie.gateway.policy.conversation import Channel, Tongue
from balie.gateway.policy.identifiers import Kind, Reference

# Which variables a policy may name. Whoever writes one chooses where a key is sent: it reaches no other secret.
KEY_VARIABLE = re2.compile("BOT_KEY(_[A-Z0-9]+)*")


class Response(StrEnum):
    """What happens when a customer is upset, vulnerable or not understood."""

    HAND_OVER = "hand_over"
    OFFER = "offer"
    MARK = "mark"


class Day(StrEnum):
    """A day of the week, in the order of `datetime.weekday`."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


def _is_time(written: str) -> bool:
    hour, _, minute = written.partition(":")
    return len(written) == 5 and hour.isdigit() and minute.isdigit() and int(hour) < 24 and int(minute) < 60


@dataclass(frozen=True, slots=True)
class Hours:
    """When people are there on some days, such as from "09:00" until "17:30" on the clock of the organisation."""

    days: tuple[Day, ...]
    start: str = field(metadata={"name": "from"})
    until: str = "17:00"

    def __post_init__(self) -> None:
        """Refuse hours that nobody could keep."""
        if not self.days or not (_is_time(self.start) and _is_time(self.until)) or self.start >= self.until:
            raise ValueError("hours name at least one day, and a time such as 09:00 before another such as 17:30")


@dataclass(frozen=True, slots=True)
class People:
    """How a customer reaches a person: opening hours, and what is promised outside them.

    `answer_minutes`: within how many minutes somebody takes over while people are there, as the desk counts it.
    """

    hours: tuple[Hours, ...] = (Hours((Day.MON, Day.TUE, Day.WED, Day.THU, Day.FRI), "09:00"),)
    holidays: tuple[date, ...] = ()
    timezone: str = "Europe/Amsterdam"
    phone: str | None = None
    callback: bool = True
    callback_hours: int = 8
    answer_minutes: int = 5
    choose_first: bool = True

    def __post_init__(self) -> None:
        """Refuse a dead end: outside the hours there is a call-back or a telephone number."""
        if not self.hours:
            raise ValueError("'hours' names when people are there")
        if not (self.callback or self.phone):
            raise ValueError("outside the hours a customer needs 'callback' or 'phone'")
        if not 1 <= self.callback_hours <= 40:
            raise ValueError("'callback_hours' lies between 1 and 40 opening hours")
        if not 1 <= self.answer_minutes <= 480:
            raise ValueError("'answer_minutes' lies between 1 and 480")
        try:
            ZoneInfo(self.timezone)
        except (OSError, ValueError, KeyError) as error:
            raise ValueError("'timezone' is a name such as Europe/Amsterdam") from error


@dataclass(frozen=True, slots=True)
class Topic:
    """Something only people may deal with, and the words by which it is known."""

    id: str
    words: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse a topic that nothing could match."""
        if not self.words or not all(word.strip() for word in self.words):
            raise ValueError("'words' names at least one word")


@dataclass(frozen=True, slots=True)
class Emergency:
    """Own words for danger, and the number that is shown at once."""

    id: str
    words: tuple[str, ...]
    number: str


@dataclass(frozen=True, slots=True)
class Handover:
    """When the bot makes way for a person. That it does when asked is no choice."""

    misunderstandings: int = 2
    confidence: float = 0.5
    upset: Response = Response.OFFER
    vulnerable: Response = Response.HAND_OVER
    topics: tuple[Topic, ...] = ()
    emergencies: tuple[Emergency, ...] = ()

    def __post_init__(self) -> None:
        """Refuse numbers that would never hand over."""
        if not 1 <= self.misunderstandings <= 3:
            raise ValueError("'misunderstandings' lies between 1 and 3")
        if not 0 <= self.confidence <= 1:
            raise ValueError("'confidence' lies between 0 and 1")


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """How numbers of this organisation look, as a pattern of google-re2, such as `KL-[0-9]{6}`."""

    name: str
    pattern: str

    def __post_init__(self) -> None:
        """Refuse what is no pattern, or one that is found in nothing."""
        Reference(self.name, self.pattern)


@dataclass(frozen=True, slots=True)
class Privacy:
    """Which identifiers the model does not see, and which are not even kept; what is kept lies sealed in the vault.

    `bsn_basis`: the law that lets the model see a BSN.
    """

    model: tuple[Kind, ...] = tuple(Kind)
    log: tuple[Kind, ...] = (Kind.BSN, Kind.PAYMENT_CARD)
    numbers: tuple[OwnNumber, ...] = ()
    bsn_basis: str = ""

    def __post_init__(self) -> None:
        """Refuse a BSN for the model without a law that allows it (UAVG 46)."""
        if Kind.BSN not in self.model and not self.bsn_basis.strip():
            raise ValueError("a BSN goes to no model, unless 'bsn_basis' names the law that allows it (UAVG 46)")


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool whose calls wait for a person, or do not. `above`: wait only when the field `amount` is more than this."""

    name: str
    wait: bool = True
    amount: str | None = None
    above: float | None = None
    people: int = 1
    minutes: int = 480

    def __post_init__(self) -> None:
        """Refuse a limit without a field to hold against it."""
        if (self.amount is None) != (self.above is None):
            raise ValueError("'amount' (the name of a field) and 'above' belong together")
        if self.people not in (1, 2) or self.minutes < 1:
            raise ValueError("'people' is 1 or 2, and 'minutes' at least 1")


@dataclass(frozen=True, slots=True)
class Decided:
    """A kind of decision of a predictive model. `outcomes`: only these wait for a person; without any, all do."""

    about: str
    wait: bool = True
    outcomes: tuple[str, ...] = ()
    people: int = 1
    minutes: int = 480

    def __post_init__(self) -> None:
        """Refuse what no person could do."""
        if self.people not in (1, 2) or self.minutes < 1:
            raise ValueError("'people' is 1 or 2, and 'minutes' at least 1")


@dataclass(frozen=True, slots=True)
class Approval:
    """What waits for a person. `all`: every tool call does, unless a tool says `wait: false`.

    A decision of a predictive model waits unless `decisions` says otherwise (GDPR 22).
    """

    all: bool = False
    tools: tuple[Tool, ...] = ()
    decisions: tuple[Decided, ...] = ()


@dataclass(frozen=True, slots=True)
class Obvious:
    """The exception of Art. 50(1): that it is an AI is obvious. Somebody with a name answers for it."""

    approved_by: str
    on: date
    because: str


@dataclass(frozen=True, slots=True)
class Notices:
    """What customers are told about who speaks. `texts` are own wordings by key and language, such as `ai.nl`."""

    pause_minutes: int = 30
    steps: bool = False
    emotion: bool = False
    biometric: bool = False
    generated_media: bool = False
    recording: bool = False
    obvious: Obvious | None = None
    texts: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a pause after which nobody would be told again."""
        if not 1 <= self.pause_minutes <= 1440:
            raise ValueError("'pause_minutes' lies between 1 and 1440")


@dataclass(frozen=True, slots=True)
class Upstream:
    """A bot behind the gateway, reached in the OpenAI protocol. `key`: the variable in the environment with its key."""

    url: str
    model: str | None = None
    key: str | None = None
    system_prompt: str | None = None
    connect_seconds: float = 3.0
    first_byte_seconds: float = 30.0
    between_seconds: float = 30.0

    def __post_init__(self) -> None:
        """Refuse what is no address; keys stand in the environment, never here."""
        if not self.url.startswith(("http://", "https://")) or "@" in self.url:
            raise ValueError("'url' begins with http:// or https:// and holds no name or password")
        if self.key is not None and not KEY_VARIABLE.fullmatch(self.key):
            raise ValueError("'key' names a variable: BOT_KEY, or one that begins with BOT_KEY_")
        if min(self.connect_seconds, self.first_byte_seconds, self.between_seconds) <= 0:
            raise ValueError("waiting takes more than 0 seconds")


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything about one AI system in the gateway."""

    organisation: str = ""
    name: str = ""
    channel: Channel = Channel.CHAT
    tongues: tuple[Tongue, ...] = field(default=(Tongue.NL, Tongue.EN), metadata={"name": "languages"})
    upstreams: tuple[Upstream, ...] = ()
    people: People = field(default_factory=People)
    handover: Handover = field(default_factory=Handover)
    privacy: Privacy = field(default_factory=Privacy)
    conduct: Mapping[str, Action] = field(default_factory=dict)
    approval: Approval = field(default_factory=Approval)
    notice: Notices = field(default_factory=Notices)
    sites: tuple[str, ...] = ()
    privacy_notice: str | None = None
    attachments: bool = False

    def __post_init__(self) -> None:
        """Refuse a policy that speaks no language, or rules that do not exist."""
        if not self.tongues:
            raise ValueError("'languages' names at least one of nl, en, de, fr")
        if unknown := set(self.conduct) - {rule.value for rule in Rule}:
            raise ValueError(f"'conduct' has no rule {', '.join(sorted(unknown))}")
        if any(not site.startswith(("http://", "https://")) for site in self.sites):
            raise ValueError("'sites' are addresses such as https://www.example.nl")
