"""Checkpoints: the size and root of a log, signed, as C2SP tlog-checkpoint has them.

Whoever keeps one outside the log can later show that nothing before it was changed, dropped or slipped in.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from balie.evidence.core import notes
from balie.evidence.core.encoding import NotBase64, from_base64, to_base64
from balie.evidence.core.tree import HASH_BYTES, TreeHead

_SIZE = re.compile("0|[1-9][0-9]{0,18}")


class CheckpointRefused(ValueError):
    """A note that is no checkpoint, or one of another log."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: which log, how many entries, and the root over them. Extension lines are not written."""

    log: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        """Refuse what has no writing."""
        if not self.log or "\n" in self.log or self.size < 0 or len(self.root) != HASH_BYTES:
            raise ValueError("a checkpoint names a log, a size and a root of 32 bytes")

    @property
    def head(self) -> TreeHead:
        """Size and root, as the tree knows them."""
        return TreeHead(self.size, self.root)

    @property
    def text(self) -> str:
        """The text that is signed: three lines."""
        return f"{self.log}\n{self.size}\n{to_base64(self.root)}\n"


def sign(checkpoint: Checkpoint, keys: Iterable[notes.SecretKey]) -> str:
    """Write a signed checkpoint. Signing is a promise: never sign two that do not follow from each other."""
    return notes.sign(checkpoint.text, keys)


def read(text: str) -> Checkpoint:
    """Read the text of a checkpoint; extension lines are passed over. Raises `CheckpointRefused`.

    This looks at no signature: use `open_checkpoint` for what came from elsewhere.
    """
    log, size, root, *more = [*text.removesuffix("\n").split("\n"), "", "", ""]
    try:
        hashed = from_base64(root)
    except NotBase64 as error:
        raise CheckpointRefused("the third line is no root hash") from error
    if not log or not _SIZE.fullmatch(size) or len(hashed) != HASH_BYTES or not all(more[:-3]):
        raise CheckpointRefused("a checkpoint has three lines: log, size and root hash")
    return Checkpoint(log, int(size), hashed)


def open_checkpoint(note: str, keys: Iterable[notes.PublicKey], *, log: str) -> Checkpoint:
    """Return the checkpoint in a note, once a known key signed it and it is of this log.

    Raises `notes.NoteRefused` for the signature and `CheckpointRefused` for the rest.
    """
    found = read(notes.open_note(note, keys).text)
    if found.log != log:
        raise CheckpointRefused(f"this is a checkpoint of {found.log}, not of {log}")
    return found
