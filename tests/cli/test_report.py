"""What the reports look like, on a law of two articles that never changes.

The expected texts stand in golden/; they are compared byte for byte.
"""

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from rich.console import Console

from balie.law import Law, classify
from balie.register.reading import Format, Source, read_source
from balie.site.cli.report import as_json, explanation, markdown, short, table, workbook
from balie.site.cli.report.outcome import Report, SwitchedOff, outcome_of
from balie.site.cli.report.page import Page

DAY = date(2026, 11, 23)
GOLDEN = Path(__file__).parent / "golden"
SCHEMA = Path(__file__).parents[2] / "docs" / "formats" / "assessment.schema.json"
HEADINGS_ON = 4
FORMULA = "=HYPERLINK(0)|[x](y)"
SYSTEMS = f"""
organisation: Kleine Club
systems:
  - {{naam: Wim, archetype: plain-bot, feiten: {{}}}}
  - naam: Beslisser
    status: retired
    opgegeven klasse: beperkt
    feiten:
      is_bot: ja
      decides: ja
      serious: {{value: ja, decided_by: M. de Vries, reasons: Wie geweigerd wordt zit zonder licht., on: 2026-10-01}}
  - {{naam: Twijfel, feiten: {{is_bot: ja, decides: ja, serious: ja}}}}
  - {{naam: Leeg, feiten: {{}}}}
  - {{naam: "{FORMULA}", feiten: {{is_bot: nee, decides: nee}}}}
"""


def made(law: Law) -> Report:
    reading = read_source(Source("lijst.yaml", Format.YAML, SYSTEMS.encode()), law)
    outcomes = tuple(
        outcome_of(system, classify(law, system.facts, applies_on=DAY, published_by=DAY))
        for system in reading.portfolio.systems
    )
    off = SwitchedOff("other-house", law.packs["small-house"].title, "proef")
    return Report(law, DAY, DAY, outcomes, (off,), reading.faults, reading.notices, refused=2)


@pytest.fixture(scope="module")
def report(small_law: Law) -> Report:
    return made(small_law)


def explained(report: Report, language: str) -> str:
    outcome = report.outcomes[1]
    assessment = classify(report.law, outcome.system.facts, applies_on=DAY, published_by=DAY)
    return Page(explanation.explain_fully(outcome, assessment, report, language), {}).render("table")


def explained_shortly(report: Report, language: str) -> str:
    outcome = report.outcomes[1]
    assessment = classify(report.law, outcome.system.facts, applies_on=DAY, published_by=DAY)
    return Page(short.explain_shortly(outcome, assessment, report, language), {}).render("table")


RENDERED: dict[str, Callable[[Report], str]] = {
    "overview.nl.txt": lambda report: table.as_plain_text(report, "nl"),
    "overview.en.txt": lambda report: table.as_plain_text(report, "en"),
    "report.nl.md": lambda report: markdown.as_markdown(report, "nl"),
    "explanation.nl.txt": lambda report: explained(report, "nl"),
    "explanation.en.txt": lambda report: explained(report, "en"),
    "short.nl.txt": lambda report: explained_shortly(report, "nl"),
    "short.en.txt": lambda report: explained_shortly(report, "en"),
}


@pytest.mark.parametrize("name", RENDERED)
def test_the_report_reads_as_it_was_approved(report: Report, name: str) -> None:
    assert RENDERED[name](report) == (GOLDEN / name).read_text(encoding="utf-8")


def test_in_a_pipe_there_are_no_colours_and_no_boxes(report: Report) -> None:
    text = table.as_plain_text(report, "nl")
    assert "\x1b" not in text
    assert not {"│", "┃", "─", "━"} & set(text)


def test_on_a_terminal_every_cell_is_there(report: Report) -> None:
    file = io.StringIO()
    table.draw(report, "nl", Console(file=file, force_terminal=True, width=400))
    drawn = file.getvalue()
    assert "\x1b[" in drawn
    assert FORMULA in drawn
    assert "hoog risico, vanaf 2 december 2027 (nu: beperkt risico)" in drawn


def test_the_json_is_what_the_schema_says(report: Report) -> None:
    for language in ("nl", "en"):
        document = json.loads(as_json.as_json(report, language))
        jsonschema.validate(document, json.loads(SCHEMA.read_text()))
        assert document["language"] == language


def test_the_json_keeps_law_and_house_apart(report: Report) -> None:
    doubt = json.loads(as_json.as_json(report, "nl"))["systems"][2]
    assert (doubt["class"]["statutory"]["lowest"], doubt["class"]["statutory"]["highest"]) == ("limited", "high")
    assert doubt["class"]["house"]["lowest"] == "high"
    assert doubt["review"] is True


@pytest.mark.parametrize("render", [as_json.as_json, markdown.as_markdown, table.as_plain_text, workbook.as_workbook])
def test_the_same_input_gives_the_same_bytes(small_law: Law, render: Callable[[Report, str], str | bytes]) -> None:
    assert render(made(small_law), "nl") == render(made(small_law), "nl")


@pytest.fixture(scope="module")
def sheets(report: Report) -> dict[str, Worksheet]:
    book = load_workbook(io.BytesIO(workbook.as_workbook(report, "nl")))
    return {sheet.title: sheet for sheet in book.worksheets}


def test_the_workbook_has_a_sheet_for_each_part(sheets: dict[str, Worksheet]) -> None:
    assert list(sheets) == ["Systemen", "Plichten", "Open vragen", "Bronnen"]
    for title, sheet in sheets.items():
        first = HEADINGS_ON if title == "Systemen" else 1
        assert sheet.freeze_panes == f"B{first + 1}"
        assert sheet.auto_filter.ref == sheet.dimensions.replace("A1:", f"A{first}:")
        assert all(cell.font.bold for cell in sheet[first])


def test_the_first_sheet_begins_with_whose_systems_these_are_and_for_which_day(sheets: dict[str, Worksheet]) -> None:
    above = [sheets["Systemen"].cell(row, 1).value for row in range(1, HEADINGS_ON)]
    assert above == [
        "Kleine Club",
        "Wat geldt op 23 november 2026, volgens de wet zoals bekend op 23 november 2026",
        "Let op: 2 systemen ontbreken hieronder, zie de fouten.",
    ]


def test_each_duty_in_the_workbook_says_what_it_rests_on(sheets: dict[str, Worksheet]) -> None:
    headings, *rows = ([cell.value for cell in row] for row in sheets["Plichten"])
    assert {row[headings.index("Rust op")] for row in rows} == {"wet"}
    assert {row[headings.index("Stand")] for row in rows} == {"nu", "straks", "nog niet te zeggen"}


def test_a_name_that_looks_like_a_formula_stays_text(sheets: dict[str, Worksheet]) -> None:
    (cell,) = (cell for cell in sheets["Systemen"]["A"] if cell.value == FORMULA)
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert all(cell.data_type != "f" for sheet in sheets.values() for row in sheet for cell in row)


def test_dates_in_the_workbook_are_dates(sheets: dict[str, Worksheet]) -> None:
    headings = [cell.value for cell in sheets["Systemen"][HEADINGS_ON]]
    start = sheets["Systemen"].cell(HEADINGS_ON + 2, headings.index("Zeker vanaf") + 1)
    assert start.is_date
    assert start.value.date() == date(2027, 12, 2)


def test_every_answer_is_among_the_sources(sheets: dict[str, Worksheet]) -> None:
    rows = [[cell.value for cell in row] for row in sheets["Bronnen"]]
    assert ["Beslisser", "serious", "ja", "lijst.yaml", "M. de Vries", "Wie geweigerd wordt zit zonder licht."] in rows
    assert any("Uitgeschakeld: Kleine huisregels" in str(row[2]) for row in rows)


def test_a_system_is_found_whatever_the_capitals_and_spaces(report: Report) -> None:
    assert report.named("  bESLISSER ") is report.outcomes[1]
    assert report.named("nobody") is None
