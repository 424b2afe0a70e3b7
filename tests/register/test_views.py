"""The pages of the register, as HTML: what is on them, in which language, and what they do with odd addresses."""

import re

import pytest

from balie.register.models import AISystem, Organisation


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_an_empty_register_says_how_to_begin(colleague):
    page = text(colleague.get("/systems/"))
    assert "Hier staan nog geen AI-systemen." in page
    assert "balie serve --demo" in page


def test_law_and_house_policy_stand_apart(colleague, example):
    page = text(colleague.get("/systems/?q=Gesprekspeil&applies_on=2026-11-23&published_by=2026-11-23"))
    assert "Volgens de wet: hoog risico, vanaf 2 december 2027" in page
    assert "Volgens huisbeleid: hoog risico" in page


def test_without_script_the_form_gives_a_whole_page(colleague, example):
    answer = colleague.get("/systems/?q=wim")
    assert "<html" in answer.content.decode()
    assert [row.name for row in answer.context["found"].rows] == ["Wim"]


def test_htmx_gets_the_list_alone(colleague, example):
    answer = colleague.get("/systems/?q=wim", headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert "<html" not in page
    assert "1 systeem gevonden" in page
    assert "HX-Request" in answer.headers["Vary"]


def test_nothing_found_offers_a_way_back(colleague, example):
    page = text(colleague.get("/systems/?q=zeppelin"))
    assert "Geen systeem past hierbij." in page
    assert "Toon alle systemen" in page


@pytest.mark.parametrize(
    "address",
    [
        "/systems/?applies_on=yesterday",
        "/systems/?applies_on=2099-01-01",
        "/systems/?published_by=0001-01-01",
        "/systems/?class=terrible&sort=%00&q=%00",
        "/systems/?q=" + "x" * 5000,
    ],
)
def test_an_odd_address_is_pointed_out_and_the_rest_still_shown(colleague, example, address):
    answer = colleague.get(address)
    assert answer.status_code == 200
    assert "Er klopt nog iets niet" in text(answer)
    assert len(answer.context["found"].rows) == AISystem.objects.count()


def test_a_system_page_explains_itself(colleague, example):
    wim = AISystem.objects.get(name="Wim")
    page = text(colleague.get(f"/systems/{wim.pk}/?applies_on=2026-11-23&published_by=2026-11-23"))
    for told in (
        "Volgens de wet is dit: beperkt risico",
        "Waarom deze klasse",
        "AI-verordening art. 50 lid 1",
        "Besloten door S. Hoekstra, jurist:",
        "Nu (",
        "Straks (",
        "Beperkt risico: mag, maar jullie moeten er open over zijn.",
        "antwoorden komen van het startpunt; klopt dit bij jullie?",
        "Beantwoord de vragen een voor een",
        "2 december 2026",
        "Wat niet geldt",
        "Taalbrug B.V.",
    ):
        assert told in page


def test_the_same_page_in_english_keeps_dutch_words_marked_as_dutch(colleague, example):
    wim = AISystem.objects.get(name="Wim")
    answer = colleague.get(f"/systems/{wim.pk}/", headers={"Accept-Language": "en"})
    page = answer.content.decode()
    assert '<html lang="en">' in page
    assert "Why this class" in page
    assert f'<p class="lead" lang="nl">{wim.purpose}</p>' in page


def test_looking_at_another_day_is_said_and_kept_in_links(colleague, example):
    answer = colleague.get("/systems/?applies_on=2027-12-02")
    page = answer.content.decode()
    assert "Je bekijkt" in page
    wim = AISystem.objects.get(name="Wim")
    assert f'href="/systems/{wim.pk}/?applies_on=2027-12-02"' in page


def test_what_people_typed_is_never_html(colleague, example):
    AISystem.objects.filter(name="Wim").update(name="<script>alert(1)</script>", purpose='"><img src=x>')
    wim = AISystem.objects.get(name__startswith="<script>")
    for address in ("/systems/", f"/systems/{wim.pk}/", "/systems/?q=%3Cscript%3E"):
        page = colleague.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x>" not in page


def test_pages_are_read_only(colleague, example):
    assert colleague.post("/systems/").status_code == 405


def page_of(colleague, name):
    found = AISystem.objects.get(name=name)
    return text(colleague.get(f"/systems/{found.pk}/?applies_on=2026-11-23&published_by=2026-11-23"))


def test_the_list_begins_with_what_to_do_first(colleague, example):
    page = text(colleague.get("/systems/?applies_on=2026-11-23&published_by=2026-11-23"))
    assert "Stemgevoel mag zo niet worden gebruikt. Toon het verboden systeem" in page
    assert "Gasalarmlijn : een jurist moet nog oordelen." in page
    assert "Over 9 dagen, op 2 december 2026 , verandert er iets voor Wim ." in page
    assert page.index("Wat nu?") < page.index("Stemgevoel") < page.index("Penhulp")


def test_a_row_tells_stage_and_owner(colleague, example):
    assert "Fase: test · Eigenaar: Petra Wiersma, manager telefonie" in text(colleague.get("/systems/?q=stemgevoel"))


def test_countries_without_a_pack_are_told_once(colleague, example):
    organisation = Organisation.objects.get()
    for countries, told in ((["nl", "es"], 0), (["nl", "be"], 1)):
        organisation.facts["org_serves"] = {"value": countries}
        organisation.save()
        assert text(colleague.get("/systems/")).count("Eigen regels van België zitten niet in Balie.") == told


def test_a_prohibited_system_says_stop_and_links_to_what_forbids_it(colleague, example):
    found = AISystem.objects.get(name="Stemgevoel")
    answer = colleague.get(f"/systems/{found.pk}/")
    page = answer.content.decode()
    assert "Gebruik dit systeem niet zo." in page
    assert 'href="#duty-no-emotion-recognition-at-work"' in page
    assert 'id="duty-no-emotion-recognition-at-work"' in page
    assert "Gebruik dit systeem niet zo." not in page_of(colleague, "Wim")


def test_a_change_that_is_not_certain_is_told_as_a_possibility(colleague, example):
    page = page_of(colleague, "Gasalarmlijn")
    assert "Vanaf 2 december 2027 kan dit hoog risico zijn. Dat hangt af van open vragen." in page


def test_undecided_duties_name_the_question_they_hang_on(colleague, example):
    assert re.search(r"\d\d plichten hangen af van: ", page_of(colleague, "Gasalarmlijn"))


def test_an_open_norm_sends_people_to_a_lawyer(colleague, example):
    page = page_of(colleague, "Gasalarmlijn")
    assert "De wet is hier niet precies. Een jurist moet beslissen en opschrijven waarom." in page
    assert "Vraag dit aan: de bouwer." in page
    assert "Deze vraag bepaalt het meest voor de klasse." in page
    assert "Weeg: Weeg:" not in page


def test_no_question_is_weighed_in_percentages(colleague, example):
    for name in ("Wim", "Nachtwacht"):
        assert not re.search(r"bes(list|lissen) \d+ ?%", page_of(colleague, name))


def test_a_wrong_day_is_answered_in_the_words_of_the_command_line(colleague, example):
    assert "Dit is geen bestaande datum; schrijf 2026-08-02 of 2-8-2026." in text(
        colleague.get("/systems/?applies_on=31-2-2026")
    )
    assert "Je bekijkt 2 augustus 2026" in text(colleague.get("/systems/?applies_on=2-8-2026"))
