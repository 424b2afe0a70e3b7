"""The chat of a customer in a real browser: by keyboard, on a small screen, with a network that comes and goes."""

import json
import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
TRY = "/systems/1/gateway/try/"
PHONE = {"width": 320, "height": 640}
WORDS = {
    "nl": ("Praat met een mens", "Verstuur", "De computer (AI)", "U begrijpt mij niet"),
    "en": ("Talk to a person", "Send", "The computer (AI)", "You misunderstand me"),
    "de": ("Mit einem Menschen sprechen", "Senden", "Der Computer (KI)", "Sie verstehen mich falsch"),
    "fr": ("Parler à une personne", "Envoyer", "L'ordinateur (IA)", "Vous ne me comprenez pas"),
}


@pytest.fixture
def chat(visit):
    """A page with the chat in it, before a conversation."""
    page = visit()
    page.goto(TRY)
    expect(page.get_by_role("button", name="De computer (AI)")).to_be_visible()
    return page


def begin(page):
    page.get_by_role("button", name="De computer (AI)").click()
    expect(page.get_by_label("Typ uw bericht")).to_be_focused()


def say(page, text):
    page.get_by_label("Typ uw bericht").fill(text)
    page.keyboard.press("Enter")


def rows(page, speaker):
    return page.locator(f"balie-chat li.{speaker}")


def talk_of(page):
    """The conversation in this tab: its id and token."""
    told = page.evaluate("Object.entries(sessionStorage).find(([name]) => name.startsWith('balie-chat'))[1]")
    return json.loads(told)["talk"]


def at_the_server(page, talk):
    """What the server has of a conversation."""
    head = {"Authorization": f"Bearer {talk['token']}"}
    return page.request.get(f"/v1/conversations/{talk['id']}/messages", headers=head).json()


def kept(page):
    """The messages that the server has of the conversation in this tab."""
    return at_the_server(page, talk_of(page))["messages"]


def test_a_whole_conversation_by_keyboard_alone(chat):
    notice = chat.locator("balie-chat .notice")
    expect(notice).to_contain_text("AI")
    chat.get_by_role("button", name="De computer (AI)").focus()
    chat.keyboard.press("Enter")
    expect(chat.get_by_label("Typ uw bericht")).to_be_focused()
    chat.keyboard.type("Hoe geef ik mijn meterstand door?")
    chat.keyboard.press("Enter")
    expect(rows(chat, "bot")).to_have_count(1, timeout=15_000)
    expect(rows(chat, "balie").first).to_contain_text("AI")
    expect(notice).to_be_visible()
    chat.keyboard.press("Alt+p")
    expect(chat.get_by_role("status").filter(has_text=re.compile("medewerker|Bericht"))).to_be_visible(timeout=15_000)
    expect(chat.get_by_role("button", name="Praat met een mens")).to_be_hidden()
    expect(chat.get_by_label("Typ uw bericht")).to_be_focused()

    assert [one["kind"] for one in kept(chat) if one["speaker"] == "customer"] == ["text", "person"]


def test_ending_is_told_to_the_server_and_begins_anew(chat):
    begin(chat)
    say(chat, "Hoi")
    expect(rows(chat, "bot")).to_have_count(1, timeout=15_000)
    chat.get_by_text("Wat gebeurt er met mijn gegevens?").click()
    chat.get_by_role("button", name="Gesprek beëindigen").click()
    expect(chat.get_by_role("button", name="Nee, doorgaan")).to_be_focused()
    talk = talk_of(chat)
    with chat.expect_response("**/turns"):
        chat.get_by_role("button", name="Ja, beëindigen").click()

    assert at_the_server(chat, talk)["state"]["in_charge"] == "closed"
    expect(chat.get_by_role("button", name="De computer (AI)")).to_be_focused()
    expect(rows(chat, "customer")).to_have_count(0)


def test_a_reload_keeps_the_conversation_and_doubles_nothing(chat):
    begin(chat)
    say(chat, "Hoe geef ik mijn meterstand door?")
    expect(rows(chat, "bot")).to_have_count(1, timeout=15_000)
    chat.get_by_label("Typ uw bericht").fill("En als ik")
    before = len(kept(chat))

    chat.reload()

    expect(rows(chat, "customer")).to_have_count(1, timeout=15_000)
    expect(rows(chat, "bot")).to_have_count(1)
    expect(chat.get_by_label("Typ uw bericht")).to_have_value("En als ik")
    assert len(kept(chat)) == before


def test_a_lost_network_loses_no_turn_and_says_so(chat):
    begin(chat)
    chat.context.set_offline(True)
    say(chat, "Hoe geef ik mijn meterstand door?")
    expect(chat.get_by_role("status")).to_contain_text("Geen verbinding")
    expect(rows(chat, "customer")).to_contain_text("wordt verstuurd")

    chat.context.set_offline(False)

    expect(rows(chat, "bot")).to_have_count(1, timeout=20_000)
    expect(rows(chat, "customer")).to_have_count(1)
    assert [one["speaker"] for one in kept(chat)].count("customer") == 1


def test_an_answer_that_is_lost_on_its_way_is_asked_again_and_not_done_again(chat):
    begin(chat)
    lost = []

    def lose_the_first(route):
        if lost:
            route.continue_()
            return
        lost.append(route.fetch())  # the server has it; the answer does not arrive
        route.abort()

    chat.route("**/turns", lose_the_first)
    say(chat, "Hoe geef ik mijn meterstand door?")

    expect(rows(chat, "bot")).to_have_count(1, timeout=20_000)
    expect(rows(chat, "customer")).to_have_count(1)
    assert [one["speaker"] for one in kept(chat)].count("customer") == 1


def test_a_person_is_one_key_away_while_the_bot_is_busy(chat):
    begin(chat)
    chat.context.set_offline(True)
    say(chat, "Hoi")
    chat.keyboard.press("Alt+p")

    chat.context.set_offline(False)

    expect(chat.get_by_role("button", name="Praat met een mens")).to_be_hidden(timeout=20_000)
    assert [one["kind"] for one in kept(chat) if one["speaker"] == "customer"] == ["text", "person"]


def test_a_screen_reader_hears_what_is_new_once_and_knows_who_speaks(chat):
    begin(chat)
    say(chat, "Hoi")
    expect(rows(chat, "bot")).to_have_count(1, timeout=15_000)
    heard = chat.locator("balie-chat [aria-live=polite] p")
    expect(heard.last).to_contain_text("Computer (AI):")
    before = heard.count()
    chat.get_by_label("Typ uw bericht").fill("nog iets")

    assert heard.count() == before
    assert "Hoi" not in " ".join(heard.all_inner_texts())
    expect(rows(chat, "customer")).to_contain_text("U ")
    colours = [
        rows(chat, who).last.evaluate("row => getComputedStyle(row).backgroundColor") for who in ("bot", "customer")
    ]
    assert colours[0] != colours[1]


@pytest.mark.parametrize("language", WORDS)
def test_every_word_is_in_the_language_of_the_page(visit, language):
    page = visit(locale=language)
    page.goto(TRY)
    page.evaluate(
        "lang => { const chat = document.querySelector('balie-chat'); chat.remove();"
        " const fresh = document.createElement('balie-chat'); fresh.setAttribute('gate', 'wim');"
        " fresh.setAttribute('lang', lang); fresh.setAttribute('mode', 'inline');"
        " document.querySelector('main').append(fresh); }",
        language,
    )
    person, send, ai, missed = WORDS[language]
    page.get_by_role("button", name=ai).click()
    for name in (person, send, missed):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()
    lines = set(page.locator("balie-chat .panel").inner_text().splitlines())
    assert not lines & {word for other, words in WORDS.items() if other != language for word in words}


def test_nothing_is_wrong_with_it_on_a_phone_and_on_a_desk(chat, flaws):
    assert flaws(chat) == []
    begin(chat)
    say(chat, "Hoe geef ik mijn meterstand door?")
    expect(rows(chat, "bot")).to_have_count(1, timeout=15_000)
    assert flaws(chat) == []
    chat.keyboard.press("Alt+p")
    expect(chat.get_by_role("button", name="Praat met een mens")).to_be_hidden(timeout=15_000)
    assert flaws(chat) == []


def test_everything_is_within_reach_on_the_smallest_screen(chat):
    chat.set_viewport_size(PHONE)
    begin(chat)
    for name in ("Praat met een mens", "U begrijpt mij niet", "Verstuur"):
        button = chat.get_by_role("button", name=name)
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        assert box["height"] >= 24
