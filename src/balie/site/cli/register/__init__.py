"""`balie register`: list the systems of the register, export them, and import a file."""

import click

from balie.language import Text
from balie.site.cli.edge import Edge
from balie.site.cli.register import export, listing, taking_in
from balie.site.cli.speech import Orders


def command(edge: Edge, summary: Text) -> click.Command:
    """Return the group in the language of the run."""
    found = [module.command(edge) for module in (listing, export, taking_in)]
    return Orders("register", language=edge.language, summary=summary, commands={str(one.name): one for one in found})
