"""Kleene's tables: what is unknown stays unknown unless the rest settles it."""

from itertools import product

import pytest

from balie.law.answer import Answer, all_of, any_of, negation

NO, UNKNOWN, YES = Answer.NO, Answer.UNKNOWN, Answer.YES


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        pytest.param(YES, YES, YES, YES, id="yes and yes"),
        pytest.param(YES, NO, NO, YES, id="yes and no"),
        pytest.param(YES, UNKNOWN, UNKNOWN, YES, id="yes and unknown"),
        pytest.param(NO, NO, NO, NO, id="no and no"),
        pytest.param(NO, UNKNOWN, NO, UNKNOWN, id="no and unknown"),
        pytest.param(UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, id="unknown and unknown"),
    ],
)
def test_both_and_either_follow_kleene(left, right, both, either):
    assert all_of([left, right]) == all_of([right, left]) == both
    assert any_of([left, right]) == any_of([right, left]) == either


@pytest.mark.parametrize(("answer", "opposite"), [(YES, NO), (NO, YES), (UNKNOWN, UNKNOWN)])
def test_the_opposite_of_unknown_is_unknown(answer, opposite):
    assert negation(answer) is opposite


def test_learning_more_never_overturns_a_settled_answer():
    refinements = {NO: [NO], YES: [YES], UNKNOWN: [NO, UNKNOWN, YES]}
    for left, right in product(Answer, repeat=2):
        for combine in (all_of, any_of):
            settled = combine([left, right])
            if settled is not UNKNOWN:
                refined = {combine([a, b]) for a in refinements[left] for b in refinements[right]}
                assert refined == {settled}


def test_nothing_cannot_be_combined():
    with pytest.raises(ValueError, match="empty"):
        all_of([])
