"""Checking that a webhook comes from Balie, as the Standard Webhooks specification says."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping

from balie.client.answers import Event, read


class NotGenuine(Exception):
    """This message does not come from Balie, or not now."""


def verify_webhook(secret: str, headers: Mapping[str, str], body: bytes, *, now: float | None = None) -> Event:
    """Return the event in a webhook about conversations and decisions.

    Raises `NotGenuine` unless the signature is right and it was sent in the last five minutes.

    `body` must be the bytes as they came. An event can come twice: `headers["webhook-id"]` stays the same.
    """
    given = {name.lower(): value for name, value in headers.items()}
    try:
        mark, moment, signatures = (given[f"webhook-{part}"] for part in ("id", "timestamp", "signature"))
    except KeyError as missing:
        raise NotGenuine(f"the header {missing} is not there") from None
    if not (moment.isascii() and moment.isdigit() and len(moment) < 12):
        raise NotGenuine("webhook-timestamp is no moment")
    if abs((time.time() if now is None else now) - int(moment)) > 5 * 60:
        raise NotGenuine("it was sent more than five minutes ago, or a clock is wrong")
    signing = base64.b64decode(secret.removeprefix("whsec_"))
    content = f"{mark}.{moment}.".encode() + body
    expected = b"v1," + base64.b64encode(hmac.new(signing, content, hashlib.sha256).digest())
    if True not in [hmac.compare_digest(expected, one.encode()) for one in signatures.split()]:
        raise NotGenuine("the signature is not of this secret")
    return read(Event, json.loads(body)["data"]["details"])
