"""One system explained: the class and why, duties, what does not apply and why, and each answer with its origin."""

from collections.abc import Iterator, Sequence
from datetime import date

from balie.law import (
    Answer,
    Assessment,
    Finding,
    Law,
    OpenQuestion,
    PackKind,
    Statement,
    Text,
    Trace,
    plain_value,
    reasons_for,
    say_conclusion,
    say_date,
    say_parties,
    say_status,
    say_weight,
    trace_of,
)
from balie.site.cli.report import phrases
from balie.site.cli.report.outcome import DutyLine, Outcome, Report
from balie.site.cli.report.page import Section


def explain_fully(outcome: Outcome, assessment: Assessment, report: Report, language: str) -> tuple[Section, ...]:
    """Return the whole explanation in words."""
    found = (
        Section(outcome.system.name, tuple(head(outcome, report, language))),
        Section(CLASS_REASONS.say(language), tuple(_class_reasons(assessment, language))),
        *_duty_sections(outcome, assessment, language),
        Section(phrases.OPEN_QUESTIONS.say(language), tuple(questions(outcome.questions(), language))),
        Section(_AHEAD.say(language), tuple(_changes(outcome, language))),
        Section(_NOT.say(language), tuple(_what_does_not_apply(assessment, language))),
        Section(_ANSWERS.say(language), tuple(_answers(assessment, language))),
    )
    return tuple(section for section in found if section.lines)


def as_plain(outcome: Outcome, assessment: Assessment, language: str) -> dict[str, object]:
    """Return every rule with its trace, for programs."""
    findings = [_finding_as_json(assessment, finding, language) for finding in assessment.findings]
    return {"format": "balie-explanation/1", "system": outcome.system.name, "findings": findings}


def head(outcome: Outcome, report: Report, language: str) -> Iterator[str]:
    """Say what the system is, and by which law and on which day."""
    yield from _facets(outcome, report, language)
    yield from (f"{phrases.NOTES.say(language)}: {note.say(language)}" for note in outcome.notes)
    yield from phrases.basis_of(report, language)


def _facets(outcome: Outcome, report: Report, language: str) -> Iterator[str]:
    facets = (
        (phrases.CLASS, phrases.class_in_words(outcome, language)),
        (phrases.BY_LAW, phrases.statutory_in_words(outcome.statutory, report.applies_on, language)),
        (phrases.BY_HOUSE, phrases.house_in_words(outcome, report, language)),
        (phrases.NEXT_DATE, phrases.next_change_in_words(outcome, language)),
        (_ROLE, phrases.roles_in_words(outcome, language)),
    )
    yield from (f"{label.say(language)}: {words}" for label, words in facets)


def _class_reasons(assessment: Assessment, language: str) -> Iterator[str]:
    """Give the full trace of every rule that gives or may give a class, a role or an exception; the heaviest first."""
    findings = [f for f in assessment.findings if f.answer is not Answer.NO and not f.rule.then.duty]
    for finding in sorted(findings, key=lambda f: (-(f.rule.then.risk or 0), f.rule.id)):
        yield title_of(assessment, finding, language)
        yield from (f"  {line}" for line in trace_of(assessment, finding.rule.id).lines(language))
        yield from (f"  {line}" for line in _exceptions(assessment, finding, language))


def title_of(assessment: Assessment, finding: Finding, language: str) -> str:
    """Say what a rule concludes, from when, and how firm it is."""
    cite, conclusion = finding.provision.cite.say(language), say_conclusion(assessment, finding).say(language)
    weight = say_weight(finding.provision, finding.rule.basis)
    status = finding.status(assessment.applies_on)
    when = say_status(status, finding.since(assessment.applies_on), language)
    house = assessment.law.kind_of(finding.rule.id) is PackKind.HOUSE
    marks = [when, *([_HOUSE.say(language)] if house else []), *([weight.say(language)] if weight else [])]
    return f"{cite}: {conclusion} ({'; '.join(marks)})"


def _exceptions(assessment: Assessment, finding: Finding, language: str) -> Iterator[str]:
    for name in finding.excepted_by:
        rule = assessment.law.rules[name]
        cite = assessment.law.provisions[rule.provision].cite.say(language)
        yield Text(nl=f"uitzondering: {cite}", en=f"exception: {cite}").say(language)
        yield from (f"  {line}" for line in trace_of(assessment, name).lines(language))


def _duty_sections(outcome: Outcome, assessment: Assessment, language: str) -> Iterator[Section]:
    for status, title in phrases.STATED_DUTIES.items():
        lines = [text for line in outcome.with_status(status) for text in _duty(line, assessment, language)]
        yield Section(title.say(language), tuple(lines))


def _duty(line: DutyLine, assessment: Assessment, language: str) -> Iterator[str]:
    found = line.found
    from_when = _from_when(found.since, assessment.applies_on, language)
    role, source = say_parties(line.owed_as).say(language), phrases.source_in_words(line, language)
    yield f"{found.duty.title.say(language)} ({found.provision.cite.say(language)}; {role}; {source}{from_when})"
    yield f"  {found.duty.text.say(language)}"
    if line.ceiling:
        yield f"  {phrases.FINE.say(language)}: {line.ceiling.text.say(language)}"
    for finding in found.findings:
        if finding.answer is not Answer.NO:
            yield from (f"  {_because(reason, language)}" for reason in reasons_for(assessment, finding.rule.id))


def _from_when(start: date | None, today: date, language: str) -> str:
    if start is None:
        return ""
    day, begun = say_date(start, language), start <= today
    return Text(nl=f", {'sinds' if begun else 'vanaf'} {day}", en=f", {'since' if begun else 'from'} {day}").say(
        language
    )


def questions(ranked: Sequence[OpenQuestion], language: str) -> Iterator[str]:
    """List open questions: what each can change, and who knows."""
    for rank, question in enumerate(ranked, start=1):
        fact = question.fact
        who = phrases.RESPONDENTS[fact.answered_by].say(language)
        weighs = _CAN_CHANGE.say(language) if question.changes_class else _ONLY_DUTIES.say(language)
        yield f"{rank}. {fact.question.say(language)} [{fact.id}] ({weighs}; {who})"
        if fact.open_norm:
            yield f"   {_WEIGH.say(language)}: {fact.open_norm.criteria.say(language)}"


def _changes(outcome: Outcome, language: str) -> Iterator[str]:
    for change in outcome.timeline:
        moved = (
            f"{change.before.say(language)} -> {change.after.say(language)}" if change.before != change.after else ""
        )
        yield f"{say_date(change.on, language)}{': ' if moved else ''}{moved}"
        yield from (f"  + {duty.title.say(language)}" for duty in change.starting)
        yield from (f"  - {duty.title.say(language)}" for duty in change.ending)


def _what_does_not_apply(assessment: Assessment, language: str) -> Iterator[str]:
    """Say per rule that does not hold which answers made it so."""
    for finding in assessment.findings:
        if finding.answer is Answer.NO:
            because = "; ".join(_because(reason, language) for reason in reasons_for(assessment, finding.rule.id)[:2])
            conclusion = say_conclusion(assessment, finding).say(language)
            yield f"{finding.provision.cite.say(language)}: {conclusion}: {because}"


def _because(reason: Trace, language: str) -> str:
    return f"{reason.text.say(language)}: {reason.answer.label.say(language)}"


def _answers(assessment: Assessment, language: str) -> Iterator[str]:
    for name, statement in sorted(assessment.facts.items()):
        fact = assessment.law.facts[name]
        yield f"{fact.question.say(language)} {fact.say(statement.value, language)} [{name}]"
        yield from (f"  {line}" for line in _origin(assessment.law, statement, language))


def _origin(law: Law, statement: Statement, language: str) -> Iterator[str]:
    if source := phrases.source_of_answer(law, statement, language):
        yield Text(nl=f"bron: {source}", en=f"source: {source}").say(language)
    if statement.decided_by:
        on = f", {say_date(statement.on, language)}" if statement.on else ""
        yield Text(nl=f"besloten door: {statement.decided_by}{on}", en=f"decided by: {statement.decided_by}{on}").say(
            language
        )
    if statement.reasons:
        yield Text(nl=f"redenen: {statement.reasons}", en=f"reasons: {statement.reasons}").say(language)


def _finding_as_json(assessment: Assessment, finding: Finding, language: str) -> dict[str, object]:
    since, until = finding.since(assessment.applies_on), finding.until(assessment.applies_on)
    weight = say_weight(finding.provision, finding.rule.basis)
    return {
        "rule": finding.rule.id,
        "provision": finding.provision.id,
        "cite": finding.provision.cite.say(language),
        "conclusion": say_conclusion(assessment, finding).say(language),
        "answer": finding.answer.name.lower(),
        "status": finding.status(assessment.applies_on).value,
        "since": since and since.isoformat(),
        "until": until and until.isoformat(),
        "basis": finding.rule.basis.value,
        "certainty": finding.provision.certainty,
        "weight": weight and weight.say(language),
        "excepted_by": list(finding.excepted_by),
        "trace": _trace_as_json(trace_of(assessment, finding.rule.id), language),
    }


def _trace_as_json(trace: Trace, language: str) -> dict[str, object]:
    found: dict[str, object] = {
        "answer": trace.answer.name.lower(),
        "text": trace.text.say(language),
        "decisive": trace.decisive,
    }
    if trace.fact:
        found["fact"] = trace.fact.id
        found["value"] = plain_value(trace.statement.value) if trace.statement else None
    else:
        found["children"] = [_trace_as_json(child, language) for child in trace.children]
    return found


CLASS_REASONS = Text(nl="Waarom deze klasse", en="Why this class")
_AHEAD = Text(nl="Wat er verandert, en wanneer", en="What changes, and when")
_NOT = Text(nl="Wat niet geldt, en waarom niet", en="What does not apply, and why not")
_ANSWERS = Text(nl="De antwoorden waarop dit rust", en="The answers this rests on")
_ROLE = Text(nl="Rol", en="Role")
_HOUSE = Text(nl="huisbeleid", en="house policy")
_WEIGH = Text(nl="Weeg hierbij", en="Weigh this")
_CAN_CHANGE = Text(nl="kan de klasse veranderen", en="can change the class")
_ONLY_DUTIES = Text(nl="bepaalt plichten", en="decides duties")
