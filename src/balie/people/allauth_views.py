"""Pages of allauth that ask for a password or a code, with the status that says what came of it."""

from typing import Any

from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.totp.views import ActivateTOTPView
from django.http import HttpResponse

_LOCKS = {"locked", "too_many_login_attempts"}


def _status(form: Any) -> int:
    """429 when the lock is shut, 422 for a mistake."""
    codes = {error.code for errors in form.errors.as_data().values() for error in errors}
    return 429 if codes & _LOCKS else 422


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


class ActivateApp(_Refusing, ActivateTOTPView):  # type: ignore[misc]
    """Set up an authenticator app."""
