"""Systems: read them, their answers, versions and assessments."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import Http404
from ninja import Query

from balie.law import RiskClass, record_of, shipped_law
from balie.people.service import Permission, require
from balie.register import models, signing
from balie.register import service as register
from balie.register.scope import visible_versions
from balie.site.api.gate import ApiRequest, Caller
from balie.site.api.part import Part
from balie.site.api.scopes import Scope
from balie.site.api.shapes import systems as shapes
from balie.site.api.shapes.common import Key, Paging, page_of


def within_reach(caller: Caller, key: int, permission: Permission) -> None:
    """Raise unless the caller may still do this to a system, if it is still there."""
    if models.AISystem.objects.filter(pk=key).exists():
        found = register.visible_system(caller.person, key, now=caller.now)
        require(caller.person, permission, owner=found.owned_by_id)


part = Part("systems", read=Scope.SYSTEMS_READ, write=Scope.SYSTEMS_WRITE, within_reach=within_reach)


@part.reads("", shapes.SystemPage)
def list_systems(request: ApiRequest, filters: Query[shapes.SystemFilters]) -> Any:
    """List the systems.

    Those that the owner of the token may see, in order of their number.
    """
    found = register.visible_systems(request.caller.person, now=request.caller.now)
    return page_of(request, _chosen(found, filters), filters, shapes.system_out)


@part.reads("/{key}", shapes.SystemOut)
def read_system(request: ApiRequest, key: Key) -> Any:
    """Read one system."""
    return shapes.system_out(_system(request, key))


@part.reads("/{key}/versions", shapes.VersionPage)
def list_versions(request: ApiRequest, key: Key, paging: Query[Paging]) -> Any:
    """List the versions of a system, the newest first."""
    rows = visible_versions(request.caller.person, _system(request, key), now=request.caller.now)
    return page_of(request, rows, paging, shapes.version_out, newest_first=True)


@part.reads("/{key}/answers", shapes.AnswersNow)
def read_answers(request: ApiRequest, key: Key) -> Any:
    """Read what is known of a system now.

    Its own answers and those about its organisation. Words are in the language of Accept-Language.
    """
    return shapes.answers_now(shipped_law(), _system(request, key), request.caller.language)


@part.reads("/{key}/answers/history", shapes.AnswerPage)
def list_given_answers(request: ApiRequest, key: Key, paging: Query[Paging]) -> Any:
    """List every answer about a system as it was given, the newest first."""
    return page_of(request, _system(request, key).answers.all(), paging, shapes.answer_given, newest_first=True)


@part.reads("/{key}/assessments", shapes.AssessmentPage)
def list_assessments(request: ApiRequest, key: Key, paging: Query[Paging]) -> Any:
    """List the assessments of a system, the newest first."""
    return page_of(request, _assessments(request, key), paging, shapes.assessment_out, newest_first=True)


@part.reads("/{key}/assessments/latest", shapes.AssessmentWhole)
def read_latest_assessment(request: ApiRequest, key: Key) -> Any:
    """Read the latest assessment of a system, with its facts and whole outcome."""
    return shapes.assessment_whole(_first(_assessments(request, key)))


@part.reads("/{key}/assessments/{assessment}", shapes.AssessmentWhole)
def read_assessment(request: ApiRequest, key: Key, assessment: Key) -> Any:
    """Read one assessment of a system, with its facts, whole outcome and who signed for it."""
    return shapes.assessment_whole(_first(_assessments(request, key).filter(pk=assessment)))


@part.reads("/{key}/sign-off", shapes.SignOffOut)
def read_sign_off(request: ApiRequest, key: Key) -> Any:
    """Read whether somebody signed for the latest assessment, and what keeps you from it.

    Signing itself is done by a person, on the page of the system.
    """
    system, caller = _system(request, key), request.caller
    state, signature = signing.state_of(system)
    found = signing.obstacles(system, system.latest, caller.person) if system.latest else ()
    return shapes.sign_off_out(state, signature, found, caller.language)


@part.reads("/{key}/record", dict[str, Any])
def read_record(request: ApiRequest, key: Key, query: Query[shapes.RecordQuery]) -> Any:
    """Work out what the law says of a system, with all reasons, in one language.

    The days are today unless you ask for others: what applies on one day, as published by another. Nothing is kept.
    """
    today = request.caller.today
    found = register.assessment_of(
        shipped_law(),
        _system(request, key).pk,
        applies_on=query.applies_on or today,
        published_by=query.published_by or today,
    )
    return record_of(found.assessment, query.language or request.caller.language)


def _system(request: ApiRequest, key: int) -> models.AISystem:
    return register.visible_system(request.caller.person, key, now=request.caller.now)


def _assessments(request: ApiRequest, key: int) -> QuerySet[models.Assessment]:
    return _system(request, key).assessments.select_related("law", "by").prefetch_related("signatures")


def _first(rows: QuerySet[models.Assessment]) -> models.Assessment:
    found = rows.order_by("-pk").first()
    if found is None:
        raise Http404
    return found


def _chosen(rows: QuerySet[models.AISystem], filters: shapes.SystemFilters) -> QuerySet[models.AISystem]:
    """What the filters of the list on screen choose too."""
    for word in filters.q.split():
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(purpose__icontains=word)
            | Q(owner__icontains=word)
            | Q(supplier__icontains=word)
        )
    if filters.life_cycle:
        rows = rows.filter(life_cycle=filters.life_cycle)
    if filters.owner is not None:
        rows = rows.filter(owned_by=filters.owner)
    if filters.supplier is not None:
        rows = rows.filter(supplied_by=filters.supplier)
    return rows.filter(_of_class(filters.risk)) if filters.risk else rows


def _of_class(risk: str) -> Q:
    if risk == "review":
        return Q(latest__review=True)
    if risk == "open":
        return ~Q(latest__effective_low=F("latest__effective_high"))
    number = RiskClass[risk.upper()]
    return Q(latest__effective_low=number, latest__effective_high=number)
