"""Coming in and going out: links that work once, passwords, and the pause after too many failures."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from balie.people import service
from balie.people.models import FailedLogin, OneTimeLogin, User

LOGIN = "/account/login/"
PASSWORD = "een lange zin als wachtwoord"


@pytest.fixture
def link(person):
    """A link that is good at the real time: the pages ask the real clock."""
    from django.utils import timezone

    return service.issue_link(person, now=timezone.now())


def _at(link):
    return reverse("accounts:one_time_login", args=[link.token])


def test_the_first_person_gets_an_account_and_a_link(db, noon):
    link = service.first_login("Beheer@Localhost", now=noon)
    assert service.owner_of_link(link.token, now=noon).email == "beheer@localhost"


def test_whoever_was_there_before_there_were_roles_becomes_administrator(db, noon):
    early = User.objects.create_user("samira@wadlicht.example")
    User.objects.create_user("henk@wadlicht.example")
    assert service.first_person("beheer@localhost", now=noon) == early
    assert User.objects.get(pk=early.pk).roles == {service.Role.ADMINISTRATOR, service.Role.COMPLIANCE}
    assert User.objects.count() == 2


def test_a_second_start_makes_no_second_account(person, noon):
    link = service.first_login("other@localhost", now=noon)
    assert link.email == person.email
    assert User.objects.count() == 1


def test_a_token_is_kept_as_a_digest_only(person, noon):
    link = service.issue_link(person, now=noon)
    kept = OneTimeLogin.objects.get()
    assert link.token not in "".join(str(value) for value in vars(kept).values())
    assert len(kept.digest) == 64


def test_a_link_works_once(person, noon):
    link = service.issue_link(person, now=noon)
    assert service.use_link(link.token, now=noon) == person
    with pytest.raises(service.LinkRefused):
        service.use_link(link.token, now=noon)


def test_looking_at_a_link_does_not_use_it_up(person, noon):
    link = service.issue_link(person, now=noon)
    for _ in range(3):
        service.owner_of_link(link.token, now=noon)
    assert service.use_link(link.token, now=noon) == person


@pytest.mark.parametrize(
    ("later", "works"),
    [
        pytest.param(service.LINK_LASTS - timedelta(seconds=1), True, id="a second before it ends"),
        pytest.param(service.LINK_LASTS, False, id="at the moment it ends"),
        pytest.param(timedelta(days=1), False, id="a day later"),
    ],
)
def test_a_link_expires(person, noon, later, works):
    link = service.issue_link(person, now=noon)
    if works:
        assert service.use_link(link.token, now=noon + later) == person
    else:
        with pytest.raises(service.LinkRefused):
            service.use_link(link.token, now=noon + later)


def test_a_new_link_ends_the_one_before(person, noon):
    first, second = service.issue_link(person, now=noon), service.issue_link(person, now=noon)
    with pytest.raises(service.LinkRefused):
        service.owner_of_link(first.token, now=noon)
    assert service.owner_of_link(second.token, now=noon) == person


def test_a_closed_account_cannot_use_its_link(person, noon):
    link = service.issue_link(person, now=noon)
    User.objects.update(is_active=False)
    with pytest.raises(service.LinkRefused):
        service.use_link(link.token, now=noon)


def test_opening_the_link_asks_to_press_a_button(stranger, link):
    page = stranger.get(_at(link))
    assert page.status_code == 200
    assert "samira@wadlicht.example" in page.content.decode()
    assert "_auth_user_id" not in stranger.session


def test_pressing_the_button_signs_in_and_a_second_press_does_not(link):
    first, second = Client(), Client()
    assert first.post(_at(link)).status_code == 302
    assert first.get("/systems/").status_code == 200
    assert second.post(_at(link)).status_code == 410
    assert second.get("/systems/").status_code == 302


def test_pressing_the_button_needs_the_form_itself(stranger, link):
    assert stranger.post(_at(link)).status_code == 403
    assert stranger.get(_at(link)).status_code == 200


@pytest.mark.parametrize("token", ["wrong", "x" * 300])
def test_a_link_that_is_no_good_says_what_to_do(stranger, db, token):
    page = stranger.get(f"{LOGIN}{token}/")
    assert page.status_code == 410
    assert "Start Balie opnieuw" in page.content.decode()


def test_whoever_came_by_link_chooses_a_password_without_an_old_one(link):
    client = Client()
    client.post(_at(link))
    answer = client.post(
        "/account/password/", {"new_password1": "drie woorden op rij", "new_password2": "drie woorden op rij"}
    )
    assert answer.status_code == 302
    assert Client().post(LOGIN, {"username": link.email, "password": "drie woorden op rij"}).status_code == 302


def test_changing_a_password_takes_the_old_one(colleague):
    new = {"new_password1": "drie woorden op rij", "new_password2": "drie woorden op rij"}
    assert colleague.post("/account/password/", {**new, "old_password": "something else"}).status_code == 422
    assert colleague.post("/account/password/", {**new, "old_password": PASSWORD}).status_code == 302


@pytest.mark.parametrize(
    "password",
    [pytest.param("te kort", id="too short"), pytest.param("samira@wadlicht.example", id="the address itself")],
)
def test_a_weak_password_is_refused(colleague, password):
    form = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    assert colleague.post("/account/password/", form).status_code == 422


def test_an_address_may_be_typed_in_capitals(person):
    assert Client().post(LOGIN, {"username": " Samira@Wadlicht.EXAMPLE", "password": PASSWORD}).status_code == 302


def test_an_account_that_exists_and_one_that_does_not_are_refused_alike(person):
    answers = [
        Client().post(LOGIN, {"username": name, "password": "wrong"}).content.decode().replace(name, "")
        for name in ("samira@wadlicht.example", "nobody@wadlicht.example")
    ]
    told = ["Dit e-mailadres en wachtwoord horen niet bij elkaar" in answer for answer in answers]
    assert told == [True, True]


def test_after_five_failures_even_the_right_password_waits(person):
    client = Client()
    for _ in range(service.PAIR_LIMIT):
        assert client.post(LOGIN, {"username": person.email, "password": "wrong"}).status_code == 422
    refused = client.post(LOGIN, {"username": person.email, "password": PASSWORD})
    assert refused.status_code == 429
    assert "Wacht een kwartier" in refused.content.decode()


def test_a_stranger_who_guesses_does_not_lock_the_person_out_elsewhere(person, noon):
    for _ in range(service.PAIR_LIMIT):
        assert service.may_try(person.email, "198.51.100.7", now=noon)
    assert not service.may_try(person.email, "198.51.100.7", now=noon)
    assert service.may_try(person.email, "203.0.113.9", now=noon)


def test_guessing_one_account_from_many_computers_locks_it(db, noon):
    for number in range(service.ACCOUNT_LIMIT):
        assert service.may_try("samira@wadlicht.example", f"198.51.100.{number}", now=noon)
    assert not service.may_try("samira@wadlicht.example", "203.0.113.9", now=noon)


def test_guessing_many_accounts_from_one_computer_locks_it(db, noon):
    for number in range(service.COMPUTER_LIMIT):
        assert service.may_try(f"{number}@wadlicht.example", "198.51.100.7", now=noon)
    assert not service.may_try("somebody-else@wadlicht.example", "198.51.100.7", now=noon)


def test_the_lock_opens_by_itself_and_old_failures_are_forgotten(person, noon):
    for _ in range(service.PAIR_LIMIT):
        service.may_try(person.email, "198.51.100.7", now=noon)
    later = noon + service.FAILURES_COUNT_FOR
    assert service.may_try(person.email, "198.51.100.7", now=later)
    assert FailedLogin.objects.count() == 1


def test_what_was_typed_is_not_kept(db, noon):
    service.may_try("my password in the wrong field", "198.51.100.7", now=noon)
    kept = " ".join(str(value) for value in vars(FailedLogin.objects.get()).values())
    assert "password" not in kept
    assert "198.51" not in kept


def test_getting_in_forgets_the_failures(person):
    client = Client()
    for _ in range(service.PAIR_LIMIT - 1):
        client.post(LOGIN, {"username": person.email, "password": "wrong"})
    assert client.post(LOGIN, {"username": person.email, "password": PASSWORD}).status_code == 302
    assert not FailedLogin.objects.exists()


def test_signing_out_takes_a_button_not_a_link(colleague):
    assert colleague.get("/account/logout/").status_code == 405
    assert colleague.post("/account/logout/").status_code == 302
    assert colleague.get("/systems/").status_code == 302


def test_signing_in_does_not_lead_to_another_site(person):
    form = {"username": person.email, "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert Client().post(LOGIN, form).headers["Location"] == "/"


def test_an_address_with_capitals_cannot_be_kept(db):
    with pytest.raises(IntegrityError):
        User.objects.create(email="Samira@wadlicht.example", password="!")
