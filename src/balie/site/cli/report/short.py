"""One system explained in short: its class and the answers that decided it, its duties, and what to find out first.

The whole reasoning, rule by rule, is in `explanation`; the last line says how to get it.
"""

from collections.abc import Iterable, Iterator

from balie.law import (
    Answer,
    Assessment,
    DutyStatus,
    Finding,
    PackKind,
    RiskClass,
    Text,
    Trace,
    counts,
    reasons_for,
    say_parties,
)
from balie.register.reading.systems import FROM_ARCHETYPE
from balie.site.cli.report import phrases
from balie.site.cli.report.explanation import CLASS_REASONS, head, questions, title_of
from balie.site.cli.report.outcome import DutyLine, Outcome, Report
from balie.site.cli.report.page import Section

QUESTIONS_SHOWN = 8
OPEN_SHOWN = 4
_SHOWN = (DutyStatus.IN_FORCE, DutyStatus.AHEAD)


def explain_shortly(outcome: Outcome, assessment: Assessment, report: Report, language: str) -> tuple[Section, ...]:
    """Return what a reader wants first."""
    reasons = [line for finding in _deciding(assessment) for line in _reason(assessment, finding, language)]
    sections = [
        Section(outcome.system.name, tuple(head(outcome, report, language))),
        Section(CLASS_REASONS.say(language), tuple(reasons)),
        *_duty_sections(outcome, assessment, language),
        Section(phrases.OPEN_QUESTIONS.say(language), tuple(_first_questions(outcome, language))),
    ]
    told = [section for section in sections if section.lines]
    return (*told, Section(_more(outcome).say(language), ()))


def _deciding(assessment: Assessment) -> Iterator[Finding]:
    """Return the rules that give the heaviest class, certain or possible, by law first and then by house policy."""
    heaviest = {PackKind.LAW: assessment.statutory.highest, PackKind.HOUSE: assessment.house.highest}
    for kind, risk in heaviest.items():
        if risk is not RiskClass.NONE:
            yield from (f for f in assessment.findings if _gives(assessment, f, kind, risk))


def _gives(assessment: Assessment, finding: Finding, kind: PackKind, risk: RiskClass) -> bool:
    """Whether a finding gives this class, certainly when that is enough to settle it."""
    if finding.rule.then.risk != risk or assessment.law.kind_of(finding.rule.id) is not kind or not finding.possible:
        return False
    lowest = assessment.statutory.lowest if kind is PackKind.LAW else assessment.house.lowest
    return finding.answer is Answer.YES if lowest is risk else finding.answer is not Answer.NO


def _reason(assessment: Assessment, finding: Finding, language: str) -> Iterator[str]:
    yield title_of(assessment, finding, language)
    traces = reasons_for(assessment, finding.rule.id)
    given = [trace for trace in traces if _is_answered(trace)]
    still_open = [trace for trace in traces if not _is_answered(trace)]
    yield from (f"  {_answer(assessment, trace, language)}" for trace in given)
    yield from (f"  {_answer(assessment, trace, language)}" for trace in still_open[:OPEN_SHOWN])
    if (more := len(still_open) - OPEN_SHOWN) > 0:
        yield Text(nl=f"  ... en nog {more} open vragen", en=f"  ... and {more} more open questions").say(language)


def _is_answered(trace: Trace) -> bool:
    return trace.fact is not None and counts(trace.fact, trace.statement)


def _answer(assessment: Assessment, trace: Trace, language: str) -> str:
    """Return the question, its answer and where that comes from."""
    fact, statement = trace.fact, trace.statement
    if fact is None or statement is None or not counts(fact, statement):
        question = fact.question.say(language) if fact else trace.text.say(language)
        return f"{question} {_STILL_OPEN.say(language)}"
    source = phrases.source_of_answer(assessment.law, statement, language)
    borrowed = statement.source.startswith(FROM_ARCHETYPE)
    who = source if borrowed else statement.decided_by or source
    return f"{fact.question.say(language)} {fact.say(statement.value, language)}{f' ({who})' if who else ''}"


def _duty_sections(outcome: Outcome, assessment: Assessment, language: str) -> Iterator[Section]:
    """Group the duties by what they rest on, so that house policy never looks like law."""
    shown = [line for line in outcome.duties if line.found.status in _SHOWN]
    for ground, title in _GROUNDS.items():
        own = [line for line in shown if phrases.ground_of(line) == ground]
        yield Section(title.say(language), tuple(_duties(own, assessment, language)))
    if unknown := len(outcome.with_status(DutyStatus.UNKNOWN)):
        noun = Text(nl=f"{unknown}, zie --full.", en=f"{unknown}, see --full.").say(language)
        yield Section(f"{phrases.STATED_DUTIES[DutyStatus.UNKNOWN].say(language)}", (noun,))


def _duties(lines: Iterable[DutyLine], assessment: Assessment, language: str) -> Iterator[str]:
    for line in lines:
        found = line.found
        marks = [
            phrases.state_in_words(line, assessment.applies_on, language),
            say_parties(line.owed_as).say(language),
            found.provision.cite.say(language),
            *([line.weight.say(language)] if line.weight else []),
        ]
        yield f"{found.duty.title.say(language)} ({'; '.join(marks)})"
        yield f"  {found.duty.text.say(language)}"


def _first_questions(outcome: Outcome, language: str) -> Iterator[str]:
    ranked = outcome.questions()
    yield from questions(ranked[:QUESTIONS_SHOWN], language)
    if (more := len(ranked) - QUESTIONS_SHOWN) > 0:
        yield Text(nl=f"... en nog {more}, zie --full.", en=f"... and {more} more, see --full.").say(language)


def _more(outcome: Outcome) -> Text:
    name = outcome.system.name
    return Text(
        nl=f"De hele redenering, in woorden en met elk artikel: --explain '{name}' --full",
        en=f"The whole reasoning, in words and with every article: --explain '{name}' --full",
    )


_STILL_OPEN = Text(nl="nog open", en="still open")
_GROUNDS = {
    "law": Text(nl="Plichten volgens de wet", en="Duties by law"),
    "position": Text(nl="Volgens een standpunt van toezichthouders", en="By a position of supervisors"),
    "house": Text(nl="Volgens huisbeleid", en="By house policy"),
}
