"""Pages as people leave them: forms with errors, a trial run of an import, messages that failed, a signature due."""

import io
import re

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
SIGNER = ("hoekstra@wadlicht.example", "compliance")
# address, and what one fills in that cannot stand
FORMS = {
    "a system without a name": ("/systems/1/description/change/", {"name": ""}),
    "a supplier without a name": ("/suppliers/new/", {"name": ""}),
    "an invitation without an address": ("/people/invite/", {"email": "geen adres"}),
    "an organisation without a name": ("/organisation/change/", {"name": ""}),
    "a question without an answer": ("/systems/13/questions/incident_line_is_emergency/", {"reasons": "Nog open."}),
    "a webhook without events": ("/settings/webhooks/new/", {"name": "CRM", "address": "nergens"}),
}
ROWS = [["name", "reference", "own_name"], ["Postbus", "PB-900", "misschien"], ["Penseel", "PS-900", "ja"]]
# One webhook that stopped, with a message that arrived, one that waits and one that was given up.
WEBHOOK = """
from datetime import timedelta
from django.utils import timezone
from balie.site.api.models import Webhook
now = timezone.now()
made = Webhook.objects.create(
    name="Klantbeeld", address="https://" + "klantbeeld-" * 12 + ".example/hooks/balie", events=["class-changed"],
    salt="salt", active=False, made_at=now, stopped_because="Connection refused: " + "x" * 120,
)
def sent(status, **more):
    payload = '{"type": "class-changed", "data": {"system": "' + "Stroomlijn" * 30 + '"}}'
    return made.deliveries.create(
        message="msg_" + status, event="class-changed", payload=payload, made_at=now, status=status, **more
    )
at = now.isoformat()
sent("delivered", attempts=1, tries=[{"at": at, "code": 204, "text": ""}], finished_at=now)
sent("waiting", attempts=1, due_at=now + timedelta(days=1), tries=[{"at": at, "code": 503, "text": "busy"}])
gone = sent("given_up", attempts=2, finished_at=now, tries=[
    {"at": at, "code": 0, "text": "name or service not known"}, {"at": at, "code": 500, "text": "<html>" + "y" * 900},
])
print(f"/settings/webhooks/{made.pk}/ {gone.pk}/", end="")
"""


@pytest.fixture(scope="module")
def webhook(site) -> list[str]:
    return site.run(WEBHOOK).split()


def look_at(page, flaws, language):
    """See that a page stands in this language, and that nothing is wrong with it."""
    assert page.locator("html").get_attribute("lang") == language[:2]
    assert flaws(page, words_only=language != "nl-NL") == []


def tried(page, *rows):
    """Send a list to be looked through."""
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    page.goto("/import/")
    page.locator("input[type=file]").set_input_files(
        {"name": "lijst.xlsx", "mimeType": "application/octet-stream", "buffer": file.getvalue()}
    )
    page.locator("main form button").click()
    page.wait_for_url(re.compile(r"/import/\d+/$"))


LANGUAGES = pytest.mark.parametrize("language", ["nl-NL", "en-GB"])


@LANGUAGES
@pytest.mark.parametrize("name", FORMS)
def test_a_form_with_errors_names_the_field_and_keeps_what_was_typed(visit, flaws, name, language):
    address, wrong = FORMS[name]
    page = visit(locale=language, viewport=PHONE)
    page.goto(address)
    for field, value in wrong.items():
        page.locator(f"main [name={field}]").fill(value)
    page.locator("main form", has=page.locator(f"[name={next(iter(wrong))}]")).locator("button.button").first.click()
    told = page.get_by_role("alert")
    expect(told).to_be_visible()
    assert told.locator("li a").count() == page.locator("main .field-wrong").count() > 0
    for link in told.locator("li a").all():
        assert page.locator(f"main {link.get_attribute('href')}").count() == 1
    for field, value in wrong.items():
        expect(page.locator(f"main [name={field}]")).to_have_value(value)
    look_at(page, flaws, language)


@LANGUAGES
@pytest.mark.parametrize("rows", [pytest.param(ROWS, id="with errors"), pytest.param(ROWS[::2], id="without errors")])
def test_a_trial_run_is_accessible_and_fits(visit, flaws, rows, language):
    page = visit(locale=language, viewport=PHONE)
    tried(page, *rows)
    assert page.get_by_role("table").count() == (rows is ROWS)
    look_at(page, flaws, language)


@LANGUAGES
def test_a_webhook_that_stopped_tells_why_message_by_message(visit, flaws, webhook, language):
    page = visit(locale=language, viewport=PHONE)
    page.goto(webhook[0])
    expect(page.get_by_role("alert")).to_contain_text("Connection refused")
    expect(page.locator("tbody tr")).to_have_count(3)
    look_at(page, flaws, language)
    page.set_viewport_size(PHONE)
    page.goto(webhook[0] + webhook[1])
    expect(page.locator("main .reasons > li")).to_have_count(2)
    look_at(page, flaws, language)


@LANGUAGES
def test_a_signature_asks_for_words_and_says_so(visit, flaws, language):
    page = visit(somebody=SIGNER, locale=language, viewport=PHONE)
    page.goto("/systems/?q=termijncheck")  # nobody else signs for this one
    page.get_by_role("table").get_by_role("link", name="Termijncheck", exact=True).click()
    page.locator("main a[href*='/assessments/']", has_text=re.compile("laatste|latest")).click()
    words = page.locator("[name=statement]")
    assert words.input_value()
    look_at(page, flaws, language)
    page.set_viewport_size(PHONE)
    words.fill("")
    page.locator("form[action$='/sign/'] button").click()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_attribute("href", "#id_statement")
    look_at(page, flaws, language)
