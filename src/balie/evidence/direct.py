"""The face of the evidence for programs without Django: write entries and content in plain SQL, in groups.

`service` is the face for everything else. The gateway uses this one.
"""

from balie.evidence.core import (
    COMMITMENT_KEY_BYTES,
    KEY_BYTES,
    NONCE_BYTES,
    Actor,
    Draft,
    Label,
    Origin,
    Subject,
    Unsealable,
    Whose,
    newest,
    seal,
    unseal,
    unwrap,
    wrap,
)
from balie.evidence.group import Group, NotKept, Overtaken, Unit, Unsure
from balie.evidence.masters import Masters
from balie.evidence.secret_keys import NoSecret
from balie.evidence.vault import ConversationKey, Opened, Piece, VaultRefused, open_many, sealed
from balie.evidence.ways import Connection, Postgresql, Sqlite, Way
from balie.evidence.writing import Database, Dialect, Said, moment

__all__ = [
    "COMMITMENT_KEY_BYTES",
    "KEY_BYTES",
    "NONCE_BYTES",
    "Actor",
    "Connection",
    "ConversationKey",
    "Database",
    "Dialect",
    "Draft",
    "Group",
    "Label",
    "Masters",
    "NoSecret",
    "NotKept",
    "Opened",
    "Origin",
    "Overtaken",
    "Piece",
    "Postgresql",
    "Said",
    "Sqlite",
    "Subject",
    "Unit",
    "Unsealable",
    "Unsure",
    "VaultRefused",
    "Way",
    "Whose",
    "moment",
    "newest",
    "open_many",
    "seal",
    "sealed",
    "unseal",
    "unwrap",
    "wrap",
]
