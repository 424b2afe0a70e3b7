"""The eyes of these tests: what is wrong with a page is seen, wherever on the page it is."""

import pytest

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="nl"><title>Proef</title><main><h1>Proef</h1>
<p style="color: #000">Goed te lezen.</p><p style="color: #000">Ook goed te lezen.</p>
<details><summary>Meer</summary><p style="{style}">{text}</p></details></main></html>"""


@pytest.mark.parametrize(
    ("style", "seen"),
    [
        pytest.param("color: #000", set(), id="nothing"),
        pytest.param("color: #bbb", {"color-contrast"}, id="faint letters"),
        pytest.param("color: #000; background: #333", {"color-contrast"}, id="the same letters on a dark ground"),
        pytest.param("width: 500px; background: #fff", {"scrolls sideways"}, id="too wide for a phone"),
    ],
)
def test_what_is_wrong_behind_a_fold_is_seen(visit, flaws, style, seen):
    page = visit(known=False)
    page.set_content(PAGE.format(style=style, text="Een paar woorden."))
    assert {rule for rule, _ in flaws(page)} == seen


def test_an_image_without_words_is_seen_in_every_language(visit, flaws):
    page = visit(known=False)
    page.set_content(PAGE.format(style="", text='<img src="data:,">'))
    assert "image-alt" in {rule for rule, _ in flaws(page, words_only=True)}
