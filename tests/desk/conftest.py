"""A bot in the gateway, and conversations with it as the gateway leaves them in the tables."""

import json
from datetime import timedelta

import pytest
from tests.conftest import NOON
from tests.gateway.preparing import make_gate

from balie.desk.models import Conversation, Handover, Proposal
from balie.evidence import service as evidence
from balie.evidence.logs import BALIE
from balie.gateway.service import Message, Speaker, Told, as_content, digest_of

POLICY = "organisation: Zonstroom\nname: Sanne\nupstreams: [{url: 'http://127.0.0.1:9/v1'}]\n"


@pytest.fixture
def gate(db):
    return make_gate(POLICY, NOON)


@pytest.fixture
def talk(gate):
    """Make a conversation: (who, what) each, and why it went to people, if it did."""

    def made(name="c-1", *said, reason="", at=NOON, charge="", **more):
        said = said or (
            ("customer", "Mijn IBAN is NL91 ABNA 0417 1643 00. Waarom betaal ik zoveel?"),
            ("bot", "Dat weet ik niet."),
        )
        talk = Conversation.objects.create(
            gate=gate,
            name=name,
            channel="chat",
            language="nl",
            charge=charge or ("waiting" if reason else "bot"),
            turns=1,
            messages=len(said),
            noticed="ai",
            opened_at=at,
            last_at=at,
            **more,
        )
        told = [Told(n, Message(Speaker(who), text), at) for n, (who, text) in enumerate(said, 1)]
        about = evidence.Subject("conversation", 0, name, gate.system_id, name)
        body = {
            "number": 1,
            "channel": "chat",
            "language": "nl",
            "policy": digest_of(POLICY),
            "in_charge": talk.charge,
            "verdicts": [],
            "said": [],
            "redacted": {},
            "milliseconds": 1,
        }
        evidence.record_content("turn", about, body, ("application/json", as_content(told)), by=BALIE, now=at)
        if reason:
            Handover.objects.create(conversation=talk, reason=reason, rule="x", asked_at=at)
        return talk

    return made


@pytest.fixture
def proposal(gate):
    """Make a proposal as the gateway does: a decision of a model, or the call of a tool in a conversation."""

    def made(own="a" * 32, *, people=1, arguments=None, conversation=None, minutes=60):
        about = "terugbetaling" if arguments is None else "refund"
        name = conversation.name if conversation else f"decision-{own}"
        content = (
            {
                "key": own,
                "about": about,
                "outcome": "afwijzen",
                "subject": "klant 7",
                "reasons": ["geen bewijs"],
                "score": 0.8,
            }
            if arguments is None
            else {"tool": about, "arguments": json.dumps(arguments), "call": "call_1"}
        )
        due = NOON + timedelta(minutes=minutes)
        subject = evidence.Subject("decision", 0, about, gate.system_id, name)
        body = {"proposal": own, "about": about, "rule": "r", "people": people, "deadline": due.isoformat()}
        data = ("application/json", json.dumps(content).encode())
        kept = evidence.record_content("proposal-made", subject, body, data, by=BALIE, now=NOON)
        return Proposal.objects.create(
            id=own,
            gate=gate,
            conversation=conversation,
            call="call_1" if arguments is not None else "",
            about=about,
            rule="r",
            people=people,
            content=kept.id,
            made_at=NOON,
            deadline=due,
        )

    return made


@pytest.fixture
def kinds():
    """The kinds of entries in the log of a conversation, in order."""
    return lambda name: list(
        evidence.Entry.objects.filter(conversation=name).order_by("sequence").values_list("kind", flat=True)
    )
