"""The start page at work: from a number to the list behind it to a file, for a manager and a compliance officer."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
MANAGER, COMPLIANCE = ("petra@wadlicht.example", "manager"), ("farah@wadlicht.example", "compliance")


@pytest.mark.parametrize(
    ("somebody", "locale", "viewport", "section"),
    [
        pytest.param(MANAGER, "nl-NL", PHONE, "Wat er nu mis is", id="manager, Dutch, phone"),
        pytest.param(MANAGER, "en-GB", DESKTOP, "What is wrong now", id="manager, English, desktop"),
        pytest.param(COMPLIANCE, "nl-NL", DESKTOP, "Wat op iemand wacht", id="compliance, Dutch, desktop"),
        pytest.param(COMPLIANCE, "en-GB", PHONE, "What waits for somebody", id="compliance, English, phone"),
    ],
)
def test_from_a_number_to_its_list_to_a_file(visit, violations, somebody, locale, viewport, section):
    page = visit(somebody=somebody, locale=locale, viewport=viewport)
    page.goto("/")
    assert violations(page) == []
    tile = page.get_by_role("region", name=section).locator("a.tile").first
    count = int(tile.locator("b").inner_text())
    tile.click()
    expect(page.locator("tbody tr")).to_have_count(min(count, 50))
    page.locator("details.export summary").click()
    with page.expect_download() as started:
        page.get_by_role("link", name=re.compile("csv")).click()
    written = started.value.path().read_text(encoding="utf-8-sig")
    assert len(written.splitlines()) == count + 1
    assert re.fullmatch(r"[\w-]+-\d{4}-\d\d-\d\d\.csv", started.value.suggested_filename)


def test_a_number_of_one_system_leads_to_its_duties(visit):
    page = visit(somebody=MANAGER)
    page.goto("/")
    row = page.get_by_role("region", name="Plichten per systeem").locator("tbody tr").first
    system, number = row.get_by_role("rowheader").inner_text(), row.locator("td.number a").first
    count = int(re.match(r"\d+", number.inner_text())[0])
    number.click()
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(count)
    assert set(page.locator("tbody th").all_inner_texts()) == {system}


def test_with_the_keyboard_only_and_without_script(visit):
    page = visit(somebody=COMPLIANCE, java_script_enabled=False)
    page.goto("/")
    tile = page.locator("a.tile").first
    tile.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/overview/"))
    page.locator("details.export summary").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=re.compile("pdf"))).to_be_visible()
