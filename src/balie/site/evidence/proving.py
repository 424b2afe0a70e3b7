"""What proves that one entry stands in its log unchanged: worked out here and now, not remembered."""

import json
from dataclasses import dataclass

from balie.evidence import heads
from balie.evidence.core import PublicKey, leaf_hash, open_checkpoint, root_from_inclusion
from balie.evidence.models import Checkpoint, Entry
from balie.evidence.published import proof_of

_KEY_KINDS = ("log-opened", "key-added")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands and what came of proving that. `proven` is None when no head covers it yet."""

    hash: str
    text: str
    kept: bool
    unchanged: bool
    newest: Checkpoint | None
    proven: bool | None
    proof: str
    because: str = ""


def place_of(entry: Entry) -> Place:
    """Hash an entry again, and prove it under the newest head with the keys that the log itself names."""
    kept, newest = bool(entry.leaf), heads.latest(entry.log)
    unchanged = not kept or leaf_hash(entry.leaf.encode()) == bytes(entry.leaf_hash)
    text = json.dumps(entry.said, ensure_ascii=False, indent=2) if kept else ""
    hashed = bytes(entry.leaf_hash).hex()
    if newest is None or newest.size <= entry.sequence:
        return Place(hashed, text, kept, unchanged, newest, None, "")
    try:
        proof = proof_of(entry.log, entry.sequence, newest)
        head = open_checkpoint(newest.note, _keys(entry), log=entry.log.name)
        root = root_from_inclusion(bytes(entry.leaf_hash), entry.sequence, head.size, proof.hashes)
    except ValueError as problem:
        return Place(hashed, text, kept, unchanged, newest, proven=False, proof="", because=str(problem))
    return Place(hashed, text, kept, unchanged, newest, proven=unchanged and root == head.root, proof=proof.text)


def _keys(entry: Entry) -> list[PublicKey]:
    named = Entry.objects.filter(log=entry.log, kind__in=_KEY_KINDS)
    return [PublicKey.read(str(one.body["key"])) for one in named if one.body]
