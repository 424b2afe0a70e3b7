"""A list from a spreadsheet: see every error, repair it, import it; and what is exported comes back unchanged."""

import io

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS = [
    ["naam", "kenmerk", "own_name", "koppelingen"],
    ["Postbode", "PB-007", "misschien", ""],
    ["Penhulp", "PH-007", "", "gebruikt: Nergens"],
]


def faulty() -> bytes:
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    return saved(book)


def saved(book) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def send(page, content, name="lijst.xlsx"):
    page.get_by_label("Bestand", exact=True).set_input_files({"name": name, "mimeType": XLSX, "buffer": content})
    page.get_by_role("button", name="Bekijk het eerst").click()


def download(page, name) -> bytes:
    with page.expect_download() as started:
        page.get_by_role("link", name=name).click()
    return started.value.path().read_bytes()


def test_a_faulty_list_is_repaired_and_imported(visit, violations):
    page = visit(accept_downloads=True)
    page.goto("/systems/")
    page.get_by_role("link", name="Systemen importeren").click()
    send(page, faulty())
    expect(page.get_by_text("In 2 rijen staan fouten.")).to_be_visible()
    errors = page.get_by_role("region", name="Fouten")
    expect(errors.get_by_role("row")).to_have_count(3)
    expect(errors.get_by_role("row", name="Postbode")).to_contain_text("Rij 2")
    expect(errors.get_by_role("row", name="Penhulp")).to_contain_text("Nergens")
    expect(page.get_by_role("button", name="Importeer nu")).to_have_count(0)
    assert violations(page) == []

    book = load_workbook(io.BytesIO(download(page, "Je bestand met de fouten")))
    sheet = book.worksheets[0]
    assert (sheet["A1"].value, sheet["A2"].value[:10]) == ("# fouten", "C own_name")
    sheet["D2"], sheet["E3"] = "", ""
    page.get_by_role("link", name="Stuur het verbeterde bestand").click()
    send(page, saved(book))
    expect(page.get_by_text("PB-007")).to_be_visible()
    page.get_by_role("button", name="Importeer nu").click()
    expect(page.get_by_text("2 systemen gewijzigd.")).to_be_visible()


def test_what_is_exported_comes_back_as_no_changes(visit):
    page = visit(accept_downloads=True)
    page.goto("/export/")
    everything = download(page, ".xlsx")
    page.get_by_role("link", name="Systemen importeren").click()
    send(page, everything, "balie.xlsx")
    expect(page.get_by_text("Geen wijzigingen: alles in dit bestand staat al in Balie.")).to_be_visible()
    page.get_by_role("button", name="Gooi dit bestand weg").click()
    expect(page.get_by_text("Er is niets geïmporteerd.")).to_be_visible()
