"""What tests of the API share: a program that calls it with somebody's token."""

from datetime import datetime

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from balie.law import shipped_law
from balie.register import service as register
from balie.register.models import AISystem, Organisation
from balie.site.api import tokens
from balie.site.api.scopes import Scope


class Program:
    """Calls the API with a token, as a program would: no cookies, JSON both ways."""

    def __init__(self, token: str = "", **headers: str) -> None:
        self.token, self.headers, self.client = token, headers, Client()

    def __call__(self, method: str, path: str, body=None, **headers: str):
        sent = {name.replace("_", "-"): value for name, value in {**self.headers, **headers}.items()}
        if self.token:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        more = {} if body is None else {"data": body, "content_type": "application/json"}
        return self.client.generic(method, f"/api/v1{path}", headers=sent, **_written(more))

    def get(self, path: str, **headers: str):
        return self("GET", path, **headers)

    def post(self, path: str, body, **headers: str):
        return self("POST", path, body, **headers)

    def patch(self, path: str, body, **headers: str):
        return self("PATCH", path, body, **headers)


def _written(more):
    import json

    if "data" in more and not isinstance(more["data"], str | bytes):
        more["data"] = json.dumps(more["data"])
    return more


@pytest.fixture
def program_of():
    """A program of somebody, with a token for these scopes (all, when none are named)."""

    def make(person, *scopes: Scope, days: int = 90, now: datetime | None = None, **headers: str) -> Program:
        issued = tokens.issue(person, "test", scopes or Scope, days=days, now=now or timezone.localtime())
        return Program(issued.text, **headers)

    return make


@pytest.fixture
def program(person, program_of) -> Program:
    """A program of somebody who may do nearly everything."""
    return program_of(person, Accept_Language="en")


@pytest.fixture
def outsider() -> Program:
    """A program without a token."""
    return Program(Accept_Language="en")


@pytest.fixture
def few_calls(monkeypatch) -> int:
    """How many calls a token may make in a minute, low enough to reach."""
    monkeypatch.setattr(settings, "API_CALLS_PER_MINUTE", 3)
    return 3


@pytest.fixture
def small(person) -> AISystem:
    """An organisation with one system, which is quicker than the example with fourteen."""
    moment = timezone.localtime()
    acting = register.Acting(person, moment, moment.date())
    organisation = Organisation.objects.create(name="Wadlicht")
    written = register.Description(name="Wim", purpose="Beantwoordt vragen.", life_cycle="live")
    return register.create_system(shipped_law(), organisation, written, acting)
