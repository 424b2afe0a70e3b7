"""Everything the page of one duty shows: what it asks, how far it is proven, and what people did about it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy as _

from balie.duties.attesting import USUAL_MONTHS, enough, months_later
from balie.duties.control import Verdict
from balie.duties.controls import Control
from balie.duties.filing import journal_of
from balie.duties.forms import AskForm, AttestForm, CommentForm, FileForm, PlanForm, ReviewForm, TaskForm, WithdrawForm
from balie.duties.lines import Line, lines_of
from balie.duties.models import Observation, ProofFile, SystemDuty
from balie.duties.pages import language
from balie.duties.proofs import states
from balie.duties.reach import may_do
from balie.duties.records import Records, judged_for, records_of
from balie.law import Law, shipped_law
from balie.people.service import Permission, User, may, people_with
from balie.register import service as register


@dataclass(frozen=True, slots=True)
class State:
    """One control: what is looked at, what it says now, and the latest look."""

    control: Control
    verdict: Verdict
    look: Observation | None


@dataclass(frozen=True, slots=True)
class Rights:
    """What this person may do with this duty."""

    prove: bool
    review: bool
    plan: bool
    comment: bool
    ask: bool
    work: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """A document with what this person may do with it."""

    file: ProofFile
    reviewable: bool
    withdrawable: bool
    newest: bool


def line_for(law: Law, row: SystemDuty, today: date) -> Line:
    """The duty as the law explains it for this system today."""
    found = register.assessment_of(law, row.system_id, applies_on=today, published_by=today).assessment
    lines = lines_of(found, [row], retired=row.system.retired)
    return next(line for line in lines if line.duty == row.duty)


def states_of(records: Records, today: date) -> list[State]:
    """The controls of a duty with what they say, the strongest first."""
    looks = {look.control: look for look in records.looks}
    found = states(records.evidence, records.until or today)
    return [State(control, verdict, looks.get(control.id)) for control, verdict in found]


def rights_of(person: User, row: SystemDuty) -> Rights:
    """What somebody may do with a duty they may see."""
    return Rights(
        prove=may_do(person, Permission.PROVE, row),
        review=may_do(person, Permission.REVIEW_PROOF, row),
        plan=may_do(person, Permission.PLAN, row),
        comment=may(person, Permission.COMMENT),
        ask=may(person, Permission.REQUEST_EVIDENCE, owner=person.pk),
        work=may(person, Permission.WORK),
    )


def papers_of(records: Records, person: User, rights: Rights) -> list[Paper]:
    """The documents of a duty, the newest first."""
    shown = {file.pk for file in records.files}
    return [
        Paper(
            file=file,
            reviewable=rights.review and file.accepted is None and not file.withdrawn_at and file.by_id != person.pk,
            withdrawable=not file.withdrawn_at and (rights.review or file.by_id == person.pk),
            newest=not hasattr(file, "replaced_by") or file.replaced_by.pk not in shown,
        )
        for file in records.files
    ]


def forms_for(row: SystemDuty, doing: register.Acting, given: dict[str, Any]) -> dict[str, Any]:
    """The forms of the page: those somebody filled in with a fault, and fresh ones for the rest."""
    fresh: dict[str, Callable[[], Form]] = {
        "attest": lambda: AttestForm(initial={"expires_on": months_later(doing.today, USUAL_MONTHS)}),
        "file": lambda: file_form(row),
        "plan": lambda: plan_form(row),
        "task": lambda: TaskForm(people=people_with(Permission.WORK), prefix="task"),
        "ask": lambda: AskForm(prefix="ask"),
        "comment": CommentForm,
        "review": ReviewForm,
        "withdraw": WithdrawForm,
    }
    return {f"{name}_form": given.get(name) or make() for name, make in fresh.items()}


def file_form(row: SystemDuty, *sent: Any) -> FileForm:
    """The form for a document, with the versions it can follow and the other duties it can support."""
    versions = [
        (one.pk, f"{one.title} ({one.version})") for one in row.files.filter(withdrawn_at=None, replaced_by=None)
    ]
    law, spoken = shipped_law(), language()
    others = SystemDuty.objects.filter(system=row.system_id).exclude(pk=row.pk).exclude(status="ended").order_by("rank")
    names = [(one.duty, law.duties[one.duty].title.say(spoken)) for one in others if one.duty in law.duties]
    return FileForm(*sent, versions=versions, others=names)


def plan_form(row: SystemDuty, *sent: Any) -> PlanForm:
    """The form for owner and deadline."""
    initial = {"owner": row.owner_id, "deadline": row.deadline}
    return PlanForm(*sent, people=people_with(Permission.PROVE), initial=initial, prefix="plan")


def everything(row: SystemDuty, doing: register.Acting, given: dict[str, Any]) -> dict[str, Any]:
    """All the page shows."""
    rights = rights_of(doing.person, row)
    records = records_of(row, doing.person, now=doing.now)
    judged_for([row], doing.person, now=doing.now)
    return {
        "system": row.system,
        "row": row,
        "line": line_for(shipped_law(), row, doing.today),
        "states": states_of(records, doing.today),
        "rights": rights,
        "word_counts": enough(row.duty),
        "attestations": records.attestations,
        "papers": papers_of(records, doing.person, rights),
        "tasks": records.tasks,
        "comments": records.comments,
        "history": told(journal_of(row, doing)),
        "today": doing.today,
        **forms_for(row, doing, given),
    }


def told(entries: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Entries of the journal with what they say in words."""
    return [(entry, HAPPENED.get(entry.kind, entry.kind)) for entry in entries]


HAPPENED = {
    "duty-moved": _("Where the duty stands in law changed"),
    "duty-judged": _("The status changed"),
    "duty-planned": _("Owner or deadline changed"),
    "observed": _("Something was measured or looked at"),
    "attested": _("A statement was given"),
    "attestation-withdrawn": _("A statement was taken back"),
    "file-added": _("A document was added"),
    "file-accepted": _("A document was accepted"),
    "file-rejected": _("A document was rejected"),
    "file-withdrawn": _("A document was withdrawn"),
    "duty-tasked": _("A task was added"),
    "task-added": _("A task was added"),
    "task-changed": _("The task was changed"),
    "task-done": _("The task was done"),
    "task-reopened": _("The task was opened again"),
    "evidence-requested": _("Evidence was asked for"),
    "commented": _("Somebody made a remark"),
}
