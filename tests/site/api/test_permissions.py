"""Every operation, for every role: through the API one may what one may on the pages, and nothing more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from balie.people.models import Grant, Mandate
from balie.people.service import MATRIX, Permission, Reach, Role
from balie.register.models import AISystem
from balie.site.api.entry import operations, specification
from balie.site.api.scopes import Scope

pytestmark = pytest.mark.one_database

OPERATIONS = {
    f"{method.upper()} {path}": told
    for path, methods in specification()["paths"].items()
    for method, told in methods.items()
}
USERS = [role for role in Role if MATRIX[Permission.USE_API].get(role, Reach.NONE) is not Reach.NONE]


@pytest.fixture
def programs(someone, program_of):
    """A program of somebody in each role that may use the API."""
    return {role: program_of(someone(f"{role}@wadlicht.example", role), Accept_Language="en") for role in USERS}


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_a_role_without_the_permission_is_refused_before_anything_is_read(programs, db, name):
    method, path = name.split()
    permission = OPERATIONS[name]["x-permission"]
    for role, program in programs.items():
        answer = program(method, path.removeprefix("/api/v1").format_map(Numbers()), None)
        allowed = permission is None or MATRIX[Permission(permission)].get(role, Reach.NONE) is not Reach.NONE
        assert (answer.status_code == 403) is not allowed, (role, answer.content)
        if not allowed:
            assert answer.json()["places"][0]["message"].startswith(permission)


@pytest.mark.parametrize("name", sorted(name for name, told in OPERATIONS.items() if told["x-scope"]))
def test_a_token_without_the_scope_is_refused_whatever_the_role(program_of, person, name):
    method, path = name.split()
    others = [scope for scope in Scope if scope != OPERATIONS[name]["x-scope"]]
    refused = program_of(person, *others)(method, path.removeprefix("/api/v1").format_map(Numbers()), None)

    assert refused.status_code == 403
    assert refused.json()["code"] == "scope-missing"


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_without_a_token_nothing_is_told(outsider, db, name):
    method, path = name.split()
    assert outsider(method, path.removeprefix("/api/v1").format_map(Numbers()), None).status_code == 401


def test_what_changes_something_needs_a_scope_to_write_and_a_permission():
    for name, told in OPERATIONS.items():
        if not name.startswith("GET "):
            assert told["x-permission"], name
            assert Scope(told["x-scope"]).writes, name
        elif told["x-scope"]:
            assert not Scope(told["x-scope"]).writes, name


def test_every_scope_opens_something():
    assert {told["x-scope"] for told in OPERATIONS.values()} - {None} == set(Scope)


def test_every_address_stands_behind_the_gate():
    assert all(pattern.callback.api for pattern in operations())


def test_a_builder_changes_only_their_own_systems(someone, program_of, small):
    builder = someone("wouter@wadlicht.example", "builder")
    program, path = program_of(builder), f"/systems/{small.pk}"
    change = {"purpose": "Iets anders.", "revision": small.revision}

    assert program.patch(path, change).status_code == 403
    AISystem.objects.filter(pk=small.pk).update(owned_by=builder)
    assert program.patch(path, change).status_code == 200


def test_an_auditor_who_is_also_an_analyst_has_the_reach_of_both_and_an_auditor_alone_has_no_token(
    someone, program_of, example
):
    auditor = someone("auditor@wadlicht.example", "auditor", "analyst")
    program = program_of(auditor)
    assert program.get("/systems").json()["count"] == 14

    Grant.objects.filter(person=auditor, role="analyst").delete()
    now = timezone.localtime()
    Mandate.objects.create(
        person=auditor, purpose="x", systems=[AISystem.objects.first().pk], given_at=now,
        period_from=now.date(), period_until=now.date(), expires_at=now + timedelta(days=1),
    )  # fmt: skip
    assert program.get("/systems").status_code == 403


@pytest.mark.parametrize("path", ["/systems", "/duties", "/changes"])
def test_a_list_holds_no_more_than_a_mandate_gives(someone, program_of, example, monkeypatch, path):
    """Should auditors ever get tokens of their own, they see what their mandate covers."""
    auditor = someone("auditor@wadlicht.example", "auditor")
    granted = {**MATRIX[Permission.USE_API], Role.AUDITOR: Reach.ALL}
    monkeypatch.setattr("balie.people.roles.MATRIX", {**MATRIX, Permission.USE_API: granted})
    system = AISystem.objects.order_by("pk").first()
    now = timezone.localtime()
    Mandate.objects.create(
        person=auditor, purpose="x", systems=[system.pk], given_at=now,
        period_from=now.date(), period_until=now.date(), expires_at=now + timedelta(days=1),
    )  # fmt: skip
    program = program_of(auditor)

    items = program.get(path).json()["items"]
    assert {item["system"]["id"] if "system" in item else item["id"] for item in items} <= {system.pk}
    assert program.get(f"/systems/{system.pk}").status_code == 200
    assert program.get(f"/systems/{AISystem.objects.order_by('pk').last().pk}").status_code == 404


class Numbers(dict):
    """A number that is nobody's, for whatever varies in an address."""

    def __missing__(self, name):
        return "999999"
