"""The chat when the network or the server fails it: nothing is lost, nothing doubled, and the customer knows."""

import pytest
from playwright.sync_api import expect
from tests.browser.chatting import QUESTION, answered, begin, held, row, said, send

pytestmark = pytest.mark.browser


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


def test_a_conversation_that_was_erased_gives_the_words_back_and_begins_anew(shop, enter):
    page = enter()
    begin(page)
    page.route("**/turns", lambda route: route.fulfill(status=410, json={"error": {"code": "erased"}}), times=1)
    send(page, "Nog een vraag")
    expect(page.get_by_role("status")).to_contain_text("Dit gesprek is er niet meer.")
    page.get_by_role("button", name="Met de computer (AI)").click()
    expect(page.get_by_role("textbox")).to_have_value("Nog een vraag")
