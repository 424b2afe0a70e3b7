"""A stored assessment as people read it: the outcome of then in the words of the law of then. Pure values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from balie.law import PARTY_NAMES, Answer, ClassRange, DutyStatus, Law, Party, Provision, Text
from balie.register.telling import day_of, range_of, say_value

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StoredDuty:
    """A duty as it stood then."""

    title: Text
    provision: Provision | None
    since: date | None
    until: date | None
    euros: int | None


@dataclass(frozen=True, slots=True)
class StoredFact:
    """An answer as it was then, with where it came from."""

    question: Text
    answer: Text
    source: str
    decided_by: str
    reasons: str


@dataclass(frozen=True, slots=True)
class StoredChange:
    """What lay ahead then."""

    on: date
    before: ClassRange
    after: ClassRange
    starting: tuple[Text, ...]
    ending: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """The page of one stored assessment."""

    effective: ClassRange
    statutory: ClassRange
    in_force: ClassRange
    law_from: date | None
    house: ClassRange
    review: bool
    roles: tuple[tuple[Text, Answer], ...]
    grounds: tuple[tuple[Provision, Text], ...]
    duties: Mapping[str, tuple[StoredDuty, ...]]
    facts: tuple[StoredFact, ...]
    timeline: tuple[StoredChange, ...]


def read_outcome(law: Law, outcome: Plain, facts: Plain, *, applies_on: date) -> Stored:
    """Put the outcome and the facts of then in words; what this law does not know keeps its id."""
    statutory, starts = outcome["statutory"], day_of(outcome["statutory"]["applies_from"])
    return Stored(
        effective=range_of(outcome["effective"]),
        statutory=range_of(statutory),
        in_force=range_of(statutory["in_force"]),
        law_from=starts if starts and starts > applies_on else None,
        house=range_of(outcome["house"]),
        review=outcome["review"],
        roles=tuple(
            (PARTY_NAMES[Party(role)], Answer[answer.upper()])
            for role, answer in outcome["roles"].items()
            if answer != "no"
        ),
        grounds=_grounds(law, outcome),
        duties=_duties(law, outcome["duties"]),
        facts=tuple(_fact(law, name, parts) for name, parts in facts.items()),
        timeline=tuple(_change(law, change) for change in outcome["timeline"]),
    )


def _grounds(law: Law, outcome: Plain) -> tuple[tuple[Provision, Text], ...]:
    """The provisions by which a class certainly holds, the heaviest first, each once."""
    held = [law.rules[one["rule"]] for one in outcome["findings"] if one["rule"] in law.rules and _holds(one)]
    classing = sorted((rule for rule in held if rule.then.risk), key=lambda rule: -(rule.then.risk or 0))
    return tuple(
        {rule.provision: (law.provisions[rule.provision], rule.then.risk.label) for rule in classing if rule.then.risk}
        .values()
    )  # fmt: skip


def _holds(finding: Plain) -> bool:
    return finding["answer"] == "yes" and finding["status"] in {DutyStatus.IN_FORCE, DutyStatus.AHEAD}


def _duties(law: Law, kept: list[Plain]) -> dict[str, tuple[StoredDuty, ...]]:
    return {
        status.value: tuple(_duty(law, one) for one in kept if one["status"] == status)
        for status in (DutyStatus.IN_FORCE, DutyStatus.AHEAD, DutyStatus.UNKNOWN)
    }


def _duty(law: Law, kept: Plain) -> StoredDuty:
    duty = law.duties.get(kept["id"])
    return StoredDuty(
        title=duty.title if duty else Text(kept["id"], kept["id"]),
        provision=law.provisions[duty.provision] if duty else None,
        since=day_of(kept["since"]),
        until=day_of(kept["until"]),
        euros=kept["euros"],
    )


def _fact(law: Law, name: str, parts: Plain) -> StoredFact:
    fact = law.facts.get(name)
    answer = say_value(law, name, parts.get("value"))
    return StoredFact(
        question=fact.question if fact else Text(name, name),
        answer=answer or Text("–", "–"),  # noqa: RUF001  a dash where there is no answer
        source=parts.get("source", ""),
        decided_by=parts.get("decided_by", ""),
        reasons=parts.get("reasons", ""),
    )


def _change(law: Law, kept: Plain) -> StoredChange:
    def titles(names: list[str]) -> tuple[Text, ...]:
        return tuple(law.duties[name].title if name in law.duties else Text(name, name) for name in names)

    return StoredChange(
        date.fromisoformat(kept["on"]),
        range_of(kept["before"]),
        range_of(kept["after"]),
        titles(kept["starting"]),
        titles(kept["ending"]),
    )
