"""Duties at work in Chromium: state by keyboard, send a document that somebody accepts, assign, finish a task."""

import pytest
from playwright.sync_api import expect

from balie.site.demo.duties import a_pdf

pytestmark = pytest.mark.browser
SAID = "In de chat om een medewerker gevraagd. Er kwam iemand binnen twee minuten."
REVIEWER = ("keurder@wadlicht.example", "manager")


def tab_to(page, locator, presses=200):
    """Press Tab until something has the focus, and see that everything on the way shows it."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        if locator.evaluate("it => it === document.activeElement"):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    raise AssertionError(f"no Tab reaches {locator}")


def open_duty(page, duty, system="Stroomlijn"):
    page.goto("/systems/")
    page.get_by_role("table").get_by_role("link", name=system, exact=True).click()
    page.get_by_role("navigation", name="Pagina's over dit systeem").get_by_role("link", name="Plichten").click()
    page.get_by_role("table").get_by_role("link", name=duty).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(duty)


def test_a_statement_by_keyboard_only(visit):
    page = visit()
    open_duty(page, "Wees open dat het een bot is", "Wim")
    page.keyboard.press("Home")
    tab_to(page, page.get_by_text("Verklaring geven"))
    page.keyboard.press("Enter")
    words = page.get_by_label("Wat je hebt nagegaan en wat je zag")
    tab_to(page, words)
    page.keyboard.type("Kort")
    tab_to(page, page.get_by_role("button", name="Verklaar dit"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("minstens twintig tekens")
    expect(words).to_have_value("Kort")
    words.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(SAID)
    tab_to(page, page.get_by_role("button", name="Verklaar dit"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Je verklaring is bewaard.")).to_be_visible()
    expect(page.locator(".statement").first).to_contain_text(SAID)


def test_a_document_counts_once_a_second_person_accepts_it(visit):
    duty = "Kies een grondslag voor elk doel"
    page = visit()
    open_duty(page, duty, "Wim")
    page.get_by_text("Document toevoegen").click()
    page.get_by_label("Bestand").set_input_files(
        {"name": "grondslag.pdf", "mimeType": "application/pdf", "buffer": a_pdf("Grondslag")}
    )
    page.get_by_label("Titel").fill("Grondslag per doel")
    page.get_by_role("button", name="Voeg het document toe").click()
    expect(page.get_by_text("Het telt mee zodra een collega het goedkeurt.")).to_be_visible()
    expect(page.get_by_text("Keur dit document")).to_have_count(0)
    second = visit(somebody=REVIEWER)
    second.goto(page.url)
    second.get_by_text("Keur dit document").click()
    second.get_by_label("Goedkeuren").check()
    second.get_by_role("button", name="Bewaar mijn oordeel").click()
    expect(second.locator(".verdict .proof-met")).to_be_visible()
    with second.expect_download() as leaving:
        second.get_by_role("link", name="Grondslag per doel").click()
    assert leaving.value.suggested_filename == "grondslag.pdf"


def test_several_duties_are_assigned_at_once_and_the_list_stays(visit):
    page = visit()
    page.goto("/duties/?footing=gdpr&owner=nobody")
    before = page.get_by_role("row").count()
    boxes = page.get_by_role("table").get_by_role("checkbox")
    boxes.nth(0).check()
    boxes.nth(1).check()
    bulk = page.locator("#bulk")
    bulk.get_by_label("Eigenaar").select_option(label="Samira Haddou")
    bulk.get_by_label("Deadline").fill("2030-01-31")
    bulk.get_by_role("button", name="Toewijzen").click()
    expect(page.get_by_text("2 plichten gewijzigd.")).to_be_visible()
    assert "footing=gdpr&owner=nobody" in page.url
    assert page.get_by_role("row").count() <= before
    page.get_by_label("Eigenaar", exact=True).first.select_option(label="Samira Haddou")
    page.get_by_role("button", name="Toon", exact=True).click()
    expect(page.get_by_role("cell", name="Samira Haddou").first).to_be_visible()


def test_a_task_is_made_and_done(visit):
    page = visit()
    page.goto("/tasks/new/")
    page.get_by_label("Wat er moet gebeuren").fill("Log van oktober nalopen")
    page.get_by_role("button", name="Voeg de taak toe").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log van oktober nalopen")
    page.get_by_label("Wat eruit kwam").fill("Alles was er.")
    page.get_by_role("button", name="Het is klaar").click()
    expect(page.get_by_text("De taak is klaar.")).to_be_visible()
    page.goto("/tasks/?which=done")
    expect(page.get_by_role("link", name="Log van oktober nalopen")).to_be_visible()
