"""The face of the desk: gates with their policy, keys and switch."""

from balie.desk.gates import (
    GateTaken,
    NoReason,
    fresh_key,
    halt,
    open_gate,
    policy_of,
    resume,
    set_policy,
    slug_for,
    withdraw_key,
)
from balie.desk.models import Conversation, Gate, GateKey, Handover, Proposal

__all__ = [
    "Conversation",
    "Gate",
    "GateKey",
    "GateTaken",
    "Handover",
    "NoReason",
    "Proposal",
    "fresh_key",
    "halt",
    "open_gate",
    "policy_of",
    "resume",
    "set_policy",
    "slug_for",
    "withdraw_key",
]
