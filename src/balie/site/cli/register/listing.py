"""`balie register list`: the systems of the register with their class, owner and stage."""

import json

import click

from balie.language import Text
from balie.site.cli.edge import OK, Edge
from balie.site.cli.register.opening import open_register
from balie.site.cli.speech import OneOf, Order, language_option, option


def command(edge: Edge) -> click.Command:
    """Return the command in the language of the run."""
    language = edge.language
    form = OneOf(("table", "json"), language)
    params: list[click.Parameter] = [
        option("--format", "form", about=_FORMAT, language=language, type=form, default="table"),
        language_option(language),
    ]
    return Order("list", language=language, summary=_SUMMARY, params=params, callback=click.pass_obj(_list))


def _list(edge: Edge, /, *, form: str) -> int:
    open_register()
    from balie.law import shipped_law  # noqa: PLC0415  read after the tables are there
    from balie.register.service import systems_in_words  # noqa: PLC0415

    rows = systems_in_words(shipped_law(), edge.language)
    if form == "json":
        edge.say(json.dumps(rows, ensure_ascii=False, indent=2))
        return OK
    if not rows:
        edge.say(_EMPTY.say(edge.language))
        return OK
    titles = [title.say(edge.language) for title in _TITLES]
    lines = [titles, *([row["name"], row["class"], row["stage"], row["owner"]] for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(titles))]
    for line in lines:
        edge.say("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
    return OK


_SUMMARY = Text(nl="Toon de systemen in het register.", en="Show the systems in the register.")
_FORMAT = Text(nl="Vorm van de uitvoer.", en="Form of the output.")
_EMPTY = Text(nl="Er staan nog geen systemen in het register.", en="There are no systems in the register yet.")
_TITLES = (
    Text(nl="systeem", en="system"),
    Text(nl="klasse", en="class"),
    Text(nl="fase", en="stage"),
    Text(nl="eigenaar", en="owner"),
)
