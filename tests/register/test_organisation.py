"""The organisation: its name and sector, answers that hold for all systems, and who supervises it."""

from datetime import timedelta

import pytest
from django.test import Client

from balie.evidence.models import Entry
from balie.law import shipped_law
from balie.people.service import NotPermitted
from balie.register import organisation, supervisors
from balie.register.acting import Acting
from balie.register.models import AISystem, Answer, Organisation
from balie.register.organisation import About, Outdated
from balie.register.replying import Said
from balie.register.system import Sector
from balie.register.wording import Refused

WADLICHT = About("Wadlicht Energie", "energy", "nl", ("Nederlands", "Engels"))


@pytest.fixture
def acting(person, noon):
    return Acting(person, noon, noon.date())


def text(answer):
    return answer.content.decode()


@pytest.fixture
def manager(someone):
    client = Client()
    client.force_login(someone("petra@wadlicht.example", "manager"))
    return client


# Name, sector, languages


def test_what_changes_is_put_down_field_by_field(example, acting):
    organisation.change_organisation(WADLICHT, acting)
    kept = Organisation.objects.get()
    assert (kept.sector, kept.languages, kept.revision) == ("energy", ["Nederlands", "Engels"], 2)
    fields = [change["field"] for change in Entry.objects.get(kind="organisation-changed").body["changes"]]
    assert fields == ["sector", "languages"]


def test_saving_it_unchanged_puts_nothing_down(example, acting):
    organisation.change_organisation(WADLICHT, acting)
    organisation.change_organisation(WADLICHT, acting)
    assert Entry.objects.filter(kind="organisation-changed").count() == 1


def test_an_empty_register_gets_an_organisation(db, acting):
    organisation.change_organisation(WADLICHT, acting)
    assert Organisation.objects.get().name == "Wadlicht Energie"


def test_an_old_form_does_not_undo_what_somebody_else_changed(example, acting):
    organisation.change_organisation(WADLICHT, acting, revision=1)
    with pytest.raises(Outdated):
        organisation.change_organisation(About("Ouder", "", "nl", ()), acting, revision=1)
    assert Organisation.objects.get().name == "Wadlicht Energie"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        pytest.param({"name": "  "}, "name", id="no name"),
        pytest.param({"name": "x" * 201}, "name", id="a long name"),
        pytest.param({"name": "nul\0"}, "name", id="a control character"),
        pytest.param({"sector": "alchemy"}, "sector", id="a sector we do not know"),
        pytest.param({"language": "fr"}, "language", id="a language we do not write"),
        pytest.param({"languages": tuple(str(number) for number in range(40))}, "languages", id="too many languages"),
    ],
)
def test_what_cannot_be_kept_names_its_field(example, acting, wrong, field):
    written = {"name": "Wadlicht", "sector": "", "language": "nl", "languages": ()} | wrong
    with pytest.raises(Refused) as refused:
        organisation.change_organisation(About(**written), acting)
    assert refused.value.field == field


@pytest.mark.parametrize("role", ["manager", "builder", "agent", "analyst", "auditor"])
def test_only_some_change_it(example, someone, noon, role):
    other = Acting(someone(f"{role}@wadlicht.example", role), noon, noon.date())
    with pytest.raises(NotPermitted):
        organisation.change_organisation(WADLICHT, other)
    with pytest.raises(NotPermitted):
        organisation.answer_about_organisation(shipped_law(), "org_size", Said("micro"), other)


# Answers


def test_an_answer_is_kept_with_its_history_and_assesses_every_system(example, acting):
    before = {system.pk: system.latest_id for system in AISystem.objects.all()}
    organisation.answer_about_organisation(shipped_law(), "org_public_body", Said("yes", "de akte"), acting)
    later = Acting(acting.person, acting.now + timedelta(days=1), acting.today)
    organisation.answer_about_organisation(shipped_law(), "org_public_body", Said(None), later)
    answers = list(Answer.objects.filter(fact="org_public_body", system=None).values_list("known", "source", "by_name"))
    assert answers == [(False, "", "samira@wadlicht.example"), (True, "de akte", "samira@wadlicht.example")]
    assert "org_public_body" not in Organisation.objects.get().facts
    assert any(system.latest_id != before[system.pk] for system in AISystem.objects.all())


def test_a_question_about_one_system_is_not_asked_here(example, acting, colleague):
    with pytest.raises(KeyError):
        organisation.answer_about_organisation(shipped_law(), "own_name", Said("yes"), acting)
    for fact in ("own_name", "nothing"):
        assert colleague.get(f"/organisation/questions/{fact}/").status_code == 404


@pytest.mark.parametrize(
    ("fact", "answer", "shown"),
    [
        pytest.param("org_public_body", "yes", ">ja<", id="yes or no"),
        pytest.param("org_size", "small", "Klein: minder dan 50", id="one of these"),
        pytest.param("org_serves", ["nl", "es"], "Nederland; Spanje", id="some of these"),
        pytest.param("org_turnover", "1200000", "1.200.000 EUR", id="a number"),
    ],
)
def test_every_kind_of_question_is_answered_on_its_page(example, colleague, fact, answer, shown):
    assert colleague.post(f"/organisation/questions/{fact}/", {"answer": answer}).status_code == 302
    assert shown in text(colleague.get("/organisation/"))


@pytest.mark.parametrize("answer", ["", "emperor", "x" * 5000])
def test_an_answer_that_is_none_is_refused(example, colleague, answer):
    assert colleague.post("/organisation/questions/org_size/", {"answer": answer}).status_code == 422
    assert not Answer.objects.filter(fact="org_size", system=None).exists()


def test_who_may_only_look_sees_no_way_to_change(example, manager):
    page = text(manager.get("/organisation/"))
    assert "640.000.000 EUR" in page
    assert "/organisation/change/" not in page
    assert "/organisation/questions/" not in page


def test_the_page_stands_without_an_organisation(colleague):
    assert "nog niet beantwoord" in text(colleague.get("/organisation/"))


def test_the_form_is_saved_and_shown_in_the_journal(example, colleague):
    form = {
        "revision": "1",
        "name": "Wadlicht Energie",
        "sector": "energy",
        "language": "nl",
        "languages": "Fries, Turks",
    }
    assert colleague.post("/organisation/change/", form).status_code == 302
    page = text(colleague.get("/organisation/"))
    assert "<ins>energie of water</ins>" in page
    assert "<ins>Fries, Turks</ins>" in page
    stale = colleague.post("/organisation/change/", {**form, "name": "Anders"})
    assert stale.status_code == 422
    assert "Iemand anders heeft dit intussen gewijzigd" in text(stale)
    assert 'value="Anders"' in text(stale)
    assert colleague.post("/organisation/change/", {**form, "name": "Anders", "revision": "2"}).status_code == 302


def test_the_answers_are_exported_as_shown(example, colleague):
    told = b"".join(colleague.get("/organisation/?format=csv")).decode()
    assert "640.000.000 EUR" in told
    assert "nog niet beantwoord" in told


# Supervisors


def test_every_line_rests_on_a_provision_we_have():
    law = shipped_law()
    assert len(supervisors.supervisors()) > 5
    assert {one.provision for one in supervisors.supervisors()} <= set(law.provisions)
    assert len({one.id for one in supervisors.supervisors()}) == len(supervisors.supervisors())


@pytest.mark.parametrize(
    ("sector", "there", "not_there"),
    [
        pytest.param("bank", {"ap-privacy", "ap-ai", "rdi-ai", "afm-ai", "afm-credit"}, set(), id="a bank"),
        pytest.param("municipality", {"ap-privacy", "ap-ai"}, {"afm-ai", "afm-credit"}, id="a municipality"),
        pytest.param("", {"ap-privacy", "afm-ai"}, set(), id="no sector said, so nobody is left out"),
    ],
)
def test_supervisors_go_by_sector(sector, there, not_there):
    found = {one.supervisor.id for one in supervisors.supervision_of(shipped_law(), sector)}
    assert there <= found
    assert not not_there & found


def test_what_rests_on_a_draft_is_intended_and_what_is_law_is_not():
    found = {one.supervisor.id: one.intended for one in supervisors.supervision_of(shipped_law(), "bank")}
    assert {name for name, intended in found.items() if intended} == {"ap-ai", "rdi-ai", "afm-ai"}


def test_the_page_says_intended(example, colleague):
    page = text(colleague.get("/organisation/"))
    assert page.count(">beoogd<") == 3
    assert "/law/provisions/nl-uaiv/" in page


def test_every_sector_has_somebody():
    assert all(supervisors.supervision_of(shipped_law(), sector) for sector in Sector)
