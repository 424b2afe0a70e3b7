"""The overview in Markdown, for a wiki, a pull request or a council paper: the table, then a section per system."""

from collections.abc import Iterator

from balie.law import DutyStatus, Text, say_parties, say_status
from balie.site.cli.report import phrases
from balie.site.cli.report.escaping import in_markdown
from balie.site.cli.report.outcome import DutyLine, Outcome, Report

_TITLE = Text(nl="AI-systemen in klantcontact", en="AI systems in customer contact")


def as_markdown(report: Report, language: str) -> str:
    """Return the whole report as Markdown."""
    lines = [f"# {_TITLE.say(language)}", "", in_markdown(phrases.summary_of(report, language)), ""]
    lines += [f"> {in_markdown(line)}  " for line in phrases.basis_of(report, language)]
    if missing := phrases.missing_from(report, language):
        lines += ["", f"**{in_markdown(missing)}**"]
    lines += ["", *_overview(report, language)]
    for outcome in report.outcomes:
        lines += ["", *_system(outcome, report, language)]
    return phrases.printable("\n".join(lines)) + "\n"


def _overview(report: Report, language: str) -> Iterator[str]:
    columns = (phrases.SYSTEM, phrases.CLASS, phrases.BY_LAW, phrases.BY_HOUSE, phrases.DUTIES, phrases.OPEN_QUESTIONS)
    yield _row(column.say(language) for column in columns)
    yield _row("---" for _ in columns)
    for outcome in report.outcomes:
        yield _row(
            in_markdown(cell)
            for cell in (
                outcome.system.name,
                phrases.class_in_words(outcome, language),
                phrases.statutory_in_words(outcome.statutory, report.applies_on, language),
                phrases.house_in_words(outcome, report, language),
                phrases.duties_in_words(outcome, language),
                str(outcome.open_facts),
            )
        )


def _system(outcome: Outcome, report: Report, language: str) -> Iterator[str]:
    yield f"## {in_markdown(outcome.system.name)}"
    yield ""
    facets = (
        (phrases.CLASS, phrases.class_in_words(outcome, language)),
        (phrases.BY_LAW, phrases.statutory_in_words(outcome.statutory, report.applies_on, language)),
        (phrases.BY_HOUSE, phrases.house_in_words(outcome, report, language)),
        (Text(nl="Rol", en="Role"), phrases.roles_in_words(outcome, language)),
        (phrases.NEXT_DATE, phrases.next_change_in_words(outcome, language)),
    )
    yield from (f"- {label.say(language)}: {in_markdown(words)}" for label, words in facets)
    yield from (f"- {phrases.NOTES.say(language)}: {in_markdown(note.say(language))}" for note in outcome.notes)
    for status in (DutyStatus.IN_FORCE, DutyStatus.AHEAD, DutyStatus.UNKNOWN):
        if duties := outcome.with_status(status):
            yield from ("", f"### {phrases.STATED_DUTIES[status].say(language)}", "")
            yield from (_duty(line, language) for line in duties)
    if questions := outcome.questions():
        yield from ("", f"### {phrases.OPEN_QUESTIONS.say(language)}", "")
        yield from (f"1. {in_markdown(q.fact.question.say(language))} (`{q.fact.id}`)" for q in questions)


def _duty(line: DutyLine, language: str) -> str:
    found = line.found
    cite, link = in_markdown(found.provision.cite.say(language)), found.provision.link
    source = f"[{cite}](<{link}>)" if link else cite
    when = f" ({say_status(found.status, found.since, language)})" if found.status is DutyStatus.AHEAD else ""
    title, role = found.duty.title.say(language), say_parties(line.owed_as).say(language)
    return f"- **{in_markdown(title)}**{when}: {source}; {role}; {in_markdown(phrases.source_in_words(line, language))}"


def _row(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |"
