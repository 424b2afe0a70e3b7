"""The way to the database of the site, for what reads a whole log: a connection of its own, so that nobody waits."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper

from balie.evidence.ways import Way, way_to
from balie.evidence.writing import DJANGO_SQLITE, Dialect


def way_to_log() -> Way:
    """A way that other processes have too; for a database in memory, the connection that is there already."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():  # type: ignore[attr-defined]  # SQLite's own
        return Here()
    return way_to(settings.DATABASES["default"] | {"NAME": connection.settings_dict["NAME"]})


@dataclass(frozen=True, slots=True)
class Here:
    """A database that nobody else can reach or change meanwhile, over Django's own connection."""

    dialect: Dialect = DJANGO_SQLITE
    begin: str = ""
    look: str = ""

    def connect(self) -> "Here":
        """There is one connection."""
        return self

    def cursor(self) -> CursorWrapper:
        """Return a cursor (PEP 249)."""
        return connection.cursor()

    def close(self) -> None:
        """Django closes its own connection."""
