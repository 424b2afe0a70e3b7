"""Every operation of the specification, called with what schemathesis makes of it: right, nearly right, and wrong."""

import os

import hypothesis
import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from hypothesis import HealthCheck
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from balie.register.models import AISystem
from balie.site.api.entry import specification

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 12
SCHEMA = schemathesis.openapi.from_dict(specification())
OPERATIONS = {f"{one.ok().method.upper()} {one.ok().path}": one.ok() for one in SCHEMA.get_all_operations()}


@pytest.fixture
def existing(settings, example, person) -> dict[str, int]:
    """Numbers of things that exist, so that more than half of the requests do not end at 404."""
    settings.API_CALLS_PER_MINUTE = 1_000_000
    system = AISystem.objects.order_by("pk").first()
    return {"key": system.pk, "assessment": system.latest_id}


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_no_request_makes_the_server_fail_or_break_its_own_word(program, existing, name):
    operation, application = OPERATIONS[name], get_wsgi_application()
    headers = {"Authorization": f"Bearer {program.token}", "Accept-Encoding": "identity"}

    @hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize="CI" in os.environ,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(case=operation.as_strategy(), exists=hypothesis.strategies.booleans())
    def call(case, exists):
        if exists:
            case.path_parameters.update({n: existing[n] for n in case.path_parameters if n in existing})
        with transaction.atomic():
            case.call_and_validate(headers=headers, checks=CHECKS, app=application)
            transaction.set_rollback(True)

    call()
