"""Pages about one's own account."""

from typing import cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from balie.people import accounts
from balie.people.access import for_everyone
from balie.people.forms import OwnAccountForm
from balie.people.models import User


@for_everyone
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """Name, language of mail and reminders."""
    person = cast(User, request.user)
    form = OwnAccountForm(request.POST or None, instance=User.objects.get(pk=person.pk))
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "accounts/own.html", {"form": form, "roles": sorted(person.roles)}, status=status)
    accounts.change_own(person, accounts.About(**form.cleaned_data), now=timezone.localtime())
    messages.success(request, _("Your account has been saved."))
    return redirect("accounts:own")


@for_everyone
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    person = cast(User, request.user)
    accounts.end_sessions(person, by=person, now=timezone.localtime())
    update_session_auth_hash(request, person)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("accounts:own")
