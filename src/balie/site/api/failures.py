"""What an exception means to whoever calls the API. What is not here is a fault of ours."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as NotValid
from django.http import Http404
from django.http.multipartparser import MultiPartParserError
from django.utils import translation
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, HttpError, ValidationError

from balie.duties.tasks import StaleTask
from balie.people.service import NotPermitted
from balie.register.answering import NotForYou
from balie.register.service import Refused as NotKept
from balie.register.service import Stale
from balie.site.api.problems import Place, Refused


def refusal_of(failure: Exception) -> Refused | None:
    """Put an exception in our form; None when nobody but we can do something about it."""
    for kind in type(failure).__mro__:
        if kind in _MEANINGS:
            return _MEANINGS[kind](failure)
    return None


def _itself(refused: Any) -> Refused:
    return refused  # type: ignore[no-any-return]


def _not_valid(failure: Any) -> Refused:
    """What the reader of requests found: each with its place and a sentence in our words."""
    return Refused("not-valid", places=dict.fromkeys(_place(error) for error in failure.errors))


def _place(error: Mapping[str, Any]) -> Place:
    where = [str(step) for step in error["loc"]]
    if where[:2] == ["body", "body"]:  # ninja names the argument of our function too
        where = where[1:]
    if "value" in where:  # a value may be of several kinds, and each that it is not would be told
        return Place(".".join(where[: where.index("value") + 1]), say("value", {}))
    return Place(".".join(where)[:300], say(error["type"], error.get("ctx") or {}, str(error.get("msg", ""))))


def say(kind: str, context: Mapping[str, Any], otherwise: str = "") -> str:
    """Say what is wrong with a value."""
    if kind == "value_error":
        return otherwise.removeprefix("Value error, ")
    sentence = _sentences().get(kind)
    if sentence is None:
        return _("This value is not right. The documentation says what belongs here.")
    return sentence % {"limit": "", "expected": "", **_limits(context)}


def _limits(context: Mapping[str, Any]) -> dict[str, Any]:
    names = ("max_length", "min_length", "le", "ge", "lt", "gt")
    limit = next((context[name] for name in names if name in context), "")
    return {"limit": limit, "expected": context.get("expected", "")}


def _sentences() -> Mapping[str, str]:
    number, text = _("Give a whole number."), _("Give a text.")
    day, moment = _("Give a date that exists, as 2026-08-02."), _("Give a moment, as 2026-08-02T12:00:00Z.")
    return {
        "missing": _("This is missing. Fill it in."),
        "extra_forbidden": _("There is no field with this name. Leave it out, or correct the name."),
        "string_type": text,
        "string_too_long": _("This is too long. Use at most %(limit)s characters."),
        "string_too_short": _("This is too short. Use at least %(limit)s characters."),
        "too_long": _("These are too many. Give at most %(limit)s."),
        "too_short": _("These are too few. Give at least %(limit)s."),
        "int_type": number,
        "int_parsing": number,
        "int_from_float": number,
        "int_parsing_size": _("This number is too large."),
        "bool_type": _("Give true or false."),
        "bool_parsing": _("Give true or false."),
        "greater_than_equal": _("This is too small. Give at least %(limit)s."),
        "less_than_equal": _("This is too large. Give at most %(limit)s."),
        "enum": _("Choose one of: %(expected)s."),
        "literal_error": _("Choose one of: %(expected)s."),
        "date_type": day,
        "date_parsing": day,
        "date_from_datetime_parsing": day,
        "date_from_datetime_inexact": day,
        "datetime_parsing": moment,
        "datetime_from_date_parsing": moment,
        "list_type": _("Give a list."),
        "dict_type": _("Give an object with fields."),
        "model_attributes_type": _("Give an object with fields."),
        "model_type": _("Give an object with fields."),
    }


def _http(failure: Any) -> Refused:
    if isinstance(failure.__cause__, Refused):  # our reader of JSON refused, and ninja wrapped that up
        return failure.__cause__
    return Refused("not-json") if failure.status_code == 400 else Refused("not-valid")


def _not_permitted(failure: Any) -> Refused:
    words = failure.permission.label.say((translation.get_language() or "nl")[:2])
    return Refused("not-permitted", places=(Place("permission", f"{failure.permission.value}: {words}"),))


def _invalid(failure: Any) -> Refused:
    if not hasattr(failure, "error_dict"):
        return Refused("not-valid", places=[Place("body", message) for message in failure.messages])
    found = [(name, message) for name, messages in failure.message_dict.items() for message in messages]
    return Refused(
        "not-valid", places=[Place("body" if name == "__all__" else f"body.{name}", text) for name, text in found]
    )


def _stale(failure: Any) -> Refused:
    return Refused("conflict", current_revision=failure.system.revision)


def _stale_task(failure: Any) -> Refused:
    return Refused("conflict", current_revision=failure.task.revision)


def _not_kept(failure: Any) -> Refused:
    """A rule of the register: the field, and what to do."""
    place = f"body.{failure.field}" if failure.field else "body"
    return Refused.at(place, failure.reason.say((translation.get_language() or "nl")[:2]))


_MEANINGS: dict[type, Callable[[Any], Refused]] = {
    Refused: _itself,
    ValidationError: _not_valid,
    AuthenticationError: lambda _: Refused("token-needed"),
    HttpError: _http,
    NotPermitted: _not_permitted,
    PermissionDenied: lambda _: Refused("not-permitted"),
    NotForYou: lambda _: Refused("not-permitted"),
    NotKept: _not_kept,
    Stale: _stale,
    StaleTask: _stale_task,
    Http404: lambda _: Refused("not-found"),
    NotValid: _invalid,
    RequestDataTooBig: lambda _: Refused("too-large"),
    MultiPartParserError: lambda _: Refused("wrong-media-type"),
    BadRequest: lambda _: Refused("not-json"),
    SuspiciousOperation: lambda _: Refused("not-json"),
}
