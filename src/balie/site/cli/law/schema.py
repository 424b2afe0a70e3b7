"""`balie law schema`: the JSON Schema of a pack, for editors that complete and check while one types."""

import json

import click

from balie.law import Text, pack_schema
from balie.site.cli.edge import OK, Edge
from balie.site.cli.speech import Order, language_option

_SUMMARY = Text(nl="Toon het JSON Schema van een pakket.", en="Show the JSON Schema of a pack.")


def command(edge: Edge) -> click.Command:
    """Return the command in the language of the run."""
    params: list[click.Parameter] = [language_option(edge.language)]
    return Order("schema", language=edge.language, summary=_SUMMARY, params=params, callback=click.pass_obj(_schema))


def _schema(edge: Edge, /) -> int:
    edge.say(json.dumps(pack_schema(), indent=2))
    return OK
