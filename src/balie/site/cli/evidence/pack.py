"""`balie pack`: everything about a system that an auditor checks elsewhere, in one file, complete or not at all."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from balie.evidence.packing.reading import LogDamaged
from balie.language import Text
from balie.site.cli.edge import OK, Edge
from balie.site.cli.evidence.acting import acting, system_named, within_rights
from balie.site.cli.output import saving
from balie.site.cli.register.opening import open_register
from balie.site.cli.speech import Day, Misuse, Order, language_option, option

if TYPE_CHECKING:
    from balie.evidence.packing.pack import Made
    from balie.site.packs import Who, Wish


def command(edge: Edge, summary: Text) -> click.Command:
    """Return the command in the language of the run."""
    language = edge.language
    day, path = Day(language), click.Path(path_type=Path)
    params: list[click.Parameter] = [
        click.Argument(["system"], metavar=_SYSTEM.say(language)),
        option("--from", "since", about=_FROM, language=language, type=day),
        option("--to", "until", about=_TO, language=language, type=day),
        option("--out", about=_OUT, language=language, type=path, metavar=_FILE.say(language)),
        option("--content", about=_CONTENT, language=language, is_flag=True),
        option("--by", about=_BY, language=language, metavar="E-MAIL"),
        option("--force", about=_FORCE, language=language, is_flag=True),
        language_option(language),
    ]
    return Order("pack", language=language, summary=summary, more=_MORE, params=params, callback=click.pass_obj(_pack))


def _pack(
    edge: Edge, /, *, system: str, out: Path | None, content: bool, by: str | None, force: bool, **asked: Any
) -> int:
    since: date | None = asked["since"]
    until: date | None = asked["until"]
    if since and until and since > until:
        raise Misuse(_BACKWARDS)
    if out is None:
        raise Misuse(_NEEDS_OUT)
    if content and by is None:
        raise Misuse(_NEEDS_PERSON)
    open_register()
    from balie.site import packs  # noqa: PLC0415  read after the tables are there

    made = _made(out, packs.Wish(system_named(system), packs.Period(since, until), content), acting(by), force=force)
    edge.warn(
        Text(
            nl=f"Geschreven: {out}. Regels: {made.entries} van {made.size}, documenten: {made.documents}.",
            en=f"Written: {out}. Entries: {made.entries} of {made.size}, documents: {made.documents}.",
        ).say(edge.language)
    )
    edge.warn(_KEEP.say(edge.language))
    return OK


def _made(out: Path, wish: "Wish", who: "Who", *, force: bool) -> "Made":
    from django.db import DatabaseError  # noqa: PLC0415  loaded by now

    from balie.site import packs  # noqa: PLC0415  read after the tables are there

    try:
        with within_rights():
            allowed = packs.permitted(wish, who)
        with saving(out, force=force) as file:
            return packs.write_pack(file, allowed, who)
    except (packs.PackRefused, LogDamaged) as problem:
        raise Misuse(problem.message) from problem
    except DatabaseError as problem:
        raise Misuse(_database(str(problem))) from problem


def _database(reason: str) -> Text:
    return Text(
        nl=f"De database deed het niet: {reason}. Er is niets geschreven. Kijk of de schijf vol is.",
        en=f"The database failed: {reason}. Nothing was written. See whether the disk is full.",
    )


_SYSTEM = Text(nl="SYSTEEM", en="SYSTEM")
_FILE = Text(nl="BESTAND", en="FILE")
_MORE = Text(
    nl="""SYSTEEM is de naam of het nummer, of 'organisatie' voor het logboek van de organisatie zelf. Wat buiten de
    periode valt, staat in het pakket alleen als hash: het geheel is te controleren, de tekst is niet te lezen.

    Dat het pakket is gemaakt, komt in het logboek.""",
    en="""SYSTEM is the name or the number, or 'organisation' for the organisation's own log. What lies outside the
    period is in the pack only as hashes: the whole can be checked, the text cannot be read.

    That the pack was made is put down in the log.""",
)
_FROM = Text(nl="Vanaf deze dag (standaard het begin).", en="From this day (default the beginning).")
_TO = Text(nl="Tot en met deze dag (standaard nu).", en="Up to and including this day (default now).")
_OUT = Text(nl="Schrijf naar dit bestand.", en="Write to this file.")
_CONTENT = Text(
    nl="Ook de inhoud van gesprekken, met persoonsgegevens; vraagt --by.",
    en="The content of conversations too, with personal data; needs --by.",
)
_BY = Text(nl="In naam van deze persoon.", en="In the name of this person.")
_FORCE = Text(nl="Overschrijf een bestaand bestand.", en="Overwrite an existing file.")
_BACKWARDS = Text(
    nl="De periode eindigt voor die begint: draai --from en --to om.",
    en="The period ends before it begins: swap --from and --to.",
)
_NEEDS_OUT = Text(
    nl="Een pakket past niet op het scherm: geef een bestand met --out.",
    en="A pack does not fit on a screen: give a file with --out.",
)
_NEEDS_PERSON = Text(
    nl="Inhoud met persoonsgegevens gaat in naam van iemand die dat mag: noem die met --by.",
    en="Content with personal data goes in the name of somebody who may: name them with --by.",
)
_KEEP = Text(
    nl="Controleren: balie verify PAKKET. Bewaar ook een stand uit log/checkpoints ergens anders.",
    en="To check: balie verify PACK. Keep a checkpoint from log/checkpoints elsewhere too.",
)
