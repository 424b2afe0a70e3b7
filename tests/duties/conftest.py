"""What the tests of the duties share."""

from datetime import date, timedelta

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


@pytest.fixture
def acting(noon, today):
    """Somebody does something, now."""

    def made(person, *, days=0):
        return register.Acting(person, noon + timedelta(days=days), today + timedelta(days=days))

    return made


@pytest.fixture
def owner(someone, wim):
    """The manager who owns Wim."""
    found = someone("petra@wadlicht.example", "manager", name="Petra")
    wim.owned_by = found
    wim.save()
    return found


@pytest.fixture
def compliance(someone):
    """Somebody who may do everything about duties."""
    return someone("karim@wadlicht.example", "compliance", name="Karim")


@pytest.fixture
def auditor(someone, wim, noon, today):
    """An auditor with a mandate for Wim alone."""
    found = someone("auditor@toezicht.example", "auditor", name="Auke")
    found.mandates.create(
        purpose="Controle", systems=[wim.pk], period_from=today, period_until=today,
        expires_at=noon + timedelta(days=90), given_at=noon,
    )  # fmt: skip
    return found
