"""Send what is due, and try again later what failed. The job of the worker that webhooks hang on.

A message is taken by moving its next attempt a little ahead, in a transaction of its own; then it is sent with no
transaction open, for a slow receiver must not make people wait. A crash in between means one more attempt later: a
receiver can get a message twice, and sees that by its number.
"""

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import requests
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from requests.adapters import HTTPAdapter

from balie.evidence import service as evidence
from balie.site.api import message
from balie.site.api.message import DeliveryStatus
from balie.site.api.models import Delivery, Webhook
from balie.site.api.webhooks.addresses import AddressRefused, Target, target_of
from balie.site.api.webhooks.keeping import secrets_of
from balie.site.api.webhooks.notice import tell_stopped

TIMEOUT = 10.0
_AT_ONCE = 20
_SLOW = 5.0
_TAKEN_FOR = timedelta(minutes=5)
_SHOWN = 1000
_GONE = 410

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a receiver said: the status (0: nothing), and the beginning of the answer or what went wrong."""

    code: int
    text: str

    @property
    def good(self) -> bool:
        """Whether the receiver took it."""
        return 200 <= self.code < 300


def deliver_due(now: datetime, *, timeout: float = TIMEOUT) -> int:
    """Send the next messages that are due, and say how many there were."""
    taken = _take(now)
    silent: set[int] = set()
    for delivery in taken:
        if delivery.webhook_id in silent:
            continue
        heard = _send(delivery, now, timeout)
        _write_down(delivery.pk, heard, now)
        if not heard.code:
            silent.add(delivery.webhook_id)
            _put_off(delivery, now)
    return len(taken)


def deliver_now(_: datetime) -> int:
    """The job of the worker. It looks at the clock again each turn, and lets others go first after a slow one."""
    began = time.monotonic()
    handled = deliver_due(timezone.now())
    return handled if time.monotonic() - began < _SLOW else 0


def _put_off(failed: Delivery, now: datetime) -> None:
    """Let the new messages of a webhook that does not answer wait, for each would keep the worker as long."""
    waiting = Delivery.objects.filter(webhook=failed.webhook_id, attempts=0, due_at__lte=now + _TAKEN_FOR)
    waiting.exclude(pk=failed.pk).update(due_at=now + message.WAITS[0])


@transaction.atomic
def _take(now: datetime) -> list[Delivery]:
    rows = Delivery.objects.select_related("webhook").filter(due_at__lte=now, webhook__active=True).order_by("due_at")
    taken = list(rows.select_for_update(of=("self",), skip_locked=True)[:_AT_ONCE])
    Delivery.objects.filter(pk__in=[row.pk for row in taken]).update(due_at=now + _TAKEN_FOR)
    return taken


def _send(delivery: Delivery, now: datetime, timeout: float) -> Heard:
    seconds = int(now.timestamp())
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Balie-Webhooks/1",
        "webhook-id": delivery.message,
        "webhook-timestamp": str(seconds),
        "webhook-signature": message.signed(
            secrets_of(delivery.webhook, now=now), delivery.message, seconds, delivery.payload
        ),
    }
    target = None
    try:
        target = target_of(delivery.webhook.address)
        return post(target, delivery.payload.encode(), headers, timeout=timeout)
    except AddressRefused as problem:
        return Heard(0, str(problem.message))
    except (OSError, requests.RequestException, ValueError) as problem:  # no connection, no answer in time, no HTTP
        return Heard(0, _in_words(problem, target)[:_SHOWN])


def _in_words(problem: Exception, target: Target | None) -> str:
    """What went wrong, without the path and query that some libraries quote: those may hold a secret."""
    told = f"{type(problem).__name__}: {problem}"
    return told.replace(target.path, "/…") if target and target.path != "/" else told


def post(target: Target, body: bytes, headers: dict[str, str], *, timeout: float) -> Heard:
    """Send one message to the address that was looked at, follow nothing, and read no more than is shown."""
    host = f"[{target.address}]" if target.address.version == 6 else str(target.address)
    named = f"[{target.host}]" if ":" in target.host else target.host
    usual = {"https": 443, "http": 80}[target.scheme]
    deadline = time.monotonic() + timeout
    with requests.Session() as session:
        session.trust_env = False  # no proxy and no password file of this machine
        session.mount("https://", _Named(target.host))
        answer = session.post(
            f"{target.scheme}://{host}:{target.port}{target.path}",
            data=body,
            headers={**headers, "Host": named if target.port == usual else f"{named}:{target.port}"},
            timeout=timeout,
            allow_redirects=False,
            verify=settings.WEBHOOK_CERTIFICATES,
            stream=True,
        )
        with answer:
            return Heard(answer.status_code, _beginning(answer, deadline))


class _Named(HTTPAdapter):
    """Connects to an address, and asks for the certificate of the name that was looked up."""

    def __init__(self, name: str) -> None:
        self._name = name
        super().__init__()

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        super().init_poolmanager(*args, server_hostname=self._name, assert_hostname=self._name, **more)


def _beginning(answer: requests.Response, deadline: float) -> str:
    """The first characters of an answer, for as long as there is time."""
    found = b""
    while len(found) < 4 * _SHOWN and time.monotonic() < deadline:
        part = answer.raw.read1(4 * _SHOWN - len(found), decode_content=False)
        if not part:
            break
        found += part
    return found.decode("utf-8", "replace").replace("\0", "\ufffd")[:_SHOWN]


@transaction.atomic
def _write_down(key: int, heard: Heard, now: datetime) -> None:
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("webhook").filter(pk=key).first()
    if delivery is None:  # somebody removed the webhook in the meantime
        return
    delivery.attempts += 1
    delivery.tries = [*delivery.tries, {"at": now.isoformat(), "code": heard.code, "text": heard.text}][-20:]
    following = None if heard.good or heard.code == _GONE else message.next_try(delivery.attempts, after=now)
    delivery.due_at = following
    if following is None:
        delivery.status = (DeliveryStatus.DELIVERED if heard.good else DeliveryStatus.GIVEN_UP).value
        delivery.finished_at = now
    delivery.save()
    _judge(delivery.webhook, heard, now, gave_up=following is None)


def _judge(webhook: Webhook, heard: Heard, now: datetime, *, gave_up: bool) -> None:
    """Remember since when a webhook fails, and stop it when a message had to be given up."""
    if heard.good:
        Webhook.objects.filter(pk=webhook.pk).exclude(failing_since=None).update(failing_since=None)
        return
    Webhook.objects.filter(pk=webhook.pk, failing_since=None).update(failing_since=now)
    if gave_up and webhook.active:
        _stop(webhook, heard, now)


def _stop(webhook: Webhook, heard: Heard, now: datetime) -> None:
    because = f"{heard.code} {heard.text}"[:300]
    if not Webhook.objects.filter(pk=webhook.pk, active=True).update(active=False, stopped_because=because):
        return
    about = evidence.Subject("webhook", webhook.pk, webhook.name)
    evidence.record("webhook-stopped", by=evidence.BALIE, now=now, subject=about, body={"answer": heard.code})
    _log.warning("webhook %s was stopped after its messages failed for days", webhook.pk)
    webhook.stopped_because = because
    transaction.on_commit(lambda: tell_stopped(webhook))
