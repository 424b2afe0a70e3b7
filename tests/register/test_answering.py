"""Giving answers: each is kept with who, when and from what source, and what it is about is assessed anew."""

from datetime import timedelta

import pytest

from balie.evidence import service as evidence
from balie.law import Statement, shipped_law
from balie.people.service import NotPermitted, actor
from balie.register import models, statements
from balie.register.answering import Given, NotForYou, give_answers
from balie.register.assessing import Occasion, assess, assess_due
from balie.register.outcome import digest_of
from balie.register.system import Cause, Via

LAW = shipped_law()


@pytest.fixture
def energy(db):
    return models.Organisation.objects.create(name="Wadlicht Energie")


@pytest.fixture
def bot(energy):
    return models.AISystem.objects.create(organisation=energy, name="Wim")


@pytest.fixture
def say(person, noon):
    """Give answers as the compliance officer, some hours after noon."""

    def given(system, *, by=person, hours=0, via=Via.PAGE, **answers):
        now = noon + timedelta(hours=hours)
        said = {name: None if value is None else as_statement(value) for name, value in answers.items()}
        name = evidence.Actor(None, "Ilse") if by is None else actor(by)
        return give_answers(LAW, system, Given(said, name, via, now, now.date(), by))

    return given


def as_statement(value):
    return value if isinstance(value, Statement) else Statement(value=value, source="intake")


def known(subject):
    return statements.from_json(LAW, subject.facts).facts


def test_an_answer_counts_and_its_origin_is_kept(bot, say, person, noon):
    say(bot, interacts_directly=True)
    bot.refresh_from_db()
    assert known(bot)["interacts_directly"] == Statement(value=True, source="intake")
    row = models.Answer.objects.get()
    assert (row.fact, row.value, row.source, row.by, row.at, row.via) == (
        "interacts_directly", True, "intake", person, noon, "page",
    )  # fmt: skip


def test_a_later_answer_counts_and_the_earlier_one_stays_in_the_history(bot, say):
    say(bot, interacts_directly=True)
    say(bot, interacts_directly=False, hours=1)
    bot.refresh_from_db()
    assert known(bot)["interacts_directly"].value is False
    assert list(bot.answers.values_list("value", flat=True)) == [False, True]


def test_i_do_not_know_takes_an_answer_back(bot, say):
    say(bot, interacts_directly=True)
    say(bot, interacts_directly=None, hours=1)
    bot.refresh_from_db()
    assert bot.facts == {}
    assert [(row.known, row.value) for row in bot.answers.all()] == [(False, None), (True, True)]


def test_each_answer_leads_to_an_assessment_with_its_reasons(bot, say):
    say(bot, infers_from_input=True, used_in_eu=True, outside_scope_use=frozenset())
    bot.refresh_from_db()
    assert bot.latest.cause == "answers"
    assert bot.latest.digest == digest_of(bot.latest.outcome)
    assert set(bot.latest.facts) == {"infers_from_input", "used_in_eu", "outside_scope_use"}


def test_an_answer_about_the_organisation_counts_for_all_its_systems(energy, bot, say):
    other = models.AISystem.objects.create(organisation=energy, name="Zeef")
    say(bot, org_public_body=True)
    energy.refresh_from_db()
    assert known(energy)["org_public_body"].value is True
    for system in (bot, other):
        system.refresh_from_db()
        assert "org_public_body" in system.latest.facts
        assert system.facts == {}
    assert models.Answer.objects.get().system is None


def test_of_many_systems_the_rest_is_assessed_by_the_worker(energy, say, person, noon):
    rows = [models.AISystem(organisation=energy, name=f"System {number}") for number in range(60)]
    models.AISystem.objects.bulk_create(rows)
    say(energy.systems.first(), org_public_body=True)
    assert energy.systems.filter(due=True, latest=None).count() == 10
    assert assess_due(Occasion(LAW, noon.date(), noon, Cause.ORGANISATION)) == 10
    assert not energy.systems.filter(latest=None).exists()


def test_only_somebody_authorised_decides_an_open_norm(bot, say, someone):
    builder = someone("bouwer@wadlicht.example", "builder")
    decided = Statement(value=True, decided_by="S. Hoekstra", reasons="Wim schrijft als een mens.")
    with pytest.raises(NotPermitted):
        say(bot, by=builder, obvious_to_reasonable_person=decided)
    with pytest.raises(NotForYou):
        say(bot, by=None, via=Via.LINK, obvious_to_reasonable_person=decided)
    assert not models.Answer.objects.exists()
    say(bot, obvious_to_reasonable_person=decided)
    bot.refresh_from_db()
    assert known(bot)["obvious_to_reasonable_person"].reasoned


def test_a_guest_with_a_link_is_named_and_has_no_account(bot, say):
    say(bot, by=None, via=Via.LINK, interacts_directly=True)
    row = models.Answer.objects.get()
    assert (row.by, row.by_name, row.via) == (None, "Ilse", "link")


def test_a_question_the_law_does_not_know_changes_nothing(bot, say):
    with pytest.raises(KeyError):
        say(bot, interacts_directly=True, phase_of_the_moon=True)
    bot.refresh_from_db()
    assert bot.facts == {}
    assert not models.Answer.objects.exists()


def test_what_changed_stands_in_the_journal(bot, say):
    say(bot, interacts_directly=True)
    say(bot, interacts_directly=False, hours=1)
    newest = evidence.entries_of(system=bot.pk).filter(kind="answered")[0]
    (change,) = newest.body["changes"]
    assert (change["field"], change["before"]["value"], change["after"]["value"]) == ("interacts_directly", True, False)


def test_assessing_again_stores_nothing_when_nothing_is_new(bot, say, noon):
    say(bot, interacts_directly=True)
    again = Occasion(LAW, noon.date() + timedelta(days=1), noon + timedelta(days=1), Cause.DATE)
    assert assess([models.AISystem.objects.select_related("organisation", "latest").get()], again) == []
    assert models.Assessment.objects.count() == 1


def test_a_retired_system_is_left_as_it_was(bot, noon):
    bot.life_cycle = "retired"
    bot.save()
    assert assess([bot], Occasion(LAW, noon.date(), noon, Cause.DEMAND)) == []
    assert not models.Assessment.objects.exists()
