"""Proofs that one entry is in a log, in one text that stands on its own, as C2SP tlog-proof has them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from balie.evidence.core import checkpoints, notes
from balie.evidence.core.encoding import NotBase64, from_base64, to_base64
from balie.evidence.core.tree import HASH_BYTES, ProofRefused, leaf_hash, root_from_inclusion

_FIRST_LINE = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile("index (0|[1-9][0-9]{0,18})")


@dataclass(frozen=True, slots=True)
class Proof:
    """Which entry, the hashes from its neighbour up to the root, and the signed checkpoint with that root."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: str
    extra: bytes = b""

    @property
    def text(self) -> str:
        """The proof as a `.tlog-proof` file."""
        extra = [f"extra {to_base64(self.extra)}"] if self.extra else []
        hashes = [to_base64(one) for one in self.hashes]
        return "\n".join([_FIRST_LINE, *extra, f"index {self.index}", *hashes, "", self.checkpoint])


def read(text: str) -> Proof:
    """Read a proof, without judging it. Raises `ProofRefused` when it is none."""
    top, blank, checkpoint = text.partition("\n\n")
    first, *lines = top.split("\n")
    if first != _FIRST_LINE or not blank:
        raise ProofRefused("this is no proof of a transparency log (tlog-proof v1)")
    extra = _base64(lines.pop(0).removeprefix("extra ")) if lines and lines[0].startswith("extra ") else b""
    index = _INDEX.fullmatch(lines[0]) if lines else None
    hashes = tuple(_base64(line) for line in lines[1:])
    if index is None or any(len(one) != HASH_BYTES for one in hashes):
        raise ProofRefused("the proof does not say which entry, or has a line that is no hash")
    return Proof(int(index[1]), hashes, checkpoint, extra)


def check(proof: Proof, leaf: bytes, keys: Iterable[notes.PublicKey], *, log: str) -> checkpoints.Checkpoint:
    """Return the checkpoint under which this leaf is in the log.

    Raises `ProofRefused`, `notes.NoteRefused` or `checkpoints.CheckpointRefused`, all of them ValueError.
    """
    found = checkpoints.open_checkpoint(proof.checkpoint, keys, log=log)
    if root_from_inclusion(leaf_hash(leaf), proof.index, found.size, proof.hashes) != found.root:
        raise ProofRefused(f"this is not entry {proof.index} of {log} at {found.size} entries")
    return found


def _base64(line: str) -> bytes:
    try:
        return from_base64(line)
    except NotBase64 as error:
        raise ProofRefused("the proof has a line that is no base64") from error
