"""The journal: what happened, who did it, and what it was about."""

from datetime import datetime, time
from typing import Any

from django.utils import timezone
from ninja import Query

from balie.evidence import service as evidence
from balie.people.service import Permission
from balie.site.api.gate import ApiRequest
from balie.site.api.part import Part
from balie.site.api.scopes import Scope
from balie.site.api.shapes import journal as shapes
from balie.site.api.shapes.common import page_of

part = Part("journal", read=Scope.JOURNAL_READ)


@part.reads("", shapes.EntryPage, Permission.SEE_READS)
def list_entries(request: ApiRequest, filters: Query[shapes.EntryFilters]) -> Any:
    """List what happened, the newest first: changes, and what auditors looked at."""
    rows = evidence.entries_of(system=filters.system).select_related("log")
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.since is not None:
        rows = rows.filter(at__gte=timezone.make_aware(datetime.combine(filters.since, time())))
    return page_of(request, rows, filters, shapes.entry_out, newest_first=True)
