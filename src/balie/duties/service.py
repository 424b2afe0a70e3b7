"""The face of the duties: what people can do with them, and how other rooms tell what they saw."""

from balie.duties.agenda import LawDay, law_days
from balie.duties.attesting import attest
from balie.duties.control import ProofKind, ProofStatus, Verdict
from balie.duties.filing import Upload, file_proof, review_file
from balie.duties.jobs import judge_stale
from balie.duties.models import SystemDuty, Task
from balie.duties.observing import NotObservable, Observation, observe
from balie.duties.planning import Plan, plan_duties
from balie.duties.proofs import Evidence, Observed, Standing, register_proof
from balie.duties.reach import visible_tasks
from balie.duties.records import content_of_file, files_of_system
from balie.duties.reminding import send_reminders
from balie.duties.tallies import (
    Load,
    counts_by_channel,
    counts_by_proof,
    counts_by_system,
    due_soon,
    failing,
    load_by_person,
    overdue,
    stale_soon,
    visible_duties,
)
from balie.duties.tasks import About, TaskKind, Wanted, add_task, finish_task

__all__ = [
    "About",
    "Evidence",
    "LawDay",
    "Load",
    "NotObservable",
    "Observation",
    "Observed",
    "Plan",
    "ProofKind",
    "ProofStatus",
    "Standing",
    "SystemDuty",
    "Task",
    "TaskKind",
    "Upload",
    "Verdict",
    "Wanted",
    "add_task",
    "attest",
    "content_of_file",
    "counts_by_channel",
    "counts_by_proof",
    "counts_by_system",
    "due_soon",
    "failing",
    "file_proof",
    "files_of_system",
    "finish_task",
    "judge_stale",
    "law_days",
    "load_by_person",
    "observe",
    "overdue",
    "plan_duties",
    "register_proof",
    "review_file",
    "send_reminders",
    "stale_soon",
    "visible_duties",
    "visible_tasks",
]
