"""What is kept about duties, as far as somebody may read it: for an auditor, as it stood in the period of the mandate.

An auditor sees what held at some moment of the period, as it was at the end of it: a document that was accepted or
withdrawn later is shown as if that had not happened yet. What was added while a request of their own for evidence was
open is the answer to that, and is shown as it is today.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from balie.duties.judging import evidence_of, later, put_verdict
from balie.duties.models import Attestation, Comment, FileContent, Observation, ProofFile, SystemDuty, Task
from balie.duties.proofs import Evidence, Standing, judge
from balie.people.service import Mandate, User, mandate_of

EVIDENCE_REQUEST = "evidence-request"
Record = TypeVar("Record", Attestation, ProofFile)


@dataclass(frozen=True, slots=True)
class Records:
    """What there is about one duty. `until` is the day as of which that is told; None: as it is now."""

    attestations: Sequence[Attestation]
    files: Sequence[ProofFile]
    looks: Sequence[Observation]
    tasks: Sequence[Task]
    comments: Sequence[Comment]
    evidence: Evidence
    until: date | None


def records_of(row: SystemDuty, person: User, *, now: datetime) -> Records:
    """Everything about one duty that somebody may read."""
    mandate = mandate_of(person, now=now)
    until = until_of(mandate, now)
    files = row.files.select_related("content", "reviewed_by", "replaced_by").defer("content__content")
    looks = row.observations.order_by("observed_at", "pk")
    tasks = row.tasks.select_related("owner", "by").order_by("done_at", "deadline", "pk")
    comments = row.comments.all()
    if mandate is not None and until is not None:
        looks = looks.filter(observed_at__date__lte=until)
        comments = comments.filter(_in_period(mandate) | _asked_for(person, "comments"))
        tasks = tasks_read(tasks, person, mandate)
    attestations = attestations_read(row.attestations.all(), person, mandate)
    return Records(
        attestations=[_not_withdrawn_yet(one, until) for one in attestations],
        files=[_not_reviewed_yet(_not_withdrawn_yet(one, until), until) for one in files_read(files, person, mandate)],
        looks=list(looks),
        tasks=[_open_still(one, person, until) for one in tasks],
        comments=list(comments),
        evidence=evidence_of([row], until=until)[row.pk],
        until=until,
    )


def judged_for(rows: Iterable[SystemDuty], person: User, *, now: datetime) -> list[SystemDuty]:
    """Rows with the verdict that somebody may read: for an auditor that of the last day of the period. Never saved."""
    held, until = list(rows), until_of(mandate_of(person, now=now), now)
    if until is not None:
        known = evidence_of(held, until=until)
        for row in held:
            put_verdict(row, judge(known[row.pk], Standing(row.status), until), now)
    return held


def without_reasons(rows: Iterable[SystemDuty], person: User, *, now: datetime) -> Iterable[SystemDuty]:
    """Rows of a long list: an auditor reads the status of today there, and not which document or person it rests on."""
    if mandate_of(person, now=now) is None:
        return rows
    return (_without_reason(row) for row in rows)


def until_of(mandate: Mandate | None, now: datetime) -> date | None:
    """The day as of which an auditor reads: the last of the period, or today while that still runs."""
    return None if mandate is None else min(mandate.period_until, timezone.localtime(now).date())


def attestations_read(found: QuerySet[Attestation], person: User, mandate: Mandate | None) -> QuerySet[Attestation]:
    """The statements somebody may read."""
    if mandate is None:
        return found
    held = _begun(mandate) & _not_withdrawn_before(mandate) & Q(expires_on__gte=mandate.period_from)
    return found.filter(held | _asked_for(person, "attestations"))


def files_read(found: QuerySet[ProofFile], person: User, mandate: Mandate | None) -> QuerySet[ProofFile]:
    """The documents somebody may read."""
    if mandate is None:
        return found
    valid = Q(valid_until=None) | Q(valid_until__gte=mandate.period_from)
    return found.filter((_begun(mandate) & _not_withdrawn_before(mandate) & valid) | _asked_for(person, "files"))


def files_of_system(system: int, person: User | None, *, now: datetime) -> QuerySet[ProofFile]:
    """The documents of a system, without their content, the oldest first; those somebody may read, or all."""
    found = ProofFile.objects.filter(duties__system=system).select_related("content").defer("content__content")
    read = found if person is None else files_read(found, person, mandate_of(person, now=now))
    return read.distinct().order_by("pk")


def content_of_file(file: ProofFile) -> bytes:
    """The document itself."""
    return bytes(FileContent.objects.values_list("content", flat=True).get(pk=file.content_id))


def tasks_read(found: QuerySet[Task], person: User, mandate: Mandate | None) -> QuerySet[Task]:
    """The tasks somebody may read, of those of systems they may see; an auditor always those of their own."""
    if mandate is None:
        return found
    held = Q(done_at=None) | Q(done_at__date__gte=mandate.period_from)
    return found.filter((_begun(mandate) & held) | Q(by=person) | Q(owner=person))


def _begun(mandate: Mandate) -> Q:
    return Q(at__date__lte=mandate.period_until)


def _in_period(mandate: Mandate) -> Q:
    return Q(at__date__gte=mandate.period_from, at__date__lte=mandate.period_until)


def _not_withdrawn_before(mandate: Mandate) -> Q:
    return Q(withdrawn_at=None) | Q(withdrawn_at__date__gte=mandate.period_from)


def _asked_for(person: User, records: str) -> Exists:
    """Whether a record was added to its duty while a request of this person for evidence was open."""
    asked = Task.objects.filter(by=person, kind=EVIDENCE_REQUEST, at__lte=OuterRef("at"))
    answered = asked.filter(Q(done_at=None) | Q(done_at__gte=OuterRef("at")))
    return Exists(answered.filter(**{f"duty__{records}": OuterRef("pk")}))


def _not_withdrawn_yet(record: Record, until: date | None) -> Record:
    """Take off a withdrawal of after that day, unless the record itself was added later. Never saved."""
    if until is not None and not later(record.at, until) and later(record.withdrawn_at, until):
        record.withdrawn_at = None
    return record


def _not_reviewed_yet(file: ProofFile, until: date | None) -> ProofFile:
    """Take off a review of after that day, unless the document itself was added later. Never saved."""
    if until is not None and not later(file.at, until) and later(file.reviewed_at, until):
        file.accepted, file.reviewed_by, file.reviewed_at, file.review_note = None, None, None, ""
    return file


def _open_still(task: Task, person: User, until: date | None) -> Task:
    """A task as it was on that day. Somebody's own request is shown as it is. Never saved."""
    if until is not None and task.by_id != person.pk and later(task.done_at, until):
        task.done_at, task.done_by, task.outcome = None, None, ""
    return task


def _without_reason(row: SystemDuty) -> SystemDuty:
    row.proof_reason = {}
    return row
