"""Every page in English: a file of its own, so that it runs beside the Dutch one."""

import pytest
from tests.browser.pages import PAGES, look_at

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", PAGES)
def test_a_page_in_english_is_accessible_and_fits(visit, flaws, name):
    look_at(visit, flaws, name, "en-GB")
