"""What the tests of the register share."""

from datetime import date

import pytest
from django.conf import settings

from balie.law import Law, shipped_law

# Only `balie serve` makes a key; tests bring their own.
settings.SECRET_KEY = "a key for tests"


@pytest.fixture
def law() -> Law:
    return shipped_law()


@pytest.fixture
def today() -> date:
    return date(2026, 11, 23)
