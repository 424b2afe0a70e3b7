"""Somebody states that a duty is met, for a while; and takes that back."""

from datetime import date

from django.db import transaction

from balie.duties.control import ProofKind
from balie.duties.controls import shipped_controls
from balie.duties.judging import rejudge, subject_of
from balie.duties.models import Attestation, SystemDuty
from balie.duties.reach import NothingThere, duty_for, duty_seen, may_do
from balie.duties.telling import tell
from balie.law import Text
from balie.people.service import NotPermitted, Permission
from balie.register import service as register

USUAL_MONTHS, MOST_MONTHS = 6, 12
_SHORTEST = 20


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        if last <= day.day:
            try:
                return date(year, month + 1, last)
            except ValueError:
                continue
    raise ValueError(day)


def enough(duty: str) -> bool:
    """Whether somebody's word can be proof of this duty at all."""
    return any(control.kind is ProofKind.ATTESTATION for control in shipped_controls().of_duty(duty))


@transaction.atomic
def attest(system: int, duty: str, statement: str, expires_on: date, acting: register.Acting) -> Attestation:
    """State that a duty is met, up to and including a day within twelve months. Raise `Refused`, `NotPermitted`."""
    row = duty_for(acting.person, system, duty, Permission.PROVE, now=acting.now)
    said = register.paragraph("statement", statement, required=True)
    _check(duty, said, expires_on, acting.today)
    made = Attestation.objects.create(
        duty=row, statement=said, by=acting.person, by_name=str(acting.person), at=acting.now, expires_on=expires_on
    )
    tell("attested", subject_of(row), acting, {"statement": said, "expires_on": expires_on.isoformat()})
    rejudge([row], now=acting.now)
    return made


@transaction.atomic
def withdraw_attestation(key: int, because: str, acting: register.Acting) -> SystemDuty:
    """Take a statement back, with the reason: who made it may, and who may review proofs."""
    made = Attestation.objects.select_for_update().select_related("duty").filter(pk=key, withdrawn_at=None).first()
    if made is None:
        raise NothingThere(key)
    row = duty_seen(acting.person, made.duty.system_id, made.duty.duty, now=acting.now)
    if made.by_id != acting.person.pk and not may_do(acting.person, Permission.REVIEW_PROOF, row):
        raise NotPermitted(Permission.REVIEW_PROOF)
    made.withdrawn_at, made.withdrawn_because = acting.now, register.paragraph("because", because, required=True)
    made.save(update_fields=["withdrawn_at", "withdrawn_because"])
    tell("attestation-withdrawn", subject_of(row), acting, {"because": made.withdrawn_because})
    rejudge([row], now=acting.now)
    return row


def _check(duty: str, statement: str, expires_on: date, today: date) -> None:
    if not enough(duty):
        raise register.Refused("statement", "word-not-enough", _NOT_ENOUGH)
    if len(statement) < _SHORTEST:
        raise register.Refused("statement", "too-short", _TOO_SHORT)
    if not today <= expires_on <= months_later(today, MOST_MONTHS):
        raise register.Refused("expires_on", "expiry", _EXPIRY)


_NOT_ENOUGH = Text(
    nl="Een verklaring is hier niet genoeg. Voeg een document toe.",
    en="A statement is not enough here. Add a document.",
)
_TOO_SHORT = Text(
    nl="Schrijf op wat je hebt nagegaan en wat je zag, in minstens twintig tekens.",
    en="Write down what you checked and what you saw, in at least twenty characters.",
)
_EXPIRY = Text(
    nl="Kies een dag vanaf vandaag en hooguit twaalf maanden verder.",
    en="Choose a day from today and at most twelve months ahead.",
)
