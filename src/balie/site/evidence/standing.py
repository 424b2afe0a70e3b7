"""How a log stands: its newest head, who keeps heads outside, since when, and what the last look through it found."""

from dataclasses import dataclass
from datetime import datetime

from balie.evidence.models import Check, Checkpoint, Entry, JobRun, Log

PUBLISHED = "checkpoint-published"


@dataclass(frozen=True, slots=True)
class Standing:
    """What one wants to know of a log before one believes it."""

    newest: Checkpoint | None
    unsigned: int
    first_at: datetime | None
    mailed: tuple[str, ...]
    mailed_at: datetime | None
    stamped_at: datetime | None
    failed_at: datetime | None
    check: Check | None

    @property
    def outside(self) -> bool:
        """Whether anybody outside has a head of this log that was given to them."""
        return bool(self.mailed or self.stamped_at)


def of(log: Log) -> Standing:
    """Look up how a log stands."""
    newest = Checkpoint.objects.filter(log=log).order_by("-size").first()
    first = Checkpoint.objects.filter(log=log).order_by("size").values_list("made_at", flat=True).first()
    mailed = Checkpoint.objects.filter(log=log).exclude(sent_to=[]).order_by("-size").first()
    stamped = Checkpoint.objects.filter(log=log).exclude(stamp=b"").order_by("-size").first()
    return Standing(
        newest=newest,
        unsigned=_unsigned(log, newest),
        first_at=first,
        mailed=tuple(mailed.sent_to) if mailed else (),
        mailed_at=mailed.made_at if mailed else None,
        stamped_at=stamped.made_at if stamped else None,
        failed_at=_failed(),
        check=Check.objects.filter(log=log).order_by("-pk").first(),
    )


def _unsigned(log: Log, newest: Checkpoint | None) -> int:
    """How many entries no head covers yet, but for those that say where heads went."""
    return Entry.objects.filter(log=log, sequence__gte=newest.size if newest else 0).exclude(kind=PUBLISHED).count()


def _failed() -> datetime | None:
    """When a job that signs, stamps or mails heads failed, if it has not succeeded since."""
    runs = JobRun.objects.filter(name__startswith="checkpoint", failed_at__isnull=False)
    open_ones = [one.failed_at for one in runs if one.failed_at and (not one.ended_at or one.ended_at < one.failed_at)]
    return max(open_ones, default=None)
