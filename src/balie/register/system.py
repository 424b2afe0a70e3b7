"""AI systems as somebody wrote them down: who has them, what is known about them, and where that was read.

Pure values. Nothing here classifies: that is the law's work (`balie.law.classify`). Facts carry their origin, so that
every answer on screen can say who said so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from balie.law import ClassRange, Facts, Place, RiskClass, Statement, Text


class LifeCycle(StrEnum):
    """Where a system is in its life."""

    IDEA = "idea"
    TEST = "test"
    LIVE = "live"
    RETIRED = "retired"

    @property
    def label(self) -> Text:
        """The stage in words."""
        return _STAGES[self]


class Sector(StrEnum):
    """What an organisation does for its customers."""

    ENERGY = "energy"
    TELECOM = "telecom"
    BANK = "bank"
    INSURER = "insurer"
    WEBSHOP = "webshop"
    TRAVEL = "travel"
    HOUSING = "housing"
    HEALTH = "health"
    MUNICIPALITY = "municipality"
    GOVERNMENT = "government"
    CONTACT_CENTRE = "contact_centre"
    OTHER = "other"

    @property
    def label(self) -> Text:
        """The sector in words."""
        return _SECTORS[self]


class Substantial(StrEnum):
    """Whether a new version is a substantial modification (Art. 3(23) AI Act); not knowing counts as perhaps."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @property
    def label(self) -> Text:
        """The answer in words."""
        return _SUBSTANTIAL[self]


class Link(StrEnum):
    """How two systems hang together."""

    USES = "uses"
    FEEDS = "feeds"
    REPLACES = "replaces"

    @property
    def label(self) -> Text:
        """The link in words, read from the first system to the second."""
        return _LINKS[self]


class ContractKind(StrEnum):
    """What is agreed with a supplier."""

    PROCESSOR_AGREEMENT = "processor_agreement"
    ART_25_DOCUMENTATION = "art_25_documentation"
    SERVICE = "service"
    OTHER = "other"

    @property
    def label(self) -> Text:
        """The kind of contract in words."""
        return _CONTRACTS[self]


class Via(StrEnum):
    """How an answer reached us."""

    PAGE = "page"
    LINK = "link"
    IMPORT = "import"
    API = "api"
    ARCHETYPE = "archetype"


class Reply(StrEnum):
    """What somebody did with a question that was put to them by a link."""

    ANSWER = "answer"
    ADVICE = "advice"
    UNKNOWN = "unknown"
    NOT_FOR_ME = "not_for_me"


class Cause(StrEnum):
    """Why a system was assessed."""

    ANSWERS = "answers"
    ORGANISATION = "organisation"
    LAW = "law"
    DATE = "date"
    VERSION = "version"
    IMPORT = "import"
    ENGINE = "engine"
    DEMAND = "demand"

    @property
    def label(self) -> Text:
        """The cause in words."""
        return _CAUSES[self]


class SignatureState(StrEnum):
    """Whether somebody takes responsibility for what the latest assessment says."""

    SIGNED = "signed"
    OUTDATED = "outdated"
    UNSIGNED = "unsigned"

    @property
    def label(self) -> Text:
        """The state in words."""
        return _SIGNATURES[self]


@dataclass(frozen=True, slots=True)
class DeclaredClass:
    """The class somebody gave the system elsewhere: to be compared with ours, never to be taken over."""

    words: str
    lowest: RiskClass
    highest: RiskClass
    source: str = ""

    def contradicts(self, found: ClassRange) -> bool:
        """Whether no class is left that both could mean."""
        return found.highest < self.lowest or found.lowest > self.highest

    def covers(self, found: ClassRange) -> bool:
        """Whether every class we still hold possible is one the declaration can mean."""
        return self.lowest <= found.lowest and found.highest <= self.highest


@dataclass(frozen=True, slots=True)
class LinkTo:
    """How a system hangs together with another, which is pointed at by its name."""

    kind: Link
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who uses or supplies the systems, with the facts that are asked once; `unknown`: what it says not to know."""

    name: str = ""
    facts: Facts = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Keep the facts from being changed afterwards."""
        object.__setattr__(self, "facts", _sealed(self.facts))


@dataclass(frozen=True, slots=True)
class AISystem:
    """One AI system. `facts` is everything known: its own answers, then its organisation's, then its archetype's.

    `own` names the facts that were answered for this very system, `unknown` those of which somebody said not to know.
    `public_entry` holds the fields of the Dutch Algorithm Register that stand nowhere else.
    """

    name: str
    facts: Facts
    place: Place
    organisation: str = ""
    archetype: str = ""
    purpose: str = ""
    owner: str = ""
    supplier: str = ""
    reference: str = ""
    channels: tuple[str, ...] = ()
    life_cycle: LifeCycle | None = None
    declared: DeclaredClass | None = None
    model: str = ""
    version: str = ""
    languages: tuple[str, ...] = ()
    customers: int | None = None
    retired_on: date | None = None
    links: tuple[LinkTo, ...] = ()
    own: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()
    public_entry: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a system nobody can point at, and keep the facts from being changed afterwards."""
        if not self.name.strip():
            raise ValueError("an AI system needs a name")
        object.__setattr__(self, "facts", _sealed(self.facts))


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All systems of one file, in the order they were written."""

    systems: tuple[AISystem, ...]
    organisation: Organisation = field(default_factory=Organisation)

    def named(self, name: str) -> AISystem | None:
        """Return the system with this name, whatever the capitals."""
        wanted = name.strip().casefold()
        return next((system for system in self.systems if system.name.casefold() == wanted), None)


def _sealed(facts: Facts) -> Mapping[str, Statement]:
    return MappingProxyType(dict(facts))


_STAGES = {
    LifeCycle.IDEA: Text(nl="idee", en="idea"),
    LifeCycle.TEST: Text(nl="test", en="test"),
    LifeCycle.LIVE: Text(nl="in gebruik", en="live"),
    LifeCycle.RETIRED: Text(nl="gestopt", en="retired"),
}
_SECTORS = {
    Sector.ENERGY: Text(nl="energie of water", en="energy or water"),
    Sector.TELECOM: Text(nl="telecom of internet", en="telecom or internet"),
    Sector.BANK: Text(nl="bank of krediet", en="bank or credit"),
    Sector.INSURER: Text(nl="verzekeraar of pensioenfonds", en="insurer or pension fund"),
    Sector.WEBSHOP: Text(nl="webshop of winkel", en="webshop or retail"),
    Sector.TRAVEL: Text(nl="vervoer of reizen", en="transport or travel"),
    Sector.HOUSING: Text(nl="wonen", en="housing"),
    Sector.HEALTH: Text(nl="zorg", en="health care"),
    Sector.MUNICIPALITY: Text(nl="gemeente", en="municipality"),
    Sector.GOVERNMENT: Text(nl="andere overheid", en="other public body"),
    Sector.CONTACT_CENTRE: Text(nl="facilitair contactcenter", en="outsourced contact centre"),
    Sector.OTHER: Text(nl="iets anders", en="something else"),
}
_SUBSTANTIAL = {
    Substantial.YES: Text(nl="ja", en="yes"),
    Substantial.NO: Text(nl="nee", en="no"),
    Substantial.UNKNOWN: Text(nl="weet ik niet", en="I don't know"),
}
_LINKS = {
    Link.USES: Text(nl="gebruikt", en="uses"),
    Link.FEEDS: Text(nl="levert gegevens aan", en="feeds"),
    Link.REPLACES: Text(nl="vervangt", en="replaces"),
}
_CONTRACTS = {
    ContractKind.PROCESSOR_AGREEMENT: Text(
        nl="verwerkersovereenkomst (AVG art. 28)", en="processor agreement (GDPR Art. 28)"
    ),
    ContractKind.ART_25_DOCUMENTATION: Text(
        nl="afspraken en documentatie in de keten (AI-verordening art. 25)",
        en="agreements and documentation in the chain (AI Act Art. 25)",
    ),
    ContractKind.SERVICE: Text(nl="dienstverlening", en="services"),
    ContractKind.OTHER: Text(nl="iets anders", en="something else"),
}
_CAUSES = {
    Cause.ANSWERS: Text(nl="nieuwe antwoorden", en="new answers"),
    Cause.ORGANISATION: Text(nl="antwoorden over de organisatie", en="answers about the organisation"),
    Cause.LAW: Text(nl="nieuwe versie van de wet", en="new edition of the law"),
    Cause.DATE: Text(nl="een datum die verstreken is", en="a date that passed"),
    Cause.VERSION: Text(nl="nieuwe versie van het systeem", en="new version of the system"),
    Cause.IMPORT: Text(nl="import", en="import"),
    Cause.ENGINE: Text(nl="nieuwe versie van Balie", en="new version of Balie"),
    Cause.DEMAND: Text(nl="op verzoek", en="on demand"),
}
_SIGNATURES = {
    SignatureState.SIGNED: Text(nl="ondertekend", en="signed"),
    SignatureState.OUTDATED: Text(nl="ondertekend voor een eerdere uitkomst", en="signed for an earlier outcome"),
    SignatureState.UNSIGNED: Text(nl="niet ondertekend", en="not signed"),
}
