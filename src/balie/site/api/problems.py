"""How the API says that something is not right: one form, with a code that stays, and what to do about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import JsonResponse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that can be wrong: HTTP status, what happened, and what to do."""

    status: int
    message: Any
    what_to_do: Any


@dataclass(frozen=True, slots=True)
class Place:
    """What is wrong at one place of the request, such as "body.name" or "query.limit"."""

    place: str
    message: str


class Refused(Exception):
    """A request is not carried out; `code` is a key of `PROBLEMS`."""

    def __init__(
        self,
        code: str,
        *,
        places: Iterable[Place] = (),
        headers: Mapping[str, str] | None = None,
        current_revision: int | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.places = tuple(places)
        self.headers = dict(headers or {})
        self.current_revision = current_revision

    @classmethod
    def at(cls, place: str, message: str) -> "Refused":
        """Refuse one field, parameter or header."""
        return cls("not-valid", places=(Place(place, message),))


def answer_to(refused: Refused) -> JsonResponse:
    """Say it, in the language that is active."""
    problem = PROBLEMS[refused.code]
    told = {
        "code": refused.code,
        "message": str(problem.message),
        "what_to_do": str(problem.what_to_do),
        "places": [{"place": place.place, "message": place.message} for place in refused.places],
        "current_revision": refused.current_revision,
    }
    return JsonResponse(told, status=problem.status, headers=refused.headers)


PROBLEMS: Mapping[str, Problem] = {
    "not-json": Problem(400, _("The body is not JSON."), _("Send one JSON object, in UTF-8, without NaN or Infinity.")),
    "token-needed": Problem(
        401,
        _("There is no token in the request, or it does not work any more."),
        _("Send “Authorization: Bearer balie_…”. Make a new token in Balie, under Settings, API tokens."),
    ),
    "scope-missing": Problem(
        403,
        _("This token was not made for this."),
        _("Make a token with the scope that is named, or use another token."),
    ),
    "not-permitted": Problem(
        403,
        _("The owner of this token may not do this."),
        _("Ask an administrator for a role that allows it, or let somebody else do it."),
    ),
    "not-found": Problem(
        404,
        _("There is nothing here, or the owner of this token may not see it."),
        _("Check the address and the number in it."),
    ),
    "method-not-allowed": Problem(
        405, _("This address does not take this method."), _("Use a method that the header Allow names.")
    ),
    "conflict": Problem(
        409,
        _("Somebody else changed this in the meantime."),
        _("Read it again, lay your change over it, and send it with the current revision."),
    ),
    "not-now": Problem(
        409,
        _("This is not possible in the state it is in."),
        _("Read what is said at the place, mend that first, and try again."),
    ),
    "changed": Problem(
        412,
        _("This is not what you read any more: somebody changed it."),
        _("Read it again, lay your change over it, and send the new ETag in If-Match."),
    ),
    "too-large": Problem(
        413, _("The request is too large."), _("Send at most 1 MB of JSON, or a file of at most 20 MB.")
    ),
    "wrong-media-type": Problem(
        415,
        _("The body is of another type than this address takes."),
        _("Send JSON as application/json; send a file as multipart/form-data."),
    ),
    "not-valid": Problem(
        422, _("Something in the request is not right."), _("Mend what is named under places, and send it again.")
    ),
    "key-used": Problem(
        422,
        _("This idempotency key was used for another request."),
        _("Use a new key for every change; repeat a key only to repeat the very same request."),
    ),
    "too-many-requests": Problem(
        429, _("There were too many requests with this token."), _("Wait as many seconds as Retry-After says.")
    ),
    "server-error": Problem(
        500,
        _("Something went wrong in Balie. Nothing was changed."),
        _("Try again later. If it stays, tell your administrator when it happened."),
    ),
}
