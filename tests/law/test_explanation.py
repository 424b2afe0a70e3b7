"""Reasons in words: the decisive answers, how sure one may be, and no language left out."""

from datetime import date

import pytest

from balie.law import Answer, classify, explain, reasons_for, say_weight, shipped_law, trace_of

TODAY = date(2026, 11, 23)
LAW = shipped_law()


def judge(name, **changes):
    facts = {key: value for key, value in LAW.archetypes[name].facts.items() if key not in changes.get("forget", ())}
    return classify(LAW, facts, applies_on=TODAY, published_by=TODAY)


def test_a_chatbot_is_limited_because_it_talks_with_people():
    applies = {item.finding.rule.provision: item for item in explain(judge("chatbot-llm")).applies}
    reasons = {trace.fact.id for trace in applies["aia-50-1"].reasons}
    assert "interacts_directly" in reasons
    assert applies["aia-50-1"].conclusion.nl == "klasse: beperkt risico"


def test_what_does_not_apply_says_why_too():
    for item in explain(judge("chatbot-llm")).does_not:
        assert item.reasons, item.finding.rule.id


def test_what_is_unknown_names_what_is_not_known():
    found = judge("chatbot-llm", forget=("biometric_identification",))
    unknown = {item.finding.rule.id: item for item in explain(found).unknown if item.finding.rule.then.risk}
    assert any(
        trace.fact.id == "biometric_identification" and trace.statement is None
        for item in unknown.values()
        for trace in item.reasons
    )


@pytest.mark.parametrize("name", ["menu-bot", "chatbot-llm", "customer-voice-emotion", "credit-approval"])
def test_every_rule_of_every_archetype_can_be_told_in_both_languages(name):
    found = judge(name)
    for finding in found.findings:
        dutch, english = (list(trace_of(found, finding.rule.id).lines(lang)) for lang in ("nl", "en"))
        assert len(dutch) == len(english) >= 1
        assert dutch[0].endswith(finding.answer.label.nl) or finding.excepted_by


def test_the_decisive_answers_alone_give_the_same_outcome():
    found = judge("voicebot-inbound")
    for finding in found.findings:
        names = {trace.fact.id for trace in reasons_for(found, finding.rule.id)}
        only = {name: found.facts[name] for name in names if name in found.facts}
        again = classify(LAW, only, applies_on=TODAY, published_by=TODAY)
        if finding.answer is not Answer.UNKNOWN:
            assert {f.rule.id: f.answer for f in again.findings}[finding.rule.id] == finding.answer


@pytest.mark.parametrize(("basis", "words"), [("guideline_draft", "conceptrichtsnoeren"), ("analysis", "onze uitleg")])
def test_a_draft_is_called_a_draft(basis, words):
    rules = [rule for rule in LAW.rules.values() if rule.basis == basis]
    assert rules
    for rule in rules:
        weight = say_weight(LAW.provisions[rule.provision], rule.basis)
        assert weight is not None
        assert words in weight.nl


def test_every_provision_of_low_certainty_says_so():
    for rule in LAW.rules.values():
        provision = LAW.provisions[rule.provision]
        weight = say_weight(provision, rule.basis)
        assert (provision.certainty >= 3 or provision.status != "law" or rule.basis != "statute") == (
            weight is not None
        )
