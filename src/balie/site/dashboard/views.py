"""The start page, and the lists behind its numbers."""

from typing import Any, cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from balie.export import service as export
from balie.people.service import NotPermitted, Role, User, for_everyone, mandate_of, needs
from balie.site.dashboard.figures import coming_for, first_for, parts_of
from balie.site.dashboard.filters import narrowed
from balie.site.dashboard.lists import BY_KEY, Listed, Pressing, lists_for
from balie.site.dashboard.matrix import matrix_of
from balie.site.dashboard.steps import first_steps
from balie.site.dashboard.tables import matrix_table, table_of
from balie.site.dashboard.viewer import Viewer

PAGE, SHORT = 50, 8
_COUNTED = frozenset({Role.MANAGER, Role.COMPLIANCE, Role.BUILDER})


@require_GET
@for_everyone
def start(request: HttpRequest) -> HttpResponse:
    """What somebody with these roles has to know today, most pressing first."""
    viewer = _viewer(request)
    try:
        mandate = mandate_of(viewer.person, now=viewer.now)
    except NotPermitted:
        return render(request, "dashboard/start.html", {"room": "start", "viewer": viewer, "ended": True})
    parts = {pressing.value: part for pressing, part in parts_of(viewer).items()}
    matrix = matrix_of(viewer) if viewer.roles & _COUNTED else None
    page: dict[str, Any] = {"room": "start", "parts": parts, "viewer": viewer, "mandate": mandate, "short": SHORT}
    if Pressing.AHEAD in parts and parts[Pressing.AHEAD].some:
        page["coming"] = coming_for(viewer)
    if Pressing.AHEAD in parts:
        page["first"] = first_for(viewer)
    if matrix is not None:
        page |= {"systems": matrix.systems, "channels": matrix.channels}
        page |= {name: f"{reverse(f'dashboard:{name}')}?" for name in ("by_system", "by_channel")}
    page["steps"] = first_steps(viewer)
    return render(request, "dashboard/start.html", page)


@require_GET
@for_everyone
def listed(request: HttpRequest, key: str) -> HttpResponseBase:
    """The list behind a number; only for whom that number is."""
    found = BY_KEY.get(key)
    if found is None or found not in set(lists_for(_viewer(request))):
        raise Http404(key)
    return needs(found.shape.permission)(_show)(request, found)


@require_GET
@for_everyone
def counted(request: HttpRequest, by: str) -> HttpResponseBase:
    """Duties counted for every system, or every channel."""
    viewer = _viewer(request)
    if not viewer.roles & _COUNTED:
        raise Http404(by)
    matrix, systems = matrix_of(viewer), by == "system"
    title = _("Duties per system") if systems else _("Duties per channel")
    first = _("System") if systems else _("Channel")
    lines = matrix.systems if systems else matrix.channels
    if wanted := export.asked(request.GET):
        site = request.build_absolute_uri("/")
        return export.download(matrix_table(title, first, lines, viewer), wanted, site=site)
    page = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    return render(request, "dashboard/counted.html", {"room": "start", "title": title, "first": first, "page": page})


def _show(request: HttpRequest, found: Listed) -> HttpResponseBase:
    viewer = _viewer(request)
    rows, asked = narrowed(found, request.GET, viewer)
    if wanted := export.asked(request.GET):
        made = table_of(found, rows.iterator(chunk_size=500), asked.words, viewer)
        return export.download(made, wanted, site=request.build_absolute_uri("/"))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = table_of(found, page, asked.words, viewer)
    context = {
        "room": "start",
        "table": shown,
        "rows": [zip(shown.columns, row, strict=True) for row in shown.rows],
        "page": page,
        "query": asked.query,
    }
    return render(request, "dashboard/list.html", context)


def _viewer(request: HttpRequest) -> Viewer:
    now = timezone.localtime()
    return Viewer(cast(User, request.user), now, now.date(), get_language() or "nl")
