"""A list from a spreadsheet: see every error, mend it, import it; and what is exported comes back with its changes."""

import io

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# In Dutch two systems that are there already get a reference; in English two new ones come in.
WORDS = {
    "nl-NL": {
        "rows": [
            ["naam", "kenmerk", "own_name", "koppelingen"],
            ["Postbode", "PB-007", "misschien", ""],
            ["Penhulp", "PH-007", "", "gebruikt: Nergens"],
        ],
        "import": "Systemen importeren",
        "file": "Bestand",
        "look": "Bekijk het eerst",
        "refused": "In 2 rijen staan fouten.",
        "errors": "Fouten",
        "column": "# fouten",
        "row": "Rij 2",
        "faults": "Je bestand met de fouten",
        "again": "Stuur het verbeterde bestand",
        "go": "Importeer nu",
        "one": "1 systeem gewijzigd.",
        "two": "Geïmporteerd. 2 systemen gewijzigd.",
        "nothing": "Geen wijzigingen: alles in dit bestand staat al in Balie.",
        "drop": "Gooi dit bestand weg",
        "dropped": "Er is niets geïmporteerd.",
    },
    "en-GB": {
        "rows": [
            ["name", "reference", "own_name", "links"],
            ["Mailman", "MM-007", "perhaps", ""],
            ["Scribe", "SC-007", "", "uses: Nowhere"],
        ],
        "import": "Import systems",
        "file": "File",
        "look": "Look through it",
        "refused": "2 rows have errors.",
        "errors": "Errors",
        "column": "# faults",
        "row": "Row 2",
        "faults": "Your file with the errors",
        "again": "Send the repaired file",
        "go": "Import now",
        "one": "1 system changed.",
        "two": "Imported. 2 new systems.",
        "nothing": "No changes: everything in this file is in Balie already.",
        "drop": "Throw this file away",
        "dropped": "Nothing was imported.",
    },
}
LOOKS = pytest.mark.parametrize(("locale", "width"), [("nl-NL", 1280), ("en-GB", 390)], ids=["nl desktop", "en phone"])


def saved(book) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def faulty(rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def send(page, words, content):
    page.get_by_label(words["file"], exact=True).set_input_files(
        {"name": "lijst.xlsx", "mimeType": XLSX, "buffer": content}
    )
    page.get_by_role("button", name=words["look"]).click()


def download(page, name) -> bytes:
    with page.expect_download() as started:
        page.get_by_role("link", name=name).click()
    return started.value.path().read_bytes()


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@LOOKS
def test_a_faulty_list_is_mended_and_imported(visit, locale, width):
    words, page = WORDS[locale], visit(locale=locale, viewport={"width": width, "height": 844})
    _, first, second = words["rows"]
    page.goto("/systems/")
    page.get_by_role("link", name=words["import"]).click()
    send(page, words, faulty(words["rows"]))
    expect(page.get_by_text(words["refused"])).to_be_visible()
    errors = page.get_by_role("region", name=words["errors"], exact=True)
    expect(errors.get_by_role("row")).to_have_count(3)
    expect(errors.get_by_role("row", name=first[0])).to_contain_text(words["row"])
    expect(errors.get_by_role("row", name=second[0])).to_contain_text(second[3].split()[1])
    expect(page.get_by_role("button", name=words["go"])).to_have_count(0)
    assert fits(page)

    book = load_workbook(io.BytesIO(download(page, words["faults"])))
    sheet = book.worksheets[0]
    assert (sheet["A1"].value, sheet["A2"].value[:10]) == (words["column"], "C own_name")
    sheet["D2"], sheet["E3"] = "", ""
    page.get_by_role("link", name=words["again"]).click()
    send(page, words, saved(book))
    expect(page.get_by_text(first[1])).to_be_visible()
    assert fits(page)
    page.get_by_role("button", name=words["go"]).click()
    expect(page.get_by_text(words["two"])).to_be_visible()


@LOOKS
def test_what_is_exported_and_changed_comes_back_with_that_change_only(visit, locale, width):
    words, page = WORDS[locale], visit(locale=locale, viewport={"width": width, "height": 844})
    purpose = f"Neemt de telefoon op ({locale})."
    page.goto("/export/")
    everything = download(page, ".xlsx")
    before = cells(everything)
    book = load_workbook(io.BytesIO(everything))
    row, column = where(book, "Stroomlijn")
    book.worksheets[0].cell(row, column).value = purpose
    page.get_by_role("link", name=words["import"]).click()
    send(page, words, saved(book))
    changed = page.locator(".import-row", has=page.locator(".changes"))
    expect(changed).to_have_count(1)
    expect(changed.locator("ins")).to_contain_text(purpose)
    expect(changed.locator("ins")).to_have_count(1)
    page.get_by_role("button", name=words["go"]).click()
    expect(page.get_by_text(words["one"])).to_be_visible()

    page.goto("/export/")
    anew = download(page, ".xlsx")
    assert cells(anew) == before | {(row, column): purpose}
    page.get_by_role("link", name=words["import"]).click()
    send(page, words, anew)
    expect(page.get_by_text(words["nothing"])).to_be_visible()
    page.get_by_role("button", name=words["drop"]).click()
    expect(page.get_by_text(words["dropped"])).to_be_visible()


def cells(file: bytes) -> dict:
    """What stands in the list of systems, by place."""
    sheet = load_workbook(io.BytesIO(file)).worksheets[0]
    return {(cell.row, cell.column): cell.value for row in sheet.iter_rows() for cell in row}


def where(book, system: str) -> tuple[int, int]:
    """The place of the purpose of a system, in a list in either language."""
    sheet = book.worksheets[0]
    column = next(cell.column for cell in sheet[1] if cell.value in {"doel", "purpose"})
    row = next(cell.row for row in sheet.iter_rows(min_row=2) for cell in row if cell.value == system)
    return row, column
