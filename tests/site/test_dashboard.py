"""The start page: every number is the length of the list behind it, for every role, in both languages."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from balie.duties.keeping import level_all
from balie.duties.models import ProofFile, SystemDuty, Task
from balie.evidence.models import JobRun
from balie.law import shipped_law
from balie.people.models import Mandate
from balie.people.service import Role
from balie.register.models import AISystem, AskedColleague, Contract, Difference, Organisation, Supplier
from balie.site.api.models import Token
from balie.site.dashboard.lists import BY_KEY, LISTS
from balie.site.dashboard.matrix import SHOWN

QUERIES = 26


@pytest.fixture
def busy(example, someone):
    """An organisation in which there is something in every list."""
    now, today = timezone.now(), timezone.localdate()
    other, builder = someone("noor@wadlicht.example"), someone("bo@wadlicht.example", "builder")
    systems = list(AISystem.objects.order_by("pk"))
    AISystem.objects.filter(pk__in=[system.pk for system in systems[:3]]).update(owned_by=builder)
    AISystem.objects.filter(pk=systems[0].pk).update(reassess_because="<b>nieuw</b> model")
    duties = list(SystemDuty.objects.filter(status="in_force").order_by("system", "rank"))
    assert len(duties) > 20
    for number, change in enumerate(
        (
            {"proof": "failing"},
            {"proof": "failing", "deadline": today - timedelta(days=1)},
            {"proof": "stale", "deadline": today},
            {"proof": "met", "stale_on": today + timedelta(days=30)},
            {"proof": "met", "stale_on": today + timedelta(days=31), "deadline": today - timedelta(days=9)},
            {"deadline": today + timedelta(days=30)},
            {"deadline": today + timedelta(days=31)},
        )
    ):
        SystemDuty.objects.filter(pk=duties[number].pk).update(**change)
    Difference.objects.create(
        system=systems[0], before=systems[0].latest, after=systems[0].latest, cause="law", found_at=now
    )
    supplier = Supplier.objects.create(organisation=Organisation.objects.get(), name="Spraak BV")
    AISystem.objects.filter(supplied_by=None).update(supplied_by=supplier)
    Contract.objects.create(supplier=supplier, kind="service", at=now, ends_on=today + timedelta(days=60))
    JobRun.objects.create(name="assess", next_at=now, failed_at=now)
    JobRun.objects.create(name="fine", next_at=now, failed_at=now - timedelta(days=1), ended_at=now)
    Mandate.objects.create(
        person=other,
        purpose="x",
        period_from=today,
        period_until=today,
        expires_at=now + timedelta(days=3),
        given_at=now,
    )
    return {"now": now, "today": today, "duties": duties, "systems": systems, "other": other}


@pytest.fixture
def sign_in(busy, someone):
    """A browser in which somebody with these roles has signed in, with tasks, questions and tokens of their own."""

    def come_in(*roles, language="nl"):
        now, today = busy["now"], busy["today"]
        person = someone(f"{'-'.join(roles) or 'nobody'}@wadlicht.example", *roles)
        AISystem.objects.filter(pk=busy["systems"][0].pk).update(owned_by=person)
        if "auditor" in roles:
            Mandate.objects.create(
                person=person, purpose="Toets", systems=[busy["systems"][0].pk], given_at=now,
                period_from=today, period_until=today, expires_at=now + timedelta(days=40),
            )  # fmt: skip
        for days in (-1, 0, None):
            deadline = None if days is None else today + timedelta(days=days)
            Task.objects.create(title="Bel", owner=person, at=now, deadline=deadline, system=busy["systems"][0])
        Task.objects.create(title="Stuur", by=person, at=now, kind="evidence-request", owner=busy["other"])
        for email in (person.email.upper(), "elders@wadlicht.example"):
            AskedColleague.objects.create(
                system=busy["systems"][0], fact="on_market", digest=f"{email}-{person.pk}"[-64:], name="Bo",
                email=email, asked_at=now, expires_at=now + timedelta(days=2),
            )  # fmt: skip
        Token.objects.create(
            person=person,
            name="CI",
            hint="x",
            digest=f"{person.pk:0>64}",
            made_at=now,
            expires_at=now + timedelta(days=9),
        )
        client = Client(headers={"accept-language": language})
        client.force_login(person)
        return client

    return come_in


def page_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return html.fromstring(answer.content.decode())


def numbers(page):
    """Every link with a number in it, by address."""
    tiles = {link.get("href"): int(link.findtext("b")) for link in page.xpath("//a[contains(@class, 'tile')]")}
    cells = {link.get("href"): int(link.text) for link in page.xpath("//td[contains(@class, 'number')]/a")}
    empty = {
        link.get("href"): 0
        for link in page.xpath("//main//details//a[starts-with(@href, '/overview/')]")
        if "format=" not in link.get("href")
    }
    ahead = {link.get("href"): int(link.text.split()[0]) for link in page.xpath("//a[@href='/overview/ahead/']")}
    return {**empty, **ahead, **tiles, **cells}


def rows_behind(client, address):
    """The list as JSON, and how many rows its page says there are."""
    separator = "&" if "?" in address else "?"
    found = json.loads(client.get(f"{address}{separator}format=json").getvalue())
    caption = page_of(client, address).findtext(".//caption")
    return found["rows"], int(caption.split()[0]) if caption else 0


@pytest.mark.parametrize(
    "roles", [(role.value,) for role in Role] + [("administrator", "compliance"), tuple(Role)], ids="+".join
)
def test_every_number_is_the_length_of_the_list_behind_it(sign_in, roles):
    client = sign_in(*roles)
    found = numbers(page_of(client, "/"))

    assert found
    for address, count in found.items():
        rows, told = rows_behind(client, address)
        assert (address, len(rows), told) == (address, count, count)


def test_every_list_has_something_in_it_and_nothing_is_counted_twice(sign_in, busy, someone):
    """With all roles: otherwise a list that is always empty would pass for right."""
    roles = tuple(role.value for role in Role if role is not Role.AUDITOR)
    client = sign_in(*roles)
    file = ProofFile.objects.create(
        content_id=_content(), name="a.pdf", media_type="application/pdf", title="Plan", by=busy["other"],
        by_name="Noor", at=busy["now"],
    )  # fmt: skip
    file.duties.set(busy["duties"][:2])
    addresses = [link.get("href") for link in page_of(client, "/").xpath("//a[contains(@class, 'tile')]")]

    assert len(addresses) == len(set(addresses))
    assert {f"/overview/{listed.key}/" for listed in LISTS} == {*addresses, "/overview/ahead/"}


def _content():
    from balie.duties.models import FileContent

    return FileContent.objects.create(digest="f" * 64, content=b"x", size=1).pk


@pytest.mark.parametrize(
    ("key", "count"),
    [
        pytest.param("failing", 2, id="measured and not in order"),
        pytest.param("stale", 1, id="proof that went stale"),
        pytest.param("overdue", 1, id="yesterday; what is met is not late"),
        pytest.param("due-soon", 2, id="today and in thirty days, not in thirty-one"),
        pytest.param("going-stale", 1, id="in thirty days, not in thirty-one"),
        pytest.param("changes", 1, id="not handled"),
        pytest.param("reassess", 1, id="said to be assessed anew"),
        pytest.param("contracts", 1, id="on the sixtieth day"),
        pytest.param("tasks", 2, id="today, or without a day"),
        pytest.param("late-tasks", 1, id="yesterday"),
        pytest.param("asked-of-you", 1, id="to me, in capitals"),
        pytest.param("asked", 1, id="to somebody else"),
        pytest.param("failed-jobs", 1, id="failed since it last ended well"),
        pytest.param("invitations", 2, id="two who never came in"),
        pytest.param("mandates", 1, id="within two weeks"),
        pytest.param("roleless", 1, id="one without a role"),
        pytest.param("requests", 1, id="an open request"),
        pytest.param("tokens", 1, id="one that works"),
        pytest.param("unsigned", 14, id="nobody signed anything"),
        pytest.param("prohibited", 1, id="one emotion recognition at work"),
    ],
)
def test_what_is_in_a_list(sign_in, key, count):
    client = sign_in(*(role.value for role in Role if role is not Role.AUDITOR))

    assert numbers(page_of(client, "/"))[f"/overview/{key}/"] == count


def test_what_is_retired_presses_nobody(sign_in, busy):
    client = sign_in("manager")
    before = numbers(page_of(client, "/"))
    retired = AISystem.objects.filter(pk=busy["duties"][0].system_id)
    retired.update(life_cycle="retired")
    level_all(retired.select_related("latest"))
    after = numbers(page_of(client, "/"))

    assert after["/overview/failing/"] < before["/overview/failing/"]
    assert after["/overview/duties/"] < before["/overview/duties/"]


def test_a_builder_sees_their_own_systems_only(sign_in, busy):
    client = sign_in("builder")
    rows, _ = rows_behind(client, "/overview/systems/")

    assert [row["system"] for row in rows] == [busy["systems"][0].name]
    everyone, _ = rows_behind(sign_in("builder", "compliance"), "/overview/questions/")
    assert len(everyone) == 14


@pytest.mark.parametrize(
    ("roles", "key", "status"),
    [
        pytest.param(("agent",), "failing", 404, id="an agent and duties"),
        pytest.param(("agent",), "tasks", 200, id="an agent and their tasks"),
        pytest.param(("manager",), "roleless", 404, id="a manager and people"),
        pytest.param(("administrator",), "roleless", 200, id="an administrator and people"),
        pytest.param(("administrator",), "unsigned", 404, id="an administrator and outcomes"),
        pytest.param((), "tasks", 404, id="nobody in particular"),
        pytest.param(("manager",), "no-such-list", 404, id="no list of ours"),
    ],
)
def test_a_list_is_for_those_whose_number_it_is(sign_in, roles, key, status):
    assert sign_in(*roles).get(f"/overview/{key}/").status_code == status


@pytest.mark.parametrize("address", ["/overview/per-system/", "/overview/per-channel/"])
def test_counts_per_system_are_for_those_who_look_after_systems(sign_in, address):
    assert sign_in("agent").get(f"{address}?format=json").status_code == 404
    assert sign_in("manager").get(address).status_code == 200


def test_an_auditor_sees_the_mandate_and_no_more_and_that_is_recorded(sign_in, busy):
    from balie.evidence.models import Entry

    client = sign_in("auditor")
    page = page_of(client, "/").text_content()
    rows, _ = rows_behind(client, "/overview/duties/")

    assert "Toets" in page
    assert {row["system"] for row in rows} == {busy["systems"][0].name}
    assert Entry.objects.filter(kind="read", subject_name="/overview/duties/").count() == 2


def test_an_auditor_whose_mandate_ended_is_told(sign_in, busy):
    client = sign_in("auditor")
    Mandate.objects.update(withdrawn_at=busy["now"])

    assert "geen opdracht die vandaag geldt" in page_of(client, "/").text_content()
    assert client.get("/overview/duties/").status_code == 403


def test_somebody_without_a_role_is_told_whom_to_ask(sign_in):
    assert "nog geen rol" in page_of(sign_in(), "/").text_content()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_export_is_what_is_on_screen(sign_in, language):
    client = sign_in(*(role.value for role in Role if role is not Role.AUDITOR), language=language)
    for key in BY_KEY:
        page = page_of(client, f"/overview/{key}/")
        exported = json.loads(client.get(f"/overview/{key}/?format=json").getvalue())
        titles = [cell.text_content() for cell in page.xpath("//main//thead//th")]

        assert exported["title"] == page.findtext(".//h1")
        assert not titles or [column["title"] for column in exported["columns"]] == titles
        for row, cells in zip(exported["rows"], page.xpath("//main//tbody/tr"), strict=False):
            for column, cell in zip(exported["columns"], cells.xpath("th|td"), strict=True):
                assert says(cell) == on_screen(row[column["key"]])


def says(cell):
    """What a cell says: the day where it is a date, or else its words."""
    moment = cell.find(".//time")
    return moment.get("datetime") if moment is not None else " ".join(cell.text_content().split())


def on_screen(value):
    """What the page shows for a value of the export."""
    if value is None:
        return ""
    if re.match(r"\d{4}-\d\d-\d\d(T|$)", str(value)):
        return value[:10]
    return " ".join(str(value).split())


@pytest.mark.parametrize(
    ("query", "narrower"),
    [
        pytest.param("proof=failing", True, id="by proof"),
        pytest.param("channel=telefoon", True, id="by channel"),
        pytest.param("channel=fax", True, id="a channel nobody has"),
        pytest.param("system=1%27%20OR%201", False, id="no number"),
        pytest.param(f"system={'9' * 40}", False, id="a number beyond numbers"),
        pytest.param("proof=perfect&page=zeven", False, id="nonsense"),
    ],
)
def test_duties_are_filtered_and_the_export_says_how(sign_in, query, narrower):
    client = sign_in("manager")
    everything, _ = rows_behind(client, "/overview/duties/")
    found = json.loads(client.get(f"/overview/duties/?{query}&format=json").getvalue())

    assert client.get(f"/overview/duties/?{query}").status_code == 200
    assert (len(found["rows"]) < len(everything)) is narrower
    assert bool(found["about"]) is narrower


def test_counts_per_channel_add_up(sign_in):
    client = sign_in("manager")
    exported = json.loads(client.get("/overview/per-channel/?format=json").getvalue())["rows"]

    assert {row["name"] for row in exported} >= {"telefoon", "webchat"}
    for row in exported:
        assert row["total"] == sum(row[status.value] for status in SHOWN) > 0


@pytest.mark.parametrize(
    "roles", [("manager",), ("compliance",), ("administrator", "compliance"), tuple(Role)], ids="+".join
)
def test_the_start_page_takes_a_bounded_number_of_queries(sign_in, django_assert_max_num_queries, roles):
    client = sign_in(*roles)
    with django_assert_max_num_queries(QUERIES):
        client.get("/")


def test_more_systems_ask_no_more_queries(sign_in, busy, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = sign_in("manager", "compliance")
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    organisation = Organisation.objects.get()
    AISystem.objects.bulk_create(
        AISystem(organisation=organisation, name=f"Kopie {n}", channels=["telefoon"]) for n in range(60)
    )
    with django_assert_num_queries(len(few)):
        client.get("/")


def test_a_fresh_installation_says_how_to_begin(colleague):
    page = page_of(colleague, "/")
    steps = page.xpath("//ol[@class='steps']/li")

    assert len(steps) >= 4
    assert not page.xpath("//ol[@class='steps']/li[@class='done']")
    assert not page.xpath("//td[contains(@class, 'number')]")


def test_what_has_been_done_has_a_tick(colleague, someone):
    Organisation.objects.create(name="Wadlicht", sector="energy")
    someone("bo@wadlicht.example")
    done = [item.text_content() for item in page_of(colleague, "/").xpath("//ol[@class='steps']/li[@class='done']")]

    assert len(done) == 2
    assert all("Gedaan:" in text for text in done)


def test_a_half_empty_organisation_is_told_what_comes_next_until_all_of_it_is_done(colleague, example, someone):
    first = page_of(colleague, "/").xpath("//ol[@class='steps']/li[not(@class)]//a/@href")
    assert "/people/invite/" in first
    someone("bo@wadlicht.example")
    Organisation.objects.update(sector="energy")
    latest = AISystem.objects.get(name="Wim").latest
    type(latest).objects.filter(pk=latest.pk).update(questions=0)
    assert not page_of(colleague, "/").xpath("//ol[@class='steps']")


def test_the_duty_that_starts_soonest_is_named_with_its_day_and_where_to_read_about_it(colleague, example):
    ahead = SystemDuty.objects.filter(status="ahead", since__gt=timezone.localdate())
    first = ahead.order_by("since", "weight").first()
    (link,) = page_of(colleague, "/").xpath("//section[@aria-labelledby='ahead']/p[contains(@class, 'note')]/a")
    assert link.text_content() == shipped_law().duties[first.duty].title.nl
    same = ahead.filter(duty=first.duty, since=first.since)
    listed = colleague.get(link.get("href"))
    assert listed.status_code == 200
    assert f"{first.since.day} " in link.getparent().text_content()
    assert str(same.count()) in link.getparent().text_content()
    only = same.first()
    same.exclude(pk=only.pk).update(since=first.since + timedelta(days=1))
    (link,) = page_of(colleague, "/").xpath("//section[@aria-labelledby='ahead']/p[contains(@class, 'note')]/a")
    assert link.get("href") == f"/systems/{only.system_id}/duties/{only.duty}/"
    ahead.update(since=None)
    assert not page_of(colleague, "/").xpath("//section[@aria-labelledby='ahead']/p[contains(@class, 'note')]")


def test_what_people_typed_stays_text(sign_in, busy):
    client = sign_in("compliance")

    assert "&lt;b&gt;nieuw&lt;/b&gt; model" in client.get("/overview/reassess/").content.decode()


def test_without_signing_in_there_is_no_start_page(stranger, db):
    assert stranger.get("/").headers["Location"].startswith("/account/login/")
    assert stranger.get("/overview/duties/").status_code == 302
