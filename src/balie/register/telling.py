"""A kept difference put in words: classes, duties, provisions and answers, before and after. Pure values.

A law of then and a law of now may both be needed: what is gone stands in the one, what is new in the other.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from balie.law import BadValue, ClassRange, Kind, Law, Provision, RiskClass, Text
from balie.register.differing import DutyTurn

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ClassTold:
    """A class before and after; `what` says which: the one that counts, by law, by house policy, or by law today."""

    what: Text
    before: ClassRange
    after: ClassRange


@dataclass(frozen=True, slots=True)
class DutyTold:
    """What became of one duty, with its dates and its fine on both sides."""

    id: str
    title: Text
    provision: Provision | None
    turn: DutyTurn
    since: date | None
    was_since: date | None
    until: date | None
    was_until: date | None
    euros: int | None
    was_euros: int | None

    @property
    def due(self) -> bool:
        """Whether somebody has to see to it now."""
        return self.turn is DutyTurn.STARTED


@dataclass(frozen=True, slots=True)
class ProvisionTold:
    """A provision that changed, and how."""

    provision: Provision
    kinds: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class AnswerTold:
    """A question that was answered differently, or on one side not at all."""

    question: Text
    before: Text | None
    after: Text | None


@dataclass(frozen=True, slots=True)
class Told:
    """A difference in words."""

    classes: tuple[ClassTold, ...]
    review: bool | None
    duties: tuple[DutyTold, ...]
    provisions: tuple[ProvisionTold, ...] = ()
    answers: tuple[AnswerTold, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is different."""
        return not (self.classes or self.duties or self.answers) and self.review is None

    @property
    def turns(self) -> tuple[tuple[DutyTurn, tuple[DutyTold, ...]], ...]:
        """The duties by what became of them, the weightiest first."""
        grouped = {turn: tuple(duty for duty in self.duties if duty.turn is turn) for turn in DutyTurn}
        return tuple((turn, duties) for turn, duties in grouped.items() if duties)


def tell(difference: Plain, law: Law, earlier: Law | None = None) -> Told:
    """Put a difference in words."""
    old = earlier or law
    in_force = [("in_force", difference["in_force"])] if "in_force" in difference else []
    classes = [*difference.get("classes", {}).items(), *in_force]
    return Told(
        classes=tuple(ClassTold(_CLASSES[name], *map(range_of, sides)) for name, sides in classes),
        review=difference["review"][1] if "review" in difference else None,
        duties=tuple(_duty(duty, law, old) for duty in difference.get("duties", ())),
        provisions=tuple(_provisions(difference.get("provisions", ()), law, old)),
    )


def answers_told(before: Plain, after: Plain, law: Law, earlier: Law | None = None) -> tuple[AnswerTold, ...]:
    """The answers that differ between two sets of facts as they are kept; another source alone is no difference."""
    old, found = earlier or law, []
    for name in [*after, *(name for name in before if name not in after)]:
        was, now = (side[name].get("value") if name in side else None for side in (before, after))
        if was != now:
            fact = law.facts.get(name) or old.facts.get(name)
            question = fact.question if fact else Text(name, name)
            found.append(AnswerTold(question, say_value(old, name, was), say_value(law, name, now)))
    return tuple(found)


def range_of(side: Plain) -> ClassRange:
    """A class range from its kept form."""
    return ClassRange(RiskClass[side["lowest"].upper()], RiskClass[side["highest"].upper()])


def day_of(written: str | None) -> date | None:
    """A day from its kept form."""
    return date.fromisoformat(written) if written else None


def say_value(law: Law, name: str, kept: Any) -> Text | None:
    """A kept answer in words; as it was kept when the law no longer knows the question or the answer."""
    if kept is None:
        return None
    fact = law.facts.get(name)
    if fact is None:
        return Text(str(kept), str(kept))
    try:
        value = fact.read(kept)
    except BadValue:
        return Text(str(kept), str(kept))
    return Text(fact.say(value, "nl"), fact.say(value, "en"))


def _duty(kept: Plain, law: Law, old: Law) -> DutyTold:
    duty = law.duties.get(kept["id"]) or old.duties.get(kept["id"])
    provisions = {**old.provisions, **law.provisions}
    before, after = kept["before"] or {}, kept["after"] or {}
    return DutyTold(
        id=kept["id"],
        title=duty.title if duty else Text(kept["id"], kept["id"]),
        provision=provisions.get(duty.provision) if duty else None,
        turn=DutyTurn(kept["turn"]),
        since=day_of(after.get("since")),
        was_since=day_of(before.get("since")),
        until=day_of(after.get("until")),
        was_until=day_of(before.get("until")),
        euros=after.get("euros"),
        was_euros=before.get("euros"),
    )


def _provisions(kept: Iterable[Plain], law: Law, old: Law) -> Iterable[ProvisionTold]:
    for one in kept:
        found = law.provisions.get(one["id"]) or old.provisions.get(one["id"])
        if found:
            yield ProvisionTold(found, tuple(_KINDS[Kind(kind)] for kind in one["kinds"]))


_CLASSES = {
    "effective": Text(nl="De klasse die telt", en="Class that counts"),
    "statutory": Text(nl="Volgens de wet", en="By law"),
    "house": Text(nl="Volgens huisbeleid", en="By house policy"),
    "in_force": Text(nl="Volgens de regels die al gelden", en="By the rules that apply already"),
}
_KINDS = {
    Kind.NEW: Text(nl="nieuw", en="new"),
    Kind.GONE: Text(nl="vervallen", en="gone"),
    Kind.MOVED: Text(nl="andere datum", en="another date"),
    Kind.REWORDED: Text(nl="andere tekst", en="another text"),
}
