"""Pages of allauth that ask for a password or a code, with the status that says what came of it."""

import logging
from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from allauth.socialaccount.providers.openid_connect import views as openid
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from requests import RequestException

_log = logging.getLogger(__name__)
_LOCKS = {"locked", "too_many_login_attempts"}


def _status(form: Any) -> int:
    """429 when the lock is shut, 422 for a mistake."""
    codes = {error.code for errors in form.errors.as_data().values() for error in errors}
    return 429 if codes & _LOCKS else 422


@login_not_required
def sign_on(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Go to the organisation's sign-on."""
    return _unless_it_is_down(openid.login, request, provider_id)


@login_not_required
def signed_on(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from there."""
    return _unless_it_is_down(openid.callback, request, provider_id)


def _unless_it_is_down(view: Callable[..., HttpResponse], request: HttpRequest, provider_id: str) -> HttpResponse:
    """Say so when the sign-on does not answer; allauth asks it for its addresses outside its own care for that."""
    try:
        return view(request, provider_id)
    except RequestException as error:
        _log.warning("single sign-on does not answer: %s", type(error).__name__)
        return render(request, "socialaccount/authentication_error.html", status=401)


class SecondStep(AuthenticateView):  # type: ignore[misc]  # allauth has no types
    """The second factor, after the password, the link or single sign-on."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the page again, with the status."""
        answer: HttpResponse = super().form_invalid(form)
        answer.status_code = _status(form)
        return answer


class _Refusing:
    """Mixed into a page with one form."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show the page again, with the status."""
        answer: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        answer.status_code = _status(form)
        return answer


class ConfirmByPassword(_Refusing, ReauthenticateView):  # type: ignore[misc]
    """The password once more."""


class ConfirmByCode(_Refusing, ReauthenticateByCodeView):  # type: ignore[misc]
    """A code once more."""


class _Proving:
    """Mixed into a page that sets up a factor: whoever just used it need not confirm it to see the recovery codes."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        """Note that the factor was shown."""
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        record_authentication(self.request, self.request.user, "mfa", reauthenticated=True)
        return answer


class ActivateApp(_Refusing, _Proving, ActivateTOTPView):  # type: ignore[misc]
    """Set up an authenticator app."""


class AddPasskey(_Refusing, _Proving, AddWebAuthnView):  # type: ignore[misc]
    """Add a passkey."""
