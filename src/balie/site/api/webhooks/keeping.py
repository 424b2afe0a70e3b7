"""Webhooks: made, changed, switched on and off, given a new secret, and removed. Every change stands in the journal.

A secret is kept nowhere. It is worked out from a salt in the table and the key of the site, so that a copy of the
database alone signs nothing. Whoever changes the key of the site gives every webhook a new secret.
"""

import secrets as chance
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.http import Http404
from django.utils.crypto import salted_hmac

from balie.evidence import service as evidence
from balie.people.service import Permission, User, actor, require
from balie.site.api import message
from balie.site.api.message import DeliveryStatus, Event
from balie.site.api.models import Delivery, Webhook
from balie.site.api.webhooks.addresses import check_form, host_of

OLD_SECRET_LASTS = timedelta(hours=24)
_KEPT = timedelta(days=90)
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody filled in."""

    name: str
    address: str
    events: frozenset[Event]
    active: bool = True


def webhook_for(person: User, key: int) -> Webhook:
    """One webhook, for somebody who may manage them; locked when asked for in a transaction."""
    require(person, Permission.MANAGE_API)
    found = Webhook.objects.filter(pk=key).first()
    if found is None:
        raise Http404
    return found


@transaction.atomic
def add(person: User, wish: Wish, *, now: datetime) -> Webhook:
    """Make a webhook. Raise `AddressRefused`."""
    require(person, Permission.MANAGE_API)
    check_form(wish.address)
    made = Webhook.objects.create(
        name=wish.name,
        address=wish.address,
        events=_chosen(wish.events),
        active=wish.active,
        salt=_salt(),
        made_by=person,
        made_at=now,
    )
    _record("webhook-added", made, person, now, {}, _plain(made))
    return made


@transaction.atomic
def change(person: User, key: int, wish: Wish, *, now: datetime) -> Webhook:
    """Change a webhook; switching it on again forgets that it failed. Raise `AddressRefused`."""
    found = webhook_for(person, key)
    check_form(wish.address)
    before = _plain(found)
    found.name, found.address, found.events = wish.name, wish.address, _chosen(wish.events)
    if wish.active and not found.active:
        found.failing_since, found.stopped_because = None, ""
    found.active = wish.active
    found.save()
    _record("webhook-changed", found, person, now, before, _plain(found))
    return found


@transaction.atomic
def renew_secret(person: User, key: int, *, now: datetime) -> Webhook:
    """Give a webhook a new secret. For a day messages are signed with the old one as well."""
    found = webhook_for(person, key)
    found.salt_before, found.salt_before_until = found.salt, now + OLD_SECRET_LASTS
    found.salt = _salt()
    found.save(update_fields=["salt", "salt_before", "salt_before_until"])
    _record("webhook-secret-renewed", found, person, now, {}, {})
    return found


@transaction.atomic
def remove(person: User, key: int, *, now: datetime) -> str:
    """Remove a webhook with its log, and return its name."""
    found = webhook_for(person, key)
    _record("webhook-removed", found, person, now, _plain(found), {})
    found.delete()
    return found.name


@transaction.atomic
def send_again(person: User, key: int, delivery: int, *, now: datetime) -> Delivery:
    """Put a message that was delivered or given up in the queue again, with the same number."""
    require(person, Permission.MANAGE_API)
    found = Delivery.objects.select_for_update().filter(webhook=key, pk=delivery).first()
    if found is None:
        raise Http404
    found.status, found.due_at, found.finished_at, found.attempts = DeliveryStatus.WAITING.value, now, None, 0
    found.save(update_fields=["status", "due_at", "finished_at", "attempts"])
    return found


@transaction.atomic
def send_test(person: User, key: int, *, now: datetime) -> Delivery:
    """Put a test in the queue."""
    found = webhook_for(person, key)
    return queue(found, Event.TEST, message.body_of(Event.TEST, now, {"webhook": found.name, "by": str(person)}), now)


def queue(webhook: Webhook, event: Event, body: str, now: datetime) -> Delivery:
    """Put one message in the queue of one webhook."""
    return Delivery.objects.create(
        webhook=webhook, message=new_number(), event=event.value, payload=body, made_at=now, due_at=now
    )


def new_number() -> str:
    """The number of a message: the receiver uses it to see that it got one twice."""
    return "msg_" + chance.token_hex(16)


def secret_of(webhook: Webhook) -> bytes:
    """The secret of a webhook."""
    return _secret(webhook.salt)


def secrets_of(webhook: Webhook, *, now: datetime) -> list[bytes]:
    """What to sign with: the secret, and for a day after it was replaced the one before."""
    before = webhook.salt_before if webhook.salt_before_until and now < webhook.salt_before_until else ""
    return [_secret(salt) for salt in (webhook.salt, before) if salt]


def forget_deliveries(now: datetime) -> int:
    """Remove the next finished deliveries that are three months old, and say how many. A job of the worker."""
    old = Delivery.objects.filter(due_at=None, made_at__lte=now - _KEPT).values_list("pk", flat=True)[:_AT_ONCE]
    return Delivery.objects.filter(pk__in=list(old)).delete()[0]


def _secret(salt: str) -> bytes:
    return salted_hmac("balie.api.webhook", salt, algorithm="sha256").digest()


def _salt() -> str:
    return chance.token_hex(32)


def _chosen(events: Iterable[Event]) -> list[str]:
    return sorted(event.value for event in events if event is not Event.TEST)


def _plain(webhook: Webhook) -> dict[str, object]:
    """A webhook for the journal: of the address the host, and a keyed digest that tells two addresses there apart."""
    digest = salted_hmac("balie.api.webhook-address", webhook.address, algorithm="sha256").hexdigest()[:12]
    address = f"{host_of(webhook.address)} ({digest})"
    return {"name": webhook.name, "address": address, "events": list(webhook.events), "active": webhook.active}


def _record(
    kind: str, webhook: Webhook, person: User, now: datetime, before: dict[str, object], after: dict[str, object]
) -> None:
    about = evidence.Subject("webhook", webhook.pk, webhook.name)
    changes = evidence.changes_between(before, after)
    evidence.record(kind, by=actor(person), now=now, subject=about, changes=changes)
