"""The report as an Excel workbook: systems, duties, open questions and sources, each with headings that filter.

Text from a list is always written as text: a name that starts with = + - or @ is not a formula here.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from balie.law import DutyStatus, Text, say_date, say_parties
from balie.site.cli.report import phrases
from balie.site.cli.report.outcome import Outcome, Report

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | date | None
_LONGEST_CELL = 32_000
_WIDTHS = (8, 60)
_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001  workbooks know no zones; a fixed moment keeps the bytes the same


def as_workbook(report: Report, language: str) -> bytes:
    """Return the workbook."""
    from openpyxl import Workbook  # noqa: PLC0415  only workbooks pay for the time this takes

    workbook = Workbook(write_only=False)
    workbook.remove(workbook.worksheets[0])
    for title, headings, rows in (
        (_SYSTEMS, _SYSTEM_HEADINGS, _systems(report, language)),
        (phrases.DUTIES, _DUTY_HEADINGS, _duties(report, language)),
        (phrases.OPEN_QUESTIONS, _QUESTION_HEADINGS, _questions(report, language)),
        (_SOURCES, _SOURCE_HEADINGS, _sources(report, language)),
    ):
        above = _about(report, language) if title is _SYSTEMS else ()
        _fill(workbook, title.say(language), [heading.say(language) for heading in headings], rows, above)
    workbook.properties.creator = "Balie"
    workbook.properties.created = workbook.properties.modified = _MOMENT
    return _same_bytes(workbook)


def _about(report: Report, language: str) -> Sequence[str]:
    """What stands above the systems: whose they are, and for which day."""
    day, known = say_date(report.applies_on, language), say_date(report.published_by, language)
    date_line = Text(
        nl=f"Wat geldt op {day}, volgens de wet zoals bekend op {known}",
        en=f"What applies on {day}, by the law as known on {known}",
    ).say(language)
    titles = (phrases.organisations_of(report), date_line, phrases.missing_from(report, language))
    return [title for title in titles if title]


def _fill(
    workbook: "Workbook",
    title: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Value]],
    above: Sequence[str] = (),
) -> None:
    sheet = workbook.create_sheet(title)
    for number, line in enumerate(above, start=1):
        _write(sheet, number, [line])
    first = len(above) + 1
    widths = [len(heading) for heading in headings]
    _write(sheet, first, headings)
    for number, row in enumerate(rows, start=first + 1):
        _write(sheet, number, row)
        widths = [max(width, len(str(value or ""))) for width, value in zip(widths, row, strict=True)]
    _dress(sheet, widths, first)


def _write(sheet: "Worksheet", number: int, row: Sequence[Value]) -> None:
    for column, value in enumerate(row, start=1):
        _put(sheet.cell(number, column), value)


def _put(cell: "Cell | MergedCell", value: Value) -> None:
    """Write a value; text stays text whatever it starts with."""
    if isinstance(value, str):
        cell.value = phrases.printable(value)[:_LONGEST_CELL]
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@", "\t", "\r"))
    else:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"


def _dress(sheet: "Worksheet", widths: Sequence[int], first: int) -> None:
    """Headings that stand out, stay in view and filter; columns wide enough to read."""
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    narrow, wide = _WIDTHS
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = min(max(width + 2, narrow), wide)
    for row in sheet.iter_rows(max_row=first - 1, max_col=1) if first > 1 else ():
        row[0].font = Font(bold=True)
    for cell in sheet[first]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="1F3A5F")
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    for row in sheet.iter_rows(min_row=first + 1):
        for cell in row:
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.freeze_panes = f"B{first + 1}"
    sheet.auto_filter.ref = f"A{first}:{get_column_letter(len(widths))}{max(sheet.max_row, first)}"


def _systems(report: Report, language: str) -> Iterator[list[Value]]:
    for outcome in report.outcomes:
        system = outcome.system
        yield [
            system.name,
            phrases.class_in_words(outcome, language),
            outcome.statutory.range.say(language),
            outcome.statutory.applies_from,
            outcome.statutory.in_force.say(language),
            phrases.house_in_words(outcome, report, language),
            phrases.roles_in_words(outcome, language),
            len(outcome.with_status(DutyStatus.IN_FORCE)),
            len(outcome.with_status(DutyStatus.AHEAD)),
            outcome.next_date,
            outcome.open_facts,
            system.life_cycle.label.say(language) if system.life_cycle else "",
            system.owner,
            system.supplier,
            system.organisation,
            system.declared.words if system.declared else "",
            "\n".join(note.say(language) for note in outcome.notes),
        ]


def _duties(report: Report, language: str) -> Iterator[list[Value]]:
    for outcome in report.outcomes:
        for line in outcome.duties:
            found = line.found
            yield [
                outcome.system.name,
                found.duty.title.say(language),
                phrases.STATES[found.status].say(language),
                found.since,
                found.until,
                say_parties(line.owed_as).say(language),
                phrases.ground_in_words(line, language),
                line.weight.say(language) if line.weight else "",
                found.provision.cite.say(language),
                found.provision.link,
                line.ceiling.text.say(language) if line.ceiling else "",
                found.duty.text.say(language),
            ]


def _questions(report: Report, language: str) -> Iterator[list[Value]]:
    yes, no = Text(nl="ja", en="yes").say(language), Text(nl="nee", en="no").say(language)
    for outcome in report.outcomes:
        for rank, question in enumerate(outcome.questions(), start=1):
            fact = question.fact
            yield [
                outcome.system.name,
                rank,
                fact.question.say(language),
                fact.id,
                phrases.RESPONDENTS[fact.answered_by].say(language),
                yes if question.changes_class else no,
                yes if fact.open_norm else no,
                fact.help.say(language),
            ]


def _sources(report: Report, language: str) -> Iterator[list[Value]]:
    """List what the outcome rests on: the law first, then every answer with its origin."""
    for line in phrases.basis_of(report, language):
        yield ["", "", line, "", "", ""]
    for pack_id, kind, title in phrases.packs_in_words(report.law, language):
        yield ["", pack_id, title, kind, "", ""]
    for outcome in report.outcomes:
        yield from _answers(outcome, report, language)


def _answers(outcome: Outcome, report: Report, language: str) -> Iterator[list[Value]]:
    for name, statement in sorted(outcome.system.facts.items()):
        said = report.law.facts[name].say(statement.value, language)
        yield [outcome.system.name, name, said, statement.source, statement.decided_by, statement.reasons]


def _same_bytes(workbook: "Workbook") -> bytes:
    """Save with fixed times inside, so that the same report gives the same file."""
    first, fixed = BytesIO(), BytesIO()
    workbook.save(first)
    with ZipFile(first) as packed, ZipFile(fixed, "w", ZIP_DEFLATED) as repacked:
        for part in packed.infolist():
            content = packed.read(part)
            if part.filename == "docProps/core.xml":
                content = _without_save_time(content)
            repacked.writestr(ZipInfo(part.filename, (2000, 1, 1, 0, 0, 0)), content, ZIP_DEFLATED)
    return fixed.getvalue()


def _without_save_time(core: bytes) -> bytes:
    """Openpyxl writes the moment of saving over the one we chose; put ours back."""
    before, mark, rest = core.partition(b"<dcterms:modified")
    opening, close, after = rest.partition(b"</dcterms:modified>")
    start, bracket, _ = opening.partition(b">")
    return before + mark + start + bracket + f"{_MOMENT.isoformat()}Z".encode() + close + after


_SYSTEMS = Text(nl="Systemen", en="Systems")
_SOURCES = Text(nl="Bronnen", en="Sources")
_SYSTEM_HEADINGS = (
    phrases.SYSTEM,
    phrases.CLASS,
    phrases.BY_LAW,
    Text(nl="Zeker vanaf", en="Certain from"),
    Text(nl="Volgens de wet, nu", en="By law, now"),
    phrases.BY_HOUSE,
    Text(nl="Rol", en="Role"),
    Text(nl="Plichten nu", en="Duties now"),
    Text(nl="Plichten straks", en="Duties ahead"),
    phrases.NEXT_DATE,
    phrases.OPEN_QUESTIONS,
    Text(nl="Status", en="Status"),
    Text(nl="Eigenaar", en="Owner"),
    Text(nl="Leverancier", en="Supplier"),
    Text(nl="Organisatie", en="Organisation"),
    Text(nl="Opgegeven klasse", en="Declared class"),
    phrases.NOTES,
)
_DUTY_HEADINGS = (
    phrases.SYSTEM,
    Text(nl="Plicht", en="Duty"),
    Text(nl="Stand", en="Status"),
    Text(nl="Sinds of vanaf", en="Since or from"),
    Text(nl="Tot", en="Until"),
    Text(nl="Voor wie", en="Who"),
    Text(nl="Rust op", en="Rests on"),
    Text(nl="Hoe stevig", en="How firm"),
    Text(nl="Artikel", en="Article"),
    Text(nl="Link", en="Link"),
    Text(nl="Boete", en="Fine"),
    Text(nl="Wat te doen", en="What to do"),
)
_QUESTION_HEADINGS = (
    phrases.SYSTEM,
    Text(nl="Volgorde", en="Order"),
    Text(nl="Vraag", en="Question"),
    Text(nl="Feit", en="Fact"),
    Text(nl="Wie weet het", en="Who knows"),
    Text(nl="Kan de klasse veranderen", en="Can change the class"),
    Text(nl="Oordeel nodig", en="Needs judgment"),
    Text(nl="Uitleg", en="Help"),
)
_SOURCE_HEADINGS = (
    phrases.SYSTEM,
    Text(nl="Feit of onderdeel", en="Fact or part"),
    Text(nl="Antwoord", en="Answer"),
    Text(nl="Bron", en="Source"),
    Text(nl="Besloten door", en="Decided by"),
    Text(nl="Redenen", en="Reasons"),
)
