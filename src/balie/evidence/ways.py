"""Ways to reach the database without Django: for group commit, for verification in several processes, for a gateway."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from balie.evidence.writing import POSTGRESQL, SQLITE, Dialect

PATIENCE_SECONDS = 20.0


class Connection(Protocol):
    """What is used of a connection that commits nothing by itself."""

    def cursor(self) -> Any:
        """Return a cursor (PEP 249)."""

    def close(self) -> None:
        """Let go, with whatever is not committed."""


class Way(Protocol):
    """A database that can be reached again and again, from any process."""

    @property
    def dialect(self) -> Dialect:
        """How its driver wants statements."""

    @property
    def begin(self) -> str:
        """How a transaction that writes begins."""

    @property
    def look(self) -> str:
        """How a transaction that only reads begins, all as of one moment; empty when there is none."""

    def connect(self) -> Connection:
        """Make a connection whose commits are on the disk before they return."""


@dataclass(frozen=True, slots=True)
class Sqlite:
    """A SQLite file."""

    path: Path
    patience: float = PATIENCE_SECONDS
    dialect: Dialect = SQLITE
    begin: str = "BEGIN IMMEDIATE"
    look: str = "BEGIN"

    def connect(self) -> sqlite3.Connection:
        """Open the file; a writer waits this many seconds for another."""
        made = sqlite3.connect(self.path, isolation_level=None, timeout=self.patience, check_same_thread=False)
        for words in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            made.execute(f"PRAGMA {words}")
        return made


@dataclass(frozen=True, slots=True)
class Postgresql:
    """A PostgreSQL database, by its libpq connection string or URL."""

    conninfo: str
    patience: float = PATIENCE_SECONDS
    dialect: Dialect = POSTGRESQL
    begin: str = "BEGIN"
    look: str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

    def connect(self) -> Connection:
        """Connect; a writer waits this many seconds for another."""
        import psycopg  # noqa: PLC0415  (only those who use PostgreSQL have it)

        made = psycopg.connect(self.conninfo, autocommit=True)
        made.execute(f"SET lock_timeout = {int(self.patience * 1000)}")
        made.execute("SET synchronous_commit = on")
        return made


def way_to(settings: dict[str, Any]) -> Way:
    """Return the way to the database that Django's settings name."""
    if settings["ENGINE"].endswith("sqlite3"):
        return Sqlite(Path(settings["NAME"]))
    parts = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    import psycopg.conninfo  # noqa: PLC0415  (as above)

    given = {name: str(settings[key]) for name, key in parts.items() if settings.get(key)}
    return Postgresql(psycopg.conninfo.make_conninfo("", **given))
