"""The face of the duties: what people can do with them, and how other rooms tell what they saw."""

from balie.duties.control import ProofKind, ProofStatus, Verdict
from balie.duties.jobs import judge_stale
from balie.duties.models import SystemDuty, Task
from balie.duties.observing import NotObservable, Observation, observe
from balie.duties.proofs import Evidence, Observed, Standing, register_proof
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

__all__ = [
    "Evidence",
    "Load",
    "NotObservable",
    "Observation",
    "Observed",
    "ProofKind",
    "ProofStatus",
    "Standing",
    "SystemDuty",
    "Task",
    "Verdict",
    "counts_by_channel",
    "counts_by_proof",
    "counts_by_system",
    "due_soon",
    "failing",
    "judge_stale",
    "load_by_person",
    "observe",
    "overdue",
    "register_proof",
    "stale_soon",
    "visible_duties",
]
