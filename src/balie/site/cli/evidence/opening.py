"""Reach the database to look through it, without changing anything in it: no tables are made, nobody is added."""

import os

from balie.evidence.ways import Sqlite, Way, way_to
from balie.language import Text
from balie.site.cli.speech import Misuse


def way_to_database() -> Way:
    """Return the way to the database that the settings name. Raise `Misuse` when there is none."""
    from balie.site import connections  # noqa: PLC0415  Django takes seconds that the other commands do not have

    try:
        connections.check(os.environ)
    except connections.BadConnection as problem:
        raise Misuse(problem.message) from problem
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balie.site.settings")
    import django  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415

    way = way_to(settings.DATABASES["default"])
    if isinstance(way, Sqlite) and not way.path.is_file():
        raise Misuse(_no_database(str(way.path)))
    return way


def _no_database(place: str) -> Text:
    return Text(
        nl=f"Er is geen database {place}. Wijs met BALIE_DATA de map aan, of met DATABASE_URL de database.",
        en=f"There is no database {place}. Name the folder with BALIE_DATA, or the database with DATABASE_URL.",
    )
