"""The master keys of the vault: the one of now, and while one takes the place of another, the next and the one before.

No Django here. Each lies where `secret_keys.Place` looks: a variable, a command, or a file with mode 0600.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from balie.evidence.core import KEY_BYTES, MasterKey
from balie.evidence.secret_keys import NoSecret, Place
from balie.language import Text

VARIABLE = "BALIE_MASTER_KEY"
FILE = "master-key"


@dataclass(frozen=True, slots=True)
class Masters:
    """Where the master keys are. They are read each time, for they can change while a program runs."""

    folder: Path
    environ: Mapping[str, str]

    @property
    def now(self) -> Place:
        """The key that wraps, unless there is a next one."""
        return Place(VARIABLE, self.folder / FILE, self.environ)

    @property
    def next(self) -> Place:
        """The key that is taking its place."""
        return Place(f"{VARIABLE}_NEXT", self.folder / f"{FILE}.next", self.environ)

    @property
    def before(self) -> Place:
        """The key whose place was taken; it goes when nothing is wrapped with it any more."""
        return Place(f"{VARIABLE}_BEFORE", self.folder / f"{FILE}.before", self.environ)

    def known(self) -> dict[str, MasterKey]:
        """Every key that can unwrap, by id; the one that wraps first. Raises `NoSecret` for one that is unreadable."""
        # Moving a file makes next into now and now into before; looking in this order misses none.
        found = [MasterKey(key) for place in (self.next, self.now, self.before) if (key := place.read())]
        return {key.id: key for key in found}

    def to_wrap(self, last: str | None) -> MasterKey:
        """Return the key to wrap a new key with. `last` is the id that the newest wrapped key names.

        The first key of all is made here. Raises `NoSecret` when the key is missing or another than that of the
        vault: what is wrapped with two keys, of which one is forgotten, would be lost.
        """
        known = self.known()
        if last is None and not known:
            return MasterKey(self.now.read_or_make(os.urandom(KEY_BYTES)))
        if last is not None and last not in known:
            raise NoSecret(_other(last) if known else _missing(self.now))
        return next(iter(known.values()))

    def of(self, master: str) -> MasterKey:
        """Return the key with this id. Raises `NoSecret`."""
        known = self.known()
        if master not in known:
            raise NoSecret(_other(master) if known else _missing(self.now))
        return known[master]


def _missing(place: Place) -> Text:
    return Text(
        nl=f"De hoofdsleutel van de kluis is er niet. Zet hem terug in {place.file}, of geef hem met {place.variable}. "
        "Zonder die sleutel kan niemand de inhoud lezen; er is niets gewist.",
        en=f"The master key of the vault is not there. Put it back in {place.file}, or give it in {place.variable}. "
        "Without that key nobody can read the content; nothing was erased.",
    )


def _other(master: str) -> Text:
    return Text(
        nl=f"Dit is een andere hoofdsleutel dan die van de kluis (nummer {master}). Zet de juiste terug; "
        "er is niets gewist. Wil je een nieuwe? Gebruik: balie evidence rotate-master",
        en=f"This is another master key than that of the vault (number {master}). Put the right one back; "
        "nothing was erased. Do you want a new one? Use: balie evidence rotate-master",
    )
