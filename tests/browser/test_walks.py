"""People at work: with a keyboard only, without script, with the list that answers while one types."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# The parts of a date and its calendar button lie inside it; there the browser draws its own.
OUTLINE = """() => {
  const it = document.activeElement;
  return it.type === 'date' ? 'its own' : getComputedStyle(it).outlineStyle;
}"""
# What one conversation leaves in the vault of a system.
CONVERSATION = """
from django.utils import timezone
from balie.evidence import service as evidence
from balie.register.models import AISystem
system = AISystem.objects.get(name="Nachtwacht").pk
now = timezone.now()
evidence.store(system, "walk-1", [("text/plain", b"Hallo, met Anna")], by=evidence.BALIE, now=now)
print(f"/systems/{system}/log/?conversation=walk-1", end="")
"""


def tab_to(page, locator, presses=80):
    """Press Tab until something has the focus, and see that everything on the way shows it."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        outline = page.evaluate(OUTLINE)
        assert outline != "none", page.evaluate("document.activeElement.outerHTML")
        if locator.evaluate("it => it === document.activeElement"):
            return
    raise AssertionError(f"no Tab reaches {locator}")


def test_with_the_keyboard_only(visit):
    page = visit()
    page.goto("/systems/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Ga naar de inhoud")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    tab_to(page, page.get_by_role("searchbox"))
    page.keyboard.type("wim")
    expect(page.get_by_role("row")).to_have_count(2)
    tab_to(page, page.get_by_role("table").get_by_role("link", name="Wim", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wim")
    duty = page.locator(".duties summary").first
    tab_to(page, duty)
    page.keyboard.press("Enter")
    expect(page.locator(".duties details").first).to_have_attribute("open", "")
    tab_to(page, page.locator(".duties details[open] a, .duties td a").first)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/law/provisions/"))


def test_the_list_answers_while_one_types(visit):
    page = visit()
    page.goto("/systems/")
    everything = page.get_by_role("row").count()
    page.get_by_role("searchbox").press_sequentially("stem")
    expect(page.get_by_role("status").first).to_have_text(re.compile(r"\d+ syste(em|men) gevonden"))
    expect(page).to_have_url(re.compile("q=stem"))
    assert 1 < page.get_by_role("row").count() < everything
    page.go_back()
    expect(page.get_by_role("row")).to_have_count(everything)


def test_choosing_a_class_keeps_the_words(visit):
    page = visit()
    page.goto("/systems/?q=e")
    page.get_by_role("link", name=re.compile("Hoog risico")).click()
    expect(page).to_have_url(re.compile("q=e&class=high"))
    for mark in page.locator("td[data-label=Klasse] .mark").all():
        assert mark.inner_text() == "hoog risico"


def test_a_column_title_turns_the_order_around(visit):
    page = visit()
    page.goto("/systems/")
    title = page.get_by_role("columnheader", name="Systeem")
    title.get_by_role("link").click()
    expect(title).to_have_attribute("aria-sort", "ascending")
    names = page.locator("a.name").all_inner_texts()
    assert names == sorted(names, key=str.casefold)
    title.get_by_role("link").click()
    expect(title).to_have_attribute("aria-sort", "descending")
    assert page.locator("a.name").all_inner_texts() == names[::-1]


def test_without_script_everything_works(visit):
    page = visit(java_script_enabled=False)
    page.goto("/systems/")
    page.get_by_role("searchbox").fill("wim")
    page.get_by_role("button", name="Zoek").click()
    assert page.locator("a.name").all_inner_texts() == ["Wim"]
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.locator("a.name").all_inner_texts() == ["Wim"]


def test_another_day_by_form(visit):
    page = visit()
    page.goto("/systems/1/")
    page.get_by_text("Bekijk op een andere datum").click()
    page.get_by_label("Wat geldt op").fill("2027-12-02")
    page.get_by_role("button", name="Toon").click()
    expect(page.get_by_text("Je bekijkt 2 december 2027")).to_be_visible()
    page.get_by_role("link", name="Terug naar vandaag").click()
    expect(page).to_have_url(re.compile(r"/systems/1/\?$"))


def test_signing_in_with_a_wrong_password_tells_what_is_wrong(visit):
    page = visit(known=False)
    page.goto("/account/login/")
    page.get_by_label("E-mailadres").fill("nobody@wadlicht.example")
    page.get_by_label("Wachtwoord").fill("wrong")
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_role("alert")).to_contain_text("horen niet bij elkaar")
    expect(page).to_have_title(re.compile("^Fout:"))


def test_without_cookies_the_door_is_closed(visit):
    page = visit()
    page.goto("/systems/")
    page.context.clear_cookies()
    page.goto("/systems/")
    expect(page).to_have_url(re.compile("/account/login/"))


def test_from_what_to_do_now_to_what_forbids_a_system(visit):
    page = visit(viewport={"width": 390, "height": 844})
    page.goto("/systems/")
    page.get_by_role("region", name="Wat nu?").get_by_role("link", name="Stemgevoel").click()
    stop = page.get_by_role("region", name="Gebruik dit systeem niet zo.")
    expect(stop).to_be_in_viewport()
    stop.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("#duty-no-emotion-recognition-at-work$"))
    expect(page.locator("#duty-no-emotion-recognition-at-work")).to_be_in_viewport()


def test_a_system_page_on_a_phone_stays_within_reach(visit):
    page = visit(viewport={"width": 390, "height": 844})
    page.goto("/systems/")
    page.locator("#portfolio").get_by_role("link", name="Gesprekspeil", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gesprekspeil")
    assert page.evaluate("document.documentElement.scrollHeight") < 12_500
    page.get_by_role("navigation", name="Op deze pagina").get_by_role("link", name="Plichten", exact=True).click()
    expect(page.get_by_role("heading", name="Plichten", exact=True)).to_be_in_viewport()
    assert page.locator("details.group:not([open])").count() > 0


def test_an_agent_sees_no_register(visit):
    page = visit(somebody=("noor@wadlicht.example", "agent"))
    page.goto("/systems/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Je mag deze pagina niet openen")
    expect(page.get_by_role("link", name="AI-systemen")).to_have_count(0)


def test_filters_fold_away_on_a_phone_and_always_show_on_a_desktop(visit):
    page = visit(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page.goto("/duties/")
    owner = page.get_by_label("Eigenaar", exact=True).first
    expect(owner).to_be_hidden()
    page.get_by_text("Filteren en groeperen").click()
    owner.select_option("nobody")
    page.get_by_role("button", name="Toon", exact=True).click()
    expect(owner).to_be_visible()
    page.goto("/duties/")
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(owner).to_be_visible()
    expect(page.get_by_text("Filteren en groeperen")).to_be_hidden()


def press(page, role, name, typed=""):
    """Tab to something in the page and press Enter, after typing why where that is asked."""
    if typed:
        tab_to(page, page.locator("main textarea").first)
        page.keyboard.type(typed)
    tab_to(page, page.get_by_role("main").get_by_role(role, name=name, exact=True))
    page.keyboard.press("Enter")


def stands(page, violations, heading):
    """See which page came, and that nothing is wrong with it."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert violations(page) == []


def test_with_the_keyboard_a_hold_keeps_content_until_it_is_lifted(site, visit, violations):
    page = visit()
    log = f"{site.run(CONVERSATION)}#entries"
    page.goto(log)
    press(page, "link", "Stel er een bewaarplicht op in")
    stands(page, violations, "Een bewaarplicht instellen")
    expect(page.get_by_label("Gesprek")).to_have_value("walk-1")
    press(page, "button", "Stel de bewaarplicht in", typed="Zaak 2026-311")
    expect(page.get_by_role("status")).to_contain_text("De bewaarplicht geldt")
    page.goto(log)
    press(page, "link", "Wis de inhoud")
    stands(page, violations, "De inhoud van dit gesprek wissen?")
    expect(page.get_by_role("alert")).to_contain_text("Dit kan niet: er geldt een bewaarplicht")
    press(page, "link", "Hef op")
    stands(page, violations, "Deze bewaarplicht opheffen?")
    press(page, "button", "Hef de bewaarplicht op", typed="Geschikt")
    expect(page.get_by_role("status")).to_contain_text("opgeheven")
    page.goto(log)
    press(page, "link", "Wis de inhoud")
    stands(page, violations, "De inhoud van dit gesprek wissen?")
    tab_to(page, page.get_by_role("radio").first)
    page.keyboard.press("Space")
    press(page, "button", "Wis voorgoed")
    expect(page.get_by_role("status")).to_contain_text("Voorgoed gewist: 1 stuk inhoud")
