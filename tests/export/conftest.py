"""A list with everything people type in lists."""

from datetime import UTC, date, datetime

import pytest

from balie.export.service import Column, Link, Table

COLUMNS = (
    Column("system", "Systeem", 24),
    Column("duty", "Plicht", 40),
    Column("since", "Sinds", 14),
    Column("seen", "Bekeken", 16),
    Column("count", "Aantal", 8),
    Column("share", "Deel", 8),
    Column("law", "Wet", 8),
)
MADE = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)
ROWS = (
    (Link("Wim", "/systems/1/"), "Zeg dat het AI is", date(2026, 8, 2), MADE, 3, 0.5, True),
    (Link("Café «Ü» 😀", "/systems/2/"), "=1+1", date(2027, 12, 2), None, -4, 1.25, False),
    ("#panic() *vet* _x_ $y$ @ref <b>&amp;", "regel een\nregel twee; \"en\" 'meer'", None, None, None, None, None),
)


@pytest.fixture
def table():
    """Make the list, with something else than usual."""

    def make(**changes) -> Table:
        given = {
            "title": "Plichten van alle systemen",
            "language": "nl",
            "made_at": MADE,
            "columns": COLUMNS,
            "rows": ROWS,
            "about": ("Status: niet in orde",),
            "organisation": "Wadlicht Energie",
            **changes,
        }
        return Table(**given)

    return make
