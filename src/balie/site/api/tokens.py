"""Tokens: made, used, renewed and revoked. A token is shown once and acts for its owner, never for more.

A token is 256 random bits, so its plain digest cannot be guessed back, and finding it by digest compares nothing that
an attacker could measure.
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When

from balie.evidence import service as evidence
from balie.people.service import Permission, User, actor, require
from balie.site.api.models import Token
from balie.site.api.scopes import Scope, known

PREFIX = "balie_"
USUAL_DAYS, MOST_DAYS = 90, 365


class NoSuchToken(Exception):
    """This person has no such token that still works."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A new token: the only moment at which it exists in readable form."""

    row: Token
    text: str


def tokens_of(person: User) -> QuerySet[Token]:
    """The tokens of a person, newest first, also those that ended."""
    return Token.objects.filter(person=person)


@transaction.atomic
def issue(person: User, name: str, scopes: Iterable[Scope], *, days: int, now: datetime) -> Issued:
    """Make a token for somebody."""
    require(person, Permission.USE_API)
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"a token lasts 1 to {MOST_DAYS} days")
    issued = _new(person, name, sorted(scopes), timedelta(days=days), now)
    _record("token-made", issued.row, now, {"scopes": issued.row.scopes, "days": days})
    return issued


@transaction.atomic
def renew(person: User, key: int, *, now: datetime) -> Issued:
    """Replace a token by a new one with the same name, scopes and length of life. The old one stops at once."""
    require(person, Permission.USE_API)
    old = _own(person, key, now)
    issued = _new(person, old.name, sorted(known(old.scopes)), old.expires_at - old.made_at, now)
    _end(old, now)
    _record("token-renewed", issued.row, now, {"replaces": old.pk})
    return issued


@transaction.atomic
def revoke(person: User, key: int, *, now: datetime) -> Token:
    """Let a token stop at once."""
    found = _own(person, key, now)
    _end(found, now)
    _record("token-revoked", found, now, {})
    return found


def on_closed(person: User, by: User, now: datetime, **_more: object) -> None:
    """Let every token of a closed account stop for good: opening the account again does not bring them back."""
    for token in tokens_of(person).filter(revoked_at=None, expires_at__gt=now).select_for_update():
        _end(token, now)
        _record("token-revoked", token, now, {"because": "account-closed"}, by=by)


def working(text: str, *, now: datetime) -> Token:
    """The token with this text. Raise `NoSuchToken` when it is unknown, ended, or of a closed account."""
    found = Token.objects.select_related("person").filter(digest=_digest(text)).first()
    if found is None or found.revoked_at or found.expires_at <= now or not found.person.is_active:
        raise NoSuchToken
    return found


def count(token: Token, *, now: datetime) -> int:
    """Count one request, and return the seconds to wait when there were too many this minute (0: go on).

    One statement, so that it holds over all processes.
    """
    minute, most = int(now.timestamp()) // 60, settings.API_CALLS_PER_MINUTE
    room = Token.objects.filter(pk=token.pk).exclude(Q(minute=minute) & Q(calls__gte=most))
    counted = Case(When(minute=minute, then=F("calls") + 1), default=Value(1))
    if room.update(calls=counted, minute=minute, used_at=now):
        return 0
    return 60 - int(now.timestamp()) % 60


def _new(person: User, name: str, scopes: list[Scope], lasts: timedelta, now: datetime) -> Issued:
    text = PREFIX + secrets.token_urlsafe(32)
    row = Token.objects.create(
        person=person,
        name=name,
        hint=text[len(PREFIX) :][:4],
        digest=_digest(text),
        scopes=[scope.value for scope in scopes],
        made_at=now,
        expires_at=now + lasts,
    )
    return Issued(row, text)


def _own(person: User, key: int, now: datetime) -> Token:
    found = tokens_of(person).filter(pk=key, revoked_at=None, expires_at__gt=now).select_for_update().first()
    if found is None:
        raise NoSuchToken
    return found


def _end(token: Token, now: datetime) -> None:
    token.revoked_at = now
    token.save(update_fields=["revoked_at"])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _record(kind: str, token: Token, now: datetime, body: dict[str, object], *, by: User | None = None) -> None:
    about = evidence.Subject("token", token.pk, token.name)
    evidence.record(kind, by=actor(by or token.person), now=now, subject=about, body=body)
