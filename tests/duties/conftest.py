"""What the tests of the duties share."""

from datetime import date

import pytest

from balie.duties.models import SystemDuty
from balie.register import service as register


@pytest.fixture
def today() -> date:
    return date(2026, 11, 23)


@pytest.fixture
def wim(example):
    """The chatbot of the example."""
    return register.AISystem.objects.select_related("organisation", "latest").get(name="Wim")


@pytest.fixture
def told(wim) -> SystemDuty:
    """A duty of Wim that can be measured, looked at, filed and attested."""
    return SystemDuty.objects.get(system=wim, duty="be-open-about-the-bot")
