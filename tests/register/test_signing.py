"""Who may sign, for what, and for how long a signature holds."""

from datetime import UTC, date, datetime

import pytest

from balie.evidence import service as evidence
from balie.law import Statement
from balie.people import service as people
from balie.people.service import NotPermitted
from balie.register import colleagues, models, service, signing, statements
from balie.register.answering import Given, give_answers
from balie.register.colleagues import Asking, Replying
from balie.register.replying import Said
from balie.register.signing import Signing
from balie.register.system import Cause, SignatureState, Via
from balie.register.wording import Refused

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
LONG = "Bijlage III punt 4, alleen voorbereidend werk; een medewerker leest alles zelf en beslist. Geen profielen."
EXEMPT = {
    "narrow_task": Statement("preparatory"),
    "profiles_people": Statement(value=False),
    "no_significant_risk": Statement(value=True, decided_by="S. Hoekstra, jurist", reasons="stuurt niets"),
    "part_of_steering_chain": Statement(value=False),
}


def sees(name):
    return models.AISystem.objects.select_related("organisation", "latest").get(name=name)


@pytest.fixture
def wim(november):
    return sees("Wim")


@pytest.fixture
def second(someone):
    return someone("tweede@wadlicht.example", "compliance", name="Tessa Tweede")


def answer(law, system, person, **answers):
    said = {name: Statement(value) for name, value in answers.items()}
    give_answers(law, system, Given(said, people.actor(person), Via.PAGE, NOON, TODAY, person))
    system.refresh_from_db()


def codes(system, person):
    return [obstacle.code for obstacle in signing.obstacles(system, system.latest, person)]


def test_a_signature_is_kept_with_name_moment_and_statement(wim, law, officer, acting):
    made = service.sign(law, wim.pk, Signing(wim.latest_id, "Ik ben het eens."), acting(officer))
    assert (made.by, made.by_name, made.at, made.statement) == (officer, "Connie Compliance", NOON, "Ik ben het eens.")
    assert service.signature_state(wim) is SignatureState.SIGNED
    entry = evidence.entries_of(system=wim.pk).first()
    assert (entry.kind, entry.actor) == ("assessment-signed", officer)


def test_who_made_an_answer_cannot_sign_it(wim, law, officer, second, acting):
    answer(law, wim, officer, interacts_directly=True)
    with pytest.raises(service.CannotSign) as refused:
        service.sign(law, wim.pk, Signing(wim.latest_id, "Eens."), acting(officer))
    (obstacle,) = refused.value.obstacles
    assert obstacle.code == "answered-by-you"
    assert "Connie Compliance" in obstacle.reason.nl
    assert "Tessa Tweede" in obstacle.reason.nl
    assert not models.Signature.objects.exists()
    assert service.sign(law, wim.pk, Signing(wim.latest_id, "Eens."), acting(second)).pk


def test_in_an_organisation_of_one_it_is_said_that_a_second_is_needed(wim, law, officer):
    answer(law, wim, officer, interacts_directly=True)
    (obstacle,) = signing.obstacles(wim, wim.latest, officer)
    assert "Nobody else can sign" in obstacle.reason.en


def test_an_answer_that_somebody_else_replaced_no_longer_counts(wim, law, officer, second):
    answer(law, wim, officer, interacts_directly=True)
    answer(law, wim, second, interacts_directly=True)
    assert codes(wim, officer) == []
    assert codes(wim, second) == ["answered-by-you"]


def test_an_answer_about_the_organisation_counts_as_well(wim, law, officer):
    answer(law, wim, officer, org_size="large")
    assert codes(wim, officer) == ["answered-by-you"]


def test_an_answer_that_was_taken_back_does_not_count(wim, law, officer, second):
    answer(law, wim, officer, interacts_directly=True)
    give_answers(law, wim, Given({"interacts_directly": None}, people.actor(second), Via.PAGE, NOON, TODAY, second))
    wim.refresh_from_db()
    assert "answered-by-you" not in codes(wim, officer)


def test_who_decided_according_to_a_file_cannot_sign_under_that_name(wim, officer):
    wim.latest.facts["interacts_directly"] = {"value": True, "decided_by": "connie compliance"}
    assert codes(wim, officer) == ["answered-by-you"]


@pytest.mark.parametrize(
    ("name", "code"),
    [pytest.param("Nachtwacht", "class-open", id="open"), pytest.param("Gasalarmlijn", "review", id="a lawyer first")],
)
def test_what_is_not_settled_is_not_signed_as_settled(november, law, officer, acting, name, code):
    system = sees(name)
    with pytest.raises(service.CannotSign) as refused:
        service.sign(law, system.pk, Signing(system.latest_id, "Eens."), acting(officer))
    assert [obstacle.code for obstacle in refused.value.obstacles] == [code]


def test_only_the_latest_can_be_signed(wim, law, officer, second, acting):
    earlier = wim.latest_id
    answer(law, wim, second, interacts_directly=False)
    with pytest.raises(service.CannotSign, match="earlier"):
        service.sign(law, wim.pk, Signing(earlier, "Eens."), acting(officer))


def test_pressing_twice_signs_once(wim, law, officer, acting):
    asked = Signing(wim.latest_id, "Eens.")
    service.sign(law, wim.pk, asked, acting(officer))
    with pytest.raises(service.CannotSign, match="signed-already"):
        service.sign(law, wim.pk, asked, acting(officer))
    assert models.Signature.objects.count() == 1


def test_a_retired_system_is_not_signed(wim, officer):
    wim.life_cycle = "retired"
    assert codes(wim, officer) == ["retired"]


@pytest.mark.parametrize("role", ["administrator", "manager", "builder", "analyst"])
def test_who_has_no_permission_cannot_sign(wim, law, someone, acting, role):
    person = someone(f"{role}@wadlicht.example", role)
    with pytest.raises(NotPermitted):
        service.sign(law, wim.pk, Signing(wim.latest_id, "Eens."), acting(person))


def test_an_assessment_of_another_system_is_not_there(wim, law, officer, acting):
    with pytest.raises(service.NoSuchSystem):
        service.sign(law, wim.pk, Signing(sees("Zeef").latest_id, "Eens."), acting(officer))


@pytest.mark.parametrize("typed", ["", "  \n ", "x\x00y", "x" * 5001])
def test_what_cannot_be_kept_is_refused_at_its_field(wim, law, officer, acting, typed):
    with pytest.raises(Refused) as refused:
        service.sign(law, wim.pk, Signing(wim.latest_id, typed), acting(officer))
    assert refused.value.field == "statement"


@pytest.fixture
def exempt(organisation, law):
    """A use of Annex III that is no high risk, by Art. 6(3)."""
    facts = {**law.archetypes["quality-scoring"].facts, **EXEMPT}
    for name, fact in law.facts.items():
        if fact.kind == "yes_no" and name not in facts:
            facts[name] = Statement(value=False, decided_by="S. Hoekstra, jurist", reasons="nee")
    system = models.AISystem.objects.create(organisation=organisation, name="Sorteer", facts=statements.as_json(facts))
    service.assess([system], service.Occasion(law, TODAY, NOON, Cause.IMPORT))
    return sees("Sorteer")


def test_the_exception_of_article_6_3_asks_for_documentation_and_keeps_it(exempt, law, officer, acting):
    assert signing.rests_on_exception(law, exempt.latest.outcome)
    assert codes(exempt, officer) == []
    for documentation in ("", "geen risico"):
        with pytest.raises(Refused) as refused:
            service.sign(law, exempt.pk, Signing(exempt.latest_id, "Eens.", documentation), acting(officer))
        assert refused.value.field == "documentation"
    made = service.sign(law, exempt.pk, Signing(exempt.latest_id, "Eens.", LONG), acting(officer))
    assert models.Signature.objects.get(pk=made.pk).exception_documentation == LONG


def test_without_the_exception_no_documentation_is_kept(wim, law, officer, acting):
    assert not signing.rests_on_exception(law, wim.latest.outcome)
    made = service.sign(law, wim.pk, Signing(wim.latest_id, "Eens.", LONG), acting(officer))
    assert made.exception_documentation == ""


def test_a_steering_chain_takes_the_exception_away(exempt, law):
    exempt.facts["part_of_steering_chain"] = {"value": True}
    exempt.save()
    service.assess([exempt], service.Occasion(law, TODAY, NOON, Cause.ANSWERS))
    assert not signing.rests_on_exception(law, exempt.latest.outcome)


def test_a_newer_outcome_makes_a_signature_one_for_an_earlier_outcome(wim, law, officer, second, acting):
    service.sign(law, wim.pk, Signing(wim.latest_id, "Eens."), acting(officer))
    answer(law, wim, second, interacts_directly=False)
    assert service.signature_state(wim) is SignatureState.OUTDATED
    listed = {system.name: system for system in service.unsigned(officer, now=NOON)}
    assert listed["Wim"].signed_before


def test_another_source_for_the_same_answers_keeps_the_signature(wim, law, officer, acting):
    service.sign(law, wim.pk, Signing(wim.latest_id, "Eens."), acting(officer))
    name = next(iter(wim.facts))
    wim.facts[name] = {**wim.facts[name], "source": "nagevraagd"}
    service.assess([wim], service.Occasion(law, date(2026, 11, 30), NOON, Cause.ANSWERS))
    assert service.signature_state(wim) is SignatureState.SIGNED
    assert "Wim" not in {system.name for system in service.unsigned(officer, now=NOON)}


def test_a_withdrawn_signature_stays_readable_with_its_reason(wim, law, officer, acting):
    made = service.sign(law, wim.pk, Signing(wim.latest_id, "Eens."), acting(officer))
    with pytest.raises(Refused):
        service.withdraw(wim.pk, made.pk, " ", acting(officer))
    service.withdraw(wim.pk, made.pk, "Antwoord 3 klopt niet.", acting(officer))
    service.withdraw(wim.pk, made.pk, "Nog een keer.", acting(officer))
    made.refresh_from_db()
    assert (made.withdrawn_at, made.withdrawn_because) == (NOON, "Antwoord 3 klopt niet.")
    assert service.signature_state(wim) is SignatureState.UNSIGNED
    assert evidence.entries_of(system=wim.pk).filter(kind="signature-withdrawn").count() == 1


def test_what_is_unsigned_is_told_in_one_query(november, officer, django_assert_num_queries):
    assert officer.roles
    with django_assert_num_queries(1):
        found = {system.name: system for system in service.unsigned(officer, now=NOON)}
    assert len(found) == models.AISystem.objects.count()
    assert found["Wim"].can_be_signed
    assert not found["Nachtwacht"].can_be_signed
    assert not found["Gasalarmlijn"].can_be_signed


def test_who_asked_by_a_link_cannot_sign_for_what_a_guest_replied(wim, law, officer, second, acting):
    """The link is shown to whoever asks; they could have replied themselves."""
    asked = service.ask_colleague(law, wim.pk, "interacts_directly", Asking("Leo Leverancier"), acting(officer))
    colleagues.reply(law, asked.token, Replying(Said(value=True, source="contract")), now=NOON, today=TODAY)
    wim.refresh_from_db()
    (obstacle,) = signing.obstacles(wim, wim.latest, officer)
    assert obstacle.code == "asked-by-you"
    assert "Tessa Tweede" in obstacle.reason.nl
    assert codes(wim, second) == []


def test_who_asked_by_a_link_can_sign_for_what_somebody_signed_in_replied(wim, law, officer, second, acting):
    asked = service.ask_colleague(law, wim.pk, "interacts_directly", Asking("Tessa"), acting(officer))
    colleagues.reply(law, asked.token, Replying(Said(value=True)), now=NOON, today=TODAY, person=second)
    wim.refresh_from_db()
    assert codes(wim, officer) == []
    assert codes(wim, second) == ["answered-by-you"]
