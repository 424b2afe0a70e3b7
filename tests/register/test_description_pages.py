"""The pages on which a system is added, described and retired."""

import re

import pytest
from django.test import Client

from balie.law import shipped_law
from balie.register import describing
from balie.register.describing import Description
from balie.register.models import AISystem, Supplier, SystemLink
from balie.register.starting import COMMON, starts

pytestmark = pytest.mark.one_database


@pytest.fixture
def wim(law, organisation, person, acting):
    return describing.create_system(law, organisation, Description("Wim", life_cycle="test"), acting(person))


@pytest.fixture
def gijs(law, organisation, person, acting):
    return describing.create_system(law, organisation, Description("Gijs", life_cycle="idea"), acting(person))


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def at(system, rest=""):
    return f"/systems/{system.pk}/description/{rest}"


def filled(system, **changes):
    return {"name": system.name, "life_cycle": system.life_cycle, "revision": system.revision} | changes


def test_an_empty_register_offers_to_begin(colleague):
    assert "Systeem toevoegen" in words(colleague.get("/systems/"))


def test_starting_points_are_found_by_words_in_either_language(colleague):
    for looked_for in ("telefoon stem", "voicebot answers"):
        answer = colleague.get("/systems/new/", {"q": looked_for}, headers={"HX-Request": "true"})
        assert "voicebot-inbound" in [start.id for start in answer.context["starts"]]
        assert "<html" not in answer.content.decode()
    assert len(colleague.get("/systems/new/").context["starts"]) == 46
    assert "Geen startpunt past hierbij." in words(colleague.get("/systems/new/?q=zeppelin"))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_most_common_in_customer_contact_comes_first_and_the_rest_by_name(language):
    law = shipped_law()
    found = [start.id for start in starts(law, "", language)]
    assert found[: len(COMMON)] == list(COMMON)
    assert sorted(found) == sorted(law.archetypes)
    rest = [law.archetypes[name].name.say(language).casefold() for name in found[len(COMMON) :]]
    assert rest == sorted(rest)


@pytest.mark.parametrize(("start", "answers"), [("blank", False), ("voicebot-inbound", True)])
def test_a_system_is_added_and_its_questions_follow(colleague, person, start, answers):
    answer = colleague.post(f"/systems/new/{start}/", {"name": "Stroomlijn", "owned_by": person.pk})
    made = AISystem.objects.get()
    assert answer.headers["Location"] == f"/systems/{made.pk}/questions/"
    assert (made.owned_by, bool(made.facts)) == (person, answers)


def test_sending_the_form_twice_adds_one_system(colleague):
    for status in (302, 422):
        assert colleague.post("/systems/new/blank/", {"name": "Stroomlijn"}).status_code == status
    assert AISystem.objects.count() == 1


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "a\x00b"])
def test_a_name_that_cannot_be_kept_is_told(colleague, name):
    answer = colleague.post("/systems/new/blank/", {"name": name, "purpose": "Blijft staan"})
    assert answer.status_code == 422
    assert "Blijft staan" in answer.content.decode()
    assert not AISystem.objects.exists()


def test_a_starting_point_that_does_not_exist_is_not_there(colleague):
    assert colleague.get("/systems/new/time-machine/").status_code == 404


def test_the_description_is_changed(colleague, wim):
    sent = filled(
        wim, purpose="Helpt", channels="chat; telefoon, chat", languages="nl", customers="1200", supplier="Nieuw"
    )
    answer = colleague.post(at(wim, "change/"), sent, follow=True)
    wim.refresh_from_db()
    assert (wim.channels, wim.customers, wim.supplied_by) == (["chat", "telefoon"], 1200, Supplier.objects.get())
    assert "De beschrijving is gewijzigd." in words(answer)


def test_a_change_in_the_meantime_is_told_and_what_was_typed_stays(colleague, wim):
    stale = filled(wim, purpose="Mijn tekst")
    colleague.post(at(wim, "change/"), filled(wim, purpose="Haar tekst"))
    answer = colleague.post(at(wim, "change/"), stale)
    assert answer.status_code == 422
    assert "Iemand anders heeft dit systeem gewijzigd" in words(answer)
    assert "Mijn tekst" in answer.content.decode()
    revision = re.search(r'name="revision" value="(\d+)"', answer.content.decode())[1]
    assert colleague.post(at(wim, "change/"), stale | {"revision": revision}).status_code == 302
    wim.refresh_from_db()
    assert wim.purpose == "Mijn tekst"


@pytest.mark.parametrize("customers", ["veel", "-3", "99999999999999999999", "1.5"])
def test_a_number_that_is_none_is_told(colleague, wim, customers):
    assert colleague.post(at(wim, "change/"), filled(wim, customers=customers)).status_code == 422


def test_an_owner_who_may_not_change_systems_is_no_choice(colleague, wim, someone):
    agent = someone("agent@wadlicht.example", "agent")
    assert colleague.post(at(wim, "change/"), filled(wim, owned_by=agent.pk)).status_code == 422


def test_a_version_that_may_be_substantial_shows_on_every_page(colleague, wim):
    sent = {"label": "2", "on": "2026-11-01", "what": "Ander model", "substantial": "unknown"}
    assert colleague.post(at(wim, "version/"), sent).status_code == 302
    for page in (f"/systems/{wim.pk}/", at(wim), f"/systems/{wim.pk}/history/"):
        assert "2: Ander model" in words(colleague.get(page))
    assert colleague.post(at(wim, "version/"), sent).status_code == 422


def test_a_link_is_made_by_name_seen_from_both_ends_and_removed(colleague, wim, gijs):
    assert colleague.post(at(wim, "link/"), {"kind": "uses", "other": "gijs"}).status_code == 302
    assert "Dit systeem gebruikt Gijs" in words(colleague.get(at(wim)))
    assert "Wim gebruikt dit systeem" in words(colleague.get(at(gijs)))
    colleague.post(at(gijs, f"link/{SystemLink.objects.get().pk}/remove/"))
    assert not SystemLink.objects.exists()


@pytest.mark.parametrize("other", ["Wim", "Niemand", ""])
def test_a_link_with_itself_or_nothing_is_told(colleague, wim, other):
    assert colleague.post(at(wim, "link/"), {"kind": "uses", "other": other}).status_code == 422


def test_a_system_retires_with_a_reason_and_comes_back(colleague, wim):
    assert colleague.post(at(wim, "retire/"), {"reason": ""}).status_code == 422
    colleague.post(at(wim, "retire/"), {"reason": "Opgevolgd"})
    assert "Dit systeem is sinds" in words(colleague.get(at(wim)))
    assert "Over een gestopt systeem vragen we niets" in words(colleague.get(f"/systems/{wim.pk}/questions/"))
    colleague.post(at(wim, "bring-back/"), {"life_cycle": "live"})
    wim.refresh_from_db()
    assert wim.life_cycle == "live"


def test_deleting_names_what_goes_and_asks_first(colleague, gijs, wim):
    assert "Gijs gaat voorgoed weg, met:" in words(colleague.get(at(gijs, "delete/")))
    assert AISystem.objects.count() == 2
    assert "Gijs is verwijderd." in words(colleague.post(at(gijs, "delete/"), follow=True))
    refused = colleague.post(at(wim, "delete/"), follow=True)
    assert "Alleen een idee kan weg." in words(refused)
    assert AISystem.objects.get() == wim


@pytest.mark.parametrize("page", ["change/", "version/", "link/", "retire/", "bring-back/", "delete/"])
def test_a_builder_gets_nowhere_with_what_is_not_theirs(wim, builder, page):
    client = Client()
    client.force_login(builder)
    assert client.get(at(wim, page)).status_code == 403
    assert client.post(at(wim, page), {}).status_code == 403
    assert "Beschrijving wijzigen" not in words(client.get(at(wim)))
