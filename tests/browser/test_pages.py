"""Every page in Chromium: both languages, desktop, phone and dark, no axe violations, no sideways scrolling."""

import pytest
from tests.browser.pages import PAGES, PHONE, look_at

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_fits(visit, flaws, name):
    look_at(visit, flaws, name, "nl-NL")


def test_the_page_behind_a_one_time_link_is_accessible(arrival):
    assert arrival.violations == []


def test_a_class_is_told_by_word_and_shape_and_colour(visit):
    page = visit()
    page.goto("/systems/")
    for mark in page.locator("td .mark").all():
        assert mark.inner_text().strip()
        assert mark.locator("svg.shape").count() == 1
    shapes = {mark.locator("svg").inner_html(): mark.inner_text() for mark in page.locator("td .mark").all()}
    assert len(shapes) == len(set(shapes.values()))


def test_rows_become_cards_on_a_phone_and_stay_a_table_for_a_screen_reader(visit):
    page = visit(viewport=PHONE)
    page.goto("/systems/")
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name="Wim", exact=True))
    cells = row.get_by_role("cell")
    assert row.get_by_role("rowheader").count() == 1
    assert cells.count() == 4
    tops = [cell.bounding_box()["y"] for cell in cells.all()]
    assert tops == sorted(set(tops))


def test_on_paper_the_menu_is_gone_and_the_outcome_stays(visit):
    page = visit()
    page.goto("/systems/1/")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="Hoofdmenu").is_visible()
    assert page.get_by_role("heading", name="De uitkomst", exact=True).is_visible()
