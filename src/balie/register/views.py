"""Pages of the register."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from balie.law import shipped_law
from balie.people.service import Permission, needs
from balie.register import explained, service
from balie.register.forms import DaysForm, QueryForm


@require_GET
@needs(Permission.SEE_REGISTER)
def systems(request: HttpRequest) -> HttpResponse:
    """The list of systems; htmx asks for the list alone."""
    form = QueryForm(request.GET, today=timezone.localdate())
    found = service.list_portfolio(shipped_law(), form.query())
    template = "register/_portfolio.html" if request.headers.get("HX-Request") else "register/systems.html"
    answer = render(request, template, {"room": "register", "form": form, "found": found, "query": found.query})
    patch_vary_headers(answer, ["HX-Request"])
    return answer


@require_GET
@needs(Permission.SEE_REGISTER)
def system(request: HttpRequest, key: int) -> HttpResponse:
    """One system, fully explained."""
    form = DaysForm(request.GET, today=timezone.localdate())
    days = form.days()
    found = service.assessment_of(shipped_law(), key, applies_on=days.applies_on, published_by=days.published_by)
    page = explained.explain(found.assessment, archetype=found.system.archetype, life_cycle=found.system.life_cycle)
    return render(
        request,
        "register/system.html",
        {"room": "register", "form": form, "days": days, "system": found.system, "page": page},
    )
