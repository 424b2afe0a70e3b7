"""An edition: the law as it was known on one day, compiled so that thousands of systems can be judged against it.

Conditions are shared: the same question asked by ten rules is one node. Nodes are numbered so that a node comes after
everything it depends on; judging a system is then one pass that fills a row of answers (0 no, 1 unknown, 2 yes), and
that row is the whole trace. Dates stay out of it: they belong to rules, and are handled as intervals afterwards.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from balie.law.answer import Answer
from balie.law.conditions import All, AnyOf, AtLeast, Condition, Holds, In, Is, Leaf, Not, children
from balie.law.facts import Facts, FactValue
from balie.law.model import Law, Rule
from balie.law.windows import Windows, windows_of

UNKNOWN = int(Answer.UNKNOWN)
Step = tuple[int, tuple[int, ...]]
Run = tuple[Callable[[bytearray, Iterable[Step]], None], tuple[Step, ...]]
Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule with the node that answers it, the days it can have effect, and the exceptions that may take them away."""

    rule: Rule
    node: int
    windows: Windows
    exceptions: tuple[tuple[int, Windows, str], ...]


@dataclass(frozen=True, eq=False)
class Edition:
    """The compiled law of one publication day."""

    law: Law
    published_by: date
    conditions: tuple[Condition, ...]
    inputs: tuple[tuple[int, ...], ...]
    runs: Runs
    leaves: Mapping[str, tuple[tuple[int, Callable[[FactValue], int]], ...]]
    rules: tuple[CompiledRule, ...]
    dependents: Mapping[str, Runs]
    settled: dict[tuple[str, FactValue], tuple[tuple[int, int], ...]]

    @cached_property
    def node_of(self) -> Mapping[str, int]:
        """The node that answers each rule, by rule id."""
        return {compiled.rule.id: compiled.node for compiled in self.rules}

    @cached_property
    def plain_leaves(self) -> frozenset[int]:
        """The conditions on facts that are no open norm."""
        plain = (name for name in self.leaves if self.law.facts[name].open_norm is None)
        return frozenset(node for name in plain for node, _ in self.leaves[name])

    @cached_property
    def open_norms(self) -> frozenset[str]:
        """The facts that only a named person with reasons decides."""
        return frozenset(name for name, fact in self.law.facts.items() if fact.open_norm)

    def answer(self, facts: Facts) -> bytearray:
        """Answer every condition for one system: a row with a 0, 1 or 2 per node."""
        answers = bytearray([UNKNOWN]) * len(self.conditions)
        norms, known = self.open_norms, self.settled
        for name, statement in facts.items():
            if name in norms and not statement.reasoned:
                continue
            meaning = known.get((name, statement.value))
            for node, answer in self._meaning(name, statement.value) if meaning is None else meaning:
                answers[node] = answer
        propagate(answers, self.runs)
        return answers

    def suppose(self, answers: bytearray, fact: str, value: FactValue) -> bytearray:
        """Return what the answers would be if the fact had this value too."""
        supposed = bytearray(answers)
        for node, answer in self._meaning(fact, value):
            supposed[node] = answer
        propagate(supposed, self.dependents[fact])
        return supposed

    def _meaning(self, fact: str, value: FactValue) -> tuple[tuple[int, int], ...]:
        """What a value answers to each condition on the fact: worked out once per value."""
        meaning = self.settled.get((fact, value))
        if meaning is None:
            meaning = tuple((node, test(value)) for node, test in self.leaves.get(fact, ()))
            if len(self.settled) < _MOST_MEANINGS:
                self.settled[fact, value] = meaning
        return meaning


def propagate(answers: bytearray, runs: Iterable[Run]) -> None:
    """Work out the inner nodes, run by run: everything in a run depends on earlier runs only."""
    for combine, steps in runs:
        combine(answers, steps)


def all_hold(answers: bytearray, steps: Iterable[Step]) -> None:
    """All of them: the least answer, found without looking further than the first "no"."""
    for node, inputs in steps:
        found = 2
        for inner in inputs:
            if answers[inner] < found:
                found = answers[inner]
                if not found:
                    break
        answers[node] = found


def any_holds(answers: bytearray, steps: Iterable[Step]) -> None:
    """Any of them: the greatest answer, found without looking further than the first "yes"."""
    for node, inputs in steps:
        found = 0
        for inner in inputs:
            if answers[inner] > found:
                found = answers[inner]
                if found == 2:
                    break
        answers[node] = found


def opposite(answers: bytearray, steps: Iterable[Step]) -> None:
    """Not: the opposite, and unknown for unknown."""
    for node, inputs in steps:
        answers[node] = 2 - answers[inputs[0]]


def in_runs(conditions: tuple[Condition, ...], inputs: tuple[tuple[int, ...], ...], nodes: Iterable[int]) -> Runs:
    """Put inner nodes in an order in which they can be worked out, those of one kind together: few, long loops."""
    depth: dict[int, int] = {}
    grouped: dict[tuple[int, int], list[Step]] = defaultdict(list)
    for node in nodes:
        depth[node] = 1 + max((depth.get(inner, 0) for inner in inputs[node]), default=0)
        grouped[depth[node], _kind(conditions[node])].append((node, inputs[node]))
    return tuple((_COMBINE[kind], tuple(steps)) for (_, kind), steps in sorted(grouped.items()))


def _kind(condition: Condition) -> int:
    return 1 if isinstance(condition, AnyOf) else 2 if isinstance(condition, Not) else 0


@lru_cache(maxsize=64)
def edition_of(law: Law, published_by: date) -> Edition:
    """Compile the law as it was known on a day. Raise nothing: a law that loads compiles."""
    return _Compiler(law, published_by).compile()


class _Compiler:
    """Numbers the conditions of one edition."""

    def __init__(self, law: Law, published_by: date) -> None:
        self.law, self.published_by = law, published_by
        self.windows = {p.id: windows_of(p, published_by) for p in law.provisions.values()}
        self.rules = [rule for rule in law.rules.values() if self.windows[rule.provision]]
        self.nodes: dict[Condition, int] = {}
        self.conditions: list[Condition] = []
        self.inputs: list[tuple[int, ...]] = []
        self.exceptions = self._exceptions()
        self.exclusions = self._exclusions()

    def compile(self) -> Edition:
        compiled = tuple(self._rule(rule) for rule in sorted(self.rules, key=lambda rule: rule.id))
        conditions, inputs, leaves = tuple(self.conditions), tuple(self.inputs), self._leaves()
        inner = [node for node, needed in enumerate(inputs) if needed]
        return Edition(
            law=self.law,
            published_by=self.published_by,
            conditions=conditions,
            inputs=inputs,
            runs=in_runs(conditions, inputs, inner),
            leaves=leaves,
            rules=compiled,
            dependents={
                fact: in_runs(conditions, inputs, _dependents(inputs, inner, {node for node, _ in tests}))
                for fact, tests in leaves.items()
            },
            settled={},
        )

    def _exceptions(self) -> dict[tuple[str, str], list[Rule]]:
        """Per excepted thing ("rule", id), ("term", id) or ("regime", name): the rules that except it."""
        found: dict[tuple[str, str], list[Rule]] = defaultdict(list)
        for rule in self.rules:
            if excepted := rule.then.excepts:
                for kind, names in (("rule", excepted.rules), ("term", excepted.terms), ("regime", excepted.regimes)):
                    for name in names:
                        found[kind, name].append(rule)
        return found

    def _exclusions(self) -> dict[str, list[Rule]]:
        found: dict[str, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            for pack in rule.then.exclude:
                found[pack].append(rule)
        return found

    def _rule(self, rule: Rule) -> CompiledRule:
        named = self.exceptions.get(("rule", rule.id), []) + self.exceptions.get(("regime", rule.regime), [])
        exceptions = tuple((self._number(e.when), self.windows[e.provision], e.id) for e in named if e.id != rule.id)
        return CompiledRule(rule, self._number(self.gated(rule)), self.windows[rule.provision], exceptions)

    def gated(self, rule: Rule) -> Condition:
        """The rule's condition inside the scope of its pack, and outside what excludes the pack."""
        if rule.then.exclude or rule.then.excepts:
            return rule.when
        pack = self.law.packs[self.law.owner[rule.id]]
        gates: list[Condition] = [Not(exclusion.when) for exclusion in self.exclusions.get(pack.id, [])]
        if pack.scope:
            gates.insert(0, pack.scope)
        return All((*gates, rule.when)) if gates else rule.when

    def _number(self, condition: Condition) -> int:
        if condition not in self.nodes:
            inputs = tuple(self._number(inner) for inner in self._parts(condition))
            self.nodes[condition] = len(self.conditions)
            self.conditions.append(condition)
            self.inputs.append(inputs)
        return self.nodes[condition]

    def _parts(self, condition: Condition) -> tuple[Condition, ...]:
        """What the condition directly depends on; a term depends on its definition and its exceptions."""
        if not isinstance(condition, Holds):
            return children(condition)
        exceptions = self.exceptions.get(("term", condition.term), [])
        return (self.law.terms[condition.term].when, *(Not(exception.when) for exception in exceptions))

    def _leaves(self) -> dict[str, tuple[tuple[int, Callable[[FactValue], int]], ...]]:
        found: dict[str, list[tuple[int, Callable[[FactValue], int]]]] = defaultdict(list)
        for node, condition in enumerate(self.conditions):
            if isinstance(condition, Leaf):
                found[condition.fact].append((node, _test(condition)))
        return {fact: tuple(tests) for fact, tests in found.items()}


def _test(leaf: Leaf) -> Callable[[FactValue], int]:
    """Return the function that answers a leaf for a known value: 2 or 0, never unknown."""
    match leaf:
        case Is(_, wanted):
            return lambda value: 2 if value == wanted else 0
        case In(_, options):
            chosen = frozenset(options)
            return lambda value: 2 if (chosen & value if isinstance(value, frozenset) else value in chosen) else 0
        case AtLeast(_, bound):
            return lambda value: 2 if value >= bound else 0  # type: ignore[operator]


def _dependents(inputs: tuple[tuple[int, ...], ...], inner: Iterable[int], touched: set[int]) -> list[int]:
    """Return the inner nodes that can change when these leaves do, in order."""
    reached, found = set(touched), []
    for node in inner:
        if not reached.isdisjoint(inputs[node]):
            reached.add(node)
            found.append(node)
    return found


_COMBINE = (all_hold, any_holds, opposite)
# Answers repeat from system to system; this only bounds memory when numbers and dates never do.
_MOST_MEANINGS = 50_000
