"""Signed notes with Ed25519, as C2SP signed-note has them: a short text that people and programs can both read.

A note is the text (ending in a newline), an empty line, and a line for each signature: `— name base64(id, signature)`.
Keys are written as in Go's sumdb/note: `name+id+key`, and with `PRIVATE+KEY+` before it for the private half.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from balie.evidence.core.encoding import NotBase64, from_base64, to_base64

MOST_SIGNATURES = 100
_ED25519 = b"\x01"  # signed-note, "Signature types"
_PRIVATE = "PRIVATE+KEY+"
_SIGNATURE = re.compile(r"— (\S+) ([A-Za-z0-9+/]+={0,2})")


class NoteRefused(ValueError):
    """No note, a note that nobody we know signed, or one whose text is not what was signed."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """Whose signature to believe: a name, and the 32 bytes of an Ed25519 key (RFC 8032)."""

    name: str
    key: bytes

    def __post_init__(self) -> None:
        """Refuse a name that would not survive in a note, and a key of another length."""
        if not self.name or "+" in self.name or any(sign.isspace() or ord(sign) < 32 for sign in self.name):
            raise ValueError(f"no name for a key: {self.name!r}")
        if len(self.key) != 32:
            raise ValueError("a public Ed25519 key is 32 bytes")

    @property
    def id(self) -> bytes:
        """Four bytes that tell keys of one name apart (signed-note, "Ed25519 signatures")."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.key).digest()[:4]

    @property
    def text(self) -> str:
        """The key as others' tools take it: `name+id+base64`."""
        return f"{self.name}+{self.id.hex()}+{to_base64(_ED25519 + self.key)}"

    @classmethod
    def read(cls, text: str) -> "PublicKey":
        """Read what `text` wrote. Raises ValueError for anything else."""
        name, number, key = _parts(text)
        found = cls(name, key)
        if found.id.hex() != number:
            raise ValueError(f"the key says {number}, but its bytes give {found.id.hex()}")
        return found

    def signed(self, text: bytes, signature: bytes) -> bool:
        """Whether this key made the 64-byte signature over the text."""
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signature, text)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class SecretKey:
    """Who signs: a name, and the 32 bytes that an Ed25519 key is made of (its seed). Never shown by `repr`."""

    name: str
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse what could not sign."""
        if len(self.seed) != 32:
            raise ValueError("a secret Ed25519 key is 32 bytes")
        _ = self.public

    @property
    def public(self) -> PublicKey:
        """The half that others get."""
        return PublicKey(self.name, self._private().public_key().public_bytes_raw())

    @property
    def text(self) -> str:
        """The key as others' tools take it; keep it secret."""
        return f"{_PRIVATE}{self.name}+{self.public.id.hex()}+{to_base64(_ED25519 + self.seed)}"

    @classmethod
    def read(cls, text: str) -> "SecretKey":
        """Read what `text` wrote. Raises ValueError for anything else."""
        if not text.startswith(_PRIVATE):
            raise ValueError("no secret key")
        name, number, seed = _parts(text.removeprefix(_PRIVATE))
        found = cls(name, seed)
        if found.public.id.hex() != number:
            raise ValueError("the key and its number differ")
        return found

    def sign(self, text: bytes) -> bytes:
        """Return the 64-byte signature over the text (RFC 8032: the same each time)."""
        return self._private().sign(text)

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


@dataclass(frozen=True, slots=True)
class Note:
    """A note whose signatures were checked: its text, which of the known keys signed it, and names of the others."""

    text: str
    signed_by: tuple[PublicKey, ...]
    unknown: tuple[str, ...] = ()


def sign(text: str, keys: Iterable[SecretKey]) -> str:
    """Write a note: the text, which must end in a newline, with a signature of each key. Raises ValueError."""
    if not text.endswith("\n") or _control(text):
        raise ValueError("the text of a note ends in a newline, and holds no control characters")
    body = text.encode()
    lines = [f"— {key.name} {to_base64(key.public.id + key.sign(body))}\n" for key in keys]
    if not lines:
        raise ValueError("a note needs a signature")
    return f"{text}\n{''.join(lines)}"


def open_note(note: str, keys: Iterable[PublicKey]) -> Note:
    """Return the text of a note, once a known key signed it. Signatures of unknown keys are passed over.

    Raises `NoteRefused` for what is no note, when no known key signed, and when a signature of a known key is wrong.
    """
    text, signatures = _cut(note)
    known = {(key.name, key.id): key for key in keys}
    signed_by: list[PublicKey] = []
    unknown: list[str] = []
    for name, number, signature in signatures:
        key = known.get((name, number))
        if key is None:
            unknown.append(name)
        elif not key.signed(text.encode(), signature):
            raise NoteRefused(f"the signature of {name} ({number.hex()}) does not belong to this text")
        elif key not in signed_by:
            signed_by.append(key)
    if not signed_by:
        raise NoteRefused("no key that we know signed this")
    return Note(text, tuple(signed_by), tuple(unknown))


def _cut(note: str) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    """Cut a note into its text and signatures (name, id, signature)."""
    text, blank, tail = note.rpartition("\n\n")
    if not blank or not tail.endswith("\n") or _control(note):
        raise NoteRefused("this is no signed note")
    lines = tail.removesuffix("\n").split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise NoteRefused("this note has too many signatures")
    return text + "\n", [_signature(line) for line in lines]


def _signature(line: str) -> tuple[str, bytes, bytes]:
    found = _SIGNATURE.fullmatch(line)
    if not found or "+" in found[1]:
        raise NoteRefused("this is no line of a signature")
    try:
        signed = from_base64(found[2])
    except NotBase64 as error:
        raise NoteRefused("this signature is no base64") from error
    if len(signed) < 5:
        raise NoteRefused("this signature is too short")
    return found[1], signed[:4], signed[4:]


def _parts(text: str) -> tuple[str, str, bytes]:
    name, _, rest = text.partition("+")
    number, _, key = rest.partition("+")
    whole = from_base64(key)
    if not re.fullmatch("[0-9a-f]{8}", number) or whole[:1] != _ED25519 or len(whole) != 33:
        raise ValueError("no Ed25519 key in the form name+number+key")
    return name, number, whole[1:]


def _control(text: str) -> bool:
    return any(ord(sign) < 32 and sign != "\n" for sign in text)
