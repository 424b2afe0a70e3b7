"""Every list that the start page counts: what is in it, whom it is for and how pressing it is.

The number on the start page and the list behind it are asked with the same condition, so they cannot differ. The order
here is the order on the page: most pressing first.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from balie.duties.proofs import Standing
from balie.duties.service import ProofStatus, visible_duties
from balie.law import RiskClass
from balie.people.service import Role
from balie.register.service import unsigned
from balie.register.suppliers.requests import AGREEMENTS, REQUESTS
from balie.site.dashboard.subjects import SHAPES, Shape, Subject
from balie.site.dashboard.viewer import Viewer

SOON, AHEAD, MANDATE_SOON, CONTRACT_SOON = (timedelta(days=days) for days in (30, 183, 14, 60))
_SUPPLIED = frozenset(asked.duty for asked in (*AGREEMENTS.values(), *REQUESTS))


class Pressing(StrEnum):
    """How pressing a list is; the start page has a part for each."""

    NOW = "now"
    SOON = "soon"
    WAITING = "waiting"
    AHEAD = "ahead"
    FIGURES = "figures"


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: its title, what its number counts in words, whom it is for, and which of the rows are in it."""

    key: str
    subject: Subject
    pressing: Pressing
    title: Promise
    counted: Callable[[int], str]
    roles: frozenset[Role]
    condition: Callable[[Viewer], Q]

    @property
    def shape(self) -> Shape:
        """What its rows look like."""
        return SHAPES[self.subject]

    def rows(self, viewer: Viewer) -> QuerySet[Any]:
        """The rows of the list, in order."""
        return self.shape.rows(viewer).filter(self.condition(viewer)).order_by(*self.shape.order)


def lists_for(viewer: Viewer) -> Iterator[Listed]:
    """The lists for somebody with these roles, each once."""
    return (listed for listed in LISTS if listed.roles & viewer.roles)


def _in_force(**more: object) -> Q:
    return Q(status=Standing.IN_FORCE, **more)


def _undone(**more: object) -> Q:
    return Q(status__in=(Standing.IN_FORCE, Standing.AHEAD, Standing.UNKNOWN), **more) & ~Q(proof=ProofStatus.MET)


def _unsigned(viewer: Viewer) -> Q:
    return Q(pk__in=unsigned(viewer.person, now=viewer.now).order_by().values("pk"))


def _owing(viewer: Viewer) -> Q:
    """Suppliers of systems with a duty that cannot be met without something of theirs, and that nothing proves.

    A team of our own owes nothing.
    """
    unmet = visible_duties(viewer.person, now=viewer.now).filter(_in_force(duty__in=_SUPPLIED)).exclude(
        proof=ProofStatus.MET
    )  # fmt: skip
    owing = unmet.exclude(system__life_cycle="retired").order_by().values("system__supplied_by")
    return Q(ours=False, pk__in=owing)


_ALL_WHO_WORK = frozenset(Role) - {Role.AUDITOR}
_MANAGING = frozenset({Role.MANAGER, Role.COMPLIANCE})
_BUILDING = _MANAGING | {Role.BUILDER}
_COMPLIANCE, _ADMINISTRATOR = frozenset({Role.COMPLIANCE}), frozenset({Role.ADMINISTRATOR})

LISTS: tuple[Listed, ...] = (
    Listed(
        "failing", Subject.DUTY, Pressing.NOW, _("Duties that are not in order"),
        lambda n: ngettext("duty is not in order", "duties are not in order", n),
        _BUILDING, lambda _viewer: _in_force(proof=ProofStatus.FAILING),
    ),
    Listed(
        "prohibited", Subject.SYSTEM, Pressing.NOW, _("Systems that are prohibited"),
        lambda n: ngettext("system is prohibited", "systems are prohibited", n),
        _BUILDING, lambda _viewer: Q(latest__effective_low=RiskClass.PROHIBITED),
    ),
    Listed(
        "stale", Subject.DUTY, Pressing.NOW, _("Duties of which the proof has gone stale"),
        lambda n: ngettext("duty has stale proof", "duties have stale proof", n),
        _BUILDING, lambda _viewer: _in_force(proof=ProofStatus.STALE),
    ),
    Listed(
        "overdue", Subject.DUTY, Pressing.NOW, _("Duties past their deadline"),
        lambda n: ngettext("duty is past its deadline", "duties are past their deadline", n),
        _BUILDING, lambda viewer: _undone(deadline__lt=viewer.today),
    ),
    Listed(
        "late-tasks", Subject.TASK, Pressing.NOW, _("Your tasks that are late"),
        lambda n: ngettext("task of yours is late", "tasks of yours are late", n),
        _ALL_WHO_WORK, lambda viewer: Q(deadline__lt=viewer.today),
    ),
    Listed(
        "failed-jobs", Subject.JOB, Pressing.NOW, _("Background work that failed"),
        lambda n: ngettext("kind of background work failed", "kinds of background work failed", n),
        _ADMINISTRATOR,
        lambda _viewer: Q(failed_at__isnull=False) & (Q(ended_at=None) | Q(ended_at__lt=F("failed_at"))),
    ),
    Listed(
        "due-soon", Subject.DUTY, Pressing.SOON, _("Duties due within thirty days"),
        lambda n: ngettext("duty is due within thirty days", "duties are due within thirty days", n),
        _BUILDING, lambda viewer: _undone(deadline__gte=viewer.today, deadline__lte=viewer.today + SOON),
    ),
    Listed(
        "going-stale", Subject.DUTY, Pressing.SOON, _("Proof that goes stale within thirty days"),
        lambda n: ngettext("proof goes stale within thirty days", "proofs go stale within thirty days", n),
        _BUILDING, lambda viewer: _in_force(stale_on__gt=viewer.today, stale_on__lte=viewer.today + SOON),
    ),
    Listed(
        "tasks", Subject.TASK, Pressing.SOON, _("Your other tasks"),
        lambda n: ngettext("task waits for you", "tasks wait for you", n),
        _ALL_WHO_WORK, lambda viewer: Q(deadline=None) | Q(deadline__gte=viewer.today),
    ),
    Listed(
        "asked-of-you", Subject.ASKED, Pressing.SOON, _("Questions put to you"),
        lambda n: ngettext("question was put to you", "questions were put to you", n),
        _ALL_WHO_WORK, lambda viewer: Q(email__iexact=viewer.person.email),
    ),
    Listed(
        "requests", Subject.REQUEST, Pressing.SOON, _("Requests for evidence"),
        lambda n: ngettext("request for evidence is open", "requests for evidence are open", n),
        frozenset({Role.COMPLIANCE, Role.AUDITOR}), lambda _viewer: Q(),
    ),
    Listed(
        "contracts", Subject.CONTRACT, Pressing.SOON, _("Contracts that end within sixty days"),
        lambda n: ngettext("contract ends within sixty days", "contracts end within sixty days", n),
        _MANAGING, lambda viewer: Q(ends_on__gte=viewer.today, ends_on__lte=viewer.today + CONTRACT_SOON),
    ),
    Listed(
        "mandates", Subject.MANDATE, Pressing.SOON, _("Auditors whose access ends within two weeks"),
        lambda n: ngettext("auditor loses access within two weeks", "auditors lose access within two weeks", n),
        _ADMINISTRATOR, lambda viewer: Q(expires_at__lte=viewer.now + MANDATE_SOON),
    ),
    Listed(
        "changes", Subject.CHANGE, Pressing.WAITING, _("Changes that nobody has handled"),
        lambda n: ngettext("change waits to be handled", "changes wait to be handled", n),
        _MANAGING, lambda _viewer: Q(),
    ),
    Listed(
        "questions", Subject.SYSTEM, Pressing.WAITING, _("Systems with open questions"),
        lambda n: ngettext("system has open questions", "systems have open questions", n),
        _BUILDING, lambda _viewer: Q(latest__questions__gt=0),
    ),
    Listed(
        "review", Subject.SYSTEM, Pressing.WAITING, _("Systems on which a lawyer has to decide"),
        lambda n: ngettext("system waits for a lawyer", "systems wait for a lawyer", n),
        _COMPLIANCE, lambda _viewer: Q(latest__review=True),
    ),
    Listed(
        "unsigned", Subject.SYSTEM, Pressing.WAITING, _("Systems whose outcome nobody has signed"),
        lambda n: ngettext("outcome has not been signed", "outcomes have not been signed", n),
        _COMPLIANCE, _unsigned,
    ),
    Listed(
        "reassess", Subject.SYSTEM, Pressing.WAITING, _("Systems to be assessed anew"),
        lambda n: ngettext("system has to be assessed anew", "systems have to be assessed anew", n),
        _BUILDING, lambda _viewer: ~Q(reassess_because=""),
    ),
    Listed(
        "open", Subject.DUTY, Pressing.WAITING, _("Duties without proof"),
        lambda n: ngettext("duty has no proof yet", "duties have no proof yet", n),
        _BUILDING, lambda _viewer: _in_force(proof=ProofStatus.OPEN),
    ),
    Listed(
        "files", Subject.FILE, Pressing.WAITING, _("Documents to review"),
        lambda n: ngettext("document waits for your review", "documents wait for your review", n),
        _MANAGING, lambda _viewer: Q(),
    ),
    Listed(
        "asked", Subject.ASKED, Pressing.WAITING, _("Questions put to colleagues"),
        lambda n: ngettext("question waits for a colleague", "questions wait for a colleague", n),
        _BUILDING, lambda viewer: ~Q(email__iexact=viewer.person.email),
    ),
    Listed(
        "suppliers", Subject.SUPPLIER, Pressing.WAITING, _("Suppliers that owe something"),
        lambda n: ngettext("supplier owes something", "suppliers owe something", n),
        _MANAGING, _owing,
    ),
    Listed(
        "roleless", Subject.PERSON, Pressing.WAITING, _("People without a role"),
        lambda n: ngettext("person has no role yet", "people have no role yet", n),
        _ADMINISTRATOR, lambda _viewer: Q(grants=None),
    ),
    Listed(
        "invitations", Subject.PERSON, Pressing.WAITING, _("People who never signed in"),
        lambda n: ngettext("person has never signed in", "people have never signed in", n),
        _ADMINISTRATOR, lambda _viewer: Q(last_login=None),
    ),
    Listed(
        "ahead", Subject.SYSTEM, Pressing.AHEAD, _("Systems for which something changes within six months"),
        lambda n: ngettext("system changes within six months", "systems change within six months", n),
        _BUILDING,
        lambda viewer: Q(latest__next_change__gt=viewer.today, latest__next_change__lte=viewer.today + AHEAD),
    ),
    Listed(
        "systems", Subject.SYSTEM, Pressing.FIGURES, _("Systems in use or on their way"),
        lambda n: ngettext("system", "systems", n),
        frozenset({Role.ANALYST, Role.BUILDER, Role.AUDITOR, Role.MANAGER}), lambda _viewer: Q(),
    ),
    Listed(
        "duties", Subject.DUTY, Pressing.FIGURES, _("Duties that apply now"),
        lambda n: ngettext("duty applies now", "duties apply now", n),
        frozenset({Role.ANALYST, Role.AUDITOR, Role.MANAGER, Role.COMPLIANCE, Role.BUILDER}),
        lambda _viewer: _in_force(),
    ),
    Listed(
        "met", Subject.DUTY, Pressing.FIGURES, _("Duties that are met"),
        lambda n: ngettext("duty is met", "duties are met", n),
        frozenset({Role.ANALYST, Role.AUDITOR, Role.MANAGER, Role.COMPLIANCE}),
        lambda _viewer: _in_force(proof=ProofStatus.MET),
    ),
    Listed(
        "tokens", Subject.TOKEN, Pressing.FIGURES, _("Your API tokens"),
        lambda n: ngettext("API token of yours works", "API tokens of yours work", n),
        frozenset({Role.BUILDER}), lambda _viewer: Q(),
    ),
)  # fmt: skip
BY_KEY = {listed.key: listed for listed in LISTS}
