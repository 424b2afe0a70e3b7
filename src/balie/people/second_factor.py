"""The second factor: who has one, who needs one, and the page that asks for it."""

from collections.abc import Callable
from typing import Any

from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from balie.evidence import service as evidence
from balie.people.models import User
from balie.people.roles import Role

WHO_NEEDS_IT = frozenset({Role.ADMINISTRATOR, Role.COMPLIANCE})
_KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Setting one up, leaving, and choosing a language stay possible.
_OPEN = ("/account/", "/language/")


def has_second_factor(person: User) -> bool:
    """Whether an app or a passkey guards this account; recovery codes alone do not count."""
    return bool(Authenticator.objects.filter(user=person, type__in=_KINDS).exists())


def lacks_second_factor(person: User) -> bool:
    """Whether somebody needs a second factor by the settings and their roles, and has none."""
    return bool(settings.SECOND_FACTOR_REQUIRED and WHO_NEEDS_IT & person.roles and not has_second_factor(person))


def take_away(person: User) -> int:
    """Remove the second factor of somebody who lost it, recovery codes included; say how many there were."""
    removed, _ = Authenticator.objects.filter(user=person).delete()
    return int(removed)


def ask_for_it(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: whoever lacks a second factor they need sees no page but those to set one up."""

    def respond(request: HttpRequest) -> HttpResponse:
        person = request.user if settings.SECOND_FACTOR_REQUIRED else None
        if isinstance(person, User) and not request.path.startswith(_OPEN) and lacks_second_factor(person):
            if request.path.startswith("/api/"):
                return JsonResponse({"detail": "Set up a second factor first."}, status=403)
            return redirect("accounts:second_factor_needed")
        return get_response(request)

    return respond


def keep_record(*, user: User, authenticator: Authenticator, signal: Any, **_: Any) -> None:
    """Put down that somebody's second factor was added, removed or made anew."""
    kind = _RECORDS[signal]
    evidence.record(
        kind,
        by=evidence.Actor(user.pk, str(user)),
        now=timezone.localtime(),
        subject=evidence.Subject("person", user.pk, str(user)),
        body={"type": str(authenticator.type)},
    )


_RECORDS = {
    signals.authenticator_added: "second-factor-added",
    signals.authenticator_removed: "second-factor-removed",
    signals.authenticator_reset: "recovery-codes-made",
}
