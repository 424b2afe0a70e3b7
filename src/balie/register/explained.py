"""One system explained: everything its page says, put in order. Pure values made from an assessment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from balie.law import (
    PARTY_NAMES,
    Answer,
    Assessment,
    Basis,
    Change,
    DutyFinding,
    DutyStatus,
    Fact,
    FactKind,
    Finding,
    OpenQuestion,
    PackKind,
    Provision,
    Statement,
    Status,
    Text,
    ceiling,
    counts,
    open_questions,
    reasons_for,
    say_conclusion,
    say_parties,
    say_weight,
)
from balie.register.portfolio import law_starts
from balie.register.system import LifeCycle

_LANGUAGES = ("nl", "en")
_FROM_ARCHETYPE = "archetype "


@dataclass(frozen=True, slots=True)
class FactLine:
    """A question with the answer that counted, and who decided it. Without an answer it is open."""

    question: Text
    answer: Text | None
    decided_by: str = ""
    reasons: str = ""


@dataclass(frozen=True, slots=True)
class Sourced:
    """Answers that come from one source; open questions have none."""

    source: Text | None
    lines: tuple[FactLine, ...]


class Ground(StrEnum):
    """What a conclusion rests on, so that nothing of ours is ever presented as law."""

    LAW = "law"
    POSITION = "position"
    HOUSE = "house"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rule holds, may hold or does not hold: the rule, its weight and the facts that tipped it."""

    provision: Provision
    text: Text
    conclusion: Text
    ground: Ground
    weight: Text | None
    starts: date | None
    until: date | None
    facts: tuple[Sourced, ...]
    excepted_by: tuple[Provision, ...]


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty: what to do, on what ground, for whom, since or from when, and what it may cost not to."""

    title: Text
    text: Text
    provision: Provision
    ground: Ground
    weight: Text | None
    role: Text
    since: date | None
    until: date | None
    fine: Text | None
    facts: tuple[Sourced, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """An open question, and what its answer can still change."""

    fact: Fact
    yes: Text | None
    no: Text | None
    statutory: int
    house: int
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
    deciding: tuple[Reason, ...]
    lighter: tuple[Reason, ...]
    possible: tuple[Reason, ...]
    against: tuple[Reason, ...]
    duties: dict[str, tuple[DutyLine, ...]]
    questions: tuple[Question, ...]
    roles: tuple[tuple[Text, Answer], ...]

    @property
    def timeline(self) -> tuple[Change, ...]:
        """What changes after the day asked."""
        return self.assessment.timeline


def explain(found: Assessment, *, archetype: str, life_cycle: str) -> Explained:
    """Put the outcome for one system in the order in which people read it."""
    classing = [finding for finding in found.findings if finding.rule.then.risk is not None]
    heaviest_first = sorted(classing, key=lambda f: (-(f.rule.then.risk or 0), f.rule.id))
    certain = [finding for finding in heaviest_first if finding.certain]
    start = found.law.archetypes.get(archetype)
    return Explained(
        assessment=found,
        archetype=start.name if start else None,
        stage=LifeCycle(life_cycle).label if life_cycle else None,
        law_from=law_starts(found),
        raised=found.house.highest > found.statutory.highest,
        deciding=_reasons(found, (finding for finding in certain if _decides(found, finding))),
        lighter=_reasons(found, (finding for finding in certain if not _decides(found, finding))),
        possible=_reasons(found, (f for f in heaviest_first if f.possible and not f.certain)),
        against=_reasons(found, (finding for finding in heaviest_first if not finding.possible)),
        duties=_duties(found),
        questions=tuple(_question(item) for item in open_questions(found)),
        roles=tuple((PARTY_NAMES[role], answer) for role, answer in found.roles.items() if answer is not Answer.NO),
    )


def _decides(found: Assessment, finding: Finding) -> bool:
    """Whether a rule that holds makes the class what it is at least, by law or by house policy."""
    by_law = found.law.kind_of(finding.rule.id) is PackKind.LAW
    return finding.rule.then.risk == (found.statutory.lowest if by_law else found.house.lowest)


def _reasons(found: Assessment, findings: Iterable[Finding]) -> tuple[Reason, ...]:
    """Rules with one ground and one conclusion are one reason to a reader: their facts are put together."""
    grouped: dict[tuple[str, int | None], list[Finding]] = {}
    for finding in findings:
        grouped.setdefault((finding.provision.id, finding.rule.then.risk), []).append(finding)
    return tuple(_reason(found, together) for together in grouped.values())


def _reason(found: Assessment, findings: list[Finding]) -> Reason:
    first, day = findings[0], found.applies_on
    starts = [start for finding in findings if (start := finding.since(day))]
    exceptions = dict.fromkeys(name for finding in findings for name in finding.excepted_by)
    return Reason(
        provision=first.provision,
        text=first.provision.text_on(found.published_by, day),
        conclusion=say_conclusion(found, first),
        ground=_ground(found.law.kind_of(first.rule.id), first.provision),
        weight=say_weight(first.provision, _basis(findings)),
        starts=min(starts) if starts and min(starts) > day else None,
        until=first.until(day),
        facts=_facts(found, findings),
        excepted_by=tuple(found.law.provisions[found.law.rules[name].provision] for name in exceptions),
    )


def _basis(findings: Iterable[Finding]) -> Basis:
    """The strongest basis among rules that say the same."""
    return min((finding.rule.basis for finding in findings), key=list(Basis).index, default=Basis.STATUTE)


def _duties(found: Assessment) -> dict[str, tuple[DutyLine, ...]]:
    grouped: dict[str, list[DutyLine]] = {status.value: [] for status in DutyStatus}
    for duty in found.duties:
        grouped[duty.status].append(_duty(found, duty))
    return {status: tuple(lines) for status, lines in grouped.items()}


def _duty(found: Assessment, line: DutyFinding) -> DutyLine:
    decided = [finding for finding in line.findings if finding.answer is _strongest(line.findings)]
    return DutyLine(
        title=line.duty.title,
        text=line.duty.text,
        provision=line.provision,
        ground=_ground(line.source, line.provision),
        weight=say_weight(line.provision, _basis(decided)),
        role=say_parties(line.duty.roles),
        since=line.since,
        until=line.until,
        fine=_fine(found, line),
        facts=_facts(found, decided),
    )


def _fine(found: Assessment, line: DutyFinding) -> Text | None:
    """The most it can cost this organisation; its size and turnover make the difference."""
    if line.fine is None:
        return None
    return ceiling(found.law, line.fine, found.facts, published_by=found.published_by).text


def _strongest(findings: Iterable[Finding]) -> Answer:
    return max((finding.answer for finding in findings), default=Answer.NO)


def _ground(kind: PackKind, provision: Provision) -> Ground:
    if kind is PackKind.HOUSE:
        return Ground.HOUSE
    return Ground.POSITION if provision.status is Status.POSITION else Ground.LAW


def _facts(found: Assessment, findings: Iterable[Finding]) -> tuple[Sourced, ...]:
    """The facts that were decisive for these rules, each once and put together by source; what is open comes last."""
    traces = [trace for finding in findings for trace in reasons_for(found, finding.rule.id)]
    grouped: dict[str | None, dict[str, FactLine]] = {}
    for trace in traces:
        if trace.fact:
            source = trace.statement.source if trace.statement and counts(trace.fact, trace.statement) else None
            grouped.setdefault(source, {})[trace.fact.id] = _fact_line(trace.fact, trace.statement)
    known_first = sorted(grouped.items(), key=lambda item: item[0] is None)
    return tuple(Sourced(_source(found, source), tuple(lines.values())) for source, lines in known_first)


def _fact_line(fact: Fact, statement: Statement | None) -> FactLine:
    if statement is None or not counts(fact, statement):
        return FactLine(fact.question, None)
    answer = Text(*(fact.say(statement.value, language) for language in _LANGUAGES))
    return FactLine(fact.question, answer, statement.decided_by, statement.reasons)


def _source(found: Assessment, source: str | None) -> Text | None:
    """Name a source; a starting point is named as people know it."""
    if not source:
        return None
    archetype = found.law.archetypes.get(source.removeprefix(_FROM_ARCHETYPE))
    if source.startswith(_FROM_ARCHETYPE) and archetype:
        return Text(nl=f"startpunt “{archetype.name.nl}”", en=f"starting point “{archetype.name.en}”")
    return Text(source, source)


def _question(item: OpenQuestion) -> Question:
    examples = item.fact.examples if item.fact.kind is FactKind.YES_NO else {}
    return Question(
        fact=item.fact,
        yes=examples.get("yes"),
        no=examples.get("no"),
        statutory=round(item.statutory * 100),
        house=round(item.house * 100),
        duties=len({rule.then.duty for rule in item.rules if rule.then.duty}),
    )
