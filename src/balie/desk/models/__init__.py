"""The tables of the desk, by what they are about."""

from balie.desk.models.live import Conversation, Gate, GateKey, Handover, Proposal

__all__ = ["Conversation", "Gate", "GateKey", "Handover", "Proposal"]
