"""What conversations prove: enough of them, all as they should be, or the duty is not met."""

from datetime import timedelta

import pytest
from django.utils import timezone

from balie.desk import service as desk
from balie.desk.models import Conversation, Handover
from balie.duties.models import Observation, SystemDuty
from balie.evidence.service import BALIE
from balie.register.models import AISystem
from balie.site.gate.measuring import measure_gates

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def gate(example, now):
    return desk.open_gate(AISystem.objects.get(name="Wim"), "", by=BALIE, now=now)


def talks(gate, now, count, *, told=True, first=0):
    for number in range(first, first + count):
        Conversation.objects.create(
            gate=gate, name=f"c-{number}", channel="chat", language="nl", charge="bot", opened_at=now, last_at=now,
            answers=1, noticed_at=now if told else None,
        )  # fmt: skip


def proof(gate, duty="tell-it-is-ai"):
    row = SystemDuty.objects.get(system=gate.system_id, duty=duty)
    return row.proof, row.proof_kind


def test_too_few_conversations_prove_nothing_yet(gate, now):
    talks(gate, now, 29)
    measure_gates(now)

    assert proof(gate)[0] == "open"
    assert Observation.objects.get(duty__duty="tell-it-is-ai").reason["nl"] == (
        "In de laatste 30 dagen ging het 29 van de 29 keer goed. Vanaf 30 zegt dit genoeg."
    )


def test_enough_conversations_with_the_notice_prove_the_duty(gate, now):
    talks(gate, now, 30)
    measure_gates(now)

    assert proof(gate) == ("met", "measured")


def test_one_conversation_without_the_notice_is_a_breach_however_few_there_are(gate, now):
    talks(gate, now, 3)
    talks(gate, now, 1, told=False, first=3)
    measure_gates(now)

    assert proof(gate) == ("failing", "measured")


def test_what_is_not_new_is_not_put_down_again_within_a_day(gate, now):
    talks(gate, now, 30)
    for _ in range(3):
        measure_gates(now)
    first = Observation.objects.count()
    measure_gates(now + timedelta(days=1, minutes=1))

    assert Observation.objects.filter(control="notice-before-first-answer", duty__duty="tell-it-is-ai").count() == 2
    assert Observation.objects.count() > first


def test_who_asked_for_a_person_and_got_none_in_time_counts(gate, now):
    talks(gate, now, 1)
    asked = {"conversation": Conversation.objects.get(), "reason": "asked", "rule": "x", "asked_at": now}
    Handover.objects.create(**asked, promised_at=now - timedelta(minutes=1))
    Handover.objects.create(**asked, promised_at=now + timedelta(minutes=5))
    Handover.objects.create(**asked, promised_at=now + timedelta(minutes=5), taken_at=now)
    measure_gates(now)

    seen = Observation.objects.filter(control="handover-given-when-asked").first()
    assert seen.figures == {"all": 2, "good": 1}
    assert seen.outcome == "failing"
