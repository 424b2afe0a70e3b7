"""What is done to accounts: inviting, roles, closing, what people change about themselves. All of it is journalled."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from balie.evidence import service as evidence
from balie.people import events, second_factor, service
from balie.people.access import require
from balie.people.models import Grant, User
from balie.people.roles import Permission, Role

INVITATION_LASTS = timedelta(days=7)


class LastAdministrator(Exception):
    """Without this person nobody would be left who manages people."""


class AddressTaken(Exception):
    """Somebody has an account with this address already."""


class NotForOneself(Exception):
    """Whoever can sign in takes their own second factor off on the page of their account, which asks for it first."""


class AuditorStandsAlone(Exception):
    """Who audits has no other role: they would look at their own work."""


@dataclass(frozen=True, slots=True)
class About:
    """What somebody says about themselves."""

    name: str
    language: str
    wants_mail: bool


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whom to invite, as what."""

    email: str
    name: str
    language: str
    roles: frozenset[Role]


@transaction.atomic
def change_own(person: User, about: About, *, now: datetime) -> None:
    """Keep what somebody says about themselves."""
    before = {"name": person.name, "language": person.language, "wants_mail": person.wants_mail}
    after = asdict(about)
    User.objects.filter(pk=person.pk).update(**after)
    if changes := evidence.changes_between(before, after):
        person.name = about.name
        _record("account-changed", person, by=person, now=now, changes=changes)


@transaction.atomic
def end_sessions(person: User, *, by: User, now: datetime) -> None:
    """Sign somebody out on every device, and end links that were not used."""
    if by.pk != person.pk:
        require(by, Permission.MANAGE_PEOPLE)
    User.objects.filter(pk=person.pk).update(sessions_ended=F("sessions_ended") + 1)
    person.refresh_from_db(fields=["sessions_ended"])
    service.end_links(person)
    _record("sessions-ended", person, by=by, now=now)


@transaction.atomic
def invite(invitation: Invitation, *, by: User, now: datetime) -> service.OneTimeLink:
    """Make an account with roles, and the link that lets its owner in. Raise `AddressTaken` when there is one."""
    require(by, Permission.MANAGE_PEOPLE)
    _auditor_alone(invitation.roles)
    email = invitation.email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise AddressTaken
    try:
        with transaction.atomic():
            person = User.objects.create_user(email, name=invitation.name, language=invitation.language)
    except IntegrityError as error:  # somebody else was first, between looking and saving
        raise AddressTaken from error
    service.give_roles(person, invitation.roles, by=by, now=now)
    _record("invited", person, by=by, now=now, changes=evidence.changes_between({}, {"roles": _said(invitation.roles)}))
    return service.issue_link(person, now=now, lasts=INVITATION_LASTS)


@transaction.atomic
def send_again(person: User, *, by: User, now: datetime) -> service.OneTimeLink:
    """Make a new link for somebody whose link no longer works. Raise `LinkRefused` for a closed account."""
    require(by, Permission.MANAGE_PEOPLE)
    if not person.is_active:
        raise service.LinkRefused
    _record("link-made", person, by=by, now=now)
    return service.issue_link(person, now=now, lasts=INVITATION_LASTS)


@transaction.atomic
def change_roles(person: User, roles: Iterable[Role], *, by: User, now: datetime) -> None:
    """Give somebody exactly these roles. Raise `LastAdministrator` when nobody would be left who manages people."""
    require(by, Permission.MANAGE_PEOPLE)
    wanted, had = frozenset(roles), _roles_now(person)
    _auditor_alone(wanted)
    if Role.ADMINISTRATOR in had - wanted:
        _keep_an_administrator(person)
    if Role.AUDITOR in had - wanted:  # who becomes auditor again gets a mandate again
        person.mandates.filter(withdrawn_at=None).update(withdrawn_at=now)
    Grant.objects.filter(person=person, role__in=had - wanted).delete()
    service.give_roles(person, wanted, by=by, now=now)
    if wanted != had:
        changes = evidence.changes_between({"roles": _said(had)}, {"roles": _said(wanted)})
        _record("roles-changed", person, by=by, now=now, changes=changes)


@transaction.atomic
def close(person: User, *, by: User, now: datetime) -> None:
    """Close an account: its sessions, links, tokens and calendar end for good; what its owner did keeps their name."""
    require(by, Permission.MANAGE_PEOPLE)
    if not person.is_active:
        return
    if Role.ADMINISTRATOR in _roles_now(person):
        _keep_an_administrator(person)
    User.objects.filter(pk=person.pk).update(is_active=False, sessions_ended=F("sessions_ended") + 1)
    service.end_links(person)
    _record("account-closed", person, by=by, now=now)
    events.closed.send(sender=None, person=person, by=by, now=now)


@transaction.atomic
def reopen(person: User, *, by: User, now: datetime) -> None:
    """Open a closed account again, with the roles it had."""
    require(by, Permission.MANAGE_PEOPLE)
    if User.objects.filter(pk=person.pk, is_active=False).update(is_active=True):
        _record("account-reopened", person, by=by, now=now)


@transaction.atomic
def take_second_factor_away(person: User, *, by: User, now: datetime) -> None:
    """Let somebody who lost phone and codes start again; nobody does this for themselves."""
    require(by, Permission.MANAGE_PEOPLE)
    if by.pk == person.pk:
        raise NotForOneself
    if second_factor.take_away(person):
        _record("second-factor-taken-away", person, by=by, now=now)


def _auditor_alone(roles: frozenset[Role]) -> None:
    if Role.AUDITOR in roles and len(roles) > 1:
        raise AuditorStandsAlone


def _keep_an_administrator(person: User) -> None:
    """Lock the administrators, so that two who leave at the same moment do not both find the other still there."""
    others = Grant.objects.select_for_update().filter(role=Role.ADMINISTRATOR, person__is_active=True)
    if not [grant for grant in others if grant.person_id != person.pk]:
        raise LastAdministrator


def _roles_now(person: User) -> frozenset[Role]:
    return frozenset(Role(role) for role in Grant.objects.filter(person=person).values_list("role", flat=True))


def _said(roles: Iterable[Role]) -> list[str]:
    return sorted(role.value for role in roles)


def _record(kind: str, person: User, *, by: User, now: datetime, changes: Iterable[evidence.Change] = ()) -> None:
    subject = evidence.Subject("person", person.pk, str(person))
    evidence.record(kind, by=service.actor(by), now=now, subject=subject, changes=changes)
