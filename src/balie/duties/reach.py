"""Which duty or task somebody may see or do something to. Every page and service about one begins here."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import Http404

from balie.duties.models import SystemDuty, Task
from balie.duties.records import tasks_read
from balie.people.service import NotPermitted, Permission, Reach, User, mandate_of, may, reach
from balie.register import service as register


class NothingThere(Http404):
    """There is no such thing, or this person may not know that there is."""


def duty_seen(person: User, system: int, duty: str, *, now: datetime) -> SystemDuty:
    """A duty of a system that somebody may see. Raise `NothingThere`."""
    visible = register.visible_system(person, system, now=now)
    found = SystemDuty.objects.select_related("system__organisation", "owner").filter(system=visible, duty=duty).first()
    if found is None:
        raise NothingThere(duty)
    return found


def duty_for(person: User, system: int, duty: str, permission: Permission, *, now: datetime) -> SystemDuty:
    """A duty that somebody may do something to, locked until the transaction ends. Raise `NotPermitted`.

    A permission that goes as far as one's own holds for the owner of the system and for the owner of the duty.
    """
    found = duty_seen(person, system, duty, now=now)
    if not may_do(person, permission, found):
        raise NotPermitted(permission)
    return SystemDuty.objects.select_for_update(of=("self",)).select_related("system", "owner").get(pk=found.pk)


def may_do(person: User, permission: Permission, row: SystemDuty) -> bool:
    """Whether somebody may do this to a duty that they may see."""
    owners = (row.system.owned_by_id, row.owner_id)
    return any(may(person, permission, owner=owner) for owner in owners)


def visible_tasks(person: User, *, now: datetime) -> QuerySet[Task]:
    """The tasks somebody may see: their own, and those of the systems they may see; who plans all sees all."""
    found = Task.objects.select_related("system__organisation", "duty", "owner", "by")
    own = Q(owner=person) | Q(by=person)
    if reach(person, Permission.SEE_REGISTER) is Reach.NONE:
        return found.filter(own)
    if reach(person, Permission.PLAN) is Reach.ALL:
        return found
    seen = found.filter(own | Q(system__in=register.visible_systems(person, now=now).values("pk")))
    return tasks_read(seen, person, mandate_of(person, now=now))


def task_seen(person: User, key: int, *, now: datetime) -> Task:
    """A task that somebody may see. Raise `NothingThere`."""
    found = visible_tasks(person, now=now).filter(pk=key).first()
    if found is None:
        raise NothingThere(key)
    return found


def may_plan(person: User, task: Task) -> bool:
    """Whether somebody may plan for the system that a task is about."""
    return may(person, Permission.PLAN, owner=task.system.owned_by_id if task.system else None)


def may_change(person: User, task: Task) -> bool:
    """Whether somebody may change a task: who made it, and who may plan for its system."""
    return task.by_id == person.pk or may(
        person, Permission.PLAN, owner=task.system.owned_by_id if task.system else None
    )


def may_finish(person: User, task: Task) -> bool:
    """Whether somebody may say that a task is done: its owner, and who may plan for its system.

    Whoever asked for evidence does not answer it; nobody grades their own question.
    """
    if task.kind == "evidence-request" and task.by_id == person.pk:
        return False
    return may_plan(person, task) or (task.owner_id == person.pk and may(person, Permission.WORK))
