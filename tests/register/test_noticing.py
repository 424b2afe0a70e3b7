"""The law or the date changes: what became different is kept for whoever has to act, and what people did is not."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from balie.evidence import service as evidence
from balie.law import Statement
from balie.people import service as people
from balie.register import models, service, statements
from balie.register.answering import Given, give_answers
from balie.register.system import Cause, Via

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
NOVEMBER, DECEMBER = date(2026, 11, 30), date(2026, 12, 3)


def look_again(law, day, noon):
    models.AISystem.objects.update(due=True)
    return service.assess_due(service.Occasion(law, day, noon))


def test_a_first_assessment_is_no_difference(november):
    assert not models.Difference.objects.exists()


def test_a_date_that_passes_is_noticed_once(november, law, noon):
    look_again(law, DECEMBER, noon)
    found = models.Difference.objects.select_related("system", "before", "after")
    assert {one.cause for one in found} == {"date"}
    assert "Wim" in {one.system.name for one in found}
    one = next(one for one in found if one.system.name == "Wim")
    assert [duty["turn"] for duty in one.summary["duties"]] == ["started"]
    assert one.before.pk < one.after.pk == one.system.latest_id
    count = found.count()
    look_again(law, DECEMBER + timedelta(days=1), noon)
    assert models.Difference.objects.count() == count


def test_a_new_edition_of_the_law_is_noticed_with_what_changed_in_it(organisation, law, noon, changed_law):
    older, files = changed_law("applies: {from: 2026-08-02}", "applies: {from: 2026-11-01}", file="art-50*.yaml")
    models.LawEdition.objects.create(digest=older.digest, packs=sorted(older.packs), files=files, kept_at=noon)
    facts = statements.as_json(law.archetypes["chatbot-llm"].facts)
    for name in ("Wim", "Wilma"):
        models.AISystem.objects.create(organisation=organisation, name=name, facts=facts)
    systems = models.AISystem.objects.select_related("organisation", "latest")
    service.assess(systems, service.Occasion(older, NOVEMBER, noon, Cause.IMPORT))
    assert service.mark_outdated(older) == 0
    assert service.mark_outdated(law) == 2
    assert service.assess_due(service.Occasion(law, NOVEMBER, noon)) == 2
    first, second = models.Difference.objects.all()
    assert first.cause == second.cause == "law"
    assert first.same == second.same
    assert {duty["turn"] for duty in first.summary["duties"]} == {"moved"}
    assert ["moved"] in [told["kinds"] for told in first.summary["provisions"]]
    assert all(told["id"].startswith("aia-50") for told in first.summary["provisions"])


def answered(law, system, officer, day, **answers):
    given = Given(
        {name: Statement(value) for name, value in answers.items()},
        by=people.actor(officer), via=Via.PAGE, now=NOON, today=day, person=officer,
    )  # fmt: skip
    return give_answers(law, system, given)


def test_an_answer_about_the_organisation_is_noticed_for_the_systems_it_touches(november, law, officer):
    wim = models.AISystem.objects.select_related("organisation", "latest").get(name="Wim")
    answered(law, wim, officer, november, org_activities=frozenset())
    found = models.Difference.objects.all()
    assert found
    assert {one.cause for one in found} == {"organisation"}


def test_what_people_answer_is_not_put_in_their_inbox_but_what_the_date_did_before_is(november, law, officer):
    """Nobody worked in the night of 2 December; the first thing that happens is an answer."""
    wim = models.AISystem.objects.select_related("organisation", "latest").get(name="Wim")
    answered(law, wim, officer, DECEMBER, interacts_directly=False)
    causes = list(models.Assessment.objects.filter(system=wim).order_by("pk").values_list("cause", flat=True))
    assert causes == ["import", "date", "answers"]
    assert list(models.Difference.objects.values_list("cause", "system__name")) == [("date", "Wim")]
    wim.refresh_from_db()
    assert wim.latest.cause == "answers"


def test_what_became_different_is_in_the_journal_and_told_to_other_rooms(november, law, noon):
    heard = []

    def listen(**told):
        heard.extend((told["kind"], subject.name) for subject, _body in told["told"])

    service.changed.connect(listen)
    try:
        look_again(law, DECEMBER, noon)
    finally:
        service.changed.disconnect(listen)
    wim = models.AISystem.objects.get(name="Wim")
    assert ("outcome-changed", "Wim") in heard
    entry = evidence.entries_of(system=wim.pk).filter(kind="outcome-changed").get()
    assert entry.actor_name == "Balie"
    assert entry.body["cause"] == "date"


def test_a_retired_system_is_left_alone(november, law, noon):
    models.AISystem.objects.update(life_cycle="retired")
    assert service.mark_due() == 0
    look_again(law, DECEMBER, noon)
    assert not models.Difference.objects.exists()


@pytest.mark.one_database
def test_hundreds_of_systems_are_looked_at_in_few_queries(organisation, law, noon, django_assert_max_num_queries):
    facts = statements.as_json(law.archetypes["chatbot-llm"].facts)
    models.AISystem.objects.bulk_create(
        models.AISystem(organisation=organisation, name=f"Wim {n}", facts=facts) for n in range(200)
    )
    systems = models.AISystem.objects.select_related("organisation", "latest")
    service.assess(systems, service.Occasion(law, NOVEMBER, noon, Cause.IMPORT))
    models.AISystem.objects.update(due=True)
    moment = datetime(2027, 12, 3, tzinfo=UTC)
    with django_assert_max_num_queries(20):
        assert service.assess_due(replace(service.Occasion(law, moment.date(), moment))) == 200
