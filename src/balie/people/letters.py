"""Mail to people about their account, in the language they chose."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import override

from balie.law import say_date
from balie.people.service import OneTimeLink

_log = logging.getLogger(__name__)
_THIS_MACHINE = {"localhost", "127.0.0.1", "[::1]"}


def mail_goes_out() -> bool:
    """Whether there is a mail server; without one, mail is written to the terminal."""
    return not settings.EMAIL_BACKEND.startswith("django.core.mail.backends.console.")


def address_of(request: HttpRequest, link: OneTimeLink, *, onwards: str = "") -> str:
    """The address to click, on the host somebody reached us by; `onwards` names the page that follows."""
    return address_at(request.build_absolute_uri("/"), link, onwards=onwards)


def site_of(request: HttpRequest) -> str:
    """The address of Balie for a link that a stranger asks for: under its public name, where it has one.

    Other names are those in the settings, except for the ones of this machine, which every visitor may type.
    """
    host = request.get_host()
    if settings.PUBLIC_NAME and split_domain_port(host)[0] in _THIS_MACHINE:
        host = settings.PUBLIC_NAME
    return f"{request.scheme}://{host}/"


def address_at(site: str, link: OneTimeLink, *, onwards: str = "") -> str:
    """The same, where `site` is the address of Balie itself."""
    path = reverse("accounts:one_time_login", args=[link.token])
    query = f"?{urlencode({'next': reverse(onwards)})}" if onwards else ""
    return f"{site.rstrip('/')}{path}{query}"


def send_link(link: OneTimeLink, *, address: str) -> bool:
    """Mail somebody the link they asked for, and say whether that worked."""
    with override(link.language):
        until = timezone.localtime(link.expires_at)
        text = _(
            "Hello {name},\n\n"
            "You asked for a link to sign in to Balie and choose a new password:\n\n"
            "{address}\n\n"
            "The link works once, until {day} at {time}. Did you not ask for it? Then you need not do anything.\n"
        )
        filled = text.format(
            name=link.name, address=address, day=say_date(until.date(), link.language), time=f"{until:%H:%M}"
        )
        return _sent(_("Choose a new password for Balie"), filled, link.email)


def send_invitation(link: OneTimeLink, *, address: str, by: str, organisation: str) -> bool:
    """Mail somebody that they are invited, and say whether that worked."""
    with override(link.language):
        until = timezone.localtime(link.expires_at)
        text = _(
            "Hello {name},\n\n"
            "{by} invites you to Balie, where {organisation} keeps its AI systems. Sign in for the first time here:\n\n"
            "{address}\n\n"
            "The link works once, until {day} at {time}. After that you can choose a password.\n"
        )
        filled = text.format(
            name=link.name,
            by=by,
            organisation=organisation or _("your organisation"),
            address=address,
            day=say_date(until.date(), link.language),
            time=f"{until:%H:%M}",
        )
        return _sent(_("Your account for Balie"), filled, link.email)


def _sent(subject: str, text: str, to: str) -> bool:
    try:
        send_mail(subject, text, None, [to])
    except (OSError, SMTPException) as error:
        _log.warning("mail did not leave: %s", type(error).__name__)
        return False
    return mail_goes_out()
