"""A proposal as the people see it who decide on it: what exactly is proposed, for whom, and why. From the vault."""

import json
from datetime import date, datetime

from balie.desk.models import Proposal
from balie.desk.proposals.letter import Explanation, explanation
from balie.desk.proposals.values import Case, Said
from balie.evidence import service as evidence
from balie.evidence.service import Actor, Subject


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


def explanation_of(proposal: Proposal, language: str, *, on: date) -> Explanation:
    """The draft of a letter about a decision. Raises `evidence.VaultRefused` when what it was about is gone."""
    return explanation(proposal.about, case_of(proposal), said_of(proposal), proposal.status, on, language)


def record_explanation(proposal: Proposal, *, by: Actor, now: datetime) -> None:
    """Put down that somebody made a letter about a decision."""
    evidence.record("explanation-made", by=by, now=now, subject=subject_of(proposal), body={"proposal": proposal.pk})


def subject_of(proposal: Proposal) -> Subject:
    """A proposal, as entries name it: with its conversation, or under its own name in the vault."""
    system = proposal.gate.system_id
    if proposal.conversation:
        name = proposal.conversation.name
        return Subject("conversation", 0, name, system, name)
    return Subject("decision", 0, proposal.about, system, f"decision-{proposal.pk}")
