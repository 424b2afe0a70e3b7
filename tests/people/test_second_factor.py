"""The second step: setting it up, being asked for it, guessing at it, losing it, and roles that need one."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from balie.evidence.models import Entry
from balie.people import service
from balie.people.models import FailedLogin

pytestmark = pytest.mark.one_database

LOGIN, SECOND, APP = "/account/login/", "/account/second-factor/code/", "/account/second-factor/app/"
CONFIRM = "/account/confirm/"
PASSWORD = "een lange zin als wachtwoord"


def code_of(secret, steps=0):
    """What the app shows; codes are used once, so a test that needs a second takes the one of another half minute."""
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30 + steps))


@pytest.fixture
def secret(person):
    """The key of an app that guards the account."""
    made = auth.generate_totp_secret()
    auth.TOTP.activate(person, made)
    return made


@pytest.fixture
def halfway(person, secret):
    """A browser in which the password was right and the second step is asked for."""
    client = Client()
    answer = client.post(LOGIN, {"username": person.email, "password": PASSWORD})
    assert answer.headers["Location"] == SECOND
    return client


def signed_in(client):
    return client.get("/account/password/").status_code == 200


def test_somebody_sets_up_an_app(person, django_capture_on_commit_callbacks):
    client = Client()
    client.post(LOGIN, {"username": person.email, "password": PASSWORD})
    asked = client.get(APP)
    assert asked.headers["Location"].startswith(CONFIRM)
    assert client.post(asked.headers["Location"], {"password": PASSWORD}).headers["Location"] == APP
    page = client.get(APP).content.decode()
    secret = client.session[auth.SECRET_SESSION_KEY]
    assert secret in page
    assert "<svg" in page
    assert client.post(APP, {"code": "000000"}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(APP, {"code": code_of(secret)}).status_code == 302
    assert Entry.objects.filter(kind="second-factor-added", subject_id=person.pk).exists()


def test_the_key_of_an_app_cannot_be_read_in_the_database(person, secret):
    assert secret not in str(Authenticator.objects.get(user=person).data)


def test_recovery_codes_come_along_and_are_shown_to_whoever_confirmed(person):
    client = Client()
    client.force_login(person)
    client.post(CONFIRM, {"password": PASSWORD})
    client.get(APP)
    client.post(APP, {"code": code_of(client.session[auth.SECRET_SESSION_KEY])})
    assert client.get("/account/second-factor/recovery-codes/").content.decode().count("<code>") == 10


def test_a_password_alone_is_not_enough_any_more(halfway):
    assert not signed_in(halfway)


def test_the_right_code_lets_in(halfway, secret):
    assert halfway.post(SECOND, {"code": code_of(secret)}).headers["Location"] == "/"
    assert signed_in(halfway)


def test_a_code_works_once(person, secret):
    code = code_of(secret)
    first, second = Client(), Client()
    for client in (first, second):
        client.post(LOGIN, {"username": person.email, "password": PASSWORD})
    assert first.post(SECOND, {"code": code}).status_code == 302
    assert second.post(SECOND, {"code": code}).status_code == 422


def test_a_link_stands_in_for_the_password_and_not_for_the_second_step(person, secret):
    link = service.issue_link(person, now=timezone.now())
    client = Client()
    answer = client.post(reverse("accounts:one_time_login", args=[link.token]))
    assert answer.headers["Location"] == SECOND
    assert not signed_in(client)
    client.post(SECOND, {"code": code_of(secret)})
    assert 'name="old_password"' not in client.get("/account/password/").content.decode()


def test_guessing_codes_locks_and_says_so(halfway, secret):
    for _ in range(service.PAIR_LIMIT):
        assert halfway.post(SECOND, {"code": "000000"}).status_code == 422
    refused = halfway.post(SECOND, {"code": code_of(secret)})
    assert refused.status_code == 429
    assert "Wacht een kwartier" in refused.content.decode()
    assert not signed_in(halfway)


def test_the_right_code_forgets_the_guesses(halfway, secret):
    halfway.post(SECOND, {"code": "000000"})
    halfway.post(SECOND, {"code": code_of(secret)})
    assert not FailedLogin.objects.exists()


def test_guessing_a_password_to_confirm_locks_too(person):
    client = Client()
    client.force_login(person)
    for _ in range(service.PAIR_LIMIT):
        assert client.post(CONFIRM, {"password": "wrong"}).status_code == 422
    assert client.post(CONFIRM, {"password": PASSWORD}).status_code == 429


@pytest.mark.parametrize("code", ["", "\0", "x" * 5000, "١٢٣٤٥٦"], ids=["empty", "nul", "long", "other digits"])
def test_a_strange_code_is_refused_politely(halfway, code):
    assert halfway.post(SECOND, {"code": code}).status_code == 422


def test_the_pages_speak_dutch_and_not_formally(halfway, person):
    page = halfway.get(SECOND).content.decode()
    assert "Typ de code die je authenticator-app nu laat zien" in page
    assert " uw " not in page


# Roles that need one


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.mark.parametrize(
    ("role", "stopped"), [("administrator", True), ("compliance", True), ("manager", False), ("auditor", False)]
)
def test_some_roles_need_a_second_step_when_the_settings_say_so(someone, required, role, stopped):
    client = Client()
    client.force_login(someone(f"{role}@wadlicht.example", role))
    answer = client.get("/law/")
    assert (answer.status_code == 302 and answer.headers["Location"] == "/account/second-factor-needed/") is stopped


def test_an_administrator_does_not_take_the_own_second_step_away_without_showing_it(person, secret):
    """A borrowed browser would be enough: the page of one's own account asks for a code first."""
    client = Client()
    client.force_login(person)
    assert client.post(f"/people/{person.pk}/second-factor/").headers["Location"] == "/account/second-factor/"
    assert Authenticator.objects.filter(user=person).exists()


def test_whoever_lacks_it_can_set_it_up_and_nothing_else(person, required):
    client = Client()
    client.force_login(person)
    for address in ("/", "/systems/", "/people/", "/organisation/", "/api/docs/"):
        assert client.get(address).status_code in {302, 403}
    assert "Passkey toevoegen" in client.get("/account/second-factor-needed/").content.decode()
    assert client.get("/account/passkeys/add/").headers["Location"].startswith(CONFIRM)


def test_whoever_has_it_is_not_bothered(person, secret, required):
    client = Client()
    client.force_login(person)
    assert client.get("/law/").status_code == 200
    assert client.get("/account/second-factor-needed/").status_code == 302


def test_without_that_setting_nobody_is_stopped(colleague):
    assert colleague.get("/law/").status_code == 200


# Sessions


def test_signing_out_everywhere_ends_the_other_sessions(person):
    here, there = Client(), Client()
    here.force_login(person)
    there.force_login(person)
    assert here.post("/account/sessions/end/").status_code == 302
    assert signed_in(here)
    assert not signed_in(there)


def test_people_change_what_is_theirs(colleague, person):
    answer = colleague.post("/account/", {"name": "Samira H.", "language": "en", "email": "other@wadlicht.example"})
    assert answer.status_code == 302
    person.refresh_from_db()
    assert (person.name, person.language, person.wants_mail) == ("Samira H.", "en", False)
    assert person.email == "samira@wadlicht.example"
    assert Entry.objects.get(kind="account-changed").actor_id == person.pk


def test_a_link_does_not_lead_to_another_site(person):
    link = service.issue_link(person, now=timezone.now())
    address = f"{reverse('accounts:one_time_login', args=[link.token])}?next=https://elsewhere.example/"
    assert Client().post(address).headers["Location"] == "/"
