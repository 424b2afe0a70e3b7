"""Who asks: the person behind a request, for the views of this room."""

from typing import cast

from django.http import HttpRequest

from balie.people.service import User


def person_of(request: HttpRequest) -> User:
    """The person who asks; the middleware let nobody through who had not signed in."""
    return cast(User, request.user)
