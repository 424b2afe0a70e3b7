"""What the tests of the register share."""

from datetime import date

import pytest
from django.conf import settings

from balie.law import Law, shipped_law
from balie.register.acting import Acting
from balie.register.models import Organisation

# Only `balie serve` makes a key; tests bring their own.
settings.SECRET_KEY = "a key for tests"


@pytest.fixture
def law() -> Law:
    return shipped_law()


@pytest.fixture
def today() -> date:
    return date(2026, 11, 23)


@pytest.fixture
def organisation(db) -> Organisation:
    return Organisation.objects.create(name="Wadlicht Energie")


@pytest.fixture
def acting(noon, today):
    """Who does something, at noon."""
    return lambda person: Acting(person, noon, today)


@pytest.fixture
def builder(someone):
    return someone("bo@wadlicht.example", "builder", name="Bo Bouwer")


@pytest.fixture
def officer(someone):
    return someone("connie@wadlicht.example", "compliance", name="Connie Compliance")
