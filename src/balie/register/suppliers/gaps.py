"""What a supplier still owes us for each system: answers, documents and agreements, each with the article. Pure values.

A duty that certainly applies, by the stored assessment, names the papers one cannot do it without. Of the questions
that a supplier answers best only those are asked that can still change something for the system. What somebody marked
as received is no longer owed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from balie.law import (
    DutyStatus,
    Fact,
    FactKind,
    Facts,
    Law,
    Respondent,
    Subject,
    Text,
    classify,
    waiting_facts,
)
from balie.register.suppliers.requests import AGREEMENTS, REQUESTS, Asked
from balie.register.system import ContractKind

RUNS_OUT_WITHIN = timedelta(days=60)
_CERTAIN = {DutyStatus.IN_FORCE.value, DutyStatus.AHEAD.value}


class GapKind(StrEnum):
    """What kind of thing is missing."""

    AGREEMENT = "agreement"
    DOCUMENT = "document"
    ANSWER = "answer"

    @property
    def label(self) -> Text:
        """The kind in words."""
        return _KINDS[self]


class Term(StrEnum):
    """Where an agreement is in its life, on one day."""

    UNSIGNED = "unsigned"
    AHEAD = "ahead"
    HOLDS = "holds"
    RUNS_OUT = "runs_out"
    ENDED = "ended"

    @property
    def label(self) -> Text:
        """The stage in words."""
        return _TERMS[self]

    @property
    def counts(self) -> bool:
        """Whether one can rely on it on that day."""
        return self in {Term.HOLDS, Term.RUNS_OUT}


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was agreed, for which systems (none named: for all of this supplier), from when until when."""

    kind: ContractKind
    systems: frozenset[int]
    signed_on: date | None
    ends_on: date | None

    def covers(self, system: int) -> bool:
        """Whether it is about this system."""
        return not self.systems or system in self.systems

    def term(self, today: date) -> Term:
        """Where it is in its life."""
        return term_of(self.signed_on, self.ends_on, today)


@dataclass(frozen=True, slots=True)
class Supplied:
    """A system as its supplier's gaps are read from it: what is known, and the compact outcome that was stored."""

    key: int
    name: str
    facts: Facts
    outcome: Mapping[str, Any]
    received: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is owed for one system: what, why, and on which provision that rests."""

    kind: GapKind
    id: str
    system: int
    system_name: str
    what: Text
    why: Text
    provision: str
    cite: Text


def term_of(signed_on: date | None, ends_on: date | None, today: date) -> Term:
    """Where an agreement is in its life on one day. It still holds on its last day."""
    if ends_on is not None and ends_on < today:
        return Term.ENDED
    if signed_on is None:
        return Term.UNSIGNED
    if signed_on > today:
        return Term.AHEAD
    return Term.RUNS_OUT if ends_on is not None and ends_on - today <= RUNS_OUT_WITHIN else Term.HOLDS


def gaps_of(law: Law, supplied: Supplied, agreements: Iterable[Agreement], today: date) -> tuple[Gap, ...]:
    """Everything owed for one system: agreements first, then documents, then answers."""
    listed = tuple(agreements)
    found = [
        *_agreements(law, supplied, listed, today),
        *_documents(law, supplied),
        *_answers(law, supplied, today),
    ]
    return tuple(gap for gap in found if gap.id not in supplied.received)


def _agreements(law: Law, supplied: Supplied, agreements: tuple[Agreement, ...], today: date) -> Iterator[Gap]:
    for kind, asked in AGREEMENTS.items():
        if asked.duty not in _duties(supplied):
            continue
        terms = {one.term(today) for one in agreements if one.kind is kind and one.covers(supplied.key)}
        if not any(term.counts for term in terms):
            yield _gap(law, supplied, GapKind.AGREEMENT, asked, _state(terms))


def _documents(law: Law, supplied: Supplied) -> Iterator[Gap]:
    duties = _duties(supplied)
    return (_gap(law, supplied, GapKind.DOCUMENT, asked) for asked in REQUESTS if asked.duty in duties)


def _answers(law: Law, supplied: Supplied, today: date) -> Iterator[Gap]:
    """The questions a supplier answers best that can still change something. Without an assessment: none yet."""
    if not supplied.outcome:
        return
    waiting = waiting_facts(classify(law, supplied.facts, applies_on=today, published_by=today))
    for name, fact in law.facts.items():
        if fact.answered_by is Respondent.SUPPLIER and fact.about is Subject.SYSTEM and name in waiting:
            asked = Asked(name, "", waiting[name].provision, _question(fact), _NEEDED)
            yield _gap(law, supplied, GapKind.ANSWER, asked)


def _question(fact: Fact) -> Text:
    """The question, with what there is to choose from: whoever answers has only the letter."""
    if fact.kind not in {FactKind.ONE_OF, FactKind.SOME_OF}:
        return fact.question
    choices = {lang: "; ".join(option.label.say(lang) for option in fact.options) for lang in ("nl", "en")}
    none = fact.kind is FactKind.SOME_OF
    return Text(
        nl=f"{fact.question.nl} Kies uit: {choices['nl']}{'; geen van deze' if none else ''}.",
        en=f"{fact.question.en} Choose from: {choices['en']}{'; none of these' if none else ''}.",
    )


def _duties(supplied: Supplied) -> set[str]:
    return {duty["id"] for duty in supplied.outcome.get("duties", ()) if duty["status"] in _CERTAIN}


def _gap(law: Law, supplied: Supplied, kind: GapKind, asked: Asked, state: Text | None = None) -> Gap:
    why = Text(nl=f"{state.nl} {asked.why.nl}", en=f"{state.en} {asked.why.en}") if state else asked.why
    cite = law.provisions[asked.provision].cite
    return Gap(kind, asked.id, supplied.key, supplied.name, asked.what, why, asked.provision, cite)


def _state(terms: set[Term]) -> Text:
    for term in (Term.UNSIGNED, Term.AHEAD, Term.ENDED):
        if term in terms:
            return _STATES[term]
    return _MISSING


_NEEDED = Text(
    nl="Zonder dit antwoord weten wij niet wat de wet van dit systeem vraagt.",
    en="Without this answer we do not know what the law asks of this system.",
)
_MISSING = Text(nl="Er is nog geen overeenkomst.", en="There is no agreement yet.")
_STATES = {
    Term.UNSIGNED: Text(nl="De overeenkomst is nog niet ondertekend.", en="The agreement has not been signed yet."),
    Term.AHEAD: Text(nl="De overeenkomst is nog niet ingegaan.", en="The agreement has not begun yet."),
    Term.ENDED: Text(nl="De overeenkomst is afgelopen.", en="The agreement has ended."),
}
_KINDS = {
    GapKind.AGREEMENT: Text(nl="afspraken", en="agreements"),
    GapKind.DOCUMENT: Text(nl="documenten", en="documents"),
    GapKind.ANSWER: Text(nl="antwoorden", en="answers"),
}
_TERMS = {
    Term.UNSIGNED: Text(nl="niet ondertekend", en="not signed"),
    Term.AHEAD: Text(nl="nog niet ingegaan", en="not begun yet"),
    Term.HOLDS: Text(nl="geldt", en="in force"),
    Term.RUNS_OUT: Text(nl="loopt bijna af", en="runs out soon"),
    Term.ENDED: Text(nl="afgelopen", en="ended"),
}
