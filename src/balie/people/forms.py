"""Forms for signing in and for choosing a password."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm, UsernameField
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balie.people import service

_REQUIRED = {"required": _("Fill this in.")}


class ChoosePasswordForm(SetPasswordForm):  # type: ignore[type-arg]  # generic in the stubs only
    """A first password, or a new one for whoever came in with a link."""

    error_messages = {  # noqa: RUF012  (Django's own class attribute)
        **SetPasswordForm.error_messages,
        "password_mismatch": _("These two passwords are not the same. Type the same password twice."),
    }

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _in_our_words(self)


class ChangePasswordForm(PasswordChangeForm):
    """A new password for whoever knows the old one."""

    error_messages = {  # noqa: RUF012  (Django's own class attribute)
        **ChoosePasswordForm.error_messages,
        "password_incorrect": _("This is not your current password. Try again."),
    }

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["old_password"].label = _("Current password")
        _in_our_words(self)


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
        """Count the attempt, let Django check the password, and forget the count only when that was right."""
        email, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not (email and password):
            return self.cleaned_data  # nothing is tried, so nothing is counted and nothing is forgotten
        if not service.may_try(email, self.computer, now=timezone.localtime()):
            raise ValidationError(self.error_messages["locked"], code="locked")
        cleaned = super().clean()
        if self.get_user() is not None:
            service.forget_failures(email, self.computer)
        return cleaned

    @property
    def computer(self) -> str:
        """The address the request came from."""
        return str(self.request.META.get("REMOTE_ADDR", "")) if self.request else ""

    @property
    def locked(self) -> bool:
        """Whether the form was refused because of earlier failures."""
        return self.has_error("__all__", code="locked")


def _in_our_words(form: forms.Form) -> None:
    """Say what is asked the way the rest of Balie speaks."""
    form.fields["new_password1"].label = _("New password")
    form.fields["new_password1"].help_text = _(
        "At least 12 characters. Not your name or e-mail address, and not a common password."
    )
    form.fields["new_password2"].label = _("New password, once more")
    form.fields["new_password2"].help_text = ""
    for field in form.fields.values():
        field.error_messages.update(_REQUIRED)
