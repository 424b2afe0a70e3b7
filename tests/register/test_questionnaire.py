"""The questionnaire: what is asked, what an answer does, who may give it, and what waits to be confirmed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from balie.evidence.service import entries_of
from balie.law import RiskClass, Statement, classify
from balie.people.service import NotPermitted
from balie.register import models, questionnaire, replying, service, statements
from balie.register.questionnaire import Given, course_of, lines_of
from balie.register.service import Description, NewVersion, Refused, Said
from balie.register.system import Substantial

NORM = "obvious_to_reasonable_person"


@pytest.fixture
def blank(law, organisation, officer, acting):
    return service.create_system(law, organisation, Description("Stroomlijn", life_cycle="test"), acting(officer))


@pytest.fixture
def started(law, organisation, officer, acting):
    return service.create_system(law, organisation, Description("Bot"), acting(officer), archetype="voicebot-inbound")


@pytest.fixture
def of_builder(law, organisation, builder, acting):
    return service.create_system(law, organisation, Description("Van Bo"), acting(builder))


def kept(system):
    return models.AISystem.objects.get(pk=system.pk)


def course(law, facts, today, *, unknown=()):
    return course_of(classify(law, facts, applies_on=today, published_by=today), unknown)


def test_the_most_telling_question_comes_first(law, today):
    assert course(law, {}, today).next(()) == "infers_from_input"


def test_only_questions_that_can_still_change_something_are_asked(law, today):
    none = course(law, {"infers_from_input": Statement(False)}, today)
    assert len(none.questions) < len(course(law, {}, today).questions)
    assert "interacts_directly" not in none.order


def test_what_somebody_did_not_know_is_asked_last(law, today):
    order = course(law, {}, today, unknown=["infers_from_input"]).order
    assert order[-1] == "infers_from_input"
    assert order[0] != "infers_from_input"


def test_what_was_passed_over_is_not_put_again_in_this_round(law, today):
    whole = course(law, {}, today)
    assert whole.next({"infers_from_input"}) == whole.order[1]
    assert whole.next(set(whole.order)) is None


def test_questions_about_the_class_and_about_duties_are_counted_apart(law, today):
    whole = course(law, {}, today)
    assert whole.classing > 0
    assert whole.classing + whole.other == len(whole.questions)
    assert not whole.settled


def test_every_question_names_the_provisions_behind_it(law):
    """But for the few that only fill in something else: turnover is for fines, countries for what Balie lacks."""
    bare = {name for name in law.facts if not questionnaire.provisions_behind(law, name)}
    assert bare <= {"org_turnover", "org_serves"}
    assert questionnaire.provisions_behind(law, "incident_line_is_emergency")[0].id.startswith("aia-")


def test_an_answer_is_kept_with_who_and_from_where_and_narrows_the_class(law, blank, officer, acting):
    before = kept(blank).latest.statutory_high
    service.answer_question(law, blank.pk, "infers_from_input", Said(False, source="handleiding"), acting(officer))
    after = kept(blank)
    assert after.facts["infers_from_input"] == {"value": False, "source": "handleiding"}
    row = after.answers.get()
    assert (row.by, row.by_name, row.via, row.value) == (officer, "Connie Compliance", "page", False)
    assert after.latest.statutory_high < before


def test_without_a_source_the_person_is_the_source(law, blank, officer, acting):
    service.answer_question(law, blank.pk, "infers_from_input", Said(True, source=" "), acting(officer))
    assert kept(blank).facts["infers_from_input"]["source"] == "Connie Compliance"


def test_not_knowing_is_kept_and_keeps_the_question_open(law, started, officer, acting, today):
    service.answer_question(law, started.pk, "generates", Said(None), acting(officer))
    assert "generates" not in kept(started).facts
    after = service.course(law, kept(started), today=today)
    assert after.order[-1] == "generates" or "generates" not in after.order
    assert not replying.newest(kept(started))["generates"].known


def test_a_later_answer_replaces_an_earlier_one_and_both_stay(law, blank, officer, acting):
    for value in (True, False):
        service.answer_question(law, blank.pk, "used_in_eu", Said(value), acting(officer))
    assert kept(blank).facts["used_in_eu"]["value"] is False
    assert [row.value for row in replying.history_of(law, blank, "used_in_eu")] == [False, True]


@pytest.mark.parametrize(
    ("fact", "said", "field"),
    [
        pytest.param("used_in_eu", Said("perhaps"), "answer", id="no yes or no"),
        pytest.param("developed_by", Said("martians"), "answer", id="no such option"),
        pytest.param("generates", Said(frozenset({"gold"})), "answer", id="one option too many"),
        pytest.param("placed_on_market", Said("31-2-2026"), "answer", id="no such day"),
        pytest.param("used_in_eu", Said(True, source="x" * 501), "source", id="a long source"),
        pytest.param("used_in_eu", Said(True, source="a\x00b"), "source", id="a null"),
        pytest.param(NORM, Said(True), "reasons", id="a norm without reasons"),
        pytest.param(NORM, Said(True, reasons="x" * 5001), "reasons", id="a norm with endless reasons"),
    ],
)
def test_what_a_question_cannot_take_is_refused_and_nothing_is_kept(law, blank, acting, fact, said, field):
    officer = blank.owned_by
    with pytest.raises(Refused) as refused:
        service.answer_question(law, blank.pk, fact, said, acting(officer))
    assert refused.value.field == field
    assert kept(blank).facts == {}
    assert not models.Answer.objects.exists()


def test_a_question_that_does_not_exist_is_not_answered(law, blank, officer, acting):
    with pytest.raises(KeyError):
        service.answer_question(law, blank.pk, "favourite_colour", Said("blue"), acting(officer))


def test_a_builder_answers_about_their_own_systems_only(law, blank, of_builder, builder, acting):
    service.answer_question(law, of_builder.pk, "used_in_eu", Said(True), acting(builder))
    with pytest.raises(NotPermitted):
        service.answer_question(law, blank.pk, "used_in_eu", Said(True), acting(builder))


def test_a_norm_is_decided_with_reasons_by_who_may(law, of_builder, builder, officer, acting, today):
    with pytest.raises(NotPermitted):
        service.answer_question(law, of_builder.pk, NORM, Said(True, reasons="Lijkt me"), acting(builder))
    service.answer_question(law, of_builder.pk, NORM, Said(True, reasons="De naam zegt het."), acting(officer))
    fact = kept(of_builder).facts[NORM]
    assert (fact["decided_by"], fact["reasons"]) == ("Connie Compliance", "De naam zegt het.")
    assert fact["on"] == today.isoformat()


def test_an_answer_about_the_organisation_counts_for_all_systems(law, blank, of_builder, officer, builder, acting):
    with pytest.raises(NotPermitted):
        service.answer_question(law, of_builder.pk, "org_public_body", Said(True), acting(builder))
    service.answer_question(law, blank.pk, "org_public_body", Said(True), acting(officer))
    assert blank.organisation.__class__.objects.get().facts["org_public_body"]["value"] is True
    assert all("org_public_body" in system.latest.facts for system in models.AISystem.objects.select_related("latest"))
    assert models.Answer.objects.get(fact="org_public_body").system is None


def test_a_retired_system_is_asked_nothing(law, blank, officer, acting):
    service.retire(blank.pk, "Weg", acting(officer))
    with pytest.raises(Refused):
        service.answer_question(law, blank.pk, "used_in_eu", Said(True), acting(officer))


def test_answers_of_the_starting_point_wait_and_become_ones_own(law, started, officer, acting, today):
    lines = service.answers_of(law, started, today=today)
    waiting = [line.fact.id for line in lines if line.confirm]
    assert "infers_from_input" in waiting
    assert service.confirm_answers(law, started.pk, ["infers_from_input", "nonsense"], acting(officer)) == 1
    after = {line.fact.id: line for line in service.answers_of(law, kept(started), today=today)}
    assert not after["infers_from_input"].confirm
    assert after["infers_from_input"].statement == Statement(True, source="Connie Compliance")
    assert [row.via for row in replying.history_of(law, started, "infers_from_input")] == ["page", "archetype"]


def test_confirming_twice_does_it_once(law, started, officer, acting):
    assert service.confirm_answers(law, started.pk, ["used_in_eu"], acting(officer)) == 1
    assert service.confirm_answers(law, started.pk, ["used_in_eu"], acting(officer)) == 0
    assert started.answers.filter(fact="used_in_eu").count() == 2


def test_after_a_substantial_change_every_answer_is_looked_at_and_somebody_closes_it(
    law, of_builder, builder, officer, acting, today
):
    noon = acting(builder)
    service.answer_question(law, of_builder.pk, "used_in_eu", Said(True), noon)
    later = replace(noon, now=noon.now + timedelta(hours=1))
    version = NewVersion("2", date(2026, 11, 23), "Ander model", Substantial.UNKNOWN)
    service.add_version(of_builder.pk, version, later)
    assert [line.fact.id for line in service.answers_of(law, kept(of_builder), today=today) if line.confirm] == [
        "used_in_eu"
    ]
    closing = replace(acting(officer), now=noon.now + timedelta(hours=3))
    with pytest.raises(Refused):
        service.close_reassessment(law, of_builder.pk, closing)
    service.confirm_answers(law, of_builder.pk, ["used_in_eu"], replace(noon, now=noon.now + timedelta(hours=2)))
    with pytest.raises(NotPermitted):
        service.close_reassessment(law, of_builder.pk, replace(closing, person=builder))
    service.close_reassessment(law, of_builder.pk, closing)
    assert kept(of_builder).reassess_because == ""
    assert entries_of(system=of_builder.pk).filter(kind="reassessed").exists()


def test_facts_the_law_no_longer_reads_are_no_answers(law, blank, today):
    blank.facts = {"used_in_eu": {"value": "mars"}}
    assert service.answers_of(law, blank, today=today) == ()


def test_only_answers_that_a_rule_asks_for_wait(law, today, noon):
    facts = {"org_turnover": Statement(1, source="archetype x"), "used_in_eu": Statement(True, source="archetype x")}
    found = classify(law, facts, applies_on=today, published_by=today)
    lines = lines_of(found, {"used_in_eu": Given(True, "Balie", noon, "archetype")}, since=None)
    assert {line.fact.id: line.confirm for line in lines} == {"org_turnover": False, "used_in_eu": True}


def test_answering_question_after_question_settles_the_class(law, blank, officer, acting, today):
    """As somebody with a plain menu line would: no, none of these, and so on; yes where the law starts."""
    yes = {"infers_from_input", "used_in_eu", "used_under_own_authority", "customers_meet_it", "interacts_directly"}
    for _ in range(len(law.facts)):
        now = service.course(law, kept(blank), today=today)
        name = now.next(())
        if now.settled or name is None:
            break
        fact = law.facts[name]
        value = {"yes_no": name in yes, "some_of": frozenset(), "number": 1, "date": date(2026, 9, 1)}.get(fact.kind)
        said = Said(fact.options[0].id if value is None else value, reasons="Gewogen." if fact.open_norm else "")
        service.answer_question(law, blank.pk, name, said, acting(officer))
    assert service.course(law, kept(blank), today=today).settled
    assert kept(blank).latest.effective_low == kept(blank).latest.effective_high == RiskClass.LIMITED


def test_one_answer_takes_a_bounded_number_of_queries(law, started, officer, acting, django_assert_max_num_queries):
    with django_assert_max_num_queries(30):
        service.answer_question(law, started.pk, "used_in_eu", Said(True), acting(officer))
    assert statements.from_json(law, kept(started).facts).unread == ()
