"""What a person sees as different between two outcomes, and how much it weighs."""

import pytest

from balie.register.differing import DutyTurn, difference_of, key_of, told_provisions, weight_of


def classes(low, high=None):
    return {"lowest": low, "highest": high or low}


def outcome(effective="limited", *, review=False, duties=(), in_force=None):
    side = classes(*effective.split("-"))
    return {
        "statutory": {**side, "applies_from": None, "in_force": in_force or side},
        "house": classes("none"),
        "effective": side,
        "review": review,
        "duties": list(duties),
        "findings": [],
        "timeline": [],
        "roles": {},
    }


def duty(status, since="2026-08-02", until=None, euros=None, name="tell-it-is-ai"):
    return {"id": name, "status": status, "since": since, "until": until, "fine": "C", "euros": euros}


def turns(before, after):
    found = difference_of(outcome(duties=before), outcome(duties=after))
    return [(one["id"], one["turn"]) for one in found.get("duties", ())]


@pytest.mark.parametrize(
    ("before", "after", "turn"),
    [
        pytest.param([], [duty("in_force")], "started", id="a new duty"),
        pytest.param([duty("ahead")], [duty("in_force")], "started", id="its date passed"),
        pytest.param([duty("unknown")], [duty("in_force")], "started", id="it became certain"),
        pytest.param([], [duty("ahead")], "coming", id="one that will apply"),
        pytest.param([duty("in_force")], [duty("ahead")], "coming", id="put off after it began"),
        pytest.param([duty("ahead")], [duty("ahead", "2027-12-02")], "moved", id="put off"),
        pytest.param([duty("in_force")], [duty("in_force", until="2028-01-01")], "moved", id="it got an end"),
        pytest.param([], [duty("unknown")], "possible", id="one that may apply"),
        pytest.param([duty("in_force")], [duty("unknown")], "uncertain", id="no longer certain"),
        pytest.param([duty("in_force")], [duty("ended")], "ended", id="it ended"),
        pytest.param([duty("in_force")], [], "ended", id="it is gone"),
        pytest.param([duty("ahead")], [], "lapsed", id="it will not come"),
        pytest.param([duty("in_force", euros=1)], [duty("in_force", euros=2)], "fine", id="another fine"),
    ],
)
def test_what_became_of_a_duty(before, after, turn):
    assert turns(before, after) == [("tell-it-is-ai", turn)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param([duty("in_force")], [duty("in_force")], id="the same"),
        pytest.param([duty("ended")], [], id="over and forgotten"),
        pytest.param([], [duty("ended")], id="over before it was seen"),
    ],
)
def test_what_nobody_would_notice(before, after):
    assert difference_of(outcome(duties=before), outcome(duties=after)) == {}


def test_every_turn_has_a_case_a_word_and_a_weight():
    assert len({turn.label.nl for turn in DutyTurn}) == len(DutyTurn)
    assert all(weight_of({"duties": [{"turn": turn.value}]}) > 0 for turn in DutyTurn)


def test_classes_and_review():
    found = difference_of(outcome("minimal-high", review=True), outcome("high"))
    assert found["classes"]["effective"] == [classes("minimal", "high"), classes("high")]
    assert found["review"] == [True, False]
    assert "house" not in found["classes"]


def test_a_class_that_counts_from_today():
    before = outcome("high", in_force=classes("minimal"))
    found = difference_of(before, outcome("high"))
    assert found == {"in_force": [classes("minimal"), classes("high")]}


def test_what_weighs_most_comes_first():
    cases = [
        difference_of(outcome("high"), outcome("prohibited")),
        difference_of(outcome("limited"), outcome("high")),
        difference_of(outcome(), outcome(review=True)),
        difference_of(outcome("high"), outcome("limited")),
        difference_of(outcome("high", in_force=classes("minimal")), outcome("high")),
        difference_of(outcome(duties=[duty("ahead")]), outcome(duties=[duty("in_force")])),
        difference_of(outcome(duties=[duty("ahead")]), outcome(duties=[duty("ahead", "2028-01-01")])),
        difference_of(outcome(duties=[duty("in_force")]), outcome()),
    ]
    weights = [weight_of(case) for case in cases]
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == len(weights)


def test_the_same_change_has_the_same_key_whatever_the_order():
    one = difference_of(outcome(), outcome(duties=[duty("in_force")]))
    assert key_of(one, "law", "abc") == key_of(dict(reversed(one.items())), "law", "abc")
    assert key_of(one, "law", "abc") != key_of(one, "date", "abc")


def test_only_changed_provisions_about_the_system_are_told(law):
    from datetime import date

    from balie.law import changed_provisions

    changes = changed_provisions(law, date(2026, 7, 1), date(2026, 8, 1))
    assert {"id": "aia-6-3", "kinds": ["moved"]} in told_provisions(changes, {"aia-6-3", "avg-5-1"})
    assert len(told_provisions(changes, {"aia-6-3"})) == 1
    assert len(told_provisions(changes, {"no such"}, most=3)) == 3
