"""Which keys count for the next checkpoint of a log: docs/formats/evidence.md, section 5."""

from collections.abc import Iterable
from dataclasses import dataclass

from balie.evidence.core.notes import PublicKey

OPENED, ADDED, RETIRED = "log-opened", "key-added", "key-retired"


@dataclass(frozen=True, slots=True)
class Named:
    """An entry of a log that names a key: its number, its kind without version, and the key."""

    sequence: int
    kind: str
    key: PublicKey


def believed(named: Iterable[Named], covered: int) -> list[PublicKey]:
    """Return the keys that count once a checkpoint over `covered` entries was accepted; 0 for none yet.

    A log begins with the key of its entry 0. What later entries say of keys counts once a checkpoint covers them that
    was signed with a key from before: so a new key is vouched for by an old one.
    """
    found: dict[PublicKey, None] = {}
    for one in sorted(named, key=lambda one: one.sequence):
        if one.sequence == 0 and one.kind == OPENED:
            found[one.key] = None
        elif one.sequence >= covered:
            continue
        elif one.kind == RETIRED:
            found.pop(one.key, None)
        else:
            found[one.key] = None
    return list(found)
