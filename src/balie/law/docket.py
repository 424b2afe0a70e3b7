"""An edition seen from one day: everything about dates that is the same for all systems, worked out once.

A finding depends on nothing but the day, the rule's answer and the answers of its exceptions; so there are few
different ones, made once and shared by all systems. The same holds for duties.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import itemgetter

from balie.law.answer import Answer
from balie.law.edition import CompiledRule, Edition
from balie.law.findings import DutyFinding, DutyStatus, Finding, since, status_on, until
from balie.law.model import Duty, Law, PackKind, Party, Provision, Status
from balie.law.risk import RiskClass
from balie.law.windows import less, union


@dataclass(frozen=True, eq=False)
class Docket:
    """Findings per rule and answer; which rules give classes, roles and duties. The last three fields are caches."""

    edition: Edition
    day: int
    plain: tuple[tuple[Finding, Finding, Finding], ...]
    nodes: Callable[[bytes], tuple[int, ...]]
    excepted: tuple[tuple[int, int, tuple[int, ...]], ...]
    classes: dict[PackKind, tuple[tuple[int, int, RiskClass], ...]]
    roles: tuple[tuple[int, Party], ...]
    duties: tuple[tuple[Duty, tuple[int, ...]], ...]
    only_rules: tuple[int, ...]
    excepted_findings: dict[tuple[int, ...], Finding]
    of_one_rule: dict[int, DutyFinding]
    of_more_rules: dict[tuple[object, ...], DutyFinding]

    def findings(self, answers: bytes) -> tuple[Finding, ...]:
        """Return the finding of every rule, in order of id."""
        found = [row[answer] for row, answer in zip(self.plain, self.nodes(answers), strict=True)]
        for index, node, exceptions in self.excepted:
            if answers[node]:
                key = (index, answers[node], *[answers[exception] for exception in exceptions])
                excepted = self.excepted_findings.get(key)
                if excepted is None:
                    excepted = _excepted(self.edition.rules[index], found[index].provision, answers)
                    self.excepted_findings[key] = excepted
                found[index] = excepted
        return tuple(found)

    def duty_findings(self, findings: tuple[Finding, ...]) -> list[DutyFinding]:
        """Return what the findings of its rules make of each duty, the weightiest first.

        Findings live as long as the docket that made them, so their identity is a safe and cheap key. A rule leads to
        one duty at most, and most duties follow from one rule: those are found in one go.
        """
        known = self.of_one_rule
        ready = [known.get(id(findings[only])) if only >= 0 else None for only in self.only_rules]
        return [found or self._combine(number, findings) for number, found in enumerate(ready)]

    def _combine(self, number: int, findings: tuple[Finding, ...]) -> DutyFinding:
        duty, rules = self.duties[number]
        own = tuple(findings[index] for index in rules)
        key = (duty.id, *map(id, own))
        made = self.of_more_rules.get(key)
        if made is None:
            made = self._duty_finding(duty, own)
            if len(own) == 1:
                self.of_one_rule[id(own[0])] = made
            else:
                self.of_more_rules[key] = made
        return made

    def _duty_finding(self, duty: Duty, findings: tuple[Finding, ...]) -> DutyFinding:
        law = self.edition.law
        certain = union(pair for finding in findings for pair in finding.certain)
        possible = union(pair for finding in findings for pair in finding.possible)
        provision = law.provisions[duty.provision]
        status, begins = status_on(certain, possible, self.day), since(possible, self.day)
        return DutyFinding(
            duty=duty,
            provision=provision,
            source=law.kind_of(duty.id),
            status=status,
            since=begins,
            until=until(possible, self.day),
            fine=law.fines.get(duty.fine or provision.fine),
            findings=findings,
            certain=certain,
            order=(_STATUSES.index(status), begins.toordinal() if begins and status is DutyStatus.AHEAD else 0),
        )


_STATUSES = tuple(DutyStatus)


@lru_cache(maxsize=8)
def weight_of_duties(law: Law) -> Mapping[str, int]:
    """Every duty of the law with its place among them all, the weightiest first: the same for every system."""
    ranked = sorted(law.duties, key=lambda name: _weight(law, law.duties[name]))
    return {name: place for place, name in enumerate(ranked)}


@lru_cache(maxsize=256)
def docket_of(edition: Edition, applies_on: date) -> Docket:
    """Work out what one day means for every rule of an edition."""
    day, law, rules = applies_on.toordinal(), edition.law, edition.rules
    lasting = [index for index, compiled in enumerate(rules) if compiled.windows[-1][1] > day]
    risks = [(index, risk) for index in lasting if (risk := rules[index].rule.then.risk) is not None]
    by_duty: dict[str, list[int]] = {name: [] for name in law.duties}
    for index, compiled in enumerate(rules):
        if compiled.rule.then.duty:
            by_duty[compiled.rule.then.duty].append(index)
    duties = tuple((law.duties[name], tuple(by_duty[name])) for name in weight_of_duties(law))
    return Docket(
        edition=edition,
        day=day,
        plain=tuple(_plain(compiled, law.provisions[compiled.rule.provision]) for compiled in rules),
        nodes=_picker([compiled.node for compiled in rules]),
        excepted=tuple((i, c.node, tuple(e[0] for e in c.exceptions)) for i, c in enumerate(rules) if c.exceptions),
        classes={
            kind: tuple((i, rules[i].node, risk) for i, risk in risks if law.kind_of(rules[i].rule.id) is kind)
            for kind in PackKind
        },
        roles=tuple((index, role) for index in lasting if (role := rules[index].rule.then.role)),
        duties=duties,
        only_rules=tuple(indexes[0] if len(indexes) == 1 else -1 for _, indexes in duties),
        excepted_findings={},
        of_one_rule={},
        of_more_rules={},
    )


def _picker(nodes: list[int]) -> Callable[[bytes], tuple[int, ...]]:
    """Pick the answers of all rules in one go. itemgetter gives no tuple for a single one."""
    return itemgetter(*nodes) if len(nodes) > 1 else lambda answers: tuple(answers[node] for node in nodes)


def _weight(law: Law, duty: Duty) -> tuple[int, bool, int, str]:
    """Where a duty stands among others: by pack, law before position, then the height of the fine."""
    provision = law.provisions[duty.provision]
    fine = law.fines.get(duty.fine or provision.fine)
    amount = fine.amount if fine and fine.amount else 0
    return law.packs[law.owner[duty.id]].rank, provision.status is not Status.LAW, -amount, duty.id


def _plain(compiled: CompiledRule, provision: Provision) -> tuple[Finding, Finding, Finding]:
    windows = compiled.windows
    return (
        Finding(compiled.rule, provision, Answer.NO, (), ()),
        Finding(compiled.rule, provision, Answer.UNKNOWN, (), windows),
        Finding(compiled.rule, provision, Answer.YES, windows, windows),
    )


def _excepted(compiled: CompiledRule, provision: Provision, answers: bytes) -> Finding:
    """Take away the days of exceptions: certain ones from what is possible, undecided ones from what is certain."""
    answer = Answer(answers[compiled.node])
    possible, certain, named = compiled.windows, compiled.windows if answer is Answer.YES else (), []
    for node, windows, rule_id in compiled.exceptions:
        if answers[node]:
            certain = less(certain, windows)
            named.append(rule_id)
        if answers[node] == Answer.YES:
            possible = less(possible, windows)
    return Finding(compiled.rule, provision, answer, certain, possible, tuple(named))
