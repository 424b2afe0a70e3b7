"""What every assessment must hold to, whatever the facts: properties over the real packs, and dates in a small law."""

import json
import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balie.law import (
    Answer,
    DutyStatus,
    FactKind,
    RiskClass,
    Statement,
    classify,
    open_questions,
    record_of,
    shipped_law,
)

LAW = shipped_law()
TODAY = date(2026, 11, 23)
ARCHETYPES = sorted(LAW.archetypes)


def values_of(fact):
    if fact.kind is FactKind.YES_NO:
        return st.booleans()
    if fact.kind is FactKind.DATE:
        return st.dates(date(2020, 1, 1), date(2032, 1, 1))
    if fact.kind is FactKind.NUMBER:
        return st.integers(0, 10**12)
    options = [option.id for option in fact.options]
    if fact.kind is FactKind.ONE_OF:
        return st.sampled_from(options)
    return st.frozensets(st.sampled_from(options), max_size=3)


def statements_of(fact):
    """A value, and for an open norm also a person with reasons."""
    return values_of(fact).map(lambda value: Statement(value, decided_by="A. de Wit", reasons="weighed"))


@st.composite
def cases(draw):
    """Facts as they occur: an archetype with some answers forgotten and some others given."""
    known = dict(LAW.archetypes[draw(st.sampled_from(ARCHETYPES))].facts)
    for name in draw(st.sets(st.sampled_from(sorted(known)), max_size=12)):
        del known[name]
    for name in draw(st.sets(st.sampled_from(sorted(LAW.facts)), max_size=6)):
        known[name] = draw(statements_of(LAW.facts[name]))
    return known


moments = st.dates(date(2025, 1, 1), date(2031, 1, 1))


def judge(facts, on=TODAY, published_by=TODAY, law=LAW):
    return classify(law, facts, applies_on=on, published_by=published_by)


@given(cases(), moments, moments, st.data())
def test_answering_a_question_never_widens_the_range(facts, on, published_by, data):
    unknown = sorted(LAW.facts.keys() - facts.keys())
    name = data.draw(st.sampled_from(unknown))
    before = judge(facts, on, published_by)
    after = judge({**facts, name: data.draw(statements_of(LAW.facts[name]))}, on, published_by)
    for old, new in (
        (before.statutory.range, after.statutory.range),
        (before.statutory.in_force, after.statutory.in_force),
        (before.house, after.house),
        (before.effective, after.effective),
    ):
        assert old.lowest <= new.lowest <= new.highest <= old.highest


@given(cases(), moments, st.data())
def test_unknown_never_lowers_a_class(facts, on, data):
    name = data.draw(st.sampled_from(sorted(facts)))
    forgotten = {key: value for key, value in facts.items() if key != name}
    assert judge(forgotten, on).effective.highest >= judge(facts, on).effective.highest


@given(cases(), moments)
def test_house_policy_never_lowers(facts, on):
    with_house, without = judge(facts, on), judge(facts, on, law=shipped_law(frozenset({"gids-klantcontact"})))
    assert with_house.statutory == without.statutory
    assert with_house.effective.lowest >= without.effective.lowest
    assert with_house.effective.highest >= without.effective.highest


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_nothing(facts, chance):
    shuffled = list(facts.items())
    chance.shuffle(shuffled)
    assert json.dumps(record_of(judge(dict(shuffled)))) == json.dumps(record_of(judge(facts)))


@given(cases(), moments)
@settings(max_examples=30)
def test_the_same_input_gives_the_same_bytes(facts, on):
    assert json.dumps(record_of(judge(facts, on))) == json.dumps(record_of(judge(dict(facts), on)))


@given(cases(), moments, moments)
def test_what_is_in_force_is_never_heavier_than_what_is_still_possible(facts, on, published_by):
    found = judge(facts, on, published_by)
    assert found.statutory.in_force.highest <= found.statutory.highest
    assert found.statutory.in_force.lowest <= found.statutory.lowest


@given(cases())
def test_the_timeline_agrees_with_asking_on_those_days(facts):
    for change in judge(facts).timeline:
        assert judge(facts, change.on).statutory.in_force == change.after
        assert judge(facts, change.on - timedelta(days=1)).statutory.in_force == change.before
        running = {duty.duty.id for duty in judge(facts, change.on).duties if duty.status is DutyStatus.IN_FORCE}
        assert {duty.id for duty in change.starting} <= running


def test_a_blank_system_leaves_everything_open():
    blank = judge({})
    assert (blank.statutory.lowest, blank.statutory.highest) == (RiskClass.NONE, RiskClass.PROHIBITED)
    assert not blank.review
    assert open_questions(blank)


@pytest.mark.parametrize("risk", list(RiskClass), ids=lambda risk: risk.slug)
def test_every_class_is_reached_by_an_archetype(risk):
    reached = {judge(archetype.facts).statutory.lowest for archetype in LAW.archetypes.values()}
    assert risk in reached


@pytest.mark.parametrize(
    ("statement", "answer"),
    [
        pytest.param(Statement(value=False), Answer.UNKNOWN, id="a bare no"),
        pytest.param(Statement(value=False, decided_by="A. de Wit"), Answer.UNKNOWN, id="a name without reasons"),
        pytest.param(Statement(value=False, reasons="read narrowly"), Answer.UNKNOWN, id="reasons without a name"),
        pytest.param(Statement(value=False, decided_by="A. de Wit", reasons=" "), Answer.UNKNOWN, id="empty reasons"),
        pytest.param(
            Statement(value=False, decided_by="A. de Wit", reasons="read narrowly"), Answer.YES, id="a name and reasons"
        ),
    ],
)
def test_an_open_norm_is_only_decided_by_a_named_person_with_reasons(statement, answer):
    facts = {**LAW.archetypes["chatbot-llm"].facts, "obvious_to_reasonable_person": statement}
    found = judge(facts)
    assert found.statutory.highest is RiskClass.LIMITED
    assert (found.statutory.lowest is RiskClass.LIMITED) == (answer is Answer.YES)
    assert found.review == (answer is Answer.UNKNOWN)


TRANSITION = """
rules:
  - {id: r, provision: p1, when: {fact: talks, is: yes}, then: {duty: tell}}
  - {id: x, provision: p2, when: {not: {fact: since, at_least: 2026-08-02}}, then: {except: {rules: [r]}}}
"""


@pytest.mark.parametrize(
    ("facts", "on", "status", "since"),
    [
        pytest.param({"since": date(2026, 9, 1)}, date(2026, 11, 23), "in_force", date(2026, 8, 2), id="a new system"),
        pytest.param(
            {"since": date(2025, 1, 1)}, date(2026, 11, 23), "ahead", date(2026, 12, 2), id="an old one in its grace"
        ),
        pytest.param(
            {"since": date(2025, 1, 1)}, date(2026, 12, 2), "in_force", date(2026, 12, 2), id="an old one after it"
        ),
        pytest.param({}, date(2026, 11, 23), "unknown", date(2026, 8, 2), id="nobody knows how old"),
        pytest.param({}, date(2026, 12, 2), "in_force", date(2026, 8, 2), id="it no longer matters how old"),
        pytest.param({}, date(2026, 8, 1), "unknown", date(2026, 8, 2), id="the day before, age unknown"),
    ],
)
def test_a_transitional_exception_takes_its_days_away(small_law, facts, on, status, since):
    law = small_law(TRANSITION)
    known = {name: Statement(value) for name, value in {"talks": True, **facts}.items()}
    found = classify(law, known, applies_on=on, published_by=TODAY).duties[0]
    assert (found.status.value, found.since) == (status, since)


def test_random_systems_never_crash_and_always_explain():
    chance = random.Random(7)
    for _ in range(200):
        facts = {
            name: Statement(chance.choice([True, False]))
            for name, fact in LAW.facts.items()
            if fact.kind is FactKind.YES_NO and chance.random() < 0.5
        }
        record = record_of(judge(facts), "nl")
        assert all(finding["because"] for finding in record["findings"] if finding["answer"] != "unknown")
