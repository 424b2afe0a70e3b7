"""A customer in the chat and colleagues at the desk, each in a browser of their own, on one real site."""

import json
import re
import secrets
import urllib.request

import pytest
from playwright.sync_api import expect
from tests.browser.pages import PHONE

pytestmark = pytest.mark.browser
PETRA, JOOST = ("petra@wadlicht.example", "manager", "agent"), ("joost@wadlicht.example", "agent")
SOON = 15_000
A_PROPOSAL = """
import json
from datetime import timedelta
from django.utils import timezone
from balie.desk.models import Gate, Proposal
from balie.evidence import service as evidence
gate, now, own = Gate.objects.get(slug="wim"), timezone.now(), sys.argv[1]
content = {"outcome": "afwijzen", "subject": "klant 4711", "reasons": ["Geen bewijs van betaling"], "score": 0.81}
about = evidence.Subject("decision", 0, "uitstel van betaling", gate.system_id, f"decision-{own}")
due = now + timedelta(hours=2)
body = {"proposal": own, "about": "uitstel van betaling", "rule": "decision", "people": 1, "deadline": due.isoformat()}
kept = evidence.record_content("proposal-made", about, body, ("application/json", json.dumps(content).encode()),
                               by=evidence.BALIE, now=now)
Proposal.objects.create(id=own, gate=gate, about="uitstel van betaling", rule="decision", content=kept.id,
                        made_at=now, deadline=due)
"""


NOBODY_WAITS = """
from django.utils import timezone
from balie.desk.models import Handover
Handover.objects.filter(ended_at=None).update(ended_at=timezone.now(), ended_how="answered")
"""


class Customer:
    """A customer of the example bot, over the addresses that the chat uses."""

    def __init__(self, site, said="Ik wil een medewerker spreken"):
        self.site = site
        self.talk = self._ask("/v1/widget/wim/conversations", {"key": secrets.token_hex(16), "language": "nl"})
        self.says(said)

    def says(self, text):
        told = {"key": secrets.token_hex(8), "kind": "text", "text": text}
        return self._ask(f"/v1/conversations/{self.talk['id']}/turns", told)

    def heard(self):
        told = self._ask(f"/v1/conversations/{self.talk['id']}/messages?after=0")["messages"]
        return [(one["speaker"], one["text"]) for one in told]

    def _ask(self, path, body=None):
        head = {"Content-Type": "application/json"}
        if hasattr(self, "talk"):
            head["Authorization"] = f"Bearer {self.talk['token']}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.site.address + path, data=data, headers=head)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)


@pytest.fixture(autouse=True)
def nobody_waits(site):
    """Whoever an earlier test left in the queue is gone."""
    site.run(NOBODY_WAITS)


@pytest.fixture
def customer(site):
    """Let a customer come, and say something."""
    return lambda *said: Customer(site, *said)


def at_the_desk(visit, who, **wishes):
    page = visit(somebody=who, **wishes)
    page.goto("/desk/")
    return page


def take_next(page):
    expect(page.locator("#lists a[data-key]")).not_to_have_count(0, timeout=SOON)
    page.locator("body").press("n")
    expect(page.get_by_text("Je helpt deze klant.")).to_be_visible()


def close_by_keyboard(page):
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.keyboard.press("z")  # zelf beantwoord
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    expect(page.locator(".desk-empty")).to_be_visible()


def test_a_customer_appears_by_themselves_and_is_helped_by_keyboard_alone(visit, customer):
    page = at_the_desk(visit, PETRA)
    expect(page.locator("#lists a[data-key]")).to_have_count(0)

    caller = customer()
    take_next(page)
    page.keyboard.press("r")
    page.keyboard.type("/mom")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".line.person")).to_have_text(re.compile("Een ogenblik, ik zoek het voor u op"), timeout=SOON)
    expect(page.get_by_label("Antwoord aan de klant")).to_have_value("")
    caller.says("Dank u wel. Het gaat om mijn jaarrekening.")
    expect(page.locator(".line.customer").last).to_contain_text("mijn jaarrekening", timeout=SOON)
    page.keyboard.press("Escape")
    page.keyboard.press("i")
    page.keyboard.type("Klant klinkt ongerust.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".line.note")).to_contain_text("alleen voor collega", timeout=SOON)
    close_by_keyboard(page)

    heard = caller.heard()
    assert ("balie", "U praat nu met Petra, een medewerker van Wadlicht Energie.") in heard
    assert [text for speaker, text in heard if speaker == "person"] == [
        "Een ogenblik, ik zoek het voor u op. Dat duurt ongeveer twee minuten."
    ]
    assert "De medewerker heeft dit gesprek afgesloten" in heard[-1][1]
    assert not [text for _, text in heard if "ongerust" in text]


def test_the_chat_and_the_desk_show_each_other(visit, site):
    chat, desk = visit(), at_the_desk(visit, PETRA)
    chat.goto("/systems/1/gateway/try/")
    chat.get_by_role("button", name=re.compile("Met een mens")).click()
    take_next(desk)
    expect(chat.get_by_text("U praat nu met Petra").first).to_be_visible(timeout=SOON)
    desk.get_by_label("Antwoord aan de klant").fill("Goedemiddag, waarmee kan ik u helpen?")
    desk.get_by_role("button", name="Stuur naar de klant").click()
    expect(chat.get_by_text("Petra (mens)").first).to_be_visible(timeout=SOON)
    expect(chat.get_by_text("waarmee kan ik u helpen").first).to_be_visible()
    chat.get_by_role("textbox").fill("Mijn IBAN is NL91 ABNA 0417 1643 00.")
    chat.keyboard.press("Enter")
    expect(desk.locator(".line.customer").last).to_contain_text("NL91 **** 4300", timeout=SOON)
    desk.get_by_text("Verborgen gegevens tonen").click()
    desk.get_by_label("Waarvoor heb je ze nodig?").fill("De klant wil dat ik dit nummer wijzig")
    desk.get_by_role("button", name="Toon", exact=True).click()
    expect(desk.locator(".line.customer").last).to_contain_text("NL91 ABNA 0417 1643 00")
    desk.locator("body").press("b")
    expect(chat.get_by_text("U praat weer met een computer (AI)").first).to_be_visible(timeout=SOON)
    chat.get_by_role("textbox").fill("Hoe geef ik mijn meterstand door?")
    chat.keyboard.press("Enter")
    expect(chat.get_by_text("Mijn Wadlicht").first).to_be_visible(timeout=SOON)


def test_two_who_take_at_once_the_second_hears_who_was_first(visit, customer):
    first, second = at_the_desk(visit, PETRA), at_the_desk(visit, JOOST)
    caller = customer()
    for page in (first, second):
        page.locator("#lists a[data-key]").first.click(timeout=SOON)
        expect(page.locator("#take")).to_be_visible()
    second.evaluate("addEventListener('submit', event => event.target.id === 'take' && event.preventDefault())")
    first.locator("#take button").click()
    expect(first.get_by_text("Je helpt deze klant.")).to_be_visible()
    address = second.url.rstrip("/")
    second.goto(address + "/")
    expect(second.get_by_text("Petra helpt deze klant.")).to_be_visible()
    token = second.locator("[name=csrfmiddlewaretoken]").first.input_value()
    answer = second.request.post(f"{address}/take/", form={"csrfmiddlewaretoken": token}, headers={"X-Balie": "script"})

    assert answer.status == 409
    assert answer.json() == {"message": "Petra heeft dit gesprek al."}
    assert sum("U praat nu met" in text for _, text in caller.heard()) == 1


def test_what_was_written_without_a_network_stays_and_is_said_once(visit, customer):
    page = at_the_desk(visit, PETRA)
    caller = customer()
    take_next(page)
    reply = page.get_by_label("Antwoord aan de klant")

    page.context.set_offline(True)
    reply.fill("Ik heb het gevonden.")
    reply.press("Control+Enter")
    expect(page.locator("#reply-wrong")).to_have_text("Dit is niet verstuurd. Probeer het opnieuw.")
    expect(reply).to_have_value("Ik heb het gevonden.")
    page.context.set_offline(False)
    reply.press("Control+Enter")
    expect(page.locator(".line.person")).to_have_count(1, timeout=SOON)
    caller.says("Fijn!")
    expect(page.locator(".line.customer").last).to_contain_text("Fijn!", timeout=SOON)
    page.reload()

    assert [text for speaker, text in caller.heard() if speaker == "person"] == ["Ik heb het gevonden."]
    expect(page.locator(".line.person")).to_have_count(1)


def test_passed_on_a_colleague_finds_it_with_the_note_and_promises_a_call(visit, customer):
    petra, joost = at_the_desk(visit, PETRA), at_the_desk(visit, JOOST)
    caller = customer()
    take_next(petra)
    petra.locator(".note-fold summary").click()
    petra.get_by_label("Notitie. De klant ziet dit nooit.").fill("@joost kijk even naar de correctie")
    petra.get_by_role("button", name="Notitie bewaren").click()
    expect(petra.locator(".line.note")).to_have_count(1, timeout=SOON)
    petra.get_by_text("Doorzetten").first.click()
    petra.get_by_label("Naar wie?").select_option(label="Joost")
    petra.get_by_role("button", name="Doorzetten").click()
    expect(joost.locator("#lists .tag", has_text="voor jou")).to_be_visible(timeout=SOON)
    take_next(joost)
    expect(joost.locator(".line.note")).to_contain_text("correctie")
    joost.get_by_text("Terugbellen beloven").click()
    joost.evaluate("document.getElementById('by').value = new Date(Date.now() + 86400e3).toISOString().slice(0, 16)")
    joost.get_by_role("button", name="Beloven").click()
    expect(joost.locator("#lists .tag", has_text="terugbellen")).to_be_visible(timeout=SOON)

    assert "Joost helpt u nu verder" in "".join(text for _, text in caller.heard())
    assert "We bellen u morgen" in caller.heard()[-1][1]
    joost.locator("#lists a[data-key]").first.click()
    joost.locator("#take button").click()
    joost.get_by_role("button", name="Teruggebeld").click()


@pytest.mark.parametrize("locale", ["nl-NL", "en-GB"])
def test_a_conversation_at_the_desk_is_accessible_and_fits(visit, customer, flaws, locale):
    page = at_the_desk(visit, PETRA, locale=locale, viewport=PHONE)
    customer("Ik wil een mens spreken, mijn e-mail is anja.visser@voorbeeld.example")
    page.locator("#lists a[data-key]").first.click(timeout=SOON)
    page.locator("#take button").click()
    expect(page.locator("#reply-text")).to_be_visible()

    assert flaws(page, words_only=locale != "nl-NL") == []


def test_a_proposal_is_opened_weighed_and_decided(visit, site, flaws):
    own = secrets.token_hex(16)
    site.run(A_PROPOSAL, own)
    page = visit(somebody=PETRA)
    page.goto("/desk/proposals/")
    page.get_by_role("link", name="uitstel van betaling").first.click()
    expect(page.get_by_text("Geen bewijs van betaling")).to_have_count(0)
    page.get_by_role("button", name="Bekijk het voorstel").click()
    expect(page.get_by_text("Geen bewijs van betaling")).to_be_visible()
    assert page.locator("input[type=radio]:checked").count() == 0
    page.get_by_role("button", name="Beslissen").click()
    expect(page.get_by_text("Kies wat je beslist.").first).to_be_visible()
    assert flaws(page) == []
    page.get_by_label("Goedkeuren met een wijziging").check()
    page.get_by_label("Wat in plaats daarvan").fill("toekennen")
    page.get_by_label("Waarom", exact=True).fill("De klant stuurde het bewijs op 12 november.")
    page.get_by_role("button", name="Beslissen").click()
    expect(page.get_by_text("Beslist. Het AI-systeem krijgt de beslissing door.")).to_be_visible()
    page.get_by_role("link", name="uitstel van betaling").first.click()
    expect(page.get_by_text("De klant stuurde het bewijs")).to_be_visible()
