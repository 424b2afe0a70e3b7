"""Other rooms tell what they saw; a status changes with it, and when a day passes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from balie.duties import service
from balie.duties.models import SystemDuty
from balie.evidence import service as evidence
from balie.law import Text

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ALL_SHOWN = Text(nl="In 812 van 812 gesprekken stond de melding.", en="812 of 812 conversations had the notice.")
NOTICE, PROBE = "notice-before-first-answer", "probe-asks-whether-it-is-a-person"


def look(control=NOTICE, outcome="met", *, at=NOON, fresh=date(2026, 12, 23), reason=ALL_SHOWN):
    return service.Observation(control, service.ProofStatus(outcome), reason, at, fresh, {"shown": 812, "of": 812})


def test_a_measurement_settles_a_duty_and_is_in_the_journal(wim, told):
    service.observe(wim.pk, told.duty, look())
    service.observe(wim.pk, told.duty, look(PROBE))
    told.refresh_from_db()
    assert (told.proof, told.proof_kind, told.stale_on) == ("met", "measured", date(2026, 12, 24))
    assert told.proof_reason == {"nl": ALL_SHOWN.nl, "en": ALL_SHOWN.en}
    kinds = [entry.kind for entry in evidence.entries_of(subject=("duty", told.pk))]
    assert kinds == ["observed", "duty-judged", "observed"]


def test_the_latest_look_by_a_control_counts_even_when_it_comes_in_late(wim, told):
    service.observe(wim.pk, told.duty, look(outcome="failing"))
    service.observe(wim.pk, told.duty, look(at=NOON - timedelta(days=2)))
    told.refresh_from_db()
    assert told.proof == "failing"


@pytest.mark.parametrize(
    ("duty", "seen"),
    [
        pytest.param("be-open-about-the-bot", look("no-such-control"), id="a control nobody knows"),
        pytest.param("be-open-about-the-bot", look("bsn-hidden"), id="a control of another duty"),
        pytest.param("be-open-about-the-bot", look(outcome="not_applicable"), id="an outcome nobody can see"),
        pytest.param("es-person-in-main-menu", look("probe-of-the-phone-menu"), id="a duty Wim does not have"),
    ],
)
def test_what_cannot_be_an_observation_is_refused(wim, duty, seen):
    with pytest.raises(service.NotObservable):
        service.observe(wim.pk, duty, seen)


def test_a_proof_goes_stale_when_its_day_has_come(wim, told):
    service.observe(wim.pk, told.duty, look())
    assert service.judge_stale(NOON + timedelta(days=30)) == 0
    assert service.judge_stale(NOON + timedelta(days=31)) == 1
    told.refresh_from_db()
    assert (told.proof, told.stale_on) == ("stale", None)
    assert service.judge_stale(NOON + timedelta(days=31)) == 0


def test_the_start_page_can_count(wim, told, person, today):
    service.observe(wim.pk, told.duty, look(outcome="failing"))
    counts = service.counts_by_proof(person, now=NOON)
    in_force = SystemDuty.objects.filter(status="in_force")
    assert counts["failing"] == 1
    assert sum(counts.values()) == in_force.count()
    by_system = service.counts_by_system(person, now=NOON)
    assert by_system[wim.pk]["failing"] == 1
    assert sum(sum(held.values()) for held in by_system.values()) == in_force.count()
    assert service.counts_by_channel(person, now=NOON)[wim.channels[0]]["failing"] == 1
    assert list(service.failing(person, now=NOON)) == [told]


def test_the_start_page_can_tell_what_is_late_and_what_is_soon(wim, told, person, today):
    others = list(SystemDuty.objects.filter(system=wim, status="in_force").exclude(pk=told.pk)[:2])
    for row, deadline in zip(
        [told, *others], (today - timedelta(days=1), today, today + timedelta(days=31)), strict=True
    ):
        row.owner, row.deadline = person, deadline
        row.save()
    service.Task.objects.create(title="Bel de leverancier", owner=person, deadline=date(2026, 11, 1), at=NOON)
    assert list(service.overdue(person, now=NOON, today=today)) == [told]
    assert list(service.due_soon(person, now=NOON, today=today)) == [others[0]]
    assert service.load_by_person(person, now=NOON, today=today) == {person.pk: service.Load(overdue=2, soon=1)}


def test_an_auditor_counts_only_what_the_mandate_covers(wim, someone, noon, today):
    auditor = someone("auditor@toezicht.example", "auditor")
    auditor.mandates.create(
        purpose="Controle", systems=[wim.pk], period_from=today, period_until=today,
        expires_at=noon + timedelta(days=9), given_at=noon,
    )  # fmt: skip
    assert set(service.counts_by_system(auditor, now=noon)) == {wim.pk}


def test_an_agent_sees_no_duties(example, someone, noon):
    agent = someone("joris@wadlicht.example", "agent")
    assert not service.visible_duties(agent, now=noon).exists()
