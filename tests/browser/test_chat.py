"""The chat on somebody else's page, as its customer meets it: told, understood, and always one key from a person."""

import pytest
from playwright.sync_api import expect
from tests.browser.chatting import ANSWER, NOTICE, QUESTION, answered, begin, flaws, held, row, said, send
from tests.browser.shop import SUNDAY

pytestmark = pytest.mark.browser

# More than a colour tells a person's words from the computer's.
LOOKS = "one => ['backgroundColor', 'borderLeftWidth', 'borderRadius'].map(name => getComputedStyle(one)[name])"
IN_THE_TREE = """
- list "Berichten":
  - listitem:
    - text: Computer (AI)
    - time
    - text: Uw termijnbedrag is 120 euro.
  - listitem:
    - text: Petra (mens)
    - time
    - text: Dag, met Petra.
"""
# Every line that a screen reader is given from now on.
LISTEN = """() => {
  window.heard = [];
  const told = document.querySelector('balie-chat').shadowRoot.querySelector('[aria-live]');
  new MutationObserver(changes => changes.forEach(one => one.addedNodes.forEach(node => heard.push(node.textContent))))
    .observe(told, { childList: true });
}"""
VIEWS = [
    pytest.param({"viewport": {"width": 1280, "height": 900}}, id="desktop"),
    pytest.param({"viewport": {"width": 320, "height": 568}}, id="320 pixels"),
    pytest.param({"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}, id="200 % zoom"),
    pytest.param({"viewport": {"width": 320, "height": 568}, "color_scheme": "dark"}, id="320 pixels, dark"),
]


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_is_wrong_or_cut_off_before_during_and_after_a_conversation(shop, enter, view):
    page = enter(**view)
    expect(page.get_by_text("Met wie wilt u praten?")).to_be_visible()
    found = flaws(page)
    begin(page)
    found += flaws(page)
    page.get_by_role("button", name="Mijn gegevens").click()
    found += flaws(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Praat met een mens").click()
    expect(page.get_by_role("status")).to_contain_text("U bent nummer 1 in de rij.")
    found += flaws(page)
    shop.person_says(
        "Dag, met Petra. https://www.example.nl/een-heel-lang-adres-zonder-een-enkele-spatie-erin/voor-uw-contract"
    )
    expect(row(page, "Dag, met Petra.")).to_be_visible()
    found += flaws(page)
    page.get_by_role("button", name="Chat stoppen").click()
    found += flaws(page)
    page.get_by_role("button", name="Ja, stoppen").click()
    expect(page.get_by_role("button", name="Nieuw gesprek")).to_be_visible()
    assert [*found, *flaws(page)] == []


def test_within_the_page_the_chat_is_always_open_and_nothing_is_wrong_with_it(enter):
    page = enter(more="mode=inline", viewport={"width": 390, "height": 844})
    begin(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("region", name="Chat met Zonstroom")).to_be_visible()
    page.get_by_role("region", name="Chat met Zonstroom").scroll_into_view_if_needed()
    assert flaws(page) == []


def test_on_a_window_of_a_few_lines_the_chat_scrolls_and_the_notice_stays(enter):
    page = enter(viewport={"width": 320, "height": 256})
    begin(page)
    expect(page.get_by_text(NOTICE)).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Mijn gegevens").scroll_into_view_if_needed()
    expect(page.get_by_text(NOTICE)).to_be_in_viewport(ratio=1)


def test_a_conversation_begins_and_goes_on_with_the_keyboard_alone(enter):
    page = enter(more="")
    press = page.keyboard.press
    press("Tab")
    press("Enter")
    expect(page.get_by_role("button", name="Met de computer (AI)")).to_be_focused()
    press("Enter")
    page.keyboard.type(QUESTION)
    press("Enter")
    answered(page)
    expect(page.get_by_role("textbox")).to_be_focused()
    press("Shift+Tab")
    expect(page.get_by_role("button", name="De computer begrijpt mij niet")).to_be_focused()
    press("Space")
    answered(page, times=2)
    press("Escape")
    expect(page.get_by_role("button", name="Chat openen")).to_be_focused()
    press("Enter")
    expect(page.get_by_role("textbox")).to_be_focused()


def test_a_person_and_the_end_are_reached_with_the_keyboard_alone(shop, enter):
    page = enter()
    begin(page)
    press = page.keyboard.press
    press("Alt+p")
    expect(page.get_by_text("U wacht op een mens.")).to_be_visible()
    expect(page.get_by_role("textbox")).to_be_focused()
    for _ in range(4):  # send, my data, copy, end
        press("Tab")
    press("Enter")
    expect(page.get_by_role("button", name="Nee, doorgaan")).to_be_focused()
    press("Tab")
    press("Enter")
    expect(page.get_by_role("button", name="Nieuw gesprek")).to_be_focused()
    assert shop.rows("SELECT charge FROM desk_conversation") == [("closed",)]
    press("Enter")
    expect(page.get_by_role("button", name="Met de computer (AI)")).to_be_focused()


def test_the_notice_is_in_view_before_the_first_word_and_comes_with_the_first_answer(enter):
    page = enter(viewport={"width": 320, "height": 568})
    expect(page.get_by_text(NOTICE)).to_be_in_viewport(ratio=1)
    begin(page)
    expect(page.get_by_text(NOTICE)).to_be_in_viewport(ratio=1)
    assert [who for who, _ in said(page)] == ["U", "Bericht", "Computer (AI)"]
    assert "Dat is een computer (AI), geen mens." in said(page)[1][1]


def test_where_nobody_chooses_first_the_customer_types_at_once(shop, enter):
    shop.set(choose=False)
    page = enter()
    send(page, QUESTION)
    answered(page)
    assert shop.customers() == [QUESTION]


def test_a_person_may_be_chosen_before_anything_else_and_the_bot_is_never_asked(shop, enter):
    page = enter()
    page.get_by_role("button", name="Met een mens").click()
    expect(page.get_by_role("status")).to_contain_text("U bent nummer 1 in de rij.")
    assert shop.place.bot.asked == []


def test_who_asks_for_a_person_while_the_bot_is_thinking_gets_one(shop, enter):
    page = enter()
    begin(page)
    with held(shop):
        send(page, "En de jaarnota?")
        expect(page.get_by_text("De computer schrijft…")).to_be_visible()
        page.keyboard.press("Alt+p")
        expect(row(page, "Ik wil met een mens praten.")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("U bent nummer 1 in de rij.")
    assert shop.rows("SELECT reason FROM desk_handover") == [("asked",)]


def test_who_asks_for_a_person_hears_the_place_in_the_queue_and_how_long_it_takes(shop, enter):
    shop.helped_in(seconds=300)
    page = enter()
    begin(page)
    page.get_by_role("button", name="Praat met een mens").click()
    expect(page.get_by_role("status")).to_have_text(
        "U bent nummer 1 in de rij. Dat duurt ongeveer 5 min. Of bel ons: 088\u00a0123\u00a045\u00a067."
    )
    expect(page.get_by_role("button", name="Praat met een mens")).to_have_count(0)


def test_when_nobody_is_there_the_customer_hears_when_and_can_be_called_back(shop, enter):
    shop.now = SUNDAY
    page = enter()
    expect(page.get_by_role("button", name="Met een mens")).to_contain_text(
        "Nu is er niemand. We zijn er ma\u2011vr\u00a009:00\u201117:00."
    )
    page.get_by_role("button", name="Met een mens").click()
    expect(page.get_by_role("status")).to_contain_text("Wilt u dat wij u bellen? Typ dan uw telefoonnummer.")
    expect(
        page.get_by_text(
            "Er is nu niemand. We zijn er ma\u2011vr\u00a009:00\u201117:00. De computer zegt nu niets meer."
        )
    ).to_be_visible()
    send(page, "06-12345678")
    expect(row(page, "Dank u. We bellen u op 06-12345678")).to_be_visible()
    page.get_by_role("button", name="Chat stoppen").click()
    expect(page.get_by_role("alertdialog")).to_contain_text("Dan bellen we u nog steeds.")
    page.get_by_role("button", name="Ja, stoppen").click()
    expect(page.get_by_text("Dit gesprek is gestopt.").first).to_be_visible()
    assert shop.rows("SELECT callback, ended_at FROM desk_handover") == [("in-conversation", None)]


def test_a_person_looks_and_sounds_different_from_the_computer(shop, enter):
    page = enter()
    begin(page)
    page.keyboard.press("Alt+p")
    expect(page.get_by_text("U wacht op een mens.")).to_be_visible()
    page.evaluate(LISTEN)
    shop.person_says("Dag, met Petra.")
    expect(page.get_by_text("U praat met een mens, niet met een computer.").first).to_be_visible()
    expect(page.get_by_text(NOTICE)).to_have_count(0)
    assert said(page)[2] == ("Computer (AI)", ANSWER)
    assert said(page)[-1] == ("Petra (mens)", "Dag, met Petra.")
    expect(page.get_by_role("list", name="Berichten")).to_match_aria_snapshot(IN_THE_TREE)
    of_computer, of_person = [page.locator(f"li.{who} .words").evaluate(LOOKS) for who in ("bot", "person")]
    assert all(one != other for one, other in zip(of_computer, of_person, strict=True))
    assert sorted(page.evaluate("heard")) == [
        "Petra (mens): Dag, met Petra.",
        "U praat met een mens, niet met een computer.",
    ]


def test_a_screen_reader_hears_what_is_new_once_and_nothing_of_what_was_there(shop, enter):
    page = enter()
    begin(page)
    page.reload()
    expect(row(page, ANSWER)).to_be_visible()
    assert page.locator("[aria-live]").inner_text() == ""
    page.evaluate(LISTEN)
    shop.place.bot.says = "Op 25 november."
    send(page, "Wanneer?")
    expect(row(page, "Op 25 november.")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("")
    assert page.evaluate("heard") == ["Computer (AI): Op 25 november."]


def test_a_closed_chat_tells_that_a_person_answered(shop, enter):
    page = enter()
    begin(page)
    page.keyboard.press("Alt+p")
    expect(page.get_by_text("U wacht op een mens.")).to_be_visible()
    page.keyboard.press("Escape")
    shop.person_says("Dag, met Petra.")
    page.get_by_role("button", name="Chat openen (1 nieuw)").click()
    expect(row(page, "Dag, met Petra.")).to_be_visible()


def test_who_scrolled_up_to_read_is_left_there(shop, enter):
    page = enter(viewport={"width": 320, "height": 568})
    shop.place.bot.says = "Een lang verhaal. " * 60
    page.get_by_role("button", name="Met de computer (AI)").click()
    send(page, QUESTION)
    page.keyboard.press("Alt+p")
    expect(page.get_by_text("U wacht op een mens.")).to_be_visible()
    page.locator(".body").evaluate("one => { one.scrollTop = 0 }")
    shop.person_says("Dag, met Petra.")
    expect(row(page, "Dag, met Petra.")).to_be_attached()
    assert page.locator(".body").evaluate("one => one.scrollTop") == 0


def test_a_bot_that_is_switched_off_is_no_choice(shop, enter):
    shop.set(halted=True)
    page = enter()
    expect(page.get_by_text("De computer staat nu uit. U kunt wel met een mens praten.")).to_be_visible()
    expect(page.get_by_role("button", name="Met de computer (AI)")).to_have_count(0)
    page.get_by_role("button", name="Met een mens").click()
    expect(page.get_by_role("status")).to_contain_text("U bent nummer 1 in de rij.")


def test_a_page_that_allows_no_inline_script_or_style_shows_the_chat_as_it_is(shop, enter):
    page = enter()
    head = page.request.get(shop.site).headers["content-security-policy"]
    assert "unsafe" not in head
    assert "style-src" not in head  # so nothing but what the chat brings by itself, under default-src 'none'
    begin(page)
    assert page.locator(".panel").evaluate("one => getComputedStyle(one).position") == "fixed"
