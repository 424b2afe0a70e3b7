"""From an entry of the log to an event for a program: of each kind only the fields that tell nothing personal."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

# What is told of each kind; who did it and why stays in the log.
TOLD: Mapping[str, tuple[str, ...]] = {
    "turn": ("number", "language", "in_charge"),
    "handover-asked": ("reason", "promised"),
    "callback-asked": ("promised",),
    "conversation-taken": ("seconds",),
    "person-said": ("number",),
    "conversation-moved": (),
    "conversation-released": ("because",),
    "conversation-returned": (),
    "callback-promised": ("promised",),
    "conversation-closed": (),
    "conversation-ended": ("by",),
    "proposal-made": ("proposal", "about", "people", "deadline"),
    "proposal-decided": ("proposal", "decision"),
    "system-halted": (),
    "system-resumed": (),
    "gateway-failed": ("part",),
}


def event_of(number: int, kind: str, at: datetime, conversation: str, leaf: str) -> dict[str, Any] | None:
    """Return an event, or None for an entry that programs are not told of, or whose period of retention is over.

    `number` counts the entries of the log, from 1; so events have gaps but never change their number.
    """
    told = TOLD.get(kind)
    if told is None or not leaf:
        return None
    what = json.loads(leaf).get("what", {})
    return {
        "number": number,
        "kind": kind,
        "at": at.isoformat(),
        "conversation": conversation or None,
        "about": {name: what[name] for name in told if name in what},
    }
