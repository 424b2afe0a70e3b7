"""Find facts that make a rule hold, or show that there are none: how rules that can never fire are found."""

from datetime import date

from balie.law.answer import Answer
from balie.law.conditions import AtLeast, In, Is
from balie.law.edition import Edition, edition_of
from balie.law.facts import Fact, FactKind, Facts, FactValue, Statement
from balie.law.model import Law

# Enough for every real rule by a wide margin; a rule that needs more is reported as possible, never as impossible.
_MOST_STEPS = 20_000


def case_for(law: Law, rule_id: str, published_by: date) -> Facts | None:
    """Return facts for which the rule holds, or None when no facts do. Gives up in favour of "possible"."""
    edition = edition_of(law, published_by)
    search = _Search(edition, edition.node_of[rule_id])
    found = search.extend({}, edition.answer({}))
    return found if found is not None or search.steps < _MOST_STEPS else {}


class _Search:
    """Depth-first over the facts the rule still hinges on; three-valued answers cut off what cannot work."""

    def __init__(self, edition: Edition, node: int) -> None:
        self.edition, self.node, self.steps = edition, node, 0

    def extend(self, chosen: dict[str, Statement], answers: bytearray) -> dict[str, Statement] | None:
        self.steps += 1
        if answers[self.node] == Answer.YES:
            return chosen
        if answers[self.node] == Answer.NO or self.steps >= _MOST_STEPS:
            return None
        fact = _undecided_fact(self.edition, self.node, answers)
        if fact is None:
            return None
        for value in possible_values(self.edition, fact):
            more = {**chosen, fact: Statement(value, decided_by="search", reasons="search")}
            found = self.extend(more, self.edition.suppose(answers, fact, value))
            if found is not None:
                return found
        return None


def possible_values(edition: Edition, name: str) -> tuple[FactValue, ...]:
    """Return values that between them give every answer the conditions on this fact can take one at a time.

    For a number or a date these are the thresholds and something below the lowest.
    """
    fact = edition.law.facts[name]
    if fact.kind is FactKind.YES_NO:
        return (True, False)
    options = tuple(option.id for option in fact.options)
    if fact.kind is FactKind.ONE_OF:
        return options
    if fact.kind is FactKind.SOME_OF:
        return (frozenset(), *(frozenset({option}) for option in options), frozenset(options))
    return _thresholds(edition, fact)


def _thresholds(edition: Edition, fact: Fact) -> tuple[FactValue, ...]:
    asked = [edition.conditions[node] for node, _ in edition.leaves.get(fact.id, ())]
    bounds = sorted({c.bound for c in asked if isinstance(c, AtLeast)} | {c.value for c in asked if isinstance(c, Is)})
    below: FactValue = date(1990, 1, 1) if fact.kind is FactKind.DATE else 0
    return (below, *bounds)


def _undecided_fact(edition: Edition, node: int, answers: bytearray) -> str | None:
    """Return the first fact that an undecided condition still hinges on."""
    stack = [node]
    while stack:
        current = stack.pop()
        if answers[current] != Answer.UNKNOWN:
            continue
        condition = edition.conditions[current]
        if isinstance(condition, Is | In | AtLeast):
            return condition.fact
        stack.extend(reversed(edition.inputs[current]))
    return None
