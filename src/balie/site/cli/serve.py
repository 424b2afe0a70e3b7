"""`balie serve`: start the site. The site itself, with Django, is loaded only when it is started."""

import click

from balie.language import Text
from balie.site.cli.edge import Edge
from balie.site.cli.speech import Order, WholeNumber, language_option, option

LAST_PORT = 65_535
MOST_WORKERS = 64


def command(edge: Edge, summary: Text) -> click.Command:
    """Return the command in the language of the run."""
    language = edge.language
    port, workers = WholeNumber(0, LAST_PORT, language), WholeNumber(1, MOST_WORKERS, language)
    params: list[click.Parameter] = [
        option("--demo", about=_DEMO, language=language, is_flag=True),
        option("--host", about=_HOST, language=language, default="127.0.0.1", metavar=_ADDRESS.say(language)),
        option("--port", about=_PORT, language=language, type=port, default=8000),
        option("--workers", about=_WORKERS, language=language, type=workers, default=1),
        option("--no-worker", about=_NO_WORKER, language=language, is_flag=True),
        language_option(language),
    ]
    return Order("serve", language=language, summary=summary, params=params, callback=click.pass_obj(_serve))


def _serve(edge: Edge, /, *, demo: bool, host: str, port: int, workers: int, no_worker: bool) -> int:
    from balie.site.serve import serve  # noqa: PLC0415  Django takes seconds that the other commands do not have

    return serve(demo=demo, host=host, port=port, workers=workers, lang=edge.language, worker=not no_worker)


_DEMO = Text(nl="Laad een voorbeeldorganisatie.", en="Load an example organisation.")
_HOST = Text(nl="Adres waarop de site luistert.", en="Address the site listens on.")
_ADDRESS = Text(nl="ADRES", en="ADDRESS")
_PORT = Text(nl="Poort waarop de site luistert.", en="Port the site listens on.")
_WORKERS = Text(nl="Aantal processen.", en="Number of processes.")
_NO_WORKER = Text(
    nl="Start geen achtergrondproces; dan draait 'balie work' ergens anders.",
    en="Start no background process; 'balie work' then runs elsewhere.",
)
