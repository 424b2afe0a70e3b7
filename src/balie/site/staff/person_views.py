"""One person: their roles, their account, and what an auditor may look at."""

from datetime import datetime, time, timedelta
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from balie.evidence.service import entries_of
from balie.people import accounts, mandates
from balie.people import second_factor as factor
from balie.people.models import Mandate
from balie.people.service import LinkRefused, Permission, Role, User, needs
from balie.register.models import AISystem
from balie.site.staff.forms import MandateForm, RolesForm
from balie.site.staff.views import hand_over, language
from balie.site.staff.wording import lines_of

_SHOWN = 30


@require_GET
@needs(Permission.MANAGE_PEOPLE)
def person(request: HttpRequest, key: int) -> HttpResponse:
    """Everything about one account."""
    found = get_object_or_404(User, pk=key)
    roles = [role.value for role in found.roles]
    return _page(request, found, RolesForm(initial={"roles": roles}, language=language()))


@require_POST
@needs(Permission.MANAGE_PEOPLE)
def roles(request: HttpRequest, key: int) -> HttpResponse:
    """Change somebody's roles."""
    found = get_object_or_404(User, pk=key)
    form = RolesForm(request.POST, language=language())
    if form.is_valid():
        try:
            accounts.change_roles(found, form.cleaned_data["roles"], by=_me(request), now=timezone.localtime())
        except accounts.LastAdministrator:
            form.add_error("roles", _last_one())
        except accounts.AuditorStandsAlone:
            form.add_error("roles", _("An auditor has no other role. Choose one or the other."))
        else:
            messages.success(request, _("The roles of {name} have been saved.").format(name=found))
            return redirect("people:person", key)
    return _page(request, found, form, status=422)


@require_POST
@needs(Permission.MANAGE_PEOPLE)
def link(request: HttpRequest, key: int) -> HttpResponse:
    """Make a new link to sign in with."""
    found = get_object_or_404(User, pk=key)
    try:
        made = accounts.send_again(found, by=_me(request), now=timezone.localtime())
    except LinkRefused:
        messages.error(request, _("This account is closed. Open it first."))
        return redirect("people:person", key)
    return hand_over(request, made, found)


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PEOPLE)
def close(request: HttpRequest, key: int) -> HttpResponse:
    """Ask whether to close an account, and close it."""
    found = get_object_or_404(User, pk=key)
    owned = AISystem.objects.filter(owned_by=found).order_by("name")
    if request.method != "POST":
        return render(request, "staff/close.html", {"room": "settings", "person": found, "owned": owned})
    try:
        accounts.close(found, by=_me(request), now=timezone.localtime())
    except accounts.LastAdministrator:
        about = {"room": "settings", "person": found, "owned": owned, "wrong": _last_one()}
        return render(request, "staff/close.html", about, status=422)
    messages.success(request, _("The account of {name} is closed.").format(name=found))
    return redirect("people:person", key)


@require_POST
@needs(Permission.MANAGE_PEOPLE)
def reopen(request: HttpRequest, key: int) -> HttpResponse:
    """Open an account again."""
    found = get_object_or_404(User, pk=key)
    accounts.reopen(found, by=_me(request), now=timezone.localtime())
    messages.success(request, _("The account of {name} is open again.").format(name=found))
    return redirect("people:person", key)


@require_POST
@needs(Permission.MANAGE_PEOPLE)
def sessions(request: HttpRequest, key: int) -> HttpResponse:
    """Sign somebody out on every device."""
    found = get_object_or_404(User, pk=key)
    accounts.end_sessions(found, by=_me(request), now=timezone.localtime())
    messages.success(request, _("{name} is signed out everywhere.").format(name=found))
    return redirect("people:person", key)


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PEOPLE)
def second_factor(request: HttpRequest, key: int) -> HttpResponse:
    """Ask whether to take a lost second factor away, and do it."""
    found = get_object_or_404(User, pk=key)
    if request.method != "POST":
        return render(request, "staff/second_factor.html", {"room": "settings", "person": found})
    try:
        accounts.take_second_factor_away(found, by=_me(request), now=timezone.localtime())
    except accounts.NotForOneself:
        messages.error(request, _("Remove your own second step on the page of your account."))
        return redirect("mfa_index")
    messages.success(request, _("{name} can set up a new second step.").format(name=found))
    return redirect("people:person", key)


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PEOPLE)
def mandate(request: HttpRequest, key: int) -> HttpResponse:
    """Give an auditor a mandate."""
    found = get_object_or_404(User, pk=key)
    form = MandateForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        last = timezone.make_aware(datetime.combine(form.cleaned_data["expires_on"] + timedelta(days=1), time.min))
        try:
            mandates.give_mandate(found, form.scope(), expires_at=last, by=_me(request), now=timezone.localtime())
        except mandates.NoAuditor:
            form.add_error(None, _("Only somebody with the role of auditor can have a mandate."))
        else:
            messages.success(request, _("{name} may look at this from now on.").format(name=found))
            return redirect("people:person", key)
    about = {"room": "settings", "person": found, "form": form}
    return render(request, "staff/mandate.html", about, status=422 if form.errors else 200)


@require_POST
@needs(Permission.MANAGE_PEOPLE)
def withdraw(request: HttpRequest, key: int) -> HttpResponse:
    """End the mandate of an auditor now."""
    found = get_object_or_404(User, pk=key)
    for current in _current(found, timezone.localtime()):
        mandates.withdraw_mandate(current, by=_me(request), now=timezone.localtime())
    messages.success(request, _("{name} sees nothing any more.").format(name=found))
    return redirect("people:person", key)


def _page(request: HttpRequest, found: User, form: RolesForm, *, status: int = 200) -> HttpResponse:
    now = timezone.localtime()
    mandate = next(iter(_current(found, now)), None)
    about = {
        "room": "settings",
        "person": found,
        "form": form,
        "auditor": Role.AUDITOR in found.roles,
        "guarded": factor.has_second_factor(found),
        "mandate": mandate,
        "systems": AISystem.objects.filter(pk__in=mandate.systems).order_by("name") if mandate else [],
        "owned": AISystem.objects.filter(owned_by=found).order_by("name"),
        "journal": [lines_of(one, language()) for one in entries_of(subject=("person", found.pk))[:_SHOWN]],
    }
    return render(request, "staff/person.html", about, status=status)


def _current(found: User, now: datetime) -> list[Mandate]:
    return list(found.mandates.filter(expires_at__gt=now, withdrawn_at=None).order_by("-pk"))


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


def _last_one() -> str:
    return _("This is the last administrator. Make somebody else administrator first.")
