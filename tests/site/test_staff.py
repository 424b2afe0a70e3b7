"""The pages on which an administrator manages people."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from balie.evidence import service as evidence
from balie.people.models import Mandate, User
from balie.register.models import AISystem

INVITED = {"name": "Bram Elzinga", "email": "bram@wadlicht.example", "language": "en", "roles": ["agent", "analyst"]}


@pytest.fixture
def petra(someone):
    return someone("petra@wadlicht.example", "manager", name="Petra Wiersma")


@pytest.fixture
def auditor(someone):
    return someone("maeve@wadlicht.example", "auditor", name="Maeve Brennan")


def text(answer):
    return answer.content.decode()


def test_an_invitation_shows_the_link_once_and_mails_it_in_their_language(colleague, mailoutbox):
    page = text(colleague.post("/people/invite/", INVITED))
    address = re.search(r'value="(http://testserver/account/login/[^"]+)"', page)[1]
    (letter,) = mailoutbox
    assert address in letter.body
    assert "invites you to Balie" in letter.body
    assert "samira@wadlicht.example" in letter.body
    newcomer = Client()
    assert newcomer.post(address.removeprefix("http://testserver")).status_code == 302
    assert User.objects.get(email="bram@wadlicht.example").last_login


def test_an_invitation_twice_points_at_the_address(colleague):
    colleague.post("/people/invite/", INVITED)
    again = colleague.post("/people/invite/", INVITED)
    assert again.status_code == 422
    assert "Er is al een account met dit adres" in text(again)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"email": "no address"}, id="no address"),
        pytest.param({"roles": []}, id="no role"),
        pytest.param({"roles": ["emperor"]}, id="a role that does not exist"),
        pytest.param({"roles": ["auditor", "compliance"]}, id="an auditor with another role"),
        pytest.param({"name": "x" * 5000}, id="a long name"),
        pytest.param({"name": "nul\0"}, id="a control character"),
        pytest.param({"name": "\u202eevil"}, id="a sign that turns the order around"),
        pytest.param({"language": "fr"}, id="a language we do not speak"),
    ],
)
def test_an_invitation_with_a_fault_makes_nobody(colleague, wrong):
    assert colleague.post("/people/invite/", {**INVITED, **wrong}).status_code == 422
    assert User.objects.count() == 1


def test_mail_that_does_not_leave_is_told_and_the_link_shown(colleague, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    page = text(colleague.post("/people/invite/", INVITED))
    assert "Er is geen e-mail verstuurd" in page
    assert "/account/login/" in page


def test_a_link_for_somebody_who_signed_in_before_goes_to_them_alone(colleague, petra, mailoutbox, settings):
    User.objects.filter(pk=petra.pk).update(last_login=timezone.now())
    page = text(colleague.post(f"/people/{petra.pk}/link/"))
    assert "/account/login/" not in page
    assert "/account/login/" in mailoutbox[0].body


def test_the_list_is_searched_by_name_role_and_state(colleague, petra, auditor):
    assert "Petra Wiersma" in text(colleague.get("/people/?q=wiersma"))
    for query in ("q=nobody", "role=agent", "state=closed"):
        assert "Petra Wiersma" not in text(colleague.get(f"/people/?{query}"))
    assert "Maeve Brennan" in text(colleague.get("/people/?role=auditor&state=new"))


def test_the_list_takes_as_many_queries_for_many_people_as_for_few(colleague, someone, django_assert_max_num_queries):
    for number in range(40):
        someone(f"{number}@wadlicht.example", "manager", "builder")
    with django_assert_max_num_queries(14):
        colleague.get("/people/")


def test_the_export_is_what_the_list_shows(colleague, petra, auditor):
    told = b"".join(colleague.get("/people/?role=manager&format=csv")).decode()
    assert "Petra Wiersma" in told
    assert "manager klantcontact" in told
    assert "Maeve Brennan" not in told


def test_roles_are_saved_and_told(colleague, petra):
    assert colleague.post(f"/people/{petra.pk}/roles/", {"roles": ["builder"]}).status_code == 302
    page = text(colleague.get(f"/people/{petra.pk}/"))
    assert "De rollen van Petra Wiersma zijn opgeslagen." in page
    assert "<del>manager klantcontact</del>" in page
    assert "<ins>bouwer</ins>" in page


def test_the_last_administrator_is_told_why_not(colleague, person):
    for address, form in ((f"/people/{person.pk}/roles/", {"roles": ["agent"]}), (f"/people/{person.pk}/close/", {})):
        answer = colleague.post(address, form)
        assert answer.status_code == 422
        assert "Dit is de laatste beheerder" in text(answer)


def test_closing_names_the_systems_that_lose_their_owner(colleague, petra, example):
    AISystem.objects.filter(name="Wim").update(owned_by=petra)
    assert "<li>Wim</li>" in text(colleague.get(f"/people/{petra.pk}/close/"))
    assert colleague.post(f"/people/{petra.pk}/close/").status_code == 302
    assert "gesloten" in text(colleague.get(f"/people/{petra.pk}/"))


def mandate(**other):
    today = timezone.localdate()
    days = {"period_from": today - timedelta(days=9), "period_until": today, "expires_on": today + timedelta(days=30)}
    return {"purpose": "Audit", **{name: day.isoformat() for name, day in days.items()}, **other}


def test_an_auditor_with_a_mandate_sees_those_systems_and_is_followed(colleague, auditor, example):
    wim, stroomlijn = (AISystem.objects.get(name=name) for name in ("Wim", "Stroomlijn"))
    theirs = Client()
    theirs.force_login(auditor)
    assert theirs.get("/systems/").status_code == 403
    assert colleague.post(f"/people/{auditor.pk}/mandate/", mandate(systems=[wim.pk])).status_code == 302
    assert theirs.get(f"/systems/{wim.pk}/").status_code == 200
    assert theirs.get(f"/systems/{stroomlijn.pk}/").status_code == 404
    reads = text(colleague.get("/people/reads/?q=maeve"))
    assert f"/systems/{wim.pk}/" in reads
    assert f"/systems/{stroomlijn.pk}/" not in reads
    assert "Maeve Brennan" in b"".join(colleague.get("/people/reads/?format=json")).decode()
    colleague.post(f"/people/{auditor.pk}/mandate/withdraw/")
    assert theirs.get(f"/systems/{wim.pk}/").status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({}, id="nothing to look at"),
        pytest.param({"all_systems": "on", "expires_on": "2020-01-01"}, id="over already"),
        pytest.param({"all_systems": "on", "expires_on": "2099-01-01"}, id="for too long"),
        pytest.param({"all_systems": "on", "period_until": "2000-01-01"}, id="a period that ends before it begins"),
        pytest.param({"all_systems": "on", "purpose": ""}, id="no reason"),
        pytest.param({"systems": ["999999"]}, id="a system that does not exist"),
    ],
)
def test_a_mandate_with_a_fault_gives_nothing(colleague, auditor, wrong):
    assert colleague.post(f"/people/{auditor.pk}/mandate/", mandate(**wrong)).status_code == 422
    assert not Mandate.objects.exists()


def test_a_manager_can_have_no_mandate(colleague, petra):
    answer = colleague.post(f"/people/{petra.pk}/mandate/", mandate(all_systems="on"))
    assert answer.status_code == 422
    assert "Alleen wie de rol auditor heeft" in text(answer)


@pytest.mark.parametrize("days", ["since=2099-01-01", "until=2000-01-01", "since=nonsense&until=2000-01-01"])
def test_reads_are_narrowed_by_day(colleague, auditor, days):
    evidence.record(
        "read",
        by=evidence.Actor(auditor.pk, str(auditor)),
        now=timezone.now(),
        subject=evidence.Subject("page", 0, "/systems/"),
    )
    assert "Maeve Brennan" in text(colleague.get("/people/reads/"))
    assert "Niets past hierbij." in text(colleague.get(f"/people/reads/?{days}"))


def test_the_page_of_settings_offers_what_one_may_open(colleague, petra):
    assert "/people/reads/" in text(colleague.get("/settings/"))
    client = Client()
    client.force_login(petra)
    assert "/people/" not in text(client.get("/settings/"))
