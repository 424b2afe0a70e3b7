"""`balie work`: the background process on its own, beside a site that was started with `--no-worker`."""

import click

from balie.language import Text
from balie.site.cli.edge import Edge
from balie.site.cli.speech import Order, language_option


def command(edge: Edge, summary: Text) -> click.Command:
    """Return the command in the language of the run."""
    language = edge.language
    return Order(
        "work",
        language=language,
        summary=summary,
        params=[language_option(language)],
        callback=click.pass_obj(_work),
    )


def _work(edge: Edge, /) -> int:
    from balie.site.work import work_alone  # noqa: PLC0415  Django takes seconds that the other commands do not have

    return work_alone(lang=edge.language)
