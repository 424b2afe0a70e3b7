"""The law as data: what a pack of YAML files says, as values that cannot be changed.

Two time axes run through it. `published` is when a text became known, `applies` when it binds. A version is a rectangle
on that plane, so "what did we think in June that we would owe in December" is an ordinary question.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from balie.language import Text
from balie.law.conditions import Condition
from balie.law.facts import Fact, Facts
from balie.law.risk import RiskClass


class PackKind(StrEnum):
    """What the conclusions of a pack are: law, house policy (may only raise), or no conclusions at all."""

    LAW = "law"
    HOUSE = "house"
    VOCABULARY = "vocabulary"


class Status(StrEnum):
    """What weight a provision has."""

    LAW = "law"
    POSITION = "position"
    ANNOUNCED = "announced"


class Basis(StrEnum):
    """What a rule's reading of the provision rests on, strongest first."""

    STATUTE = "statute"
    GUIDELINE_FINAL = "guideline_final"
    GUIDELINE_DRAFT = "guideline_draft"
    ANALYSIS = "analysis"


class Party(StrEnum):
    """Who a provision binds."""

    PROVIDER = "provider"
    DEPLOYER = "deployer"
    IMPORTER = "importer"
    DISTRIBUTOR = "distributor"
    EMPLOYER = "employer"
    PUBLIC_BODY = "public_body"
    CONTROLLER = "controller"
    TRADER = "trader"


@dataclass(frozen=True, slots=True)
class Period:
    """From a day up to, not including, another day; without `until` it has no end."""

    start: date = field(metadata={"name": "from"})
    until: date | None = None

    def __post_init__(self) -> None:
        """Refuse a period that ends before it begins."""
        if self.until is not None and self.until <= self.start:
            raise ValueError(f"'until' ({self.until}) must be later than 'from' ({self.start})")

    def includes(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.start <= day and (self.until is None or day < self.until)

    def overlaps(self, other: "Period") -> bool:
        """Whether some day lies in both."""
        return (other.until is None or self.start < other.until) and (self.until is None or other.start < self.until)


@dataclass(frozen=True, slots=True)
class Effective:
    """The day a provision that formally applies can first have effect, and why it has none before."""

    start: date = field(metadata={"name": "from"})
    because: Text


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a provision: from when it was known, and when it applies."""

    published: Period
    applies: Period
    effective: Effective | None = None
    text: Text | None = None

    def overlaps(self, other: "Version") -> bool:
        """Whether both claim the same day as seen from the same day."""
        return self.published.overlaps(other.published) and self.applies.overlaps(other.applies)

    @property
    def in_effect(self) -> Period:
        """The days on which rules that rest on this version can have effect."""
        if self.effective is None:
            return self.applies
        return Period(max(self.applies.start, self.effective.start), self.applies.until)


@dataclass(frozen=True, slots=True)
class Provision:
    """An article, paragraph or point in our own words, with its source, its weight and its dates."""

    id: str
    cite: Text
    text: Text
    certainty: int
    checked: date
    link: str = ""
    part_of: str = ""
    status: Status = Status.LAW
    binds: tuple[Party, ...] = ()
    fine: str = ""
    note: Text | None = None
    versions: tuple[Version, ...] = ()

    def __post_init__(self) -> None:
        """Versions may not contradict each other, and certainty runs from 1 (text read) to 4 (from memory)."""
        if self.certainty not in {1, 2, 3, 4}:
            raise ValueError("'certainty' runs from 1 (official text read) to 4 (background knowledge)")
        for index, version in enumerate(self.versions):
            if any(version.overlaps(other) for other in self.versions[:index]):
                raise ValueError("two 'versions' overlap: the same day, seen from the same day, may have only one")

    def known(self, published_by: date) -> tuple[Version, ...]:
        """Return the versions as they stood on a day, in order of application."""
        seen = (version for version in self.versions if version.published.includes(published_by))
        return tuple(sorted(seen, key=lambda version: version.applies.start))

    def version_on(self, published_by: date, applies_on: date) -> Version | None:
        """Return the version that applies on one day as known on another."""
        return next((v for v in self.known(published_by) if v.applies.includes(applies_on)), None)

    def text_on(self, published_by: date, applies_on: date) -> Text:
        """Return the wording on a day: of the version that applies, else of the next one to come."""
        version = self.version_on(published_by, applies_on)
        if version is None:
            version = next((v for v in self.known(published_by) if v.applies.start > applies_on), None)
        return version.text if version and version.text else self.text


@dataclass(frozen=True, slots=True)
class Term:
    """A legal concept: a condition with a name, used by many rules. It holds or not whatever the date."""

    id: str
    label: Text
    when: Condition
    provision: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """Something somebody has to do, or may not do."""

    id: str
    provision: str
    roles: tuple[Party, ...] = field(metadata={"name": "role"})
    title: Text
    text: Text
    fine: str = ""

    def __post_init__(self) -> None:
        """A duty that is nobody's is not one."""
        if not self.roles:
            raise ValueError("'role' names at least one party")


@dataclass(frozen=True, slots=True)
class Excepted:
    """What an exception names: single rules, legal terms, or whole regimes of rules."""

    rules: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    regimes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """An exception to nothing is a mistake."""
        if not (self.rules or self.terms or self.regimes):
            raise ValueError("'except' names at least one rule, term or regime")


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What follows when a rule holds: exactly one of these."""

    risk: RiskClass | None = field(default=None, metadata={"name": "class"})
    duty: str = ""
    role: Party | None = None
    exclude: tuple[str, ...] = ()
    excepts: Excepted | None = field(default=None, metadata={"name": "except"})

    def __post_init__(self) -> None:
        """One rule, one conclusion."""
        given = (self.risk is not None, self.duty, self.role, self.exclude, self.excepts)
        if sum(map(bool, given)) != 1:
            raise ValueError("'then' has exactly one of: class, duty, role, exclude, except")


@dataclass(frozen=True, slots=True)
class Rule:
    """If this holds, that follows, as long as the provision it rests on does."""

    id: str
    provision: str
    when: Condition
    then: Conclusion
    basis: Basis = Basis.STATUTE
    regime: str = ""


class Size(StrEnum):
    """Which enterprises pay the lower of the two ceilings."""

    SME = "sme"
    SMALL_MID_CAP = "small_mid_cap"


@dataclass(frozen=True, slots=True)
class Relief:
    """Enterprises of this size pay the lower of amount and share, since this provision."""

    size: Size
    provision: str


@dataclass(frozen=True, slots=True)
class Fine:
    """A tier of fines: at most an amount or a share of worldwide yearly turnover, whichever is higher."""

    id: str
    provision: str
    text: Text
    amount: int | None = None
    turnover_share: float | None = None
    lower_for: tuple[Relief, ...] = ()


@dataclass(frozen=True, slots=True)
class Expected:
    """What an archetype must come out as: a class, or "review" where it hinges on an undecided norm."""

    statutory: str
    house: RiskClass
    basis: Basis
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Archetype:
    """A use case as a ready-made starting point, with the facts that are the same for everyone who has it."""

    id: str
    use_case: str
    name: Text
    description: Text
    facts: Facts
    expect: Expected


@dataclass(frozen=True, slots=True)
class Pack:
    """One folder of law, house policy or vocabulary. `rank` is where its duties stand among those of other packs."""

    id: str
    kind: PackKind
    title: Text
    summary: Text
    rank: int = 9
    scope: Condition | None = None


@dataclass(frozen=True, slots=True)
class Law:
    """All packs together, checked: what `classify` reads. `owner` gives the pack of each provision, rule and duty."""

    packs: Mapping[str, Pack]
    facts: Mapping[str, Fact]
    provisions: Mapping[str, Provision]
    terms: Mapping[str, Term]
    rules: Mapping[str, Rule]
    duties: Mapping[str, Duty]
    fines: Mapping[str, Fine]
    archetypes: Mapping[str, Archetype]
    owner: Mapping[str, str]
    digest: str

    def kind_of(self, item_id: str) -> PackKind:
        """Whether a rule or duty is law or house policy."""
        return self.packs[self.owner[item_id]].kind

    def __hash__(self) -> int:
        """Two laws with the same digest are the same law."""
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        """Two laws with the same digest are the same law."""
        return isinstance(other, Law) and self.digest == other.digest
