"""AI systems as somebody wrote them down: who has them, what is known about them, and where that was read.

Pure values. Nothing here classifies: that is the law's work (`balie.law.classify`). Facts carry their origin, so that
every answer on screen can say who said so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

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
class Organisation:
    """Who uses or supplies the systems, with the facts that are asked once."""

    name: str = ""
    facts: Facts = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Keep the facts from being changed afterwards."""
        object.__setattr__(self, "facts", _sealed(self.facts))


@dataclass(frozen=True, slots=True)
class AISystem:
    """One AI system. `facts` is everything known: its own answers, then its organisation's, then its archetype's."""

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
