"""What a supplier still owes: agreements, documents and answers, each with its article; and the letter about them."""

from datetime import date, timedelta

import pytest

from balie.law import Respondent, Statement
from balie.register.suppliers.gaps import Agreement, GapKind, Supplied, Term, gaps_of, term_of
from balie.register.suppliers.letter import Correspondents, as_plain_text, gap_letter
from balie.register.suppliers.ourselves import is_ours
from balie.register.suppliers.requests import AGREEMENTS, REQUESTS
from balie.register.system import ContractKind

PROCESSOR = ContractKind.PROCESSOR_AGREEMENT
WHO = Correspondents("Wadlicht Energie", "Samira Haddou", "samira@wadlicht.example", "Taalbrug B.V.", "Els de Boer")


def supplied(*duties, facts=None, received=frozenset(), status="in_force"):
    outcome = {"duties": [{"id": duty, "status": status} for duty in duties]}
    return Supplied(7, "Wim", facts or {}, outcome, received)


def ids(found):
    return [gap.id for gap in found]


def papers(found):
    """What is asked for besides answers to questions."""
    return [gap.id for gap in found if gap.kind is not GapKind.ANSWER]


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
    assert papers(found) == (["processor-agreement"] if owed else [])


def test_no_agreement_is_asked_for_where_no_duty_asks_it(law):
    assert papers(gaps_of(law, supplied(), [], TODAY)) == []


@pytest.mark.parametrize(("status", "asked"), [("in_force", True), ("ahead", True), ("unknown", False)])
def test_documents_are_asked_for_when_a_duty_certainly_needs_them(law, status, asked):
    found = gaps_of(law, supplied("use-as-instructed", status=status), [], TODAY)
    assert papers(found) == (["instructions-for-use", "eu-declaration"] if asked else [])


def test_what_came_in_is_not_owed_any_more(law):
    found = gaps_of(law, supplied("use-as-instructed", received=frozenset({"eu-declaration"})), [], TODAY)
    assert papers(found) == ["instructions-for-use"]


def test_questions_for_the_supplier_are_asked_while_a_rule_waits_for_them(law):
    """And only those: what another answers best, or what was answered, is not for the letter."""
    theirs = {name for name, fact in law.facts.items() if fact.answered_by is Respondent.SUPPLIER}
    found = gaps_of(law, supplied(), [], TODAY)
    assert {"trains_on_conversations", "annex_i_product", "assessed_only_for_radio"} <= set(ids(found)) <= theirs
    answered = {"trains_on_conversations": Statement(value=True)}
    assert "trains_on_conversations" not in ids(gaps_of(law, supplied(facts=answered), [], TODAY))


def test_what_cannot_change_anything_any_more_is_not_asked(law):
    """A chatbot that is no product has no product that is tested, for radio waves or otherwise."""
    facts = {
        "annex_i_product": Statement(value=False),
        "infers_from_input": Statement(value=True),
        "critical_infrastructure_safety": Statement(value=False),
    }
    asked = set(ids(gaps_of(law, supplied(facts=facts), [], TODAY)))
    assert not asked & {"annex_i_product", "third_party_assessment", "assessed_only_for_radio"}
    assert "trains_on_conversations" in asked


def test_a_system_that_was_not_assessed_yet_asks_nothing_of_its_supplier(law):
    assert gaps_of(law, Supplied(7, "Wim", {}, {}), [], TODAY) == ()


def test_a_question_with_choices_names_them(law):
    asked = {gap.id: gap.what for gap in gaps_of(law, supplied(), [], TODAY)}
    assert "Kies uit: " in asked["biometric_identification"].nl
    assert asked["biometric_categories"].nl.endswith("; geen van deze.")
    assert "Kies uit" not in asked["trains_on_conversations"].nl


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


def test_what_several_systems_need_is_asked_once_with_their_names_and_numbered_through(law):
    outcome = supplied("use-as-instructed", "sign-processor-contract").outcome
    gaps = [
        *gaps_of(law, Supplied(7, "Wim", {}, outcome), [], TODAY),
        *gaps_of(law, Supplied(8, "Ans", {}, outcome), [Agreement(PROCESSOR, frozenset({8}), TODAY, None)], TODAY),
    ]
    letter = gap_letter(WHO, gaps, on=TODAY, language="nl")
    agreements, documents, questions = letter.parts
    assert [part.heading for part in letter.parts] == ["Afspraken", "Documenten en uitleg", "Vragen"]
    assert [point.systems for point in agreements.points] == ["Voor: Wim"]
    assert [point.systems for point in documents.points] == ["Voor: Wim, Ans"] * 2
    assert (documents.first, questions.first) == (2, 4)
    said = as_plain_text(letter)
    assert said.count(law.facts["trains_on_conversations"].question.nl) == 1
    assert "\n4. " in said


def test_a_letter_about_one_system_does_not_name_it_at_every_point(law):
    letter = gap_letter(WHO, gaps_of(law, supplied("use-as-instructed"), [], TODAY), on=TODAY, language="en")
    assert letter.subject == "Information on Wim"
    assert {point.systems for part in letter.parts for point in part.points} == {""}


@pytest.mark.parametrize(
    ("count", "subject"),
    [(4, "Informatie over A, B, C, D"), (5, "Informatie over A, B, C en 2 andere systemen")],
)
def test_the_subject_counts_the_systems_that_it_does_not_name(law, count, subject):
    outcome = supplied("use-as-instructed").outcome
    gaps = [
        gap
        for key, name in enumerate("ABCDE"[:count])
        for gap in gaps_of(law, Supplied(key, name, {}, outcome), [], TODAY)
    ]
    assert gap_letter(WHO, gaps, on=TODAY, language="nl").subject == subject


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("eigen team data", True),
        ("Onze ICT-afdeling", True),
        ("In-house", True),
        ("  wadlicht   ENERGIE ", True),
        ("Taalbrug B.V.", False),
        ("Internetbureau Noord", False),
        ("Ontwerpers", False),
    ],
)
def test_a_team_of_our_own_is_known_by_its_name(name, ours):
    assert is_ours(name, "Wadlicht Energie") is ours


def test_agreements_come_before_documents_in_the_letter(law):
    gaps = gaps_of(law, supplied("use-as-instructed", "sign-processor-contract"), [], TODAY)
    assert gaps[0].kind is GapKind.AGREEMENT
    assert letter_points(law, gaps[::-1])[0] == AGREEMENTS[PROCESSOR].what.nl


def letter_points(law, gaps):
    parts = gap_letter(WHO, gaps, on=TODAY, language="nl").parts
    return [point.what for part in parts for point in part.points]


def test_without_a_contact_the_letter_still_has_a_greeting(law):
    nobody = Correspondents("Wadlicht Energie", "", "", "Taalbrug B.V.")
    letter = gap_letter(nobody, [], on=TODAY, language="nl")
    assert (letter.greeting, letter.addressee) == ("Beste lezer,", ("Taalbrug B.V.",))
