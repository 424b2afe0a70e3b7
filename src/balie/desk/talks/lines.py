"""What happened in a conversation, line by line, as a colleague reads it: from the entries of its log and the vault.

Identifiers are masked unless somebody gave a reason to see them; what the customer was not given says so.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from balie.desk.models import Conversation
from balie.desk.talks.moving import policy_of
from balie.evidence import service as evidence
from balie.evidence.service import Entry
from balie.gateway.service import Memory, Speaker, mask, settings_of, told_of

# Kinds of entries that make a line of their own; the messages of any entry are lines anyhow.
_SPOKEN = frozenset({"turn", "turn-begun", "person-said"})
_MOVES = frozenset(
    {
        "handover-asked",
        "callback-asked",
        "conversation-taken",
        "conversation-moved",
        "conversation-released",
        "conversation-returned",
        "conversation-closed",
        "conversation-ended",
        "callback-promised",
        "called-back",
        "proposal-made",
        "proposal-decided",
        "gateway-failed",
        "identifiers-shown",
    }
)
_NOTES = frozenset({"note-written", "misunderstanding-noted"})
KINDS = _SPOKEN | _MOVES | _NOTES
_memory = Memory()


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `sort`: the speaker (customer, bot, person, balie), "note", or "event" with the kind of its entry.

    `sequence` is the number of the entry it comes from; `number` that of the message, 0 for others.
    """

    sort: str
    at: datetime
    sequence: int
    text: str = ""
    kind: str = ""
    who: str = ""
    number: int = 0
    what: dict[str, Any] | None = None
    hidden: bool = False


def lines_of(talk: Conversation, *, after: int = -1, shown: bool = False) -> list[Line]:
    """Return the lines of a conversation, of entries after a number; `shown`: with identifiers as they are."""
    entries = list(
        Entry.objects.filter(log=talk.gate.log, conversation=talk.name, sequence__gt=after, kind__in=KINDS)
        .exclude(conversation="")
        .exclude(leaf="")
        .order_by("sequence")
    )
    contents = _contents(talk, entries)
    found = [line for entry in entries for line in _lines(entry, contents.get(entry.sequence))]
    return found if shown else [_masked(talk, line) for line in found]


def _contents(talk: Conversation, entries: Sequence[Entry]) -> dict[int, bytes]:
    """The content of these entries. What was erased is passed over; what cannot be read is as if it were."""
    bound = [entry.sequence for entry in entries if entry.said.get("vault")]
    return dict(evidence.contents_at(talk.gate.log, bound)) if bound else {}


def _lines(entry: Entry, content: bytes | None) -> Iterator[Line]:
    if entry.kind in _NOTES:
        text = json.loads(content)["note"] if content else ""
        yield Line("note", entry.at, entry.sequence, text, entry.kind, entry.actor_name, what=entry.body)
        return
    if entry.kind in _MOVES:
        yield Line("event", entry.at, entry.sequence, "", entry.kind, entry.actor_name, what=entry.body)
    for told in told_of(content) if content else ():
        speaker = told.message.speaker
        who = told.message.name or ("" if speaker is not Speaker.PERSON else entry.actor_name)
        yield Line(speaker.value, told.at, entry.sequence, told.message.text, told.message.kind, who, told.number)


def _masked(talk: Conversation, line: Line) -> Line:
    if not line.text or (line.sort == "balie" and line.kind != "callback"):
        return line
    found = _memory.look(line.text, settings_of(policy_of(talk.gate))).found
    return replace(line, text=mask(line.text, found), hidden=True) if found else line


def said_by(lines: Iterable[Line], sort: str) -> list[Line]:
    """The messages of one speaker."""
    return [line for line in lines if line.sort == sort and line.text]
