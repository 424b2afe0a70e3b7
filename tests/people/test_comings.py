"""Who came in, and what was tried in vain, stands in the log of the organisation."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from balie.evidence.models import Entry, Log
from balie.people import service
from balie.people.models import User

LOGIN = "/account/login/"
PASSWORD = "een lange zin als wachtwoord"


def entries(kind):
    return list(Entry.objects.filter(kind=kind).order_by("sequence"))


def test_signing_in_with_a_password_is_put_down(person, stranger, client):
    client.post(LOGIN, {"username": person.email, "password": PASSWORD})
    (entry,) = entries("signed-in")
    assert (entry.actor, entry.subject_id, entry.log.system) == (person, person.pk, 0)
    assert entry.body == {"methods": []} or "password" in entry.body["methods"]


def test_signing_in_with_a_link_is_put_down(person, client):
    link = service.issue_link(person, now=timezone.now())
    client.post(reverse("accounts:one_time_login", args=[link.token]))
    assert [entry.actor for entry in entries("signed-in")] == [person]


@pytest.mark.parametrize("known", [True, False])
def test_a_wrong_password_is_put_down_without_what_was_typed(person, client, known):
    typed = person.email if known else "mijn-wachtwoord-in-het-verkeerde-vak"
    client.post(LOGIN, {"username": typed, "password": "verkeerd-geraden"})
    (entry,) = entries("sign-in-refused")
    assert entry.subject_id == (person.pk if known else 0)
    assert "verkeerd" not in json.dumps(entry.said)
    assert not entries("signed-in")


def test_the_lock_bounds_how_many_there_are(person, client):
    for _ in range(30):
        client.post(LOGIN, {"username": person.email, "password": "verkeerd-geraden"})
    assert len(entries("sign-in-refused")) == 5
    assert Log.objects.get(system=0).size > 5
    assert User.objects.count() == 1
