"""Pages for coming in and going out."""

from datetime import timedelta
from typing import cast

from allauth.account.utils import get_next_redirect_url, perform_login
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from balie.people import letters, second_factor, service, wanted
from balie.people.access import for_everyone
from balie.people.forms import ChangePasswordForm, ChoosePasswordForm, ForgottenForm, SignInForm
from balie.people.models import User

CAME_BY_LINK = "came_by_link"

# How long after using a link one may choose a password without knowing the old one.
LINK_REPLACES_PASSWORD_FOR = timedelta(minutes=15)


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """Sign in with e-mail address and password; allauth then asks for the second factor, when there is one."""

    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: SignInForm) -> HttpResponse:  # type: ignore[override]
        """Go on to the second factor, or in."""
        answer: HttpResponse = perform_login(self.request, form.get_user(), redirect_url=self.get_success_url())
        return answer

    def form_invalid(self, form: SignInForm) -> HttpResponse:  # type: ignore[override]
        """Say so in the status as well, so that scripts which guess notice the lock."""
        return self.render_to_response(self.get_context_data(form=form), status=429 if form.locked else 422)


@login_not_required
@require_http_methods(["GET", "POST"])
@sensitive_variables("token")
def one_time_login(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button first; only pressing it uses the link up. A link stands in for the password, nothing more."""
    try:
        if request.method != "POST":
            person = service.owner_of_link(token, now=timezone.localtime())
            return render(request, "accounts/one_time.html", {"person": person})
        person = service.use_link(token, now=timezone.localtime())
    except service.LinkRefused:
        return render(request, "accounts/link_refused.html", status=410)
    answer: HttpResponse = perform_login(request, person, redirect_url=get_next_redirect_url(request))
    request.session[CAME_BY_LINK] = [person.pk, timezone.localtime().timestamp()]
    return answer


@login_not_required
@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Mail a link to whoever forgot the password. The page says the same whether or not there is such an account."""
    form = ForgottenForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/forgotten.html", {"form": form}, status=422 if form.errors else 200)
    email, computer, now = form.cleaned_data["email"], str(request.META.get("REMOTE_ADDR", "")), timezone.localtime()
    if not service.may_try(f"link for {email}", computer, now=now):
        return render(request, "accounts/forgotten.html", {"form": form, "locked": True}, status=429)
    wanted.want_link(email, letters.site_of(request), now=now)
    return render(request, "accounts/link_sent.html", {"email": email})


@for_everyone
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


@for_everyone
@require_GET
def second_factor_needed(request: HttpRequest) -> HttpResponse:
    """Say why nothing else opens, and how to set a second factor up."""
    if not second_factor.lacks_second_factor(cast(User, request.user)):
        return redirect("start")
    return render(request, "accounts/second_factor_needed.html", {"methods_open": True})


def _just_came_by_link(request: HttpRequest) -> bool:
    """Whether this person used a link in this browser a moment ago: later, somebody else may sit at the desk."""
    who, at = request.session.get(CAME_BY_LINK, (None, 0.0))
    since = timezone.localtime().timestamp() - float(at)
    return who == request.user.pk and since < LINK_REPLACES_PASSWORD_FOR.total_seconds()
