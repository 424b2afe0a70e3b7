"""The register as people walk through it: a voicebot from nothing to a signed class, and a colleague who is asked."""

import re

import pytest
from playwright.sync_api import expect

from balie.law import shipped_law

pytestmark = pytest.mark.browser

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# What a voicebot that answers the telephone is like; what the law leaves open here is no for this one.
VOICEBOT = {name: said.value for name, said in shipped_law().archetypes["voicebot-inbound"].facts.items()}
WORDS = {
    "nl": {
        "add": "Systeem toevoegen",
        "blank": "Niets past: begin met niets",
        "name": "Naam",
        "go": "Toevoegen en naar de vragen",
        "settled": "De klasse staat vast: beperkt risico",
        "open": "bepa(alt|len) nog",
        "kept": "Bewaard:",
        "refused": "Wie antwoordt, tekent niet.",
        "latest": "Naar de laatste beoordeling",
        "sign": "Onderteken",
        "done": "Je hebt deze beoordeling ondertekend.",
        "outcome": "Uitkomst",
        "unsigned": "Niet ondertekend",
        "signed": "Ondertekend: Hoekstra",
        "again": "Maak opnieuw en vergelijk",
        "same": "bit voor bit hetzelfde",
        "reasons": "Gewogen aan de hand van de punten.",
    },
    "en": {
        "add": "Add a system",
        "blank": "Nothing fits: start with nothing",
        "name": "Name",
        "go": "Add and go to the questions",
        "settled": "The class is certain: limited",
        "open": "still decides?",
        "kept": "Kept:",
        "refused": "Whoever answers does not sign.",
        "latest": "To the latest assessment",
        "sign": "Sign",
        "done": "You signed this assessment.",
        "outcome": "Outcome",
        "unsigned": "Not signed",
        "signed": "Signed: Hoekstra",
        "again": "Make it again and compare",
        "same": "the same bit by bit",
        "reasons": "Weighed by the points listed.",
    },
}


def tab_to(page, locator, presses=150):
    """Press Tab until something has the focus."""
    for _ in range(presses):
        if locator.evaluate("it => it === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no Tab reaches {locator}")


def choose(page, value):
    """Reach an answer with Tab, and with the arrows among radio buttons."""
    wanted = page.locator(f"form[hx-post] input[name=answer][value='{value}']")
    if wanted.get_attribute("type") == "checkbox":
        tab_to(page, wanted)
        page.keyboard.press("Space")
        return
    options = page.locator("form[hx-post] input[name=answer]")
    tab_to(page, options.first)
    page.keyboard.press("Space")
    for _ in range(options.count()):
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no arrow reaches {value}")


def answer(page, fact, reasons):
    """Answer one question with the keyboard, as this voicebot is, and press Enter."""
    value = VOICEBOT.get(fact.id, False if fact.kind == "yes_no" else frozenset() if fact.kind == "some_of" else None)
    if isinstance(value, bool):
        choose(page, "yes" if value else "no")
    elif isinstance(value, frozenset):
        for one in sorted(value) or ["-"]:
            choose(page, one)
    else:
        choose(page, value or fact.options[0].id)
    if fact.open_norm:
        tab_to(page, page.locator("textarea[name=reasons]"))
        page.keyboard.type(reasons)
        tab_to(page, page.locator("input[name=source]"))
    page.keyboard.press("Enter")


def begin(page, words, name):
    """Add a system that starts with nothing, with the keyboard."""
    page.goto("/systems/")
    tab_to(page, page.get_by_role("link", name=words["add"]))
    page.keyboard.press("Enter")
    page.wait_for_url("**/systems/new/")
    tab_to(page, page.get_by_role("link", name=words["blank"]))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label(words["name"], exact=True))
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/*/")


def answer_until_settled(page, words):
    """Answer question after question until no answer can change the class; return the facts that were asked."""
    asked = []
    for _ in shipped_law().facts:
        told = page.locator("#range").inner_text()
        if words["settled"] in told and not re.search(words["open"], told):
            break
        fact = shipped_law().facts[page.url.rstrip("/").rsplit("/", 1)[1]]
        answer(page, fact, words["reasons"])
        expect(page).not_to_have_url(re.compile(f"/questions/{fact.id}/$"))
        expect(page.locator("#question")).to_be_focused()
        expect(page.locator("#walk")).to_contain_text(words["kept"])
        asked.append(fact)
    return asked


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize(("language", "viewport"), [("nl", DESKTOP), ("en", PHONE)], ids=["nl desktop", "en phone"])
def test_a_voicebot_from_nothing_to_a_signed_class(visit, language, viewport):
    """Whoever answers uses the keyboard only, and cannot sign; a second person does, and the first one sees it."""
    words, how = WORDS[language], {"locale": {"nl": "nl-NL", "en": "en-GB"}[language], "viewport": viewport}
    first, second = visit(**how), visit(somebody=("hoekstra@wadlicht.example", "compliance"), **how)
    begin(first, words, f"Stembalie {language}")
    possible = first.locator("#scale li:not(.mark-gone)")
    widest = possible.count()
    asked = answer_until_settled(first, words)
    assert 10 < len(asked) < 60
    assert any(fact.open_norm for fact in asked)
    assert possible.count() == 1 < widest
    assert fits(first)

    first.get_by_role("link", name=words["outcome"], exact=True).click()
    expect(first.locator(".signature")).to_have_text(words["unsigned"])
    first.get_by_role("link", name=words["latest"]).click()
    expect(first.get_by_text(words["refused"])).to_be_visible()
    expect(first.get_by_role("button", name=words["sign"], exact=True)).to_have_count(0)

    second.goto(first.url)
    sign(second, words)
    first.get_by_role("link", name=words["outcome"], exact=True).click()
    expect(first.locator(".signature")).to_contain_text(words["signed"])
    expect(first.locator(".verdict .mark-limited").first).to_be_visible()
    assert fits(first)


def sign(page, words):
    """Read the reasons behind the class, sign for it, and see that it can be made again."""
    page.locator("section[aria-labelledby=then-facts] summary").click()
    expect(page.get_by_text(words["reasons"]).first).to_be_visible()
    page.get_by_role("button", name=words["sign"], exact=True).click()
    expect(page.get_by_role("status")).to_contain_text(words["done"])
    page.get_by_role("button", name=words["again"]).click()
    expect(page).to_have_url(re.compile(r"replay=1#replay$"))
    expect(page.get_by_text(words["same"])).to_be_visible()
    assert fits(page)


def test_an_answer_that_is_missing_is_pointed_out_and_nothing_is_lost(visit):
    page = visit()
    page.goto("/systems/14/questions/incident_line_is_emergency/")
    page.get_by_label("Waarom beslis je dit?").fill("Er komt niemand ter plaatse.")
    page.get_by_role("button", name="Bewaar en ga verder").click()
    expect(page.get_by_role("alert")).to_contain_text("Kies een antwoord")
    expect(page.get_by_label("Waarom beslis je dit?")).to_have_value("Er komt niemand ter plaatse.")


def test_without_script_the_questions_go_on(visit):
    page = visit(java_script_enabled=False)
    page.goto("/systems/14/questions/")
    first = page.url
    page.get_by_label("Weet ik niet").check()
    page.get_by_role("button", name="Bewaar en ga verder").click()
    assert re.search(r"/systems/14/questions/\w+/$", page.url)
    assert page.url != first
    expect(page.get_by_role("status").filter(has_text="Je antwoord is bewaard.")).to_be_visible()
    page.get_by_role("link", name="Vorige vraag").click()
    assert page.url == first


def replies(other, address, violations):
    """Open the link in a browser in which nobody signed in, and answer."""
    other.goto(address)
    expect(other.locator("html")).to_have_attribute("lang", "en")
    expect(other.get_by_role("navigation", name="Main menu")).to_have_count(0)
    assert violations(other) == []
    other.get_by_label("No", exact=True).check()
    other.get_by_label("Is there something to add?").fill("It only reads meters.")
    other.get_by_role("button", name="Send").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert violations(other) == []
    other.reload()
    expect(other.get_by_text("Your answer:")).to_contain_text("no")


def test_a_colleague_answers_by_a_link_in_their_own_language(visit, violations):
    page = visit()
    page.goto("/systems/14/questions/customers_meet_it/")
    page.get_by_role("link", name="Vraag een collega").click()
    page.get_by_label("Wie kan dit weten?").fill("Leo Maker")
    page.get_by_label("Taal van de vraag").select_option("en")
    page.get_by_label("Een paar woorden van jou").fill("Jij bouwde hem.")
    page.get_by_role("button", name="Maak de link").click()
    address = page.get_by_label("Link om te kopiëren").input_value()
    assert violations(page) == []

    replies(visit(known=False, viewport=PHONE), address, violations)

    page.get_by_role("link", name="Bekijk wat aan collega's is gevraagd").click()
    row = page.get_by_role("row").filter(has_text="Leo Maker")
    expect(row).to_contain_text("beantwoord")
    expect(row).to_contain_text("It only reads meters.")
    page.get_by_role("link", name="Alle antwoorden").click()
    expect(page.get_by_role("row").filter(has_text="Leo Maker")).to_contain_text("nee")
