"""Tasks and requests for evidence: who makes them, who sees them, who finishes them."""

from datetime import date, timedelta

import pytest
from django.http import Http404
from django.urls import reverse

from balie.duties.models import Task
from balie.duties.reach import visible_tasks
from balie.duties.tasks import (
    About,
    StaleTask,
    Wanted,
    add_task,
    ask_for_evidence,
    change_task,
    comment_on_duty,
    comment_on_task,
    finish_task,
    reopen_task,
)
from balie.evidence import service as evidence
from balie.people.service import NotPermitted
from balie.register import service as register

SOON = date(2026, 12, 1)


@pytest.fixture
def agent(someone):
    return someone("joris@wadlicht.example", "agent", name="Joris")


def test_a_task_is_made_done_with_what_came_of_it_and_opened_again(told, compliance, owner, acting):
    task = add_task(
        Wanted("Bel de leverancier", "Over het log", owner, SOON), About(told.system_id, told.duty), acting(compliance)
    )
    assert (task.system_id, task.duty, task.owner) == (told.system_id, told, owner)
    with pytest.raises(register.Refused):
        finish_task(task.pk, "  ", acting(owner))
    done = finish_task(task.pk, "Log loopt weer.", acting(owner, days=1))
    assert (done.done_by, done.outcome) == (owner, "Log loopt weer.")
    finish_task(task.pk, "Nog eens gedrukt.", acting(owner, days=1))
    opened = reopen_task(task.pk, acting(compliance, days=2))
    assert (opened.done_at, opened.outcome) == (None, "Log loopt weer.")
    kinds = [entry.kind for entry in evidence.entries_of(subject=("task", task.pk))]
    assert kinds == ["task-reopened", "task-done", "task-added"]


def test_everybody_who_works_makes_tasks_for_themselves_and_only_planners_for_others(agent, owner, acting, db):
    assert add_task(Wanted("Lees de instructie"), About(), acting(agent)).owner == agent
    with pytest.raises(NotPermitted):
        add_task(Wanted("Doe dit voor mij", owner=owner), About(), acting(agent))


@pytest.mark.parametrize(
    ("title", "code"), [("", "required"), ("x" * 301, "too-long"), ("a\x00b", "control-character")]
)
def test_a_title_that_cannot_be_kept_is_refused(compliance, acting, title, code):
    with pytest.raises(register.Refused) as refused:
        add_task(Wanted(title), About(), acting(compliance))
    assert (refused.value.field, refused.value.code) == ("title", code)


def test_two_people_who_change_a_task_at_once_find_out(compliance, owner, acting, told):
    task = add_task(Wanted("Eerst"), About(told.system_id), acting(compliance))
    change_task(task.pk, Wanted("Toen"), task.revision, acting(owner))
    with pytest.raises(StaleTask) as stale:
        change_task(task.pk, Wanted("Te laat"), task.revision, acting(compliance))
    assert stale.value.task.title == "Toen"


def test_the_page_keeps_what_was_typed_when_somebody_was_first(compliance, owner, acting, told, client):
    task = add_task(Wanted("Eerst"), About(told.system_id), acting(compliance))
    change_task(task.pk, Wanted("Toen"), task.revision, acting(owner))
    client.force_login(compliance)
    sent = {"title": "Mijn woorden", "revision": "1"}
    answer = client.post(reverse("duties:task", args=[task.pk]), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Mijn woorden"' in page
    assert "Iemand anders heeft deze taak" in page
    again = client.post(reverse("duties:task", args=[task.pk]), {**sent, "revision": "2"})
    assert again.status_code == 302


def test_an_agent_sees_only_tasks_of_their_own(agent, compliance, told, acting, noon):
    own = add_task(Wanted("Voor Joris", owner=agent), About(told.system_id), acting(compliance))
    other = add_task(Wanted("Voor Karim"), About(told.system_id), acting(compliance))
    assert list(visible_tasks(agent, now=noon)) == [own]
    for do in (finish_task, comment_on_task):
        with pytest.raises(Http404):
            do(other.pk, "Klaar", acting(agent))


def test_a_builder_sees_the_tasks_of_systems_and_finishes_only_their_own(someone, compliance, told, acting):
    builder = someone("bram@wadlicht.example", "builder")
    task = add_task(Wanted("Voor Karim"), About(told.system_id), acting(compliance))
    with pytest.raises(NotPermitted):
        finish_task(task.pk, "Ik deed het.", acting(builder))


def test_an_auditor_asks_for_evidence_within_the_mandate_and_follows_it(told, auditor, owner, acting, client):
    wanted = Wanted("Laat het log van oktober zien", deadline=SOON)
    task = ask_for_evidence(told.system_id, told.duty, wanted, acting(auditor))
    assert (task.kind, task.owner, task.by) == ("evidence-request", owner, auditor)
    client.force_login(auditor)
    asked = reverse("duties:asked")
    assert "Laat het log van oktober zien" in client.get(asked).content.decode()
    finish_task(task.pk, "Staat bij de documenten.", acting(owner))
    assert "Staat bij de documenten." in client.get(asked).content.decode()
    assert client.get(reverse("duties:tasks")).status_code == 403


def test_an_auditor_asks_nothing_outside_the_mandate(told, auditor, acting):
    other = type(told).objects.exclude(system=told.system_id).filter(status="in_force").first()
    with pytest.raises(Http404):
        ask_for_evidence(other.system_id, other.duty, Wanted("Alles", deadline=SOON), acting(auditor))


@pytest.mark.parametrize("deadline", [None, date(2026, 11, 22)])
def test_a_request_has_a_day_that_is_still_to_come(told, auditor, acting, deadline):
    with pytest.raises(register.Refused):
        ask_for_evidence(told.system_id, told.duty, Wanted("Log", deadline=deadline), acting(auditor))


def test_who_asked_for_evidence_does_not_answer_it(told, compliance, acting):
    task = ask_for_evidence(told.system_id, told.duty, Wanted("Log", deadline=SOON), acting(compliance))
    with pytest.raises(NotPermitted):
        finish_task(task.pk, "Gezien.", acting(compliance))


def test_a_manager_cannot_ask_for_evidence(told, owner, acting):
    with pytest.raises(NotPermitted):
        ask_for_evidence(told.system_id, told.duty, Wanted("Log", deadline=SOON), acting(owner))


def test_remarks_stay_in_order_and_agents_and_auditors_make_none(told, compliance, owner, auditor, acting):
    for person, text in ((compliance, "Wie pakt dit op?"), (owner, "Ik.\nMorgen.")):
        comment_on_duty(told.system_id, told.duty, text, acting(person))
    assert [remark.text for remark in told.comments.all()] == ["Wie pakt dit op?", "Ik.\nMorgen."]
    with pytest.raises(NotPermitted):
        comment_on_duty(told.system_id, told.duty, "Zo niet.", acting(auditor))


def test_words_of_people_are_never_html(told, compliance, acting, client):
    nasty = "<script>alert(1)</script>"
    comment_on_duty(told.system_id, told.duty, nasty, acting(compliance))
    add_task(Wanted(nasty, nasty), About(told.system_id, told.duty), acting(compliance))
    client.force_login(compliance)
    for address in (reverse("duties:duty", args=[told.system_id, told.duty]), reverse("duties:tasks")):
        page = client.get(address).content.decode()
        assert nasty not in page
        assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    "asked",
    [{"which": which, "sort": sort} for which in ("mine", "all", "done", "asked") for sort in ("deadline", "-system")],
)
def test_the_list_of_tasks_is_filtered_sorted_and_paged(
    compliance, acting, told, client, asked, django_assert_max_num_queries
):
    rows = [
        Task(title=f"Taak {n}", owner=compliance, by=compliance, at=acting(compliance).now, system_id=told.system_id,
             deadline=SOON + timedelta(days=n % 9)) for n in range(120)
    ]  # fmt: skip
    Task.objects.bulk_create(rows)
    client.force_login(compliance)
    with django_assert_max_num_queries(14):
        answer = client.get(reverse("duties:tasks"), {**asked, "q": "taak"})
    assert answer.status_code == 200
    assert len(answer.context["page"].object_list) == (50 if asked["which"] in {"mine", "all"} else 0)


def test_the_list_of_tasks_leaves_as_a_file(compliance, acting, client):
    add_task(Wanted("Bel de leverancier", deadline=SOON), About(), acting(compliance))
    client.force_login(compliance)
    answer = client.get(reverse("duties:tasks"), {"format": "csv"})
    assert "Bel de leverancier" in b"".join(answer.streaming_content).decode("utf-8-sig")
