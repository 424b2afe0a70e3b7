"""What the tests of the log share: a log that other processes can reach, on the database the tests run on."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from balie.evidence import logs
from balie.evidence.checking.ranges import look
from balie.evidence.checking.running import check_database
from balie.evidence.checking.whole import Verdict, check_log
from balie.evidence.core import Actor, Draft, Origin, Subject, newest
from balie.evidence.group import Group, Unit
from balie.evidence.ways import Way
from balie.evidence.writing import Said


def something(noon, number: int, note: str = "") -> Said:
    """An entry about one conversation."""
    about = Subject(
        "conversation", number, f"Gesprek {number} é" if number % 2 else f'Gesprek "{number}"', 7, f"c{number}"
    )
    what = {"media": f"text/plain{note}"}
    return Said(
        noon + timedelta(seconds=number),
        Draft(newest("content-stored").id, Origin.ENFORCED, about, Actor(None, "Balie"), what),
    )


@dataclass
class Book:
    """A log of AI system 7, with a way to it from any process."""

    way: Way
    log: int
    name: str
    noon: Any

    def said(self, number: int, note: str = "") -> Said:
        return something(self.noon, number, note)

    def run(self, statement: str, *values: Any) -> list[Any]:
        """Do something to the database behind the back of the log."""
        with closing(self.way.connect()) as reached:
            cursor = reached.cursor()
            cursor.execute(self.way.dialect.said(statement), values)
            return cursor.fetchall() if cursor.description else []

    def check(self, *outside: str, name: str = "") -> Verdict:
        (verdict,) = check_database(self.way, names=[name or self.name], outside=outside, processes=1)
        return verdict


@pytest.fixture
def book(noon, transactional_db, request) -> Book:
    """A log that was opened, with nothing more in it."""
    opened = logs.opened([7], now=noon)[7]
    return Book(request.getfixturevalue("way"), opened.pk, opened.name, noon)


@pytest.fixture
def group(book) -> Iterator[Group]:
    made = Group(book.way)
    yield made
    made.close()


@pytest.fixture
def filled(book, group) -> Book:
    """A log of 700 entries: two full tiles and a part of one."""
    for start in range(1, 700, 100):
        group.write(Unit({book.log: [book.said(number) for number in range(start, min(start + 100, 700))]}))
    return book


def looked_through(log) -> Verdict:
    """The look of `check_database` at one log, over the connection of the test itself."""
    with connection.cursor() as cursor:

        def look_at(parts):
            return (look(cursor, logs.dialect(), part) for part in parts)

        return check_log(cursor, logs.dialect(), log.name, look_at)


@pytest.fixture
def folder(settings, tmp_path):
    """A place for secret keys that is this test's own."""
    settings.EVIDENCE_FOLDER = tmp_path / "keys"
    settings.EVIDENCE_ENVIRONMENT = {}
    return settings.EVIDENCE_FOLDER
