"""What somebody sees who may not do something: which permission is missing, and whom to ask."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from balie.people.service import Role, User


def not_permitted(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say which permission is missing; whoever has no role at all hears that first."""
    person = getattr(request, "user", None)
    roles = person.roles if isinstance(person, User) else None
    about = {
        "permission": getattr(exception, "permission", None),
        "without_role": roles == frozenset(),
        "auditor": roles == frozenset({Role.AUDITOR}),
    }
    return render(request, "403.html", about, status=403)
