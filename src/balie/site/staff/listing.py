"""The list of people, and of what auditors looked at: what was asked, in rows, as a table of values."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from balie.evidence.service import Entry, entries_of
from balie.export.service import Column, Table
from balie.people.models import Mandate, User
from balie.register.home import known_organisation
from balie.site.staff.forms import CLOSED, NEW, OPEN

_STATES = {OPEN: Q(is_active=True), CLOSED: Q(is_active=False), NEW: Q(is_active=True, last_login=None)}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a table needs besides its rows: language, moment, and the name of the organisation."""

    language: str
    now: datetime
    about: tuple[str, ...] = ()


def people(asked: dict[str, Any], *, now: datetime) -> QuerySet[User]:
    """Return the people who fit, by name, with what their rows show."""
    factor = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    mandates = Mandate.objects.filter(expires_at__gt=now, withdrawn_at=None).order_by("-pk")
    found = User.objects.annotate(guarded=Exists(factor)).prefetch_related(
        "grants", Prefetch("mandates", mandates, to_attr="current_mandates")
    )
    if words := asked.get("q"):
        found = found.filter(Q(name__icontains=words) | Q(email__icontains=words))
    if role := asked.get("role"):
        found = found.filter(grants__role=role)
    if state := asked.get("state"):
        found = found.filter(_STATES[state])
    return found.order_by("name", "email")


def state_of(person: User) -> str:
    """Whether somebody can sign in, and ever did."""
    if not person.is_active:
        return _("closed")
    return _("open") if person.last_login else _("never signed in")


def people_table(found: QuerySet[User], sheet: Sheet) -> Table:
    """The list of people as a table of values."""
    return _table(
        _("People"),
        "people",
        sheet,
        (
            Column("name", _("Name"), 28),
            Column("email", _("E-mail address"), 32),
            Column("roles", _("Roles"), 30),
            Column("account", _("Account"), 16),
            Column("second_factor", _("Second step"), 14),
            Column("last_login", _("Last signed in"), 18),
            Column("mandate", _("Mandate until"), 18),
        ),
        _people_rows(found, sheet.language),
    )


def _people_rows(found: QuerySet[User], language: str) -> Iterator[tuple[Any, ...]]:
    for person in found:
        mandate = next(iter(person.current_mandates), None)  # type: ignore[attr-defined]  # see `people`
        yield (
            person.name,
            person.email,
            ", ".join(role.label.say(language) for role in sorted(person.roles)),
            state_of(person),
            _("on") if person.guarded else _("off"),  # type: ignore[attr-defined]
            _local(person.last_login),
            _local(mandate.expires_at) if mandate else None,
        )


def reads(asked: dict[str, Any]) -> QuerySet[Entry]:
    """Return what auditors looked at, the latest first."""
    found = entries_of().filter(kind="read")
    if words := asked.get("q"):
        found = found.filter(Q(actor_name__icontains=words) | Q(subject_name__icontains=words))
    if since := asked.get("since"):
        found = found.filter(at__gte=_moment(since, time.min))
    if until := asked.get("until"):
        found = found.filter(at__lte=_moment(until, time.max))
    return found


def reads_table(found: QuerySet[Entry], sheet: Sheet) -> Table:
    """What auditors looked at as a table of values."""
    columns = (
        Column("at", _("When"), 18),
        Column("who", _("Who"), 28),
        Column("page", _("Page"), 40),
        Column("asked", _("Asked"), 30),
    )
    rows = ((_local(one.at), one.actor_name, one.subject_name, one.body.get("query", "")) for one in found.iterator())
    return _table(_("Who looked at what"), "reads", sheet, columns, rows)


def _table(title: str, name: str, sheet: Sheet, columns: tuple[Column, ...], rows: Iterator[Any]) -> Table:
    organisation = known_organisation()
    return Table(
        title=title,
        language=sheet.language,
        made_at=sheet.now,
        columns=columns,
        rows=rows,
        about=sheet.about,
        organisation=organisation.name if organisation else "",
        name=name,
    )


def _local(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment else None


def _moment(day: Any, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))
