"""The duties of each system are those of its latest assessment, however it changes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from balie.duties import keeping
from balie.duties.control import ProofStatus
from balie.duties.models import Attestation, SystemDuty
from balie.evidence import service as evidence
from balie.law import DutyStatus, Statement, classify, shipped_law
from balie.register import models, statements
from balie.register import service as register
from balie.register.assessing import facts_of
from balie.register.system import Cause

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
OWED = {DutyStatus.IN_FORCE, DutyStatus.AHEAD, DutyStatus.UNKNOWN}


def occasion(now=NOON, cause=Cause.ANSWERS):
    return register.Occasion(shipped_law(), now.date(), now, cause)


def naive(system, today):
    """The duties of a system, worked out from scratch."""
    law = shipped_law()
    found = classify(law, facts_of(law, system), applies_on=today, published_by=today)
    return [
        (line.duty.id, line.status.value, line.source.value, line.provision.id, line.since, line.until)
        for line in found.duties
        if line.status in OWED
    ]


def kept(system):
    rows = SystemDuty.objects.filter(system=system).exclude(status="ended").order_by("rank")
    return [(r.duty, r.status, r.source, r.provision, r.since, r.until) for r in rows]


def test_every_system_of_the_example_has_its_duties_in_the_engines_order(example):
    for system in models.AISystem.objects.select_related("organisation", "latest"):
        assert kept(system) == naive(system, system.latest.applies_on)
    assert SystemDuty.objects.count() > 300


def test_nothing_is_green_by_default(example):
    assert set(SystemDuty.objects.values_list("status", "proof").distinct()) <= {
        ("in_force", "open"),
        ("unknown", "open"),
        ("ahead", "not_yet"),
    }
    assert all(row.proof_reason["nl"] and row.proof_reason["en"] for row in SystemDuty.objects.all())


def test_what_no_longer_applies_keeps_its_owner_and_proofs_and_comes_back(wim, told, person):
    told.owner, told.deadline = person, date(2027, 1, 1)
    told.save()
    Attestation.objects.create(
        duty=told, statement="Gezien.", by=person, by_name="Samira", at=NOON, expires_on=date(2027, 3, 1)
    )
    everything = keeping.owed_by(shipped_law(), wim.latest.outcome)
    without = {name: owed for name, owed in everything.items() if name != told.duty}

    keeping.level({wim.pk: without}, now=NOON, told={wim.pk})
    told.refresh_from_db()
    assert (told.status, told.proof, told.owner, told.ended_at) == ("ended", ProofStatus.NOT_APPLICABLE, person, NOON)

    keeping.level({wim.pk: everything}, now=NOON + timedelta(days=1), told={wim.pk})
    told.refresh_from_db()
    assert (told.status, told.proof, told.proof_kind) == ("in_force", ProofStatus.MET, "attestation")
    assert (told.owner, told.deadline, told.ended_at) == (person, date(2027, 1, 1), None)
    moves = evidence.entries_of(subject=("duty", told.pk)).filter(kind="duty-moved")
    assert [entry.body["status"] for entry in moves] == ["in_force", "ended"]


def test_a_retired_system_owes_nothing_and_owes_again_when_it_comes_back(wim, told):
    owed = SystemDuty.objects.filter(system=wim).exclude(status="ended").count()
    for stage, expected in (("retired", 0), ("live", owed)):
        wim.life_cycle = stage
        wim.save()
        register.announce("system-changed", [(evidence.Subject("system", wim.pk, wim.name), {})])
        assert SystemDuty.objects.filter(system=wim).exclude(status="ended").count() == expected


@pytest.mark.parametrize("systems", [1, 14])
def test_many_systems_retired_at_once_are_asked_for_together(example, systems, django_assert_max_num_queries):
    some = list(models.AISystem.objects.order_by("pk")[:systems])
    told = [(evidence.Subject("system", one.pk, one.name), {}) for one in some]
    models.AISystem.objects.filter(pk__in=[one.pk for one in some]).update(life_cycle="retired")
    with CaptureQueriesContext(connection) as queries:
        register.announce("system-changed", told)
    # Writing goes in batches, and the first entry opens a log.
    assert sum(query["sql"].startswith("SELECT") for query in queries) <= 14
    left = SystemDuty.objects.exclude(status="ended").values_list("system", flat=True)
    assert not {one.pk for one in some} & set(left)
    with django_assert_max_num_queries(2):  # the duties ask once, the webhooks ask once
        register.announce("system-changed", told)


def test_the_same_assessment_twice_writes_nothing(wim, django_assert_num_queries):
    wanted = {wim.pk: keeping.owed_by(shipped_law(), wim.latest.outcome)}
    with django_assert_num_queries(3):  # a savepoint around one question
        keeping.level(wanted, now=NOON)


@pytest.mark.parametrize("systems", [2, 14])
def test_levelling_takes_as_many_questions_however_many_systems(example, systems, django_assert_max_num_queries):
    law = shipped_law()
    some = models.AISystem.objects.select_related("latest").order_by("pk")[:systems]
    wanted = {one.pk: keeping.owed_by(law, one.latest.outcome) for one in some}
    SystemDuty.objects.all().update(status="ended", ended_at=NOON)
    rows = sum(map(len, wanted.values()))
    with django_assert_max_num_queries(20 + rows // 30):
        keeping.level(wanted, now=NOON, told=wanted)
    assert SystemDuty.objects.exclude(status="ended").count() == rows


class Answers(TestCase):
    """Whatever is answered in whatever order, what is kept is what a fresh look gives."""

    @settings(max_examples=15)
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(
                    "interacts_directly interacts_with_people infers_from_input used_in_eu records_calls".split()
                ),
                st.sampled_from([True, False, None]),
                st.integers(0, 500),
            ),
            min_size=1,
            max_size=6,
        )
    )
    def test_what_is_kept_is_what_a_fresh_look_gives(self, steps):
        organisation = models.Organisation.objects.create(name="Wadlicht Energie")
        system = models.AISystem.objects.create(organisation=organisation, name="Bot")
        for name, value, days in steps:
            said = {} if value is None else statements.as_json({name: Statement(value=value)})
            system.facts = {key: fact for key, fact in system.facts.items() if key != name} | said
            now = NOON + timedelta(days=days)
            register.assess([system], occasion(now))
            assert kept(system) == naive(system, now.date())
