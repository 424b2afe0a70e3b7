"""What the tests of pages share: a key, a person, their browser, and the example organisation."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client

from balie.law import shipped_law
from balie.register import service as register
from balie.site import demo
from balie.site.accounts.models import User

# Only `balie serve` makes a key; tests bring their own.
settings.SECRET_KEY = "a key for tests"
# The real one takes a tenth of a second on purpose; test_settings.py sees to it that it stays the first choice.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture
def person(db) -> User:
    return User.objects.create_user("samira@wadlicht.example", "een lange zin als wachtwoord")


@pytest.fixture
def stranger() -> Client:
    """A browser in which nobody has signed in. It checks CSRF, as real ones make Django do."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def colleague(person) -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def example(db) -> None:
    register.load_example(demo.written(shipped_law()).portfolio)
