"""What every page knows: what this person may do, so that a page offers nothing that would be refused."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from balie.people.service import Mandate, NotPermitted, Permission, Reach, User, mandate_of, reach


def permissions(request: HttpRequest) -> dict[str, Any]:
    """`can.sign` is true when this person may sign somewhere; a page about one system asks the service itself.

    `looks_at` is the mandate of an auditor, and `looks_back` whether its period is over.
    """
    person = getattr(request, "user", None)
    if not isinstance(person, User):
        return {"can": {}}
    mandate = _mandate(person)
    return {
        "can": {permission.value: reach(person, permission) is not Reach.NONE for permission in Permission},
        "looks_at": mandate,
        "looks_back": mandate is not None and mandate.period_until < timezone.localdate(),
        "wants_password": not person.has_usable_password() and not _signed_on(request),
    }


def _mandate(person: User) -> Mandate | None:
    """What an auditor looks at now, so that every page says of which period its records are."""
    try:
        return mandate_of(person, now=timezone.localtime())
    except NotPermitted:
        return None


def _signed_on(request: HttpRequest) -> bool:
    """Whether somebody came in by single sign-on (as allauth notes it), and so needs no password of ours."""
    ways = request.session.get("account_authentication_methods") or ()
    return any(way.get("method") == "socialaccount" for way in ways)
