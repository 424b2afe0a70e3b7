"""The calendar: days of the law from the packs themselves, one's own days, and an address that others can follow."""

import json
from datetime import date

import pytest
from django.urls import reverse
from icalendar import Calendar

from balie.duties.agenda import OwnDays, law_days
from balie.duties.feeds import owner_of_feed, renew_feed, withdraw_feed
from balie.duties.models import CalendarFeed, SystemDuty, Task
from balie.duties.tasks import About, Wanted, add_task
from balie.evidence.models import Entry
from balie.law import shipped_law
from balie.people import accounts
from balie.register.models import AISystem
from balie.site.log_lines import Line


@pytest.fixture
def busy(told, owner, compliance, acting):
    """Petra has a task, a deadline and a proof that runs out."""
    told.owner, told.deadline, told.stale_on = owner, date(2026, 12, 5), date(2027, 1, 9)
    told.save()
    add_task(
        Wanted("Bel; de, leverancier", owner=owner, deadline=date(2026, 12, 1)),
        About(told.system_id),
        acting(compliance),
    )
    return owner


def events(content):
    return {str(one["uid"]): one for one in Calendar.from_ical(content).walk("VEVENT")}


def test_a_system_that_becomes_high_risk_stands_on_that_day(example, compliance, noon, today, client):
    days = {day.on: day for day in law_days(shipped_law(), compliance, now=noon, today=today)}
    turning = {one.name: one.after.say("nl") for one in days[date(2027, 12, 2)].turning}
    assert turning["Gesprekspeil"] == turning["Termijncheck"] == "hoog risico"
    assert days[date(2027, 12, 2)].undecided > 0
    client.force_login(compliance)
    page = client.get(reverse("duties:calendar")).content.decode()
    assert "Systemen die een andere klasse krijgen:" in page
    address = f"{reverse('duties:duties')}?standing=unknown&on=2027-12-02&format=json"
    assert len(json.loads(b"".join(client.get(address).streaming_content))["rows"]) == days[date(2027, 12, 2)].undecided


def test_the_days_of_the_law_come_from_the_packs_and_count_our_systems(example, compliance, noon, today):
    days = {day.on: day for day in law_days(shipped_law(), compliance, now=noon, today=today)}
    assert {date(2026, 12, 2), date(2027, 12, 2), date(2028, 8, 2)} <= set(days)
    assert list(days) == sorted(days)
    assert min(days) > today
    for day in days.values():
        for one in day.starting:
            rows = SystemDuty.objects.filter(duty=one.duty.id, since=day.on, status="ahead")
            assert rows.count() == one.systems
    assert any(day.starting for day in days.values())


def test_days_that_have_passed_are_gone(example, compliance, noon):
    later = date(2028, 8, 2)
    assert all(day.on > later for day in law_days(shipped_law(), compliance, now=noon, today=later))


def test_ones_own_days_are_tasks_deadlines_and_proofs_that_run_out(busy):
    found = [(one.on, one.event.value) for one in OwnDays(shipped_law(), busy)[:99]]
    assert found == [(date(2026, 12, 1), "task"), (date(2026, 12, 5), "deadline"), (date(2027, 1, 9), "stale")]


def test_what_is_met_or_ended_has_no_deadline_any_more(busy, told):
    told.proof = "met"
    told.save()
    assert "deadline" not in {one.event.value for one in OwnDays(shipped_law(), busy)[:99]}
    told.status = "ended"
    told.save()
    assert {one.event.value for one in OwnDays(shipped_law(), busy)[:99]} == {"task"}


def test_a_feed_is_read_by_its_address_alone(busy, acting, client, noon):
    token = renew_feed(acting(busy))
    answer = client.get(reverse("duties:feed", args=[token]))
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert "private" in answer.headers["Cache-Control"]
    found = events(answer.content)
    assert len(found) == 3
    task = next(one for uid, one in found.items() if uid.startswith("task-"))
    assert str(task["summary"]) == "Taak: Bel; de, leverancier (Wim)"
    assert task["dtstart"].dt == date(2026, 12, 1)
    assert CalendarFeed.objects.get().read_at is not None


def test_only_the_digest_of_the_address_is_kept(busy, acting):
    token = renew_feed(acting(busy))
    kept = CalendarFeed.objects.get()
    assert token not in str(vars(kept))
    assert len(kept.digest) == 64


@pytest.mark.parametrize("end", ["renew", "withdraw", "closed", "without a role"])
def test_an_address_stops_working(busy, acting, client, noon, end):
    token = renew_feed(acting(busy))
    if end == "renew":
        renew_feed(acting(busy))
    elif end == "withdraw":
        withdraw_feed(acting(busy))
    elif end == "without a role":
        busy.grants.all().delete()
    else:
        busy.is_active = False
        busy.save()
    assert owner_of_feed(token, now=noon) is None
    assert client.get(reverse("duties:feed", args=[token])).status_code == 404


def test_the_page_shows_the_address_once(busy, client):
    client.force_login(busy)
    client.post(reverse("duties:share"))
    first, second = (client.get(reverse("duties:calendar")).content.decode() for _ in range(2))
    assert 'id="feed-address"' in first
    assert 'id="feed-address"' not in second
    assert "Jouw deadlines" in second
    client.post(reverse("duties:stop_sharing"))
    assert not CalendarFeed.objects.exists()


def test_the_address_stays_out_of_the_log(busy, acting):
    import logging

    token = renew_feed(acting(busy))
    told = logging.LogRecord("x", logging.WARNING, "x", 1, f"GET /calendar/{token}.ics", (), None)
    law = logging.LogRecord("x", logging.WARNING, "x", 1, "GET /calendar/law.ics", (), None)
    assert token not in Line("{message}", style="{").format(told)
    assert "/calendar/law.ics" in Line("{message}", style="{").format(law)


def test_the_days_of_the_law_leave_as_a_calendar_and_as_a_table(example, compliance, client):
    client.force_login(compliance)
    found = events(client.get(reverse("duties:law_file")).content)
    assert date(2028, 8, 2) in {one["dtstart"].dt for one in found.values()}
    table = b"".join(client.get(reverse("duties:calendar"), {"format": "csv"}).streaming_content).decode("utf-8-sig")
    assert len(table.splitlines()) > 20


def test_an_agent_has_a_calendar_without_systems(example, someone, client, noon, today):
    agent = someone("joris@wadlicht.example", "agent")
    client.force_login(agent)
    assert client.get(reverse("duties:calendar")).status_code == 200
    assert all(not day.starting for day in law_days(shipped_law(), agent, now=noon, today=today))
    assert OwnDays(shipped_law(), agent)[:9] == []


@pytest.mark.parametrize("count", [60, 400])
def test_a_long_list_of_deadlines_is_read_by_the_page(busy, told, client, count, django_assert_max_num_queries):
    home = told.system.organisation
    systems = AISystem.objects.bulk_create(AISystem(organisation=home, name=f"Bot {n}") for n in range(count))
    SystemDuty.objects.bulk_create(
        SystemDuty(system=system, duty=told.duty, status="in_force", owner=busy, deadline=date(2027, 3, 1))
        for system in systems
    )
    client.force_login(busy)
    total = len(OwnDays(shipped_law(), busy))
    assert total == 3 + count
    with django_assert_max_num_queries(32):
        page = client.get(reverse("duties:calendar"))
    assert f"Nog {total - 50} deadlines hierna" in page.content.decode()
    seen = []
    for number in range(1, page.context["own"].paginator.num_pages + 1):
        shown = client.get(reverse("duties:calendar"), {"page": number}).context["own"]
        seen += [(one.on, one.event, one.key) for one in shown]
    assert seen == sorted(set(seen), key=lambda one: (one[0], one[1], one[2]))
    assert len(seen) == total


def test_a_feed_holds_the_nearest_thousand(busy, told, client, acting):
    later = {"owner": busy, "kind": "other", "at": told.judged_at, "deadline": date(2027, 5, 1)}
    Task.objects.bulk_create(Task(title=f"Later {n}", **later) for n in range(1_010))
    token = renew_feed(acting(busy))
    found = events(client.get(reverse("duties:feed", args=[token])).content)
    assert len(found) == 1_000
    assert any("leverancier" in str(one["summary"]) for one in found.values())


def test_closing_an_account_ends_the_address_of_its_calendar_for_good(busy, acting, person, noon):
    token = renew_feed(acting(busy))
    accounts.close(busy, by=person, now=noon)
    accounts.reopen(busy, by=person, now=noon)

    assert owner_of_feed(token, now=noon) is None
    assert Entry.objects.get(kind="calendar-withdrawn").actor_id == person.pk
