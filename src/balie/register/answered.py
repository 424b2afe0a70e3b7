"""The answers an outcome rests on, with the question, the source and who decided. Pure values."""

from collections.abc import Iterable
from dataclasses import dataclass

from balie.law import Assessment, Fact, Finding, Law, Statement, Text, Trace, counts, reasons_for

_LANGUAGES = ("nl", "en")
_FROM_ARCHETYPE = "archetype "
_OPEN_SHOWN = 4


@dataclass(frozen=True, slots=True)
class FactLine:
    """A question with the answer that counted, and who decided it. Without an answer it is open."""

    question: Text
    answer: Text | None
    decided_by: str = ""
    reasons: str = ""


@dataclass(frozen=True, slots=True)
class Sourced:
    """Answers that come from one source; open questions have none, and only the first few are listed."""

    source: Text | None
    lines: tuple[FactLine, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Answers:
    """All answers the outcome rests on, and how many of them come from the starting point."""

    sources: tuple[Sourced, ...]
    total: int
    from_start: int


def facts_of(
    found: Assessment,
    findings: Iterable[Finding],
    *,
    only: frozenset[str] | None = None,
    without: frozenset[str] = frozenset(),
) -> tuple[Sourced, ...]:
    """The facts that were decisive for these rules, each once and put together by source; what is open comes last."""
    grouped: dict[str | None, dict[str, FactLine]] = {}
    for fact, trace in _decisive(found, findings).items():
        if fact not in without and (only is None or fact in only) and trace.fact:
            grouped.setdefault(_counted_source(trace), {})[fact] = _fact_line(trace.fact, trace.statement)
    known_first = sorted(grouped.items(), key=lambda item: item[0] is None)
    return tuple(_sourced(found, source, tuple(lines.values())) for source, lines in known_first)


def answered_facts(found: Assessment, findings: Iterable[Finding]) -> frozenset[str]:
    """The facts with an answer that were decisive for these rules."""
    decisive = _decisive(found, findings)
    return frozenset(fact for fact, trace in decisive.items() if _counted_source(trace) is not None)


def answers_of(found: Assessment) -> Answers:
    """Every answer that rules ask for, by source; your own come first, those of the starting point last."""
    grouped: dict[str, list[FactLine]] = {}
    for name, statement in found.facts.items():
        fact = found.law.facts[name]
        if name in found.edition.leaves and counts(fact, statement):
            grouped.setdefault(statement.source, []).append(_fact_line(fact, statement))
    own_first = sorted(grouped.items(), key=lambda item: item[0].startswith(_FROM_ARCHETYPE))
    return Answers(
        sources=tuple(Sourced(_source(found, source), tuple(lines)) for source, lines in own_first),
        total=sum(len(lines) for _, lines in own_first),
        from_start=sum(len(lines) for source, lines in own_first if source.startswith(_FROM_ARCHETYPE)),
    )


def _decisive(found: Assessment, findings: Iterable[Finding]) -> dict[str, Trace]:
    traces = [trace for finding in findings for trace in reasons_for(found, finding.rule.id)]
    return {trace.fact.id: trace for trace in traces if trace.fact}


def _counted_source(trace: Trace) -> str | None:
    """Where the answer comes from; None while the question is open."""
    answered = trace.fact and trace.statement and counts(trace.fact, trace.statement)
    return trace.statement.source if answered and trace.statement else None


def _sourced(found: Assessment, source: str | None, lines: tuple[FactLine, ...]) -> Sourced:
    """For a system of which little is known, each rule waits for dozens of questions: they are listed once, ranked."""
    shown = len(lines) if source is not None else _OPEN_SHOWN
    return Sourced(_source(found, source), lines[:shown], max(0, len(lines) - shown))


def _fact_line(fact: Fact, statement: Statement | None) -> FactLine:
    if statement is None or not counts(fact, statement):
        return FactLine(fact.question, None)
    answer = Text(*(fact.say(statement.value, language) for language in _LANGUAGES))
    return FactLine(fact.question, answer, statement.decided_by, statement.reasons)


def source_words(law: Law, source: str, language: str) -> str:
    """How a source is told: a starting point by its name, anything else as it was written."""
    archetype = law.archetypes.get(source.removeprefix(_FROM_ARCHETYPE))
    if source.startswith(_FROM_ARCHETYPE) and archetype:
        name = archetype.name.say(language)
        return Text(nl=f"startpunt “{name}”", en=f"starting point “{name}”").say(language)
    return source


def _source(found: Assessment, source: str | None) -> Text | None:
    """Name a source; a starting point is named as people know it."""
    return Text(*(source_words(found.law, source, language) for language in _LANGUAGES)) if source else None
