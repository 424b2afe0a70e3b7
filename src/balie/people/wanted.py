"""Links that people asked for because they forgot their password.

Asking does the same for every address: one row is written. The worker looks up whether there is such an account and
mails the link, so that neither the answer nor the time it takes tells a stranger who has an account here.
"""

from datetime import datetime, timedelta

from django.db import transaction

from balie.people import letters, service
from balie.people.models import User, WantedLink

# Whoever waited longer, because no worker ran, has given up or asked again.
_LOOKED_AT_WITHIN = timedelta(hours=1)


def want_link(email: str, site: str, *, now: datetime) -> None:
    """Put down that somebody wants a link for this address."""
    WantedLink.objects.create(email=email.strip().lower(), site=site[:300], at=now)


def send_wanted_links(now: datetime) -> int:
    """Look at the next request and mail the link, when there is an open account. A job of the worker."""
    found = WantedLink.objects.order_by("pk").first()
    if found is None:
        return 0
    if made := _taken(found, now):
        letters.send_link(made, address=letters.address_at(found.site, made, onwards="accounts:password"))
    return 1


@transaction.atomic
def _taken(wanted: WantedLink, now: datetime) -> service.OneTimeLink | None:
    """Take a request away and make its link. Of two workers at the same moment, one does."""
    if not WantedLink.objects.filter(pk=wanted.pk).delete()[0] or wanted.at <= now - _LOOKED_AT_WITHIN:
        return None
    person = User.objects.filter(email=wanted.email, is_active=True).first()
    return service.issue_link(person, now=now) if person else None
