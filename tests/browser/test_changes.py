"""A date passes: what became different is found, read, handled; and a second person signs the new outcome."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# Wim as he was judged on 30 November 2026, and again on 3 December: a duty starts on the day between.
A_DATE_PASSES = """
from datetime import date
from django.utils import timezone
from balie.law import shipped_law
from balie.register import models, service
from balie.register.system import Cause
models.Difference.objects.filter(system__name="Wim").delete()
models.AISystem.objects.filter(name="Wim").update(latest=None)
for day, cause in ((date(2026, 11, 30), Cause.IMPORT), (date(2026, 12, 3), None)):
    wim = models.AISystem.objects.select_related("organisation", "latest").filter(name="Wim")
    service.assess(wim, service.Occasion(shipped_law(), day, timezone.now(), cause))
"""
# Samira answers a question about Wim, so she is not the one who signs.
SAMIRA_ANSWERS = """
from django.utils import timezone
from balie.people.models import User
from balie.register import models
wim, samira = models.AISystem.objects.get(name="Wim"), User.objects.get(email="samira@wadlicht.example")
models.Answer.objects.create(
    organisation=wim.organisation, system=wim, fact="interacts_directly", value=True, via="page",
    by=samira, by_name=str(samira), at=timezone.now(),
)
"""


@pytest.fixture
def changed(site):
    site.run(A_DATE_PASSES)


def test_what_a_date_changed_is_found_read_and_handled(visit, violations, changed):
    page = visit(somebody=("samira@wadlicht.example", "compliance"))
    page.goto("/systems/")
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Wijzigingen").click()
    item = page.get_by_role("listitem").filter(has_text="Een datum die verstreken is").first
    expect(item).to_contain_text("Geldt nu (1)")
    expect(item).to_contain_text("Merk wat AI heeft gemaakt")
    expect(item.get_by_role("link", name="Wim", exact=True)).to_be_visible()
    assert violations(page) == []
    item.get_by_role("checkbox").check()
    page.get_by_label("Notitie: wat heb je gedaan?").fill("Label staat in de afzender.")
    page.get_by_role("button", name="Zet wat is aangevinkt op afgehandeld").click()
    expect(page.get_by_role("status")).to_have_text("1 wijziging afgehandeld.")
    page.get_by_role("link", name="Afgehandeld", exact=True).click()
    page.get_by_role("link", name="Toon 1 systeem").first.click()
    expect(page.get_by_role("table")).to_contain_text("Label staat in de afzender.")


def test_a_second_person_signs_and_the_first_is_told_why_not(visit, violations, site, changed):
    first = visit(somebody=("samira@wadlicht.example", "compliance"))
    site.run(SAMIRA_ANSWERS)
    second = visit(somebody=("hoekstra@wadlicht.example", "compliance"), viewport={"width": 390, "height": 844})
    for page in (first, second):
        page.goto("/systems/")
        page.get_by_role("table").get_by_role("link", name="Wim", exact=True).click()
        page.goto(page.url.rstrip("?") + "assessments/")
        page.get_by_role("link", name="Naar de laatste beoordeling").click()
    expect(first.get_by_text("Wie antwoordt, tekent niet.")).to_be_visible()
    expect(first.get_by_text("Hoekstra", exact=False).first).to_be_visible()
    expect(first.get_by_role("button", name="Onderteken")).to_have_count(0)
    second.get_by_role("button", name="Onderteken").click()
    expect(second.get_by_role("status")).to_contain_text("Je hebt deze beoordeling ondertekend.")
    expect(second.get_by_role("region", name="Handtekening")).to_contain_text("Hoekstra")
    second.get_by_role("button", name="Maak opnieuw en vergelijk").click()
    expect(second).to_have_url(re.compile(r"replay=1#replay$"))
    expect(second.get_by_text("bit voor bit hetzelfde")).to_be_visible()
    assert violations(second) == []
