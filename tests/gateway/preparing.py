"""Make a database with one gate in it, for tests to copy: `python preparing.py FOLDER` (in a process of its own)."""

import os
import sys
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

KEY = "bk_a-key-for-tests"


def make_gate(policy: str, now: datetime) -> Any:
    """Put a gate with a key in the tables."""
    from balie.desk.models import Gate, GateKey
    from balie.evidence import logs
    from balie.gateway.policy.reading import digest_of
    from balie.register.models import AISystem, Organisation

    system = AISystem.objects.create(organisation=Organisation.objects.create(name="Zonstroom"), name="Sanne")
    log = logs.opened([system.pk], now=now)[system.pk]
    gate = Gate.objects.create(
        system=system, slug="sanne", log=log.pk, policy=policy, digest=digest_of(policy), version=1, made_at=now
    )
    GateKey.objects.create(gate=gate, name="tests", digest=sha256(KEY.encode()).hexdigest(), made_at=now)
    return gate


if __name__ == "__main__":
    os.environ |= {
        "BALIE_DATA": sys.argv[1],
        "BALIE_SECRET_KEY": "tests",
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "balie.site.settings",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    make_gate("", datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
