"""Which open questions can still change the outcome, and which one tells most.

Every undecided rule that could still raise the class has a weight: the heavier its class, the more it matters. A
question's score is the share of that weight which its answer is expected to settle, with all answers taken as equally
likely except that for a question with several choices "none of these" counts for half. It is a one-step look ahead, not
an optimal plan: cheap enough to run after every answer.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from balie.law.answer import Answer
from balie.law.assessment import Assessment
from balie.law.facts import Fact, FactKind
from balie.law.findings import Finding
from balie.law.model import PackKind, Rule
from balie.law.risk import RiskClass
from balie.law.search import possible_values

# A class one step heavier matters four times as much; a duty that may or may not apply matters less than any class.
_CLASS_WEIGHT = {RiskClass.MINIMAL: 1.0, RiskClass.LIMITED: 4.0, RiskClass.HIGH: 16.0, RiskClass.PROHIBITED: 64.0}


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A fact nobody has answered, what an answer would settle (shares from 0 to 1), and the rules that wait for it."""

    fact: Fact
    statutory: float
    house: float
    duties: float
    rules: tuple[Rule, ...]

    @property
    def changes_class(self) -> bool:
        """Whether the answer can still play a part in the class, by law or by house policy."""
        return any(rule.then.risk is not None for rule in self.rules)


def open_questions(assessment: Assessment) -> tuple[OpenQuestion, ...]:
    """Return the questions that can still change something, the most telling first."""
    waiting = _waiting(assessment)
    by_fact: dict[str, list[_Waiting]] = {}
    for item in waiting:
        for fact in assessment.open_facts(item.node):
            by_fact.setdefault(fact, []).append(item)
    totals = {kind: sum(item.weight for item in waiting if item.kind == kind) for kind in _KINDS}
    found = [_question(assessment, fact, items, totals) for fact, items in by_fact.items()]
    asked_first = {fact: tests[0][0] for fact, tests in assessment.edition.leaves.items()}
    return tuple(sorted(found, key=lambda q: (-q.statutory, -q.house, -q.duties, asked_first[q.fact.id])))


def open_fact_count(assessment: Assessment) -> int:
    """Count those questions without ranking them: for long lists, where ranking takes most of the time."""
    return assessment.count_open(node for node, _, _, _ in _undecided(assessment))


def waiting_facts(assessment: Assessment) -> Mapping[str, Rule]:
    """The same facts, each with the first rule that waits for it, without ranking: for letters about many systems."""
    found: dict[str, Rule] = {}
    for item in _waiting(assessment):
        for fact in assessment.open_facts(item.node):
            found.setdefault(fact, item.rules[0])
    return found


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An undecided condition that matters: its node, the rules that wait for it, what they weigh and for what."""

    node: int
    rules: tuple[Rule, ...]
    kind: str
    weight: float


_KINDS = ("statutory", "house", "duties")


def _waiting(assessment: Assessment) -> list[_Waiting]:
    """Put the rules that wait for one condition together: one exception can keep forty duties waiting.

    The duties of one article weigh as much as one: six conditions of one permission are one matter.
    """
    undecided = list(_undecided(assessment))
    many = Counter(_article(finding) for _, finding, kind, _ in undecided if kind == "duties")
    rules: dict[tuple[int, str], list[Rule]] = defaultdict(list)
    weights: dict[tuple[int, str], float] = defaultdict(float)
    for node, finding, kind, weight in undecided:
        rules[node, kind].append(finding.rule)
        weights[node, kind] += weight / many[_article(finding)] if kind == "duties" else weight
    return [_Waiting(node, tuple(rules[node, kind]), kind, weight) for (node, kind), weight in weights.items()]


def _undecided(assessment: Assessment) -> Iterator[tuple[int, Finding, str, float]]:
    """Every condition that is undecided in a rule that still matters, with what the rule is about and weighs."""
    answers = assessment.answers
    for finding, compiled in zip(assessment.findings, assessment.edition.rules, strict=True):
        if not finding.possible or not (compiled.exceptions or answers[compiled.node] == Answer.UNKNOWN):
            continue
        kind, weight = _worth(assessment, finding)
        if not kind:
            continue
        nodes = [compiled.node, *(node for node, _, name in compiled.exceptions if name in finding.excepted_by)]
        yield from ((node, finding, kind, weight) for node in nodes if answers[node] == Answer.UNKNOWN)


def _article(finding: Finding) -> str:
    return finding.provision.part_of or finding.provision.id


def _worth(assessment: Assessment, finding: Finding) -> tuple[str, float]:
    """What a rule would be worth knowing, and for which of the three; nothing when it cannot matter any more."""
    law, rule = assessment.law, finding.rule
    if rule.then.duty:
        return "duties", 1.0
    risk = rule.then.risk
    if risk is None:
        return "", 0.0
    if law.kind_of(rule.id) is PackKind.HOUSE:
        return ("house", _CLASS_WEIGHT[risk]) if risk > assessment.house.lowest else ("", 0.0)
    return ("statutory", _CLASS_WEIGHT[risk]) if risk > assessment.statutory.lowest else ("", 0.0)


def _question(assessment: Assessment, name: str, items: list[_Waiting], totals: Mapping[str, float]) -> OpenQuestion:
    settled = dict.fromkeys(_KINDS, 0.0)
    for share, answers in _supposed(assessment, name):
        for item in items:
            if answers[item.node] != Answer.UNKNOWN:
                settled[item.kind] += share * item.weight
    shares = {kind: round(settled[kind] / totals[kind], 6) if totals[kind] else 0.0 for kind in _KINDS}
    rules = tuple(dict.fromkeys(rule for item in items for rule in item.rules))
    return OpenQuestion(assessment.law.facts[name], shares["statutory"], shares["house"], shares["duties"], rules)


def _supposed(assessment: Assessment, name: str) -> Iterable[tuple[float, bytearray]]:
    """Return, per possible answer, how likely we take it to be and what all conditions would then answer."""
    edition, fact = assessment.edition, assessment.law.facts[name]
    known = bytearray(assessment.answers)
    if fact.kind is FactKind.SOME_OF:
        none, *single, _ = possible_values(edition, name)
        shares = [(0.5, none), *((0.5 / len(single), value) for value in single)]
    else:
        values = possible_values(edition, name)
        shares = [(1 / len(values), value) for value in values]
    for share, value in shares:
        yield share, edition.suppose(known, name, value)
