"""`balie law`: show the law Balie works with, its dates, what changed in it, and whether a pack is sound."""

import click

from balie.law import Text
from balie.site.cli.edge import Edge
from balie.site.cli.law import check, diff, schema, show, timeline
from balie.site.cli.speech import Orders


def command(edge: Edge, summary: Text) -> click.Command:
    """Return the group in the language of the run."""
    found = [module.command(edge) for module in (show, timeline, diff, check, schema)]
    return Orders("law", language=edge.language, summary=summary, commands={str(one.name): one for one in found})
