"""What conversations prove: enough of them, all as they should be, or the duty is not met."""

from datetime import timedelta

import pytest
from django.utils import timezone

from balie.desk import service as desk
from balie.desk.models import Conversation, Handover
from balie.duties.models import Observation, SystemDuty
from balie.evidence import service as evidence
from balie.evidence.checks import ask, carry_out
from balie.evidence.models import Entry, Log
from balie.evidence.service import BALIE, Subject
from balie.register.models import AISystem
from balie.site.gate.measuring import MEASURES, Count, measure_gates

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


def test_what_an_earlier_policy_did_is_not_proved_by_the_one_of_now(gate, now):
    talks(gate, now, 2)
    later = now + timedelta(hours=1)
    desk.set_policy(gate, "name: Wim", "", by=BALIE, now=later)
    talks(gate, later, 1, first=2)

    for control in ("identifiers-hidden-before-the-model", "bsn-hidden"):
        assert MEASURES[control](gate, now - timedelta(days=30), later) == Count(1, 1)


def test_who_asked_while_people_were_there_and_got_nobody_in_a_day_counts(gate, now):
    talks(gate, now, 1)
    asked = {"conversation": Conversation.objects.get(), "reason": "asked", "rule": "x"}
    Handover.objects.create(**asked, asked_at=now - timedelta(hours=25))
    Handover.objects.create(**asked, asked_at=now - timedelta(hours=1))

    assert MEASURES["handover-given-when-asked"](gate, now - timedelta(days=30), now) == Count(1, 0)


def turn(gate, now, name, *verdicts):
    """An entry of a turn, as the gateway leaves it."""
    what = {
        "number": 1, "channel": "chat", "language": "nl", "policy": "0" * 64, "in_charge": "bot", "said": [],
        "redacted": {}, "milliseconds": 1,
        "verdicts": [{"safeguard": "conduct", "rule": rule, "did": did} for rule, did in verdicts],
    }  # fmt: skip
    evidence.record(
        "turn", by=BALIE, now=now, subject=Subject("conversation", 0, name, gate.system_id, name), body=what
    )


def test_a_sentence_that_was_let_through_counts_and_one_that_was_replaced_does_not(gate, now):
    talks(gate, now, 3)
    Conversation.objects.filter(name__in=["c-0", "c-1"]).update(hits=1)
    turn(gate, now, "c-0", ("scarcity/last-ones", "marked"))
    turn(gate, now, "c-1", ("urgency/today", "replaced"), ("reserved_promise/refund", "marked"))

    assert MEASURES["no-pressure-in-conversations"](gate, now - timedelta(days=30), now) == Count(3, 2)


def test_a_log_that_nobody_looked_through_proves_nothing(gate, now):
    talks(gate, now, 1)
    since = now - timedelta(days=1)

    assert MEASURES["log-complete"](gate, since, now) == Count(0, 0)
    assert MEASURES["logs-reach-back-six-months"](gate, since, now) == Count(0, 0)


def test_turns_that_are_not_in_the_log_and_a_log_that_is_wrong_are_told(gate, now):
    talks(gate, now, 2)
    Conversation.objects.update(turns=1)
    turn(gate, now, "c-0")
    turn(gate, now, "an earlier conversation")
    since, log = now - timedelta(days=1), Log.objects.get(pk=gate.log)
    carry_out(ask(log, by=BALIE, now=now), clock=timezone.now)

    assert MEASURES["log-complete"](gate, since, now) == Count(2, 1)
    assert MEASURES["logs-reach-back-six-months"](gate, since, now) == Count(1, 1)

    Entry.objects.filter(log=log, kind="turn", conversation="c-0").update(leaf="{}")
    carry_out(ask(log, by=BALIE, now=now), clock=timezone.now)

    assert MEASURES["log-complete"](gate, since, now) == Count(2, 0)
    assert MEASURES["logs-reach-back-six-months"](gate, since, now) == Count(1, 0)
