"""A change that is asked for twice with the same key happens once, also when both come at the same moment."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from balie.duties.models import SystemDuty, Task
from balie.people import accounts
from balie.people.service import Role
from balie.register.models import AISystem
from balie.site.api import idempotency
from balie.site.api.models import KeptAnswer, Token
from balie.site.api.scopes import Scope

NEW = {"name": "Nieuw", "purpose": "Beantwoordt vragen."}


def test_the_same_request_again_gives_the_same_answer_and_changes_nothing(program, small):
    first = program.post("/systems", NEW, Idempotency_Key="a1")
    again = program.post("/systems", NEW, Idempotency_Key="a1")

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert AISystem.objects.filter(name="Nieuw").count() == 1


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(lambda program, _: program.post("/systems", NEW | {"name": "B"}, **KEY), id="other body"),
        pytest.param(
            lambda program, small: program.post(f"/systems/{small.pk}/retire", {"reason": "Weg."}, **KEY),
            id="other address",
        ),
        pytest.param(
            lambda program, small: program.patch(f"/systems/{small.pk}", NEW | {"revision": 1}, **KEY),
            id="other method",
        ),
    ],
)
def test_a_key_is_for_one_request(program, small, other):
    assert program.post("/systems", NEW, **KEY).status_code == 201
    refused = other(program, small)

    assert refused.status_code == 422
    assert refused.json()["code"] == "key-used"
    assert AISystem.objects.count() == 2


def test_a_request_that_was_refused_may_be_mended_with_the_same_key(program, small):
    assert program.post("/systems", {"purpose": "x"}, **KEY).status_code == 422
    assert program.post("/systems", NEW | {"name": small.name}, **KEY).status_code == 422
    assert program.post("/systems", NEW, **KEY).status_code == 201


@pytest.fixture
def builder(someone, small):
    """Somebody who builds the one system there is."""
    found = someone("wouter@wadlicht.example", "builder")
    AISystem.objects.filter(pk=small.pk).update(owned_by=found)
    return found


def _no_longer_the_owner(builder, small, person):
    AISystem.objects.filter(pk=small.pk).update(owned_by=person)


def _other_role(builder, small, person):
    accounts.change_roles(builder, [Role.ANALYST], by=person, now=timezone.localtime())


def _no_role(builder, small, person):
    accounts.change_roles(builder, [], by=person, now=timezone.localtime())


def _fewer_scopes(builder, small, person):
    Token.objects.update(scopes=[Scope.SYSTEMS_READ.value, Scope.TASKS_READ.value, Scope.DUTIES_READ.value])


LOST = [
    pytest.param(_no_longer_the_owner, id="the system is another person's"),
    pytest.param(_other_role, id="another role"),
    pytest.param(_no_role, id="no role"),
    pytest.param(_fewer_scopes, id="fewer scopes"),
]


@pytest.mark.parametrize("lose", LOST)
@pytest.mark.parametrize("what", ["system", "duty"])
def test_whoever_may_no_longer_do_something_does_not_get_its_answer_again(
    program_of, builder, small, person, lose, what
):
    program, duty = program_of(builder), SystemDuty.objects.filter(system=small).first()
    ask = {
        "system": lambda: program.patch(f"/systems/{small.pk}", {"revision": 1, "purpose": "Nieuw doel."}, **KEY),
        "duty": lambda: program.patch(f"/duties/{duty.pk}", {"deadline": "2027-03-01"}, **KEY),
    }[what]
    first = ask()
    assert (first.status_code, ask().content) == (200, first.content)
    lose(builder, small, person)

    again = ask()

    assert again.status_code == 403
    assert "Idempotency-Replayed" not in again.headers
    assert "Nieuw doel." not in again.content.decode()


def test_a_task_that_is_somebody_elses_now_is_not_told_again(program_of, someone, small, person):
    agent = someone("ali@wadlicht.example", "builder")
    program = program_of(agent)
    task = program_of(person).post("/tasks", {"title": "Bel terug", "owner": agent.pk}).json()["id"]
    assert program.post(f"/tasks/{task}/finish", {"outcome": "Gebeld."}, **KEY).status_code == 200
    Task.objects.update(owner=person)

    assert program.post(f"/tasks/{task}/finish", {"outcome": "Gebeld."}, **KEY).status_code in {403, 404}


def test_what_was_deleted_is_told_again_to_whoever_deleted_it(program, small):
    AISystem.objects.update(life_cycle="idea")
    first = program("DELETE", f"/systems/{small.pk}", **KEY)
    again = program("DELETE", f"/systems/{small.pk}", **KEY)

    assert (first.status_code, again.status_code, again.content) == (200, 200, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"


def test_two_programs_may_use_the_same_key(person, program, program_of, small):
    assert program.post("/systems", NEW, **KEY).status_code == 201
    assert program_of(person).post("/systems", NEW | {"name": "B"}, **KEY).status_code == 201


def test_a_key_is_free_again_after_a_day(program, small):
    assert program.post("/systems", NEW, **KEY).status_code == 201
    KeptAnswer.objects.update(at=timezone.localtime() - timedelta(hours=24, seconds=1))

    assert program.post("/systems", NEW | {"name": "B"}, **KEY).status_code == 201


def test_what_is_a_day_old_is_forgotten(program, small):
    now = timezone.localtime()
    program.post("/systems", NEW, **KEY)

    assert idempotency.forget_keys(now + timedelta(hours=23)) == 0
    assert idempotency.forget_keys(now + timedelta(hours=25)) == 1
    assert idempotency.forget_keys(now + timedelta(hours=25)) == 0


@pytest.mark.parametrize("key", ["", "met spatie", "x" * 201, "één"])
def test_a_key_is_visible_ascii(program, small, key):
    refused = program.post("/systems", NEW, Idempotency_Key=key)

    assert refused.status_code == 422
    assert refused.json()["places"][0]["place"] == "header.Idempotency-Key"


def test_reading_needs_and_keeps_no_key(program, small):
    program.get("/systems", **KEY)

    assert not KeptAnswer.objects.exists()


@pytest.fixture
def in_a_file(transactional_db, small, tmp_path, monkeypatch):
    """On SQLite: let threads work on a file, as the site does, for locks in memory work otherwise.

    The tables in memory live as long as somebody has them open: that is held on to for the tests that follow.
    """
    if connection.vendor != "sqlite":
        yield
        return
    place = tmp_path / "balie.sqlite3"
    with closing(sqlite3.connect(connection.settings_dict["NAME"], uri=True)) as in_memory:
        with closing(sqlite3.connect(place)) as copy:
            in_memory.backup(copy)
        connection.close()
        monkeypatch.setitem(connections.settings["default"], "NAME", str(place))
        yield
        connection.close()
        monkeypatch.undo()
        connection.ensure_connection()


def test_of_some_at_the_same_moment_one_does_it_and_the_others_get_its_answer(person, program, in_a_file):
    ready = threading.Barrier(4)

    def ask(_):
        try:
            ready.wait(timeout=10)
            answer = type(program)(program.token).post("/systems", NEW, **KEY)
            return answer, AISystem.objects.filter(name="Nieuw").count()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(ask, range(4)))

    assert [answer.status_code for answer, _ in answers] == [201] * 4
    assert [count for _, count in answers] == [1] * 4
    assert len({answer.content for answer, _ in answers}) == 1
    assert sum("Idempotency-Replayed" in answer.headers for answer, _ in answers) == 3


KEY = {"Idempotency_Key": "3f6c0d9e"}
