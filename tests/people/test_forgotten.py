"""A forgotten password: a link by mail, in a way that tells nobody whether an address has an account."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from balie.people import accounts, service
from balie.people.models import User, WantedLink
from balie.people.roles import Role
from balie.people.wanted import send_wanted_links, want_link
from balie.site.jobs import JOBS


def _worker_comes_by(times=10):
    return sum(send_wanted_links(timezone.now()) for _ in range(times))


def _address_in(letter):
    found = next(word for word in letter.body.split() if "/account/login/" in word)
    return found.removeprefix("http://testserver")


def test_a_forgotten_password_is_a_link_by_mail(person, mailoutbox):
    client = Client()
    page = client.post("/account/forgotten/", {"email": " SAMIRA@wadlicht.example "})
    assert page.status_code == 200
    _worker_comes_by()
    (letter,) = mailoutbox
    assert letter.to == [person.email]
    answer = client.post(_address_in(letter))
    assert answer.headers["Location"] == "/account/password/"
    assert 'name="old_password"' not in client.get("/account/password/").content.decode()


def test_the_mail_is_in_the_language_of_its_reader(someone, mailoutbox):
    someone("ann@wadlicht.example", "analyst", language="en")
    Client(headers={"Accept-Language": "nl"}).post("/account/forgotten/", {"email": "ann@wadlicht.example"})
    _worker_comes_by()
    assert mailoutbox[0].subject == "Choose a new password for Balie"


def test_nobody_learns_whether_an_address_has_an_account(person, mailoutbox):
    pages = [
        re.sub(r"<input[^>]*>", "", Client().post("/account/forgotten/", {"email": email}).content.decode()).replace(
            email, ""
        )
        for email in (person.email, "nobody@wadlicht.example")
    ]
    assert pages[0] == pages[1]
    assert _worker_comes_by() == 2
    assert len(mailoutbox) == 1


def test_the_same_work_is_done_for_every_address(person, someone, mailoutbox):
    closed = someone("weg@wadlicht.example", "analyst")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    done = []
    for email in (person.email, closed.email, "nobody@wadlicht.example"):
        with CaptureQueriesContext(connection) as asked:
            Client().post("/account/forgotten/", {"email": email})
        done.append([re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in asked.captured_queries])
    assert done[0] == done[1] == done[2]
    assert mailoutbox == []


def test_an_invitation_still_stands_when_somebody_asks_for_a_link(someone, person, mailoutbox):
    new = accounts.Invitation("new@wadlicht.example", "", "nl", frozenset({Role.ANALYST}))
    invited = accounts.invite(new, by=person, now=timezone.now())
    for _ in range(2):
        Client().post("/account/forgotten/", {"email": "new@wadlicht.example"})
    _worker_comes_by()
    first, second = (_address_in(letter) for letter in mailoutbox)
    assert Client().get(reverse("accounts:one_time_login", args=[invited.token])).status_code == 200
    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 200


def test_a_link_that_was_asked_for_long_ago_is_not_sent(person, mailoutbox):
    want_link(person.email, "http://testserver/", now=timezone.now() - timedelta(hours=2))
    assert _worker_comes_by() == 1
    assert mailoutbox == []
    assert not WantedLink.objects.exists()


def test_the_worker_sends_links_that_were_asked_for():
    assert "wanted-links" in {job.name for job in JOBS if job.every and job.every <= timedelta(seconds=5)}


def test_asking_for_links_again_and_again_is_refused(person, mailoutbox):
    answers = [Client().post("/account/forgotten/", {"email": person.email}).status_code for _ in range(7)]
    assert answers == [200] * service.PAIR_LIMIT + [429] * 2
    _worker_comes_by()
    assert len(mailoutbox) == service.PAIR_LIMIT


@pytest.mark.parametrize(
    ("public", "typed", "leads_to"),
    [
        pytest.param("balie.klant.example", "localhost", "http://balie.klant.example/", id="this machine"),
        pytest.param("balie.klant.example", "127.0.0.1:8000", "http://balie.klant.example/", id="with a port"),
        pytest.param("balie.klant.example", "testserver", "http://testserver/", id="another name in the settings"),
        pytest.param("", "localhost:8000", "http://localhost:8000/", id="only on this machine"),
    ],
)
def test_a_stranger_does_not_choose_where_a_mailed_link_leads(person, mailoutbox, settings, public, typed, leads_to):
    settings.PUBLIC_NAME = public
    Client(headers={"Host": typed}).post("/account/forgotten/", {"email": person.email})
    _worker_comes_by()
    assert f"{leads_to}account/login/" in mailoutbox[0].body
