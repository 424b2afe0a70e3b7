"""The key that signs checkpoints: made on first use and kept outside the database, where an administrator can look."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from balie.evidence.core import PublicKey, SecretKey
from balie.evidence.models import SigningKey
from balie.evidence.secret_keys import Place

VARIABLE = "BALIE_SIGNING_KEY"
FILE = "signing-key"


def place() -> Place:
    """Where the secret half lies."""
    return Place(VARIABLE, Path(settings.EVIDENCE_FOLDER) / FILE, settings.EVIDENCE_ENVIRONMENT)


def secret_key(name: str) -> SecretKey:
    """Return the key that signs now, under the name of this installation; make one when there is none.

    Raises `secret_keys.NoSecret` when it cannot be read.
    """
    return _named(name, place().read_or_make(AESGCM.generate_key(256)))


def public_key(name: str, *, now: datetime) -> PublicKey:
    """Return the public half of the key that signs now, and keep a row of it the first time."""
    found = secret_key(name).public
    SigningKey.objects.get_or_create(text=found.text, defaults={"added_at": now})
    return found


def known_keys() -> list[PublicKey]:
    """Every key that ever signed here, the oldest first."""
    return [PublicKey.read(text) for text in SigningKey.objects.order_by("pk").values_list("text", flat=True)]


@lru_cache(maxsize=4)
def _named(name: str, seed: bytes) -> SecretKey:
    """Make the key once, for the public half takes a computation."""
    return SecretKey(name, seed)
