"""What a supplier still owes: agreements, documents and answers, each with its article; and the letter about them."""

from datetime import date, timedelta

import pytest

from balie.law import Respondent, Statement
from balie.register.suppliers.gaps import Agreement, GapKind, Supplied, Term, gaps_of, term_of
from balie.register.suppliers.letter import Correspondents, as_plain_text, gap_letter
from balie.register.suppliers.requests import AGREEMENTS, REQUESTS
from balie.register.system import ContractKind

PROCESSOR = ContractKind.PROCESSOR_AGREEMENT
WHO = Correspondents("Wadlicht Energie", "Samira Haddou", "samira@wadlicht.example", "Taalbrug B.V.", "Els de Boer")


def supplied(*duties, findings=(), facts=None, received=frozenset(), status="in_force"):
    outcome = {"duties": [{"id": duty, "status": status} for duty in duties], "findings": list(findings)}
    return Supplied(7, "Wim", facts or {}, outcome, received)


def ids(found):
    return [gap.id for gap in found]


@pytest.mark.parametrize("asked", [*AGREEMENTS.values(), *REQUESTS], ids=lambda asked: asked.id)
def test_what_we_ask_for_rests_on_a_duty_and_a_provision_of_the_law(law, asked):
    assert asked.duty in law.duties
    assert asked.provision in law.provisions


def test_each_thing_is_asked_under_a_name_of_its_own():
    names = [asked.id for asked in (*AGREEMENTS.values(), *REQUESTS)]
    assert len(names) == len(set(names))


TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("signed", "ends", "term"),
    [
        pytest.param(None, None, Term.UNSIGNED, id="nobody signed"),
        pytest.param(TODAY + timedelta(1), None, Term.AHEAD, id="signed for tomorrow"),
        pytest.param(TODAY, None, Term.HOLDS, id="signed today, without end"),
        pytest.param(TODAY - timedelta(9), TODAY + timedelta(61), Term.HOLDS, id="ends in 61 days"),
        pytest.param(TODAY - timedelta(9), TODAY + timedelta(60), Term.RUNS_OUT, id="ends in 60 days"),
        pytest.param(TODAY - timedelta(9), TODAY, Term.RUNS_OUT, id="its last day"),
        pytest.param(TODAY - timedelta(9), TODAY - timedelta(1), Term.ENDED, id="ended yesterday"),
        pytest.param(None, TODAY - timedelta(1), Term.ENDED, id="ended without a signature"),
    ],
)
def test_where_an_agreement_is_in_its_life(signed, ends, term):
    assert term_of(signed, ends, TODAY) is term


@pytest.mark.parametrize(
    ("agreements", "owed"),
    [
        pytest.param([], True, id="none"),
        pytest.param([Agreement(PROCESSOR, frozenset(), TODAY, None)], False, id="one for all systems"),
        pytest.param([Agreement(PROCESSOR, frozenset({7}), TODAY, None)], False, id="one for this system"),
        pytest.param([Agreement(PROCESSOR, frozenset({8}), TODAY, None)], True, id="one for another system"),
        pytest.param([Agreement(PROCESSOR, frozenset(), None, None)], True, id="not signed"),
        pytest.param([Agreement(PROCESSOR, frozenset(), TODAY, TODAY - timedelta(1))], True, id="ended"),
        pytest.param([Agreement(ContractKind.SERVICE, frozenset(), TODAY, None)], True, id="of another kind"),
    ],
)
def test_a_processor_agreement_is_owed_until_one_holds_for_this_system(law, agreements, owed):
    found = gaps_of(law, supplied("sign-processor-contract"), agreements, TODAY)
    assert ids(found) == (["processor-agreement"] if owed else [])


def test_no_agreement_is_asked_for_where_no_duty_asks_it(law):
    assert gaps_of(law, supplied(), [], TODAY) == ()


@pytest.mark.parametrize(("status", "asked"), [("in_force", True), ("ahead", True), ("unknown", False)])
def test_documents_are_asked_for_when_a_duty_certainly_needs_them(law, status, asked):
    found = gaps_of(law, supplied("use-as-instructed", status=status), [], TODAY)
    assert ids(found) == (["instructions-for-use", "eu-declaration"] if asked else [])


def test_what_came_in_is_not_owed_any_more(law):
    found = gaps_of(law, supplied("use-as-instructed", received=frozenset({"eu-declaration"})), [], TODAY)
    assert ids(found) == ["instructions-for-use"]


def test_questions_for_the_supplier_are_asked_while_a_rule_waits_for_them(law):
    """And only those: what another answers best, or what was answered, is not for the letter."""
    theirs = {name for name, fact in law.facts.items() if fact.answered_by is Respondent.SUPPLIER}
    rule = next(rule for rule in law.rules.values() if rule.then.duty == "basis-for-training-on-conversations")
    waiting = [{"rule": rule.id, "answer": "unknown"}]
    found = gaps_of(law, supplied(findings=waiting), [], TODAY)
    assert "trains_on_conversations" in ids(found)
    assert set(ids(found)) <= theirs
    answered = {"trains_on_conversations": Statement(value=True)}
    assert "trains_on_conversations" not in ids(gaps_of(law, supplied(findings=waiting, facts=answered), [], TODAY))
    assert gaps_of(law, supplied(findings=[{"rule": rule.id, "answer": "yes"}]), [], TODAY) == ()


def test_a_rule_that_the_law_no_longer_has_asks_nothing(law):
    assert gaps_of(law, supplied(findings=[{"rule": "gone", "answer": "unknown"}]), [], TODAY) == ()


@pytest.mark.parametrize(
    ("language", "words"),
    [("nl", ["Beste Els de Boer,", "14 december 2026", "AVG art. 28"]), ("en", ["Dear Els de Boer,", "GDPR Art. 28"])],
)
def test_the_letter_says_what_why_for_which_system_and_by_when(law, language, words):
    gaps = gaps_of(law, supplied("sign-processor-contract", "use-as-instructed"), [], TODAY)
    letter = gap_letter(WHO, gaps, on=TODAY, language=language)
    text = as_plain_text(letter)
    assert letter.answer_by == date(2026, 12, 14)
    for word in [*words, "Wim", "Wadlicht Energie", "Taalbrug B.V.", "Samira Haddou"]:
        assert word in text
    for gap in gaps:
        assert gap.what.say(language) in text


def test_points_are_numbered_through_over_all_systems(law):
    gaps = [
        *gaps_of(law, supplied("use-as-instructed"), [], TODAY),
        *gaps_of(law, Supplied(8, "Ans", {}, supplied("use-as-instructed").outcome), [], TODAY),
    ]
    letter = gap_letter(WHO, gaps, on=TODAY, language="nl")
    assert [(part.heading, part.first, len(part.points)) for part in letter.parts] == [("Wim", 1, 2), ("Ans", 3, 2)]
    assert "\n4. " in as_plain_text(letter)


def test_agreements_come_before_documents_in_the_letter(law):
    gaps = gaps_of(law, supplied("use-as-instructed", "sign-processor-contract"), [], TODAY)
    assert gaps[0].kind is GapKind.AGREEMENT
    assert letter_points(law, gaps[::-1])[0] == AGREEMENTS[PROCESSOR].what.nl


def letter_points(law, gaps):
    (part,) = gap_letter(WHO, gaps, on=TODAY, language="nl").parts
    return [point.what for point in part.points]


def test_without_a_contact_the_letter_still_has_a_greeting(law):
    nobody = Correspondents("Wadlicht Energie", "", "", "Taalbrug B.V.")
    letter = gap_letter(nobody, [], on=TODAY, language="nl")
    assert (letter.greeting, letter.addressee) == ("Beste lezer,", ("Taalbrug B.V.",))
