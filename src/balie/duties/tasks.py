"""Tasks: what somebody has to do before a day; also an auditor's request for evidence. And what people say about it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db import transaction

from balie.duties.judging import subject_of
from balie.duties.models import Comment, SystemDuty, Task
from balie.duties.reach import NothingThere, duty_seen, may_change, may_finish, task_seen
from balie.duties.telling import note, task_subject, tell
from balie.evidence import service as evidence
from balie.law import Text
from balie.people.service import NotPermitted, Permission, User, require
from balie.register import service as register


class TaskKind(StrEnum):
    """What kind of task it is."""

    TASK = "task"
    EVIDENCE_REQUEST = "evidence-request"

    @property
    def label(self) -> Text:
        """The kind in words."""
        return _KINDS[self]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a task says."""

    title: str
    description: str = ""
    owner: User | None = None
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What a task or a remark is about: a system, a duty of it, or nothing."""

    system: int | None = None
    duty: str = ""


class StaleTask(Exception):
    """Somebody else changed the task after this person opened it; `task` is how it stands now."""

    def __init__(self, task: Task) -> None:
        super().__init__(task.pk)
        self.task = task


@transaction.atomic
def add_task(wanted: Wanted, about: About, acting: register.Acting) -> Task:
    """Make a task: for oneself, or for somebody else where one may plan. Raise `Refused`, `NotPermitted`."""
    person = acting.person
    require(person, Permission.WORK)
    system, row = _about(about, acting)
    owner = wanted.owner or person
    if owner.pk != person.pk:
        require(person, Permission.PLAN, owner=system.owned_by_id if system else None)
    return _made(TaskKind.TASK, wanted, owner, (system, row), acting)


@transaction.atomic
def ask_for_evidence(system: int, duty: str, wanted: Wanted, acting: register.Acting) -> Task:
    """Ask for evidence of a duty: a task with a deadline for its owner, or else the owner of the system."""
    row = duty_seen(acting.person, system, duty, now=acting.now)
    require(acting.person, Permission.REQUEST_EVIDENCE, owner=acting.person.pk)  # an auditor sees the mandate only
    if wanted.deadline is None or wanted.deadline < acting.today:
        raise register.Refused("deadline", "past", _DEADLINE)
    owner = row.owner or row.system.owned_by
    return _made(TaskKind.EVIDENCE_REQUEST, wanted, owner, (row.system, row), acting)


@transaction.atomic
def change_task(key: int, wanted: Wanted, revision: int, acting: register.Acting) -> Task:
    """Change what a task says. Raise `StaleTask` when somebody else did so first."""
    task = _locked(key, acting)
    if not may_change(acting.person, task):
        raise NotPermitted(Permission.PLAN)
    if task.revision != revision:
        raise StaleTask(task)
    before = _kept(task)
    if wanted.owner and wanted.owner.pk not in {task.owner_id, acting.person.pk}:
        require(acting.person, Permission.PLAN, owner=task.system.owned_by_id if task.system else None)
    if wanted.deadline != task.deadline:
        task.reminded_on = None
    _write(task, wanted, wanted.owner)
    task.revision += 1
    task.save()
    if changes := evidence.changes_between(before, _kept(task)):
        tell("task-changed", task_subject(task), acting, changes=changes)
    return task


@transaction.atomic
def finish_task(key: int, outcome: str, acting: register.Acting) -> Task:
    """Say that a task is done, and what came of it."""
    task = _locked(key, acting)
    if not may_finish(acting.person, task):
        raise NotPermitted(Permission.WORK)
    if task.done_at is None:
        task.outcome = register.paragraph("outcome", outcome, required=True)
        task.done_at, task.done_by = acting.now, acting.person
        task.revision += 1
        task.save()
        tell("task-done", task_subject(task), acting, {"outcome": task.outcome})
    return task


@transaction.atomic
def reopen_task(key: int, acting: register.Acting) -> Task:
    """Open a task again: whoever may finish or change it may."""
    task = _locked(key, acting)
    if not (may_finish(acting.person, task) or may_change(acting.person, task)):
        raise NotPermitted(Permission.WORK)
    if task.done_at is not None:
        task.done_at = task.done_by = task.reminded_on = None
        task.revision += 1
        task.save()
        tell("task-reopened", task_subject(task), acting, {"outcome": task.outcome})
    return task


@transaction.atomic
def comment_on_duty(system: int, duty: str, text: str, acting: register.Acting) -> Comment:
    """Say something about a duty."""
    row = duty_seen(acting.person, system, duty, now=acting.now)
    require(acting.person, Permission.COMMENT)
    said = _comment(Comment(duty=row, system_id=row.system_id), text, acting)
    tell("commented", subject_of(row), acting)
    return said


@transaction.atomic
def comment_on_task(key: int, text: str, acting: register.Acting) -> Comment:
    """Say something about a task."""
    task = task_seen(acting.person, key, now=acting.now)
    require(acting.person, Permission.COMMENT)
    said = _comment(Comment(task=task, system_id=task.system_id), text, acting)
    tell("commented", task_subject(task), acting)
    return said


def _about(about: About, acting: register.Acting) -> tuple[register.AISystem | None, SystemDuty | None]:
    if about.system is None:
        return None, None
    if about.duty:
        row = duty_seen(acting.person, about.system, about.duty, now=acting.now)
        return row.system, row
    return register.visible_system(acting.person, about.system, now=acting.now), None


def _made(
    kind: TaskKind,
    wanted: Wanted,
    owner: User | None,
    about: tuple[register.AISystem | None, SystemDuty | None],
    acting: register.Acting,
) -> Task:
    system, row = about
    task = Task(kind=kind.value, system=system, duty=row, by=acting.person, at=acting.now)
    _write(task, wanted, owner)
    task.save()
    body = {"owner": str(owner or ""), "deadline": str(wanted.deadline or ""), "duty": row.duty if row else ""}
    tell("evidence-requested" if kind is TaskKind.EVIDENCE_REQUEST else "task-added", task_subject(task), acting, body)
    if row:
        note("duty-tasked", subject_of(row), acting, {"title": task.title})
    return task


def _write(task: Task, wanted: Wanted, owner: User | None) -> None:
    task.title = register.line("title", wanted.title, 300, required=True)
    task.description = register.paragraph("description", wanted.description)
    task.owner, task.deadline = owner, wanted.deadline


def _locked(key: int, acting: register.Acting) -> Task:
    found = task_seen(acting.person, key, now=acting.now)
    locked = Task.objects.select_for_update(of=("self",)).select_related("system", "duty", "owner").filter(pk=found.pk)
    task = locked.first()
    if task is None:
        raise NothingThere(key)
    return task


def _kept(task: Task) -> dict[str, str | None]:
    return {
        "title": task.title,
        "description": task.description,
        "owner": str(task.owner) if task.owner else None,
        "deadline": task.deadline.isoformat() if task.deadline else None,
    }


def _comment(made: Comment, text: str, acting: register.Acting) -> Comment:
    made.text = register.paragraph("text", text, required=True)
    made.by, made.by_name, made.at = acting.person, str(acting.person), acting.now
    made.save(force_insert=True)
    return made


_KINDS = {
    TaskKind.TASK: Text(nl="taak", en="task"),
    TaskKind.EVIDENCE_REQUEST: Text(nl="verzoek om bewijs", en="request for evidence"),
}
_DEADLINE = Text(nl="Kies een dag vanaf vandaag.", en="Choose a day from today.")
