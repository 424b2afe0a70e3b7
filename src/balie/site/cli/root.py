"""The names of all commands, each with one line about it and the module that has the rest."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click

from balie.language import Text
from balie.site.cli.edge import Edge
from balie.site.cli.speech import Orders, language_option, option


@dataclass(frozen=True, slots=True)
class Entry:
    """A command that is loaded when it is called: its module has a function `command(edge)`."""

    module: str
    summary: Text


COMMANDS = {
    "assess": Entry(
        "balie.site.cli.assess",
        Text(
            nl="Beoordeel AI-systemen uit een bestand: klasse, redenen, plichten, data en open vragen.",
            en="Assess AI systems from a file: class, reasons, duties, dates and open questions.",
        ),
    ),
    "evidence": Entry(
        "balie.site.cli.evidence.keys",
        Text(nl="Vernieuw de sleutels van logboek en kluis.", en="Renew the keys of the log and the vault."),
    ),
    "gateway": Entry(
        "balie.site.cli.gateway",
        Text(
            nl="Bewaak gesprekken met bots, zonder de site; en regel beleid, sleutels en de noodknop.",
            en="Guard conversations with bots, without the site; and see to policy, keys and the switch.",
        ),
    ),
    "law": Entry(
        "balie.site.cli.law",
        Text(nl="Bekijk en controleer de wet waarmee Balie rekent.", en="Look at and check the law Balie works with."),
    ),
    "pack": Entry(
        "balie.site.cli.evidence.pack",
        Text(
            nl="Maak een bewijspakket van een systeem, dat anderen zonder Balie controleren.",
            en="Make an audit pack of a system, which others check without Balie.",
        ),
    ),
    "register": Entry(
        "balie.site.cli.register",
        Text(
            nl="Toon, exporteer of importeer het register.",
            en="List, export or import the register.",
        ),
    ),
    "sample": Entry(
        "balie.site.cli.evidence.sample",
        Text(
            nl="Trek een steekproef uit het logboek van een systeem, die een ander opnieuw kan trekken.",
            en="Draw a sample from the log of a system, which somebody else can draw again.",
        ),
    ),
    "serve": Entry(
        "balie.site.cli.serve",
        Text(nl="Start de site van Balie.", en="Start the site of Balie."),
    ),
    "verify": Entry(
        "balie.site.cli.evidence.verify",
        Text(
            nl="Controleer de logboeken in de database, of een bewijspakket.",
            en="Verify the logs in the database, or an audit pack.",
        ),
    ),
    "work": Entry(
        "balie.site.cli.work",
        Text(
            nl="Doe het werk waar niemand om vraagt: opnieuw beoordelen, herinneren, bezorgen.",
            en="Do the work nobody asks for: assess anew, remind, deliver.",
        ),
    ),
}
_SUMMARY = Text(
    nl="Balie: de balie waar AI en de wet elkaar ontmoeten. Vertelt wat de AI-verordening, de AVG en huisbeleid vragen "
    "van AI in klantcontact.",
    en="Balie: the counter where AI meets the law. Tells what the AI Act, the GDPR and house policy ask of AI in "
    "customer contact.",
)
_VERSION = Text(nl="Toon de versie.", en="Show the version.")


class Root(Orders):
    """The command `balie` itself."""

    def __init__(self, edge: Edge, **rest: Any) -> None:
        """Know the edge, to hand it to the command that is called."""
        super().__init__("balie", language=edge.language, summary=_SUMMARY, **rest)
        self.edge = edge

    def summaries(self) -> Iterable[tuple[str, str]]:
        """Return each command with one line about it, without loading it."""
        return [(name, entry.summary.say(self.language)) for name, entry in COMMANDS.items()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load one command."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        command: click.Command = import_module(entry.module).command(self.edge, entry.summary)
        return command


def root(edge: Edge) -> Root:
    """Return the command `balie` for this run."""
    return Root(
        edge,
        params=[
            language_option(edge.language),
            option(
                "--version",
                about=_VERSION,
                language=edge.language,
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_show_version,
            ),
        ],
    )


def _show_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:  # noqa: FBT001  click's own shape
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415  only this answer pays for the time it takes

        edge: Edge = ctx.find_object(Edge) or ctx.obj
        edge.say(f"balie {version('balie')}")
        ctx.exit()
