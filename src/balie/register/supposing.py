"""What if: the outcome on another day, or with other answers, beside today's. Nothing is kept.

What somebody supposes stands in the address of the page, so that it can be shared; `take_over` makes answers of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db import transaction

from balie.law import Assessment, BadValue, Fact, FactKind, Facts, FactValue, Law, Statement, Text, ceiling, classify
from balie.law import DutyStatus as Status
from balie.people.service import Permission, actor
from balie.register import models, statements
from balie.register.acting import Acting
from balie.register.answering import Given
from balie.register.assessing import facts_of
from balie.register.differing import difference_of
from balie.register.outcome import outcome_of
from balie.register.portfolio import Days
from balie.register.replying import Said, keep, may_settle, refuse_retired, statement_of
from balie.register.scope import system_for
from balie.register.system import Via
from balie.register.telling import Told, answers_told, tell

PREFIX = "f."
UNKNOWN = "?"
MOST = 30
_LONGEST_VALUE = 200
_ON_PAPER = "what if"  # a norm counts as decided while one supposes; only a person decides it in earnest

Supposed = Mapping[str, FactValue | None]


@dataclass(frozen=True, slots=True)
class Wrong:
    """An answer that a question cannot take."""

    fact: Fact
    reason: Text


@dataclass(frozen=True, slots=True)
class Supposing:
    """The days and the answers somebody supposes; None is "not known". `asked` are questions without an answer yet."""

    days: Days
    answers: Supposed = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    too_many: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing is supposed."""
        return not self.answers and not self.days.moved

    def address(self, *, without: str = "") -> str:
        """The address that says all this again, less one question."""
        parts: list[tuple[str, str]] = list(self.days.asked.items())
        for name, value in self.answers.items():
            if name != without:
                parts += [(PREFIX + name, text) for text in written(value)]
        parts += [("add", name) for name in self.asked if name != without]
        return "?" + urlencode(parts)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two outcomes, with what people compare."""

    found: Assessment
    now: int
    ahead: int
    unknown: int
    highest_fine: Text | None


@dataclass(frozen=True, slots=True)
class Compared:
    """Today's outcome, the supposed one, and what is different."""

    today: Side
    supposed: Side
    told: Told


def suppose(law: Law, system: models.AISystem, supposing: Supposing) -> Compared:
    """Judge a system as it is today and as somebody supposes it."""
    facts, days = facts_of(law, system), supposing.days
    other = _with(facts, supposing.answers)
    today = classify(law, facts, applies_on=days.today, published_by=days.today)
    then = classify(law, other, applies_on=days.applies_on, published_by=days.published_by)
    told = tell(difference_of(outcome_of(today), outcome_of(then)), law)
    answers = answers_told(statements.as_json(facts), statements.as_json(other), law)
    return Compared(_side(today), _side(then), Told(told.classes, told.review, told.duties, (), answers))


def read(law: Law, given: Mapping[str, list[str]], days: Days) -> Supposing:
    """Read what an address supposes; what makes no sense is named or left out."""
    answers: dict[str, FactValue | None] = {}
    wrong = []
    names = [name.removeprefix(PREFIX) for name in given if name.startswith(PREFIX)]
    known = [name for name in names if name in law.facts]
    for name in known[:MOST]:
        try:
            answers[name] = _value(law.facts[name], given[PREFIX + name])
        except BadValue as problem:
            wrong.append(Wrong(law.facts[name], problem.reason))
        except LookupError:
            continue
    asked = [name for name in given.get("add", []) if name in law.facts and name not in answers]
    asked += [one.fact.id for one in wrong if one.fact.id not in asked]
    return Supposing(days, answers, tuple(dict.fromkeys(asked))[:MOST], tuple(wrong), len(known) > MOST)


def written(value: FactValue | None) -> list[str]:
    """A value as it stands in an address."""
    if value is None:
        return [UNKNOWN]
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, frozenset):
        return sorted(value) or [""]
    return [str(value)]


@transaction.atomic
def take_over(law: Law, key: int, answers: Supposed, acting: Acting) -> tuple[int, tuple[str, ...]]:
    """Give what was supposed as answers; say how many, and which questions are left: norms, and what is not theirs.

    Raise `NotPermitted`, `NoSuchSystem`, or `Refused` for a retired system.
    """
    system = system_for(acting.person, key, Permission.ANSWER, now=acting.now)
    refuse_retired(system)
    left = tuple(
        name for name in answers if law.facts[name].open_norm or not may_settle(acting.person, system, law, name)
    )
    said = {
        name: statement_of(law, name, Said(value), str(acting.person), acting.today)
        for name, value in answers.items()
        if name not in left
    }
    if said:
        keep(law, system, said, Given({}, actor(acting.person), Via.PAGE, acting.now, acting.today, acting.person))
    return len(said), left


def _with(facts: Facts, answers: Supposed) -> Facts:
    changed = {
        name: Statement(value, _ON_PAPER, decided_by=_ON_PAPER, reasons=_ON_PAPER)
        for name, value in answers.items()
        if value is not None
    }
    return {name: said for name, said in facts.items() if name not in answers} | changed


def _value(fact: Fact, texts: list[str]) -> FactValue | None:
    """Read one answer; an empty one is a question that still waits for its answer: `LookupError`."""
    if UNKNOWN in texts:
        return None
    if fact.kind is FactKind.SOME_OF:
        return fact.read([text[:_LONGEST_VALUE] for text in texts if text])
    text = texts[-1][:_LONGEST_VALUE].strip()
    if not text:
        raise LookupError(fact.id)
    return fact.read(text)


def _side(found: Assessment) -> Side:
    statuses = [duty.status for duty in found.duties]
    return Side(
        found=found,
        now=statuses.count(Status.IN_FORCE),
        ahead=statuses.count(Status.AHEAD),
        unknown=statuses.count(Status.UNKNOWN),
        highest_fine=_highest_fine(found),
    )


def _highest_fine(found: Assessment) -> Text | None:
    """The highest ceiling among the duties of the day."""
    fines = {duty.fine.id: duty.fine for duty in found.duties if duty.fine and duty.status is Status.IN_FORCE}
    ceilings = [ceiling(found.law, fine, found.facts, published_by=found.published_by) for fine in fines.values()]
    known = [one for one in ceilings if one.euros is not None]
    return max(known, key=lambda one: one.euros or 0).text if known else None
