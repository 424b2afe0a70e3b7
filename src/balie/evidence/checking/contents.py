"""The content in the vault, held against the entries that are bound to it, some hundreds at a time."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from balie.evidence.checking.findings import Fault
from balie.evidence.checking.whole import Verdict
from balie.evidence.core import Commitment, holds
from balie.evidence.masters import Masters
from balie.evidence.vault import Erased, Opened, VaultRefused, open_many
from balie.evidence.writing import Cursor, Dialect
from balie.language import Text

_AT_ONCE = 500  # pieces: their entries are in memory together, and of their content one piece at a time
_MOST_FINDINGS = 100


def check_contents(cursor: Cursor, dialect: Dialect, masters: Masters, verdict: Verdict) -> None:
    """Hold each piece of content against its commitment, and see that an entry tells of each that was erased.

    Raises `secret_keys.NoSecret` when the master key is not there.
    """
    for bound in _bound(cursor, dialect, verdict.log):
        ids = [commitment.id for _, _, commitment in bound]
        erased: dict[str, set[str]] = {}
        pieces = open_many(cursor, dialect, masters, ids)
        for (number, conversation, commitment), found in zip(bound, pieces, strict=True):
            if isinstance(found, Erased) and conversation not in erased:
                erased[conversation] = _told_erased(cursor, dialect, verdict.log, conversation)
            if wrong := _fault(found, commitment, erased.get(conversation, set())):
                if len(verdict.findings) < _MOST_FINDINGS:
                    verdict.tell(Fault.CONTENT, wrong, number)
            elif isinstance(found, Opened):
                verdict.contents += 1


def _fault(found: Opened | VaultRefused, commitment: Commitment, erased: set[str]) -> Text | None:
    """What is wrong with one piece; None for nothing."""
    if isinstance(found, Erased):
        return None if commitment.id in erased else _ERASED_UNTOLD
    if isinstance(found, VaultRefused):
        return _GONE if found.code == "no-such-content" else _CHANGED
    return None if holds(commitment, found.content, found.commitment_key) else _ANOTHER


def _bound(cursor: Cursor, dialect: Dialect, log: str) -> Iterator[Sequence[tuple[int, str, Commitment]]]:
    """Entries of a log that content belongs to: number, conversation and commitment."""
    last = -1
    while True:
        cursor.execute(dialect.said(_BOUND), (log, last, '%"vault":{"hmac":"%', _AT_ONCE))
        rows = cursor.fetchall()
        if not rows:
            return
        last = rows[-1][0]
        said = [(row[0], row[1], _vault_of(row[2])) for row in rows]
        yield [(number, name, Commitment(str(one["id"]), str(one["hmac"]))) for number, name, one in said if one]


def _vault_of(leaf: str) -> Mapping[str, Any]:
    """What an entry says of the vault; nothing when it cannot be read, for that is told by the look at entries."""
    try:
        found = json.loads(leaf).get("vault", {})
    except ValueError:
        return {}
    return found if isinstance(found, Mapping) and {"id", "hmac"} <= found.keys() else {}


def _told_erased(cursor: Cursor, dialect: Dialect, log: str, conversation: str) -> set[str]:
    """The ids that entries about this conversation say were erased."""
    cursor.execute(dialect.said(_ERASED), (log, conversation))
    return {own for (leaf,) in cursor.fetchall() if leaf for own in json.loads(leaf)["what"].get("ids", ())}


_BOUND = (
    "SELECT entry.sequence, entry.conversation, entry.leaf FROM evidence_entry AS entry JOIN evidence_log AS log"
    " ON log.id = entry.log_id WHERE log.name = ? AND entry.sequence > ? AND entry.leaf LIKE ?"
    " ORDER BY entry.sequence LIMIT ?"
)
_ERASED = (
    "SELECT entry.leaf FROM evidence_entry AS entry JOIN evidence_log AS log ON log.id = entry.log_id"
    " WHERE log.name = ? AND entry.conversation = ? AND entry.kind = 'content-erased'"
    " AND NOT entry.conversation = ''"  # so that the index on conversations, which has only these, can be used
)
_GONE = Text(
    nl="de inhoud die bij deze regel hoort, is uit de kluis gehaald",
    en="the content that belongs to this entry was taken out of the vault",
)
_CHANGED = Text(
    nl="de inhoud die bij deze regel hoort, is gewijzigd en gaat niet meer open",
    en="the content that belongs to this entry was changed, and does not open any more",
)
_ANOTHER = Text(
    nl="in de kluis ligt andere inhoud dan die waarvoor deze regel instaat",
    en="in the vault lies other content than this entry vouches for",
)
_ERASED_UNTOLD = Text(
    nl="de inhoud die bij deze regel hoort, is gewist, en geen regel zegt waarom",
    en="the content that belongs to this entry was erased, and no entry says why",
)
