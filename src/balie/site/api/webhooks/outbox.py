"""What other rooms announce, put in the queue of every webhook that asked for it, within the transaction of the change.

So there is no message about something that did not happen, and nothing that happened without its message.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from balie.evidence.service import Subject
from balie.register.service import Assessed, Told, assessed, changed
from balie.site.api import message
from balie.site.api.message import Event
from balie.site.api.models import Delivery, Webhook
from balie.site.api.shapes.common import range_of
from balie.site.api.webhooks.keeping import new_number

_ADDRESSES = {
    "system": "/api/v1/systems/{key}",
    "supplier": "/api/v1/suppliers/{key}",
    "duty": "/api/v1/duties/{key}",
    "task": "/api/v1/tasks/{key}",
    "difference": "/api/v1/changes/{key}",
    "organisation": "/api/v1/organisation",
}


def connect() -> None:
    """Listen to the other rooms."""
    changed.connect(on_changed, dispatch_uid="balie.api.changed")
    assessed.connect(on_assessed, dispatch_uid="balie.api.assessed")


def on_changed(kind: str, told: Sequence[Told], **_more: Any) -> None:
    """Tell what a room changed, when it is something that can be told."""
    if kind in set(Event):
        tell((Event(kind), _about(subject) | {"details": _plain(body)}) for subject, body in told)


def on_assessed(found: Iterable[Assessed], **_more: Any) -> None:
    """Tell of every system that was assessed, and apart from that when its class became another."""
    told: list[tuple[Event, Mapping[str, Any]]] = []
    for one in found:
        about = _about(Subject("system", one.system.pk, one.system.name))
        after = range_of(one.row.effective_low, one.row.effective_high).model_dump()
        before = range_of(one.before.effective_low, one.before.effective_high).model_dump() if one.before else None
        classes = {"before": before, "after": after, "cause": one.row.cause}
        told.append((Event.ASSESSED, about | {"details": classes | {"assessment": one.row.pk}}))
        if before is not None and before != after:
            told.append((Event.CLASS_CHANGED, about | {"details": classes}))
    tell(told)


def tell(told: Iterable[tuple[Event, Mapping[str, Any]]]) -> None:
    """Put events in the queue of every webhook that asked for them."""
    listening = list(Webhook.objects.filter(active=True))
    if not listening:
        return
    now = timezone.localtime()
    bodies = [(event, message.body_of(event, now, data)) for event, data in told]
    Delivery.objects.bulk_create(
        Delivery(webhook=webhook, message=new_number(), event=event.value, payload=body, made_at=now, due_at=now)
        for event, body in bodies
        for webhook in listening
        if event.value in webhook.events
    )


def _about(subject: Subject) -> dict[str, Any]:
    link = _ADDRESSES.get(subject.kind, "").format(key=subject.key)
    told = {"kind": subject.kind, "id": subject.key, "name": subject.name, "link": link or None}
    return {"subject": told, "system": subject.key if subject.kind == "system" else subject.system}


def _plain(body: Any) -> Any:
    """What a room told, as plain JSON: dates and the like become text."""
    return json.loads(json.dumps(body or {}, cls=DjangoJSONEncoder))
