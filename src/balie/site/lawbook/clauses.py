"""A rule's condition as a sentence with parts, for somebody who wants to check how we read an article."""

from dataclasses import dataclass
from datetime import date

from balie.law import Fact, Law, Text
from balie.law.conditions import All, AnyOf, AtLeast, Condition, Holds, In, Is, Not, children


@dataclass(frozen=True, slots=True)
class Clause:
    """One step of a rule in words, the answer it looks for, and the steps below it."""

    text: Text
    wanted: Text | None = None
    below: "tuple[Clause, ...]" = ()


def clause_of(law: Law, condition: Condition) -> Clause:
    """Put a condition in words, down to the questions people answer."""
    match condition:
        case Is() | In() | AtLeast():
            fact = law.facts[condition.fact]
            return Clause(fact.question, _wanted(fact, condition))
        case Holds(term):
            return Clause(law.terms[term].label, None, (clause_of(law, law.terms[term].when),))
        case _:
            return Clause(_HEADINGS[type(condition)], None, tuple(clause_of(law, part) for part in children(condition)))


def _wanted(fact: Fact, condition: Is | In | AtLeast) -> Text:
    """The answer a rule looks for."""
    match condition:
        case Is(_, value):
            return Text(nl=fact.say(value, "nl"), en=fact.say(value, "en"))
        case In(_, options):
            labels = [option.label for option in fact.options if option.id in options]
            return Text(nl=" of ".join(label.nl for label in labels), en=" or ".join(label.en for label in labels))
        case AtLeast(_, bound):
            nl, en = ("of later", "or later") if isinstance(bound, date) else ("of meer", "or more")
            return Text(nl=f"{fact.say(bound, 'nl')} {nl}", en=f"{fact.say(bound, 'en')} {en}")


_HEADINGS = {
    All: Text(nl="Alle van deze:", en="All of these:"),
    AnyOf: Text(nl="Minstens een van deze:", en="At least one of these:"),
    Not: Text(nl="Niet:", en="Not:"),
}
