"""The keys that sign checkpoints: made on first use and kept outside the database, where an administrator can look.

While a new key takes the place of an old one there are several; each log is signed with the newest it believes.
"""

import json
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db.models import Max, Q

from balie.evidence.core import ADDED, OPENED, RETIRED, Named, PublicKey, SecretKey, believed
from balie.evidence.models import Checkpoint, Entry, Log, SigningKey
from balie.evidence.secret_keys import NoSecret, Place
from balie.language import Text

VARIABLE = "BALIE_SIGNING_KEY"
FILE = "signing-key"


def place(which: str = "") -> Place:
    """Where the secret half lies: of the key of now, of the "next", or of the one "before"."""
    variable, file = (f"{VARIABLE}_{which.upper()}", f"{FILE}.{which}") if which else (VARIABLE, FILE)
    return Place(variable, Path(settings.EVIDENCE_FOLDER) / file, settings.EVIDENCE_ENVIRONMENT)


def secret_key(name: str) -> SecretKey:
    """Return the newest key, under the name of this installation; make one when there is none.

    Raises `secret_keys.NoSecret` when it cannot be read.
    """
    following = place("next").read()
    return named(name, following or place().read_or_make(AESGCM.generate_key(256)))


def public_key(name: str, *, now: datetime) -> PublicKey:
    """Return the public half of the newest key, and keep a row of it the first time."""
    found = secret_key(name).public
    SigningKey.objects.get_or_create(text=found.text, defaults={"added_at": now})
    return found


def key_for(log: Log, name: str) -> SecretKey:
    """Return the newest key that a log believes already, to sign its next checkpoint with.

    Raises `secret_keys.NoSecret` when there is none: a checkpoint of a key that the log does not know shows nothing.
    """
    trusted = believed_by(log)
    newest = secret_key(name)
    if newest.public in trusted:
        return newest
    for which in ("", "before"):
        seed = place(which).read()
        if seed is not None and (found := named(name, seed)).public in trusted:
            return found
    raise NoSecret(_another(place()))


def believed_by(log: Log) -> list[PublicKey]:
    """The keys that count for the next checkpoint of a log."""
    covered = Checkpoint.objects.filter(log=log).aggregate(most=Max("size"))["most"] or 0
    return believed(keys_in(log), covered)


def keys_in(log: Log) -> list[Named]:
    """What the entries of a log say of keys, in their order."""
    about_keys = Q(sequence=0, kind=OPENED) | Q(kind__in=(ADDED, RETIRED))
    rows = Entry.objects.filter(about_keys, log=log).exclude(leaf="").order_by("sequence")
    return [
        Named(sequence, kind, PublicKey.read(json.loads(leaf)["what"]["key"]))
        for sequence, kind, leaf in rows.values_list("sequence", "kind", "leaf")
    ]


def known_keys() -> list[PublicKey]:
    """Every key that ever signed here, the oldest first."""
    return [PublicKey.read(text) for text in SigningKey.objects.order_by("pk").values_list("text", flat=True)]


@lru_cache(maxsize=4)
def named(name: str, seed: bytes) -> SecretKey:
    """Make a key of its seed, once, for the public half takes a computation."""
    return SecretKey(name, seed)


def _another(place: Place) -> Text:
    return Text(
        nl=f"Dit logboek kent de sleutel in {place.file} of {place.variable} niet. Zet de vorige terug; er is niets "
        "ondertekend. Wil je een nieuwe? Gebruik: balie evidence rotate-key",
        en=f"This log does not know the key in {place.file} or {place.variable}. Put the one from before back; nothing "
        "was signed. Do you want a new one? Use: balie evidence rotate-key",
    )
