"""Classify: from the facts of one system to its class, its duties and what is still open, with the reasons.

The class is a range: the lowest rests on what is certain, the highest on what is still possible. The statutory class
looks at everything published by the day asked that applies then or later, because that is how people speak of it ("this
is a high-risk system, from 2 December 2027"); `in_force` is the class by the rules that apply on the day itself.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache

from balie.law.answer import Answer
from balie.law.edition import CompiledRule, Edition, edition_of
from balie.law.facts import Facts
from balie.law.model import Duty, Fine, Law, PackKind, Party, Provision, Rule
from balie.law.questions import OpenQuestion, open_questions
from balie.law.risk import ClassRange, RiskClass
from balie.law.windows import Windows, as_date, from_day, includes, less, union


class DutyStatus(StrEnum):
    """Where a duty stands on the day asked."""

    IN_FORCE = "in_force"
    AHEAD = "ahead"
    UNKNOWN = "unknown"
    ENDED = "ended"
    DOES_NOT_APPLY = "does_not_apply"


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one rule: its answer, the days on which it certainly or possibly has effect, its exceptions."""

    rule: Rule
    provision: Provision
    answer: Answer
    certain: Windows
    possible: Windows
    excepted_by: tuple[str, ...] = ()

    def status(self, day: date) -> DutyStatus:
        """Where the rule's conclusion stands on a day."""
        return _status(self.certain, self.possible, day.toordinal())

    def since(self, day: date) -> date | None:
        """First day of the effect that counts on `day`: the one under way, else the next to come."""
        return _since(self.possible, day.toordinal())

    def until(self, day: date) -> date | None:
        """First day on which that effect is over; None when it has no end."""
        return _until(self.possible, day.toordinal())


@dataclass(frozen=True, slots=True)
class DutyFinding:
    """A duty of this system: whether it applies, since or until when, by which rules, and as law or house policy."""

    duty: Duty
    provision: Provision
    source: PackKind
    status: DutyStatus
    since: date | None
    until: date | None
    fine: Fine | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Classification:
    """The class range, the first day on which it holds, and the range by the rules in force on the day itself."""

    range: ClassRange
    applies_from: date | None
    in_force: ClassRange

    @property
    def lowest(self) -> RiskClass:
        """The class that is certain."""
        return self.range.lowest

    @property
    def highest(self) -> RiskClass:
        """The heaviest class that is still possible."""
        return self.range.highest


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes different on one day in the future, as far as the facts are certain."""

    on: date
    before: ClassRange
    after: ClassRange
    starting: tuple[Duty, ...]
    ending: tuple[Duty, ...]


@dataclass(frozen=True)
class Assessment:
    """The outcome for one system: immutable, and worked out from the same facts, law and dates to the same bytes."""

    edition: Edition
    facts: Facts
    applies_on: date
    answers: bytes

    @property
    def law(self) -> Law:
        """The law that was read."""
        return self.edition.law

    @property
    def published_by(self) -> date:
        """The day up to which publications count."""
        return self.edition.published_by

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every rule of the edition in order of id, also those that do not apply."""
        answers, plain = self.answers, _plain_findings(self.edition)
        return tuple(
            _excepted(compiled, self.edition, answers)
            if compiled.exceptions and answers[compiled.node] and any(answers[e[0]] for e in compiled.exceptions)
            else row[answers[compiled.node]]
            for compiled, row in zip(self.edition.rules, plain, strict=True)
        )

    @cached_property
    def _lasting(self) -> tuple[Finding, ...]:
        """The findings that may have effect on the day asked or later."""
        day = self.applies_on.toordinal()
        return tuple(f for f in self.findings if f.possible and f.possible[-1][1] > day)

    @cached_property
    def statutory(self) -> Classification:
        """The class by law."""
        return self._classification(PackKind.LAW)

    @cached_property
    def house(self) -> ClassRange:
        """The class by house policy, which can only raise."""
        return self._classification(PackKind.HOUSE).range

    @property
    def effective(self) -> ClassRange:
        """The heavier of law and house policy."""
        return self.statutory.range.raised_by(self.house)

    @cached_property
    def review(self) -> bool:
        """Whether the statutory class hinges on nothing but an open norm that no person has decided."""
        lowest = self.statutory.lowest
        undecided = (f for f in self._of_kind(PackKind.LAW) if f.answer is Answer.UNKNOWN)
        heavier = (f for f in undecided if (f.rule.then.risk or RiskClass.NONE) > lowest)
        open_to = (self.open_facts(self.edition.node_of[finding.rule.id]) for finding in heavier)
        return any(all(self.law.facts[name].open_norm for name in names) for names in open_to)

    @cached_property
    def roles(self) -> Mapping[Party, Answer]:
        """Which roles the organisation has for this system."""
        found: dict[Party, Answer] = defaultdict(lambda: Answer.NO)
        for finding in self._lasting:
            if role := finding.rule.then.role:
                found[role] = max(found[role], finding.answer)
        return {role: found[role] for role in (Party.PROVIDER, Party.DEPLOYER, Party.IMPORTER, Party.DISTRIBUTOR)}

    @cached_property
    def duties(self) -> tuple[DutyFinding, ...]:
        """Every duty of the law, those in force first, then ahead, unknown, ended and not applicable."""
        grouped: dict[str, list[Finding]] = {duty: [] for duty in self.law.duties}
        for finding in self.findings:
            if finding.rule.then.duty:
                grouped[finding.rule.then.duty].append(finding)
        order = list(DutyStatus)
        found = (self._duty(self.law.duties[name], tuple(findings)) for name, findings in grouped.items())
        return tuple(sorted(found, key=lambda d: (order.index(d.status), d.since or date.max, d.duty.id)))

    @cached_property
    def timeline(self) -> tuple[Change, ...]:
        """What changes after the day asked, day by day; only what is certain starts or ends."""
        day = self.applies_on.toordinal()
        marks = {mark for f in self._lasting for pair in f.possible for mark in pair if as_date(mark) and mark > day}
        changes = []
        for mark in sorted(marks):
            change = self._change(mark)
            if change.before != change.after or change.starting or change.ending:
                changes.append(change)
        return tuple(changes)

    def class_on(self, day: date) -> ClassRange:
        """The statutory class by the rules that apply on one day."""
        return self._range_on(day.toordinal())

    @cached_property
    def questions(self) -> tuple[OpenQuestion, ...]:
        """What is still open, the most telling question first."""
        return open_questions(self)

    def open_facts(self, node: int) -> frozenset[str]:
        """The facts that can still settle an undecided condition: reached through undecided conditions only."""
        edition, found, stack, seen = self.edition, set(), [node], {node}
        while stack:
            current = stack.pop()
            if self.answers[current] != Answer.UNKNOWN:
                continue
            if not edition.inputs[current]:
                found.add(edition.conditions[current].fact)  # type: ignore[union-attr]
            fresh = [inner for inner in edition.inputs[current] if inner not in seen]
            seen.update(fresh)
            stack.extend(fresh)
        return frozenset(found)

    def _of_kind(self, kind: PackKind) -> tuple[Finding, ...]:
        """The lasting findings that give a class, of law or of house policy."""
        law = self.law
        return tuple(f for f in self._lasting if f.rule.then.risk is not None and law.kind_of(f.rule.id) is kind)

    def _classification(self, kind: PackKind) -> Classification:
        day, lowest, highest = self.applies_on.toordinal(), RiskClass.NONE, RiskClass.NONE
        for finding in self._of_kind(kind):
            risk = finding.rule.then.risk or RiskClass.NONE
            highest = max(highest, risk)
            if finding.certain and finding.certain[-1][1] > day:
                lowest = max(lowest, risk)
        starts = (f.since(self.applies_on) for f in self._of_kind(kind) if f.rule.then.risk == highest)
        first = min((start for start in starts if start), default=None)
        in_force = self._range_on(day) if kind is PackKind.LAW else ClassRange(lowest, highest)
        return Classification(ClassRange(lowest, highest), first, in_force)

    def _range_on(self, day: int) -> ClassRange:
        lowest = highest = RiskClass.NONE
        for finding in self._of_kind(PackKind.LAW):
            risk = finding.rule.then.risk or RiskClass.NONE
            if risk > highest and includes(finding.possible, day):
                highest = risk
            if risk > lowest and includes(finding.certain, day):
                lowest = risk
        return ClassRange(lowest, highest)

    def _duty(self, duty: Duty, findings: tuple[Finding, ...]) -> DutyFinding:
        day = self.applies_on.toordinal()
        certain = union(pair for finding in findings for pair in finding.certain)
        possible = union(pair for finding in findings for pair in finding.possible)
        provision = self.law.provisions[duty.provision]
        return DutyFinding(
            duty=duty,
            provision=provision,
            source=self.law.kind_of(duty.id),
            status=_status(certain, possible, day),
            since=_since(possible, day),
            until=_until(possible, day),
            fine=self.law.fines.get(duty.fine or provision.fine),
            findings=findings,
        )

    def _change(self, mark: int) -> Change:
        duties = [(f, self.law.duties[f.rule.then.duty]) for f in self._lasting if f.rule.then.duty]
        before = {duty.id for finding, duty in duties if includes(finding.certain, mark - 1)}
        after = {duty.id for finding, duty in duties if includes(finding.certain, mark)}
        by_id = self.law.duties
        return Change(
            on=date.fromordinal(mark),
            before=self._range_on(mark - 1),
            after=self._range_on(mark),
            starting=tuple(by_id[name] for name in sorted(after - before)),
            ending=tuple(by_id[name] for name in sorted(before - after)),
        )


def classify(law: Law, facts: Facts, *, applies_on: date, published_by: date) -> Assessment:
    """Judge one system by the law as published by one day, for what applies on another.

    Facts that are absent are unknown; so are open norms without a named person and reasons. Never raises on facts that
    `Fact.read` accepted.
    """
    edition = edition_of(law, published_by)
    return Assessment(edition, facts, applies_on, bytes(edition.answer(facts)))


@lru_cache(maxsize=64)
def _plain_findings(edition: Edition) -> tuple[tuple[Finding, Finding, Finding], ...]:
    """Per rule the finding for NO, UNKNOWN and YES when no exception plays a part: shared by all systems."""
    return tuple(
        (
            Finding(c.rule, edition.law.provisions[c.rule.provision], Answer.NO, (), ()),
            Finding(c.rule, edition.law.provisions[c.rule.provision], Answer.UNKNOWN, (), c.windows),
            Finding(c.rule, edition.law.provisions[c.rule.provision], Answer.YES, c.windows, c.windows),
        )
        for c in edition.rules
    )


def _excepted(compiled: CompiledRule, edition: Edition, answers: bytes) -> Finding:
    """Take away the days of exceptions: certain ones from what is possible, undecided ones from what is certain."""
    answer = Answer(answers[compiled.node])
    possible, certain, named = compiled.windows, compiled.windows if answer is Answer.YES else (), []
    for node, windows, rule_id in compiled.exceptions:
        if answers[node]:
            certain = less(certain, windows)
            named.append(rule_id)
        if answers[node] == Answer.YES:
            possible = less(possible, windows)
    provision = edition.law.provisions[compiled.rule.provision]
    return Finding(compiled.rule, provision, answer, certain, possible, tuple(named))


def _status(certain: Windows, possible: Windows, day: int) -> DutyStatus:
    if includes(certain, day):
        return DutyStatus.IN_FORCE
    if includes(possible, day):
        return DutyStatus.UNKNOWN
    if from_day(certain, day):
        return DutyStatus.AHEAD
    if from_day(possible, day):
        return DutyStatus.UNKNOWN
    return DutyStatus.ENDED if certain else DutyStatus.DOES_NOT_APPLY


def _since(windows: Windows, day: int) -> date | None:
    coming = from_day(windows, day) or windows[-1:]
    return as_date(coming[0][0]) if coming else None


def _until(windows: Windows, day: int) -> date | None:
    coming = from_day(windows, day) or windows[-1:]
    return as_date(coming[0][1]) if coming else None
