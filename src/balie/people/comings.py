"""Who came in, and what was tried in vain, in the log of the organisation."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from balie.evidence import service as evidence
from balie.people.models import User

_NOBODY = evidence.Actor(None, "")


def came_in(*, request: HttpRequest, user: User, **_: Any) -> None:
    """Put down that somebody signed in, and by what: a password, a passkey, a code, single sign-on."""
    used = request.session.get("account_authentication_methods", [])
    evidence.record(
        "signed-in",
        by=evidence.Actor(user.pk, str(user)),
        now=timezone.localtime(),
        subject=evidence.Subject("person", user.pk, str(user)),
        body={"methods": [str(one.get("method", "")) for one in used]},
    )


def was_refused(*, credentials: Mapping[str, Any], **_: Any) -> None:
    """Put down that a password was wrong. The lock bounds how often that is.

    Of an address without account nothing is kept, for people type passwords there; an entry is made all the same, so
    that the time it takes tells nobody which addresses have one.
    """
    typed = str(credentials.get("username") or credentials.get("email") or "")
    person = User.objects.filter(email=typed.strip().lower()).first()
    subject = evidence.Subject("person", person.pk, str(person)) if person else evidence.Subject("person", 0, "")
    evidence.record(
        "sign-in-refused", by=_NOBODY, now=timezone.localtime(), subject=subject, body={"because": "password"}
    )
