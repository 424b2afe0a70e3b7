"""Tasks: what people have to do by when."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from ninja import Query

from balie.duties.models import Task
from balie.people.service import Permission
from balie.register import service as register
from balie.site.api.gate import ApiRequest
from balie.site.api.part import Part
from balie.site.api.scopes import Scope
from balie.site.api.shapes import duties as shapes
from balie.site.api.shapes.common import Key, page_of

part = Part("tasks", read=Scope.TASKS_READ, write=Scope.TASKS_WRITE)


@part.reads("", shapes.TaskPage, Permission.WORK)
def list_tasks(request: ApiRequest, filters: Query[shapes.TaskFilters]) -> Any:
    """List tasks: those of systems that the owner of the token may see, and their own."""
    return page_of(request, _chosen(request, filters), filters, shapes.task_out)


@part.reads("/{key}", shapes.TaskOut, Permission.WORK)
def read_task(request: ApiRequest, key: Key) -> Any:
    """Read one task."""
    found = visible_tasks(request).filter(pk=key).first()
    if found is None:
        raise Http404
    return shapes.task_out(found)


def visible_tasks(request: ApiRequest) -> QuerySet[Task]:
    """The tasks that the caller may see."""
    person = request.caller.person
    systems = register.visible_systems(person, now=request.caller.now).values("pk")
    about = Q(owner=person) | Q(by=person) | Q(system__in=systems) | Q(duty__system__in=systems)
    return Task.objects.filter(about).select_related("owner", "by", "done_by")


def _chosen(request: ApiRequest, filters: shapes.TaskFilters) -> QuerySet[Task]:
    exact = {name: getattr(filters, name) for name in ("system", "duty", "owner")}
    rows = visible_tasks(request).filter(**{name: value for name, value in exact.items() if value is not None})
    if filters.mine:
        rows = rows.filter(owner=request.caller.person)
    return rows.filter(done_at__isnull=filters.state == "open") if filters.state else rows
