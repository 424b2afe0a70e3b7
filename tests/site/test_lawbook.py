"""The law pages: every pack and provision can be read, with its dates, its weight and how we read it."""

from datetime import date

import pytest

from balie.law import PackKind, Status, shipped_law
from balie.site.lawbook import shelves
from balie.site.lawbook.clauses import Clause, clause_of

TODAY = date(2026, 11, 23)
LAW = shipped_law()


def words(clause: Clause, language: str) -> str:
    wanted = f" {clause.wanted.say(language)}" if clause.wanted else ""
    return f"{clause.text.say(language)}{wanted} ({' '.join(words(part, language) for part in clause.below)})"


def test_laws_come_before_house_policy():
    kinds = [shelf.pack.kind for shelf in shelves.shelves(LAW)]
    assert kinds == sorted(kinds, key=[PackKind.LAW, PackKind.HOUSE].index)


def test_the_calendar_names_the_days_ahead():
    days = {day.on for day in shelves.calendar(LAW, after=TODAY, published_by=TODAY)}
    assert {date(2026, 12, 2), date(2027, 12, 2), date(2028, 8, 2)} <= days
    assert min(days) > TODAY


def test_the_calendar_of_last_spring_had_other_days():
    spring = date(2026, 5, 1)
    days = {day.on: day for day in shelves.calendar(LAW, after=spring, published_by=spring)}
    assert "aia-50-1" in {provision.id for provision in days[date(2026, 8, 2)].starting}
    assert date(2027, 12, 2) not in days


def test_what_is_announced_is_watched_and_never_in_the_calendar():
    watched = shelves.watched(LAW)
    days = shelves.calendar(LAW, after=date(2020, 1, 1), published_by=TODAY)
    listed = {provision.id for day in days for provision in (*day.starting, *day.changing, *day.ending)}
    assert all(provision.status is Status.ANNOUNCED for provision in watched)
    assert not listed & {provision.id for provision in watched}


@pytest.mark.parametrize(
    ("day", "holds", "starts"),
    [
        pytest.param(date(2026, 8, 1), False, date(2026, 8, 2), id="the day before"),
        pytest.param(date(2026, 8, 2), True, date(2026, 8, 2), id="the first day"),
    ],
)
def test_a_provision_holds_from_its_first_day(day, holds, starts):
    entry = shelves.entry_of(LAW.provisions["aia-50-1"], applies_on=day, published_by=TODAY)
    assert (entry.holds, entry.starts) == (holds, starts)


@pytest.mark.parametrize("rule", LAW.rules.values(), ids=lambda rule: rule.id)
def test_every_rule_can_be_read_in_both_languages(rule):
    clause = clause_of(LAW, rule.when)
    for language in ("nl", "en"):
        assert words(clause, language).strip()


def test_a_date_that_is_looked_for_is_said_as_a_date():
    said = {words(clause_of(LAW, rule.when), "en") for rule in LAW.rules.values()}
    assert any("or later" in text for text in said)


@pytest.mark.parametrize("provision", LAW.provisions.values(), ids=lambda provision: provision.id)
def test_every_provision_can_be_opened(provision):
    found = shelves.opened(LAW, provision, applies_on=TODAY, published_by=TODAY)
    assert found.pack.id == LAW.owner[provision.id]
    assert {duty.provision for duty in found.duties} <= {provision.id}
    assert {reading.rule.provision for reading in found.readings} <= {provision.id}


def test_every_pack_has_a_page(colleague):
    for shelf in shelves.shelves(LAW):
        page = colleague.get(f"/law/packs/{shelf.pack.id}/")
        assert page.status_code == 200
        assert len(page.context["entries"]) == shelf.provisions


def test_articles_stand_in_the_order_of_the_law():
    found = [entry.provision.id for entry in shelves.entries(LAW, "eu-ai-act", applies_on=TODAY, published_by=TODAY)]
    asked = ["aia-2-1", "aia-4", "aia-5-1-a", "aia-10", "aia-50-1", "aia-111-2", "aia-a3-1a"]
    known = [name for name in asked if name in found]
    assert len(known) > 4
    assert known == sorted(known, key=found.index)


def test_a_provision_shows_its_source_and_reading(colleague):
    page = colleague.get("/law/provisions/aia-50-1/").content.decode()
    assert "https://eur-lex.europa.eu/" in page
    assert "Lees de officiële tekst" in page
    assert "Wanneer deze regel geldt" in page


def test_the_law_of_another_day_is_shown_as_such(colleague):
    page = colleague.get("/law/provisions/aia-50-1/?applies_on=2026-08-01&published_by=2026-06-01").content.decode()
    assert "Je bekijkt" in page
    assert '<time datetime="2026-08-01">1 augustus 2026</time>' in page
