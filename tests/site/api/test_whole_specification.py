"""Every operation of the specification, called with what schemathesis makes of it: right, nearly right, and wrong."""

import os

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.utils import timezone
from hypothesis import HealthCheck
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from balie.duties.models import FileContent, SystemDuty
from balie.duties.tasks import About, Wanted, add_task
from balie.register import service as register
from balie.register.models import AISystem, Difference
from balie.register.suppliers.keeping import add_supplier
from balie.site.api.entry import specification

pytestmark = pytest.mark.one_database

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 12
SCHEMA = schemathesis.openapi.from_dict(specification())
OPERATIONS = {f"{one.ok().method.upper()} {one.ok().path}": one.ok() for one in SCHEMA.get_all_operations()}


@pytest.fixture
def existing(settings, example, person) -> dict[str, dict[str, int]]:
    """For each part, numbers of things that exist, so that more than half of the requests do not end at 404."""
    settings.API_CALLS_PER_MINUTE = 1_000_000
    moment = timezone.localtime()
    acting = register.Acting(person, moment, moment.date())
    system = AISystem.objects.order_by("pk").first()
    supplier = add_supplier(system.organisation, {"name": "Chatfabriek"}, acting)
    contact = supplier.contacts.create(name="Jo")
    contract = supplier.contracts.create(kind="service", at=moment)
    task = add_task(Wanted("Nakijken"), About(system.pk), acting)
    duty = SystemDuty.objects.order_by("pk").first()
    content = FileContent.objects.create(digest="0" * 64, content=b"%PDF-1.7", size=8)
    about = {"name": "proef.pdf", "media_type": "application/pdf", "title": "Proef", "by": person, "by_name": "S"}
    file = duty.files.create(content=content, at=moment, **about)
    change = Difference.objects.create(
        system=system, before=system.latest, after=system.latest, cause="law", found_at=moment
    )
    return {
        "systems": {"key": system.pk, "assessment": system.latest_id},
        "suppliers": {"key": supplier.pk, "contact": contact.pk, "contract": contract.pk},
        "duties": {"key": duty.pk, "file": file.pk},
        "tasks": {"key": task.pk},
        "changes": {"key": change.pk},
        "law": {"name": "aia-50-1"},
    }


@pytest.fixture
def kept_connection():
    """A request may not close the connection a test has its transaction on; Django's own client does the same."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_no_request_makes_the_server_fail_or_break_its_own_word(program, existing, kept_connection, name):
    operation, application = OPERATIONS[name], get_wsgi_application()
    numbers, seen = existing.get(name.split("/")[3], {}), set()
    headers = {"Authorization": f"Bearer {program.token}", "Accept-Encoding": "identity"}

    @hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize="CI" in os.environ,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(case=operation.as_strategy(), exists=hypothesis.strategies.sampled_from([True, True, False]))
    def call(case, exists):
        if exists:
            case.path_parameters.update({n: numbers[n] for n in case.path_parameters if n in numbers})
        with transaction.atomic():
            seen.add(case.call_and_validate(headers=headers, checks=CHECKS, app=application).status_code)
            transaction.set_rollback(True)

    call()
    assert not name.startswith("GET ") or 200 in seen, seen
