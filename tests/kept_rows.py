"""Rows that many tests start from, made once in each worker and put back as they were."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import connection, models

# Rows are made with keys from here on, so that they meet none of the rows that a test made before it asked for them.
FIRST_KEY = 100_000


class KeptRows:
    """What a piece of work added to the tables, by the words that say which work it was."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, ...], list[tuple[str, list[tuple[Any, ...]]]]] = {}

    def once(self, *words: str, make: Callable[[], object]) -> None:
        """Do the work and keep what it added, or add that again. It may not change or remove rows that were there."""
        key = (connection.vendor, str(connection.settings_dict["NAME"]), *words)
        if key in self._kept:
            _put_back(self._kept[key])
            return
        _move_sequences()
        before = {model: _highest(model) for model in _tables()}
        make()
        self._kept[key] = [kept for model in _tables() if (kept := _added(model, before[model]))[1]]


def _tables() -> list[type[models.Model]]:
    """Balie's own tables whose keys count up, those between two others included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("balie.") and isinstance(model._meta.pk, models.AutoField)
    ]


def _highest(model: type[models.Model]) -> int:
    return model._base_manager.aggregate(highest=models.Max("pk"))["highest"] or 0


def _added(model: type[models.Model], after: int) -> tuple[str, list[tuple[Any, ...]]]:
    """Return the statement that adds the new rows, and their values as the database keeps them."""
    quote = connection.ops.quote_name
    columns = [quote(field.column) for field in model._meta.concrete_fields]
    # SQLite's driver turns a bare column into Python's types; of an expression it gives what is stored.
    plain = [f"+{column}" for column in columns] if connection.vendor == "sqlite" else columns
    table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(plain)} FROM {table} WHERE {key} > %s", [after])
        rows = cursor.fetchall()
    slots = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({slots})", rows


def _put_back(kept: list[tuple[str, list[tuple[Any, ...]]]]) -> None:
    with connection.cursor() as cursor:
        for statement, rows in kept:
            cursor.executemany(statement, rows)


def _move_sequences() -> None:
    """Let the keys of new rows begin high."""
    with connection.cursor() as cursor:
        for model in _tables():
            table = model._meta.db_table
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, FIRST_KEY])
            else:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), "
                    "GREATEST(%s, nextval(pg_get_serial_sequence(%s, %s))))",
                    [table, model._meta.pk.column, FIRST_KEY, table, model._meta.pk.column],
                )
