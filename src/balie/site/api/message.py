"""What webhooks are told, how a message is signed, and when it is tried again. Values only.

Messages follow the Standard Webhooks convention, so that ready-made libraries in many languages can check them.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from balie.language import Text

# What a receiver compares its clock with; older messages are refused as replays.
TOLERANCE = timedelta(minutes=5)
SECRET_PREFIX = "whsec_"  # noqa: S105  (the name of a kind of secret, not a secret)

# How long to wait after each failure: nine attempts in a little less than three days.
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
    timedelta(hours=24),
)


class DeliveryStatus(StrEnum):
    """How far a message has come."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"

    @property
    def label(self) -> Text:
        """The status in words."""
        return _STATUSES[self]


class Event(StrEnum):
    """What can be told: the kinds of change that rooms announce, and no others."""

    ASSESSED = "assessed"
    CLASS_CHANGED = "class-changed"
    SYSTEM_ADDED = "system-added"
    SYSTEM_CHANGED = "system-changed"
    SYSTEM_RETIRED = "system-retired"
    ANSWERED = "answered"
    TEST = "test"

    @property
    def label(self) -> Text:
        """The event in words."""
        return _EVENTS[self]


def body_of(event: Event, moment: datetime, told: Mapping[str, Any]) -> str:
    """The text of a message, exactly as it is signed and sent."""
    whole = {"type": event.value, "timestamp": moment.isoformat(timespec="seconds"), "data": told}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def secret_text(secret: bytes) -> str:
    """A secret as its receiver keeps it."""
    return SECRET_PREFIX + base64.b64encode(secret).decode()


def signed(secrets: Iterable[bytes], message: str, seconds: int, body: str) -> str:
    """The header with a signature for each secret: two while a secret is being replaced."""
    content = f"{message}.{seconds}.{body}".encode()
    made = (hmac.new(secret, content, hashlib.sha256).digest() for secret in secrets)
    return " ".join(f"v1,{base64.b64encode(signature).decode()}" for signature in made)


def next_try(attempts: int, *, after: datetime) -> datetime | None:
    """When to try again after so many failed attempts; None: no more."""
    return after + WAITS[attempts - 1] if attempts <= len(WAITS) else None


_STATUSES = {
    DeliveryStatus.WAITING: Text(nl="wacht", en="waiting"),
    DeliveryStatus.DELIVERED: Text(nl="afgeleverd", en="delivered"),
    DeliveryStatus.GIVEN_UP: Text(nl="opgegeven", en="given up"),
}
_EVENTS = {
    Event.ASSESSED: Text(nl="een systeem is opnieuw beoordeeld", en="a system was assessed anew"),
    Event.CLASS_CHANGED: Text(nl="de klasse van een systeem is veranderd", en="the class of a system changed"),
    Event.SYSTEM_ADDED: Text(nl="een systeem is toegevoegd", en="a system was added"),
    Event.SYSTEM_CHANGED: Text(nl="een systeem is gewijzigd", en="a system was changed"),
    Event.SYSTEM_RETIRED: Text(nl="een systeem is gestopt", en="a system was retired"),
    Event.ANSWERED: Text(nl="er zijn vragen beantwoord", en="questions were answered"),
    Event.TEST: Text(nl="een proefbericht dat iemand stuurde", en="a test that somebody sent"),
}
