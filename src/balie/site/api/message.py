"""What webhooks are told, how a message is signed, and when it is tried again. Values only.

Messages follow the Standard Webhooks convention, so that ready-made libraries in many languages can check them.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from balie.language import Text

# What a receiver compares its clock with; older messages are refused as replays.
TOLERANCE = timedelta(minutes=5)
SECRET_PREFIX = "whsec_"  # noqa: S105  (the name of a kind of secret, not a secret)

# How long to wait after each failure: nine attempts in a little less than three days.
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
    timedelta(hours=24),
)


class DeliveryStatus(StrEnum):
    """How far a message has come."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"

    @property
    def label(self) -> Text:
        """The status in words."""
        return _STATUSES[self]


class Topic(StrEnum):
    """What an event is about."""

    SYSTEM = "system"
    OUTCOME = "outcome"
    SUPPLIER = "supplier"
    PROOF = "proof"
    TASK = "task"
    CONVERSATION = "conversation"

    @property
    def label(self) -> Text:
        """The topic in words."""
        return _TOPICS[self]


class Event(StrEnum):
    """What can be told: the kinds of change that rooms announce, and no others."""

    ASSESSED = "assessed"
    CLASS_CHANGED = "class-changed"
    SYSTEM_ADDED = "system-added"
    SYSTEM_CHANGED = "system-changed"
    SYSTEM_RETIRED = "system-retired"
    SYSTEM_BROUGHT_BACK = "system-brought-back"
    DRAFT_DELETED = "draft-deleted"
    VERSION_ADDED = "version-added"
    SYSTEMS_LINKED = "systems-linked"
    LINK_REMOVED = "link-removed"
    ANSWERED = "answered"
    COLLEAGUE_REPLIED = "colleague-replied"
    OUTCOME_CHANGED = "outcome-changed"
    CHANGE_HANDLED = "change-handled"
    CHANGE_REOPENED = "change-reopened"
    ASSESSMENT_SIGNED = "assessment-signed"
    SIGNATURE_WITHDRAWN = "signature-withdrawn"
    SUPPLIER_ADDED = "supplier-added"
    SUPPLIER_CHANGED = "supplier-changed"
    SUPPLIER_REMOVED = "supplier-removed"
    CONTRACT_ADDED = "contract-added"
    CONTRACT_CHANGED = "contract-changed"
    CONTRACT_REMOVED = "contract-removed"
    DUTY_JUDGED = "duty-judged"
    DUTY_PLANNED = "duty-planned"
    ATTESTED = "attested"
    ATTESTATION_WITHDRAWN = "attestation-withdrawn"
    FILE_ADDED = "file-added"
    FILE_ACCEPTED = "file-accepted"
    FILE_REJECTED = "file-rejected"
    FILE_WITHDRAWN = "file-withdrawn"
    EVIDENCE_REQUESTED = "evidence-requested"
    TASK_ADDED = "task-added"
    TASK_CHANGED = "task-changed"
    TASK_DONE = "task-done"
    TASK_REOPENED = "task-reopened"
    TURN = "turn"
    HANDOVER_ASKED = "handover-asked"
    CALLBACK_ASKED = "callback-asked"
    CONVERSATION_TAKEN = "conversation-taken"
    PERSON_SAID = "person-said"
    CONVERSATION_MOVED = "conversation-moved"
    CONVERSATION_RELEASED = "conversation-released"
    CONVERSATION_RETURNED = "conversation-returned"
    CALLBACK_PROMISED = "callback-promised"
    CONVERSATION_CLOSED = "conversation-closed"
    CONVERSATION_ENDED = "conversation-ended"
    PROPOSAL_MADE = "proposal-made"
    PROPOSAL_DECIDED = "proposal-decided"
    SYSTEM_HALTED = "system-halted"
    SYSTEM_RESUMED = "system-resumed"
    GATEWAY_FAILED = "gateway-failed"
    TEST = "test"

    @property
    def label(self) -> Text:
        """The event in words."""
        return _EVENTS[self]

    @property
    def topic(self) -> Topic | None:
        """What it is about; a test is about nothing."""
        return next((topic for topic, events in _ABOUT.items() if self in events), None)


def body_of(event: Event, moment: datetime, told: Mapping[str, Any]) -> str:
    """The text of a message, exactly as it is signed and sent."""
    whole = {"type": event.value, "timestamp": moment.isoformat(timespec="seconds"), "data": told}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def secret_text(secret: bytes) -> str:
    """A secret as its receiver keeps it."""
    return SECRET_PREFIX + base64.b64encode(secret).decode()


def signed(secrets: Iterable[bytes], message: str, seconds: int, body: str) -> str:
    """The header with a signature for each secret: two while a secret is being replaced."""
    content = f"{message}.{seconds}.{body}".encode()
    made = (hmac.new(secret, content, hashlib.sha256).digest() for secret in secrets)
    return " ".join(f"v1,{base64.b64encode(signature).decode()}" for signature in made)


def next_try(attempts: int, *, after: datetime) -> datetime | None:
    """When to try again after so many failed attempts; None: no more."""
    return after + WAITS[attempts - 1] if attempts <= len(WAITS) else None


_STATUSES = {
    DeliveryStatus.WAITING: Text(nl="wacht", en="waiting"),
    DeliveryStatus.DELIVERED: Text(nl="afgeleverd", en="delivered"),
    DeliveryStatus.GIVEN_UP: Text(nl="opgegeven", en="given up"),
}
_TOPICS = {
    Topic.SYSTEM: Text(nl="Systemen", en="Systems"),
    Topic.OUTCOME: Text(nl="Antwoorden en uitkomsten", en="Answers and outcomes"),
    Topic.SUPPLIER: Text(nl="Leveranciers en contracten", en="Suppliers and contracts"),
    Topic.PROOF: Text(nl="Plichten en bewijs", en="Duties and proof"),
    Topic.TASK: Text(nl="Taken en verzoeken", en="Tasks and requests"),
    Topic.CONVERSATION: Text(nl="Gesprekken en besluiten", en="Conversations and decisions"),
}
_ABOUT = {
    Topic.SYSTEM: (
        Event.SYSTEM_ADDED, Event.SYSTEM_CHANGED, Event.SYSTEM_RETIRED, Event.SYSTEM_BROUGHT_BACK, Event.DRAFT_DELETED,
        Event.VERSION_ADDED, Event.SYSTEMS_LINKED, Event.LINK_REMOVED,
    ),
    Topic.OUTCOME: (
        Event.ASSESSED, Event.CLASS_CHANGED, Event.ANSWERED, Event.COLLEAGUE_REPLIED, Event.OUTCOME_CHANGED,
        Event.CHANGE_HANDLED, Event.CHANGE_REOPENED, Event.ASSESSMENT_SIGNED, Event.SIGNATURE_WITHDRAWN,
    ),
    Topic.SUPPLIER: (
        Event.SUPPLIER_ADDED, Event.SUPPLIER_CHANGED, Event.SUPPLIER_REMOVED, Event.CONTRACT_ADDED,
        Event.CONTRACT_CHANGED, Event.CONTRACT_REMOVED,
    ),
    Topic.PROOF: (
        Event.DUTY_JUDGED, Event.DUTY_PLANNED, Event.ATTESTED, Event.ATTESTATION_WITHDRAWN, Event.FILE_ADDED,
        Event.FILE_ACCEPTED, Event.FILE_REJECTED, Event.FILE_WITHDRAWN,
    ),
    Topic.TASK: (
        Event.EVIDENCE_REQUESTED, Event.TASK_ADDED, Event.TASK_CHANGED, Event.TASK_DONE, Event.TASK_REOPENED,
    ),
    Topic.CONVERSATION: (
        Event.TURN, Event.HANDOVER_ASKED, Event.CALLBACK_ASKED, Event.CONVERSATION_TAKEN, Event.PERSON_SAID,
        Event.CONVERSATION_MOVED, Event.CONVERSATION_RELEASED, Event.CALLBACK_PROMISED,
        Event.CONVERSATION_RETURNED, Event.CONVERSATION_CLOSED, Event.CONVERSATION_ENDED, Event.PROPOSAL_MADE,
        Event.PROPOSAL_DECIDED, Event.SYSTEM_HALTED, Event.SYSTEM_RESUMED, Event.GATEWAY_FAILED,
    ),
}  # fmt: skip
_EVENTS = {
    Event.ASSESSED: Text(nl="een systeem is opnieuw beoordeeld", en="a system was assessed anew"),
    Event.CLASS_CHANGED: Text(nl="de klasse van een systeem is veranderd", en="the class of a system changed"),
    Event.SYSTEM_ADDED: Text(nl="een systeem is toegevoegd", en="a system was added"),
    Event.SYSTEM_CHANGED: Text(nl="een systeem is gewijzigd", en="a system was changed"),
    Event.SYSTEM_RETIRED: Text(nl="een systeem is gestopt", en="a system was retired"),
    Event.SYSTEM_BROUGHT_BACK: Text(nl="een gestopt systeem is terug in gebruik", en="a retired system came back"),
    Event.DRAFT_DELETED: Text(nl="een idee is verwijderd", en="an idea was deleted"),
    Event.VERSION_ADDED: Text(nl="een systeem kreeg een nieuwe versie", en="a system got a new version"),
    Event.SYSTEMS_LINKED: Text(nl="systemen zijn aan elkaar gekoppeld", en="systems were linked"),
    Event.LINK_REMOVED: Text(nl="een koppeling is weggehaald", en="a link was removed"),
    Event.ANSWERED: Text(nl="er zijn vragen beantwoord", en="questions were answered"),
    Event.COLLEAGUE_REPLIED: Text(nl="een collega reageerde op een vraag", en="a colleague replied to a question"),
    Event.OUTCOME_CHANGED: Text(
        nl="de wet of de datum veranderde een uitkomst", en="the law or the date changed an outcome"
    ),
    Event.CHANGE_HANDLED: Text(nl="een wijziging is afgehandeld", en="a change was handled"),
    Event.CHANGE_REOPENED: Text(nl="een wijziging is weer opengezet", en="a change was opened again"),
    Event.ASSESSMENT_SIGNED: Text(nl="een beoordeling is ondertekend", en="an assessment was signed"),
    Event.SIGNATURE_WITHDRAWN: Text(nl="een handtekening is ingetrokken", en="a signature was withdrawn"),
    Event.SUPPLIER_ADDED: Text(nl="een leverancier is toegevoegd", en="a supplier was added"),
    Event.SUPPLIER_CHANGED: Text(nl="een leverancier is gewijzigd", en="a supplier was changed"),
    Event.SUPPLIER_REMOVED: Text(nl="een leverancier is verwijderd", en="a supplier was removed"),
    Event.CONTRACT_ADDED: Text(nl="een contract is toegevoegd", en="a contract was added"),
    Event.CONTRACT_CHANGED: Text(nl="een contract is gewijzigd", en="a contract was changed"),
    Event.CONTRACT_REMOVED: Text(nl="een contract is verwijderd", en="a contract was removed"),
    Event.DUTY_JUDGED: Text(
        nl="het bewijs van een plicht kreeg een andere status", en="the proof of a duty got another status"
    ),
    Event.DUTY_PLANNED: Text(nl="een plicht kreeg een eigenaar of deadline", en="a duty got another owner or deadline"),
    Event.ATTESTED: Text(nl="iemand verklaarde dat een plicht is nagekomen", en="somebody stated that a duty is met"),
    Event.ATTESTATION_WITHDRAWN: Text(nl="een verklaring is ingetrokken", en="a statement was withdrawn"),
    Event.FILE_ADDED: Text(nl="een document is toegevoegd als bewijs", en="a document was added as proof"),
    Event.FILE_ACCEPTED: Text(nl="een document is goedgekeurd", en="a document was accepted"),
    Event.FILE_REJECTED: Text(nl="een document is afgekeurd", en="a document was rejected"),
    Event.FILE_WITHDRAWN: Text(nl="een document is ingetrokken", en="a document was withdrawn"),
    Event.EVIDENCE_REQUESTED: Text(nl="iemand vroeg om bewijs", en="somebody asked for evidence"),
    Event.TASK_ADDED: Text(nl="een taak is toegevoegd", en="a task was added"),
    Event.TASK_CHANGED: Text(nl="een taak is gewijzigd", en="a task was changed"),
    Event.TASK_DONE: Text(nl="een taak is klaar", en="a task is done"),
    Event.TASK_REOPENED: Text(nl="een taak is weer opengezet", en="a task was opened again"),
    Event.TURN: Text(nl="een beurt in een gesprek met een bot", en="a turn of a conversation with a bot"),
    Event.HANDOVER_ASKED: Text(nl="een klant wacht op een medewerker", en="a customer waits for a person"),
    Event.CALLBACK_ASKED: Text(nl="een klant wil teruggebeld worden", en="a customer asked to be called back"),
    Event.CONVERSATION_TAKEN: Text(nl="een medewerker nam een gesprek over", en="a person took over a conversation"),
    Event.PERSON_SAID: Text(nl="een medewerker antwoordde een klant", en="a person answered a customer"),
    Event.CONVERSATION_MOVED: Text(nl="een gesprek werd doorgezet", en="a conversation was passed on"),
    Event.CONVERSATION_RELEASED: Text(
        nl="een gesprek kwam terug in de wachtrij", en="a conversation came back in the queue"
    ),
    Event.CALLBACK_PROMISED: Text(nl="er is terugbellen beloofd", en="a call-back was promised"),
    Event.CONVERSATION_RETURNED: Text(nl="een gesprek ging terug naar de bot", en="a conversation went to the bot"),
    Event.CONVERSATION_CLOSED: Text(nl="een gesprek is afgesloten", en="a conversation was closed"),
    Event.CONVERSATION_ENDED: Text(nl="een klant stopte een gesprek", en="a customer ended a conversation"),
    Event.PROPOSAL_MADE: Text(nl="een besluit wacht op een mens", en="a decision waits for a person"),
    Event.PROPOSAL_DECIDED: Text(nl="een mens nam een besluit", en="a person decided"),
    Event.SYSTEM_HALTED: Text(nl="een bot is stilgezet", en="a bot was halted"),
    Event.SYSTEM_RESUMED: Text(nl="een bot is weer aangezet", en="a bot was resumed"),
    Event.GATEWAY_FAILED: Text(nl="een bot of de gateway had een storing", en="a bot or the gateway failed"),
    Event.TEST: Text(nl="een proefbericht dat iemand stuurde", en="a test that somebody sent"),
}
