"""The duties of one system as people read them: by what they rest on, and what the open ones hang on. Pure values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from balie.law import (
    Answer,
    Assessment,
    DutyFinding,
    DutyStatus,
    Finding,
    OpenQuestion,
    Provision,
    Text,
    ceiling,
    owed_as,
    say_parties,
)
from balie.register.answered import Sourced, facts_of
from balie.register.grounds import Doubt, Footing, Ground, doubts_of, footing_of, ground_of

_SHOWN_AT_ONCE = 6
_HANGING_SHOWN = 5


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One duty: what to do, on what ground, for whom, since or from when, and what it may cost not to."""

    id: str
    title: Text
    text: Text
    provision: Provision
    ground: Ground
    footing: Footing
    doubts: tuple[Doubt, ...]
    role: Text
    since: date | None
    until: date | None
    fine: Text | None
    facts: tuple[Sourced, ...]


@dataclass(frozen=True, slots=True)
class DutyGroup:
    """Duties that rest on the same, the weightiest first."""

    footing: Footing
    lines: tuple[DutyLine, ...]

    @property
    def short(self) -> bool:
        """Whether the group can stand open without making the page long."""
        return len(self.lines) <= _SHOWN_AT_ONCE


@dataclass(frozen=True, slots=True)
class Hanging:
    """How many duties cannot be told yet because of one open question."""

    question: Text
    duties: int


def duties_of(found: Assessment) -> dict[str, tuple[DutyLine, ...]]:
    """All duties by where they stand, in the engine's order."""
    grouped: dict[str, list[DutyLine]] = {status.value: [] for status in DutyStatus}
    for duty in found.duties:
        grouped[duty.status].append(_duty(found, duty))
    return {status: tuple(lines) for status, lines in grouped.items()}


def groups_of(lines: Iterable[DutyLine]) -> tuple[DutyGroup, ...]:
    """Put duties together by what they rest on; the order within stays."""
    grouped: dict[Footing, list[DutyLine]] = {footing: [] for footing in Footing}
    for line in lines:
        grouped[line.footing].append(line)
    return tuple(DutyGroup(footing, tuple(held)) for footing, held in grouped.items() if held)


def hanging_of(found: Assessment, questions: Sequence[OpenQuestion]) -> tuple[Hanging, ...]:
    """Which open questions keep duties undecided: each duty counted once, under the question that decides most."""
    unknown = [duty for duty in found.duties if duty.status is DutyStatus.UNKNOWN]
    rules_of = {duty.duty.id: {finding.rule.id for finding in duty.findings} for duty in unknown}
    waiting = {question.fact.id: {rule.id for rule in question.rules} for question in questions}
    told: list[Hanging] = []
    while waiting and len(told) < _HANGING_SHOWN:
        held = {fact: [duty for duty, asked in rules_of.items() if asked & rules] for fact, rules in waiting.items()}
        fact, duties = max(held.items(), key=lambda item: len(item[1]))
        if len(duties) <= 1:
            break
        told.append(Hanging(found.law.facts[fact].question, len(duties)))
        rules_of = {duty: asked for duty, asked in rules_of.items() if duty not in duties}
    return tuple(told)


def _duty(found: Assessment, line: DutyFinding) -> DutyLine:
    strongest = max((finding.answer for finding in line.findings), default=Answer.NO)
    decided: list[Finding] = [finding for finding in line.findings if finding.answer is strongest]
    ground = ground_of(line.source, line.provision)
    return DutyLine(
        id=line.duty.id,
        title=line.duty.title,
        text=line.duty.text,
        provision=line.provision,
        ground=ground,
        footing=footing_of(found.law, line.provision, ground),
        doubts=doubts_of(ground, line.provision, decided),
        role=say_parties(owed_as(found, line.duty)),
        since=line.since,
        until=line.until,
        fine=_fine(found, line),
        facts=facts_of(found, decided),
    )


def _fine(found: Assessment, line: DutyFinding) -> Text | None:
    """The most it can cost this organisation; its size and turnover make the difference."""
    if line.fine is None:
        return None
    return ceiling(found.law, line.fine, found.facts, published_by=found.published_by).text
