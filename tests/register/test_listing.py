"""The list from what was kept: filters, order, counts and pages by the database; queries do not grow with it."""

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from balie.law import RiskClass, shipped_law
from balie.people.models import Mandate
from balie.register import listing, models, portfolio, service, statements
from balie.register.portfolio import OPEN, REVIEW, Days, Query
from balie.register.system import Cause

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def energy(db):
    return models.Organisation.objects.create(name="Wadlicht Energie")


@pytest.fixture
def many(energy, law, today, noon, kept_rows):
    """Systems of every kind the law has a starting point for, and more of the same."""

    def add(number):
        kept_rows.once(f"listed {number}", str(today), str(energy.pk), make=lambda: make(number))

    def make(number):
        starts = sorted(law.archetypes)
        models.AISystem.objects.bulk_create(
            models.AISystem(
                organisation=energy,
                name=f"Stem {n:03}",
                archetype=starts[n % len(starts)],
                owner=["Petra", "José", ""][n % 3],
                channels=[["telefoon"], ["webchat", "één loket"], []][n % 3],
                life_cycle=["live", "test", "retired", ""][n % 4],
                supplier=["Taalbrug", ""][n % 2],
                facts=statements.as_json(law.archetypes[starts[n % len(starts)]].facts),
            )
            for n in range(number)
        )
        service.assess(
            models.AISystem.objects.select_related("organisation", "latest"),
            service.Occasion(law, today, noon, Cause.IMPORT),
        )

    return add


def query(today, **asked):
    return Query(Days(today, today, today), **asked)


def listed(law, asked, person):
    return [row.name for row in service.every_row(law, asked, person, now=NOON)]


@pytest.mark.parametrize(
    "asked",
    [
        *({"sort": sort} for sort in ("name", "-name", "class", "-class", "next", "-next", "questions", "-questions")),
        {"risk": "high"},
        {"risk": OPEN, "sort": "name"},
        {"risk": REVIEW},
        {"words": "STEM taalbrug"},
        {"words": "voicebot"},
    ],
    ids=str,
)
def test_the_database_answers_as_the_rule_says(many, person, law, today, noon, asked):
    many(60)
    everything = tuple(service.every_row(law, query(today), person, now=noon))
    assert len(everything) == 60
    wanted = query(today, **asked)
    known = [row for row in everything if row.assessed]
    found = [row for row in service.every_row(law, wanted, person, now=noon) if row.assessed]
    expected = portfolio.chosen(known, wanted)
    assert {row.name for row in found} == {row.name for row in expected}
    key = portfolio._KEYS[wanted.sort.lstrip("-")]
    assert [key(row) for row in found] == [key(row) for row in expected]


def test_what_was_kept_is_what_would_be_worked_out_today(example, person, law, noon):
    now = models.Assessment.objects.first().applies_on
    kept = {row.key: row for row in service.every_row(law, query(now), person, now=noon)}
    for system in models.AISystem.objects.select_related("organisation"):
        worked_out = listing._row_on(law, system, query(now))
        assert replace(kept[system.pk], signed=None) == worked_out


@pytest.mark.parametrize(
    ("asked", "test"),
    [
        pytest.param({"stage": "live"}, lambda s: s.life_cycle == "live", id="stage"),
        pytest.param({"owner": "José"}, lambda s: s.owner == "José", id="owner"),
        pytest.param({"channel": "één loket"}, lambda s: "één loket" in s.channels, id="a channel with an accent"),
        pytest.param({"channel": "loket"}, lambda _: False, id="not a part of a channel"),
        pytest.param({"supplier": "Taalbrug"}, lambda s: s.supplier == "Taalbrug", id="supplier"),
        pytest.param({"owner": "me"}, lambda s: s.name == "Stem 007", id="mine"),
    ],
)
def test_filters(many, person, law, today, asked, test):
    many(40)
    models.AISystem.objects.filter(name="Stem 007").update(owned_by=person)
    expected = {system.name for system in models.AISystem.objects.all() if test(system)}
    assert set(listed(law, query(today, **asked), person)) == expected


def test_the_counts_are_of_the_lists_behind_them(many, person, law, today, noon):
    many(60)
    for words in ("", "petra"):
        found = service.list_portfolio(law, query(today, words=words, stage="live"), person, now=noon)
        for tally in found.tallies:
            again = query(today, words=words, stage="live", risk=tally.slug)
            assert len(listed(law, again, person)) == tally.count


@pytest.mark.one_database
@pytest.mark.parametrize("address", ["/systems/", "/systems/?q=stem&sort=-next&owner=Petra", "/systems/?page=2"])
def test_queries_do_not_grow_with_the_list(many, colleague, address):
    many(60)
    colleague.get(address)  # the first visit keeps a session
    with CaptureQueriesContext(connection) as few:
        colleague.get(address)
    models.AISystem.objects.all().delete()
    many(130)
    with CaptureQueriesContext(connection) as lots:
        colleague.get(address)
    assert len(few) == len(lots) <= 18


def test_pages_of_fifty(many, colleague):
    many(120)
    seen = set()
    for page in (1, 2, 3):
        answer = colleague.get(f"/systems/?page={page}&sort=name")
        names = [row.name for row in answer.context["found"].rows]
        assert len(names) == (20 if page == 3 else 50)
        seen |= set(names)
    assert len(seen) == 120
    assert "Pagina 3 van 3" in answer.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "99", "many", "%00", "9" * 400])
def test_a_page_that_is_not_there_shows_one_that_is(many, colleague, page):
    many(5)
    assert colleague.get(f"/systems/?page={page}").status_code == 200


def test_an_auditor_sees_the_systems_of_the_mandate_and_no_others(many, someone, client, law, today, noon):
    many(6)
    auditor = someone("auditor@control.example", "auditor")
    first, second = models.AISystem.objects.order_by("name")[:2]
    now = timezone.now()
    Mandate.objects.create(
        person=auditor, purpose="check", systems=[first.pk], period_from=today, period_until=today, given_at=now,
        expires_at=now + timedelta(days=7),
    )  # fmt: skip
    client.force_login(auditor)
    answer = client.get("/systems/")
    assert [row.name for row in answer.context["found"].rows] == [first.name]
    assert answer.context["found"].tallies[0].count == 1
    assert second.name not in client.get("/systems/?format=csv").getvalue().decode()
    assert client.get(f"/systems/{first.pk}/").status_code == 200
    assert client.get(f"/systems/{second.pk}/").status_code == 404


def test_the_export_holds_what_the_list_shows_and_every_page_of_it(many, colleague):
    many(120)
    text = colleague.get("/systems/?format=csv&owner=Petra&sort=name").getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    names = [row[0] for row in rows if row and row[0].startswith("Stem")]
    assert names == sorted(models.AISystem.objects.filter(owner="Petra").values_list("name", flat=True))


def test_another_day_is_worked_out_for_so_many_and_says_how_many_are_left_out(many, colleague, monkeypatch, law):
    many(12)
    monkeypatch.setattr(listing, "WORKED_OUT", 10)
    answer = colleague.get("/systems/?applies_on=2028-01-01")
    assert len(answer.context["found"].rows) == 10
    assert answer.context["found"].left_out == 2
    assert "2 vallen erbuiten" in answer.content.decode()
    assert "vallen erbuiten" not in colleague.get("/systems/?applies_on=2028-01-01&stage=live").content.decode()


def test_a_system_that_waits_for_its_first_assessment_is_open_and_says_so(energy, colleague, person, law, today, noon):
    models.AISystem.objects.create(organisation=energy, name="Nieuw")
    assert "nog niet beoordeeld" in colleague.get("/systems/").content.decode()
    assert listed(law, query(today, risk=OPEN), person) == ["Nieuw"]


def test_a_date_that_passed_is_not_ahead(example, person, law, today, noon):
    past = replace(query(today), days=Days(date(2030, 1, 1), date(2030, 1, 1), date(2030, 1, 1)))
    agenda = service.list_portfolio(law, past, person, now=noon).agenda
    assert agenda.coming is None or agenda.coming.on > date(2030, 1, 1)
    assert agenda.prohibited.rows[0].effective.lowest is RiskClass.PROHIBITED
    assert shipped_law() == law


def test_the_list_says_who_is_signed_for_and_for_an_earlier_outcome(november, colleague, person, law, noon):
    wim, zeef = (models.AISystem.objects.select_related("latest").get(name=name) for name in ("Wim", "Zeef"))
    for system in (wim, zeef):
        models.Signature.objects.create(
            assessment=system.latest, by=person, by_name="Samira", at=noon, statement="Eens."
        )
    models.Assessment.objects.filter(pk=zeef.latest_id).update(digest="0" * 64)
    models.AISystem.objects.filter(pk=zeef.pk).update(latest=models.Assessment.objects.get(system=zeef))
    kept = models.Assessment.objects.get(system=zeef)
    kept.pk, kept.digest = None, "1" * 64
    kept.save()
    models.AISystem.objects.filter(pk=zeef.pk).update(latest=kept)
    rows = {row.name: row.signed for row in service.list_portfolio(law, query(november), person, now=noon).rows}
    assert (rows["Wim"], rows["Zeef"], rows["Nachtwacht"]) == ("signed", "outdated", "unsigned")
    assert "Ondertekend: Samira" in colleague.get(f"/systems/{wim.pk}/").content.decode()
    assert "Ondertekend voor een eerdere uitkomst" in colleague.get("/systems/").content.decode()
