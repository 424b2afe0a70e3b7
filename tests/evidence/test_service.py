"""The journal: what happened is put down with who, when and about what, and read back newest first."""

import hashlib
from datetime import timedelta

import pytest
from django.db import transaction

from balie.evidence import service
from balie.evidence.core import Unfit, UnknownKind
from balie.evidence.models import Log
from balie.evidence.service import BALIE, Actor, Change, Subject

WIM = Subject("system", 7, "Wim")


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        pytest.param({"a": 1}, {"a": 1}, [], id="nothing changed"),
        pytest.param({"a": 1}, {"a": 2}, [("a", 1, 2)], id="another value"),
        pytest.param({}, {"a": 2}, [("a", None, 2)], id="new"),
        pytest.param({"a": 1}, {}, [("a", 1, None)], id="gone"),
        pytest.param({"a": 0}, {"a": None}, [("a", 0, None)], id="nothing is not zero"),
        pytest.param({"b": 1, "a": 1}, {"a": 2, "b": 2}, [("a", 1, 2), ("b", 1, 2)], id="in the order of what is now"),
    ],
)
def test_what_changed_between_two_states(before, after, changes):
    assert [(c.field, c.before, c.after) for c in service.changes_between(before, after)] == changes


def test_an_entry_says_who_what_and_when(person, noon):
    actor = Actor(person.pk, "Samira Haddou")
    service.record("system-changed", by=actor, now=noon, subject=WIM, changes=[Change("name", "Wim", "Wimmie")])
    (entry,) = service.entries_of(subject=("system", 7))
    assert (entry.origin, entry.version, entry.log.system, entry.sequence) == ("attested", 1, 7, 1)
    assert (entry.at, entry.kind, entry.actor, entry.actor_name) == (noon, "system-changed", person, "Samira Haddou")
    assert (entry.subject_name, entry.system) == ("Wim", 7)
    assert entry.body == {"changes": [{"field": "name", "before": "Wim", "after": "Wimmie"}]}


def test_the_newest_comes_first_and_systems_are_kept_apart(db, noon):
    for hours, system in ((0, 7), (1, 8), (2, 7)):
        subject = Subject("task", hours, "a task", system)
        body = {"owner": "Petra", "deadline": "2026-12-01", "duty": ""}
        service.record("task-added", by=BALIE, now=noon + timedelta(hours=hours), subject=subject, body=body)
    assert [entry.subject_id for entry in service.entries_of(system=7).filter(kind="task-added")] == [2, 0]
    assert [entry.subject_id for entry in service.entries_of().filter(kind="task-added")] == [2, 1, 0]
    assert [(log.system, log.size) for log in Log.objects.order_by("system")] == [(7, 3), (8, 2)]


def test_many_entries_cost_a_few_queries(db, noon, django_assert_max_num_queries):
    subjects = [(Subject("system", key, f"System {key}"), {}) for key in range(1, 1201)]
    with django_assert_max_num_queries(40):
        assert service.record_many("system-changed", by=BALIE, now=noon, subjects=subjects) == 1200
    with django_assert_max_num_queries(16):
        assert service.record_many("system-changed", by=BALIE, now=noon, subjects=subjects) == 1200
    assert service.entries_of(system=1199).filter(kind="system-changed").count() == 2


def test_there_is_no_entry_of_a_change_that_was_taken_back(db, noon):
    with transaction.atomic():
        service.record("system-changed", by=BALIE, now=noon, subject=WIM)
        transaction.set_rollback(True)
    assert not service.entries_of().exists()


def test_names_longer_than_the_column_are_cut_not_refused(db, noon):
    long = "x" * 1000
    service.record("read", by=Actor(None, long), now=noon, subject=Subject("page", 0, long), body={"query": ""})
    entry = service.entries_of().get(kind="read")
    assert (len(entry.actor_name), len(entry.subject_name)) == (200, 300)


def test_a_change_of_very_long_texts_is_put_down_with_its_beginning_and_a_digest(db, noon):
    long = ["é" * 60_000, "y" * 90_000]
    service.record("system-changed", by=BALIE, now=noon, subject=WIM, changes=[Change("purpose", *long)])
    (change,) = service.entries_of(subject=("system", 7)).get().body["changes"]
    assert change["before"].startswith("é" * 500)
    assert hashlib.sha256(long[1].encode()).hexdigest() in change["after"]


def test_what_the_list_of_kinds_does_not_know_is_refused(db, noon):
    with pytest.raises(UnknownKind):
        service.record("invented", by=BALIE, now=noon, subject=WIM)
    with pytest.raises(Unfit):
        service.record("system-changed", by=BALIE, now=noon, subject=WIM, body={"odd": 1})
    assert not service.entries_of().exists()
