"""Read what there is about duties, let it be judged, and keep the verdicts, so that lists read and never judge."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from balie.duties.control import ProofKind, ProofStatus, Verdict
from balie.duties.controls import shipped_controls
from balie.duties.models import Attestation, Observation, ProofFile, SystemDuty
from balie.duties.proofs import Attested, Evidence, Filed, Observed, Standing, judge
from balie.evidence import service as evidence
from balie.law import Text
from balie.register import service as register

VERDICT_FIELDS = ("proof", "proof_kind", "proof_reason", "stale_on", "judged_at")
_AT_ONCE = 500


def evidence_of(rows: Iterable[SystemDuty], *, until: date | None = None) -> dict[int, Evidence]:
    """Everything there is about these duties by their key, in three queries however many there are.

    With a day: what there was at the end of it, as an auditor of an earlier period reads it.
    """
    held = list(rows)
    keys, last = [row.pk for row in held], until or date.max
    attested, filed, seen = _attested(keys, last), _filed(keys, last), _seen(keys, last)
    controls = shipped_controls()
    return {
        row.pk: Evidence(
            controls.of_duty(row.duty), tuple(attested[row.pk]), tuple(filed[row.pk]), tuple(seen[row.pk].values())
        )
        for row in held
    }


def put_verdict(row: SystemDuty, found: Verdict, now: datetime) -> None:
    """Write a verdict in a row, without saving it."""
    row.proof = found.status.value
    row.proof_kind = found.kind.value if found.kind and found.status is not ProofStatus.NOT_APPLICABLE else ""
    row.proof_reason = {"nl": found.reason.nl, "en": found.reason.en}
    row.stale_on = found.stale_on
    row.judged_at = now


def judge_rows(rows: Sequence[SystemDuty], *, now: datetime) -> None:
    """Judge saved rows by what there is about them, without saving."""
    today, known = timezone.localtime(now).date(), evidence_of(rows)
    for row in rows:
        put_verdict(row, judge(known[row.pk], Standing(row.status), today), now)


def judge_without_evidence(row: SystemDuty, *, now: datetime, today: date) -> None:
    """Judge a row that is new, so that there is nothing about it yet."""
    put_verdict(row, judge(Evidence(shipped_controls().of_duty(row.duty)), Standing(row.status), today), now)


@transaction.atomic
def rejudge(rows: Sequence[SystemDuty], *, now: datetime) -> int:
    """Judge rows anew, keep the verdicts, put down which of them changed, and say how many did."""
    before = {row.pk: row.proof for row in rows}
    judge_rows(rows, now=now)
    SystemDuty.objects.bulk_update(rows, VERDICT_FIELDS, batch_size=_AT_ONCE)
    turned = [row for row in rows if row.proof != before[row.pk]]
    told = [
        (subject_of(row), {"before": before[row.pk], "after": row.proof, "reason": row.proof_reason}) for row in turned
    ]
    evidence.record_many("duty-judged", by=evidence.BALIE, now=now, subjects=told)
    register.announce("duty-judged", told)
    return len(turned)


def _turn(row: SystemDuty, before: str) -> dict[str, object]:
    return {"before": before, "after": row.proof, "kind": row.proof_kind, "reason": row.proof_reason}


def subject_of(row: SystemDuty) -> evidence.Subject:
    """Name a duty of a system in the journal."""
    return evidence.Subject("duty", row.pk, row.duty, row.system_id)


def later(moment: datetime | None, last: date) -> bool:
    """Whether something happened after the end of a day."""
    return moment is not None and last < date.max and timezone.localtime(moment).date() > last


def _withdrawn(one: Attestation | ProofFile, last: date) -> bool:
    return one.withdrawn_at is not None and not later(one.withdrawn_at, last)


def _attested(keys: list[int], last: date) -> dict[int, list[Attested]]:
    found: dict[int, list[Attested]] = defaultdict(list)
    for one in Attestation.objects.filter(duty__in=keys):
        if not later(one.at, last) and not _withdrawn(one, last):
            found[one.duty_id].append(Attested(one.by_name, one.expires_on))
    return found


def _filed(keys: list[int], last: date) -> dict[int, list[Filed]]:
    """Documents that were not withdrawn; an accepted next version takes the place of the one before."""
    found: dict[int, list[Filed]] = defaultdict(list)
    links = ProofFile.duties.through.objects.filter(systemduty__in=keys).select_related("prooffile__replaced_by")
    for link in links.order_by("pk"):
        one: ProofFile = link.prooffile
        following: ProofFile | None = getattr(one, "replaced_by", None)
        replaced = following is not None and _counts(following, last)
        if not later(one.at, last) and not _withdrawn(one, last) and not replaced:
            accepted = None if later(one.reviewed_at, last) else one.accepted
            found[link.systemduty_id].append(Filed(one.title, accepted, one.valid_until))
    return found


def _counts(file: ProofFile, last: date) -> bool:
    """Whether a document had been accepted, and not been withdrawn, by the end of a day."""
    return bool(file.accepted) and not later(file.reviewed_at, last) and not _withdrawn(file, last)


def _seen(keys: list[int], last: date) -> dict[int, dict[str, Observed]]:
    """The latest observation by each control."""
    found: dict[int, dict[str, Observed]] = defaultdict(dict)
    for one in Observation.objects.filter(duty__in=keys).order_by("observed_at", "pk"):
        if later(one.observed_at, last):
            continue
        found[one.duty_id][one.control] = Observed(
            kind=ProofKind(one.kind),
            control=one.control,
            outcome=ProofStatus(one.outcome),
            reason=Text(**one.reason),
            fresh_until=one.fresh_until,
            figures=one.figures,
        )
    return found
