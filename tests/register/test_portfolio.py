"""Looking through the list: words, classes, order, and addresses that keep what was asked."""

from dataclasses import replace
from datetime import date

import pytest

from balie.law import ClassRange, RiskClass, Text
from balie.register.portfolio import OPEN, Days, Query, Row, chosen, tallies

TODAY = date(2026, 11, 23)
DAYS = Days(TODAY, TODAY, TODAY)


def a_row(name, low, high=None, *, next_change=None, questions=0, purpose=""):
    found = ClassRange(low, high or low)
    return Row(
        key=1,
        name=name,
        purpose=purpose,
        owner="Samira Haddou",
        supplier="Taalbrug",
        archetype=Text(nl="Voicebot die de telefoon opneemt", en="Voicebot that answers the phone"),
        effective=found,
        statutory=found,
        law_from=None,
        house=found,
        review=False,
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
        pytest.param({}, ["Gesprekspeil", "Nachtwacht", "stemgevoel", "Wim"], id="by name, whatever the capitals"),
        pytest.param(
            {"sort": "-name"}, ["Wim", "stemgevoel", "Nachtwacht", "Gesprekspeil"], id="by name, turned around"
        ),
        pytest.param({"sort": "class"}, ["stemgevoel", "Nachtwacht", "Gesprekspeil", "Wim"], id="heaviest first"),
        pytest.param({"sort": "next"}, ["Wim", "Gesprekspeil", "Nachtwacht", "stemgevoel"], id="nearest change first"),
        pytest.param({"sort": "questions"}, ["Nachtwacht", "stemgevoel", "Gesprekspeil", "Wim"], id="most open first"),
        pytest.param({"words": "METERSTAND wim"}, ["Wim"], id="all words, in any field"),
        pytest.param(
            {"words": "answers the phone", "risk": "high"}, ["Gesprekspeil"], id="the kind in the other language"
        ),
        pytest.param({"words": "nothing like it"}, [], id="no match"),
        pytest.param({"risk": "prohibited"}, ["Nachtwacht", "stemgevoel"], id="what is possible counts"),
        pytest.param({"risk": OPEN}, ["Nachtwacht"], id="still open"),
    ],
)
def test_filter_and_order(asked, found):
    assert names(**asked) == found


def test_the_tally_counts_what_matches_the_words():
    found = {(tally.slug, tally.count, tally.chosen) for tally in tallies(ROWS, Query(DAYS, words="wim", risk="high"))}
    assert found == {("", 1, False), ("high", 0, True), ("limited", 1, False)}


def test_every_system_is_in_one_class_of_the_tally():
    by_class = [tally for tally in tallies(ROWS, Query(DAYS)) if tally.risk is not None]
    assert sum(tally.count for tally in by_class) == len(ROWS)
    assert [tally.slug for tally in by_class] == ["prohibited", "high", "limited"]


def test_an_address_keeps_what_was_asked():
    query = Query(replace(DAYS, applies_on=date(2027, 12, 2)), words="stem & toon", risk="high", sort="-next")
    assert query.address() == "?q=stem+%26+toon&class=high&sort=-next&applies_on=2027-12-02"
    assert query.address(risk="", sort="name") == "?q=stem+%26+toon&applies_on=2027-12-02"


def test_today_is_not_in_the_address():
    assert DAYS.suffix == ""
    assert not DAYS.moved
    moved = replace(DAYS, published_by=date(2026, 6, 1))
    assert moved.moved
    assert moved.suffix == "?published_by=2026-06-01"
