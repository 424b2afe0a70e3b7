"""`balie evidence rotate-key` and `rotate-master`: a new key to sign the logs with, or to wrap the vault with."""

from collections.abc import Callable
from typing import TypeVar

import click

from balie.language import Text
from balie.site.cli.edge import OK, Edge
from balie.site.cli.register.opening import open_register
from balie.site.cli.speech import Misuse, Order, Orders, language_option, option

_Done = TypeVar("_Done")


def command(edge: Edge, summary: Text) -> click.Command:
    """Return the group in the language of the run."""
    language = edge.language
    because = option("--because", about=_BECAUSE, language=language, metavar=_TEXT_HERE.say(language), default="")
    orders: dict[str, click.Command] = {
        "rotate-key": Order(
            "rotate-key",
            language=language,
            summary=_KEY,
            more=_AGAIN,
            params=[because, language_option(language)],
            callback=click.pass_obj(_rotate_key),
        ),
        "rotate-master": Order(
            "rotate-master",
            language=language,
            summary=_MASTER,
            more=_AGAIN,
            params=[language_option(language)],
            callback=click.pass_obj(_rotate_master),
        ),
    }
    return Orders("evidence", language=language, summary=summary, commands=orders)


def _rotate_key(edge: Edge, /, *, because: str) -> int:
    open_register()
    from django.utils import timezone  # noqa: PLC0415  Django takes seconds that the other commands do not have

    from balie.evidence.rotation.signing import rotate_key  # noqa: PLC0415

    done = _told(lambda: rotate_key(because=because.strip(), now=timezone.now()))
    if done is None:
        edge.say(_NO_LOGS.say(edge.language))
        return OK
    text = Text(
        nl=f"Logboeken met de nieuwe sleutel: {done.handled}. Oud: {done.before}, nieuw: {done.after}.",
        en=f"Logs with the new key: {done.handled}. Old: {done.before}, new: {done.after}.",
    )
    edge.say(text.say(edge.language))
    edge.say((done.left or _KEY_GOES).say(edge.language))
    return OK


def _rotate_master(edge: Edge, /) -> int:
    open_register()
    from django.utils import timezone  # noqa: PLC0415  as above

    from balie.evidence.rotation.master import rotate_master  # noqa: PLC0415

    done = _told(lambda: rotate_master(now=timezone.now()))
    text = Text(
        nl=f"Gesprekken met de nieuwe hoofdsleutel: {done.handled}. Oud: {done.before}, nieuw: {done.after}.",
        en=f"Conversations with the new master key: {done.handled}. Old: {done.before}, new: {done.after}.",
    )
    edge.say(text.say(edge.language))
    edge.say((done.left or _MASTER_GOES).say(edge.language))
    return OK


def _told(rotate: Callable[[], _Done]) -> _Done:
    """Rotate; what a person can mend is told as a wrong call."""
    from balie.evidence.core import Unsealable  # noqa: PLC0415  as above
    from balie.evidence.secret_keys import NoSecret  # noqa: PLC0415

    try:
        return rotate()
    except NoSecret as error:
        raise Misuse(error.message) from error
    except Unsealable as error:
        raise Misuse(_CHANGED) from error


_KEY = Text(
    nl="Laat een nieuwe sleutel de logboeken ondertekenen; de oude staat ervoor in.",
    en="Let a new key sign the logs; the old one vouches for it.",
)
_MASTER = Text(
    nl="Sluit alle sleutels van de kluis met een nieuwe hoofdsleutel.",
    en="Wrap all keys of the vault with a new master key.",
)
_AGAIN = Text(
    nl="Balie kan ondertussen aan blijven. Werd dit afgebroken? Voer het nog eens uit; het gaat verder waar het was.",
    en="Balie can stay on meanwhile. Was this cut off? Run it again; it goes on where it was.",
)
_BECAUSE = Text(nl="Waarom; dit komt in het logboek.", en="Why; this goes into the log.")
_TEXT_HERE = Text(nl="TEKST", en="TEXT")
_NO_LOGS = Text(
    nl="Er zijn nog geen logboeken, dus er is niets te vernieuwen.",
    en="There are no logs yet, so there is nothing to renew.",
)
_KEY_GOES = Text(
    nl="De oude sleutel wordt na een dag vernietigd. Geef wie standen van het logboek bewaart, de nieuwe sleutel.",
    en="The old key is destroyed after a day. Give the new key to whoever keeps checkpoints of the log.",
)
_MASTER_GOES = Text(
    nl="De oude hoofdsleutel wordt na een dag vernietigd. Bewaar er zelf een zolang je reservekopieën van eerder hebt: "
    "master-key.before.",
    en="The old master key is destroyed after a day. Keep one yourself as long as you have backups from before: "
    "master-key.before.",
)
_CHANGED = Text(
    nl="Een sleutel in de kluis is buiten Balie om gewijzigd en gaat niet open. Er is niets verloren: zet een kopie "
    "van eerder terug, of kijk met 'balie verify --database' welk gesprek het is, en voer dit nog eens uit.",
    en="A key in the vault was changed outside Balie and does not open. Nothing was lost: restore an earlier copy, or "
    "see with 'balie verify --database' which conversation it is, and run this again.",
)
