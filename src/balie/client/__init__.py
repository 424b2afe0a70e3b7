"""A small client of the gateway for programs in Python: `Balie(url, key)`. The API itself is in `/v1/openapi.json`."""

from balie.client.answers import Answer, Decision, Event, Message, State
from balie.client.balie import Balie, Conversation
from balie.client.connection import BalieError
from balie.client.webhooks import NotGenuine, verify_webhook

__all__ = [
    "Answer",
    "Balie",
    "BalieError",
    "Conversation",
    "Decision",
    "Event",
    "Message",
    "NotGenuine",
    "State",
    "verify_webhook",
]
