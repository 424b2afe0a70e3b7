"""Duties, who sees to them, and what proves them."""

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from ninja import File, Form, Query
from ninja.files import UploadedFile

from balie.duties import attesting, filing
from balie.duties.models import SystemDuty
from balie.duties.planning import Plan, plan_duties
from balie.duties.reach import may_do
from balie.duties.records import records_of
from balie.duties.service import visible_duties
from balie.duties.tasks import comment_on_duty
from balie.export import service as export
from balie.law import shipped_law
from balie.people.service import NotPermitted, Permission
from balie.site.api.gate import ApiRequest, Caller
from balie.site.api.part import BYTES, FILE, Part
from balie.site.api.problems import Place, Refused
from balie.site.api.scopes import Scope
from balie.site.api.shapes import duties as shapes
from balie.site.api.shapes.common import Key, Paging, page_of, somebody


def within_reach(caller: Caller, key: int, permission: Permission) -> None:
    """Raise unless the caller may still do this to a duty; who reviews proofs may take them back too."""
    row = visible_duties(caller.person, now=caller.now).select_related("system").filter(pk=key).first()
    if row is None:
        raise Http404
    if not any(may_do(caller.person, needed, row) for needed in (permission, Permission.REVIEW_PROOF)):
        raise NotPermitted(permission)


part = Part("duties", read=Scope.DUTIES_READ, write=Scope.DUTIES_WRITE, within_reach=within_reach)


@part.reads("", shapes.DutyPage)
def list_duties(request: ApiRequest, filters: Query[shapes.DutyFilters]) -> Any:
    """List the duties of all systems, or of one."""
    shape = partial(shapes.duty_out, shipped_law(), language=request.caller.language)
    return page_of(request, _chosen(_duties(request), filters), filters, shape)


@part.reads("/{key}", shapes.DutyOut)
def read_duty(request: ApiRequest, key: Key) -> Any:
    """Read one duty of one system."""
    return _shown(request, key)


@part.reads("/{key}/proofs", shapes.ProofsOut)
def read_proofs(request: ApiRequest, key: Key) -> Any:
    """Read everything that is kept as proof of one duty."""
    return _proofs(request, one_duty(request, key))


@part.reads("/{key}/observations", shapes.ObservationPage)
def list_observations(request: ApiRequest, key: Key, paging: Query[Paging]) -> Any:
    """List what was measured or seen about one duty, the newest first."""
    shape = partial(shapes.observation_out, language=request.caller.language)
    return page_of(request, one_duty(request, key).observations.all(), paging, shape, newest_first=True)


@part.reads("/{key}/remarks", shapes.RemarkPage)
def list_remarks(request: ApiRequest, key: Key, paging: Query[Paging]) -> Any:
    """List what people said about one duty, the oldest first."""
    return page_of(request, one_duty(request, key).comments.all(), paging, shapes.remark_out)


@part.writes("POST", "/{key}/remarks", shapes.RemarkOut, Permission.COMMENT, status=201)
def add_remark(request: ApiRequest, key: Key, body: shapes.RemarkIn) -> Any:
    """Say something about a duty. A remark is not changed; a new one corrects it."""
    row = one_duty(request, key)
    return shapes.remark_out(comment_on_duty(row.system_id, row.duty, body.text, request.caller.acting))


@part.reads("/{key}/files/{file}/content", None, gives=BYTES)
def download_file(request: ApiRequest, key: Key, file: Key) -> Any:
    """Read the document itself, byte for byte as it was added; `media_type` of the file says what it is."""
    if not one_duty(request, key).files.filter(pk=file).exists():
        raise Http404
    found = filing.file_seen(file, request.caller.acting)
    return export.attachment(bytes(found.content.content), name=found.name, content_type=BYTES)


@part.writes("PATCH", "/{key}", shapes.DutyOut, Permission.PLAN)
def plan_duty(request: ApiRequest, key: Key, body: shapes.PlanIn) -> Any:
    """Say who sees to a duty, and by when. What is left out stays as it is."""
    given = body.model_fields_set
    plan = Plan(
        owner=somebody(body.owner, "body.owner"),
        deadline=body.deadline,
        set_owner="owner" in given,
        set_deadline="deadline" in given,
    )
    one_duty(request, key)
    plan_duties([key], plan, request.caller.acting)
    return _shown(request, key)


@part.writes("POST", "/{key}/attestations", shapes.ProofsOut, Permission.PROVE, status=201)
def attest(request: ApiRequest, key: Key, body: shapes.AttestationIn) -> Any:
    """State that a duty is met. It is the weakest proof, and not every duty takes it."""
    row = one_duty(request, key)
    attesting.attest(row.system_id, row.duty, body.statement, body.expires_on, request.caller.acting)
    return _proofs(request, row)


@part.writes("POST", "/{key}/attestations/{attestation}/withdraw", shapes.ProofsOut, Permission.PROVE)
def withdraw_attestation(request: ApiRequest, key: Key, attestation: Key, body: shapes.BecauseIn) -> Any:
    """Take a statement back, with the reason. It stays readable."""
    row = one_duty(request, key)
    if not row.attestations.filter(pk=attestation).exists():
        raise Http404
    attesting.withdraw_attestation(attestation, body.because, request.caller.acting)
    return _proofs(request, row)


@part.writes("POST", "/{key}/files", shapes.FileOut, Permission.PROVE, status=201, takes=FILE)
def upload_file(request: ApiRequest, key: Key, file: File[UploadedFile], body: Form[shapes.FileIn]) -> Any:
    """Add a document as proof: PDF, DOCX, XLSX, PNG or EML, of at most 20 MB.

    It counts once somebody else has accepted it, on the page of the duty.
    """
    _known_fields_only(request, shapes.FileIn)
    row = one_duty(request, key)
    upload = filing.Upload(file.name or "", file.read(), body.title, body.valid_until, body.replaces)
    return shapes.file_out(filing.file_proof(row.system_id, row.duty, upload, request.caller.acting))


@part.writes("POST", "/{key}/files/{file}/withdraw", shapes.FileOut, Permission.PROVE)
def withdraw_file(request: ApiRequest, key: Key, file: Key) -> Any:
    """Let a document count no longer. It stays readable."""
    if not one_duty(request, key).files.filter(pk=file).exists():
        raise Http404
    return shapes.file_out(filing.withdraw_file(file, request.caller.acting))


def one_duty(request: ApiRequest, key: int) -> SystemDuty:
    """One duty of a system that the caller may see."""
    found = _duties(request).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _duties(request: ApiRequest) -> QuerySet[SystemDuty]:
    return visible_duties(request.caller.person, now=request.caller.now).select_related("system", "owner")


def _shown(request: ApiRequest, key: int) -> shapes.DutyOut:
    return shapes.duty_out(shipped_law(), one_duty(request, key), request.caller.language)


def _proofs(request: ApiRequest, row: SystemDuty) -> shapes.ProofsOut:
    caller = request.caller
    return shapes.proofs_out(records_of(row, caller.person, now=caller.now), caller.language)


def _known_fields_only(request: ApiRequest, shape: type[shapes.FileIn]) -> None:
    """Refuse fields of a form that do not exist, as is done for JSON."""
    unknown = [name for name in (*request.POST, *request.FILES) if name not in {*shape.model_fields, "file"}]
    if unknown:
        words = _("There is no field with this name. Leave it out, or correct the name.")
        raise Refused("not-valid", places=[Place(f"form.{name[:100]}", words) for name in unknown[:20]])


def _chosen(rows: QuerySet[SystemDuty], filters: shapes.DutyFilters) -> QuerySet[SystemDuty]:
    exact = {name: getattr(filters, name) for name in ("system", "duty", "status", "source", "proof", "owner")}
    rows = rows.filter(**{name: value for name, value in exact.items() if value not in {None, ""}})
    if filters.due_by is not None:
        rows = rows.filter(deadline__lte=filters.due_by)
    return rows if filters.ended else rows.filter(ended_at=None)
