"""What happened in conversations, put in the queue of webhooks: read off the evidence, which the gateway writes itself.

How far each gate was told stands beside it, and moves in the transaction that fills the queue: nothing is told twice,
and nothing is left out.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from balie.desk.service import Gate
from balie.evidence import service as evidence
from balie.gateway.service import TOLD, event_of
from balie.site.api.message import Event
from balie.site.api.models import Webhook
from balie.site.api.webhooks.outbox import tell

_AT_ONCE = 500


def announce_conversations(_: datetime) -> int:
    """Tell what is new at every gate; return how many entries were looked at. A job of the worker."""
    listening = any(TOLD.keys() & set(events) for events in _wanted())
    announce = _announce if listening else _pass_over
    return sum(announce(key) for key in Gate.objects.values_list("pk", flat=True))


def _wanted() -> Iterable[list[str]]:
    return Webhook.objects.filter(active=True).values_list("events", flat=True)


@transaction.atomic
def _announce(key: int) -> int:
    gate = Gate.objects.select_for_update(of=("self",)).select_related("system").get(pk=key)
    entries = list(evidence.entries_from(gate.log, gate.announced, _AT_ONCE))
    if not entries:
        return 0
    about = {
        "kind": "system",
        "id": gate.system_id,
        "name": gate.system.name,
        "link": f"/api/v1/systems/{gate.system_id}",
    }
    found = (event_of(one.sequence + 1, one.kind, one.at, one.conversation, one.leaf) for one in entries)
    tell((Event(told["kind"]), {"subject": about, "system": gate.system_id, "details": told}) for told in found if told)
    Gate.objects.filter(pk=key).update(announced=entries[-1].sequence + 1)
    return len(entries)


def _pass_over(key: int) -> int:
    """Nobody listens: whoever starts to, hears of what comes after that."""
    gate = Gate.objects.get(pk=key)
    if (size := evidence.size_of(gate.log)) != gate.announced:
        Gate.objects.filter(pk=key).update(announced=size)
    return 0
