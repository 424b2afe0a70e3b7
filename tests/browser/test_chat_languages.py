"""The chat in its four languages: all of it in one, and the one that the page asks for where the bot speaks it."""

import pytest
from playwright.sync_api import expect
from tests.browser.chatting import CUT_OFF, send

pytestmark = pytest.mark.browser

WORDS = """() => {
  const panel = document.querySelector('balie-chat').shadowRoot.querySelector('.panel');
  const words = [...panel.querySelectorAll('*')].flatMap(one => [
    ...[...one.childNodes].filter(node => node.nodeType === 3).map(node => node.data),
    one.getAttribute('aria-label'), one.getAttribute('placeholder'), one.getAttribute('title'),
  ]);
  return [...new Set(words.filter(Boolean).map(word => word.trim()).filter(word => /\\p{L}{2}/u.test(word)))];
}"""
OWN = {"Alt+P", "AI", "Computer (AI)", "Computer (AI): 123.", "Messages"}  # the same in two languages
ASKED = {
    "nl": "Wat kost dat mij per maand?",
    "en": "What does that cost me?",
    "de": "Was kostet mich das im Monat?",
    "fr": "Combien ça me coûte par mois ?",
}


def all_words(shop, enter, lang):
    """Everything that the chat shows in a conversation in this language, and the language that it says it is in."""
    page = enter(lang=lang, viewport={"width": 320, "height": 568})
    first = page.locator(".choice button")
    expect(first).to_have_count(2)
    words, odd = set(page.evaluate(WORDS)), page.evaluate(CUT_OFF)
    first.first.click()
    send(page, ASKED[lang])
    expect(page.locator("li.bot")).to_have_count(1)
    words |= set(page.evaluate(WORDS))
    odd += page.evaluate(CUT_OFF)
    page.locator("footer button").last.click()
    words |= set(page.evaluate(WORDS))
    odd += page.evaluate(CUT_OFF)
    page.keyboard.press("Escape")
    page.locator(".tools button").first.click()
    expect(page.locator(".notice.waiting")).to_be_visible()
    words |= set(page.evaluate(WORDS))
    odd += page.evaluate(CUT_OFF)
    page.locator("footer button").last.click()
    page.locator(".ask .main").click()
    expect(page.locator(".notice.closed")).to_be_visible()
    assert odd == []
    return words | set(page.evaluate(WORDS)), page.locator(".panel").get_attribute("lang")


def test_no_words_of_one_language_are_left_in_another(shop, enter):
    shop.place.bot.says = "123."
    found = {lang: all_words(shop, enter, lang) for lang in ("nl", "en", "de", "fr")}
    assert [told for _, told in found.values()] == ["nl", "en", "de", "fr"]
    for lang, (words, _) in found.items():
        others = set().union(*(theirs for other, (theirs, _) in found.items() if other != lang))
        assert words & others - OWN == set(), lang
        assert len(words) > 25


def test_where_the_bot_lacks_the_language_of_the_page_everything_is_in_a_language_it_has(shop, enter):
    shop.set(languages="en, de")
    page = enter(lang="fr")
    expect(page.get_by_text("Who do you want to talk to?")).to_be_visible()
    page.get_by_role("button", name="The computer (AI)").click()
    assert page.locator(".panel").get_attribute("lang") == "en"
    assert page.get_by_role("textbox").get_attribute("placeholder") == "Type your message"
    expect(page.get_by_role("button", name="Talk to a person")).to_be_visible()
    expect(page.get_by_role("textbox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Open chat")).to_be_focused()
