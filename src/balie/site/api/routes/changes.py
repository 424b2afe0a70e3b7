"""Changes: what became different for a system when the law or the date did."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from ninja import Query

from balie.register import service as register
from balie.register.models import Difference
from balie.site.api.gate import ApiRequest
from balie.site.api.part import Part
from balie.site.api.scopes import Scope
from balie.site.api.shapes import duties as shapes
from balie.site.api.shapes.common import Key, page_of

part = Part("changes", read=Scope.CHANGES_READ, write=Scope.CHANGES_WRITE)


@part.reads("", shapes.ChangePage)
def list_changes(request: ApiRequest, filters: Query[shapes.ChangeFilters]) -> Any:
    """List what became different, handled or not, the newest first."""
    rows = visible_changes(request)
    if filters.system is not None:
        rows = rows.filter(system=filters.system)
    if filters.state:
        rows = rows.filter(handled_at__isnull=filters.state == "open")
    return page_of(request, rows, filters, shapes.change_out, newest_first=True)


@part.reads("/{key}", shapes.ChangeOut)
def read_change(request: ApiRequest, key: Key) -> Any:
    """Read one change."""
    found = visible_changes(request).filter(pk=key).first()
    if found is None:
        raise Http404
    return shapes.change_out(found)


def visible_changes(request: ApiRequest) -> QuerySet[Difference]:
    """The changes of systems that the caller may see."""
    systems = register.visible_systems(request.caller.person, now=request.caller.now)
    return Difference.objects.filter(system__in=systems.values("pk")).select_related("system", "handled_by")
