"""Somebody's word: who may give it, for how long, and what it is worth."""

from datetime import date, timedelta

import pytest
from django.http import Http404

from balie.duties import service
from balie.duties.attesting import MOST_MONTHS, attest, months_later, withdraw_attestation
from balie.duties.models import SystemDuty
from balie.evidence import service as evidence
from balie.people.service import NotPermitted
from balie.register import service as register

SAID = "Ik heb in elk kanaal een gesprek begonnen en de melding gezien."
LATER = date(2027, 5, 23)


def test_a_statement_is_kept_with_who_and_until_when_and_is_shown_as_a_statement(told, owner, acting):
    made = attest(told.system_id, told.duty, SAID, LATER, acting(owner))
    told.refresh_from_db()
    assert (made.by, made.by_name, made.expires_on) == (owner, "Petra", LATER)
    assert (told.proof, told.proof_kind, told.stale_on) == ("met", "attestation", LATER + timedelta(days=1))
    assert "Petra" in told.proof_reason["nl"]
    entry = evidence.entries_of(subject=("duty", told.pk)).get(kind="attested")
    assert entry.body["statement"] == SAID


def test_a_statement_ends(told, owner, acting):
    attest(told.system_id, told.duty, SAID, acting(owner).today, acting(owner))
    service.judge_stale(acting(owner, days=1).now)
    told.refresh_from_db()
    assert (told.proof, told.proof_kind) == ("stale", "attestation")


@pytest.mark.parametrize(
    ("said", "until", "code"),
    [
        pytest.param("", LATER, "required", id="nothing said"),
        pytest.param("In orde.", LATER, "too-short", id="hardly anything said"),
        pytest.param("x" * 5_001, LATER, "too-long", id="a book"),
        pytest.param(SAID + "\u202e", LATER, "control-character", id="an invisible sign"),
        pytest.param(SAID, date(2026, 11, 22), "expiry", id="ended yesterday"),
        pytest.param(SAID, date(2027, 11, 24), "expiry", id="a day more than twelve months"),
    ],
)
def test_a_statement_that_cannot_be_kept_says_why(told, owner, acting, said, until, code):
    with pytest.raises(register.Refused) as refused:
        attest(told.system_id, told.duty, said, until, acting(owner))
    assert refused.value.code == code
    assert not told.attestations.exists()


def test_twelve_months_to_the_day_is_allowed(told, owner, acting):
    attest(told.system_id, told.duty, SAID, date(2027, 11, 23), acting(owner))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        pytest.param(date(2026, 11, 23), 12, date(2027, 11, 23), id="a year"),
        pytest.param(date(2026, 8, 31), 6, date(2027, 2, 28), id="no such day"),
        pytest.param(date(2027, 8, 31), 6, date(2028, 2, 29), id="a leap year"),
        pytest.param(date(2028, 2, 29), 12, date(2029, 2, 28), id="from a leap day"),
        pytest.param(date(2026, 12, 1), 1, date(2027, 1, 1), id="over the new year"),
        pytest.param(date(2026, 12, 31), MOST_MONTHS, date(2027, 12, 31), id="the end of the year"),
    ],
)
def test_months_are_counted_as_people_do(day, months, later):
    assert months_later(day, months) == later


def test_where_a_word_is_not_enough_none_is_taken(wim, owner, acting):
    row = SystemDuty.objects.filter(system=wim, duty="have-a-legal-basis").get()
    with pytest.raises(register.Refused) as refused:
        attest(wim.pk, row.duty, SAID, LATER, acting(owner))
    assert refused.value.code == "word-not-enough"


@pytest.mark.parametrize("role", ["administrator", "manager", "builder", "analyst", "auditor", "agent"])
def test_who_may_not_prove_cannot_state(told, someone, acting, role, auditor):
    person = auditor if role == "auditor" else someone("iemand@wadlicht.example", role)
    with pytest.raises((NotPermitted, Http404)):
        attest(told.system_id, told.duty, SAID, LATER, acting(person))


def test_the_owner_of_a_duty_may_state_though_the_system_is_anothers(told, someone, acting, owner):
    builder = someone("bram@wadlicht.example", "builder")
    told.owner = builder
    told.save()
    attest(told.system_id, told.duty, SAID, LATER, acting(builder))


def test_a_statement_is_taken_back_with_a_reason_by_who_gave_it_or_a_reviewer(told, owner, compliance, someone, acting):
    other = someone("nog@wadlicht.example", "builder")
    for who in (owner, compliance):
        made = attest(told.system_id, told.duty, SAID, LATER, acting(owner))
        with pytest.raises(NotPermitted):
            withdraw_attestation(made.pk, "Zomaar", acting(other))
        with pytest.raises(register.Refused):
            withdraw_attestation(made.pk, " ", acting(who))
        withdraw_attestation(made.pk, "De leverancier paste de melding aan.", acting(who))
        told.refresh_from_db()
        assert told.proof == "open"
        with pytest.raises(Http404):
            withdraw_attestation(made.pk, "Nog eens", acting(who))
