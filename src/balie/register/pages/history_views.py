"""The history of one system: everything that happened, filtered, paged and exported."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from balie.evidence.service import Entry, entries_of, kind_words, log_of
from balie.export import service as export
from balie.export.service import Column, Link, Table, Value
from balie.law import shipped_law
from balie.people.service import Permission, needs, within_mandate
from balie.register.journal import Happening, following_kinds, happenings
from balie.register.models import AISystem
from balie.register.pages.description_views import acting_of
from balie.register.pages.tables import Paper
from balie.register.scope import visible_system

_ROWS = 50


@require_GET
@needs(Permission.SEE_REGISTER)
def history(request: HttpRequest, key: int) -> HttpResponseBase:
    """What happened to a system, the newest first."""
    acting, language = acting_of(request), (get_language() or "nl")[:2]
    system = visible_system(acting.person, key, now=acting.now)
    every = within_mandate(entries_of(system=system.pk), acting.person, now=acting.now)
    asked = {name: request.GET.get(name, "").replace("\0", "")[:200] for name in ("kind", "person", "all")}
    found = _chosen(every, asked)
    if wanted := export.asked(request.GET):
        paper = Paper(language, system.organisation.name, acting.now)
        return export.download(_table(system, found, asked, paper), wanted, site=request.build_absolute_uri("/"))
    page = Paginator(found, _ROWS).get_page(request.GET.get("page", "1"))
    about: dict[str, Any] = {
        "room": "register",
        "tab": "history",
        "system": system,
        "page": page,
        "happenings": happenings(shipped_law(), page.object_list, language),
        "own_log": log_of(system.pk),
        "asked": asked,
        "kinds": _kinds(every, language),
        "people": every.order_by("actor_name").values_list("actor_name", flat=True).distinct()[:500],
        "query": "?" + "".join(urlencode({name: value}) + "&" for name, value in asked.items() if value),
    }
    return render(request, "register/history.html", about)


def _chosen(entries: QuerySet[Entry], asked: dict[str, str]) -> QuerySet[Entry]:
    if asked["kind"]:
        entries = entries.filter(kind=asked["kind"])
    elif not asked["all"]:
        entries = entries.exclude(kind__in=following_kinds())
    return entries.filter(actor_name=asked["person"]) if asked["person"] else entries


def _kinds(entries: QuerySet[Entry], language: str) -> list[tuple[str, str]]:
    named = [
        (kind, kind_words(kind, language))
        for kind in entries.order_by("kind").values_list("kind", flat=True).distinct()
    ]
    return sorted(named, key=lambda pair: pair[1])


def _table(system: AISystem, entries: QuerySet[Entry], asked: dict[str, str], paper: Paper) -> Table:
    chosen = [kind_words(asked["kind"], paper.language) if asked["kind"] else "", asked["person"]]
    return Table(
        title=_("History: %(name)s") % {"name": system.name},
        language=paper.language,
        made_at=paper.made_at,
        columns=(
            Column("at", _("When"), 18),
            Column("by", _("Who"), 24),
            Column("what", _("What"), 28),
            Column("about", _("About"), 28),
            Column("field", _("Field"), 40),
            Column("before", _("Before"), 40),
            Column("after", _("After"), 40),
        ),
        rows=_rows(entries.iterator(chunk_size=500), paper.language),
        about=tuple(line for line in chosen if line),
        organisation=paper.organisation,
        name="history",
    )


def _rows(entries: Iterable[Entry], language: str) -> Iterator[tuple[Value | Link, ...]]:
    law = shipped_law()
    for entry in entries:
        for one in happenings(law, [entry], language):
            yield from _lines(one)


def _lines(one: Happening) -> Iterator[tuple[Value | Link, ...]]:
    """A line for each field that changed and each thing that was told; one line when there are none."""
    told = [(each.label, each.before, each.after) for each in one.differences]
    told += [(label, "", words) for label, words in one.more]
    for label, before, after in told or [("", "", "")]:
        yield one.at, one.by, one.what, one.about, label, before, after
