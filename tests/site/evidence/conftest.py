"""What the tests of the pages about logs share: a system with a log, an auditor, and looking at a page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from balie.evidence import logs
from balie.evidence.core import Draft, Subject, newest
from balie.evidence.models import Log
from balie.evidence.service import BALIE, Actor, Change, record
from balie.evidence.writing import Said
from balie.people.models import Mandate
from balie.register.models import AISystem

SAMIRA = Actor(None, "Samira Haddou")


@pytest.fixture
def wim(example):
    return AISystem.objects.get(name="Wim")


@pytest.fixture
def log(wim, noon):
    """The log of Wim with a change by a person and a conversation."""
    about = Subject("system", wim.pk, "Wim", wim.pk)
    record("system-changed", by=SAMIRA, now=noon, subject=about, changes=[Change("name", "Wim", "<b>Wimmie</b>")])
    said = Subject("conversation", 1, "Gesprek", wim.pk, "c-1")
    draft = Draft(newest("content-stored").id, newest("content-stored").origin, said, BALIE, {"media": "text/plain"})
    logs.add({wim.pk: [Said(noon + timedelta(days=1), draft)]}, now=noon)
    return Log.objects.get(system=wim.pk)


@pytest.fixture
def auditor(someone, wim, noon):
    """A browser of an auditor who may see Wim, and records of one day."""

    def browser(**more):
        person = someone("arie@toezicht.example", "auditor")
        given = {"systems": [wim.pk], "period_from": noon.date(), "period_until": noon.date()} | more
        until = timezone.now() + timedelta(days=1)
        Mandate.objects.create(person=person, purpose="audit", expires_at=until, given_at=noon, **given)
        client = Client()
        client.force_login(person)
        return client

    return browser


def at(page, system=None, **more):
    return reverse(f"evidence:{page}", kwargs=more | ({"key": system.pk} if system else {}))


def shown(client, address, **more):
    answer = client.get(address, more, headers={"accept-language": "en"})
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def sent(client, address, words="en", **given):
    """Send a form, and return the status with the page that came of it in the end."""
    answer = client.post(address, given, headers={"accept-language": words})
    if answer.status_code != 302:
        return answer.status_code, answer.content.decode()
    return 302, client.get(answer.headers["Location"], headers={"accept-language": words}).content.decode()
