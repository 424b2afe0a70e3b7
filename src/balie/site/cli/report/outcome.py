"""The outcome of one run: per system what a reader wants to know, taken out of the engine's assessment.

These values are what every form of output prints, so that a table and a workbook can never say different things. They
hold no more than is printed: a list of thousands of systems has to fit in memory.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from balie.law import (
    Answer,
    Assessment,
    Ceiling,
    Change,
    Classification,
    ClassRange,
    DutyFinding,
    DutyStatus,
    Fault,
    Finding,
    Law,
    OpenQuestion,
    PackKind,
    Party,
    RiskClass,
    Text,
    ceiling,
    classify,
    open_fact_count,
    open_questions,
    owed_as,
    say_weight,
)
from balie.register.system import AISystem, LifeCycle

SHOWN_STATUSES = (DutyStatus.IN_FORCE, DutyStatus.AHEAD, DutyStatus.UNKNOWN)


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty with its dates, how firm it is when less than the text of the law, the highest fine, and who owes it."""

    found: DutyFinding
    weight: Text | None
    ceiling: Ceiling | None
    owed_as: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out for one system."""

    system: AISystem
    effective: ClassRange
    statutory: Classification
    house: ClassRange
    review: bool
    roles: tuple[tuple[Party, Answer], ...]
    duties: tuple[DutyLine, ...]
    open_facts: int
    timeline: tuple[Change, ...]
    notes: tuple[Text, ...]
    judged: Assessment

    def questions(self) -> tuple[OpenQuestion, ...]:
        """Rank the open questions, the most telling first. Worked out when asked: a long list cannot wait for it."""
        return open_questions(self.judged)

    @property
    def class_settled(self) -> bool:
        """Whether no answer can change the class any more, by law or by house policy."""
        return self.statutory.range.settled and self.house.settled

    @property
    def next_date(self) -> date | None:
        """The first day ahead on which something changes."""
        return self.timeline[0].on if self.timeline else None

    def with_status(self, status: DutyStatus) -> tuple[DutyLine, ...]:
        """Return the duties that stand like this."""
        return tuple(duty for duty in self.duties if duty.found.status is status)

    def first_questions(self, count: int) -> tuple[OpenQuestion, ...]:
        """Return the most telling questions among those that can still change the class."""
        if self.class_settled:
            return ()
        return tuple(question for question in self.questions() if question.changes_class)[:count]


@dataclass(frozen=True, slots=True)
class SwitchedOff:
    """A house pack that was left out, and why."""

    pack: str
    title: Text
    because: str


@dataclass(frozen=True, slots=True)
class Report:
    """One run: the days it is about, the law it rests on, the systems, and what could not be read."""

    law: Law
    applies_on: date
    published_by: date
    outcomes: tuple[Outcome, ...]
    switched_off: tuple[SwitchedOff, ...] = ()
    faults: tuple[Fault, ...] = ()
    notices: tuple[Fault, ...] = ()
    refused: int = 0

    def named(self, name: str) -> Outcome | None:
        """Return the outcome for a system, whatever the capitals."""
        wanted = " ".join(name.split()).casefold()
        return next((outcome for outcome in self.outcomes if outcome.system.name.casefold() == wanted), None)


def outcome_of(system: AISystem, assessment: Assessment) -> Outcome:
    """Take out of an assessment what is printed."""
    shown = [found for found in assessment.duties if found.status in SHOWN_STATUSES]
    ceilings = _ceilings(shown, assessment)
    owed = {found.duty.roles: owed_as(assessment, found.duty) for found in _one_per_roles(shown)}
    return Outcome(
        system=system,
        effective=assessment.effective,
        statutory=assessment.statutory,
        house=assessment.house,
        review=assessment.review,
        roles=tuple(assessment.roles.items()),
        duties=tuple(
            DutyLine(
                found,
                _duty_weight(found),
                ceilings[found.fine.id] if found.fine else None,
                owed[found.duty.roles],
            )
            for found in shown
        ),
        open_facts=open_fact_count(assessment),
        timeline=assessment.timeline,
        notes=tuple(_notes(system, assessment)),
        judged=replace(assessment),  # the same values, without what was worked out from them along the way
    )


def _one_per_roles(duties: list[DutyFinding]) -> Iterable[DutyFinding]:
    """Keep one duty for each combination of roles: who owes it is the same for all of them."""
    return {found.duty.roles: found for found in duties}.values()


def _duty_weight(found: DutyFinding) -> Text | None:
    """Say how firm the firmest rule is that puts the duty on this system."""
    counting = [finding for finding in found.findings if finding.answer is not Answer.NO]
    weights = [say_weight(finding.provision, finding.rule.basis) for finding in counting]
    return None if None in weights or not weights else weights[0]


def _ceilings(duties: list[DutyFinding], assessment: Assessment) -> dict[str, Ceiling]:
    """Return the highest fine for this organisation, once per tier."""
    law, facts, published_by = assessment.law, assessment.facts, assessment.published_by
    tiers = {found.fine.id: found.fine for found in duties if found.fine}
    return {name: ceiling(law, fine, facts, published_by=published_by) for name, fine in tiers.items()}


def _notes(system: AISystem, assessment: Assessment) -> Iterator[Text]:
    if assessment.review:
        yield _REVIEW
    yield from _soft_ground(assessment)
    yield from _borrowed_judgments(system, assessment)
    if system.declared:
        yield from _compared(system, assessment.statutory.range)
    if system.life_cycle is LifeCycle.RETIRED:
        yield _RETIRED


def _soft_ground(assessment: Assessment) -> Iterator[Text]:
    """Say on what the statutory class rests, when nothing firmer than guidelines or our own reading gives it."""
    highest = assessment.statutory.highest
    grounds = [finding for finding in assessment.findings if _gives(assessment, finding, highest)]
    weights = [(finding, say_weight(finding.provision, finding.rule.basis)) for finding in grounds]
    if highest <= RiskClass.MINIMAL or not weights or any(weight is None for _, weight in weights):
        return
    finding, weight = weights[0]
    if weight:
        cite, label = finding.provision.cite, highest.label
        yield Text(
            nl=f"'{label.nl}' rust op {cite.nl}; {weight.nl}.",
            en=f"'{label.en}' rests on {cite.en}; {weight.en}.",
        )


def _borrowed_judgments(system: AISystem, assessment: Assessment) -> Iterator[Text]:
    """Say which judgments came with the starting point: they are nobody's decision yet."""
    law = assessment.law
    suggested = law.archetypes[system.archetype].facts if system.archetype else {}
    names = [
        name
        for name, statement in system.facts.items()
        if law.facts[name].open_norm and name in suggested and statement.reasons == suggested[name].reasons
    ]
    if names and _matters(assessment, names):
        for name in names:
            fact, value = law.facts[name], system.facts[name].value
            nl, en = (f"'{fact.question.say(language)}' {fact.say(value, language)}" for language in ("nl", "en"))
            yield Text(
                nl=f"Balie vulde voor jullie in: {nl}. Laat jullie jurist dit bevestigen.",
                en=f"Balie filled in for you: {en}. Have your lawyer confirm this.",
            )


def _matters(assessment: Assessment, names: list[str]) -> bool:
    """Whether the class would be less certain without these answers."""
    others = {name: statement for name, statement in assessment.facts.items() if name not in names}
    without = classify(assessment.law, others, applies_on=assessment.applies_on, published_by=assessment.published_by)
    return (without.statutory, without.house) != (assessment.statutory, assessment.house)


def _gives(assessment: Assessment, finding: Finding, risk: RiskClass) -> bool:
    """Whether the finding gives this class by law, certainly or possibly, on the day asked or later."""
    if finding.rule.then.risk is not risk or assessment.law.kind_of(finding.rule.id) is not PackKind.LAW:
        return False
    return finding.status(assessment.applies_on) in SHOWN_STATUSES


def _compared(system: AISystem, found: ClassRange) -> Iterator[Text]:
    """Compare a class that was declared elsewhere with ours; agreement needs no words."""
    declared = system.declared
    if declared is None or declared.covers(found):
        return
    if declared.contradicts(found):
        yield Text(
            nl=f"Opgegeven als '{declared.words}', maar uit de feiten volgt: {found.say('nl')}.",
            en=f"Declared as '{declared.words}', but the facts lead to: {found.say('en')}.",
        )
    else:
        yield Text(
            nl=f"Opgegeven als '{declared.words}'; dat is nog niet te bevestigen ({found.say('nl')}).",
            en=f"Declared as '{declared.words}'; that cannot be confirmed yet ({found.say('en')}).",
        )


_REVIEW = Text(
    nl="De klasse hangt af van een oordeel: jullie jurist moet nog oordelen, met redenen.",
    en="The class hinges on a judgment: a lawyer has to decide, with reasons.",
)
_RETIRED = Text(nl="Dit systeem is gestopt.", en="This system is retired.")
