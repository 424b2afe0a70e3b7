"""Kinds of entries about live conversations: turns, handovers, proposals, halts, and the policy they are held to."""

from balie.evidence.core.kinds.kind import Kind, Origin, Where, kinds
from balie.evidence.core.shapes import (
    COUNT,
    DIGEST,
    FLAG,
    MOMENT,
    NOTHING,
    TEXT,
    closed,
    either,
    list_of,
    map_of,
    pair_of,
)

_VERDICTS = list_of(
    closed({"safeguard": TEXT, "rule": TEXT, "did": TEXT, "spans?": list_of(pair_of(COUNT)), "of?": TEXT})
)
_SAID = list_of(closed({"speaker": TEXT, "kind": TEXT}))
_WHEN = either(MOMENT, NOTHING)
_TURN = {
    "number": COUNT,
    "channel": TEXT,
    "language": TEXT,
    "policy": DIGEST,
    "in_charge": TEXT,
    "verdicts": _VERDICTS,
}

_ENFORCED = kinds(
    Where.SYSTEM,
    Origin.ENFORCED,
    {
        "turn-begun": ("beurt begonnen", "turn begun", _TURN),
        "turn": (
            "beurt in een gesprek",
            "turn of a conversation",
            {**_TURN, "said": _SAID, "redacted": map_of(COUNT), "milliseconds": COUNT, "upstream?": TEXT},
        ),
        "turn-cut": ("beurt afgebroken", "turn cut off", {"number": COUNT, "because": TEXT}),
        "handover-asked": (
            "overdracht gevraagd",
            "handover asked",
            {"reason": TEXT, "rule": TEXT, "promised": _WHEN},
        ),
        "conversation-ended": ("gesprek gestopt", "conversation ended", {"by": TEXT}),
        "callback-asked": ("terugbelverzoek", "call-back asked", {"promised": _WHEN}),
        "proposal-made": (
            "voorstel wacht op een mens",
            "proposal waits for a person",
            {"proposal": TEXT, "about": TEXT, "rule": TEXT, "people": COUNT, "deadline": MOMENT},
        ),
        "decision-passed": (
            "besluit dat niet hoefde te wachten",
            "decision that did not have to wait",
            {"proposal": TEXT, "about": TEXT, "rule": TEXT},
        ),
        "proposal-released": (
            "beslissing doorgegeven",
            "decision passed on",
            {"proposal": TEXT, "decision": TEXT},
        ),
        "gateway-failed": ("storing bij de gateway", "gateway failed", {"part": TEXT, "because": TEXT}),
    },
)
_BY_PEOPLE = kinds(
    Where.SYSTEM,
    Origin.ATTESTED,
    {
        "conversation-taken": ("gesprek overgenomen", "conversation taken over", {"seconds": COUNT}),
        "person-said": ("medewerker antwoordde", "person answered", {"number": COUNT}),
        "conversation-watched": ("gesprek meegelezen", "conversation watched", {}),
        "conversation-moved": ("gesprek doorgezet", "conversation passed on", {"to": TEXT}),
        "conversation-released": ("gesprek terug in de wachtrij", "conversation back in the queue", {"because": TEXT}),
        "conversation-returned": ("gesprek terug naar de bot", "conversation returned to the bot", {}),
        "callback-promised": ("terugbellen beloofd", "call-back promised", {"promised": MOMENT}),
        "called-back": ("teruggebeld", "called back", {"reached": FLAG}),
        "note-written": ("notitie geschreven", "note written", {"mentioned": list_of(COUNT)}),
        "misunderstanding-noted": ("misverstand genoteerd", "misunderstanding noted", {"sort": TEXT}),
        "identifiers-shown": ("klantgegevens getoond", "data of a customer shown", {"because": TEXT}),
        "conversation-closed": ("gesprek afgesloten", "conversation closed", {"because": TEXT}),
        "proposal-decided": (
            "over voorstel beslist",
            "proposal decided",
            {"proposal": TEXT, "decision": TEXT, "seconds": COUNT},
        ),
        "explanation-made": ("uitleg aan klant gemaakt", "explanation for a customer made", {"proposal": TEXT}),
        "proposal-opened": ("voorstel ingezien", "proposal looked into", {"proposal": TEXT}),
        "proposal-seconded": (
            "eerste van twee besliste",
            "first of two decided",
            {"proposal": TEXT, "decision": TEXT, "seconds": COUNT},
        ),
        "proposal-overdue": ("voorstel over tijd", "proposal overdue", {"proposal": TEXT}),
        "system-halted": ("bot stilgezet", "bot halted", {"because": TEXT}),
        "system-resumed": ("bot weer aangezet", "bot resumed", {"because": TEXT}),
        "policy-set": (
            "beleid vastgesteld",
            "policy set",
            {"policy": DIGEST, "loosened": list_of(TEXT), "because": TEXT},
        ),
        "gateway-key-made": ("sleutel gemaakt", "key made", {"name": TEXT}),
        "gateway-key-withdrawn": ("sleutel ingetrokken", "key withdrawn", {"name": TEXT}),
    },
)
_OF_THE_ORGANISATION = kinds(
    Where.ORGANISATION,
    Origin.ATTESTED,
    {
        "policy-loosened": (
            "beleid versoepeld",
            "policy loosened",
            {"policy": DIGEST, "loosened": list_of(TEXT), "because": TEXT},
        )
    },
)
CONVERSATIONS: tuple[Kind, ...] = (*_ENFORCED, *_BY_PEOPLE, *_OF_THE_ORGANISATION)
