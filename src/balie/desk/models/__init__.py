"""The tables of the desk, by what they are about."""

from balie.desk.models.deciding import ProposalLook, ProposalVote
from balie.desk.models.live import Conversation, Gate, GateKey, Handover, Proposal
from balie.desk.models.staffing import Presence, ReadyAnswer, SentReply

__all__ = [
    "Conversation",
    "Gate",
    "GateKey",
    "Handover",
    "Presence",
    "Proposal",
    "ProposalLook",
    "ProposalVote",
    "ReadyAnswer",
    "SentReply",
]
