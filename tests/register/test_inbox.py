"""The inbox: the same change once, for everybody who may see it; handled with a note, within reach, and undone."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from balie.evidence import service as evidence
from balie.people.models import Mandate
from balie.people.service import NotPermitted
from balie.register import inbox, models, service, statements
from balie.register.inbox import DONE, EVERYTHING, Handling, Wanted
from balie.register.system import Cause

NOVEMBER, DECEMBER = date(2026, 11, 30), date(2026, 12, 3)


@pytest.fixture
def bots(organisation, law, noon, officer):
    """Add so many chatbots to which the same happens in the night of 2 December."""

    def add(number, **more):
        system = {**law.archetypes["chatbot-llm"].facts, **a_chatbot(law)}
        models.AISystem.objects.bulk_create(
            models.AISystem(organisation=organisation, name=f"Bot {n:03}", facts=statements.as_json(system), **more)
            for n in range(models.AISystem.objects.count(), models.AISystem.objects.count() + number)
        )
        systems = models.AISystem.objects.filter(latest=None).select_related("organisation", "latest")
        service.assess(systems, service.Occasion(law, NOVEMBER, noon, Cause.IMPORT))
        models.AISystem.objects.update(due=True)
        while service.assess_due(service.Occasion(law, DECEMBER, noon)):
            pass
        return models.Difference.objects.order_by("pk")

    return add


def a_chatbot(law):
    """What makes that something starts on 2 December 2026, as it does for Wim in the example."""
    from balie.site import demo

    return demo.written(law).portfolio.named("Wim").facts


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def page(answer):
    return " ".join(answer.content.decode().split())


def test_the_same_change_is_one_item(bots, officer, noon):
    assert bots(5).count() == 5
    found = inbox.inbox(Wanted(), officer, now=noon)
    (item,) = found.items
    assert (found.total, item.number, item.more, item.due) == (5, 5, 2, 1)
    assert [system.name for system in item.named] == ["Bot 000", "Bot 001", "Bot 002"]
    assert found.counts == {"date": 5}
    assert inbox.open_changes(officer, now=noon) == {"changes": 5, "items": 1, "heavy": 0}


def test_queries_do_not_grow_with_the_inbox(bots, officer):
    client = signed_in(officer)
    bots(3)
    with CaptureQueriesContext(connection) as few:
        assert client.get("/changes/").status_code == 200
    bots(60)
    with CaptureQueriesContext(connection) as many:
        client.get("/changes/")
    assert len(few) == len(many) <= 14
    same = models.Difference.objects.first().same
    with CaptureQueriesContext(connection) as one_by_one:
        told = page(client.get(f"/changes/?same={same}"))
    assert len(one_by_one) <= 16
    assert "Pagina 1 van 2" in told


def test_handling_is_kept_with_name_moment_and_note_and_undone(bots, officer, acting, noon):
    same = bots(3).first().same
    done = inbox.handle(Handling(same=frozenset({same}), note="Label staat erop."), acting(officer))
    assert (done.done, done.left) == (3, 0)
    row = models.Difference.objects.first()
    assert (row.handled_by, row.handled_at, row.handled_note) == (officer, noon, "Label staat erop.")
    assert inbox.inbox(Wanted(), officer, now=noon).total == 0
    assert inbox.inbox(Wanted(handled=DONE), officer, now=noon).total == 3
    assert evidence.entries_of(system=row.system_id).first().kind == "change-handled"
    assert inbox.handle(Handling(same=frozenset({same})), acting(officer)).done == 0
    assert inbox.reopen(Handling(differences=frozenset({row.pk})), acting(officer)).done == 1
    assert inbox.inbox(Wanted(), officer, now=noon).total == 1
    assert inbox.inbox(Wanted(handled=EVERYTHING), officer, now=noon).total == 3


def test_a_manager_handles_what_is_their_own_and_is_told_of_the_rest(bots, someone, acting):
    manager = someone("petra@wadlicht.example", "manager")
    bots(2)
    bots(1, owned_by=manager)
    same = models.Difference.objects.first().same
    done = inbox.handle(Handling(same=frozenset({same})), acting(manager))
    assert (done.done, done.left) == (1, 2)
    told = page(signed_in(manager).post("/changes/handle/", {"same": same}, follow=True))
    assert "2 wijzigingen gaan over systemen van anderen" in told


@pytest.mark.parametrize("role", ["administrator", "builder", "analyst", "auditor"])
def test_who_may_not_handle(bots, someone, acting, role):
    person = someone(f"{role}@wadlicht.example", role)
    key = bots(1).first().pk
    with pytest.raises(NotPermitted):
        inbox.handle(Handling(differences=frozenset({key})), acting(person))
    assert signed_in(person).post("/changes/handle/", {"difference": key}).status_code == 403
    assert signed_in(person).post("/changes/reopen/", {"difference": key}).status_code == 403


def test_an_auditor_sees_the_changes_of_the_mandate(bots, someone, noon):
    first = bots(3).first()
    auditor, now = someone("auditor@control.example", "auditor"), timezone.now()
    Mandate.objects.create(
        person=auditor, purpose="check", systems=[first.system_id], period_from=NOVEMBER, period_until=DECEMBER,
        given_at=now, expires_at=now + timedelta(days=1),
    )  # fmt: skip
    told = page(signed_in(auditor).get("/changes/"))
    assert "Bot 000" in told
    assert "Bot 001" not in told
    assert 'afgehandeld"' not in told
    other = models.AISystem.objects.get(name="Bot 001")
    asked = f"/changes/?format=json&system={other.pk}"
    assert other.name in content(signed_in(person_who_sees_all(someone)).get(asked))
    assert other.name not in content(signed_in(auditor).get(asked))


def test_an_auditor_sees_no_changes_of_after_the_period_and_none_that_were_handled_before_it(bots, someone, noon):
    auditor, now = someone("auditor@control.example", "auditor"), timezone.now()
    after, before, within = bots(3).order_by("pk")
    models.Difference.objects.filter(pk=after.pk).update(found_at=now)
    models.Difference.objects.filter(pk=before.pk).update(found_at=now - timedelta(99), handled_at=now - timedelta(60))
    models.Difference.objects.filter(pk=within.pk).update(found_at=now - timedelta(99), handled_at=now - timedelta(20))
    today = timezone.localdate()
    Mandate.objects.create(
        person=auditor, purpose="check", all_systems=True, period_from=today - timedelta(30),
        period_until=today - timedelta(10), given_at=now, expires_at=now + timedelta(days=1),
    )  # fmt: skip
    seen = inbox.differences(Wanted(handled=EVERYTHING), auditor, now=now)
    assert list(seen) == [within]


def person_who_sees_all(someone):
    return someone("analist@wadlicht.example", "analyst")


def content(answer):
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        (Wanted(cause="date"), 2),
        (Wanted(cause="law"), 0),
        (Wanted(risk="limited"), 2),
        (Wanted(risk="prohibited"), 0),
        (Wanted(risk="open"), 0),
        (Wanted(same="0" * 64), 0),
        (Wanted(system=10**12), 0),
    ],
    ids=str,
)
def test_filters(bots, officer, noon, wanted, number):
    bots(2)
    assert inbox.inbox(wanted, officer, now=noon).total == number


def test_one_system(bots, officer, noon):
    first = bots(2).first()
    told = page(signed_in(officer).get(f"/changes/?system={first.system_id}"))
    assert "Alleen wijzigingen van:" in told
    assert "Bot 001" not in told


def test_the_page_tells_what_changed_why_and_what_to_do(bots, officer, law, acting, noon):
    bots(1)
    earlier = models.Difference.objects.get().before
    models.Signature.objects.create(assessment=earlier, by=officer, by_name="x", at=noon, statement="Eens.")
    told = page(signed_in(officer).get("/changes/"))
    for words in (
        "Een datum die verstreken is",
        "Merk wat AI heeft gemaakt",
        "AI-verordening art. 50 lid 2",
        "Regel 1 plicht die nu geldt",
        "1 systeem is ondertekend voor een eerdere uitkomst: onderteken opnieuw",
    ):
        assert words in told


def test_who_signs_again_is_not_asked_to_once_more(bots, officer, noon):
    one = bots(1).get()
    for kept in (one.before, one.after):
        kept.signatures.create(by=officer, by_name="x", at=noon, statement="Eens.")
    assert inbox.inbox(Wanted(), officer, now=noon).items[0].to_sign == 0


def test_an_empty_inbox_says_what_will_come_here(officer):
    assert "Er ligt niets voor je klaar." in page(signed_in(officer).get("/changes/"))
    assert "Geen wijziging past hierbij." in page(signed_in(officer).get("/changes/?cause=law"))


@pytest.mark.parametrize(
    "query",
    [
        "cause=x&class=y&handled=z",
        "system=-1",
        "system=" + "9" * 50,
        "same=%00",
        "page=0",
        "page=x",
        "same=" + "a" * 64,
    ],
)
def test_an_odd_address_shows_the_list(bots, officer, query):
    bots(1)
    assert signed_in(officer).get(f"/changes/?{query}").status_code == 200


def test_a_note_that_cannot_be_kept_is_not_lost(bots, officer):
    same = bots(1).first().same
    answer = signed_in(officer).post("/changes/handle/", {"same": same, "note": "klaar\x07"})
    assert answer.status_code == 422
    assert "onzichtbaar teken" in page(answer)
    assert "klaar" in page(answer)
    assert models.Difference.objects.get().handled_at is None


@pytest.mark.parametrize("form", [{}, {"same": "x", "difference": ["-1", "x", "9" * 99]}, {"back": "x" * 9000}])
def test_nothing_marked_changes_nothing_and_says_so(bots, officer, form):
    bots(1)
    told = page(signed_in(officer).post("/changes/handle/", form, follow=True))
    assert "Er was niets aangevinkt." in told


def test_back_leads_nowhere_else(bots, officer):
    same = bots(1).first().same
    form = {"same": same, "back": "cause=date&next=https://elsewhere.example//"}
    assert signed_in(officer).post("/changes/handle/", form).url == "/changes/?cause=date"


def test_the_export_holds_every_system_that_changed(bots, officer):
    bots(30)
    text = signed_in(officer).get("/changes/?cause=date&format=csv").getvalue().decode("utf-8-sig")
    assert sum(f"Bot {n:03}" in text for n in range(30)) == 30
    assert "geldt nu" in text


def test_what_lies_ahead_day_by_day(november, officer, noon, django_assert_max_num_queries):
    days = inbox.ahead(officer, now=noon, today=NOVEMBER)
    assert days[0].on == date(2026, 12, 2)
    assert [name for _, name in days[0].systems] == ["Wim"]
    assert sum(days[0].starting.values()) == 1
    assert all(NOVEMBER < day.on <= date(2027, 12, 1) for day in days)
    assert inbox.coming_days(officer, now=noon, today=NOVEMBER)[0] == (date(2026, 12, 2), 1)
    assert signed_in(officer).get("/changes/ahead/").status_code == 200
    assert signed_in(officer).get("/changes/ahead/?format=json").status_code == 200
