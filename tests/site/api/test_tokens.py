"""Tokens: how long they work, what they open, and that nobody can read them back."""

import logging
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from balie.evidence.models import Entry
from balie.people import accounts
from balie.people.models import Grant
from balie.people.service import NotPermitted
from balie.site.api import message, tokens
from balie.site.api.models import Token
from balie.site.api.scopes import Scope
from balie.site.log_lines import Line


def test_a_token_opens_the_api(program, person):
    answer = program.get("/me")

    assert answer.status_code == 200
    assert answer.json()["email"] == person.email
    assert answer.json()["scopes"] == sorted(Scope)


@pytest.mark.parametrize(
    "header",
    [
        pytest.param("", id="nothing"),
        pytest.param("Bearer", id="only the word"),
        pytest.param("Bearer balie_" + "x" * 43, id="a token nobody made"),
        pytest.param("Basic c2FtaXJhOmdlaGVpbQ==", id="a name and password"),
        pytest.param("Bearer \u00e9\u00e9n", id="letters that no token has"),
    ],
)
def test_without_a_token_that_works_nothing_opens(outsider, db, header):
    answer = outsider.get("/me", Authorization=header)

    assert answer.status_code == 401
    assert answer.json()["code"] == "token-needed"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_whoever_signed_in_on_the_pages_has_not_signed_in_here(colleague, small):
    assert colleague.get("/api/v1/systems").status_code == 401


def test_a_token_ends_when_its_days_are_over(person, program_of):
    long_ago = timezone.localtime() - timedelta(days=91)

    assert program_of(person, now=long_ago, days=90).get("/me").status_code == 401
    assert program_of(person, now=long_ago, days=92).get("/me").status_code == 200


@pytest.mark.parametrize("days", [0, -1, 366])
def test_no_token_lasts_longer_than_a_year_or_less_than_a_day(person, days):
    with pytest.raises(ValueError, match="1 to 365"):
        tokens.issue(person, "te lang", Scope, days=days, now=timezone.localtime())


def test_a_revoked_token_stops_at_once(program, person):
    tokens.revoke(person, Token.objects.get().pk, now=timezone.localtime())

    assert program.get("/me").status_code == 401


def test_a_renewed_token_takes_the_place_of_the_old_one(program, person, program_of):
    new = tokens.renew(person, Token.objects.get().pk, now=timezone.localtime())

    assert program.get("/me").status_code == 401
    program.token = new.text
    assert program.get("/me").status_code == 200
    assert new.row.scopes == sorted(Scope)


def test_closing_an_account_ends_its_tokens_for_good(program_of, person, someone):
    other = someone("wouter@wadlicht.example", "builder")
    program, moment = program_of(other), timezone.localtime()
    tokens.revoke(other, tokens.issue(other, "al weg", Scope, days=1, now=moment).row.pk, now=moment)
    accounts.close(other, by=person, now=moment)
    assert program.get("/me").status_code == 401

    accounts.reopen(other, by=person, now=moment)

    assert program.get("/me").status_code == 401
    revoked = Entry.objects.filter(kind="token-revoked", actor_id=person.pk)
    assert [entry.body["because"] for entry in revoked] == ["account-closed"]


def test_nobody_renews_or_revokes_the_token_of_another(program, someone):
    other = someone("wouter@wadlicht.example", "builder")
    for act in (tokens.renew, tokens.revoke):
        with pytest.raises(tokens.NoSuchToken):
            act(other, Token.objects.get().pk, now=timezone.localtime())


def test_a_token_ends_with_the_account_of_its_owner(program, person):
    person.is_active = False
    person.save()

    assert program.get("/me").status_code == 401


def test_a_token_opens_no_more_than_its_scopes(person, program_of, small):
    narrow = program_of(person, Scope.LAW_READ, Accept_Language="en")

    assert narrow.get("/law").status_code == 200
    refused = narrow.get("/systems")
    assert refused.status_code == 403
    assert refused.json()["code"] == "scope-missing"
    assert refused.json()["places"][0]["message"].startswith("systems:read")


def test_a_token_opens_no_more_than_the_roles_of_its_owner_now(person, program, small):
    body = {"name": "Nieuw", "purpose": "Beantwoordt vragen."}
    assert program.post("/systems", body).status_code == 201
    Grant.objects.filter(person=person, role="compliance").delete()

    refused = program.post("/systems", body | {"name": "Nog een"})
    assert refused.status_code == 403
    assert refused.json()["places"][0]["message"].startswith("change_systems")


def test_whoever_may_not_use_the_api_makes_no_token_and_uses_none(someone, program_of):
    agent = someone("agent@wadlicht.example", "agent")
    with pytest.raises(NotPermitted):
        program_of(agent)

    builder = someone("wouter@wadlicht.example", "builder")
    program = program_of(builder)
    Grant.objects.filter(person=builder).update(role="auditor")
    assert program.get("/me").status_code == 403


def test_only_a_digest_is_kept(program, db):
    row = Token.objects.values().get()

    assert not any(program.token in str(value) for value in row.values())
    assert program.token[6:10] == row["hint"]
    assert program.token.startswith("balie_")
    assert len(program.token) == len("balie_") + 43
    assert not any(program.token in str(entry.body) for entry in Entry.objects.all())


def test_two_tokens_are_never_the_same(person, program_of):
    assert len({program_of(person).token for _ in range(20)}) == 20


@pytest.mark.parametrize("secret", ["balie_" + "aB3-_" * 8, message.secret_text(b"\xfb\xff" * 16)])
def test_no_token_or_secret_comes_in_the_log(secret):
    record = logging.LogRecord("x", logging.ERROR, "", 1, "failed for %s.", (f"Bearer {secret}",), None)

    line = Line("{message}", style="{").format(record)

    assert secret not in line
    assert line.endswith("….")
    assert secret[6:] not in line


def test_using_and_making_a_token_is_seen(program, db):
    assert Token.objects.get().used_at is None
    program.get("/me")

    assert Token.objects.get().used_at is not None
    assert [entry.kind for entry in Entry.objects.filter(subject="token")] == ["token-made"]


def test_too_many_requests_have_to_wait(program, few_calls, monkeypatch):
    moment = timezone.localtime().replace(second=20, microsecond=0)
    monkeypatch.setattr(timezone, "localtime", lambda: moment)
    answers = [program.get("/me") for _ in range(few_calls + 2)]

    assert [answer.status_code for answer in answers] == [200] * few_calls + [429] * 2
    assert answers[-1].headers["Retry-After"] == "40"
    assert answers[-1].json()["code"] == "too-many-requests"

    monkeypatch.setattr(timezone, "localtime", lambda: moment + timedelta(seconds=40))
    assert program.get("/me").status_code == 200


def test_each_token_is_counted_by_itself(person, program_of, few_calls):
    one, other = program_of(person), program_of(person)
    for _ in range(few_calls + 1):
        one.get("/me")

    assert other.get("/me").status_code == 200


# The page


def test_a_token_is_shown_once(colleague, person):
    made = colleague.post("/settings/tokens/", {"name": "Rapport", "days": 90, "scopes": ["systems:read"]})
    assert made.status_code == 201
    text = made.context["issued"].text
    assert text in made.content.decode()
    assert "no-store" in made.headers["Cache-Control"]

    page = colleague.get("/settings/tokens/").content.decode()
    assert "Rapport" in page
    assert text not in page
    assert Client().get("/api/v1/me", headers={"Authorization": f"Bearer {text}"}).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"name": ""}, id="no name"),
        pytest.param({"name": "x" * 101}, id="a name that is too long"),
        pytest.param({"days": 400}, id="more than a year"),
        pytest.param({"scopes": []}, id="no scope"),
        pytest.param({"scopes": ["everything"]}, id="a scope that does not exist"),
    ],
)
def test_a_form_that_is_not_right_makes_no_token(colleague, wrong):
    answer = colleague.post("/settings/tokens/", {"name": "x", "days": 90, "scopes": ["law:read"]} | wrong)

    assert answer.status_code == 422
    assert not Token.objects.exists()


def test_a_token_is_renewed_and_revoked_on_the_page(colleague, program):
    first = Token.objects.get()
    renewed = colleague.post(f"/settings/tokens/{first.pk}/renew/")
    assert renewed.status_code == 201
    new = renewed.context["issued"].row

    assert colleague.post(f"/settings/tokens/{new.pk}/revoke/").status_code == 302
    assert colleague.post(f"/settings/tokens/{new.pk}/revoke/").status_code == 404
    assert all(token.revoked_at for token in Token.objects.all())
    page = colleague.get("/settings/tokens/").content.decode()
    assert "ingetrokken" in page


def test_a_token_opens_nothing_while_its_owner_lacks_a_second_factor_they_need(program, settings):
    assert program.get("/me").status_code == 200
    settings.SECOND_FACTOR_REQUIRED = True
    refused = program.get("/me")
    assert refused.status_code == 403
    assert refused.json()["code"] == "not-permitted"
    assert "second factor" in refused.json()["places"][0]["message"]
