"""What if: another day and other answers beside today's; nothing is kept until somebody takes it over."""

from datetime import date, timedelta
from urllib.parse import parse_qs

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from balie.law import RiskClass, shipped_law
from balie.people.service import NotPermitted
from balie.register import models, supposing
from balie.register.portfolio import Days

LAW = shipped_law()
TODAY = date(2026, 11, 23)
DAYS = Days(TODAY, TODAY, TODAY)


@pytest.fixture
def wim(november):
    return models.AISystem.objects.select_related("organisation", "latest").get(name="Wim")


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def page(answer):
    return " ".join(answer.content.decode().split())


def read(**given):
    return supposing.read(LAW, {name.replace("__", "."): list(value) for name, value in given.items()}, DAYS)


def test_other_answers_give_another_outcome_beside_todays(wim):
    supposed = read(f__interacts_directly=["no"])
    found = supposing.suppose(LAW, wim, supposed)
    assert found.today.found.statutory.lowest is RiskClass.LIMITED
    assert found.supposed.found.statutory.lowest is RiskClass.MINIMAL
    assert "ended" in {duty.turn for duty in found.told.duties}
    assert [answer.after.en for answer in found.told.answers] == ["no"]


def test_another_day_alone(wim):
    supposed = supposing.read(LAW, {}, Days(TODAY, date(2026, 12, 3), TODAY))
    found = supposing.suppose(LAW, wim, supposed)
    assert (found.today.now, found.supposed.now) == (found.today.now, found.today.now + 1)
    assert found.told.answers == ()


def test_nothing_supposed_is_today(wim):
    found = supposing.suppose(LAW, wim, read())
    assert found.told.empty


def test_a_norm_counts_as_decided_while_one_supposes(wim, law):
    norm = next(fact for fact in law.facts.values() if fact.open_norm and fact.id not in wim.facts)
    found = supposing.suppose(LAW, wim, read(**{f"f__{norm.id}": ["yes"]}))
    assert found.supposed.found.facts[norm.id].reasoned


def test_a_fact_can_be_forgotten(wim):
    found = supposing.suppose(LAW, wim, read(f__interacts_directly=["?"]))
    assert "interacts_directly" not in found.supposed.found.facts
    assert [answer.after for answer in found.told.answers] == [None]


def test_what_cannot_be_answered_like_that_is_named_and_the_rest_still_shown():
    supposed = read(f__interacts_directly=["perhaps"], f__developed_by=["nobody"], f__no_such_fact=["yes"])
    assert {one.fact.id for one in supposed.wrong} == {"interacts_directly", "developed_by"}
    assert supposed.answers == {}
    assert set(supposed.asked) == {"interacts_directly", "developed_by"}


def test_no_more_than_thirty_questions():
    names = sorted(LAW.facts)[:40]
    supposed = read(**{f"f__{name}": ["?"] for name in names})
    assert len(supposed.answers) == 30
    assert supposed.too_many


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    given_=st.dictionaries(
        st.one_of(st.sampled_from([f"f.{name}" for name in sorted(LAW.facts)] + ["add"]), st.text(max_size=20)),
        st.lists(
            st.one_of(st.text(max_size=30), st.sampled_from(["yes", "no", "?", "nl", "3", ""])), min_size=1, max_size=4
        ),
        max_size=8,
    )
)
def test_whatever_an_address_says_is_read_and_says_the_same_again(given_):
    supposed = supposing.read(LAW, given_, DAYS)
    again = supposing.read(LAW, parse_qs(supposed.address()[1:], keep_blank_values=True), DAYS)
    assert again.answers == supposed.answers


def test_the_page_keeps_nothing_and_takes_few_queries(wim, officer):
    client, before = signed_in(officer), models.Assessment.objects.count()
    with CaptureQueriesContext(connection) as queries:
        told = page(client.get(f"/systems/{wim.pk}/what-if/?f.interacts_directly=no&applies_on=2027-12-03"))
    assert len(queries) <= 8
    for words in ("Vandaag", "Wat als: <time", "Volgens de wet", "Geldt niet meer", "Neem deze antwoorden over"):
        assert words in told
    assert models.Assessment.objects.count() == before
    assert not models.Answer.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        "f.interacts_directly=perhaps",
        "f.org_turnover=veel",
        "f.org_serves=nl&f.org_serves=xx",
        "f.%00=yes",
        "add=no_such",
        "applies_on=gisteren",
        "f.interacts_directly=" + "x" * 5000,
        "x=" + "y" * 7000,
    ],
)
def test_an_odd_address_is_pointed_out(wim, officer, query):
    answer = signed_in(officer).get(f"/systems/{wim.pk}/what-if/?{query}")
    assert answer.status_code == 200


def test_an_address_that_is_too_long_is_said(wim, officer):
    told = page(signed_in(officer).get(f"/systems/{wim.pk}/what-if/?x={'y' * 7000}"))
    assert "Het adres is te lang" in told


def test_taking_over_asks_first_and_then_answers(wim, officer):
    client, form = signed_in(officer), {"f.interacts_directly": "no"}
    told = page(client.post(f"/systems/{wim.pk}/what-if/take-over/", form))
    assert "Ja, neem ze over" in told
    assert not models.Answer.objects.exists()
    client.post(f"/systems/{wim.pk}/what-if/take-over/", {**form, "confirmed": "yes"})
    answer = models.Answer.objects.get()
    assert (answer.fact, answer.value, answer.by) == ("interacts_directly", False, officer)
    wim.refresh_from_db()
    assert wim.latest.cause == "answers"


def test_a_norm_is_not_taken_over_and_said(wim, officer, law):
    norm = next(fact for fact in law.facts.values() if fact.open_norm)
    form = {f"f.{norm.id}": "yes", "f.interacts_directly": "no", "confirmed": "yes"}
    told = page(signed_in(officer).post(f"/systems/{wim.pk}/what-if/take-over/", form, follow=True))
    assert "1 antwoord overgenomen" in told
    assert "Niet overgenomen" in told
    assert norm.id not in set(models.Answer.objects.values_list("fact", flat=True))


@pytest.mark.parametrize(("role", "status"), [("analyst", 403), ("administrator", 403), ("builder", 403)])
def test_who_may_not_answer_cannot_take_over_but_can_look(wim, someone, acting, role, status):
    person = someone(f"{role}@wadlicht.example", role)
    client = signed_in(person)
    assert client.get(f"/systems/{wim.pk}/what-if/?f.interacts_directly=no").status_code == 200
    form = {"f.interacts_directly": "no", "confirmed": "yes"}
    assert client.post(f"/systems/{wim.pk}/what-if/take-over/", form).status_code == status
    with pytest.raises(NotPermitted):
        supposing.take_over(LAW, wim.pk, {"interacts_directly": False}, acting(person))


def test_the_owner_may_take_over(wim, builder):
    wim.owned_by = builder
    wim.save()
    form = {"f.interacts_directly": "no", "confirmed": "yes"}
    assert signed_in(builder).post(f"/systems/{wim.pk}/what-if/take-over/", form).status_code == 302
    assert models.Answer.objects.get().by == builder


def test_a_retired_system_is_not_answered_about(wim, officer):
    models.AISystem.objects.filter(pk=wim.pk).update(life_cycle="retired")
    form = {"f.interacts_directly": "no", "confirmed": "yes"}
    signed_in(officer).post(f"/systems/{wim.pk}/what-if/take-over/", form)
    assert not models.Answer.objects.exists()


def test_the_days_of_the_address_are_kept(wim, officer):
    day = TODAY + timedelta(days=400)
    told = page(signed_in(officer).get(f"/systems/{wim.pk}/what-if/?applies_on={day}&f.interacts_directly=no"))
    assert f"applies_on={day}&amp;f.interacts_directly=no" in told
