"""On what a conclusion rests, and how sure one may be of that. Pure values."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from balie.law import Basis, Finding, Law, PackKind, Provision, Status, Text

_UNREAD_FROM = 3
_AI_ACT, _GDPR = "eu-ai-act", "avg"


class Ground(StrEnum):
    """What a conclusion rests on, so that nothing of ours is ever presented as law."""

    LAW = "law"
    POSITION = "position"
    HOUSE = "house"


class Footing(StrEnum):
    """The same for duties, with the two laws apart that people ask about; in the order of their weight."""

    AI_ACT = "ai_act"
    GDPR = "gdpr"
    OTHER_LAW = "other_law"
    POSITION = "position"
    HOUSE = "house"

    @property
    def label(self) -> Text:
        """The footing in words."""
        return _FOOTINGS[self]

    @property
    def told_by_cite(self) -> bool:
        """Whether a citation says it already: those of the AI Act and the GDPR carry the name of the law."""
        return self in {Footing.AI_ACT, Footing.GDPR}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reason to be less than sure: a short mark for every line, and its meaning, told once."""

    mark: Text
    meaning: Text


def ground_of(kind: PackKind, provision: Provision) -> Ground:
    """Say whether it is law, a position of supervisors, or house policy."""
    if kind is PackKind.HOUSE:
        return Ground.HOUSE
    return Ground.POSITION if provision.status is Status.POSITION else Ground.LAW


def footing_of(law: Law, provision: Provision, ground: Ground) -> Footing:
    """Say under which heading a duty belongs."""
    if ground is not Ground.LAW:
        return Footing(ground.value)
    return {_AI_ACT: Footing.AI_ACT, _GDPR: Footing.GDPR}.get(law.owner[provision.id], Footing.OTHER_LAW)


def doubts_of(ground: Ground, provision: Provision, findings: Iterable[Finding]) -> tuple[Doubt, ...]:
    """What makes a conclusion less than sure; house policy is your own, so there is nothing to doubt."""
    if ground is Ground.HOUSE:
        return ()
    basis = min((finding.rule.basis for finding in findings), key=list(Basis).index, default=Basis.STATUTE)
    unread = [_UNREAD] if provision.certainty >= _UNREAD_FROM else []
    return (*unread, *([_READINGS[basis]] if basis in _READINGS else []))


_UNREAD = Doubt(
    Text(nl="niet nagekeken", en="not checked"),
    Text(
        nl="Balie heeft deze wettekst nog niet woord voor woord nagekeken.",
        en="Balie has not checked this text of the law word for word yet.",
    ),
)
_READINGS = {
    Basis.GUIDELINE_FINAL: Doubt(
        Text(nl="richtsnoeren", en="guidelines"),
        Text(
            nl="Dit volgt uit richtsnoeren van de Europese Commissie.",
            en="This follows from guidelines of the European Commission.",
        ),
    ),
    Basis.GUIDELINE_DRAFT: Doubt(
        Text(nl="concept", en="draft"),
        Text(
            nl="Dit volgt uit richtsnoeren van de Europese Commissie die nog een concept zijn.",
            en="This follows from guidelines of the European Commission that are still a draft.",
        ),
    ),
    Basis.ANALYSIS: Doubt(
        Text(nl="onze uitleg", en="our reading"),
        Text(
            nl="Zo leest Balie de wet; er staat niet met zoveel woorden wat dit voor jullie betekent.",
            en="This is how Balie reads the law; it does not say in so many words what this means for you.",
        ),
    ),
}
_FOOTINGS = {
    Footing.AI_ACT: Text(nl="AI-verordening", en="AI Act"),
    Footing.GDPR: Text(nl="AVG", en="GDPR"),
    Footing.OTHER_LAW: Text(nl="Ander recht", en="Other law"),
    Footing.POSITION: Text(nl="Standpunt van toezichthouders", en="Position of supervisors"),
    Footing.HOUSE: Text(nl="Huisbeleid", en="House policy"),
}
