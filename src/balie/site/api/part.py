"""A part of the API and its operations. Each says which scope and which permission it needs; both are checked here."""

import inspect
import json
import typing
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from ninja import Router, Schema
from ninja.parser import Parser
from ninja.responses import Status
from ninja.security import HttpBearer
from pydantic import BaseModel

from balie.people.service import NotPermitted, Permission, Reach, reach
from balie.site.api import idempotency, preconditions
from balie.site.api.gate import ApiRequest, Caller
from balie.site.api.problems import Place, Refused
from balie.site.api.scopes import Scope, known

Operation = TypeVar("Operation", bound=Callable[..., Any])
# Raises when what has this key is no longer within the caller's reach; what is gone was removed by the request itself.
WithinReach = Callable[[Caller, int, Permission], None]
JSON, FILE, BYTES = "application/json", "multipart/form-data", "application/octet-stream"


class PlaceOut(Schema):
    """What is wrong at one place of the request."""

    place: str
    message: str


class ProblemOut(Schema):
    """What went wrong, and what to do about it."""

    code: str
    message: str
    what_to_do: str
    places: list[PlaceOut]
    current_revision: int | None


@dataclass(frozen=True, slots=True)
class Needs:
    """What an operation asks of a request. Without a permission it is for everybody who may use the API."""

    scope: Scope | None
    permission: Permission | None
    takes: str = ""
    parameters: frozenset[str] = frozenset()


class Bearer(HttpBearer):
    """A token in the header Authorization. The gate has read it; here it is held against one operation."""

    def __init__(self, needs: Needs) -> None:
        super().__init__()
        self.needs = needs

    def __call__(self, request: HttpRequest) -> Any:
        """Refuse what the scopes or the roles do not allow, or what has another form than this operation takes."""
        caller, needs = cast(ApiRequest, request).caller, self.needs
        _permitted(cast(ApiRequest, request), needs)
        if needs.takes and request.content_type != needs.takes:
            raise Refused("wrong-media-type")
        unknown = [name for name in request.GET if name not in needs.parameters]
        if unknown:
            message = _("There is no parameter with this name. Leave it out, or correct the name.")
            raise Refused("not-valid", places=[Place(f"query.{name[:100]}", message) for name in unknown[:20]])
        return caller

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Never asked: `__call__` does it all."""
        raise NotImplementedError


class Strict(Parser):
    """Reads JSON as it is meant, and refuses texts that no table can hold."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Read the body of a request."""
        read = json.loads(request.body, parse_constant=_not_a_number, object_pairs_hook=_once_each)
        return _storable(read, "body")

    def parse_querydict(self, data: MultiValueDict, list_fields: list[str], request: HttpRequest) -> Any:  # type: ignore[type-arg]
        """Read parameters or the fields of a form."""
        return _storable(super().parse_querydict(data, list_fields, request), "query" if request.GET else "form")


class Part:
    """One part of the API: its operations have one tag, and a scope to read and one to write."""

    def __init__(
        self, name: str, *, read: Scope | None, write: Scope | None = None, within_reach: WithinReach | None = None
    ) -> None:
        self.router = Router(tags=[name])
        self._read, self._write, self._within_reach = read, write, within_reach

    def reads(
        self, path: str, answer: Any, permission: Permission | None = Permission.SEE_REGISTER, *, gives: str = JSON
    ) -> Callable[[Operation], Operation]:
        """Add an operation that reads."""

        def add(view: Operation) -> Operation:
            needs = Needs(self._read, permission, "", _parameters(view))
            return self._added("GET", path, view, needs, {200: answer}, gives)

        return add

    def writes(
        self,
        method: str,
        path: str,
        answer: Any,
        permission: Permission,
        *,
        status: int = 200,
        takes: str = JSON,
    ) -> Callable[[Operation], Operation]:
        """Add an operation that changes something."""

        def add(view: Operation) -> Operation:
            kind = takes if "body" in inspect.signature(view).parameters else ""
            needs = Needs(self._write, permission, kind, _parameters(view))
            answering = _answering(view, status, self._within_reach, permission)
            self._added(method, path, answering, needs, {status: answer})
            return view

        return add

    def _added(
        self, method: str, path: str, view: Operation, needs: Needs, answers: dict[int, Any], gives: str = JSON
    ) -> Operation:
        first, _sep, more = inspect.cleandoc(view.__doc__ or "").partition("\n")
        self.router.add_api_operation(
            path,
            [method],
            view,
            auth=Bearer(needs),
            response={**answers, frozenset(_failures(method)): ProblemOut},
            operation_id=view.__name__,
            url_name=view.__name__,
            summary=first.rstrip("."),
            description=" ".join([more.strip(), _needed(needs)]).strip(),
            openapi_extra=_extra(method, needs, gives),
        )
        return view


def _answering(
    view: Callable[..., Any], status: int, within_reach: WithinReach | None, permission: Permission
) -> Callable[..., Any]:
    """The view with the status that a success has; or its first answer, when the caller may still have that."""

    @wraps(view)
    def respond(request: ApiRequest, *args: Any, **named: Any) -> Any:
        first = idempotency.first_answer(request)
        if first is None:
            return Status(status, view(request, *args, **named))
        if within_reach is not None and "key" in named:
            within_reach(request.caller, named["key"], permission)
        return first

    return respond


def _permitted(request: ApiRequest, needs: Needs) -> None:
    caller = request.caller
    if needs.scope is not None and needs.scope not in known(caller.token.scopes):
        words = needs.scope.label.say(caller.language)
        raise Refused("scope-missing", places=(Place("scope", f"{needs.scope.value}: {words}"),))
    for permission in (Permission.USE_API, needs.permission):
        if permission is not None and reach(caller.person, permission) is Reach.NONE:
            raise NotPermitted(permission)


def _failures(method: str) -> Iterable[int]:
    reading = (401, 403, 404, 412, 422, 429, 500)
    return reading if method == "GET" else (400, *reading, 409, 413, 415)


def _needed(needs: Needs) -> str:
    parts = [("Scope", needs.scope), ("permission", needs.permission)]
    return "; ".join(f"{name}: {value.value}" for name, value in parts if value is not None) + "."


def _extra(method: str, needs: Needs, gives: str) -> dict[str, Any]:
    extra: dict[str, Any] = {
        "x-scope": needs.scope.value if needs.scope else None,
        "x-permission": needs.permission.value if needs.permission else None,
    }
    if gives != JSON:
        bytes_of = {"schema": {"type": "string", "format": "binary"}}
        extra["responses"] = {200: {"description": "OK", "content": {gives: bytes_of}}}
    if method in {"PATCH", "DELETE"}:
        schema = {"type": "string", "minLength": 1, "maxLength": 1000}
        words = "The ETag of what you read at this address: it is changed only while it is still that."
        extra["parameters"] = [
            {"in": "header", "name": preconditions.HEADER, "required": False, "description": words, "schema": schema}
        ]
    if method != "GET":
        schema = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"}
        words = "The same key with the same request gives the first answer again for 24 hours."
        extra["parameters"] = [
            *extra.get("parameters", ()),
            {"in": "header", "name": idempotency.HEADER, "required": False, "description": words, "schema": schema},
        ]
    return extra


def _parameters(view: Callable[..., Any]) -> frozenset[str]:
    """The names that an operation takes in the address after the question mark."""
    names: set[str] = set()
    for parameter in inspect.signature(view).parameters.values():
        kind, *marks = typing.get_args(parameter.annotation) or (None,)
        if any(type(mark).__name__ == "Query" for mark in marks) and issubclass(kind, BaseModel):
            names |= set(kind.model_fields)
    return frozenset(names)


def _not_a_number(word: str) -> float:
    raise ValueError(f"{word} is not JSON")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that has a name twice: which one counts is anybody's guess."""
    if len({name for name, _value in pairs}) < len(pairs):
        raise ValueError("a name occurs twice")
    return dict(pairs)


def _storable(value: Any, place: str) -> Any:
    """Refuse texts with a zero byte or half a character; everything else goes through as it is."""
    if isinstance(value, str) and any(char == "\0" or "\ud800" <= char <= "\udfff" for char in value):
        raise Refused.at(place[:200], _("This text has characters that cannot be kept. Take them out."))
    if isinstance(value, dict):
        for name, part in value.items():
            _storable(name, place)
            _storable(part, f"{place}.{name}")
    elif isinstance(value, list):
        for index, part in enumerate(value):
            _storable(part, f"{place}.{index}")
    return value
