"""Forms for signing in, for choosing a password, and for the second factor. Those of allauth speak our words."""

from typing import Any

from allauth.account.forms import ReauthenticateForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm, UsernameField
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balie.people import service
from balie.people.adapters import LOCKED
from balie.people.models import User

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
        "locked": LOCKED,
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


class ForgottenForm(forms.Form):
    """The address to which a link goes."""

    email = forms.EmailField(
        label=_("E-mail address"),
        error_messages=_REQUIRED,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )


def printable(name: str) -> None:
    """Refuse invisible signs in a name, such as those that turn the order of reading around."""
    if not name.isprintable():
        raise ValidationError(_("There is an invisible sign in this name. Type it again."), code="invisible")


class OwnAccountForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """What people change about themselves."""

    language = forms.ChoiceField(label=_("Language of mail"), choices=settings.LANGUAGES)

    class Meta:
        """The fields, and what reminders are."""

        model = User
        fields = ("name", "language", "wants_mail")
        labels = {"name": _("Your name"), "wants_mail": _("Remind me by mail of my tasks")}  # noqa: RUF012
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}  # noqa: RUF012

    def clean_name(self) -> str:
        """A name that can be read."""
        name: str = self.cleaned_data["name"]
        printable(name)
        return name


class ConfirmPasswordForm(ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The password once more, before something that guards the account changes."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = forms.CharField(
            label=_("Password"),
            strip=False,
            error_messages=_REQUIRED,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )
        self.fields["password"] = field


class _Counted(forms.Form):
    """A code from an app, or a recovery code. Guesses count towards our own lock."""

    user: Any

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        _code_in_our_words(self)

    def clean_code(self) -> str:
        """Count the attempt, look at the code, and forget the count only when that was right."""
        name, computer = f"second factor of {self.user.pk}", str(context.request.META.get("REMOTE_ADDR", ""))
        if not service.may_try(name, computer, now=timezone.localtime()):
            raise ValidationError(LOCKED, code="locked")
        code: str = super().clean_code()  # type: ignore[misc]  # of the form this is mixed into
        service.forget_failures(name, computer)
        return code


class CodeForm(_Counted, AuthenticateForm):  # type: ignore[misc]
    """A code to sign in with."""


class ConfirmCodeForm(_Counted, ReauthenticateByCodeForm):  # type: ignore[misc]
    """A code before something that guards the account changes."""


class ActivateAppForm(_Counted, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app, which shows that it was set up well."""


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A name for a passkey, and whether it replaces the password."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["name"].label = _("Name of the passkey")
        self.fields["name"].max_length = 80
        self.fields["passwordless"].label = _("Sign in with this passkey alone")
        self.fields["passwordless"].help_text = _("The device then asks for your finger, face or PIN.")


class NamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["name"] = forms.CharField(label=_("Name of the passkey"), max_length=80, error_messages=_REQUIRED)


def _code_in_our_words(form: forms.Form) -> None:
    """A code of six digits or eight: no placeholder, and the keyboard with digits on a phone."""
    form.fields["code"] = forms.CharField(
        label=_("Code"),
        max_length=20,
        error_messages=_REQUIRED,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
    )


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
