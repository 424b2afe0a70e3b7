"""The ranking of open questions: only those that can still matter, the most telling first."""

import re
from datetime import date

import pytest

from balie.law import FactKind, Statement, classify, open_questions, shipped_law, waiting_facts

TODAY = date(2026, 11, 23)


def judge(facts):
    return classify(shipped_law(), facts, applies_on=TODAY, published_by=TODAY)


def test_whether_it_is_ai_at_all_comes_first():
    assert open_questions(judge({}))[0].fact.id == "infers_from_input"


def test_shares_lie_between_nothing_and_everything():
    for question in open_questions(judge({})):
        assert all(0 <= share <= 1 for share in (question.statutory, question.house, question.duties))
        assert question.rules


@pytest.mark.parametrize("name", sorted(shipped_law().archetypes))
def test_a_forgotten_answer_that_mattered_becomes_a_question(name):
    facts = shipped_law().archetypes[name].facts
    settled = judge(facts).effective
    for fact in facts:
        without = judge({key: value for key, value in facts.items() if key != fact})
        if without.effective != settled:
            assert fact in {question.fact.id for question in open_questions(without) if question.changes_class}


def test_following_the_first_question_settles_a_blank_system_soon():
    """Who starts from nothing and answers for an ordinary chatbot is done well before the last question."""
    answers = shipped_law().archetypes["chatbot-llm"].facts
    facts, asked = {}, 0
    while not (found := judge(facts)).effective.settled:
        question = next(q for q in open_questions(found) if q.changes_class and q.fact.id in answers)
        facts[question.fact.id] = answers[question.fact.id]
        asked += 1
    assert asked < len(answers)


def test_what_cannot_matter_is_not_asked():
    asked = {question.fact.id for question in open_questions(judge({"infers_from_input": Statement(value=False)}))}
    assert "obvious_to_reasonable_person" not in asked
    assert "significant_harm" not in asked


@pytest.mark.parametrize("facts", [{}, {"infers_from_input": Statement(value=True)}], ids=["nothing", "it is AI"])
def test_the_facts_that_wait_are_those_that_are_asked(facts):
    found = judge(facts)
    waiting = waiting_facts(found)
    asked = {question.fact.id: question.rules for question in open_questions(found)}
    assert set(waiting) == set(asked)
    assert all(rule in asked[name] for name, rule in waiting.items())


def test_help_names_the_choice_that_the_form_has():
    """A form cannot take "nothing": it has a box for none of these."""
    some = [fact for fact in shipped_law().facts.values() if fact.kind is FactKind.SOME_OF]
    assert some
    for fact in some:
        assert not _NOTHING.search(f"{fact.help.en} {fact.help.nl}"), fact.id
        assert ("'None of these'" in fact.help.en) is ("'Geen van deze'" in fact.help.nl), fact.id


_NOTHING = re.compile(r"choose nothing|kies\w* (\w+ ){0,4}niets", re.IGNORECASE)
