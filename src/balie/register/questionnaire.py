"""The questionnaire: which question comes next, what is behind it, and which answers wait to be confirmed. Pure.

The law ranks the open questions by what they can still change. Here that order meets the people: a question somebody
passed over comes after the others, and one that somebody did not know the answer to comes last.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from balie.law import (
    Assessment,
    AtLeast,
    Condition,
    Fact,
    Holds,
    In,
    Is,
    Law,
    PackKind,
    Provision,
    RiskClass,
    Statement,
    Subject,
    counts,
    open_questions,
    walk,
)
from balie.register.explained import Question, questions_of

FROM_ARCHETYPE = "archetype "  # how a source names a starting point, as in files


@dataclass(frozen=True, slots=True)
class Course:
    """The questions that can still change something, in the order in which they are put."""

    found: Assessment
    questions: tuple[Question, ...]
    unknown: frozenset[str]

    @property
    def order(self) -> tuple[str, ...]:
        """The questions by name: what somebody did not know the answer to comes last."""
        names = [question.fact.id for question in self.questions]
        return tuple(sorted(names, key=lambda name: name in self.unknown))

    @property
    def classing(self) -> int:
        """How many of them can still change the class."""
        return sum(question.sway is not None for question in self.questions)

    @property
    def other(self) -> int:
        """How many only decide on duties."""
        return len(self.questions) - self.classing

    @property
    def settled(self) -> bool:
        """Whether the class is certain."""
        return self.found.effective.settled and not self.classing

    @property
    def scale(self) -> tuple[tuple[RiskClass, bool], ...]:
        """Every class, and whether it is still possible."""
        found = self.found.effective
        return tuple((risk, found.lowest <= risk <= found.highest) for risk in RiskClass)

    def next(self, passed: Collection[str]) -> str | None:
        """The first question that was not put yet in this round."""
        return next((name for name in self.order if name not in passed), None)

    def of(self, name: str) -> Question | None:
        """An open question by name; none when its answer changes nothing any more."""
        return next((question for question in self.questions if question.fact.id == name), None)


@dataclass(frozen=True, slots=True)
class Given:
    """The newest answer to a question as it was put down: by whom, when, and whether anybody knew."""

    known: bool
    by: str
    at: datetime
    via: str


@dataclass(frozen=True, slots=True)
class Line:
    """An answer that counts now; `confirm` when somebody should say that it is right, or still right."""

    fact: Fact
    statement: Statement
    given: Given | None
    confirm: bool
    matters: bool

    @property
    def from_start(self) -> bool:
        """Whether it comes from the starting point and nobody said so themselves."""
        return self.statement.source.startswith(FROM_ARCHETYPE)

    @property
    def shared(self) -> bool:
        """Whether it is about the organisation, and so counts for all its systems."""
        return self.fact.about is Subject.ORGANISATION


def course_of(found: Assessment, unknown: Iterable[str]) -> Course:
    """Rank the open questions of an assessment."""
    return Course(found, questions_of(open_questions(found)), frozenset(unknown))


def lines_of(found: Assessment, given: Mapping[str, Given], *, since: datetime | None) -> tuple[Line, ...]:
    """Every answer that counts, in the order of the law; `since` is when a new version made them doubtful."""
    named = [name for name in found.law.facts if name in found.facts]
    lines = (_line(found, name, given.get(name), since) for name in named)
    return tuple(line for line in lines if line is not None)


def provisions_behind(law: Law, fact: str) -> tuple[Provision, ...]:
    """The provisions that ask for a fact: definitions first, then rules of law, then house policy."""
    return _behind(law).get(fact, ())


def _line(found: Assessment, name: str, given: Given | None, since: datetime | None) -> Line | None:
    fact, statement = found.law.facts[name], found.facts[name]
    if not counts(fact, statement):
        return None
    starting = statement.source.startswith(FROM_ARCHETYPE)
    doubtful = since is not None and fact.about is Subject.SYSTEM and (given is None or given.at < since)
    matters = name in found.edition.leaves
    return Line(fact, statement, given, confirm=matters and (starting or doubtful), matters=matters)


@lru_cache(maxsize=4)
def _behind(law: Law) -> Mapping[str, tuple[Provision, ...]]:
    found: dict[str, dict[str, Provision]] = {}
    for provision, condition in _asking(law):
        for fact in _facts_in(law, condition, set()):
            found.setdefault(fact, {})[provision] = law.provisions[provision]
    return {fact: tuple(provisions.values()) for fact, provisions in found.items()}


def _asking(law: Law) -> Iterator[tuple[str, Condition]]:
    """Every provision with a condition, in the order in which a reader wants them."""
    yield from ((term.provision, term.when) for term in law.terms.values() if term.provision)
    for kind in (PackKind.LAW, PackKind.HOUSE):
        yield from ((rule.provision, rule.when) for rule in law.rules.values() if law.kind_of(rule.id) is kind)


def _facts_in(law: Law, condition: Condition, seen: set[str]) -> Iterator[str]:
    """The facts a condition asks for itself, and those of terms that rest on no provision of their own."""
    for part in walk(condition):
        if isinstance(part, Is | In | AtLeast):
            yield part.fact
        elif isinstance(part, Holds) and part.term not in seen and not law.terms[part.term].provision:
            seen.add(part.term)
            yield from _facts_in(law, law.terms[part.term].when, seen)
