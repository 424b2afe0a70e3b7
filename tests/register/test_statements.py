"""Statements survive being kept as JSON, and what no longer fits becomes a question instead of a guess."""

import json
from datetime import date

import pytest

from balie.law import Statement
from balie.register import statements

KINDS = [
    pytest.param("interacts_directly", Statement(value=True, source="intake"), id="yes"),
    pytest.param("interacts_directly", Statement(value=False), id="no"),
    pytest.param("developed_by", Statement(value="supplier"), id="one of"),
    pytest.param("generates", Statement(value=frozenset({"text", "audio"})), id="some of"),
    pytest.param("generates", Statement(value=frozenset()), id="none of these, which is known"),
    pytest.param("org_turnover", Statement(value=640_000_000), id="number"),
    pytest.param("placed_on_market", Statement(value=date(2026, 9, 14)), id="date"),
    pytest.param(
        "obvious_to_reasonable_person",
        Statement(
            value=False, source="memo 12", decided_by="S. Hoekstra", reasons="Oudere klanten", on=date(2026, 10, 1)
        ),
        id="open norm with reasons",
    ),
]


@pytest.mark.parametrize(("fact", "statement"), KINDS)
def test_a_statement_comes_back_as_it_was(law, fact, statement):
    kept = json.loads(json.dumps(statements.as_json({fact: statement})))
    assert statements.from_json(law, kept) == statements.Kept({fact: statement})


def test_the_same_facts_are_written_the_same_way():
    one = {"generates": Statement(value=frozenset({"text", "audio"})), "developed_by": Statement(value="supplier")}
    other = dict(reversed(one.items()))
    assert json.dumps(statements.as_json(one)) == json.dumps(statements.as_json(other))


@pytest.mark.parametrize(
    ("fact", "parts"),
    [
        pytest.param("a_fact_of_long_ago", {"value": True}, id="a fact the law no longer asks"),
        pytest.param("developed_by", {"value": "an option of long ago"}, id="an option that is gone"),
        pytest.param("developed_by", {"source": "no value"}, id="no value at all"),
    ],
)
def test_what_no_longer_fits_is_named_and_left_unknown(law, fact, parts):
    assert statements.from_json(law, {fact: parts}) == statements.Kept({}, (fact,))
