"""Pages for coming in and going out."""

from datetime import timedelta
from typing import cast

from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from balie.people import service
from balie.people.forms import ChangePasswordForm, ChoosePasswordForm, SignInForm
from balie.people.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"
CAME_BY_LINK = "came_by_link"

# How long after using a link one may choose a password without knowing the old one.
LINK_REPLACES_PASSWORD_FOR = timedelta(minutes=15)


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """Sign in with e-mail address and password."""

    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_invalid(self, form: SignInForm) -> HttpResponse:  # type: ignore[override]
        """Say so in the status as well, so that scripts which guess notice the lock."""
        return self.render_to_response(self.get_context_data(form=form), status=429 if form.locked else 422)


@login_not_required
@require_http_methods(["GET", "POST"])
@sensitive_variables("token")
def one_time_login(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button first; only pressing it uses the link up."""
    try:
        if request.method != "POST":
            person = service.owner_of_link(token, now=timezone.localtime())
            return render(request, "accounts/one_time.html", {"person": person})
        person = service.use_link(token, now=timezone.localtime())
    except service.LinkRefused:
        return render(request, "accounts/link_refused.html", status=410)
    login(request, person, backend=BACKEND)
    request.session[CAME_BY_LINK] = timezone.localtime().timestamp()
    return redirect("start")


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Choose a password; whoever just came in with a link need not know the old one."""
    person = cast(User, request.user)
    by_link = _just_came_by_link(request) or not person.has_usable_password()
    kind = ChoosePasswordForm if by_link else ChangePasswordForm
    form = kind(person, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/password.html", {"form": form}, status=422 if form.errors else 200)
    with transaction.atomic():
        form.save()
        service.end_links(person)
    update_session_auth_hash(request, person)
    request.session.pop(CAME_BY_LINK, None)
    messages.success(request, _("Your password has been saved."))
    return redirect("start")


def _just_came_by_link(request: HttpRequest) -> bool:
    """Whether a link was used in this browser a moment ago: later, somebody else may sit at the desk."""
    came_at = float(request.session.get(CAME_BY_LINK, 0))
    return timezone.localtime().timestamp() - came_at < LINK_REPLACES_PASSWORD_FOR.total_seconds()
