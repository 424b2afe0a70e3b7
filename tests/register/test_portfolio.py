"""Looking through the list: words, classes, order, and addresses that keep what was asked."""

from dataclasses import replace
from datetime import date

import pytest

from balie.law import ClassRange, RiskClass, Text
from balie.register.portfolio import OPEN, REVIEW, Days, Query, Row, agenda_of, chosen, countries_outside, tallies
from balie.register.system import LifeCycle

TODAY = date(2026, 11, 23)
DAYS = Days(TODAY, TODAY, TODAY)


def a_row(name, low, high=None, *, next_change=None, questions=0, purpose="", stage=None, review=False):
    found = ClassRange(low, high or low)
    return Row(
        key=1,
        name=name,
        purpose=purpose,
        owner="Samira Haddou",
        supplier="Taalbrug",
        stage=stage,
        archetype=Text(nl="Voicebot die de telefoon opneemt", en="Voicebot that answers the phone"),
        effective=found,
        statutory=found,
        law_from=None,
        house=found,
        review=review,
        next_change=next_change,
        in_force=0,
        ahead=0,
        undecided=0,
        questions=questions,
    )


ROWS = [
    a_row("Wim", RiskClass.LIMITED, next_change=date(2026, 12, 2), questions=9, purpose="rekening en meterstand"),
    a_row("stemgevoel", RiskClass.PROHIBITED, questions=13),
    a_row("Nachtwacht", RiskClass.MINIMAL, RiskClass.PROHIBITED, questions=88),
    a_row("Gesprekspeil", RiskClass.HIGH, next_change=date(2027, 12, 2), questions=12),
]


def names(**asked):
    return [row.name for row in chosen(ROWS, Query(DAYS, **asked))]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        pytest.param({}, ["stemgevoel", "Nachtwacht", "Gesprekspeil", "Wim"], id="heaviest first, without asking"),
        pytest.param(
            {"sort": "name"}, ["Gesprekspeil", "Nachtwacht", "stemgevoel", "Wim"], id="by name, whatever the capitals"
        ),
        pytest.param(
            {"sort": "-name"}, ["Wim", "stemgevoel", "Nachtwacht", "Gesprekspeil"], id="by name, turned around"
        ),
        pytest.param({"sort": "-class"}, ["Wim", "Gesprekspeil", "Nachtwacht", "stemgevoel"], id="lightest first"),
        pytest.param({"sort": "next"}, ["Wim", "Gesprekspeil", "Nachtwacht", "stemgevoel"], id="nearest change first"),
        pytest.param({"sort": "questions"}, ["Nachtwacht", "stemgevoel", "Gesprekspeil", "Wim"], id="most open first"),
        pytest.param({"words": "METERSTAND wim"}, ["Wim"], id="all words, in any field"),
        pytest.param(
            {"words": "answers the phone", "risk": "high"}, ["Gesprekspeil"], id="the kind in the other language"
        ),
        pytest.param({"words": "nothing like it"}, [], id="no match"),
        pytest.param({"risk": "prohibited"}, ["stemgevoel"], id="only what is settled counts"),
        pytest.param({"risk": OPEN}, ["Nachtwacht"], id="still open"),
    ],
)
def test_filter_and_order(asked, found):
    assert names(**asked) == found


def test_the_tally_counts_what_matches_the_words():
    found = {(tally.slug, tally.count, tally.chosen) for tally in tallies(ROWS, Query(DAYS, words="wim", risk="high"))}
    assert found == {("", 1, False), ("high", 0, True), ("limited", 1, False)}


def test_every_system_is_in_one_class_of_the_tally():
    everything, *parts = tallies(ROWS, Query(DAYS))
    assert everything.count == sum(tally.count for tally in parts) == len(ROWS)
    assert [(tally.slug, tally.count) for tally in parts] == [("prohibited", 1), ("high", 1), ("limited", 1), (OPEN, 1)]


def test_an_address_keeps_what_was_asked():
    query = Query(replace(DAYS, applies_on=date(2027, 12, 2)), words="stem & toon", risk="high", sort="-next")
    assert query.address() == "?q=stem+%26+toon&class=high&sort=-next&applies_on=2027-12-02"
    assert query.address(risk="", sort="class") == "?q=stem+%26+toon&applies_on=2027-12-02"


def test_today_is_not_in_the_address():
    assert DAYS.suffix == ""
    assert not DAYS.moved
    moved = replace(DAYS, published_by=date(2026, 6, 1))
    assert moved.moved
    assert moved.suffix == "?published_by=2026-06-01"


def test_what_to_do_first():
    waits = a_row("Gasalarmlijn", RiskClass.MINIMAL, RiskClass.HIGH, review=True)
    agenda = agenda_of([*ROWS, waits], Query(DAYS, words="does not matter here"))
    assert [row.name for row in agenda.prohibited.rows] == ["stemgevoel"]
    assert agenda.prohibited.address == "?class=prohibited"
    assert [row.name for row in agenda.review.rows] == ["Gasalarmlijn"]
    assert (agenda.coming.on, agenda.coming.days) == (date(2026, 12, 2), 9)
    assert [row.name for row in agenda.coming.systems.rows] == ["Wim"]


def test_a_system_that_was_retired_asks_for_nothing():
    retired = replace(ROWS[1], stage=LifeCycle.RETIRED)
    assert agenda_of([retired], Query(DAYS)).empty


def test_a_few_systems_are_named_and_the_rest_counted():
    many = [a_row(f"Stem {n}", RiskClass.PROHIBITED) for n in range(5)]
    named = agenda_of(many, Query(DAYS)).prohibited
    assert [row.name for row in named.rows] == ["Stem 0", "Stem 1", "Stem 2"]
    assert (named.total, named.more) == (5, 2)


def test_systems_that_wait_for_a_lawyer_can_be_listed():
    waits = a_row("Gasalarmlijn", RiskClass.MINIMAL, RiskClass.HIGH, review=True)
    query = Query(DAYS, risk=REVIEW)
    assert chosen([*ROWS, waits], query) == (waits,)
    assert (REVIEW, 1, True) in {(tally.slug, tally.count, tally.chosen) for tally in tallies([*ROWS, waits], query)}


@pytest.mark.parametrize(
    ("serves", "named"),
    [
        pytest.param({"nl", "es", "outside_eu"}, None, id="every national pack is here"),
        pytest.param({"nl", "be"}, "België", id="one is not"),
        pytest.param({"other_eu", "fr", "be"}, "België, Frankrijk en andere EU-landen", id="several are not"),
    ],
)
def test_countries_whose_own_rules_are_missing_are_named(law, serves, named):
    labels = {option.id: option.label for option in law.facts["org_serves"].options}
    found = countries_outside(serves, labels)
    assert (found.nl if found else None) == named
