"""What happens at the gateway reaches webhooks, once and in order, and only those that asked for it."""

import json

import pytest
from django.utils import timezone
from tests.gateway.preparing import make_gate

from balie.desk import service as desk
from balie.evidence import service as evidence
from balie.evidence.logs import BALIE
from balie.gateway.service import TOLD
from balie.site.api import message
from balie.site.api.message import Event
from balie.site.api.models import Delivery
from balie.site.api.webhooks import keeping
from balie.site.api.webhooks.conversations import announce_conversations

WANTED = frozenset({Event.SYSTEM_HALTED, Event.SYSTEM_RESUMED})


@pytest.fixture
def now():
    return timezone.localtime().replace(microsecond=0)


@pytest.fixture
def gate(transactional_db, now):
    return make_gate("", now)


@pytest.fixture
def webhook(gate, person, now):
    return keeping.add(person, keeping.Wish("Meldkamer", "https://example.nl/hook", WANTED), now=now)


def told() -> list[dict]:
    return [json.loads(one.payload) for one in Delivery.objects.order_by("pk")]


def test_what_happened_is_told_once_and_in_order(webhook, gate, now):
    announce_conversations(now)
    desk.halt(gate, "De bot geeft foute bedragen.", by=BALIE, now=now)
    desk.resume(gate, "Hersteld.", by=BALIE, now=now)

    announce_conversations(now)
    announce_conversations(now)

    assert [one["type"] for one in told()] == ["system-halted", "system-resumed"]
    first = told()[0]["data"]
    assert first["subject"]["id"] == first["system"] == gate.system_id
    assert first["details"]["kind"] == "system-halted"
    assert "foute bedragen" not in Delivery.objects.first().payload


def test_who_starts_to_listen_hears_of_what_comes_after(gate, person, now):
    desk.halt(gate, "Even stil.", by=BALIE, now=now)
    announce_conversations(now)
    keeping.add(person, keeping.Wish("Meldkamer", "https://example.nl/hook", WANTED), now=now)
    desk.resume(gate, "Weer aan.", by=BALIE, now=now)

    announce_conversations(now)

    assert [one["type"] for one in told()] == ["system-resumed"]


def test_what_is_no_event_moves_on_without_a_message(webhook, gate, now):
    desk.set_policy(gate, "name: Wim", "", by=BALIE, now=now)

    assert announce_conversations(now) > 0
    assert announce_conversations(now) == 0
    assert told() == []


def test_every_kind_that_programs_are_told_of_can_be_chosen():
    kinds = {event.value for event in Event if event.topic is message.Topic.CONVERSATION}

    assert kinds == set(TOLD)
    assert all(evidence.kind_words(kind, "nl") != kind for kind in kinds)
