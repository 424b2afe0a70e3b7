"""A proposal as the people see it who decide on it: what exactly is proposed, for whom, and why. From the vault."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from balie.desk.models import Proposal
from balie.evidence import service as evidence
from balie.evidence.service import Subject


@dataclass(frozen=True, slots=True)
class Case:
    """What is proposed. A tool call has `arguments`; a decision of a model has an `outcome`, a subject and reasons."""

    tool: str = ""
    arguments: Mapping[str, Any] | None = None
    outcome: str = ""
    subject: str = ""
    reasons: tuple[str, ...] = ()
    score: float | None = None
    model: str = ""
    details: Mapping[str, Any] | None = None


def case_of(proposal: Proposal) -> Case:
    """Read what is proposed. Raises `evidence.VaultRefused` when it was erased or cannot be read."""
    read = json.loads(evidence.open_content(proposal.content).content)
    if "tool" in read:
        return Case(tool=read["tool"], arguments=json.loads(read["arguments"] or "{}"))
    return Case(
        outcome=read["outcome"],
        subject=read["subject"],
        reasons=tuple(read["reasons"]),
        score=read.get("score"),
        model=read.get("model") or "",
        details=read.get("details"),
    )


@dataclass(frozen=True, slots=True)
class Said:
    """What one person decided, and why. `instead`: the outcome or arguments they chose in place of the proposed."""

    decision: str
    because: str
    who: str
    at: datetime
    instead: str = ""


def said_of(proposal: Proposal) -> list[Said]:
    """What people decided so far, the first first; of what was erased only who and when is left."""
    found = []
    for vote in proposal.votes.select_related("person").order_by("decided_at"):
        try:
            kept = json.loads(evidence.open_content(vote.content).content)
        except evidence.VaultRefused:
            kept = {}
        instead = kept.get("outcome") or kept.get("arguments") or ""
        found.append(Said(vote.decision, kept.get("because", ""), str(vote.person), vote.decided_at, instead))
    return found


def subject_of(proposal: Proposal) -> Subject:
    """A proposal, as entries name it: with its conversation, or under its own name in the vault."""
    system = proposal.gate.system_id
    if proposal.conversation:
        name = proposal.conversation.name
        return Subject("conversation", 0, name, system, name)
    return Subject("decision", 0, proposal.about, system, f"decision-{proposal.pk}")
