"""What both rotations do with the places of keys: make the next one, and move it up once the work is done."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from balie.evidence.secret_keys import SECRET_BYTES, NoSecret, Place
from balie.language import Text

_BEFORE_GOES_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rotated:
    """What a rotation did: the numbers of the keys, how many rows or logs it handled, and what is left for a person."""

    before: str
    after: str
    handled: int
    left: Text | None = None


def next_key(now: Place, following: Place) -> bytes:
    """Return the key that comes next: the one that was given, or one made here the first time.

    Raises `NoSecret` when the key of now is given from elsewhere and the next one is not.
    """
    if now.elsewhere and not following.elsewhere:
        raise NoSecret(_give_the_next(now, following))
    fresh = following.read_or_make(os.urandom(SECRET_BYTES))
    if fresh == now.read():
        raise NoSecret(_the_same(now, following))
    return fresh


def move_up(now: Place, following: Place, before: Place) -> Text | None:
    """Let the next key be the one of now; return what a person has to do when it is given from elsewhere."""
    if following.elsewhere:
        return _change_variables(now, following)
    if now.file.exists():
        now.file.replace(before.file)
    following.file.replace(now.file)
    folder = os.open(now.file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return None


def may_go(before: Place, *, now: datetime) -> bool:
    """Whether the key from before has been out of use for a day, so that no program still holds on to it."""
    try:
        moved = before.file.stat().st_ctime  # a file that is moved keeps its other moments
    except FileNotFoundError:
        return False
    return now - datetime.fromtimestamp(moved, UTC) > _BEFORE_GOES_AFTER


def _give_the_next(now: Place, following: Place) -> Text:
    return Text(
        nl=f"De sleutel komt uit {now.variable}. Geef de nieuwe in {following.variable} (64 hexadecimale tekens) aan "
        "alle onderdelen van Balie, start ze opnieuw, en voer dit nog eens uit.",
        en=f"The key comes from {now.variable}. Give the new one in {following.variable} (64 hexadecimal digits) to "
        "all parts of Balie, restart them, and run this again.",
    )


def _the_same(now: Place, following: Place) -> Text:
    return Text(
        nl=f"De nieuwe sleutel ({following.variable}) is dezelfde als die van nu ({now.variable}). Maak een andere.",
        en=f"The new key ({following.variable}) is the same as the one of now ({now.variable}). Make another.",
    )


def _change_variables(now: Place, following: Place) -> Text:
    return Text(
        nl=f"Zet nu in {now.variable} wat in {following.variable} staat, haal {following.variable} weg, "
        "en start alle onderdelen van Balie opnieuw.",
        en=f"Now put in {now.variable} what is in {following.variable}, take {following.variable} away, "
        "and restart all parts of Balie.",
    )
