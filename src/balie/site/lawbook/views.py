"""Pages on the law."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from balie.export import service as export
from balie.law import shipped_law
from balie.people.service import for_everyone
from balie.register.pages.forms import DaysForm
from balie.site.lawbook import shelves, tables


@for_everyone
@require_GET
def packs(request: HttpRequest) -> HttpResponse:
    """All packs, and the calendar of days ahead."""
    form = DaysForm(request.GET, today=timezone.localdate())
    law, days = shipped_law(), form.days()
    context = {
        "room": "law",
        "form": form,
        "days": days,
        "law": law,
        "shelves": shelves.shelves(law),
        "calendar": shelves.calendar(law, after=days.applies_on, published_by=days.published_by),
        "watched": shelves.watched(law),
    }
    return render(request, "lawbook/packs.html", context)


@for_everyone
@require_GET
def pack(request: HttpRequest, name: str) -> HttpResponseBase:
    """The provisions of one pack, and their export."""
    form = DaysForm(request.GET, today=timezone.localdate())
    law, days = shipped_law(), form.days()
    if name not in law.packs:
        raise Http404(name)
    found = shelves.entries(law, name, applies_on=days.applies_on, published_by=days.published_by)
    if wanted := export.asked(request.GET):
        language, now = get_language() or "nl", timezone.localtime()
        table = tables.provisions_table(law.packs[name], found, days, language=language, made_at=now)
        return export.download(table, wanted, site=request.build_absolute_uri("/"))
    context = {"room": "law", "form": form, "days": days, "law": law, "pack": law.packs[name], "entries": found}
    context["query"] = f"{days.suffix}&" if days.suffix else "?"
    return render(request, "lawbook/pack.html", context)


@for_everyone
@require_GET
def provision(request: HttpRequest, name: str) -> HttpResponse:
    """One provision, with its versions and the rules and duties that stand on it."""
    form = DaysForm(request.GET, today=timezone.localdate())
    law, days = shipped_law(), form.days()
    if name not in law.provisions:
        raise Http404(name)
    found = shelves.opened(law, law.provisions[name], applies_on=days.applies_on, published_by=days.published_by)
    context = {"room": "law", "form": form, "days": days, "law": law, "found": found, "entry": found.entry}
    return render(request, "lawbook/provision.html", context)
