"""One system explained: what decides, what is lighter, what waits, what does not hold, and who answered what."""

from dataclasses import replace

import pytest

from balie.law import Answer, RiskClass, Statement, classify
from balie.register.explained import Ground, explain


@pytest.fixture
def explained(law, today):
    def build(archetype, **changes):
        facts = {
            name: replace(statement, source=f"archetype {archetype}")
            for name, statement in law.archetypes[archetype].facts.items()
        }
        for name, statement in changes.items():
            facts.pop(name, None)
            if statement is not None:
                facts[name] = statement
        found = classify(law, facts, applies_on=today, published_by=today)
        return explain(found, archetype=archetype, life_cycle="live")

    return build


def lines(reasons):
    return [line for reason in reasons for group in reason.facts for line in group.lines]


def test_every_rule_about_a_class_is_told(explained):
    page = explained("chatbot-llm")
    told = {
        (reason.provision.id, reason.conclusion.en)
        for reasons in (page.deciding, page.lighter, page.possible, page.against)
        for reason in reasons
    }
    classing = [finding for finding in page.assessment.findings if finding.rule.then.risk is not None]
    assert told == {(finding.provision.id, f"class: {finding.rule.then.risk.label.en}") for finding in classing}


def test_rules_that_say_the_same_are_one_reason(explained):
    page = explained("chatbot-llm")
    for reasons in (page.deciding, page.lighter, page.possible, page.against):
        told = [(reason.provision.id, reason.conclusion.en) for reason in reasons]
        assert len(told) == len(set(told))


def test_what_decides_is_the_class_itself(explained):
    page = explained("chatbot-llm")
    assert page.assessment.statutory.lowest is RiskClass.LIMITED
    by_law = [reason for reason in page.deciding if reason.ground is Ground.LAW]
    assert [reason.provision.id for reason in by_law] == ["aia-50-1"]
    assert all("minima" in reason.conclusion.nl for reason in page.lighter)


def test_answers_name_their_source_as_people_know_it(explained):
    page = explained("chatbot-llm", interacts_directly=Statement(value=True, source="intake 3 maart"))
    sources = [group.source.nl for reason in page.deciding for group in reason.facts if group.source]
    assert "intake 3 maart" in sources
    assert any(source.startswith("startpunt “") for source in sources)


def test_an_open_norm_without_reasons_stays_a_question(explained):
    undecided = explained("chatbot-llm", obvious_to_reasonable_person=Statement(value=False, source="somebody"))
    waiting = [line for line in lines(undecided.possible) if line.answer is None]
    assert any("oplettend" in line.question.nl for line in waiting)
    assert any(question.fact.open_norm for question in undecided.questions)


def test_who_decided_an_open_norm_is_told(explained):
    reasoned = Statement(value=False, decided_by="S. Hoekstra, jurist", reasons="Oudere klanten")
    page = explained("chatbot-llm", obvious_to_reasonable_person=reasoned)
    assert ("S. Hoekstra, jurist", "Oudere klanten") in {
        (line.decided_by, line.reasons) for line in lines(page.deciding)
    }


def test_law_position_and_house_policy_are_kept_apart(explained, law):
    page = explained("chatbot-llm")
    duties = [line for group in page.duties.values() for line in group]
    assert {line.ground for line in duties} == set(Ground)
    for line in duties:
        assert (line.ground is Ground.POSITION) == (line.provision.status == "position")
        assert (line.ground is Ground.HOUSE) == (law.packs[law.owner[line.provision.id]].kind == "house")


def test_duties_ahead_carry_their_date(explained, today):
    ours = {"developed_by": Statement(value="own_organisation"), "own_name": Statement(value=True)}
    page = explained("chatbot-llm", placed_on_market=Statement(value=today.replace(month=6)), **ours)
    assert page.duties["ahead"]
    assert all(line.since > today for line in page.duties["ahead"])
    assert all(line.since <= today for line in page.duties["in_force"])


def test_house_policy_that_goes_further_is_said(explained):
    assert explained("acting-agent").raised
    assert not explained("chatbot-llm").raised


def test_roles_that_may_be_ours_are_told_with_their_doubt(explained):
    page = explained("chatbot-llm", developed_by=None, own_name=None, used_under_own_authority=Statement(value=True))
    roles = {name.en: answer for name, answer in page.roles}
    assert roles["deployer"] is Answer.YES
    assert roles["provider"] is Answer.UNKNOWN


@pytest.mark.parametrize("archetype", ["chatbot-llm", "voicebot-inbound", "email-autoreply"])
def test_the_most_telling_question_comes_first(explained, archetype):
    page = explained(archetype, infers_from_input=None)
    shares = [question.statutory for question in page.questions]
    assert shares == sorted(shares, reverse=True)
