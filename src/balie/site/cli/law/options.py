"""Options the law commands share."""

import click

from balie.law import Text
from balie.site.cli.edge import Edge
from balie.site.cli.report.page import FORMATS
from balie.site.cli.speech import Day, OneOf, language_option, option

_ON = Text(nl="Wat geldt op deze dag (standaard vandaag).", en="What applies on this day (default today).")
_PUBLISHED = Text(
    nl="De wet zoals bekend op deze dag (standaard vandaag).", en="The law as known on this day (default today)."
)
_FORMAT = Text(nl="Vorm van de uitvoer.", en="Form of the output.")


def on(edge: Edge) -> click.Option:
    """Return --on."""
    return option("--on", "applies_on", about=_ON, language=edge.language, type=Day(edge.language), default=edge.today)


def published_by(edge: Edge) -> click.Option:
    """Return --published-by."""
    day = Day(edge.language)
    return option("--published-by", about=_PUBLISHED, language=edge.language, type=day, default=edge.today)


def form_and_language(edge: Edge) -> list[click.Parameter]:
    """Return --format and --lang."""
    form = OneOf(FORMATS, edge.language)
    return [
        option("--format", "form", about=_FORMAT, language=edge.language, type=form, default="table"),
        language_option(edge.language),
    ]
