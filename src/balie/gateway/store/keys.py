"""Keys of conversations: made for a new one, unwrapped for one that is known."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from balie.evidence.direct import KEY_BYTES, NONCE_BYTES, ConversationKey, Masters, Whose, unwrap, wrap


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A new key, and how it stands in the table: wrapped, by which master key."""

    key: ConversationKey
    wrapped: bytes
    master: str


class Keyring:
    """Makes keys with the master key of now. That is read at most once in `every` conversations, and by `renew`."""

    def __init__(self, masters: Masters, last: str | None) -> None:
        self._masters = masters
        self._master = masters.to_wrap(last)

    def renew(self, last: str | None) -> None:
        """Look which master key wraps now; it may have been rotated."""
        self._master = self._masters.to_wrap(last)

    def made(self, log: str, conversation: str) -> Wrapped:
        """Make a key for a new conversation. Nothing is written."""
        key, whose = os.urandom(KEY_BYTES), Whose(log, conversation)
        wrapped = wrap(self._master, key, whose, os.urandom(NONCE_BYTES))
        return Wrapped(ConversationKey(0, whose, key), wrapped, self._master.id)

    def opened(self, log: str, conversation: str, row: Sequence[Any]) -> ConversationKey:
        """Unwrap the key of a conversation from its row: id, wrapped key, master key. Raises what `Masters.of` does."""
        whose = Whose(log, conversation)
        return ConversationKey(row[0], whose, unwrap(self._masters.of(row[2]), bytes(row[1]), whose))
