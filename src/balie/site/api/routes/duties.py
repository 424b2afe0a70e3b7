"""Duties and what proves them."""

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from ninja import Query

from balie.duties.models import SystemDuty
from balie.law import shipped_law
from balie.register import service as register
from balie.site.api.gate import ApiRequest
from balie.site.api.part import Part
from balie.site.api.scopes import Scope
from balie.site.api.shapes import duties as shapes
from balie.site.api.shapes.common import Key, page_of

part = Part("duties", read=Scope.DUTIES_READ, write=Scope.DUTIES_WRITE)


@part.reads("", shapes.DutyPage)
def list_duties(request: ApiRequest, filters: Query[shapes.DutyFilters]) -> Any:
    """List the duties of all systems, or of one."""
    shape = partial(shapes.duty_out, shipped_law(), language=request.caller.language)
    return page_of(request, _chosen(visible_duties(request), filters), filters, shape)


@part.reads("/{key}", shapes.DutyOut)
def read_duty(request: ApiRequest, key: Key) -> Any:
    """Read one duty of one system."""
    return shapes.duty_out(shipped_law(), visible_duty(request, key), request.caller.language)


@part.reads("/{key}/proofs", shapes.ProofsOut)
def read_proofs(request: ApiRequest, key: Key) -> Any:
    """Read everything that is kept as proof of one duty."""
    return shapes.proofs_out(visible_duty(request, key), request.caller.language)


def visible_duties(request: ApiRequest) -> QuerySet[SystemDuty]:
    """The duties of the systems that the caller may see."""
    systems = register.visible_systems(request.caller.person, now=request.caller.now)
    return SystemDuty.objects.filter(system__in=systems.values("pk")).select_related("system", "owner")


def visible_duty(request: ApiRequest, key: int) -> SystemDuty:
    """One duty of a system that the caller may see."""
    found = visible_duties(request).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _chosen(rows: QuerySet[SystemDuty], filters: shapes.DutyFilters) -> QuerySet[SystemDuty]:
    exact = {name: getattr(filters, name) for name in ("system", "duty", "status", "source", "proof", "owner")}
    rows = rows.filter(**{name: value for name, value in exact.items() if value not in {None, ""}})
    if filters.due_by is not None:
        rows = rows.filter(deadline__lte=filters.due_by)
    return rows if filters.ended else rows.filter(ended_at=None)
