"""Sealing content for the vault: AES-256-GCM under a key of its conversation, which a master key wraps.

Each piece of content is sealed under a key and nonce that HKDF (RFC 5869) makes of the key of the conversation and the
id of the content. An id is used once, so a nonce never comes back under a key, however much a conversation holds.
What a seal belongs to (log, conversation, id, media type) is bound to it: a seal that was moved does not open.
"""

from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from balie.evidence.core.canonical import canonical
from balie.evidence.core.entries import COMMITMENT_KEY_BYTES

KEY_BYTES = 32
NONCE_BYTES = 12
_VERSION = b"\x01"  # of both forms below
_TAG_BYTES = 16


class Unsealable(ValueError):
    """Bytes that this key did not seal for this place: another key, another place, or they were changed."""


@dataclass(frozen=True, slots=True)
class MasterKey:
    """A key that wraps the keys of conversations. Never shown by `repr`."""

    key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse another length."""
        if len(self.key) != KEY_BYTES:
            raise ValueError("a master key is 32 bytes")

    @property
    def id(self) -> str:
        """Sixteen digits that tell one master key from another, and tell nothing about it."""
        made = HMAC(self.key, SHA256())
        made.update(b"balie/master-key/1")
        return made.finalize()[:8].hex()


@dataclass(frozen=True, slots=True)
class Whose:
    """To which conversation of which log a key belongs."""

    log: str
    conversation: str


@dataclass(frozen=True, slots=True)
class Label:
    """What a piece of content is, and where it belongs."""

    whose: Whose
    id: str
    media: str


def wrap(master: MasterKey, key: bytes, whose: Whose, nonce: bytes) -> bytes:
    """Wrap the key of a conversation. The nonce: 12 random bytes, never used before with this master key."""
    if len(key) != KEY_BYTES or len(nonce) != NONCE_BYTES:
        raise ValueError("a key is 32 bytes and a nonce 12")
    return _VERSION + nonce + AESGCM(master.key).encrypt(nonce, key, _about_key(master, whose))


def unwrap(master: MasterKey, wrapped: bytes, whose: Whose) -> bytes:
    """Return the key that `wrap` wrapped. Raises `Unsealable`."""
    nonce, rest = wrapped[1 : 1 + NONCE_BYTES], wrapped[1 + NONCE_BYTES :]
    if wrapped[:1] != _VERSION or len(rest) != KEY_BYTES + _TAG_BYTES:
        raise Unsealable("this is no wrapped key")
    return _decrypted(master.key, nonce, rest, _about_key(master, whose))


def seal(key: bytes, label: Label, commitment_key: bytes, content: bytes) -> bytes:
    """Seal content with the key of its commitment beside it. `label.id` must not have been used before."""
    if len(commitment_key) != COMMITMENT_KEY_BYTES:
        raise ValueError("the key of a commitment is 32 random bytes")
    own, nonce = _once(key, label)
    return _VERSION + AESGCM(own).encrypt(nonce, commitment_key + content, _about_content(label))


def unseal(key: bytes, label: Label, sealed: bytes) -> tuple[bytes, bytes]:
    """Return the key of the commitment and the content that `seal` sealed. Raises `Unsealable`."""
    if sealed[:1] != _VERSION or len(sealed) < 1 + COMMITMENT_KEY_BYTES + _TAG_BYTES:
        raise Unsealable("this is no sealed content")
    own, nonce = _once(key, label)
    plain = _decrypted(own, nonce, sealed[1:], _about_content(label))
    return plain[:COMMITMENT_KEY_BYTES], plain[COMMITMENT_KEY_BYTES:]


def _once(key: bytes, label: Label) -> tuple[bytes, bytes]:
    """The key and nonce of one piece of content."""
    told = b"balie/content/1\x00" + label.id.encode()
    made = HKDF(algorithm=SHA256(), length=KEY_BYTES + NONCE_BYTES, salt=None, info=told).derive(key)
    return made[:KEY_BYTES], made[KEY_BYTES:]


def _decrypted(key: bytes, nonce: bytes, sealed: bytes, about: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(nonce, sealed, about)
    except InvalidTag as error:
        raise Unsealable("this was changed, or belongs to another key or place") from error


def _about_key(master: MasterKey, whose: Whose) -> bytes:
    return canonical({"conversation": whose.conversation, "log": whose.log, "master": master.id, "v": 1})


def _about_content(label: Label) -> bytes:
    whose = {"conversation": label.whose.conversation, "log": label.whose.log}
    return canonical({**whose, "content": label.id, "media": label.media, "v": 1})
