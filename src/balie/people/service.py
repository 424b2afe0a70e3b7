"""The face of the people: who may do what, the first login, one-time links, and the lock after repeated failures."""

import hashlib
import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, models, transaction
from django.utils.crypto import get_random_string, salted_hmac

from balie.evidence.service import Actor
from balie.people.access import NotPermitted, for_everyone, mandate_of, may, needs, reach, require, within_mandate
from balie.people.events import closed
from balie.people.models import FailedLogin, Grant, Mandate, OneTimeLogin, User
from balie.people.roles import MATRIX, Permission, Reach, Role

__all__ = [
    "MATRIX",
    "Actor",
    "Mandate",
    "NotPermitted",
    "Permission",
    "Reach",
    "Role",
    "User",
    "actor",
    "closed",
    "for_everyone",
    "give_roles",
    "mandate_of",
    "may",
    "needs",
    "people_with",
    "reach",
    "require",
    "within_mandate",
]

LINK_LASTS = timedelta(hours=1)
_TOKEN_LENGTH = 43  # of 62 signs each: 256 random bits
FAILURES_COUNT_FOR = timedelta(minutes=15)

# How many failures within that time lock what. The pair comes first, so that a stranger who keeps guessing from one
# computer does not lock the real person out; the wider limits stop guessing from, or at, many places.
PAIR_LIMIT, ACCOUNT_LIMIT, COMPUTER_LIMIT = 5, 25, 50


class LinkRefused(Exception):
    """The one-time link is unknown, used, out of date, or belongs to a closed account."""


@dataclass(frozen=True, slots=True)
class OneTimeLink:
    """A link to hand over: the only moment at which the token exists in readable form."""

    email: str
    token: str
    expires_at: datetime
    name: str = ""
    language: str = "nl"


def actor(person: User) -> Actor:
    """Name somebody in an entry of the evidence."""
    return Actor(person.pk, str(person))


def people_with(permission: Permission) -> models.QuerySet[User]:
    """Everybody whose roles give a permission at some reach, by name."""
    roles = [role.value for role, granted in MATRIX[permission].items() if granted]
    return User.objects.filter(is_active=True, grants__role__in=roles).distinct().order_by("name", "email")


def give_roles(person: User, roles: Iterable[Role], *, by: User | None, now: datetime) -> None:
    """Give somebody roles they did not have yet."""
    missing = sorted(set(roles) - {Role(grant.role) for grant in person.grants.all()})
    Grant.objects.bulk_create(Grant(person=person, role=role, given_by=by, given_at=now) for role in missing)
    person.__dict__.pop("roles", None)


@transaction.atomic
def first_login(email: str, *, now: datetime) -> OneTimeLink:
    """Give the first person a way in, and make their account when there is none at all."""
    return issue_link(first_person(email, now=now), now=now)


@transaction.atomic
def first_person(email: str, *, now: datetime) -> User:
    """The first administrator. When there is none, the first person becomes that; made when there is nobody at all.

    So an installation of before there were roles, or one that lost its last administrator, is not left without.
    """
    people = User.objects.filter(is_active=True).order_by("joined_at", "pk")
    found = people.filter(grants__role=Role.ADMINISTRATOR).first()
    if found is None:
        found = people.first() or User.objects.create_user(email)
        give_roles(found, (Role.ADMINISTRATOR, Role.COMPLIANCE), by=None, now=now)
    return found


def someone_has_password() -> bool:
    """Say whether anybody can sign in without a link."""
    people = User.objects.filter(is_active=True).only("password")
    return any(person.has_usable_password() for person in people.iterator())


@transaction.atomic
def issue_link(person: User, *, now: datetime, lasts: timedelta = LINK_LASTS) -> OneTimeLink:
    """Make a new link for someone; earlier ones that were not used stop working, unless they last longer.

    So an invitation still stands when somebody, who need not be its owner, asks for another link.
    """
    person.one_time_logins.filter(used_at=None, expires_at__lte=now + lasts).delete()
    token = get_random_string(_TOKEN_LENGTH)
    link = person.one_time_logins.create(digest=_digest(token), made_at=now, expires_at=now + lasts)
    return OneTimeLink(person.email, token, link.expires_at, str(person), person.language)


def owner_of_link(token: str, *, now: datetime) -> User:
    """Say whose link this is, without using it up: mail scanners open links too."""
    link = _working_links(token, now).select_related("user").first()
    if link is None:
        raise LinkRefused
    return link.user


@transaction.atomic
def use_link(token: str, *, now: datetime) -> User:
    """Use the link up. Of two people who press at the same moment, one gets in."""
    person = owner_of_link(token, now=now)
    if not _working_links(token, now).update(used_at=now):
        raise LinkRefused
    return person


def end_links(person: User) -> None:
    """End the links of theirs that were not used, open ones too."""
    person.one_time_logins.filter(used_at=None).delete()


@transaction.atomic
def may_try(email: str, computer: str, *, now: datetime) -> bool:
    """Say whether a password may be tried now. If so it counts as a failure already, until it turns out to be right.

    Counting comes first, so that attempts at the same moment cannot all find room below the limit. An attempt that is
    refused here is not counted: the lock opens a quarter of an hour after the last real one.
    """
    account, place = _blind(email.strip().lower()), _blind(_place(computer))
    _one_at_a_time(account, place)
    FailedLogin.objects.filter(at__lte=now - FAILURES_COUNT_FOR).delete()
    if _is_locked(account, place):
        return False
    FailedLogin.objects.create(account=account, computer=place, at=now)
    return True


def forget_failures(email: str, computer: str) -> None:
    """Forget the failures of someone who got in after all."""
    FailedLogin.objects.filter(account=_blind(email.strip().lower()), computer=_blind(_place(computer))).delete()


def _is_locked(account: str, place: str) -> bool:
    """Whether the failures that still count are too many."""
    counted = FailedLogin.objects.all()
    return (
        counted.filter(account=account, computer=place).count() >= PAIR_LIMIT
        or counted.filter(account=account).count() >= ACCOUNT_LIMIT
        or counted.filter(computer=place).count() >= COMPUTER_LIMIT
    )


def _one_at_a_time(*digests: str) -> None:
    """Let nobody else count the same account or computer until this transaction ends.

    SQLite needs nothing: its transactions take the write lock when they start. The order keeps two from each waiting
    for the other.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for digest in sorted(digests):
            number = int.from_bytes(bytes.fromhex(digest)[:8], signed=True)
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def _place(computer: str) -> str:
    """What counts as one computer: whoever has one IPv6 address has 2**64 of them."""
    try:
        address = ipaddress.ip_address(computer)
    except ValueError:
        return computer
    if address.version == 4:
        return str(address)
    return str(address.ipv4_mapped or ipaddress.IPv6Network((int(address), 64), strict=False))


def _working_links(token: str, now: datetime) -> models.QuerySet[OneTimeLogin]:
    return OneTimeLogin.objects.filter(digest=_digest(token), used_at=None, expires_at__gt=now, user__is_active=True)


def _digest(token: str) -> str:
    """A token is 256 random bits, so a plain digest cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


def _blind(text: str) -> str:
    """Something a person typed can be guessed back, so this digest has a key."""
    return salted_hmac("balie.accounts.failed-login", text, algorithm="sha256").hexdigest()
