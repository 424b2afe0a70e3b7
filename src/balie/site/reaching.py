"""The way to the database of the site, for what reads a whole log: a connection of its own, so that nobody waits."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper

from balie.evidence.logs import dialect
from balie.evidence.ways import Way, way_to
from balie.evidence.writing import Dialect


def way_to_log() -> Way:
    """A way of its own; or the connection that is there, for a database in memory and inside a transaction.

    What a transaction has written, nobody else can see before it ends.
    """
    in_memory = connection.vendor == "sqlite" and connection.is_in_memory_db()  # type: ignore[attr-defined]
    if in_memory or connection.in_atomic_block:
        return Here(dialect())
    return way_to(settings.DATABASES["default"] | {"NAME": connection.settings_dict["NAME"]})


@dataclass(frozen=True, slots=True)
class Here:
    """Django's own connection, in whatever transaction is running."""

    dialect: Dialect
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
