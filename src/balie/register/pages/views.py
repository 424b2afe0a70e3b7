"""Pages of the register."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from balie.export import service as export
from balie.law import shipped_law
from balie.people.service import Permission, needs
from balie.register import explained, service, signing
from balie.register.pages import tables
from balie.register.pages.forms import DaysForm, QueryForm
from balie.register.pages.visitor import person_of


@require_GET
@needs(Permission.SEE_REGISTER)
def systems(request: HttpRequest) -> HttpResponseBase:
    """The list of systems; htmx asks for the list alone."""
    form, now = QueryForm(request.GET, today=timezone.localdate()), timezone.localtime()
    query, person, law = form.query(), person_of(request), shipped_law()
    found = service.list_portfolio(law, query, person, now=now, page=request.GET.get("page", "1"))
    if wanted := export.asked(request.GET):
        rows = service.every_row(law, query, person, now=now)
        table = tables.systems_table(query, rows, tables.Paper(get_language() or "nl", found.organisation, now))
        return export.download(table, wanted, site=request.build_absolute_uri("/"))
    template = "register/_portfolio.html" if request.headers.get("HX-Request") else "register/systems.html"
    answer = render(request, template, {"room": "register", "form": form, "found": found, "query": query})
    patch_vary_headers(answer, ["HX-Request"])
    return answer


@require_GET
@needs(Permission.SEE_REGISTER)
def system(request: HttpRequest, key: int) -> HttpResponseBase:
    """One system, fully explained."""
    seen = service.visible_system(person_of(request), key, now=timezone.localtime())
    state, signature = signing.state_of(seen)
    form = DaysForm(request.GET, today=timezone.localdate())
    days = form.days()
    found = service.assessment_of(shipped_law(), key, applies_on=days.applies_on, published_by=days.published_by)
    page = explained.explain(found.assessment, archetype=found.system.archetype, life_cycle=found.system.life_cycle)
    return render(
        request,
        "register/system.html",
        {
            "room": "register",
            "form": form,
            "days": days,
            "system": found.system,
            "page": page,
            "state": state,
            "signature": signature,
        },
    )
