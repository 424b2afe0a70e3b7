"""Mandates of auditors: what they may look at, of which period, and until when."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from balie.evidence import service as evidence
from balie.people import service
from balie.people.access import require
from balie.people.models import Mandate, User
from balie.people.roles import Permission, Role

USUAL, LONGEST = timedelta(days=30), timedelta(days=180)


class NoAuditor(Exception):
    """A mandate is for somebody whose role is auditor."""


class TooLong(Exception):
    """A mandate lasts at most half a year; after that somebody looks at it anew."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at and why: `systems` are their keys, empty with `all_systems`."""

    purpose: str
    systems: tuple[int, ...]
    all_systems: bool
    period_from: date
    period_until: date


@transaction.atomic
def give_mandate(person: User, scope: Scope, *, expires_at: datetime, by: User, now: datetime) -> Mandate:
    """Give an auditor a mandate; it replaces the one before."""
    require(by, Permission.MANAGE_PEOPLE)
    if Role.AUDITOR not in person.roles:
        raise NoAuditor
    if not now < expires_at <= now + LONGEST + timedelta(days=1):
        raise TooLong
    person.mandates.filter(withdrawn_at=None).update(withdrawn_at=now)
    made = person.mandates.create(
        purpose=scope.purpose,
        all_systems=scope.all_systems,
        systems=[] if scope.all_systems else sorted(set(scope.systems)),
        period_from=scope.period_from,
        period_until=scope.period_until,
        expires_at=expires_at,
        given_by=by,
        given_at=now,
    )
    _record("mandate-given", made, by=by, now=now)
    return made


@transaction.atomic
def withdraw_mandate(mandate: Mandate, *, by: User, now: datetime) -> None:
    """End a mandate now."""
    require(by, Permission.MANAGE_PEOPLE)
    if Mandate.objects.filter(pk=mandate.pk, withdrawn_at=None).update(withdrawn_at=now):
        _record("mandate-withdrawn", mandate, by=by, now=now)


def _record(kind: str, mandate: Mandate, *, by: User, now: datetime) -> None:
    evidence.record(
        kind,
        by=service.actor(by),
        now=now,
        subject=evidence.Subject("person", mandate.person_id, str(mandate.person)),
        body={
            "purpose": mandate.purpose,
            "systems": "all" if mandate.all_systems else mandate.systems,
            "period": [mandate.period_from.isoformat(), mandate.period_until.isoformat()],
            "expires": mandate.expires_at.isoformat(),
        },
    )
