"""The face of the gateway: its policy for who sets one, and the gateway itself for who runs it."""

from balie.gateway.app import Gateway
from balie.gateway.events.telling import TOLD, event_of
from balie.gateway.guard import Guard
from balie.gateway.policy.conduct import DEFAULTS as DEFAULT_ACTIONS
from balie.gateway.policy.conduct import Action, Rule
from balie.gateway.policy.conversation import Channel, Charge, Message, Speaker, Tongue
from balie.gateway.policy.handover import Reason
from balie.gateway.policy.hours import is_open
from balie.gateway.policy.identifiers import Kind, mask
from balie.gateway.policy.loosening import loosened
from balie.gateway.policy.notice import met_a_person
from balie.gateway.policy.policy import Day, Emergency, Hours, Policy, Response, Topic
from balie.gateway.policy.privacy import Memory, of_log, settings_of
from balie.gateway.policy.reading import LONGEST as LONGEST_POLICY
from balie.gateway.policy.reading import PolicyRefused, digest_of, read_policy
from balie.gateway.policy.verdict import Did, Safeguard
from balie.gateway.policy.wording import Wording, wording
from balie.gateway.store.reading import as_content, told_of
from balie.gateway.store.store import Store
from balie.gateway.store.values import Told
from balie.gateway.upstream.client import Bots

__all__ = [
    "DEFAULT_ACTIONS",
    "LONGEST_POLICY",
    "TOLD",
    "Action",
    "Bots",
    "Channel",
    "Charge",
    "Day",
    "Did",
    "Emergency",
    "Gateway",
    "Guard",
    "Hours",
    "Kind",
    "Memory",
    "Message",
    "Policy",
    "PolicyRefused",
    "Reason",
    "Response",
    "Rule",
    "Safeguard",
    "Speaker",
    "Store",
    "Told",
    "Tongue",
    "Topic",
    "Wording",
    "as_content",
    "digest_of",
    "event_of",
    "is_open",
    "loosened",
    "mask",
    "met_a_person",
    "of_log",
    "read_policy",
    "settings_of",
    "told_of",
    "wording",
]
