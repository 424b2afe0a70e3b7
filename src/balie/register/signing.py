"""Sign for a classification: somebody authorised, who gave none of its answers, takes responsibility for it.

A signature is bound to one assessment. It holds for as long as the outcome stays what it was; when a newer assessment
says something else, it was for an earlier outcome.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from balie.law import Answer, Law, Text
from balie.people.service import Permission, User, may, people_with
from balie.register import models
from balie.register.acting import Acting, put_down, subject_of
from balie.register.scope import NoSuchSystem, system_for, visible_systems
from balie.register.system import LifeCycle, SignatureState, Via
from balie.register.wording import Refused, paragraph

EXCEPTION = "aia-6-3"
DOCUMENTATION = "aia-6-4"
_LEAST_DOCUMENTATION = 80
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why this person cannot sign this assessment now, and what to do."""

    code: str
    reason: Text


class CannotSign(Exception):
    """There are obstacles; each says what to do."""

    def __init__(self, obstacles: tuple[Obstacle, ...]) -> None:
        super().__init__(", ".join(obstacle.code for obstacle in obstacles))
        self.obstacles = obstacles


@dataclass(frozen=True, slots=True)
class Signing:
    """What somebody signs: this assessment, with a statement, and the documentation Art. 6(4) asks for if it does."""

    assessment: int
    statement: str
    documentation: str = ""


@transaction.atomic
def sign(law: Law, key: int, signing: Signing, acting: Acting) -> models.Signature:
    """Sign the latest assessment of a system. Raise `NotPermitted`, `CannotSign`, or `Refused` for what was typed."""
    system = system_for(acting.person, key, Permission.SIGN, now=acting.now)
    kept = models.Assessment.objects.filter(system=system, pk=signing.assessment).first()
    if kept is None:
        raise NoSuchSystem(signing.assessment)
    if found := obstacles(system, kept, acting.person):
        raise CannotSign(found)
    statement = paragraph("statement", signing.statement, required=True)
    documentation = _documentation(law, kept, signing.documentation)
    made = models.Signature.objects.create(
        assessment=kept,
        by=acting.person,
        by_name=str(acting.person)[:200],
        at=acting.now,
        statement=statement,
        exception_documentation=documentation,
    )
    put_down("assessment-signed", subject_of(system), acting, body={"assessment": kept.pk, "statement": statement})
    return made


@transaction.atomic
def withdraw(key: int, signature: int, reason: str, acting: Acting) -> models.Signature:
    """Take a signature back, with the reason; it stays readable. Raise `NotPermitted`, `NoSuchSystem` or `Refused`."""
    system = system_for(acting.person, key, Permission.SIGN, now=acting.now)
    found = models.Signature.objects.select_for_update(of=("self",)).filter(assessment__system=system, pk=signature)
    kept = found.first()
    if kept is None:
        raise NoSuchSystem(signature)
    because = paragraph("reason", reason, required=True)
    if kept.withdrawn_at is None:
        kept.withdrawn_at, kept.withdrawn_because = acting.now, because
        kept.save(update_fields=["withdrawn_at", "withdrawn_because"])
        body = {"assessment": kept.assessment_id, "signed_by": kept.by_name, "reason": because}
        put_down("signature-withdrawn", subject_of(system), acting, body=body)
    return kept


def obstacles(system: models.AISystem, kept: models.Assessment, person: User) -> tuple[Obstacle, ...]:
    """Everything that keeps this person from signing this assessment now; empty when they can."""
    if kept.pk != system.latest_id:
        return (_EARLIER,)
    if models.Signature.objects.filter(assessment=kept, withdrawn_at=None).exists():
        return (_SIGNED_ALREADY,)
    found = []
    if system.retired:
        found.append(_RETIRED)
    if kept.review:
        found.append(_REVIEW)
    elif not _settled(kept):
        found.append(_open_class(kept.questions))
    return (*found, *_about_person(system, kept, person))


def _about_person(system: models.AISystem, kept: models.Assessment, person: User) -> tuple[Obstacle, ...]:
    """What keeps this person from signing, whatever the assessment says."""
    if not may(person, Permission.SIGN, owner=system.owned_by_id):
        return (_NOT_AUTHORISED,)
    if gave := [name for key, name in who_answered(system, kept) if key == person.pk]:
        return (_answered_by_you(_others(system, kept, person), gave[0]),)
    if person.pk in who_asked_by_link(system, kept):
        return (_asked_by_you(_others(system, kept, person)),)
    return ()


def who_answered(system: models.AISystem, kept: models.Assessment) -> list[tuple[int, str]]:
    """The accounts of everybody whose answers this assessment rests on, by name; each once.

    Answers from a file have no account of their own, but name who decided: an account of that name or address counts.
    """
    gave = dict(_counted(system, kept).filter(by__isnull=False).values_list("by_id", "by_name"))
    names = {str(said.get(part, "")).casefold() for said in kept.facts.values() for part in ("decided_by", "source")}
    named = {p.pk: str(p) for p in people_with(Permission.SIGN) if {p.name.casefold(), p.email} & (names - {""})}
    return sorted({**named, **gave}.items(), key=lambda pair: pair[1].casefold())


def who_asked_by_link(system: models.AISystem, kept: models.Assessment) -> set[int]:
    """The accounts that asked by a link for an answer this assessment rests on, and got it from nobody signed in.

    Whoever asks sees the link too, so it does not show that somebody else replied.
    """
    guests = _counted(system, kept).filter(by=None, via=Via.LINK)
    asked = models.AskedColleague.objects.filter(answer__in=guests.order_by().values("pk"), asked_by__isnull=False)
    return set(asked.values_list("asked_by_id", flat=True))


def _counted(system: models.AISystem, kept: models.Assessment) -> QuerySet[models.Answer]:
    """The newest answer to each question this assessment rests on."""
    about = Q(system=system) | Q(system=None, organisation=system.organisation)
    rows = models.Answer.objects.filter(about, fact__in=list(kept.facts))
    newest = rows.order_by().values("fact", "system").annotate(newest=Max("pk")).values("newest")
    return rows.filter(pk__in=newest, known=True)


def rests_on_exception(law: Law, outcome: dict[str, Any]) -> bool:
    """Whether an outcome is lighter because Art. 6(3) takes a use of Annex III out of high risk."""
    held = {finding["rule"] for finding in outcome["findings"] if finding["answer"] == Answer.YES.name.lower()}
    return any(_is_exception(law, name) for name in held)


def state_of(system: models.AISystem) -> tuple[SignatureState, models.Signature | None]:
    """Where a system stands, with the newest signature that was not withdrawn."""
    standing = models.Signature.objects.filter(assessment__system=system, withdrawn_at=None)
    newest = standing.select_related("assessment").defer("assessment__facts", "assessment__outcome").first()
    if newest is None or system.latest is None:
        return SignatureState.UNSIGNED, newest
    holds = newest.assessment.digest == system.latest.digest
    return (SignatureState.SIGNED if holds else SignatureState.OUTDATED), newest


def signature_state(system: models.AISystem) -> SignatureState:
    """Whether somebody takes responsibility for what the latest assessment says."""
    return state_of(system)[0]


def states_of(systems: Sequence[models.AISystem]) -> dict[int, SignatureState]:
    """Tell for the systems of one page, in one query."""
    latest = {system.pk: system.latest.digest if system.latest else "" for system in systems}
    standing = models.Signature.objects.filter(assessment__system__in=list(latest), withdrawn_at=None).order_by()
    found = dict.fromkeys(latest, SignatureState.UNSIGNED)
    for key, digest in standing.values_list("assessment__system", "assessment__digest"):
        if digest == latest[key]:
            found[key] = SignatureState.SIGNED
        elif found[key] is SignatureState.UNSIGNED:
            found[key] = SignatureState.OUTDATED
    return found


def with_signature_state(systems: QuerySet[models.AISystem]) -> QuerySet[Any]:
    """Tell for a whole list, in one query: `signed_now`, `signed_before`, and `can_be_signed`."""
    standing = models.Signature.objects.filter(assessment__system=OuterRef("pk"), withdrawn_at=None)
    settled = Q(latest__effective_low=F("latest__effective_high"), latest__statutory_low=F("latest__statutory_high"))
    return systems.annotate(
        signed_now=Exists(standing.filter(assessment__digest=OuterRef("latest__digest"))),
        signed_before=Exists(standing),
        can_be_signed=Exists(models.AISystem.objects.filter(settled, pk=OuterRef("pk"), latest__review=False)),
    )


def unsigned(person: User, *, now: datetime) -> QuerySet[Any]:
    """The systems in use whose latest assessment nobody signed for, that this person may see; for a dashboard."""
    alive = visible_systems(person, now=now).exclude(life_cycle=LifeCycle.RETIRED).exclude(latest=None)
    return with_signature_state(alive).filter(signed_now=False).order_by("-signed_before", "-latest__effective_high")


def _documentation(law: Law, kept: models.Assessment, typed: str) -> str:
    """What Art. 6(4) asks to be written down, when the outcome rests on Art. 6(3)."""
    if not rests_on_exception(law, kept.outcome):
        return ""
    written = paragraph("documentation", typed, 20_000, required=True)
    if len(written) < _LEAST_DOCUMENTATION:
        raise Refused("documentation", "too-short", _TOO_SHORT)
    return written


def _is_exception(law: Law, rule_id: str) -> bool:
    """A rule of Art. 6(3) that takes something away, but not one that takes the exception itself away."""
    rule = law.rules.get(rule_id)
    if rule is None or rule.provision != EXCEPTION or rule.then.excepts is None:
        return False
    return all(law.terms[term].provision != EXCEPTION for term in rule.then.excepts.terms if term in law.terms)


def _settled(kept: models.Assessment) -> bool:
    return (kept.effective_low, kept.statutory_low) == (kept.effective_high, kept.statutory_high)


def _others(system: models.AISystem, kept: models.Assessment, person: User) -> list[str]:
    """Who can sign instead."""
    gave = {key for key, _ in who_answered(system, kept)} | who_asked_by_link(system, kept) | {person.pk}
    able = [other for other in people_with(Permission.SIGN) if other.pk not in gave]
    return [str(other) for other in able if may(other, Permission.SIGN, owner=system.owned_by_id)]


def _answered_by_you(others: list[str], name: str) -> Obstacle:
    if not others:
        return Obstacle(
            "answered-by-you",
            Text(
                nl=f"Antwoorden van {name} tellen mee in deze uitkomst. Wie antwoordt, tekent niet. Nu kan niemand "
                "anders tekenen: vraag de beheerder om nog iemand die mag ondertekenen.",
                en=f"Answers of {name} count in this outcome. Whoever answers does not sign. Nobody else can sign at "
                "the moment: ask the administrator for somebody else who may sign.",
            ),
        )
    told = ", ".join(others[:_NAMED])
    return Obstacle(
        "answered-by-you",
        Text(
            nl=f"Antwoorden van {name} tellen mee in deze uitkomst. Wie antwoordt, tekent niet. Wel kan: {told}.",
            en=f"Answers of {name} count in this outcome. Whoever answers does not sign. Who can: {told}.",
        ),
    )


def _asked_by_you(others: list[str]) -> Obstacle:
    nl, en = "vraag de beheerder om nog iemand die mag ondertekenen", "ask the administrator for somebody else who may"
    if others:
        nl = en = ", ".join(others[:_NAMED])
    return Obstacle(
        "asked-by-you",
        Text(
            nl="Je vroeg via een link om een antwoord dat meetelt. Een link laat niet zien wie antwoordde. "
            f"Laat iemand anders tekenen: {nl}.",
            en="You asked by a link for an answer that counts. A link does not show who replied. "
            f"Have somebody else sign: {en}.",
        ),
    )


def _open_class(questions: int) -> Obstacle:
    return Obstacle(
        "class-open",
        Text(
            nl=f"De klasse staat nog niet vast. Beantwoord eerst de open vragen ({questions}).",
            en=f"The class is not settled yet. Answer the open questions first ({questions}).",
        ),
    )


_EARLIER = Obstacle(
    "earlier",
    Text(
        nl="Dit is een eerdere beoordeling. Alleen de laatste kun je ondertekenen.",
        en="This is an earlier assessment. Only the latest can be signed.",
    ),
)
_SIGNED_ALREADY = Obstacle(
    "signed-already", Text(nl="Deze beoordeling is al ondertekend.", en="This assessment has been signed already.")
)
_RETIRED = Obstacle(
    "retired",
    Text(
        nl="Dit systeem is gestopt. Er valt niets te ondertekenen.",
        en="This system is retired. There is nothing to sign.",
    ),
)
_REVIEW = Obstacle(
    "review",
    Text(
        nl="De wet is hier niet precies en niemand heeft beslist. Laat eerst de open norm beslissen.",
        en="The law is not precise here and nobody has decided. Have the open norm decided first.",
    ),
)
_NOT_AUTHORISED = Obstacle(
    "not-authorised",
    Text(
        nl="Met jouw rol kun je geen beoordeling ondertekenen.",
        en="Your role does not let you sign an assessment.",
    ),
)
_TOO_SHORT = Text(
    nl=f"Schrijf het uit, in ten minste {_LEAST_DOCUMENTATION} tekens: welke toepassing uit bijlage III, welke van de "
    "vier taken, waarom er geen groot risico is, en dat het geen profielen maakt.",
    en=f"Write it out, in at least {_LEAST_DOCUMENTATION} characters: which use of Annex III, which of the four tasks, "
    "why there is no significant risk, and that it does no profiling.",
)
