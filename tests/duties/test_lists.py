"""The lists of duties: what is asked for is what is shown, counted and exported; and no list grows its questions."""

import json
import re
from datetime import date, timedelta
from itertools import groupby

import pytest
from django.urls import reverse
from django.utils import timezone

from balie.duties.models import SystemDuty
from balie.evidence import service as evidence
from balie.law import shipped_law, weight_of_duties
from balie.register import models
from balie.register.grounds import Footing

DUTIES = "/duties/"


@pytest.fixture
def browser(client, compliance):
    client.force_login(compliance)
    return client


@pytest.fixture
def many(wim):
    """Make so many more systems, each with Wim's duties."""

    def add(count):
        systems = models.AISystem.objects.bulk_create(
            models.AISystem(organisation=wim.organisation, name=f"Bot {n}", channels=["chat"]) for n in range(count)
        )
        rows = list(SystemDuty.objects.filter(system=wim))
        for system in systems:
            for row in rows:
                row.pk, row.system_id = None, system.pk
            SystemDuty.objects.bulk_create(rows)

    return add


@pytest.mark.one_database
@pytest.mark.parametrize("systems", [5, 300])
@pytest.mark.parametrize("asked", ["", "?group=duty", "?group=system", "?sort=proof&q=bot&channel=chat", "?owner=mine"])
def test_a_page_asks_as_much_however_many_systems(browser, many, systems, asked, django_assert_max_num_queries):
    many(systems)
    with django_assert_max_num_queries(16):
        assert browser.get(DUTIES + asked).status_code == 200


def test_one_system_asks_as_much_however_many_duties(browser, wim, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        assert browser.get(reverse("duties:system", args=[wim.pk]) + "?standing=all").status_code == 200


def test_one_duty_asks_as_much_however_much_there_is(browser, told, owner, acting, django_assert_max_num_queries, noon):
    for n in range(30):
        told.attestations.create(statement="Gezien.", by=owner, by_name="P", at=noon, expires_on=date(2027, 1, 1))
        told.observations.create(
            kind="measured", control="notice-before-first-answer", outcome="met",
            reason={"nl": "a", "en": "b"}, observed_at=noon + timedelta(hours=n),
        )  # fmt: skip
        told.comments.create(text="x", by=owner, by_name="P", at=noon)
        told.tasks.create(title="x", owner=owner, by=owner, at=noon, system=told.system)
    with django_assert_max_num_queries(40):
        assert browser.get(reverse("duties:duty", args=[told.system_id, told.duty])).status_code == 200


FILTERS = {
    "proof=open": lambda row: row.proof == "open" and row.status == "in_force",
    "standing=ahead": lambda row: row.status == "ahead",
    "standing=all": lambda row: row.status != "ended",
    "standing=all&source=house": lambda row: row.source == "house",
    "footing=gdpr": lambda row: row.footing == "gdpr" and row.status == "in_force",
    "owner=nobody": lambda row: row.owner is None and row.status == "in_force",
    "owner=mine": lambda row: row.owner and row.owner.name == "Karim" and row.status == "in_force",
    "deadline=overdue&standing=all": lambda row: row.deadline and row.deadline.year == 2020,
    "deadline=soon&standing=all": lambda row: row.deadline and row.deadline.year > 2020,
    "q=wim bot": lambda row: row.system.name == "Wim" and "bot" in row.duty and row.status == "in_force",
    "duty=be-open-about-the-bot": lambda row: row.duty == "be-open-about-the-bot" and row.status == "in_force",
}


@pytest.fixture
def mixed(example, compliance):
    """Some duties have an owner, some a deadline long past."""
    rows = SystemDuty.objects.order_by("pk")
    rows.filter(pk__in=list(rows.values_list("pk", flat=True)[::3])).update(owner=compliance)
    rows.filter(pk__in=list(rows.values_list("pk", flat=True)[::7])).update(deadline=date(2020, 1, 1))


@pytest.mark.parametrize("asked", FILTERS)
def test_a_filter_shows_counts_and_exports_the_same(browser, mixed, asked):
    rows = SystemDuty.objects.select_related("owner", "system")
    wanted = [row for row in rows if FILTERS[asked](row)]
    answer = browser.get(f"{DUTIES}?{asked}")
    assert answer.context["page"].paginator.count == len(wanted)
    if "proof" not in asked:
        assert answer.context["tallies"][0].count == len(wanted)
    file = browser.get(f"{DUTIES}?{asked}&format=json")
    assert len(json.loads(b"".join(file.streaming_content))["rows"]) == len(wanted)


@pytest.mark.parametrize("group", ["duty", "system", "owner", "footing", "proof"])
def test_every_number_leads_to_exactly_that_many_duties(browser, mixed, group):
    answer = browser.get(f"{DUTIES}?group={group}")
    groups = [held for _, held in answer.context["groups"]]
    assert (
        sum(held.total for held in groups) == SystemDuty.objects.filter(status="in_force").count() or len(groups) == 50
    )
    for held in groups[:4]:
        behind = browser.get(DUTIES + held.address)
        assert behind.context["page"].paginator.count == held.total
        for count in held.counts:
            assert browser.get(DUTIES + count.address).context["page"].paginator.count == count.count


@pytest.mark.parametrize("sort", ["weight", "system", "since"])
def test_a_list_turns_around(browser, mixed, sort):
    up, down = (
        [line.row.pk for line in browser.get(f"{DUTIES}?sort={way}{sort}").context["lines"]] for way in ("", "-")
    )
    assert up != down


def test_pages_hold_every_duty_once(browser, example):
    pages = browser.get(DUTIES).context["page"].paginator.num_pages
    seen = [
        line.row.pk
        for number in range(1, pages + 1)
        for line in browser.get(f"{DUTIES}?page={number}").context["lines"]
    ]
    assert sorted(seen) == sorted(SystemDuty.objects.filter(status="in_force").values_list("pk", flat=True))


@pytest.mark.parametrize(
    "asked",
    ["proof=green", "system=x", "duty=%00", "owner=%27--", "sort=owner__password", "on=gisteren", "group=owner__email",
     "page=999", "channel=%25", "system=99999999999999999999", "q=" + "x" * 5_000, "owner=99999999999999999999999"],
)  # fmt: skip
def test_a_strange_address_gives_a_list_and_no_fault(browser, example, asked):
    assert browser.get(f"{DUTIES}?{asked}").status_code == 200
    assert browser.get(f"{DUTIES}?{asked}&format=csv").status_code == 200


def test_a_system_shows_what_applies_and_what_does_not_with_the_reasons(browser, wim):
    address = reverse("duties:system", args=[wim.pk])
    owed = browser.get(f"{address}?standing=all").context["lines"]
    spared = browser.get(f"{address}?standing=ended").context["lines"]
    assert len(owed) + len(spared) == 136
    assert all(line.why for line in spared)
    assert all(line.row for line in owed)
    kept = SystemDuty.objects.filter(system=wim).exclude(status="ended").order_by("rank").values_list("duty", flat=True)
    assert [line.duty for line in owed] == list(kept)


@pytest.mark.parametrize("group", ["footing", "proof", "owner"])
def test_a_system_puts_its_duties_together(browser, wim, group):
    answer = browser.get(reverse("duties:system", args=[wim.pk]), {"group": group})
    groups = answer.context["groups"]
    assert sum(len(held) for _, held in groups) == len(answer.context["lines"])


@pytest.mark.parametrize("kind", ["xlsx", "csv", "docx", "pdf", "json"])
def test_the_duties_of_a_system_leave_as_a_file_in_each_format(browser, wim, kind):
    answer = browser.get(reverse("duties:system", args=[wim.pk]), {"format": kind})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert len(content) > 500
    assert "attachment" in answer.headers["Content-Disposition"]


def test_an_auditor_sees_the_duties_of_the_mandate_only(wim, auditor, client):
    client.force_login(auditor)
    lines = client.get(f"{DUTIES}?standing=all").context["lines"]
    assert {line.row.system_id for line in lines} == {wim.pk}
    other = models.AISystem.objects.exclude(pk=wim.pk).first()
    assert client.get(reverse("duties:system", args=[other.pk])).status_code == 404
    assert other.name not in client.get(f"{DUTIES}?system={other.pk}").content.decode()


@pytest.mark.parametrize("address", ["/duties/", "/systems/{}/duties/"])
@pytest.mark.parametrize("group", ["", "duty"])
def test_the_number_of_a_person_does_not_tell_their_name_to_whoever_may_not_see_them(
    told, auditor, someone, client, address, group
):
    agent = someone("ali@wadlicht.example", "agent", name="Ali van de lijn")
    owner = someone("petra@wadlicht.example", "manager", name="Petra")
    elsewhere = someone("joost@wadlicht.example", "manager", name="Joost")
    type(told).objects.filter(pk=told.pk).update(owner=owner)
    analyst = someone("ann@wadlicht.example", "analyst")
    for reader, seen in ((auditor, {owner}), (analyst, {owner, elsewhere})):
        client.force_login(reader)
        for person in (agent, owner, elsewhere):
            asked = {"owner": person.pk, "group": group, "format": "json"}
            answer = client.get(address.format(told.system_id), asked)
            assert (person.name in b"".join(answer).decode()) is (person in seen)
        page = client.get(address.format(told.system_id)).content.decode()
        assert ("Joost" in page) is (elsewhere in seen)
        assert "Ali van de lijn" not in page


def test_an_auditor_reads_what_happened_to_a_duty_in_the_period_of_the_mandate(wim, told, auditor, client, today):
    record = {"by": evidence.BALIE, "subject": evidence.Subject("duty", told.pk, told.duty, wim.pk)}
    now = timezone.localtime()
    evidence.record("duty-planned", now=now - timedelta(days=400), **record)
    evidence.record("commented", now=now, **record)
    auditor.mandates.update(period_from=now.date() - timedelta(days=30), period_until=now.date())
    client.force_login(auditor)
    page = client.get(reverse("duties:duty", args=[wim.pk, told.duty]))
    kinds = {entry.kind for entry, _ in page.context["history"]}
    assert "commented" in kinds
    assert "duty-planned" not in kinds


def test_there_is_something_to_begin_with_when_there_is_nothing(client, compliance):
    client.force_login(compliance)
    page = client.get(DUTIES).content.decode()
    assert "Er zijn hier nog geen plichten" in page
    assert re.search(r'href="/systems/"', page)


@pytest.mark.parametrize("standing", ["in_force", "all"])
def test_one_duty_of_many_systems_stands_together_in_the_order_of_the_law(browser, many, wim, standing):
    many(40)
    asked = f"{DUTIES}?standing={standing}&format=json"
    rows = json.loads(b"".join(browser.get(asked).streaming_content))["rows"]
    duties = [key for key, _ in groupby(row["duty"] for row in rows)]
    assert len(duties) == len(set(duties))
    kept = SystemDuty.objects.exclude(status="ended").order_by().values_list("duty", "weight").distinct()
    assert len(kept) == len(dict(kept))
    assert dict(kept) == {duty: weight_of_duties(shipped_law())[duty] for duty, _ in kept}


def test_a_duty_names_its_law_once_and_says_what_is_no_law(browser, wim):
    page = browser.get(reverse("duties:system", args=[wim.pk])).content.decode()
    told = re.findall(r'<p class="small soft"><a href="/law/[^"]*">([^<]*)</a>([^<]*)</p>', page)
    assert any(cite.startswith("AVG") and not more.strip() for cite, more in told)
    assert any(more.strip(" ·") == Footing.HOUSE.label.nl for _cite, more in told)
