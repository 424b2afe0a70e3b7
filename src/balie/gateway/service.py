"""The face of the gateway: its policy for who sets one, and the gateway itself for who runs it."""

from balie.gateway.app import Gateway
from balie.gateway.events.telling import TOLD, event_of
from balie.gateway.guard import Guard
from balie.gateway.policy.conduct import DEFAULTS as DEFAULT_ACTIONS
from balie.gateway.policy.conduct import Action, Rule
from balie.gateway.policy.conversation import Channel, Tongue
from balie.gateway.policy.identifiers import Kind
from balie.gateway.policy.loosening import loosened
from balie.gateway.policy.policy import Day, Emergency, Hours, Policy, Response, Topic
from balie.gateway.policy.reading import LONGEST as LONGEST_POLICY
from balie.gateway.policy.reading import PolicyRefused, digest_of, read_policy
from balie.gateway.policy.verdict import Did, Safeguard
from balie.gateway.store.store import Store
from balie.gateway.upstream.client import Bots

__all__ = [
    "DEFAULT_ACTIONS",
    "LONGEST_POLICY",
    "TOLD",
    "Action",
    "Bots",
    "Channel",
    "Day",
    "Did",
    "Emergency",
    "Gateway",
    "Guard",
    "Hours",
    "Kind",
    "Policy",
    "PolicyRefused",
    "Response",
    "Rule",
    "Safeguard",
    "Store",
    "Tongue",
    "Topic",
    "digest_of",
    "event_of",
    "loosened",
    "read_policy",
]
