"""Forms for signing in and for choosing a password."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balie.site.accounts import service


class SignInForm(AuthenticationForm):
    """E-mail address and password, with a pause after too many failures."""

    username = UsernameField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    error_messages = {  # noqa: RUF012  (Django's own class attribute)
        "invalid_login": _("This e-mail address and password do not belong together. Check both and try again."),
        "locked": _("There were too many attempts. Wait a quarter of an hour and try again."),
        "inactive": _("This account is closed. Ask your administrator."),
    }

    def clean(self) -> dict[str, Any]:
        """Refuse while locked; otherwise let Django check the password, and remember a failure."""
        email, computer = self.cleaned_data.get("username", ""), self.computer
        if service.is_locked(email, computer, now=timezone.now()):
            raise ValidationError(self.error_messages["locked"], code="locked")
        try:
            cleaned = super().clean()
        except ValidationError:
            service.note_failure(email, computer, now=timezone.now())
            raise
        service.forget_failures(email, computer)
        return cleaned

    @property
    def computer(self) -> str:
        """The address the request came from."""
        return str(self.request.META.get("REMOTE_ADDR", "")) if self.request else ""

    @property
    def locked(self) -> bool:
        """Whether the form was refused because of earlier failures."""
        return self.has_error("__all__", code="locked")
