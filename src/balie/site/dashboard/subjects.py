"""What a list on the start page can be about: which rows there are for this person, and what one row says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Exists, F, OrderBy, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from balie.duties.models import ProofFile, Task
from balie.duties.proofs import Standing
from balie.duties.service import ProofStatus, visible_duties
from balie.duties.tasks import TaskKind
from balie.evidence.models import JobRun
from balie.export.service import Link, Row
from balie.law import ClassRange, RiskClass, shipped_law
from balie.people.models import Mandate
from balie.people.service import Permission, Reach, Role, User, reach
from balie.register.models import AskedColleague, Contract, Difference
from balie.register.service import visible_systems
from balie.register.suppliers.keeping import visible_suppliers
from balie.register.system import Cause, ContractKind, LifeCycle
from balie.site.api.models import Token
from balie.site.dashboard.viewer import Viewer

_OWED = (Standing.IN_FORCE, Standing.AHEAD, Standing.UNKNOWN)
# What is large and no list shows.
_UNREAD = ("facts", "public_entry", "latest__facts", "latest__outcome")


class Subject(StrEnum):
    """What the rows of a list are."""

    DUTY = "duty"
    SYSTEM = "system"
    TASK = "task"
    REQUEST = "request"
    CHANGE = "change"
    ASKED = "asked"
    FILE = "file"
    SUPPLIER = "supplier"
    CONTRACT = "contract"
    PERSON = "person"
    MANDATE = "mandate"
    JOB = "job"
    TOKEN = "token"  # noqa: S105  (a kind of row, no secret)


@dataclass(frozen=True, slots=True)
class Shape:
    """The rows that this person may see at all, the columns (key, title, width), one row, and their order."""

    rows: Callable[[Viewer], QuerySet[Any]]
    columns: tuple[tuple[str, Promise, int], ...]
    row: Callable[[Any, Viewer], Row]
    order: tuple[str | OrderBy, ...]
    permission: Permission = Permission.SEE_REGISTER
    only_in: Mapping[str, str] = field(default_factory=dict)  # columns that one list has and the others lack


def _first(day: str) -> OrderBy:
    """The nearest day first, and what has no day last, on every database."""
    return F(day).asc(nulls_last=True)


def _systems(viewer: Viewer) -> QuerySet[Any]:
    found = visible_systems(viewer.person, now=viewer.now).exclude(life_cycle=LifeCycle.RETIRED).defer(*_UNREAD)
    return found.filter(owned_by=viewer.person) if viewer.own_only else found


def _duties(viewer: Viewer) -> QuerySet[Any]:
    """What systems owe now, later or perhaps; a retired system owes nothing, so its stage need not be read."""
    found = visible_duties(viewer.person, now=viewer.now).filter(status__in=_OWED).select_related("system", "owner")
    return found.filter(system__owned_by=viewer.person) if viewer.own_only else found


def _of_systems(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    return rows.filter(system__in=_systems(viewer).order_by().values("pk")).select_related("system")


def _requests(viewer: Viewer) -> QuerySet[Any]:
    """Requests for evidence: an auditor's own, or all."""
    found = Task.objects.filter(kind=TaskKind.EVIDENCE_REQUEST, done_at=None).select_related("system", "owner", "by")
    everything = reach(viewer.person, Permission.REQUEST_EVIDENCE) is Reach.ALL
    return found if everything else found.filter(by=viewer.person)


def _contracts(viewer: Viewer) -> QuerySet[Any]:
    suppliers = visible_suppliers(viewer.person, now=viewer.now).order_by().values("pk")
    return Contract.objects.filter(supplier__in=suppliers).select_related("supplier")


def _asked(viewer: Viewer) -> QuerySet[Any]:
    """Questions that wait for an answer: to this person, or about a system that they look after."""
    waiting = AskedColleague.objects.filter(answered_at=None, withdrawn_at=None, expires_at__gt=viewer.now)
    mine = Q(email__iexact=viewer.person.email)
    if viewer.roles & {Role.COMPLIANCE, Role.MANAGER, Role.BUILDER}:
        mine |= Q(system__in=_systems(viewer).order_by().values("pk"))
    return waiting.filter(mine).select_related("system")


def _system(system: Any, viewer: Viewer) -> str | Link:
    """A system by name; a link for whoever may open it."""
    if system is None or reach(viewer.person, Permission.SEE_REGISTER) is Reach.NONE:
        return str(system or "")
    return Link(system.name, reverse("register:system", args=[system.pk]))


def _duty_row(duty: Any, viewer: Viewer) -> Row:
    known, language = shipped_law().duties.get(duty.duty), viewer.language
    address = reverse("duties:duty", args=[duty.system_id, duty.duty])
    return (
        Link(duty.system.name, reverse("register:system", args=[duty.system_id])),
        Link(known.title.say(language) if known else duty.duty, address),
        Standing(duty.status).label.say(language),
        ProofStatus(duty.proof).label.say(language),
        "" if viewer.roles == {Role.AUDITOR} else duty.proof_reason.get(language, ""),  # names what is of today
        str(duty.owner or ""),
        duty.since,
        duty.deadline,
        duty.stale_on,
    )


def _system_row(system: Any, viewer: Viewer) -> Row:
    kept, stage = system.latest, system.life_cycle
    found = ClassRange(RiskClass(kept.effective_low), RiskClass(kept.effective_high)) if kept else None
    return (
        _system(system, viewer),
        found.say(viewer.language) if found else "",
        kept.questions if kept else None,
        kept.duties_now if kept else None,
        kept.next_change if kept else None,
        LifeCycle(stage).label.say(viewer.language) if stage else "",
        str(system.owned_by or system.owner),
        ", ".join(map(str, system.channels)),
        system.reassess_because,
    )


def _task_row(task: Any, viewer: Viewer) -> Row:
    title = Link(task.title, reverse("duties:task", args=[task.pk]))
    return title, _system(task.system, viewer), task.deadline, str(task.owner or ""), str(task.by or ""), task.at


def _change_row(change: Any, viewer: Viewer) -> Row:
    cause = Link(Cause(change.cause).label.say(viewer.language), reverse("register:changes"))
    return _system(change.system, viewer), cause, change.found_at


def _asked_row(asked: Any, viewer: Viewer) -> Row:
    fact = shipped_law().facts.get(asked.fact)
    question: str | Link = fact.question.say(viewer.language) if fact else asked.fact
    if reach(viewer.person, Permission.SEE_REGISTER) is not Reach.NONE:
        question = Link(str(question), reverse("register:question", args=[asked.system_id, asked.fact]))
    return question, _system(asked.system, viewer), asked.name, asked.asked_at, asked.expires_at


def _contract_row(contract: Any, viewer: Viewer) -> Row:
    supplier = Link(contract.supplier.name, reverse("register:supplier", args=[contract.supplier_id]))
    return supplier, ContractKind(contract.kind).label.say(viewer.language), contract.reference, contract.ends_on


SHAPES: Mapping[Subject, Shape] = {
    Subject.DUTY: Shape(
        _duties,
        (
            ("system", _("System"), 22), ("duty", _("Duty"), 38), ("status", _("Applies"), 14),
            ("proof", _("Proof"), 16), ("reason", _("Why"), 36), ("owner", _("Owner"), 18),
            ("since", _("Since"), 14), ("deadline", _("Do before"), 14), ("stale_on", _("Proof goes stale"), 14),
        ),
        _duty_row,
        (_first("deadline"), _first("stale_on"), "rank", "pk"),
    ),
    Subject.SYSTEM: Shape(
        _systems,
        (
            ("system", _("System"), 26), ("class", _("Class that counts"), 22), ("questions", _("Open questions"), 8),
            ("duties", _("Duties now"), 8), ("next_change", _("Next change"), 14), ("stage", _("Stage"), 12),
            ("owner", _("Owner"), 18), ("channels", _("Channels"), 18), ("reassess", _("Assess anew because"), 24),
        ),
        _system_row,
        (_first("latest__next_change"), Lower("name").asc(), "pk"),
        only_in={"reassess": "reassess"},
    ),
    Subject.TASK: Shape(
        lambda viewer: Task.objects.filter(owner=viewer.person, done_at=None).select_related("system", "owner", "by"),
        (
            ("task", _("Task"), 40), ("system", _("System"), 22), ("deadline", _("Do before"), 14),
            ("owner", _("For"), 18), ("by", _("Asked by"), 18), ("at", _("Asked on"), 16),
        ),
        _task_row,
        (_first("deadline"), "pk"),
        Permission.WORK,
    ),
    Subject.REQUEST: Shape(
        _requests,
        (
            ("request", _("Request"), 40), ("system", _("System"), 22), ("deadline", _("Do before"), 14),
            ("owner", _("For"), 18), ("by", _("Asked by"), 18), ("at", _("Asked on"), 16),
        ),
        _task_row,
        (_first("deadline"), "pk"),
        Permission.REQUEST_EVIDENCE,
    ),
    Subject.CHANGE: Shape(
        lambda viewer: _of_systems(Difference.objects.filter(handled_at=None), viewer),
        (("system", _("System"), 28), ("cause", _("Because of"), 30), ("found_at", _("Found on"), 16)),
        _change_row,
        ("-weight", "-pk"),
    ),
    Subject.ASKED: Shape(
        _asked,
        (
            ("question", _("Question"), 44), ("system", _("System"), 22), ("name", _("Asked of"), 20),
            ("asked_at", _("Asked on"), 16), ("expires_at", _("Link works until"), 16),
        ),
        _asked_row,
        ("expires_at", "pk"),
        Permission.WORK,
    ),
    Subject.FILE: Shape(
        lambda viewer: ProofFile.objects.filter(
            Exists(_duties(viewer).filter(files=OuterRef("pk"))), reviewed_at=None, withdrawn_at=None
        ).exclude(by=viewer.person),
        (("title", _("Uploaded document"), 40), ("by", _("Added by"), 20), ("at", _("Added on"), 16)),
        lambda file, _viewer: (file.title, file.by_name, file.at),
        ("at", "pk"),
        Permission.REVIEW_PROOF,
    ),
    Subject.SUPPLIER: Shape(
        lambda viewer: visible_suppliers(viewer.person, now=viewer.now),
        (("supplier", _("Supplier"), 30), ("country", _("Country"), 20), ("website", _("Address on the web"), 30)),
        lambda found, _viewer: (
            Link(found.name, reverse("register:supplier", args=[found.pk])), found.country, found.website,
        ),
        ("name", "pk"),
    ),
    Subject.CONTRACT: Shape(
        _contracts,
        (
            ("supplier", _("Supplier"), 28), ("kind", _("Kind"), 40), ("reference", _("Reference"), 20),
            ("ends_on", _("Ends on"), 14),
        ),
        _contract_row,
        (_first("ends_on"), "pk"),
    ),
    Subject.PERSON: Shape(
        lambda _viewer: User.objects.filter(is_active=True),
        (("name", _("Name"), 26), ("email", _("E-mail address"), 30), ("joined_at", _("Since"), 16)),
        lambda person, _viewer: (
            Link(str(person), reverse("people:person", args=[person.pk])), person.email, person.joined_at,
        ),
        ("name", "email", "pk"),
        Permission.MANAGE_PEOPLE,
    ),
    Subject.MANDATE: Shape(
        lambda viewer: Mandate.objects.filter(withdrawn_at=None, expires_at__gt=viewer.now).select_related("person"),
        (("person", _("Which auditor"), 26), ("purpose", _("Purpose"), 40), ("expires_at", _("Access ends"), 16)),
        lambda mandate, _viewer: (
            Link(str(mandate.person), reverse("people:person", args=[mandate.person_id])), mandate.purpose,
            mandate.expires_at,
        ),
        ("expires_at", "pk"),
        Permission.MANAGE_PEOPLE,
    ),
    Subject.JOB: Shape(
        lambda _viewer: JobRun.objects.all(),
        (("name", _("Work"), 24), ("failed_at", _("Failed on"), 16), ("next_at", _("Tried again on"), 16)),
        lambda job, _viewer: (job.name, job.failed_at, job.next_at),
        ("name", "pk"),
        Permission.MANAGE_PEOPLE,
    ),
    Subject.TOKEN: Shape(
        lambda viewer: Token.objects.filter(person=viewer.person, revoked_at=None, expires_at__gt=viewer.now),
        (("name", _("Name"), 26), ("made_at", _("Made on"), 16), ("used_at", _("Last used"), 16),
         ("expires_at", _("Works until"), 16)),
        lambda token, _viewer: (token.name, token.made_at, token.used_at, token.expires_at),
        ("expires_at", "pk"),
        Permission.USE_API,
    ),
}  # fmt: skip
