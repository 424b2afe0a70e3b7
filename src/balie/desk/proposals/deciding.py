"""Deciding on a proposal: approve it, change it, or refuse it, each with a reason, after looking into it.

Nothing is approved by itself: not by time, and not by one person where the policy asks two. Two who disagree refuse it.
What is overdue is for who leads the desk. Art. 14(4) AI Act; GDPR 22(3).
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import F

from balie.desk.models import Conversation, Proposal, ProposalLook, ProposalVote
from balie.desk.proposals.cases import case_of, subject_of
from balie.desk.proposals.values import Case
from balie.desk.talks.moving import MEDIA, NotNow
from balie.evidence import service as evidence
from balie.evidence.service import BALIE
from balie.language import Text
from balie.people.service import User, actor

LONGEST_REASON, SHORTEST_REASON = 2_000, 10


class Decision(StrEnum):
    """What a person makes of a proposal."""

    APPROVED = "approved"
    CHANGED = "changed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision with its reason; `instead` is the other outcome, or the other arguments as JSON, of a change."""

    decision: Decision
    because: str
    instead: str = ""


def look_into(key: str, person: User, *, now: datetime) -> Case:
    """Open what a proposal is about, and put down that this person did. Raises `evidence.VaultRefused`."""
    with _locked(key) as proposal:
        found = case_of(proposal)
        if not ProposalLook.objects.filter(proposal=proposal, person=person).exists():
            ProposalLook.objects.create(proposal=proposal, person=person, opened_at=now)
            about, body = subject_of(proposal), {"proposal": proposal.pk}
            evidence.record("proposal-opened", by=actor(person), now=now, subject=about, body=body)
        return found


def decide(key: str, person: User, choice: Choice, *, leads: bool, now: datetime) -> str:
    """Decide; return how the proposal stands. `leads`: this person leads the desk. Raises `NotNow`."""
    with _locked(key) as proposal:
        look = _fit(proposal, person, leads=leads, now=now)
        content = json.dumps(_content(case_of(proposal), choice), ensure_ascii=False).encode()
        votes = list(proposal.votes.order_by("decided_at"))
        final = len(votes) + 1 >= proposal.people
        status = _status(votes, choice, proposal) if final else "waiting"
        seconds = max(0, int((now - look.opened_at).total_seconds()))
        body = {"proposal": proposal.pk, "decision": status if final else choice.decision.value, "seconds": seconds}
        kind = "proposal-decided" if final else "proposal-seconded"
        about = subject_of(proposal)
        stored = evidence.record_content(kind, about, body, (MEDIA, content), by=actor(person), now=now)
        ProposalVote.objects.create(
            proposal=proposal,
            person=person,
            decision=choice.decision.value,
            seconds=seconds,
            decided_at=now,
            content=stored.id,
        )
        if final:
            proposal.status, proposal.decided_at, proposal.decision = status, now, stored.id
            proposal.save(update_fields=["status", "decided_at", "decision"])
            _tell_gateways(proposal)
        return status


def tell_overdue(now: datetime) -> int:
    """Put down which proposals nobody decided in time; from then on they are for who leads the desk."""
    late = Proposal.objects.filter(status="waiting", deadline__lt=now, overdue_at=None)
    return sum(_overdue(key, now) for key in late.values_list("pk", flat=True)[:200])


def is_for_lead(proposal: Proposal, now: datetime) -> bool:
    """Whether a proposal is overdue."""
    return proposal.status == "waiting" and proposal.deadline < now


def _overdue(key: str, now: datetime) -> bool:
    with _locked(key) as proposal:
        if proposal.status != "waiting" or proposal.overdue_at:
            return False
        proposal.overdue_at = now
        proposal.save(update_fields=["overdue_at"])
        about = subject_of(proposal)
        evidence.record("proposal-overdue", by=BALIE, now=now, subject=about, body={"proposal": proposal.pk})
        return True


@contextmanager
def _locked(key: str) -> Iterator[Proposal]:
    """Hold a proposal; its conversation first, as the gateway does, so that they never wait for each other."""
    with transaction.atomic():
        about = Conversation.objects.filter(proposals=key)
        list(about.select_for_update(of=("self",)))
        found = Proposal.objects.select_for_update(of=("self",)).select_related("gate__system", "conversation")
        yield found.get(pk=key)


def _fit(proposal: Proposal, person: User, *, leads: bool, now: datetime) -> ProposalLook:
    """See whether this person may decide on it now. Raises `NotNow`."""
    if proposal.status != "waiting":
        raise NotNow(_DECIDED)
    look = ProposalLook.objects.filter(proposal=proposal, person=person).first()
    if look is None:
        raise NotNow(_NOT_OPENED)
    if proposal.votes.filter(person=person).exists():
        raise NotNow(_TWICE)
    if is_for_lead(proposal, now) and not leads:
        raise NotNow(_OVERDUE)
    return look


def _content(case: Case, choice: Choice) -> dict[str, Any]:
    """What goes into the vault. Raises `NotNow` for a reason or a change that nobody could use."""
    because = choice.because.strip()
    if not SHORTEST_REASON <= len(because) <= LONGEST_REASON:
        raise NotNow(_NO_REASON)
    kept: dict[str, Any] = {"decision": choice.decision.value, "because": because}
    if choice.decision is not Decision.CHANGED:
        return kept
    instead = choice.instead.strip()
    if case.arguments is None:
        if not 0 < len(instead) <= 200 or instead == case.outcome:
            raise NotNow(_NO_CHANGE)
        return {**kept, "outcome": instead}
    try:
        arguments = json.loads(instead)
    except ValueError as error:
        raise NotNow(_NO_ARGUMENTS) from error
    if not isinstance(arguments, dict):
        raise NotNow(_NO_ARGUMENTS)
    if arguments == case.arguments:
        raise NotNow(_NO_CHANGE)
    return {**kept, "arguments": json.dumps(arguments, ensure_ascii=False)}


def _status(votes: list[ProposalVote], choice: Choice, proposal: Proposal) -> str:
    """What comes of the last decision: that decision, when the one before was the same; else nothing is approved."""
    if not votes:
        return choice.decision.value
    before = json.loads(evidence.open_content(votes[-1].content).content)
    now = _content(case_of(proposal), choice)
    same = ("decision", "outcome", "arguments")
    agree = all(before.get(name) == now.get(name) for name in same)
    return choice.decision.value if agree else Decision.REFUSED.value


def _tell_gateways(proposal: Proposal) -> None:
    """The conversation changed: whoever watches it hears of the decision."""
    if proposal.conversation_id:
        Conversation.objects.filter(pk=proposal.conversation_id).update(version=F("version") + 1)


_DECIDED = Text(nl="Hierover is al beslist.", en="This was decided already.")
_NOT_OPENED = Text(
    nl="Bekijk eerst wat er wordt voorgesteld. Beslis daarna.", en="Look first at what is proposed. Decide after that."
)
_TWICE = Text(
    nl="Je besliste al. De tweede beslissing is van een ander.",
    en="You decided already. The second decision is another's.",
)
_OVERDUE = Text(
    nl="Dit is over tijd. Alleen wie de balie leidt, beslist er nu nog over.",
    en="This is overdue. Only who leads the desk decides on it now.",
)
_NO_REASON = Text(
    nl=f"Schrijf waarom, in {SHORTEST_REASON} tot {LONGEST_REASON} tekens. De klant mag ernaar vragen.",
    en=f"Write why, in {SHORTEST_REASON} to {LONGEST_REASON} characters. The customer may ask for it.",
)
_NO_CHANGE = Text(nl="Schrijf wat er anders moet.", en="Write what is to be different.")
_NO_ARGUMENTS = Text(
    nl='De wijziging moet JSON zijn, zoals {"bedrag": 25}.', en='The change has to be JSON, such as {"amount": 25}.'
)
