"""A date passes: what became different is found, read, handled, and found back."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# Wim as he was judged and signed for on 30 November 2026, and again on 3 December: a duty starts on the day between.
A_DATE_PASSES = """
from datetime import date
from django.utils import timezone
from balie.law import shipped_law
from balie.people.models import User
from balie.register import models, service
from balie.register.system import Cause
somebody = User.objects.first()
models.Difference.objects.filter(system__name="Wim").delete()
models.Signature.objects.filter(assessment__system__name="Wim").delete()
models.AISystem.objects.filter(name="Wim").update(latest=None)
for day, cause in ((date(2026, 11, 30), Cause.IMPORT), (date(2026, 12, 3), None)):
    wim = models.AISystem.objects.select_related("organisation", "latest").filter(name="Wim")
    service.assess(wim, service.Occasion(shipped_law(), day, timezone.now(), cause))
    if cause:
        wim.get().latest.signatures.create(by=somebody, by_name="Samira", at=timezone.now(), statement="Gezien")
"""
WORDS = {
    "nl-NL": {
        "menu": "Hoofdmenu",
        "changes": "Wijzigingen",
        "cause": "Een datum die verstreken is",
        "now": "Geldt nu (1)",
        "duty": "Merk wat AI heeft gemaakt",
        "sign": "1 systeem is ondertekend voor een eerdere uitkomst",
        "assessment": "naar de beoordeling",
        "agree": "Onderteken",
        "signed": "Je hebt deze beoordeling ondertekend.",
        "note": "Notitie: wat heb je gedaan?",
        "did": "Label staat in de afzender.",
        "away": "Zet wat is aangevinkt op afgehandeld",
        "gone": "1 wijziging afgehandeld.",
        "handled": "Afgehandeld",
        "show": "Toon 1 systeem",
    },
    "en-GB": {
        "menu": "Main menu",
        "changes": "Changes",
        "cause": "A date that passed",
        "now": "Applies now (1)",
        "duty": "Mark what AI has made",
        "sign": "1 system was signed for an earlier outcome",
        "assessment": "to the assessment",
        "agree": "Sign",
        "signed": "You signed this assessment.",
        "note": "Note: what did you do?",
        "did": "The sender now carries the label.",
        "away": "Put what is marked away as handled",
        "gone": "1 change handled.",
        "handled": "Handled",
        "show": "Show 1 system",
    },
}


@pytest.mark.parametrize(("locale", "viewport"), [("nl-NL", DESKTOP), ("en-GB", PHONE)], ids=["nl desktop", "en phone"])
def test_what_a_date_changed_is_found_read_signed_again_and_handled(visit, violations, site, locale, viewport):
    site.run(A_DATE_PASSES)
    words = WORDS[locale]
    page = visit(somebody=("signer@wadlicht.example", "compliance"), locale=locale, viewport=viewport)
    page.goto("/systems/")
    page.get_by_role("navigation", name=words["menu"]).get_by_role("link", name=words["changes"]).click()
    item = page.get_by_role("listitem").filter(has_text=words["cause"]).first
    for told in ("now", "duty", "sign"):
        expect(item).to_contain_text(words[told])
    assert violations(page) == []
    item.get_by_role("link", name=words["assessment"]).click()
    page.get_by_role("button", name=words["agree"], exact=True).click()
    expect(page.get_by_role("status")).to_contain_text(words["signed"])
    page.get_by_role("navigation", name=words["menu"]).get_by_role("link", name=words["changes"]).click()
    expect(item).not_to_contain_text(words["sign"])
    item.get_by_role("checkbox").check()
    page.get_by_label(words["note"]).fill(words["did"])
    page.get_by_role("button", name=words["away"]).click()
    expect(page.get_by_role("status")).to_have_text(words["gone"])
    page.get_by_role("link", name=words["handled"], exact=True).click()
    page.get_by_role("link", name=words["show"]).first.click()
    expect(page.get_by_role("table")).to_contain_text(words["did"])
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
