"""What all parts of the API have in common: strict input, pages of a list, people and ranges of classes."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from ninja import Path, Schema
from pydantic import ConfigDict, Field

from balie.law import RiskClass
from balie.people.service import User
from balie.site.api.gate import ApiRequest
from balie.site.api.problems import Refused

Item = TypeVar("Item")
Row = TypeVar("Row", bound=Model)
LARGEST = 2**63 - 1
Key = Annotated[int, Path(ge=1, le=LARGEST)]
Number = Annotated[int, Field(ge=1, le=LARGEST)]


class In(Schema):
    """What somebody sends: a field that we do not know is refused, not left out in silence."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Paging(In):
    """Which part of a list: `cursor` is what `next` of the page before had."""

    limit: int = Field(50, ge=1, le=200)
    cursor: str = Field("", max_length=100)


class Page(Schema, Generic[Item]):
    """A part of a list: `count` is how many there are in all, `next` the address of the part after this one."""

    items: list[Item]
    count: int
    next: str | None


class PersonOut(Schema):
    """Somebody, by name."""

    id: int
    name: str


class RangeOut(Schema):
    """The lowest and the highest class that are still possible."""

    lowest: str
    highest: str


def person_of(person: User | None) -> PersonOut | None:
    """Name somebody."""
    return PersonOut(id=person.pk, name=str(person)) if person else None


def somebody(key: int | None, place: str) -> User | None:
    """The person with a number that was sent, or nobody. Raise `Refused` when there is none."""
    if key is None:
        return None
    found = User.objects.filter(pk=key, is_active=True).first()
    if found is None:
        raise Refused.at(place, _("There is nobody with this number."))
    return found


def range_of(lowest: int, highest: int) -> RangeOut:
    """Write a range of classes as the numbers of a table say it."""
    return RangeOut(lowest=RiskClass(lowest).slug, highest=RiskClass(highest).slug)


def page_of(
    request: ApiRequest,
    rows: QuerySet[Row],
    paging: Paging,
    shape: Callable[[Row], Any],
    *,
    newest_first: bool = False,
) -> dict[str, Any]:
    """A page of rows in order of their number, which no change of the rows disturbs."""
    if paging.cursor and not (paging.cursor.isascii() and paging.cursor.isdecimal() and len(paging.cursor) < 19):
        raise Refused.at("query.cursor", _("Use the address in next of the page before."))
    later = "pk__lt" if newest_first else "pk__gt"
    kept = rows.filter(**{later: int(paging.cursor)}) if paging.cursor else rows
    found = list(kept.order_by("-pk" if newest_first else "pk")[: paging.limit + 1])
    shown = found[: paging.limit]
    return {
        "items": [shape(row) for row in shown],
        "count": rows.count(),
        "next": _next(request, str(shown[-1].pk)) if len(found) > paging.limit else None,
    }


def part_of(request: ApiRequest, values: Sequence[Any], paging: Paging, shape: Callable[[Any], Any]) -> dict[str, Any]:
    """A page of values that have an `id`, in order of it."""
    ordered = sorted(values, key=lambda value: value.id)
    found = [value for value in ordered if value.id > paging.cursor][: paging.limit + 1]
    shown = found[: paging.limit]
    return {
        "items": [shape(value) for value in shown],
        "count": len(ordered),
        "next": _next(request, shown[-1].id) if len(found) > paging.limit else None,
    }


def _next(request: ApiRequest, cursor: str) -> str:
    asked = request.GET.copy()
    asked["cursor"] = cursor
    return f"{request.path}?{asked.urlencode()}"
