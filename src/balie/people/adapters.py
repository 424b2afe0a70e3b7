"""How allauth does it here: nobody signs up, and our own lock counts the failures.

Single sign-on trusts an address only when the provider says that it verified it.
"""

import base64
import hashlib
import re
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balie.people import service
from balie.people.models import User

LOCKED = _("There were too many attempts. Wait a quarter of an hour and try again.")
_MESSAGES = {
    "mfa/messages/totp_activated.txt": _("Your authenticator app now guards your account."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app has been taken off your account."),
    "mfa/messages/recovery_codes_generated.txt": _("There are new recovery codes. The old ones no longer work."),
    "mfa/messages/webauthn_added.txt": _("The passkey has been added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey has been removed."),
}


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Passwords that are asked for again count towards our lock, as they do when somebody signs in."""

    error_messages = {  # noqa: RUF012  (allauth's own class attribute)
        **DefaultAccountAdapter.error_messages,
        "incorrect_password": _("This is not your password. Try again."),
        "too_many_login_attempts": LOCKED,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  (its signature)
        """Nobody makes an account for themselves."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt before the password is looked at."""
        email, computer = str(credentials.get("email", "")), self.get_client_ip(request)
        if not service.may_try(email, computer, now=timezone.localtime()):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Forget the count when the password was right."""
        person = super().authenticate(request, **credentials)
        if person is not None:
            service.forget_failures(str(credentials.get("email", "")), self.get_client_ip(request))
        return person

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our words, or not at all."""
        ours = message or _MESSAGES.get(message_template or "")
        if ours:
            super().add_message(request, level, extra_tags=extra_tags, message=str(ours))


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """The keys of authenticator apps lie encrypted in the database; a copy of it alone gives nobody codes."""

    error_messages = {  # noqa: RUF012  (allauth's own class attribute)
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Wait for the next one in the app and try again."),
        "cannot_generate_recovery_codes": _("Set up an authenticator app or a passkey first."),
    }

    def encrypt(self, text: str) -> str:
        """Encrypt with a key made of the site's own."""
        return _cipher(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt with the key of the site, or one of the keys it had before."""
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            try:
                return _cipher(str(key)).decrypt(encrypted_text.encode()).decode()
            except InvalidToken:
                continue
        raise ValidationError(_("Your second factor was set up with another key of this site. Ask your administrator."))

    def build_totp_svg(self, url: str) -> str:
        """Make the picture fit in a page: nothing in it but the picture."""
        return re.sub(r"^<\?xml.*?\?>\s*", "", super().build_totp_svg(url))

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002  (its signature)
        """Propose a name for a passkey."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return str(_("Passkey {number}")).format(number=number)


class SignOn(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Single sign-on: an account that exists is found by a verified address; others come in when settings say so."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Connect to the account with this verified address, or refuse politely."""
        if request.user.is_authenticated or sociallogin.state.get("process") not in {None, "login"}:
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("start")))
        if sociallogin.is_existing:
            return
        verified = _verified(sociallogin)
        known = User.objects.filter(email__in=verified).first()
        if known is not None:
            sociallogin.connect(request, known)
        elif not self.is_open_for_signup(request, sociallogin):
            raise ImmediateHttpResponse(render(request, "accounts/not_invited.html", status=403))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """Only for verified addresses of the domains that the settings name."""
        domains = settings.SIGN_ON.domains
        return any(address.partition("@")[2] in domains for address in _verified(sociallogin))

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Any) -> Any:  # noqa: ARG002
        """Take the verified address and the name; whatever else the provider tells is not kept."""
        person = sociallogin.user
        person.email = next(iter(_verified(sociallogin)), "")
        person.name = str(data.get("name") or "")[:200]
        return person

    def send_notification_mail(self, *args: Any, **named: Any) -> None:
        """Send nothing: the journal of the account holds it."""


def _verified(sociallogin: SocialLogin) -> list[str]:
    """The addresses the provider vouches for, the way we keep them."""
    found = sociallogin.email_addresses
    return [address.email.strip().lower() for address in found if address.verified is True]


def _cipher(key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"balie.people.second-factor {key}".encode()).digest()))
