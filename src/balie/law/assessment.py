"""Classify: from the facts of one system to its class, its duties and what is still open, with the reasons.

The class is a range: the lowest rests on what is certain, the highest on what is still possible. The statutory class
looks at everything published by the day asked that applies then or later, because that is how people speak of it ("this
is a high-risk system, from 2 December 2027"); `in_force` is the class by the rules that apply on the day itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter

from balie.law.answer import Answer
from balie.law.conditions import AtLeast, In, Is
from balie.law.docket import Docket, docket_of
from balie.law.edition import Edition, edition_of
from balie.law.facts import Facts
from balie.law.findings import Change, Classification, DutyFinding, Finding, since
from balie.law.model import Duty, Law, PackKind, Party
from balie.law.risk import ClassRange, RiskClass
from balie.law.windows import FOREVER, includes


@dataclass(frozen=True)
class Assessment:
    """The outcome for one system: immutable, and the same for the same facts, law and dates."""

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
    def _docket(self) -> Docket:
        return docket_of(self.edition, self.applies_on)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every rule of the edition in order of id, also those that do not apply."""
        return self._docket.findings(self.answers)

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
        lowest, node_of = self.statutory.lowest, self.edition.node_of
        heavier = (f for f, risk in self._class_findings[PackKind.LAW] if risk > lowest and f.answer is Answer.UNKNOWN)
        return any(self._hinges_on_norms(node_of[finding.rule.id]) for finding in heavier)

    @cached_property
    def roles(self) -> Mapping[Party, Answer]:
        """Which roles the organisation has for this system."""
        found = dict.fromkeys((Party.PROVIDER, Party.DEPLOYER, Party.IMPORTER, Party.DISTRIBUTOR), Answer.NO)
        for index, role in self._docket.roles:
            found[role] = max(found.get(role, Answer.NO), self.findings[index].answer)
        return found

    @cached_property
    def duties(self) -> tuple[DutyFinding, ...]:
        """Every duty of the law: those in force first, then ahead, unknown, ended and not applicable.

        Within a group the weightiest come first: by pack, law before supervisors' positions, then by the height of the
        fine; what lies ahead goes by date.
        """
        return tuple(sorted(self._docket.duty_findings(self.findings), key=attrgetter("order")))

    @cached_property
    def timeline(self) -> tuple[Change, ...]:
        """What changes after the day asked, day by day; only what is certain starts or ends."""
        day = self._docket.day
        starting: dict[int, list[Duty]] = defaultdict(list)
        ending: dict[int, list[Duty]] = defaultdict(list)
        for found in self.duties:
            for first, end in found.certain:
                if first > day:
                    starting[first].append(found.duty)
                if day < end < FOREVER:
                    ending[end].append(found.duty)
        turns = self._class_turns()
        changes, before = [], self._range_on(day)
        for mark in sorted(turns | starting.keys() | ending.keys()):
            after = self._range_on(mark) if mark in turns else before
            if before != after or mark in starting or mark in ending:
                duties = tuple(starting.get(mark, ())), tuple(ending.get(mark, ()))
                changes.append(Change(date.fromordinal(mark), before, after, *duties))
            before = after
        return tuple(changes)

    def _class_turns(self) -> set[int]:
        """The days after the day asked on which a rule about the class begins or ends."""
        day, found = self._docket.day, self._class_findings[PackKind.LAW]
        return {mark for finding, _ in found for pair in finding.possible for mark in pair if day < mark < FOREVER}

    def class_on(self, day: date) -> ClassRange:
        """The statutory class by the rules that apply on one day, today or later."""
        return self._range_on(day.toordinal())

    def open_facts(self, node: int) -> tuple[str, ...]:
        """The facts that can still settle an undecided condition: reached through undecided conditions only."""
        names, live = self._open
        return tuple(name for name, bit in names.items() if live[node] & bit)

    def count_open(self, nodes: Iterable[int]) -> int:
        """How many facts can still settle one of these undecided conditions or another: each counted once."""
        edition, answers, found = self.edition, self.answers, set()
        stack = list(nodes)
        seen = set(stack)
        while stack:
            node = stack.pop()
            condition = edition.conditions[node]
            if isinstance(condition, Is | In | AtLeast):
                found.add(condition.fact)
            for inner in edition.inputs[node]:
                if answers[inner] == Answer.UNKNOWN and inner not in seen:
                    seen.add(inner)
                    stack.append(inner)
        return len(found)

    def _hinges_on_norms(self, node: int) -> bool:
        """Whether every fact an undecided condition still hinges on is an open norm."""
        edition, stack = self.edition, [node]
        while stack:
            current = stack.pop()
            if self.answers[current] == Answer.UNKNOWN:
                if current in edition.plain_leaves:
                    return False
                stack.extend(edition.inputs[current])
        return True

    @cached_property
    def _open(self) -> tuple[dict[str, int], list[int]]:
        """A bit per fact, and per node the facts it still hinges on; nothing once the node is answered."""
        names: dict[str, int] = {}
        live: list[int] = []
        edition = self.edition
        for condition, inputs, answer in zip(edition.conditions, edition.inputs, self.answers, strict=True):
            bits = 0
            if answer == Answer.UNKNOWN:
                if isinstance(condition, Is | In | AtLeast):
                    bits = names.setdefault(condition.fact, 1 << len(names))
                for inner in inputs:
                    bits |= live[inner]
            live.append(bits)
        return names, live

    @cached_property
    def _class_findings(self) -> dict[PackKind, list[tuple[Finding, RiskClass]]]:
        """The findings that give a class on the day asked or later, for law and house policy apart."""
        day, findings, answers = self._docket.day, self.findings, self.answers
        found: dict[PackKind, list[tuple[Finding, RiskClass]]] = {}
        for kind, listed in self._docket.classes.items():
            held = [(findings[index], risk) for index, node, risk in listed if answers[node]]
            found[kind] = [pair for pair in held if pair[0].possible and pair[0].possible[-1][1] > day]
        return found

    def _classification(self, kind: PackKind) -> Classification:
        day, found = self._docket.day, self._class_findings[kind]
        highest = max((risk for _, risk in found), default=RiskClass.NONE)
        certain = [(finding, risk) for finding, risk in found if finding.certain and finding.certain[-1][1] > day]
        classes = ClassRange(max((risk for _, risk in certain), default=RiskClass.NONE), highest)
        starts = (since(finding.certain, day) for finding, risk in certain if risk is classes.lowest)
        first = min((start for start in starts if start), default=None)
        return Classification(classes, first, self._range_on(day) if kind is PackKind.LAW else classes)

    def _range_on(self, day: int) -> ClassRange:
        found = self._class_findings[PackKind.LAW]
        certain = (risk for finding, risk in found if includes(finding.certain, day))
        possible = (risk for finding, risk in found if includes(finding.possible, day))
        return ClassRange(max(certain, default=RiskClass.NONE), max(possible, default=RiskClass.NONE))


def classify(law: Law, facts: Facts, *, applies_on: date, published_by: date) -> Assessment:
    """Judge one system by the law as published by one day, for what applies on another.

    Facts that are absent are unknown; so are open norms without a named person and reasons. Never raises on facts that
    `Fact.read` accepted.
    """
    edition = edition_of(law, published_by)
    return Assessment(edition, facts, applies_on, bytes(edition.answer(facts)))
