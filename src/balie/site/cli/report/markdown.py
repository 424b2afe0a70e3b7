"""The overview in Markdown, for a wiki, a pull request or a council paper: the table, then a section per system."""

import re
from collections.abc import Iterator

from balie.law import DutyStatus, Text, say_parties, say_status
from balie.site.cli.report import phrases
from balie.site.cli.report.outcome import DutyLine, Outcome, Report

_TITLE = Text(nl="AI-systemen in klantcontact", en="AI systems in customer contact")
_MEANING = re.compile(r"([\\`*_{}\[\]<>#|!~])")
_LINKING = re.compile(r"@|(?:https?|ftp|mailto|xmpp):|www\.", re.IGNORECASE)
_NO_WIDTH = "&#8203;"  # a backslash does not stop links and mentions: some sites look for them in the finished page


def as_markdown(report: Report, language: str) -> str:
    """Return the whole report as Markdown."""
    lines = [f"# {_TITLE.say(language)}", "", _plain(phrases.summary_of(report, language)), ""]
    lines += [f"> {_plain(line)}  " for line in phrases.basis_of(report, language)]
    if missing := phrases.missing_from(report, language):
        lines += ["", f"**{_plain(missing)}**"]
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
            _plain(cell)
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
    yield f"## {_plain(outcome.system.name)}"
    yield ""
    facets = (
        (phrases.CLASS, phrases.class_in_words(outcome, language)),
        (phrases.BY_LAW, phrases.statutory_in_words(outcome.statutory, report.applies_on, language)),
        (phrases.BY_HOUSE, phrases.house_in_words(outcome, report, language)),
        (Text(nl="Rol", en="Role"), phrases.roles_in_words(outcome, language)),
        (phrases.NEXT_DATE, phrases.next_change_in_words(outcome, language)),
    )
    yield from (f"- {label.say(language)}: {_plain(words)}" for label, words in facets)
    yield from (f"- {phrases.NOTES.say(language)}: {_plain(note.say(language))}" for note in outcome.notes)
    for status in (DutyStatus.IN_FORCE, DutyStatus.AHEAD, DutyStatus.UNKNOWN):
        if duties := outcome.with_status(status):
            yield from ("", f"### {phrases.STATED_DUTIES[status].say(language)}", "")
            yield from (_duty(line, language) for line in duties)
    if questions := outcome.questions():
        yield from ("", f"### {phrases.OPEN_QUESTIONS.say(language)}", "")
        yield from (f"1. {_plain(q.fact.question.say(language))} (`{q.fact.id}`)" for q in questions)


def _duty(line: DutyLine, language: str) -> str:
    found = line.found
    cite, link = _plain(found.provision.cite.say(language)), found.provision.link
    source = f"[{cite}](<{link}>)" if link else cite
    when = f" ({say_status(found.status, found.since, language)})" if found.status is DutyStatus.AHEAD else ""
    title, role = found.duty.title.say(language), say_parties(line.owed_as).say(language)
    return f"- **{_plain(title)}**{when}: {source}; {role}; {_plain(phrases.source_in_words(line, language))}"


def _row(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """Keep what somebody wrote from becoming markup, a link or a call on somebody's name."""
    return _LINKING.sub(rf"\g<0>{_NO_WIDTH}", _MEANING.sub(r"\\\1", " ".join(text.split())))
