"""Changes: what became different for a system when the law or the date did."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from ninja import Query

from balie.people.service import NotPermitted, Permission, require
from balie.register import inbox
from balie.register import service as register
from balie.register.models import Difference
from balie.site.api.gate import ApiRequest, Caller
from balie.site.api.part import Part
from balie.site.api.scopes import Scope
from balie.site.api.shapes import duties as shapes
from balie.site.api.shapes.common import Key, page_of


def within_reach(caller: Caller, key: int, permission: Permission) -> None:
    """Raise unless the caller may still handle this change."""
    require(caller.person, permission, owner=_of(caller, key).system.owned_by_id)


part = Part("changes", read=Scope.CHANGES_READ, write=Scope.CHANGES_WRITE, within_reach=within_reach)


@part.reads("", shapes.ChangePage)
def list_changes(request: ApiRequest, filters: Query[shapes.ChangeFilters]) -> Any:
    """List what became different, handled or not, the newest first."""
    rows = visible_changes(request.caller)
    if filters.system is not None:
        rows = rows.filter(system=filters.system)
    if filters.state:
        rows = rows.filter(handled_at__isnull=filters.state == "open")
    return page_of(request, rows, filters, shapes.change_out, newest_first=True)


@part.reads("/{key}", shapes.ChangeOut)
def read_change(request: ApiRequest, key: Key) -> Any:
    """Read one change."""
    return shapes.change_out(_of(request.caller, key))


@part.writes("POST", "/{key}/handle", shapes.ChangeOut, Permission.HANDLE_CHANGES)
def handle_change(request: ApiRequest, key: Key, body: shapes.HandlingIn) -> Any:
    """Say that a change was handled, and what was done about it. Handling it twice changes nothing."""
    _of(request.caller, key)
    outcome = inbox.handle(inbox.Handling(frozenset({key}), note=body.note), request.caller.acting)
    return _handled(request, key, outcome)


@part.writes("POST", "/{key}/reopen", shapes.ChangeOut, Permission.HANDLE_CHANGES)
def reopen_change(request: ApiRequest, key: Key) -> Any:
    """Take a change out again that was put away too soon."""
    _of(request.caller, key)
    outcome = inbox.reopen(inbox.Handling(frozenset({key})), request.caller.acting)
    return _handled(request, key, outcome)


def visible_changes(caller: Caller) -> QuerySet[Difference]:
    """The changes of systems that the caller may see."""
    systems = register.visible_systems(caller.person, now=caller.now)
    return Difference.objects.filter(system__in=systems.values("pk")).select_related("system", "handled_by")


def _of(caller: Caller, key: int) -> Difference:
    found = visible_changes(caller).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _handled(request: ApiRequest, key: int, outcome: inbox.Outcome) -> shapes.ChangeOut:
    """The change as it is now; refused when it belongs to the system of somebody else."""
    if outcome.left:
        raise NotPermitted(Permission.HANDLE_CHANGES)
    return shapes.change_out(_of(request.caller, key))
