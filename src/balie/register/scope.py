"""Which systems somebody may see, and what one system is to them. Every page and service about a system begins here."""

from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from balie.people.service import Permission, Reach, User, mandate_of, reach, require
from balie.register.models import AISystem, AskedColleague, Assessment, Signature, SystemVersion


class NoSuchSystem(Http404):
    """There is no system with this number, or this person may not know that there is."""


def visible_systems(person: User, *, now: datetime) -> QuerySet[AISystem]:
    """The systems somebody may see: all, those of an auditor's mandate, or none."""
    found = AISystem.objects.select_related("organisation", "latest", "owned_by", "supplied_by")
    if reach(person, Permission.SEE_REGISTER) is Reach.NONE:
        return found.none()
    mandate = mandate_of(person, now=now)
    if mandate is None or mandate.all_systems:
        return found
    return found.filter(pk__in=mandate.systems)


def visible_system(person: User, key: int, *, now: datetime) -> AISystem:
    """One system that somebody may see. Raise `NoSuchSystem` when there is none for them."""
    found = visible_systems(person, now=now).filter(pk=key).first()
    if found is None:
        raise NoSuchSystem(key)
    return found


def visible_assessments(person: User, system: AISystem, *, now: datetime) -> QuerySet[Assessment]:
    """The assessments of a system somebody may read: for an auditor the latest, and those of the mandate's period.

    Each has the signatures that this person may read: for an auditor no later ones, but for those under the latest.
    """
    found: QuerySet[Assessment] = system.assessments.all()
    mandate = mandate_of(person, now=now)
    if mandate is None:
        return found.prefetch_related("signatures")
    signed = Q(at__date__lte=mandate.period_until) | Q(assessment=system.latest_id)
    return found.filter(
        Q(at__date__gte=mandate.period_from, at__date__lte=mandate.period_until) | Q(pk=system.latest_id)
    ).prefetch_related(Prefetch("signatures", queryset=Signature.objects.filter(signed)))


def visible_versions(person: User, system: AISystem, *, now: datetime) -> QuerySet[SystemVersion]:
    """The versions of a system somebody may read: for an auditor those put down by the end of the mandate's period."""
    found: QuerySet[SystemVersion] = system.versions.select_related("by")
    mandate = mandate_of(person, now=now)
    return found if mandate is None else found.filter(at__date__lte=mandate.period_until)


def visible_asked(person: User, system: AISystem, *, now: datetime) -> QuerySet[AskedColleague]:
    """What colleagues were asked about a system; an auditor reads what was asked and settled within the period."""
    found: QuerySet[AskedColleague] = system.asked.select_related("asked_by", "answer")
    mandate = mandate_of(person, now=now)
    if mandate is None:
        return found
    settled = Q(answered_at=None) | Q(answered_at__date__gte=mandate.period_from)
    answered = Q(answered_at=None) | Q(answered_at__date__lte=mandate.period_until)
    return found.filter(settled & answered, asked_at__date__lte=mandate.period_until)


def system_for(person: User, key: int, permission: Permission, *, now: datetime) -> AISystem:
    """One system that somebody may do something to, locked until the transaction ends.

    Raise `NoSuchSystem`, or `NotPermitted` when they may see it but not do this.
    """
    found = visible_system(person, key, now=now)
    require(person, permission, owner=found.owned_by_id)
    return AISystem.objects.select_for_update(of=("self",)).select_related("organisation", "latest").get(pk=found.pk)
