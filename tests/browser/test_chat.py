"""The chat on somebody else's page, as its customer meets it: told, understood, reachable, and nothing lost or doubled."""

import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.browser.shop import SUNDAY, opened

pytestmark = pytest.mark.browser

NOTICE = "U chat met een computer (AI), niet met een mens."
QUESTION, ANSWER = "Wat is mijn termijnbedrag?", "Uw termijnbedrag is 120 euro."
PREPARING = Path(__file__).parents[1] / "gateway" / "preparing.py"
AXE = """async () => {
  const found = await axe.run(document, { resultTypes: ['violations'] });
  return found.violations.flatMap(rule => rule.nodes.map(node => [rule.id, node.html.slice(0, 160)]));
}"""
# What sticks out sideways, of the page or within the chat; and what of the chat lies outside the window.
CUT_OFF = """() => {
  const panel = document.querySelector('balie-chat').shadowRoot.querySelector('.panel');
  const seen = [...panel.querySelectorAll('*')].filter(one => one.checkVisibility() && !one.closest('.unseen'));
  const wide = seen.filter(one => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline');
  const outside = [...panel.children].filter(one => one.checkVisibility() && !one.matches('.unseen')).filter(one => {
    const box = one.getBoundingClientRect();
    return box.left < -1 || box.right > innerWidth + 1 || box.top < -1 || box.bottom > innerHeight + 1;
  });
  const page = document.documentElement.scrollWidth > innerWidth ? ['page'] : [];
  return [...page, ...[...wide, ...outside].map(one => one.outerHTML.slice(0, 120))];
}"""
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


@pytest.fixture(scope="session")
def database(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shop")
    subprocess.run([sys.executable, str(PREPARING), str(folder)], check=True)
    return folder / "balie.sqlite3"


@pytest.fixture
def shop(database, tmp_path):
    with opened(Path(shutil.copy(database, tmp_path / "balie.sqlite3")), tmp_path / "keys") as running:
        running.set()
        yield running


@pytest.fixture
def enter(shop, browser):
    """Open the page of the shop. Afterwards nothing was asked of a third party, and nothing went wrong in the page."""
    contexts, asked, complaints = [], [], []

    def entered(*, lang="nl", more="open", **wishes):
        contexts.append(browser.new_context(**{"locale": "nl-NL", **wishes}))
        page = contexts[-1].new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda one: complaints.append(one.text) if one.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{shop.site}/?lang={lang}&more={more}")
        return page

    yield entered
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith((shop.site, shop.place.url, "data:"))] == []
    assert [text for text in complaints if not text.startswith("Failed to load resource")] == []


def said(page):
    """The messages as they are shown: who, and what."""
    rows = page.get_by_role("list", name="Berichten").get_by_role("listitem").all()
    return [
        (row.locator(".who > span:not(.face)").first.inner_text(), row.locator(".words").inner_text()) for row in rows
    ]


def row(page, words):
    """The message with these words, as it is shown."""
    return page.get_by_role("listitem").filter(has_text=words)


def send(page, words):
    page.get_by_role("textbox").fill(words)
    page.keyboard.press("Enter")


def answered(page, times=1):
    expect(page.get_by_role("listitem").filter(has_text="Computer (AI)").filter(has_text=ANSWER)).to_have_count(times)
    expect(page.get_by_text("De computer schrijft…")).to_have_count(0)


def begin(page):
    page.get_by_role("button", name="Met de computer (AI)").click()
    send(page, QUESTION)
    answered(page)


def flaws(page):
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return [*page.evaluate(AXE), *page.evaluate(CUT_OFF)]


@contextmanager
def held(shop):
    """The bot thinks for as long as this lasts."""
    go_on = threading.Event()

    async def wait():
        while not go_on.is_set():
            await shop.breath()

    shop.place.bot.before = wait
    try:
        yield
    finally:
        go_on.set()
        shop.place.bot.before = None


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


def test_on_a_window_of_a_few_lines_the_chat_scrolls_and_the_notice_stays(enter):
    page = enter(viewport={"width": 320, "height": 256})
    begin(page)
    expect(page.get_by_text(NOTICE)).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Mijn gegevens").scroll_into_view_if_needed()
    expect(page.get_by_text(NOTICE)).to_be_in_viewport(ratio=1)


def test_a_whole_conversation_with_the_keyboard_alone(shop, enter):
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
    press("Escape")
    expect(page.get_by_role("button", name="Chat openen")).to_be_focused()


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


def test_a_reload_while_the_bot_answers_keeps_everything_and_doubles_nothing(shop, enter):
    page = enter()
    begin(page)
    with held(shop):
        send(page, "En de jaarnota?")
        expect(page.get_by_text("De computer schrijft…")).to_be_visible()
        page.get_by_role("textbox").fill("half getyp")
        page.reload()
        expect(row(page, "En de jaarnota?")).to_be_visible()
    answered(page, times=2)
    assert page.get_by_role("textbox").input_value() == "half getyp"
    assert [text for who, text in said(page) if who == "U"] == [QUESTION, "En de jaarnota?"]
    assert shop.customers() == [QUESTION, "En de jaarnota?"]
    assert len(shop.place.bot.asked) == 2


def test_without_network_a_message_waits_and_then_arrives_once(shop, enter):
    page = enter()
    begin(page)
    page.context.set_offline(True)
    send(page, "Bent u daar?")
    expect(page.get_by_role("status")).to_have_text(
        "U heeft geen internet. Uw bericht wordt verstuurd zodra er weer internet is."
    )
    expect(row(page, "Bent u daar?")).to_contain_text("wordt verstuurd")
    assert shop.customers() == [QUESTION]
    page.context.set_offline(False)
    answered(page, times=2)
    expect(page.get_by_role("status")).to_have_text("")
    assert shop.customers() == [QUESTION, "Bent u daar?"]


def test_the_very_first_message_survives_a_lost_network_and_a_reload(shop, enter):
    shop.set(choose=False)
    page = enter()
    expect(page.get_by_role("textbox")).to_be_visible()
    page.route("**/v1/widget/sanne/conversations", lambda route: route.abort())
    send(page, QUESTION)
    expect(page.get_by_role("status")).to_contain_text("We proberen het vanzelf nog een keer.")
    page.unroute("**/v1/widget/sanne/conversations")
    page.reload()
    answered(page)
    assert shop.customers() == [QUESTION]


def more(page):
    send(page, "Nog een vraag")


def ask(page):
    page.keyboard.press("Alt+p")


def end(page):
    page.get_by_role("button", name="Chat stoppen").click()
    page.get_by_role("button", name="Ja, stoppen").click()


@pytest.mark.parametrize(
    ("door", "act"),
    [
        pytest.param("**/turns", more, id="a message"),
        pytest.param("**/turns", ask, id="asking for a person"),
        pytest.param("**/end", end, id="ending"),
    ],
)
def test_an_answer_that_is_lost_after_the_server_had_the_turn_is_asked_for_again(shop, enter, door, act):
    page = enter()
    begin(page)
    lost = []

    def lose(route):
        lost.append(route.fetch().status)
        route.abort()

    page.route(door, lose, times=1)
    page.get_by_role("textbox").focus()
    act(page)
    expect(page.get_by_role("status")).to_contain_text("We proberen het vanzelf nog een keer.")
    page.wait_for_function("() => !JSON.parse(Object.values(sessionStorage)[0]).outbox.length")
    assert lost == [200]
    assert len(shop.customers()) == len(set(shop.customers())) == (1 if door == "**/end" else 2)
    assert len(shop.rows("SELECT id FROM desk_handover")) == (1 if act is ask else 0)
    assert [text for who, text in said(page) if who == "U"][:1] == [QUESTION]


def test_what_goes_wrong_on_our_side_is_told_and_tried_again(shop, enter):
    page = enter()
    begin(page)
    page.route("**/turns", lambda route: route.fulfill(status=503, json={}), times=1)
    send(page, "Nog een vraag")
    expect(page.get_by_role("status")).to_have_text("Er gaat iets mis bij ons. We proberen het vanzelf nog een keer.")
    answered(page, times=2)
    assert shop.customers() == [QUESTION, "Nog een vraag"]


def test_a_chat_that_does_not_open_says_so_and_opens_as_soon_as_it_can(enter):
    page = enter(more="")
    page.route("**/v1/widget/sanne?*", lambda route: route.fulfill(status=503, json={}), times=1)
    page.get_by_role("button", name="Chat openen").click()
    expect(page.get_by_role("status")).to_have_text("Er gaat iets mis bij ons. We proberen het vanzelf nog een keer.")
    expect(page.get_by_role("button", name="Met de computer (AI)")).to_be_focused()


def test_a_chat_that_is_not_there_says_so_and_asks_for_nothing(enter):
    page = enter(more="")
    page.route("**/v1/widget/sanne?*", lambda route: route.fulfill(status=404, json={}))
    page.get_by_role("button", name="Chat openen").click()
    expect(page.get_by_role("status")).to_have_text("De chat werkt nu niet. Probeer het later nog een keer.")
    expect(page.get_by_role("textbox")).to_have_count(0)


def test_within_the_page_the_chat_is_always_open_and_nothing_is_wrong_with_it(enter):
    page = enter(more="mode=inline", viewport={"width": 390, "height": 844})
    begin(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("region", name="Chat met Zonstroom")).to_be_visible()
    page.get_by_role("region", name="Chat met Zonstroom").scroll_into_view_if_needed()
    assert flaws(page) == []


def test_a_conversation_that_was_erased_gives_the_words_back_and_begins_anew(shop, enter):
    page = enter()
    begin(page)
    page.route("**/turns", lambda route: route.fulfill(status=410, json={"error": {"code": "erased"}}), times=1)
    send(page, "Nog een vraag")
    expect(page.get_by_role("status")).to_contain_text("Dit gesprek is er niet meer.")
    page.get_by_role("button", name="Met de computer (AI)").click()
    expect(page.get_by_role("textbox")).to_have_value("Nog een vraag")


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
        "Nu is er niemand. We zijn er ma-vr 09:00-17:00."
    )
    page.get_by_role("button", name="Met een mens").click()
    expect(page.get_by_role("status")).to_contain_text("Wilt u dat wij u bellen? Typ dan uw telefoonnummer.")
    expect(
        page.get_by_text("Er is nu niemand. We zijn er ma-vr 09:00-17:00. De computer zegt nu niets meer.")
    ).to_be_visible()
    send(page, "06-12345678")
    expect(row(page, "Dank u. We bellen u op 06-12345678")).to_be_visible()


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
    """Everything that the chat shows in a conversation in this language: the words, and the language it says it is in."""
    page = enter(lang=lang)
    first = page.locator(".choice button")
    expect(first).to_have_count(2)
    words = set(page.evaluate(WORDS))
    first.first.click()
    send(page, ASKED[lang])
    expect(page.locator("li.bot")).to_have_count(1)
    words |= set(page.evaluate(WORDS))
    page.locator("footer button").last.click()
    words |= set(page.evaluate(WORDS))
    page.keyboard.press("Escape")
    page.locator(".tools button").first.click()
    expect(page.locator(".notice.waiting")).to_be_visible()
    words |= set(page.evaluate(WORDS))
    page.locator("footer button").last.click()
    page.locator(".ask .main").click()
    expect(page.locator(".notice.closed")).to_be_visible()
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


def test_a_page_that_allows_no_inline_script_or_style_shows_the_chat_as_it_is(shop, enter):
    page = enter()
    head = page.request.get(shop.site).headers["content-security-policy"]
    assert "unsafe" not in head
    assert "style-src" not in head  # so nothing but what the chat brings by itself, under default-src 'none'
    begin(page)
    assert page.locator(".panel").evaluate("one => getComputedStyle(one).position") == "fixed"
