"""Make an old assessment again from what was kept of it, and compare bit by bit."""

from dataclasses import dataclass
from enum import StrEnum

from balie.law import ENGINE_VERSION, Text, classify
from balie.register import models, statements
from balie.register.editions import EditionDamaged, stored_law
from balie.register.outcome import Plain, digest_of, outcome_of


class Verdict(StrEnum):
    """What making an assessment again showed."""

    SAME = "same"
    SAME_BY_OTHER_ENGINE = "same_by_other_engine"
    OTHER_ENGINE = "other_engine"
    DIFFERENT = "different"
    TAMPERED = "tampered"
    LAW_DAMAGED = "law_damaged"

    @property
    def good(self) -> bool:
        """Whether the assessment came out the same."""
        return self in {Verdict.SAME, Verdict.SAME_BY_OTHER_ENGINE}

    @property
    def label(self) -> Text:
        """What that means, in words."""
        return _VERDICTS[self]


@dataclass(frozen=True, slots=True)
class Replayed:
    """The digest that was kept, the digest made from the kept outcome, and the one made anew (none: not possible)."""

    verdict: Verdict
    kept: str
    of_outcome: str
    anew: str = ""
    parts: tuple[str, ...] = ()


def replay(kept: models.Assessment) -> Replayed:
    """Read the law of then, judge the answers of then on the days of then, and compare."""
    of_outcome = digest_of(kept.outcome)
    try:
        law = stored_law(kept.law)
    except EditionDamaged:
        return Replayed(Verdict.LAW_DAMAGED, kept.digest, of_outcome)
    said = statements.from_json(law, kept.facts)
    anew = outcome_of(classify(law, said.facts, applies_on=kept.applies_on, published_by=kept.published_by))
    digest = digest_of(anew)
    verdict = _verdict(kept, of_outcome, digest, unread=bool(said.unread))
    return Replayed(verdict, kept.digest, of_outcome, digest, _parts(kept.outcome, anew))


def _verdict(kept: models.Assessment, of_outcome: str, anew: str, *, unread: bool) -> Verdict:
    if of_outcome != kept.digest:
        return Verdict.TAMPERED
    same, this_engine = anew == kept.digest and not unread, kept.engine == ENGINE_VERSION
    if same:
        return Verdict.SAME if this_engine else Verdict.SAME_BY_OTHER_ENGINE
    return Verdict.DIFFERENT if this_engine else Verdict.OTHER_ENGINE


def _parts(kept: Plain, anew: Plain) -> tuple[str, ...]:
    """The parts of the outcome that differ, by their name in the record."""
    return tuple(name for name in sorted(kept.keys() | anew.keys()) if kept.get(name) != anew.get(name))


_VERDICTS = {
    Verdict.SAME: Text(nl="Opnieuw gemaakt, en bit voor bit hetzelfde.", en="Made again, and the same bit by bit."),
    Verdict.SAME_BY_OTHER_ENGINE: Text(
        nl="Opnieuw gemaakt met een andere versie van de rekenregels, en toch bit voor bit hetzelfde.",
        en="Made again by another version of the engine, and still the same bit by bit.",
    ),
    Verdict.OTHER_ENGINE: Text(
        nl="Een andere versie van de rekenregels maakte deze beoordeling. Je kunt haar lezen zoals zij toen was; "
        "deze versie van Balie komt op iets anders uit.",
        en="Another version of the engine made this assessment. You can read it as it was then; this version of "
        "Balie comes to something else.",
    ),
    Verdict.DIFFERENT: Text(
        nl="Opnieuw gemaakt, en er komt iets anders uit. De bewaarde antwoorden, datums of uitkomst zijn na afloop "
        "veranderd. Waarschuw wie Balie beheert.",
        en="Made again, and something else comes out. The kept answers, dates or outcome were changed afterwards. "
        "Tell whoever looks after Balie.",
    ),
    Verdict.TAMPERED: Text(
        nl="De bewaarde uitkomst is na afloop veranderd: het controlegetal klopt niet. Waarschuw wie Balie beheert.",
        en="The kept outcome was changed afterwards: its digest is wrong. Tell whoever looks after Balie.",
    ),
    Verdict.LAW_DAMAGED: Text(
        nl="De bewaarde wetspakketten zijn niet die van toen: hun controlegetal klopt niet. "
        "Waarschuw wie Balie beheert.",
        en="The kept law packs are not those of then: their digest is wrong. Tell whoever looks after Balie.",
    ),
}
