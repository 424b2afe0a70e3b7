"""The vault in plain SQL: content is sealed and put away in the transaction that writes its entry, and read back.

No Django here, so that the gateway can store too. A conversation has one key; destroying that erases the conversation,
in every backup that is made later and in every copy of the log.
"""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from balie.evidence.core import (
    COMMITMENT_KEY_BYTES,
    KEY_BYTES,
    NONCE_BYTES,
    Commitment,
    Label,
    Unsealable,
    Whose,
    commit,
    seal,
    unseal,
    unwrap,
    wrap,
)
from balie.evidence.masters import Masters
from balie.evidence.writing import Cursor, Dialect, NoSuchLog, Placed, Said, append, moment
from balie.language import Text

LARGEST = 8 * 1024 * 1024  # bytes of one piece: a long transcript is a hundredth of it
_MEDIA = re.compile(r"[a-z0-9.+-]+/[a-z0-9.+-]+(; ?[a-z0-9-]+=[A-Za-z0-9.+-]+)*")
_LONGEST_CONVERSATION, _LONGEST_MEDIA = 64, 100  # characters, as their columns have it
_AT_ONCE = 200


class VaultRefused(Exception):
    """The vault does not do this; nothing was kept or lost. The message says why, `code` is for programs."""

    def __init__(self, code: str, message: Text) -> None:
        super().__init__(message.en)
        self.code, self.message = code, message


class Erased(VaultRefused):
    """The content of this conversation was erased."""


class Damaged(VaultRefused):
    """What is in the vault is not what was put there."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Content to store, and what its entry says; the subject of the entry names the conversation."""

    said: Said
    media: str
    content: bytes

    @property
    def conversation(self) -> str:
        """The conversation it belongs to."""
        return self.said.draft.subject.conversation or ""

    def __post_init__(self) -> None:
        """Refuse what does not fit in the vault."""
        if not 0 < len(self.conversation) <= _LONGEST_CONVERSATION:
            raise VaultRefused("no-conversation", _NO_CONVERSATION)
        if len(self.media) > _LONGEST_MEDIA or not _MEDIA.fullmatch(self.media):
            raise VaultRefused("no-media-type", _NO_MEDIA)
        if len(self.content) > LARGEST:
            raise VaultRefused("too-large", _too_large(len(self.content)))


@dataclass(frozen=True, slots=True)
class Stored:
    """Content that has its place: its id in the vault, and its entry."""

    id: str
    placed: Placed


@dataclass(frozen=True, slots=True)
class Opened:
    """Content read back, with the key of its commitment."""

    id: str
    media: str
    content: bytes
    commitment_key: bytes


@dataclass(frozen=True, slots=True)
class ConversationKey:
    """The key to one conversation, unwrapped. `row` is its key in the table."""

    row: int
    whose: Whose
    key: bytes


def store(cursor: Cursor, dialect: Dialect, masters: Masters, log: int, pieces: Sequence[Piece]) -> list[Stored]:
    """Seal content and put it away, with an entry for each piece, in the running transaction; in the order given.

    Raises `NoSuchLog`, `secret_keys.NoSecret`, `Erased` for a conversation that was erased, and what
    `writing.append` raises; then the transaction must be rolled back.
    """
    keys = {
        name: _key_to_store(cursor, dialect, masters, (log, name), pieces[0].said.at)
        for name in sorted({piece.conversation for piece in pieces})
    }
    ids, said = [], []
    for piece in pieces:
        own = os.urandom(16).hex()
        row, drafted = sealed(keys[piece.conversation], piece, own, os.urandom(COMMITMENT_KEY_BYTES))
        cursor.execute(dialect.said(_STORE), row)
        ids.append(own)
        said.append(drafted)
    placed = append(cursor, dialect, {log: said})
    return [Stored(own, place) for own, place in zip(ids, placed, strict=True)]


def sealed(key: ConversationKey, piece: Piece, own: str, commitment_key: bytes) -> tuple[tuple[Any, ...], Said]:
    """Seal one piece: return the row for `evidence_content` and the entry with its commitment. Nothing is written."""
    shut = seal(key.key, Label(key.whose, own, piece.media), commitment_key, piece.content)
    bound = Commitment(own, commit(piece.content, commitment_key))
    return (own, key.row, piece.media, shut), Said(piece.said.at, piece.said.draft.bound(bound))


def open_content(cursor: Cursor, dialect: Dialect, masters: Masters, own: str) -> Opened:
    """Read one piece back. Raises `VaultRefused` (unknown, `Erased`, `Damaged`) and `secret_keys.NoSecret`."""
    for found in open_many(cursor, dialect, masters, [own]):
        if isinstance(found, VaultRefused):
            raise found
        return found
    raise no_such_content()


def open_many(
    cursor: Cursor, dialect: Dialect, masters: Masters, ids: Sequence[str]
) -> Iterator[Opened | VaultRefused]:
    """Read pieces back, in the order of `ids`; for one that cannot be read, what is wrong with it comes in its place.

    Raises `secret_keys.NoSecret` when the master key is not there.
    """
    known = masters.known()
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        cursor.execute(dialect.said(_OPEN.format(marks=", ".join("?" * len(some)))), some)
        found = {row[0]: row for row in cursor.fetchall()}
        for own in some:
            if own not in found:
                yield no_such_content()
                continue
            _, media, shut, wrapped, master, conversation, log = found[own]
            if not wrapped or not shut:
                yield Erased("erased", _ERASED)
                continue
            whose = Whose(log, conversation)
            try:
                key = unwrap(known.get(master) or masters.of(master), bytes(wrapped), whose)
                commitment_key, content = unseal(key, Label(whose, own, media), bytes(shut))
            except Unsealable:
                yield damaged()
            else:
                yield Opened(own, media, content, commitment_key)


def no_such_content() -> VaultRefused:
    """There is nothing of this in the vault."""
    return VaultRefused("no-such-content", _UNKNOWN)


def damaged() -> Damaged:
    """What is there is something else than what was put there."""
    return Damaged("damaged", _DAMAGED)


def _key_to_store(
    cursor: Cursor, dialect: Dialect, masters: Masters, place: tuple[int, str], at: datetime
) -> ConversationKey:
    """Return the key of a conversation, made when it has none. Its row stays locked until the transaction ends."""
    name = _name_of(cursor, dialect, place[0])
    whose = Whose(name, place[1])
    found = _row_of(cursor, dialect, place)
    if found is None:
        cursor.execute(_LAST)
        last = cursor.fetchall()
        master = masters.to_wrap(last[0][0] if last else None)
        made = wrap(master, os.urandom(KEY_BYTES), whose, os.urandom(NONCE_BYTES))
        cursor.execute(dialect.said(_NEW_KEY), (*place, made, master.id, moment(at, dialect)))
        found = _row_of(cursor, dialect, place)  # that of another, if they were first
    row, wrapped, master_id = found or (0, b"", "")
    if not wrapped:
        raise Erased("erased", _ERASED)
    try:
        return ConversationKey(row, whose, unwrap(masters.of(master_id), bytes(wrapped), whose))
    except Unsealable as error:
        raise damaged() from error


def _name_of(cursor: Cursor, dialect: Dialect, log: int) -> str:
    cursor.execute(dialect.said("SELECT name FROM evidence_log WHERE id = ?"), (log,))
    rows = cursor.fetchall()
    if not rows:
        raise NoSuchLog(log)
    return str(rows[0][0])


def _row_of(cursor: Cursor, dialect: Dialect, place: tuple[int, str]) -> tuple[int, bytes, str] | None:
    cursor.execute(dialect.said(_KEY) + dialect.lock, place)
    rows = cursor.fetchall()
    return (rows[0][0], rows[0][1], rows[0][2]) if rows else None


def _too_large(size: int) -> Text:
    return Text(
        nl=f"Deze inhoud is {size} bytes groot; de kluis neemt er hoogstens {LARGEST} per stuk. Knip hem in delen.",
        en=f"This content is {size} bytes; the vault takes {LARGEST} of them at most in one piece. Cut it in parts.",
    )


_KEY = "SELECT id, wrapped, master FROM evidence_contentkey WHERE log_id = ? AND conversation = ?"
_LAST = "SELECT master FROM evidence_contentkey ORDER BY id DESC LIMIT 1"
_NEW_KEY = (
    "INSERT INTO evidence_contentkey (log_id, conversation, wrapped, master, made_at) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT DO NOTHING"
)
_STORE = "INSERT INTO evidence_content (id, key_id, media, sealed) VALUES (?, ?, ?, ?)"
_OPEN = (
    "SELECT content.id, content.media, content.sealed, owner.wrapped, owner.master, owner.conversation, log.name"
    " FROM evidence_content AS content JOIN evidence_contentkey AS owner ON owner.id = content.key_id"
    " JOIN evidence_log AS log ON log.id = owner.log_id WHERE content.id IN ({marks})"
)
_NO_CONVERSATION = Text(
    nl="Inhoud hoort bij een gesprek: geef het kenmerk ervan, hoogstens 64 tekens.",
    en="Content belongs to a conversation: give its id, 64 characters at most.",
)
_NO_MEDIA = Text(
    nl="Zeg wat voor inhoud het is, zoals text/plain of application/json.",
    en="Say what kind of content it is, such as text/plain or application/json.",
)
_UNKNOWN = Text(nl="Deze inhoud is er niet (meer).", en="This content is not there (any more).")
_ERASED = Text(
    nl="De inhoud van dit gesprek is gewist. Het logboek zegt wanneer en waarom.",
    en="The content of this conversation was erased. The log says when and why.",
)
_DAMAGED = Text(
    nl="Deze inhoud is buiten Balie om gewijzigd en gaat niet meer open. Zet een kopie van eerder terug.",
    en="This content was changed outside Balie and does not open any more. Restore an earlier copy.",
)
