"""What one person may do, asked at one place. Views ask before they show, services ask before they change."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import wraps
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from balie.evidence import service as evidence
from balie.people.models import Mandate, User
from balie.people.roles import Permission, Reach, Role, reach_of

View = TypeVar("View", bound=Callable[..., Any])


class NotPermitted(PermissionDenied):
    """This person's roles do not allow this. The site answers with 403 and says which permission is missing."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(permission)
        self.permission = permission


def reach(person: User, permission: Permission) -> Reach:
    """How far a permission goes for this person."""
    return reach_of(person.roles, permission)


def may(person: User, permission: Permission, *, owner: int | None = None) -> bool:
    """Whether somebody may do this to what `owner` (the key of a person) owns."""
    found = reach(person, permission)
    return found is Reach.ALL or (found is Reach.OWN and owner is not None and owner == person.pk)


def require(person: User, permission: Permission, *, owner: int | None = None) -> None:
    """Raise `NotPermitted` unless somebody may do this to what `owner` owns."""
    if not may(person, permission, owner=owner):
        raise NotPermitted(permission)


def mandate_of(person: User, *, now: datetime) -> Mandate | None:
    """What an auditor may look at; None for everybody else, who are not limited to a mandate.

    Somebody who is an auditor and nothing else, without a mandate that holds today, may see nothing: `NotPermitted`.
    """
    if set(person.roles) != {Role.AUDITOR}:
        return None
    found = Mandate.objects.filter(person=person, expires_at__gt=now, withdrawn_at=None).order_by("-pk").first()
    if found is None:
        raise NotPermitted(Permission.SEE_REGISTER)
    return found


def within_mandate(found: QuerySet[evidence.Entry], person: User, *, now: datetime) -> QuerySet[evidence.Entry]:
    """The entries of a journal that somebody may read: for an auditor those of the period in the mandate."""
    mandate = mandate_of(person, now=now)
    if mandate is None:
        return found
    after = mandate.period_until + timedelta(days=1)
    return found.filter(at__gte=_midnight(mandate.period_from), at__lt=_midnight(after))


def _midnight(day: date) -> datetime:
    """When a day begins here. The database compares moments; it need not turn each into a day."""
    return timezone.make_aware(datetime.combine(day, time.min))


def needs(permission: Permission) -> Callable[[View], View]:
    """Let a view be seen only by those with this permission, at whatever reach; and record what an auditor reads.

    A view about one system asks for its owner or mandate itself, with `require` or the register's `visible_systems`.
    """

    def guarded(view: View) -> View:
        @wraps(view)
        def respond(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            person = cast(User, request.user)  # the middleware let nobody through who had not signed in
            if reach(person, permission) is Reach.NONE:
                raise NotPermitted(permission)
            answer: HttpResponse = view(request, *args, **named)
            if set(person.roles) == {Role.AUDITOR} and answer.status_code == 200:
                _record_read(request, person)
            return answer

        respond.permission = permission  # type: ignore[attr-defined]  # what the test of all addresses looks at
        return cast(View, respond)

    return guarded


def for_everyone(view: View) -> View:
    """Let everybody who has signed in see a view: their own account, the law, the start page."""
    view.permission = None  # type: ignore[attr-defined]
    return view


def _record_read(request: HttpRequest, person: User) -> None:
    evidence.record(
        "read",
        by=evidence.Actor(person.pk, str(person)),
        now=timezone.localtime(),
        subject=evidence.Subject("page", 0, request.path),
        body={"query": request.GET.urlencode()} if request.GET else {},
    )
