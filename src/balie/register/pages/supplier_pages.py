"""The list of suppliers as it is asked for, shown and exported."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from balie.export import service as export
from balie.law import Law
from balie.register import models
from balie.register.acting import Acting
from balie.register.suppliers import keeping as suppliers
from balie.register.suppliers.gaps import RUNS_OUT_WITHIN

_PAGE = 50


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody asked of the list."""

    words: str = ""
    runs_out: bool = False
    sort: str = "name"

    def address(self, **changes: Any) -> str:
        """The address of the same list with something changed, ending so that more can follow."""
        asked = replace(self, **changes)
        parts = {"q": asked.words, "runs_out": "on" if asked.runs_out else "", "sort": asked.sort}
        return "?" + urlencode({key: value for key, value in parts.items() if value and value != "name"})

    @property
    def more(self) -> str:
        """The address of this list, ending in ? or &."""
        address = self.address()
        return address if address == "?" else f"{address}&"


@dataclass(frozen=True, slots=True)
class Row:
    """One supplier in the list: how many systems and contracts, when the next one ends, and what is still owed."""

    key: int
    name: str
    country: str
    systems: int
    contracts: int
    next_end: date | None
    owed: int
    soon: bool


def asked_for(found: QuerySet[models.Supplier], query: Query, today: date) -> QuerySet[models.Supplier]:
    """Filter and order the suppliers."""
    kept = suppliers.with_counts(found, today)
    for word in query.words.split():
        kept = kept.filter(name__icontains=word)
    if query.runs_out:
        kept = suppliers.running_out(kept, today)
    field = _SORTS[query.sort.lstrip("-")]
    order = field.desc(nulls_last=True) if query.sort.startswith("-") else field.asc(nulls_last=True)
    return kept.order_by(order, Lower("name"), "pk")


def page_of(law: Law, found: QuerySet[models.Supplier], number: str, acting: Acting) -> Page[Row]:
    """One page of the list, as rows."""
    page: Page[Any] = Paginator(found, _PAGE).get_page(number)
    page.object_list = _rows(law, list(page.object_list), acting)
    return page


def table_of(law: Law, found: QuerySet[models.Supplier], query: Query, acting: Acting) -> export.Table:
    """The whole list as a table to export."""
    about = [f"{_('Search by name')}: {query.words}"] if query.words else []
    about += [_("Contract ends within 60 days")] if query.runs_out else []
    return export.Table(
        title=_("Suppliers"),
        language=(get_language() or "nl")[:2],
        made_at=acting.now,
        columns=(
            export.Column("name", _("Supplier"), 32),
            export.Column("country", _("Country")),
            export.Column("systems", _("Systems"), 10),
            export.Column("contracts", _("Contracts"), 10),
            export.Column("next_end", _("Next contract ends"), 16),
            export.Column("owed", _("Still owed"), 10),
        ),
        rows=_all_rows(law, found, acting),
        about=tuple(about),
        name="suppliers",
    )


def _all_rows(law: Law, found: QuerySet[models.Supplier], acting: Acting) -> Iterator[tuple[Any, ...]]:
    pages = Paginator(found, _PAGE)
    for number in pages.page_range:
        for row in _rows(law, list(pages.page(number)), acting):
            yield row.name, row.country, row.systems, row.contracts, row.next_end, row.owed


def _rows(law: Law, found: Sequence[Any], acting: Acting) -> list[Row]:
    owed = suppliers.gaps_by_supplier(law, found, acting)
    last = acting.today + RUNS_OUT_WITHIN
    return [
        Row(
            key=one.pk,
            name=one.name,
            country=one.country,
            systems=one.systems_count,
            contracts=one.contracts_count,
            next_end=one.next_end,
            owed=len(owed[one.pk]),
            soon=one.next_end is not None and one.next_end <= last,
        )
        for one in found
    ]


_SORTS: dict[str, Any] = {
    "name": Lower("name"),
    "systems": F("systems_count"),
    "contracts": F("contracts_count"),
    "next": F("next_end"),
}
