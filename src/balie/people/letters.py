"""Mail to people about their account, in the language they chose."""

from django.core.mail import send_mail
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import override

from balie.law import say_date
from balie.people.service import OneTimeLink


def address_of(request: HttpRequest, link: OneTimeLink, *, onwards: str = "") -> str:
    """The address to click, on the host somebody reached us by; `onwards` names the page that follows."""
    path = reverse("accounts:one_time_login", args=[link.token])
    query = f"?{urlencode({'next': reverse(onwards)})}" if onwards else ""
    return request.build_absolute_uri(f"{path}{query}")


def send_link(link: OneTimeLink, *, address: str) -> None:
    """Mail somebody the link they asked for."""
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
        send_mail(_("Choose a new password for Balie"), filled, None, [link.email])


def send_invitation(link: OneTimeLink, *, address: str, by: str, organisation: str) -> None:
    """Mail somebody that they are invited."""
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
        send_mail(_("Your account for Balie"), filled, None, [link.email])
