"""Pages of what was found of a system and when, and of who signed for it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from balie.export import service as export
from balie.law import shipped_law
from balie.people.service import Permission, needs
from balie.register import models, service, signing
from balie.register.acting import Acting
from balie.register.looking_back import look_back
from balie.register.models import AISystem, Assessment
from balie.register.pages import tables
from balie.register.pages.assessment_forms import SignForm, WithdrawForm
from balie.register.pages.visitor import person_of
from balie.register.replaying import replay
from balie.register.scope import visible_assessments
from balie.register.wording import Refused

PAGE = 50


@require_GET
@needs(Permission.SEE_REGISTER)
def assessments(request: HttpRequest, key: int) -> HttpResponseBase:
    """Every assessment of one system, the newest first."""
    system = service.visible_system(person_of(request), key, now=timezone.localtime())
    kept = _listed(system, request)
    if wanted := export.asked(request.GET):
        paper = tables.Paper(get_language() or "nl", system.organisation.name, timezone.localtime())
        return export.download(
            tables.assessments_table(system, kept, paper), wanted, site=request.build_absolute_uri("/")
        )
    page = Paginator(kept, PAGE).get_page(request.GET.get("page"))
    state, signature = signing.state_of(system)
    return render(
        request,
        "register/assessments.html",
        {"room": "register", "system": system, "page": page, "state": state, "signature": signature},
    )


@require_GET
@needs(Permission.SEE_REGISTER)
def assessment(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """One stored assessment: what was known, what was found, by which law, and what became different."""
    system = service.visible_system(person_of(request), key, now=timezone.localtime())
    return _page(request, system, number)


@require_POST
@needs(Permission.SIGN)
def sign(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """Sign for the latest assessment."""
    form, acting = SignForm(request.POST), _acting(request)
    asked = signing.Signing(number, request.POST.get("statement", ""), request.POST.get("documentation", ""))
    try:
        service.sign(shipped_law(), key, asked, acting)
    except Refused as refused:
        form.refuse(refused)
    except signing.CannotSign as problem:
        for obstacle in problem.obstacles:
            form.add_error(None, obstacle.reason.say(get_language() or "nl"))
    else:
        messages.success(request, _("You signed this assessment. Your name and the moment are kept with it."))
        return redirect("register:assessment", key, number)
    system = service.visible_system(acting.person, key, now=acting.now)
    return _page(request, system, number, form=form, status=422)


@require_POST
@needs(Permission.SIGN)
def withdraw(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """Take a signature back, with the reason."""
    form, acting = WithdrawForm(request.POST), _acting(request)
    try:
        signature = service.withdraw(key, number, request.POST.get("reason", ""), acting)
    except Refused as refused:
        form.refuse(refused)
        system = service.visible_system(acting.person, key, now=acting.now)
        kept = models.Signature.objects.filter(pk=number, assessment__system=system).first()
        return _page(request, system, kept.assessment_id if kept else 0, withdrawing=form, status=422)
    messages.success(request, _("The signature has been withdrawn. It stays readable, with the reason."))
    return redirect("register:assessment", key, signature.assessment_id)


def _page(request: HttpRequest, system: AISystem, number: int, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of one assessment, with the form for whoever may sign it."""
    person = person_of(request)
    every = visible_assessments(person, system, now=timezone.localtime())
    kept = every.select_related("by", "law").filter(pk=number).first()
    if kept is None:
        raise service.NoSuchSystem(number)
    looked = look_back(every, kept, beside=request.GET.get("with", ""))
    context = {
        "room": "register",
        "system": system,
        "kept": kept,
        "looked": looked,
        "obstacles": signing.obstacles(system, kept, person),
        "others": _listed(system, request).exclude(pk=kept.pk)[:PAGE],
        "replayed": replay(kept) if "replay" in request.GET else None,
        "form": forms.get("form") or SignForm.of(kept, get_language() or "nl"),
        "withdrawing": forms.get("withdrawing") or WithdrawForm(),
    }
    return render(request, "register/assessment.html", context, status=status)


def _listed(system: AISystem, request: HttpRequest) -> QuerySet[Assessment]:
    """The assessments without what takes long to read, with who signed them."""
    return (
        visible_assessments(person_of(request), system, now=timezone.localtime())
        .select_related("by", "law")
        .defer("facts", "outcome", "law__files", "law__packs")
    )


def _acting(request: HttpRequest) -> Acting:
    return Acting(person_of(request), timezone.localtime(), timezone.localdate())
