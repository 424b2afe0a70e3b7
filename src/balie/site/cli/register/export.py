"""`balie register export`: everything about every system, in a file that `balie register import` reads back."""

from pathlib import Path

import click

from balie.language import Text
from balie.site.cli.edge import OK, Edge
from balie.site.cli.output import save
from balie.site.cli.register.opening import open_register
from balie.site.cli.speech import Misuse, OneOf, Order, language_option, option

FORMATS = ("yaml", "json", "csv", "xlsx", "algoritmeregister")


def command(edge: Edge) -> click.Command:
    """Return the command in the language of the run."""
    language = edge.language
    out = click.Path(path_type=Path)
    params: list[click.Parameter] = [
        option("--format", "form", about=_FORMAT, language=language, type=OneOf(FORMATS, language), default="yaml"),
        option("--out", about=_OUT, language=language, type=out, metavar=_FILE.say(language)),
        option("--force", about=_FORCE, language=language, is_flag=True),
        language_option(language),
    ]
    return Order("export", language=language, summary=_SUMMARY, params=params, callback=click.pass_obj(_export))


def _export(edge: Edge, /, *, form: str, out: Path | None, force: bool) -> int:
    if form == "xlsx" and out is None:
        raise Misuse(_NEEDS_OUT)
    open_register()
    from balie.law import shipped_law  # noqa: PLC0415  read after the tables are there
    from balie.register.service import entries_to_publish, whole_register  # noqa: PLC0415

    if form == "algoritmeregister":
        content = entries_to_publish(shipped_law())
    else:
        content = whole_register(shipped_law(), form, edge.language)
    if out is None:
        edge.say(content.decode("utf-8-sig"))
        return OK
    save(out, content, force=force)
    edge.warn(Text(nl=f"Geschreven: {out}", en=f"Written: {out}").say(edge.language))
    return OK


_SUMMARY = Text(nl="Exporteer alle systemen met alles erover.", en="Export all systems with everything about them.")
_FORMAT = Text(nl="Vorm van het bestand; xlsx vraagt --out.", en="Form of the file; xlsx needs --out.")
_OUT = Text(nl="Schrijf naar dit bestand.", en="Write to this file.")
_FILE = Text(nl="BESTAND", en="FILE")
_FORCE = Text(nl="Overschrijf een bestaand bestand.", en="Overwrite an existing file.")
_NEEDS_OUT = Text(
    nl="Een werkmap past niet op het scherm: geef een bestand met --out.",
    en="A workbook does not fit on a screen: give a file with --out.",
)
