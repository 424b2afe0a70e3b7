"""Tasks: what people have to do by when."""

from typing import Any

from django.db.models import QuerySet
from ninja import Query

from balie.duties import tasks
from balie.duties.models import Task
from balie.duties.reach import may_change, may_finish, task_seen, visible_tasks
from balie.people.service import NotPermitted, Permission
from balie.site.api.gate import ApiRequest, Caller
from balie.site.api.part import Part
from balie.site.api.preconditions import revision_of
from balie.site.api.routes.duties import one_duty
from balie.site.api.scopes import Scope
from balie.site.api.shapes import duties as shapes
from balie.site.api.shapes.common import Key, page_of, somebody


def within_reach(caller: Caller, key: int, _permission: Permission) -> None:
    """Raise unless the caller may still change a task or say that it is done."""
    found = task_seen(caller.person, key, now=caller.now)
    if not (may_change(caller.person, found) or may_finish(caller.person, found)):
        raise NotPermitted(Permission.PLAN)


part = Part("tasks", read=Scope.TASKS_READ, write=Scope.TASKS_WRITE, within_reach=within_reach)


@part.reads("", shapes.TaskPage, Permission.WORK)
def list_tasks(request: ApiRequest, filters: Query[shapes.TaskFilters]) -> Any:
    """List tasks: those of systems that the owner of the token may see, and their own."""
    return page_of(request, _chosen(request, filters), filters, shapes.task_out)


@part.reads("/{key}", shapes.TaskOut, Permission.WORK)
def read_task(request: ApiRequest, key: Key) -> Any:
    """Read one task."""
    return _shown(request, key)


@part.writes("POST", "", shapes.TaskOut, Permission.WORK, status=201)
def add_task(request: ApiRequest, body: shapes.NewTask) -> Any:
    """Add a task: for yourself, or for somebody else where you may plan."""
    about = tasks.About(system=body.system)
    if body.duty is not None:
        row = one_duty(request, body.duty)
        about = tasks.About(row.system_id, row.duty)
    wanted = tasks.Wanted(body.title, body.description, somebody(body.owner, "body.owner"), body.deadline)
    return _shown(request, tasks.add_task(wanted, about, request.caller.acting).pk)


@part.writes("PATCH", "/{key}", shapes.TaskOut, Permission.WORK)
def change_task(request: ApiRequest, key: Key, body: shapes.TaskChange) -> Any:
    """Change what a task says. Fields that are left out stay as they are."""
    before, given = task_seen(request.caller.person, key, now=request.caller.now), body.model_fields_set
    wanted = tasks.Wanted(
        title=body.title if "title" in given else before.title,
        description=body.description if "description" in given else before.description,
        owner=somebody(body.owner, "body.owner") if "owner" in given else before.owner,
        deadline=body.deadline if "deadline" in given else before.deadline,
    )
    tasks.change_task(key, wanted, revision_of(request, body.revision), request.caller.acting)
    return _shown(request, key)


@part.writes("POST", "/{key}/finish", shapes.TaskOut, Permission.WORK)
def finish_task(request: ApiRequest, key: Key, body: shapes.OutcomeIn) -> Any:
    """Say that a task is done, and what came of it."""
    tasks.finish_task(key, body.outcome, request.caller.acting)
    return _shown(request, key)


@part.writes("POST", "/{key}/reopen", shapes.TaskOut, Permission.WORK)
def reopen_task(request: ApiRequest, key: Key) -> Any:
    """Open a task again."""
    tasks.reopen_task(key, request.caller.acting)
    return _shown(request, key)


def _shown(request: ApiRequest, key: int) -> shapes.TaskOut:
    return shapes.task_out(task_seen(request.caller.person, key, now=request.caller.now))


def _chosen(request: ApiRequest, filters: shapes.TaskFilters) -> QuerySet[Task]:
    exact = {name: getattr(filters, name) for name in ("system", "duty", "owner")}
    rows = visible_tasks(request.caller.person, now=request.caller.now).select_related("done_by")
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    if filters.mine:
        rows = rows.filter(owner=request.caller.person)
    return rows.filter(done_at__isnull=filters.state == "open") if filters.state else rows
