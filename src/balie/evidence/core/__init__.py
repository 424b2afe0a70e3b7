"""The pure core of the evidence log: no database, clock or network. docs/formats/evidence.md says what all this means.

Writing an entry: `Draft` -> `Entry(log, seq, at, draft).leaf()` -> `leaf_hash` -> `Frontier.extend` -> `.root()` ->
`sign_checkpoint(Checkpoint(log, size, root), keys)`. To show it:
`inclusion_proof`, `consistency_proof`, `Proof`, `Tile`.
"""

from balie.evidence.core.canonical import NotCanonical, canonical
from balie.evidence.core.checkpoints import Checkpoint, CheckpointRefused, open_checkpoint
from balie.evidence.core.checkpoints import read as read_checkpoint
from balie.evidence.core.checkpoints import sign as sign_checkpoint
from balie.evidence.core.entries import (
    COMMITMENT_KEY_BYTES,
    Actor,
    Commitment,
    Draft,
    Entry,
    EntryRefused,
    Head,
    Subject,
    commit,
    head_of,
    holds,
    time_of,
    time_text,
)
from balie.evidence.core.keyring import ADDED, OPENED, RETIRED, Named, believed
from balie.evidence.core.kinds import KINDS, Kind, Origin, UnknownKind, Where, kind_of, newest
from balie.evidence.core.notes import NoteRefused, PublicKey, SecretKey
from balie.evidence.core.proofs import Proof
from balie.evidence.core.proofs import check as check_proof
from balie.evidence.core.proofs import read as read_proof
from balie.evidence.core.sealing import (
    KEY_BYTES,
    NONCE_BYTES,
    Label,
    MasterKey,
    Unsealable,
    Whose,
    seal,
    unseal,
    unwrap,
    wrap,
)
from balie.evidence.core.shapes import Unfit
from balie.evidence.core.tiles import WIDTH, Tile, bundle, completed, leaves_of, tiles_of
from balie.evidence.core.tree import (
    EMPTY_ROOT,
    Frontier,
    ProofRefused,
    ReadTile,
    TreeHead,
    check_consistency,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root_from_inclusion,
    root_of,
    split,
    subtree_root,
    tree_root,
)

__all__ = [
    "ADDED",
    "COMMITMENT_KEY_BYTES",
    "EMPTY_ROOT",
    "KEY_BYTES",
    "KINDS",
    "NONCE_BYTES",
    "OPENED",
    "RETIRED",
    "WIDTH",
    "Actor",
    "Checkpoint",
    "CheckpointRefused",
    "Commitment",
    "Draft",
    "Entry",
    "EntryRefused",
    "Frontier",
    "Head",
    "Kind",
    "Label",
    "MasterKey",
    "Named",
    "NotCanonical",
    "NoteRefused",
    "Origin",
    "Proof",
    "ProofRefused",
    "PublicKey",
    "ReadTile",
    "SecretKey",
    "Subject",
    "Tile",
    "TreeHead",
    "Unfit",
    "UnknownKind",
    "Unsealable",
    "Where",
    "Whose",
    "believed",
    "bundle",
    "canonical",
    "check_consistency",
    "check_proof",
    "commit",
    "completed",
    "consistency_proof",
    "head_of",
    "holds",
    "inclusion_proof",
    "kind_of",
    "leaf_hash",
    "leaves_of",
    "newest",
    "node_hash",
    "open_checkpoint",
    "read_checkpoint",
    "read_proof",
    "root_from_inclusion",
    "root_of",
    "seal",
    "sign_checkpoint",
    "split",
    "subtree_root",
    "tiles_of",
    "time_of",
    "time_text",
    "tree_root",
    "unseal",
    "unwrap",
    "wrap",
]
