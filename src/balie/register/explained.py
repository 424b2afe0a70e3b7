"""One system explained: everything its page says, put in order. Pure values made from an assessment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from balie.law import (
    PARTY_NAMES,
    Answer,
    Assessment,
    Change,
    Fact,
    FactKind,
    Finding,
    OpenQuestion,
    PackKind,
    Provision,
    RiskClass,
    Text,
    open_questions,
    say_conclusion,
)
from balie.register.answered import Answers, Sourced, answered_facts, answers_of, facts_of
from balie.register.grounds import Doubt, Ground, doubts_of, ground_of
from balie.register.owed import DutyGroup, DutyLine, Hanging, duties_of, groups_of, hanging_of
from balie.register.portfolio import law_starts
from balie.register.system import LifeCycle

_A_PART = 0.1


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rule holds, may hold or does not hold: the rule, how sure that is and the facts that tipped it."""

    provision: Provision
    text: Text
    risk: RiskClass | None
    conclusion: Text
    ground: Ground
    doubts: tuple[Doubt, ...]
    starts: date | None
    until: date | None
    facts: tuple[Sourced, ...]
    excepted_by: tuple[Provision, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """The system may not be used like this: since or from when, and what forbids it."""

    start: date | None
    duties: tuple[DutyLine, ...]
    reasons: tuple[Reason, ...]


class Sway(StrEnum):
    """How much of the class a question decides."""

    MOST = "most"
    PART = "part"
    LITTLE = "little"


@dataclass(frozen=True, slots=True)
class Question:
    """An open question, and what its answer can still change."""

    fact: Fact
    yes: Text | None
    no: Text | None
    sway: Sway | None
    duties: int

    @property
    def provision(self) -> str:
        """The norm a person has to weigh, for an open norm."""
        return self.fact.open_norm.provision if self.fact.open_norm else ""


@dataclass(frozen=True)
class Explained:
    """The page of one system."""

    assessment: Assessment
    archetype: Text | None
    stage: Text | None
    law_from: date | None
    raised: bool
    shared: tuple[Sourced, ...]
    deciding: tuple[Reason, ...]
    lighter: tuple[Reason, ...]
    possible: tuple[Reason, ...]
    against: tuple[Reason, ...]
    duties: dict[str, tuple[DutyLine, ...]]
    hanging: tuple[Hanging, ...]
    questions: tuple[Question, ...]
    answers: Answers
    roles: tuple[tuple[Text, Answer], ...]

    @property
    def timeline(self) -> tuple[Change, ...]:
        """What changes after the day asked."""
        return self.assessment.timeline

    @cached_property
    def groups(self) -> dict[str, tuple[DutyGroup, ...]]:
        """The duties by where they stand, and within that by what they rest on."""
        return {status: groups_of(lines) for status, lines in self.duties.items()}

    @cached_property
    def stop(self) -> Stop | None:
        """What forbids the system; nothing while it is not certain that it is prohibited."""
        found = self.assessment
        if found.effective.lowest is not RiskClass.PROHIBITED:
            return None
        reasons = tuple(reason for reason in self.deciding if reason.risk is RiskClass.PROHIBITED)
        return Stop(
            start=None if found.house.lowest is RiskClass.PROHIBITED else self.law_from,
            duties=self._duties_on({reason.provision.id for reason in reasons}),
            reasons=reasons,
        )

    @property
    def why_doubts(self) -> tuple[Doubt, ...]:
        """What makes the reasons for the class less than sure, each told once."""
        return _doubts_among((*self.deciding, *self.lighter, *self.possible))

    @property
    def against_doubts(self) -> tuple[Doubt, ...]:
        """The same for what does not apply."""
        return _doubts_among(self.against)

    @property
    def duty_doubts(self) -> tuple[Doubt, ...]:
        """The same for the duties on the page."""
        return _doubts_among(line for status in ("in_force", "ahead", "unknown") for line in self.duties[status])

    def _duties_on(self, provisions: set[str]) -> tuple[DutyLine, ...]:
        live = (line for status in ("in_force", "ahead", "unknown") for line in self.duties[status])
        return tuple(line for line in live if line.provision.id in provisions)


def explain(found: Assessment, *, archetype: str, life_cycle: str) -> Explained:
    """Put the outcome for one system in the order in which people read it."""
    classing = [finding for finding in found.findings if finding.rule.then.risk is not None]
    heaviest_first = sorted(classing, key=lambda f: (-(f.rule.then.risk or 0), f.rule.id))
    certain = [finding for finding in heaviest_first if finding.certain]
    shared = _shared_facts(found, certain)
    start, questions = found.law.archetypes.get(archetype), open_questions(found)
    return Explained(
        assessment=found,
        archetype=start.name if start else None,
        stage=LifeCycle(life_cycle).label if life_cycle else None,
        law_from=law_starts(found),
        raised=found.house.highest > found.statutory.highest,
        shared=facts_of(found, certain, only=shared),
        deciding=_reasons(found, (finding for finding in certain if _decides(found, finding)), shared),
        lighter=_reasons(found, (finding for finding in certain if not _decides(found, finding)), shared),
        possible=_reasons(found, (f for f in heaviest_first if f.possible and not f.certain)),
        against=_reasons(found, (finding for finding in heaviest_first if not finding.possible)),
        duties=duties_of(found),
        hanging=hanging_of(found, questions),
        questions=questions_of(questions),
        answers=answers_of(found),
        roles=tuple((PARTY_NAMES[role], answer) for role, answer in found.roles.items() if answer is not Answer.NO),
    )


def _shared_facts(found: Assessment, certain: Iterable[Finding]) -> frozenset[str]:
    """The answers that every rule of law about the class rests on, such as those on scope; told once."""
    by_law = [answered_facts(found, [f]) for f in certain if found.law.kind_of(f.rule.id) is PackKind.LAW]
    return frozenset.intersection(*by_law) if len(by_law) > 1 else frozenset()


def _decides(found: Assessment, finding: Finding) -> bool:
    """Whether a rule that holds makes the class what it is at least, by law or by house policy."""
    by_law = found.law.kind_of(finding.rule.id) is PackKind.LAW
    return finding.rule.then.risk == (found.statutory.lowest if by_law else found.house.lowest)


def _reasons(
    found: Assessment, findings: Iterable[Finding], shared: frozenset[str] = frozenset()
) -> tuple[Reason, ...]:
    """Rules with one ground and one conclusion are one reason to a reader: their facts are put together."""
    grouped: dict[tuple[str, int | None], list[Finding]] = {}
    for finding in findings:
        grouped.setdefault((finding.provision.id, finding.rule.then.risk), []).append(finding)
    return tuple(_reason(found, together, shared) for together in grouped.values())


def _reason(found: Assessment, findings: list[Finding], shared: frozenset[str]) -> Reason:
    first, day = findings[0], found.applies_on
    starts = [start for finding in findings if (start := finding.since(day))]
    exceptions = dict.fromkeys(name for finding in findings for name in finding.excepted_by)
    ground = ground_of(found.law.kind_of(first.rule.id), first.provision)
    return Reason(
        provision=first.provision,
        text=first.provision.text_on(found.published_by, day),
        risk=first.rule.then.risk,
        conclusion=say_conclusion(found, first),
        ground=ground,
        doubts=doubts_of(ground, first.provision, findings),
        starts=min(starts) if starts and min(starts) > day else None,
        until=first.until(day),
        facts=facts_of(found, findings, without=frozenset() if ground is Ground.HOUSE else shared),
        excepted_by=tuple(found.law.provisions[found.law.rules[name].provision] for name in exceptions),
    )


def _doubts_among(lines: Iterable[Reason | DutyLine]) -> tuple[Doubt, ...]:
    return tuple(dict.fromkeys(doubt for line in lines for doubt in line.doubts))


def questions_of(items: Iterable[OpenQuestion]) -> tuple[Question, ...]:
    """Open questions as they are put to people, in the same order, with how much each decides."""
    ranked = tuple(items)
    most = max((_share(item) for item in ranked), default=0.0)
    return tuple(_question(item, most) for item in ranked)


def _question(item: OpenQuestion, most: float) -> Question:
    examples = item.fact.examples if item.fact.kind is FactKind.YES_NO else {}
    return Question(
        fact=item.fact,
        yes=examples.get("yes"),
        no=examples.get("no"),
        sway=_sway(_share(item), most) if item.changes_class else None,
        duties=len({rule.then.duty for rule in item.rules if rule.then.duty}),
    )


def _share(item: OpenQuestion) -> float:
    return max(item.statutory, item.house)


def _sway(share: float, most: float) -> Sway:
    if share and share == most:
        return Sway.MOST
    return Sway.PART if share >= _A_PART else Sway.LITTLE
