"""Every address of the site with what somebody needs for it: for the page that documents this, and for its test."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.urls import get_resolver
from django.urls.converters import IntConverter
from django.urls.resolvers import URLPattern, URLResolver

from balie.people.service import Permission


class Undeclared(Exception):
    """An address whose view does not say who may see it."""


class Need(StrEnum):
    """What an address needs when that is no permission."""

    NOTHING = "nothing"
    ACCOUNT = "account"
    TOKEN = "token"  # noqa: S105  (no secret)


@dataclass(frozen=True, slots=True)
class Address:
    """One address: how it is written, its name, what varies in it (and whether that is a number), what it needs."""

    route: str
    name: str
    varies: dict[str, bool]
    need: Permission | Need


def all_addresses() -> Iterator[Address]:
    """Walk over every address of the site. Raise `Undeclared` for one that does not say what it needs."""
    return _walk(get_resolver().url_patterns, "", "", {})


def _walk(
    patterns: Sequence[URLPattern | URLResolver], route: str, space: str, outside: dict[str, bool]
) -> Iterator[Address]:
    for pattern in patterns:
        written = f"{route}{pattern.pattern}"
        here = {word: isinstance(kind, IntConverter) for word, kind in pattern.pattern.converters.items()}
        varies = outside | here
        if isinstance(pattern, URLResolver):
            inside = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, written, inside, varies)
        else:
            name = f"{space}{pattern.name or ''}"
            yield Address(f"/{written}", name, varies, _need(pattern.callback, written))


def _need(view: Callable[..., Any], route: str) -> Permission | Need:
    if hasattr(view, "api"):  # an operation of the API, which looks at the token itself
        return Need.TOKEN
    if hasattr(view, "permission"):
        return Permission(view.permission) if view.permission else Need.ACCOUNT
    if getattr(view, "login_required", True) is False:
        return Need.NOTHING
    raise Undeclared(f"/{route} needs @needs(Permission....), @for_everyone or @login_not_required")
