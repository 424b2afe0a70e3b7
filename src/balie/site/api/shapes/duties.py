"""Duties, what proves them, tasks and changes, as the API shows them."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from balie.duties import models
from balie.duties.records import Records
from balie.law import Law
from balie.register.models import Difference
from balie.site.api.shapes.common import In, Number, Page, Paging, PersonOut, person_of

_MOST_LOOKS = 200


class DutyFilters(Paging):
    """What duties to list."""

    system: int | None = Field(None, ge=1, le=2**63 - 1)
    duty: str = Field("", max_length=100, description="Id of the duty, for all systems that have it")
    status: Literal["", "in_force", "ahead", "unknown"] = ""
    source: Literal["", "law", "house"] = ""
    proof: Literal["", "failing", "stale", "open", "not_yet", "met", "not_applicable"] = ""
    owner: int | None = Field(None, ge=1, le=2**63 - 1)
    due_by: date | None = Field(None, description="With a deadline on this day or earlier")
    ended: bool = Field(default=False, description="Also those that ended")


class TaskFilters(Paging):
    """What tasks to list."""

    system: int | None = Field(None, ge=1, le=2**63 - 1)
    duty: int | None = Field(None, ge=1, le=2**63 - 1)
    owner: int | None = Field(None, ge=1, le=2**63 - 1)
    mine: bool = False
    state: Literal["", "open", "done"] = ""


class ChangeFilters(Paging):
    """What changes to list."""

    system: int | None = Field(None, ge=1, le=2**63 - 1)
    state: Literal["", "open", "handled"] = ""


class HandlingIn(In):
    """What was done about a change."""

    note: str = Field("", max_length=1000)


class PlanIn(In):
    """Who sees to a duty and by when; null takes it away, what is left out stays."""

    owner: Number | None = None
    deadline: date | None = None


class AttestationIn(In):
    """What you checked and saw, and until when that holds: twelve months at most."""

    statement: str = Field(min_length=1, max_length=5000)
    expires_on: date


class BecauseIn(In):
    """Why something is taken back."""

    because: str = Field(min_length=1, max_length=5000)


class FileIn(In):
    """What to call a document, and until when it holds."""

    title: str = Field("", max_length=300)
    valid_until: date | None = None
    replaces: Number | None = Field(None, description="Number of the file of which this is a newer version")


class TaskFields(In):
    """What a task says. `owner` is the number of a person: the owner of the token when it is left out."""

    description: str = Field("", max_length=5000)
    owner: Number | None = None
    deadline: date | None = None


class NewTask(TaskFields):
    """A task to add: about a duty, a system, or neither."""

    title: str = Field(min_length=1, max_length=300)
    system: Number | None = None
    duty: Number | None = None


class TaskChange(TaskFields):
    """What to change: fields that are left out stay as they are."""

    title: str = Field("", min_length=1, max_length=300)
    revision: Number | None = None


class RemarkIn(In):
    """What somebody has to say about a duty."""

    text: str = Field(min_length=1, max_length=5000)


class OutcomeIn(In):
    """What came of a task."""

    outcome: str = Field(min_length=1, max_length=5000)


class SystemName(Schema):
    """A system, by name."""

    id: int
    name: str


class DutyOut(Schema):
    """A duty that one system has, will have or may have, and how it stands with proof."""

    id: int
    system: SystemName
    duty: str
    title: str
    text: str
    status: str
    source: str
    provision: str
    cite: str
    since: date | None
    until: date | None
    fine: str
    owner: PersonOut | None
    deadline: date | None
    proof: str
    proof_kind: str
    proof_reason: str
    stale_on: date | None
    judged_at: datetime | None
    ended_at: datetime | None


class DutyPage(Page[DutyOut]):
    """A page of duties."""


class AttestationOut(Schema):
    """Somebody says that a duty is met: the weakest proof, and it ends."""

    id: int
    statement: str
    by: str
    at: datetime
    expires_on: date
    withdrawn_at: datetime | None
    withdrawn_because: str


class RemarkOut(Schema):
    """What somebody said about a duty. It is not changed; a new one corrects it."""

    id: int
    text: str
    by: str
    at: datetime


class RemarkPage(Page[RemarkOut]):
    """A page of remarks."""


class FileOut(Schema):
    """A document as proof; `accepted` is empty until somebody else has looked at it."""

    id: int
    title: str
    name: str
    media_type: str
    size: int
    digest: str
    version: int
    valid_until: date | None
    by: str
    at: datetime
    reviewed_by: PersonOut | None
    reviewed_at: datetime | None
    accepted: bool | None
    review_note: str
    withdrawn_at: datetime | None


class ObservationOut(Schema):
    """What was measured or observed."""

    id: int
    kind: str
    control: str
    outcome: str
    reason: str
    figures: dict[str, Any]
    observed_at: datetime
    fresh_until: date | None


class ObservationPage(Page[ObservationOut]):
    """A page of observations."""


class ProofsOut(Schema):
    """Everything that is kept as proof of one duty, the newest first."""

    attestations: list[AttestationOut]
    files: list[FileOut]
    observations: list[ObservationOut]


class TaskOut(Schema):
    """Something somebody has to do before a day."""

    id: int
    title: str
    description: str
    kind: str
    system: int | None
    duty: int | None
    owner: PersonOut | None
    deadline: date | None
    by: PersonOut | None
    at: datetime
    done_at: datetime | None
    done_by: PersonOut | None
    outcome: str
    revision: int


class TaskPage(Page[TaskOut]):
    """A page of tasks."""


class ChangeOut(Schema):
    """What became different for a system when the law or the date did."""

    id: int
    system: SystemName
    cause: str
    before: int
    after: int
    found_at: datetime
    summary: dict[str, Any]
    weight: int
    handled_at: datetime | None
    handled_by: PersonOut | None
    handled_note: str


class ChangePage(Page[ChangeOut]):
    """A page of changes."""


def duty_out(law: Law, row: models.SystemDuty, language: str) -> DutyOut:
    """Show one duty; title and text are the law's, as long as it knows the duty."""
    duty, provision = law.duties.get(row.duty), law.provisions.get(row.provision)
    return DutyOut(
        id=row.pk,
        system=SystemName(id=row.system.pk, name=row.system.name),
        duty=row.duty,
        title=duty.title.say(language) if duty else row.duty,
        text=duty.text.say(language) if duty else "",
        status=row.status,
        source=row.source,
        provision=row.provision,
        cite=provision.cite.say(language) if provision else row.provision,
        since=row.since,
        until=row.until,
        fine=row.fine,
        owner=person_of(row.owner),
        deadline=row.deadline,
        proof=row.proof,
        proof_kind=row.proof_kind,
        proof_reason=row.proof_reason.get(language, ""),
        stale_on=row.stale_on,
        judged_at=row.judged_at,
        ended_at=row.ended_at,
    )


def attestation_out(row: models.Attestation) -> AttestationOut:
    """Show one attestation."""
    return AttestationOut(
        id=row.pk,
        statement=row.statement,
        by=row.by_name,
        at=row.at,
        expires_on=row.expires_on,
        withdrawn_at=row.withdrawn_at,
        withdrawn_because=row.withdrawn_because,
    )


def file_out(row: models.ProofFile) -> FileOut:
    """Show one document, without its content."""
    return FileOut(
        id=row.pk,
        title=row.title,
        name=row.name,
        media_type=row.media_type,
        size=row.content.size,
        digest=row.content_id,
        version=row.version,
        valid_until=row.valid_until,
        by=row.by_name,
        at=row.at,
        reviewed_by=person_of(row.reviewed_by),
        reviewed_at=row.reviewed_at,
        accepted=row.accepted,
        review_note=row.review_note,
        withdrawn_at=row.withdrawn_at,
    )


def remark_out(row: models.Comment) -> RemarkOut:
    """Show one remark."""
    return RemarkOut(id=row.pk, text=row.text, by=row.by_name, at=row.at)


def proofs_out(records: Records, language: str) -> ProofsOut:
    """Show what is kept as proof of one duty, as far as the caller may read it."""
    return ProofsOut(
        attestations=[attestation_out(one) for one in records.attestations],
        files=[file_out(one) for one in records.files],
        observations=[observation_out(one, language) for one in list(records.looks)[: -_MOST_LOOKS - 1 : -1]],
    )


def task_out(row: models.Task) -> TaskOut:
    """Show one task."""
    return TaskOut(
        id=row.pk,
        title=row.title,
        description=row.description,
        kind=row.kind,
        system=row.system_id,
        duty=row.duty_id,
        owner=person_of(row.owner),
        deadline=row.deadline,
        by=person_of(row.by),
        at=row.at,
        done_at=row.done_at,
        done_by=person_of(row.done_by),
        outcome=row.outcome,
        revision=row.revision,
    )


def change_out(row: Difference) -> ChangeOut:
    """Show one change."""
    return ChangeOut(
        id=row.pk,
        system=SystemName(id=row.system.pk, name=row.system.name),
        cause=row.cause,
        before=row.before_id,
        after=row.after_id,
        found_at=row.found_at,
        summary=row.summary,
        weight=row.weight,
        handled_at=row.handled_at,
        handled_by=person_of(row.handled_by),
        handled_note=row.handled_note,
    )


def observation_out(row: models.Observation, language: str) -> ObservationOut:
    """Show what was measured or seen about a duty."""
    return ObservationOut(
        id=row.pk,
        kind=row.kind,
        control=row.control,
        outcome=row.outcome,
        reason=row.reason.get(language, ""),
        figures=row.figures,
        observed_at=row.observed_at,
        fresh_until=row.fresh_until,
    )
