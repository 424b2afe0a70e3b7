"""AI systems, their answers and their assessments, as the API shows them."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from balie.law import BadValue, Law
from balie.register import models, signing
from balie.register.system import SignatureState
from balie.site.api.shapes.common import In, Page, Paging, PersonOut, RangeOut, person_of, range_of


class SystemFilters(Paging):
    """What systems to list."""

    q: str = Field("", max_length=200, description="Words in name, purpose, owner or supplier")
    risk: Literal["", "none", "minimal", "limited", "high", "prohibited", "open", "review"] = ""
    life_cycle: Literal["", "idea", "test", "live", "retired"] = ""
    owner: int | None = Field(None, ge=1, le=2**63 - 1, description="Number of the person who owns it")
    supplier: int | None = Field(None, ge=1, le=2**63 - 1)


class SupplierName(Schema):
    """A supplier, by name; without a number when it was only written down."""

    id: int | None
    name: str


class Outcome(Schema):
    """The latest assessment in short."""

    id: int
    at: datetime
    effective: RangeOut
    statutory: RangeOut
    house: RangeOut
    law_from: date | None
    review: bool
    next_change: date | None
    duties_now: int
    duties_ahead: int
    duties_unknown: int
    questions: int


class SystemOut(Schema):
    """One AI system."""

    id: int
    name: str
    purpose: str
    archetype: str
    life_cycle: str
    retired_on: date | None
    channels: list[str]
    languages: list[str]
    customers: int | None
    owner: str
    owned_by: PersonOut | None
    supplier: SupplierName | None
    model: str
    version: str
    reference: str
    reassess_because: str
    outcome: Outcome | None
    revision: int
    added_at: datetime
    changed_at: datetime


class SystemPage(Page[SystemOut]):
    """A page of systems."""


class VersionOut(Schema):
    """A version of a system."""

    id: int
    label: str
    on: date
    what: str
    substantial: str
    reasons: str
    by: PersonOut | None
    at: datetime


class VersionPage(Page[VersionOut]):
    """A page of versions."""


class AnswerNow(Schema):
    """What is known of one question now."""

    fact: str
    about: str
    question: str
    value: Any
    words: str
    source: str
    decided_by: str
    reasons: str
    on: date | None


class AnswersNow(Schema):
    """Everything that is known of a system and its organisation."""

    revision: int
    organisation_revision: int
    answers: list[AnswerNow]


class AnswerGiven(Schema):
    """One answer as it was given, and when; `known` is false for "I don't know"."""

    id: int
    fact: str
    about: str
    known: bool
    value: Any
    source: str
    decided_by: str
    reasons: str
    on: date | None
    via: str
    by: str
    at: datetime


class AnswerPage(Page[AnswerGiven]):
    """A page of answers as they were given."""


class SignatureOut(Schema):
    """Who signed for a classification."""

    id: int
    by: str
    at: datetime
    statement: str
    exception_documentation: str
    withdrawn_at: datetime | None
    withdrawn_because: str


class ObstacleOut(Schema):
    """What keeps the owner of the token from signing, and what to do."""

    code: str
    reason: str


class SignOffOut(Schema):
    """Whether somebody takes responsibility for the latest assessment: signed, outdated or unsigned."""

    state: str
    signature: SignatureOut | None
    obstacles: list[ObstacleOut]


class AssessmentOut(Outcome):
    """One assessment as it was kept, with what makes it possible to make it again."""

    system: int
    cause: str
    by: PersonOut | None
    law: str
    engine: str
    applies_on: date
    published_by: date
    digest: str
    signatures: list[SignatureOut]


class AssessmentWhole(AssessmentOut):
    """The same with the facts it rests on and the whole outcome."""

    facts: dict[str, Any]
    outcome: dict[str, Any]


class AssessmentPage(Page[AssessmentOut]):
    """A page of assessments."""


class RecordQuery(In):
    """For which days, and in which language, an assessment is made now."""

    language: Literal["", "nl", "en"] = ""
    applies_on: date | None = None
    published_by: date | None = None


def system_out(system: models.AISystem) -> SystemOut:
    """Show one system."""
    written = SupplierName(id=system.supplied_by_id, name=str(system.supplied_by or system.supplier))
    return SystemOut(
        id=system.pk,
        name=system.name,
        purpose=system.purpose,
        archetype=system.archetype,
        life_cycle=system.life_cycle,
        retired_on=system.retired_on,
        channels=list(system.channels),
        languages=list(system.languages),
        customers=system.customers,
        owner=system.owner,
        owned_by=person_of(system.owned_by),
        supplier=written if written.name else None,
        model=system.model,
        version=system.version,
        reference=system.reference,
        reassess_because=system.reassess_because,
        outcome=Outcome(**_short(system.latest)) if system.latest else None,
        revision=system.revision,
        added_at=system.added_at,
        changed_at=system.changed_at,
    )


def version_out(version: models.SystemVersion) -> VersionOut:
    """Show one version."""
    return VersionOut(
        id=version.pk,
        label=version.label,
        on=version.on,
        what=version.what,
        substantial=version.substantial,
        reasons=version.reasons,
        by=person_of(version.by),
        at=version.at,
    )


def answers_now(law: Law, system: models.AISystem, language: str) -> AnswersNow:
    """Show what is known; a system's own answer counts above that of its organisation."""
    kept = {**system.organisation.facts, **system.facts}
    return AnswersNow(
        revision=system.revision,
        organisation_revision=system.organisation.revision,
        answers=[_answer_now(law, name, kept[name], language) for name in sorted(kept) if name in law.facts],
    )


def answer_given(answer: models.Answer) -> AnswerGiven:
    """Show one answer as it was given."""
    return AnswerGiven(
        id=answer.pk,
        fact=answer.fact,
        about="system" if answer.system_id else "organisation",
        known=answer.known,
        value=answer.value,
        source=answer.source,
        decided_by=answer.decided_by,
        reasons=answer.reasons,
        on=answer.on,
        via=answer.via,
        by=answer.by_name,
        at=answer.at,
    )


def assessment_out(row: models.Assessment) -> AssessmentOut:
    """Show one assessment in short."""
    return AssessmentOut(**_short(row), **_origin(row))


def assessment_whole(row: models.Assessment) -> AssessmentWhole:
    """Show one assessment with everything it rests on."""
    origin = _short(row) | _origin(row)
    return AssessmentWhole(**origin, facts=row.facts, outcome=row.outcome)


def signature_out(row: models.Signature) -> SignatureOut:
    """Show who signed."""
    return SignatureOut(
        id=row.pk,
        by=row.by_name,
        at=row.at,
        statement=row.statement,
        exception_documentation=row.exception_documentation,
        withdrawn_at=row.withdrawn_at,
        withdrawn_because=row.withdrawn_because,
    )


def sign_off_out(
    state: SignatureState,
    signature: models.Signature | None,
    found: tuple[signing.Obstacle, ...],
    language: str,
) -> SignOffOut:
    """Show how it stands with the signature."""
    return SignOffOut(
        state=state.value,
        signature=signature_out(signature) if signature else None,
        obstacles=[ObstacleOut(code=one.code, reason=one.reason.say(language)) for one in found],
    )


def _answer_now(law: Law, name: str, kept: dict[str, Any], language: str) -> AnswerNow:
    fact = law.facts[name]
    try:
        words = fact.say(fact.read(kept["value"]), language)
    except BadValue:  # the law takes another answer now than it did then
        words = ""
    return AnswerNow(
        fact=name,
        about=fact.about.value,
        question=fact.question.say(language),
        value=kept["value"],
        words=words,
        source=kept.get("source", ""),
        decided_by=kept.get("decided_by", ""),
        reasons=kept.get("reasons", ""),
        on=kept.get("on") or None,
    )


def _short(row: models.Assessment) -> dict[str, Any]:
    return {
        "id": row.pk,
        "at": row.at,
        "effective": range_of(row.effective_low, row.effective_high),
        "statutory": range_of(row.statutory_low, row.statutory_high),
        "house": range_of(row.house_low, row.house_high),
        "law_from": row.law_from,
        "review": row.review,
        "next_change": row.next_change,
        "duties_now": row.duties_now,
        "duties_ahead": row.duties_ahead,
        "duties_unknown": row.duties_unknown,
        "questions": row.questions,
    }


def _origin(row: models.Assessment) -> dict[str, Any]:
    return {
        "system": row.system_id,
        "cause": row.cause,
        "by": person_of(row.by),
        "law": row.law.digest,
        "engine": row.engine,
        "applies_on": row.applies_on,
        "published_by": row.published_by,
        "digest": row.digest,
        "signatures": [signature_out(signature) for signature in row.signatures.all()],
    }
