"""One system explained: what decides, what is lighter, what waits, what does not hold, and who answered what."""

from dataclasses import replace
from datetime import date

import pytest

from balie.law import Answer, RiskClass, Statement, classify, shipped_law
from balie.register.explained import Sway, explain
from balie.register.grounds import Footing, Ground


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
    assert page.questions[0].sway is Sway.MOST
    order = [list(Sway).index(question.sway) for question in page.questions if question.sway]
    assert order == sorted(order)


def test_a_rule_lists_the_first_few_questions_it_waits_for_and_counts_the_rest(law, today):
    blank = explain(classify(law, {}, applies_on=today, published_by=today), archetype="", life_cycle="")
    groups = [group for line in blank.duties["unknown"] for group in line.facts]
    assert all(group.source is None for group in groups)
    assert max(len(group.lines) for group in groups) == 4
    assert max(group.more for group in groups) > 4


def test_duties_stand_under_what_they_rest_on_in_the_order_of_the_engine(explained, law):
    page = explained("chatbot-llm")
    for status, groups in page.groups.items():
        held = {group.footing for group in groups}
        assert [group.footing for group in groups] == [footing for footing in Footing if footing in held]
        engine = [line.id for line in page.duties[status]]
        assert sorted(line.id for group in groups for line in group.lines) == sorted(engine)
        for group in groups:
            assert [line.id for line in group.lines] == [name for name in engine if name in {g.id for g in group.lines}]
    owners = {line.footing: law.owner[line.provision.id] for group in page.groups["in_force"] for line in group.lines}
    assert owners[Footing.AI_ACT] == "eu-ai-act"
    assert owners[Footing.GDPR] == "avg"


def test_a_duty_names_only_the_roles_the_organisation_holds(explained):
    page = explained("chatbot-llm")
    held = {name.nl for name, answer in page.roles if answer is Answer.YES}
    assert "aanbieder" not in held
    shared = [line for line in page.duties["in_force"] if line.footing is Footing.AI_ACT]
    assert shared
    assert all("aanbieder" not in line.role.nl.split(" of ") for line in shared)


def test_house_policy_is_never_in_doubt(explained):
    page = explained("chatbot-llm")
    ours = [line for lines in page.duties.values() for line in lines if line.ground is Ground.HOUSE]
    assert ours
    assert not any(line.doubts for line in ours)


def test_every_mark_on_a_line_is_explained_once(explained):
    page = explained("chatbot-llm")
    marks = {
        doubt for status in ("in_force", "ahead", "unknown") for line in page.duties[status] for doubt in line.doubts
    }
    assert marks
    assert set(page.duty_doubts) == marks
    assert len(page.duty_doubts) == len(marks)


def test_answers_that_every_reason_rests_on_are_told_once(explained):
    page = explained("quality-scoring")
    shared = {line.question.nl for group in page.shared for line in group.lines}
    assert len(shared) >= 3
    by_law = [reason for reason in (*page.deciding, *page.lighter) if reason.ground is Ground.LAW]
    assert not shared & {line.question.nl for line in lines(by_law)}


def test_answers_of_the_starting_point_are_counted(explained):
    page = explained("chatbot-llm", interacts_directly=Statement(value=True, source="intake 3 maart"))
    listed = sum(len(group.lines) for group in page.answers.sources)
    assert page.answers.total == listed
    assert page.answers.from_start == listed - 1
    assert page.answers.sources[0].source.nl == "intake 3 maart"


def test_undecided_duties_hang_on_as_few_questions_as_tell_it(explained, law):
    page = explained("chatbot-llm", infers_from_input=None)
    numbers = [item.duties for item in page.hanging]
    assert numbers
    assert numbers == sorted(numbers, reverse=True)
    assert sum(numbers) <= len(page.duties["unknown"])
    assert all(number > 1 for number in numbers)


def test_a_system_is_stopped_by_what_forbids_it(explained):
    page = explained("agent-emotion")
    assert page.stop.start is None
    assert "no-emotion-recognition-at-work" in {line.id for line in page.stop.duties}


def test_a_prohibition_that_is_still_ahead_is_told_with_its_day(today):
    law = shipped_law(without=frozenset({"gids-klantcontact"}))
    given = {
        "infers_from_input": True,
        "used_in_eu": True,
        "outside_scope_use": frozenset(),
        "used_under_own_authority": True,
        "generates": frozenset({"image"}),
        "intimate_material": "intended_without_consent",
    }
    facts = {name: Statement(value=value) for name, value in given.items()}
    page = explain(classify(law, facts, applies_on=today, published_by=today), archetype="", life_cycle="")
    assert page.stop.start == date(2026, 12, 2)
    assert "no-intimate-material" in {line.id for line in page.stop.duties}


def test_what_is_not_certain_stops_nothing(law, today):
    blank = explain(classify(law, {}, applies_on=today, published_by=today), archetype="", life_cycle="")
    assert blank.assessment.effective.highest is RiskClass.PROHIBITED
    assert blank.stop is None
