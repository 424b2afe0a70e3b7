"""The overview a person reads: one line per system, then what to ask first and what to look out for.

On a terminal rich draws it; in a pipe the same cells come as plain text, columns two spaces apart and always in the
same order, so that `grep` and `diff` work.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from balie.law import OpenQuestion, RiskClass, Text
from balie.site.cli.report import phrases
from balie.site.cli.report.outcome import Report

if TYPE_CHECKING:
    from rich.console import Console

FIRST_QUESTIONS = 2
MOST_SYSTEMS_ASKED = 50
LONGEST_NAME = 20  # names up to this length stay on one line, however narrow the screen
_COLUMNS = (
    phrases.SYSTEM,
    phrases.CLASS,
    phrases.BY_LAW,
    phrases.BY_HOUSE,
    phrases.DUTIES,
    phrases.NEXT_DATE,
    phrases.OPEN_QUESTIONS,
)
_STYLES = {
    RiskClass.PROHIBITED: "bold red",
    RiskClass.HIGH: "bold yellow",
    RiskClass.LIMITED: "cyan",
    RiskClass.MINIMAL: "green",
    RiskClass.NONE: "",
}


def as_plain_text(report: Report, language: str) -> str:
    """Return the overview as plain text."""
    lines = [missing] if (missing := phrases.missing_from(report, language)) else []
    lines += _aligned([[column.say(language) for column in _COLUMNS], *_rows(report, language)])
    for title, items in _sections(report, language):
        lines += ["", title, *(f"  {line}" for line in items)]
    lines += ["", phrases.summary_of(report, language), *phrases.basis_of(report, language)]
    return phrases.printable("\n".join(lines)) + "\n"


def draw(report: Report, language: str, console: "Console") -> None:
    """Draw the overview on a terminal."""
    from rich.box import HORIZONTALS  # noqa: PLC0415  only a terminal pays for the time this takes
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text as Words  # noqa: PLC0415

    rows = list(_rows(report, language))
    table = Table(box=HORIZONTALS, header_style="bold", pad_edge=False, show_lines=len(report.outcomes) <= 60)
    longest = max((len(row[0]) for row in rows), default=0)
    for column in _COLUMNS:
        narrowest = min(longest, LONGEST_NAME) if column is phrases.SYSTEM else None
        table.add_column(column.say(language), overflow="fold", min_width=narrowest)
    for outcome, cells in zip(report.outcomes, rows, strict=True):
        name, risk, *rest = (phrases.printable(cell) for cell in cells)
        style = _STYLES[outcome.effective.highest]
        table.add_row(Words(name, style="bold"), Words(risk, style=style), *(Words(cell) for cell in rest))
    if missing := phrases.missing_from(report, language):
        console.print(Words(missing, style="bold red"))
    console.print(table)
    for title, items in _sections(report, language):
        console.print(Words(f"\n{title}", style="bold"))
        for line in items:
            console.print(Words(phrases.printable(f"  {line}")))
    console.print(Words(f"\n{phrases.summary_of(report, language)}", style="bold"))
    for line in phrases.basis_of(report, language):
        console.print(Words(phrases.printable(line), style="dim"))


def _rows(report: Report, language: str) -> Iterator[list[str]]:
    for outcome in report.outcomes:
        yield [
            outcome.system.name,
            phrases.class_in_words(outcome, language),
            phrases.statutory_in_words(outcome.statutory, report.applies_on, language),
            phrases.house_in_words(outcome, report, language),
            phrases.duties_in_words(outcome, language),
            phrases.next_change_in_words(outcome, language),
            str(outcome.open_facts),
        ]


def _aligned(rows: list[list[str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(_COLUMNS))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _sections(report: Report, language: str) -> Iterator[tuple[str, list[str]]]:
    """Return what stands under the table: first questions and notes, for the systems that have any."""
    if questions := list(_first_questions(report, language)):
        yield phrases.FIRST_QUESTIONS.say(language), questions
    notes = [f"{outcome.system.name}: {note.say(language)}" for outcome in report.outcomes for note in outcome.notes]
    if notes:
        yield phrases.NOTES.say(language), notes


def _first_questions(report: Report, language: str) -> Iterator[str]:
    """Return the first questions of the first systems that have any: nobody reads on after dozens."""
    undecided = [outcome for outcome in report.outcomes if not outcome.class_settled]
    for outcome in undecided[:MOST_SYSTEMS_ASKED]:
        for question in outcome.first_questions(FIRST_QUESTIONS):
            yield f"{outcome.system.name}: {_asked(question, language)}"
    if (more := len(undecided) - MOST_SYSTEMS_ASKED) > 0:
        yield Text(
            nl=f"... en bij nog {more} systemen (--format xlsx of json toont ze).",
            en=f"... and for {more} more systems (--format xlsx or json shows them).",
        ).say(language)


def _asked(question: OpenQuestion, language: str) -> str:
    fact = question.fact
    judgment = Text(nl=" (oordeel met redenen)", en=" (judgment with reasons)").say(language) if fact.open_norm else ""
    return f"{fact.question.say(language)} [{fact.id}]{judgment}"
