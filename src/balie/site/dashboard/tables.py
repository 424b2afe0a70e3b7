"""The lists and tables of the start page as tables of values: what the page shows is what an export holds."""

from collections.abc import Iterable, Iterator
from itertools import compress
from typing import Any

from django.utils.translation import gettext as _

from balie.export.service import Column, Link, Row, Table
from balie.register.home import known_organisation
from balie.site.dashboard.lists import Listed
from balie.site.dashboard.matrix import SHOWN, Line
from balie.site.dashboard.viewer import Viewer


def table_of(listed: Listed, rows: Iterable[Any], about: tuple[str, ...], viewer: Viewer) -> Table:
    """A list behind a number."""
    shape = listed.shape
    shown = [shape.only_in.get(key, listed.key) == listed.key for key, _title, _width in shape.columns]
    columns = tuple(Column(key, str(title), width) for key, title, width in compress(shape.columns, shown))
    made = (tuple(compress(shape.row(row, viewer), shown)) for row in rows)
    return _table(str(listed.title), columns, made, about, viewer)


def matrix_table(title: str, first: str, lines: Iterable[Line], viewer: Viewer) -> Table:
    """Duties counted per system or per channel."""
    statuses = tuple(Column(status.value, status.label.say(viewer.language), 12) for status in SHOWN)
    columns = (Column("name", first, 34), Column("total", _("Duties now"), 12), *statuses)
    return _table(title, columns, _lines(lines), (), viewer)


def _lines(lines: Iterable[Line]) -> Iterator[Row]:
    for line in lines:
        yield Link(line.name, line.address), line.total, *(cell.count for cell in line.cells)


def _table(
    title: str, columns: tuple[Column, ...], rows: Iterable[Row], about: tuple[str, ...], viewer: Viewer
) -> Table:
    organisation = known_organisation()
    return Table(
        title=title,
        language=viewer.language,
        made_at=viewer.now,
        columns=columns,
        rows=rows,
        about=about,
        organisation=organisation.name if organisation else "",
    )
