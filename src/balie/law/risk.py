"""The risk classes, from nothing to prohibited, and the range an assessment leaves open."""

from dataclasses import dataclass
from enum import IntEnum

from balie.language import Text


class RiskClass(IntEnum):
    """How heavy the rules are. The order counts: a heavier class is a larger number.

    The Act names "prohibited practices" (Art. 5) and "high-risk AI systems" (Art. 6). "Limited" is the field's name
    for systems people must be told about (Art. 50), "minimal" for every other AI system, "none" for what is not
    regulated AI.
    """

    NONE = 0
    MINIMAL = 1
    LIMITED = 2
    HIGH = 3
    PROHIBITED = 4

    @property
    def slug(self) -> str:
        """The name used in files and addresses: "none" up to "prohibited"."""
        return self.name.lower()

    @property
    def label(self) -> Text:
        """The class as words on screen."""
        return _LABELS[self]


@dataclass(frozen=True, slots=True)
class ClassRange:
    """The lowest and the highest class that the known facts still allow."""

    lowest: RiskClass
    highest: RiskClass

    def __post_init__(self) -> None:
        """Refuse a range that is upside down."""
        if self.lowest > self.highest:
            raise ValueError(f"lowest class {self.lowest.slug} is above the highest {self.highest.slug}")

    @property
    def settled(self) -> bool:
        """No open question can change the class any more."""
        return self.lowest == self.highest

    def raised_by(self, other: "ClassRange") -> "ClassRange":
        """The heavier of both at either end: what counts when law and house policy are put together."""
        return ClassRange(max(self.lowest, other.lowest), max(self.highest, other.highest))

    def say(self, language: str) -> str:
        """The class in words, or "from ... up to ..." while it is not settled."""
        if self.settled:
            return self.lowest.label.say(language)
        low, high = self.lowest.label.say(language), self.highest.label.say(language)
        return Text(nl=f"{low} tot {high}", en=f"{low} to {high}").say(language)


_LABELS = {
    RiskClass.NONE: Text(nl="geen risicoklasse", en="no risk class"),
    RiskClass.MINIMAL: Text(nl="minimaal risico", en="minimal risk"),
    RiskClass.LIMITED: Text(nl="beperkt risico", en="limited risk"),
    RiskClass.HIGH: Text(nl="hoog risico", en="high risk"),
    RiskClass.PROHIBITED: Text(nl="verboden", en="prohibited"),
}
