"""`balie register import`: say what a file would do, or do it, whole or not at all."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from balie.language import Text
from balie.site.cli.edge import FINDINGS, MISUSE, OK, Edge
from balie.site.cli.register.opening import importer, open_register
from balie.site.cli.speech import Order, language_option, option

if TYPE_CHECKING:
    from balie.register.exchange.planning import Plan

MOST_SHOWN = 100


def command(edge: Edge) -> click.Command:
    """Return the command in the language of the run."""
    language = edge.language
    path = click.Path(path_type=Path)
    params: list[click.Parameter] = [
        click.Argument(["file"], type=path, metavar=_FILE.say(language)),
        option("--dry-run", about=_DRY_RUN, language=language, is_flag=True),
        option("--good-only", about=_GOOD_ONLY, language=language, is_flag=True),
        option("--by", about=_BY, language=language, metavar="E-MAIL"),
        language_option(language),
    ]
    return Order(
        "import", language=language, summary=_SUMMARY, more=_MORE, params=params, callback=click.pass_obj(_import)
    )


def _import(edge: Edge, /, *, file: Path, dry_run: bool, good_only: bool, by: str | None) -> int:
    open_register()
    from balie.law import Unreadable, shipped_law  # noqa: PLC0415  read after the tables are there
    from balie.register import service  # noqa: PLC0415
    from balie.register.reading import take  # noqa: PLC0415

    try:
        source = take(file)
        plan = service.look_through(shipped_law(), source)
    except Unreadable as unreadable:
        edge.warn(f"{_FAULT.say(edge.language)}: {unreadable.fault.say(edge.language)}")
        return MISUSE
    _warn(edge, plan)
    _tell(edge, plan)
    if plan.refused and not (good_only or dry_run):
        edge.warn(_NOTHING_DONE.say(edge.language))
        return MISUSE
    if not dry_run and plan.does_something:
        wishes = service.Wishes(plan.digest, good_only=good_only)
        service.import_file(shipped_law(), source, _acting(importer(by), edge), wishes)
        edge.say(_DONE.say(edge.language))
    return (FINDINGS if good_only and not dry_run else MISUSE) if plan.refused else OK


def _acting(person: Any, edge: Edge) -> Any:
    from django.utils import timezone  # noqa: PLC0415

    from balie.register.service import Acting  # noqa: PLC0415

    return Acting(person, timezone.now(), edge.today)


def _warn(edge: Edge, plan: "Plan") -> None:
    for label, found in ((_NOTICE, plan.notices), (_FAULT, plan.faults)):
        for fault in found[:MOST_SHOWN]:
            edge.warn(f"{label.say(edge.language)}: {fault.say(edge.language)}")
        if len(found) > MOST_SHOWN:
            more = len(found) - MOST_SHOWN
            edge.warn(Text(nl=f"... en nog {more}.", en=f"... and {more} more.").say(edge.language))


def _tell(edge: Edge, plan: "Plan") -> None:
    """Say what would happen: each system that is new or changes, with the fields."""
    if not plan.does_something:
        edge.say(_NO_CHANGES.say(edge.language))
        return
    if plan.shared:
        edge.say(f"{_ORGANISATION.say(edge.language)}: {', '.join(change.field for change in plan.shared)}")
    for step in plan.steps:
        if step.changes:
            fields = "" if step.known is None else ": " + ", ".join(change.field for change in step.changes)
            edge.say(f"{step.fate.label.say(edge.language)}: {step.value.name}{fields}")
    counted = ", ".join(f"{count} {fate.label.say(edge.language)}" for fate, count in plan.counts.items())
    refused = Text(nl=f"{plan.refused} geweigerd", en=f"{plan.refused} refused").say(edge.language)
    edge.say(f"{counted}, {refused}.")


_SUMMARY = Text(nl="Importeer systemen uit een bestand.", en="Import systems from a file.")
_MORE = Text(
    nl="""Leest wat 'balie register export' en het sjabloon schrijven, en registraties uit het Algoritmeregister. Er
    wordt niets verwijderd; een lege cel verandert niets. Staat er een fout in, dan gebeurt er niets.

    Uitkomst: 0 alles goed, 1 de goede rijen geïmporteerd (--good-only), 2 het bestand of de aanroep klopt niet.""",
    en="""Reads what 'balie register export' and the template write, and entries of the Dutch Algorithm Register.
    Nothing is removed; an empty cell changes nothing. When there is an error in it, nothing happens.

    Exit code: 0 all well, 1 the good rows were imported (--good-only), 2 the file or the call is wrong.""",
)
_FILE = Text(nl="BESTAND", en="FILE")
_DRY_RUN = Text(nl="Zeg alleen wat er zou gebeuren.", en="Only say what would happen.")
_GOOD_ONLY = Text(nl="Importeer de rijen zonder fout.", en="Import the rows without errors.")
_BY = Text(
    nl="In wiens naam; anders de eerste die mag importeren.", en="In whose name; otherwise the first who may import."
)
_NO_CHANGES = Text(nl="Geen wijzigingen.", en="No changes.")
_ORGANISATION = Text(nl="organisatie", en="organisation")
_DONE = Text(nl="Geïmporteerd.", en="Imported.")
_NOTHING_DONE = Text(
    nl="Er is niets geïmporteerd: verbeter eerst de fouten hierboven, of neem alleen de goede rijen met --good-only.",
    en="Nothing was imported: correct the errors above first, or take only the good rows with --good-only.",
)
_FAULT = Text(nl="fout", en="fault")
_NOTICE = Text(nl="let op", en="note")
