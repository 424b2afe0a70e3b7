"""The page of one duty of one system, and everything people do there."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from balie.duties import dossier
from balie.duties.attesting import attest, withdraw_attestation
from balie.duties.filing import Upload, file_proof, file_seen, review_file, withdraw_file
from balie.duties.forms import AskForm, AttestForm, CommentForm, ReviewForm, TaskForm, WithdrawForm
from balie.duties.models import Attestation, ProofFile, SystemDuty
from balie.duties.pages import acting, attempt
from balie.duties.planning import Plan, plan_duties
from balie.duties.reach import NothingThere, duty_seen
from balie.duties.tasks import About, Wanted, add_task, ask_for_evidence, comment_on_duty
from balie.export import service as export
from balie.people.service import Permission, needs, people_with
from balie.register import service as register

# Whatever a file holds, a browser that shows it after all shows it in a box in which nothing runs or loads.
_BOX = "sandbox; default-src 'none'"


@require_GET
@needs(Permission.SEE_REGISTER)
def duty(request: HttpRequest, key: int, duty: str) -> HttpResponse:
    """One duty: what to do, how far it is proven, and what people did about it."""
    doing = acting(request)
    return _page(request, duty_seen(doing.person, key, duty, now=doing.now), doing)


@require_POST
@needs(Permission.PROVE)
def attest_duty(request: HttpRequest, key: int, duty: str) -> HttpResponse:
    """State that a duty is met."""
    doing, form = acting(request), AttestForm(request.POST)
    row = duty_seen(doing.person, key, duty, now=doing.now)

    def put(given: dict[str, Any]) -> None:
        attest(key, duty, given["statement"], given["expires_on"], doing)

    return _done(request, row, "attest", form, put, _("Your statement has been kept."))


@require_POST
@needs(Permission.PROVE)
def add_file(request: HttpRequest, key: int, duty: str) -> HttpResponse:
    """Add a document as proof."""
    doing = acting(request)
    row = duty_seen(doing.person, key, duty, now=doing.now)
    form = dossier.file_form(row, request.POST, request.FILES)

    def put(given: dict[str, Any]) -> None:
        sent = given["file"]
        upload = Upload(
            sent.name, sent.read(), given["title"], given["valid_until"], given["replaces"], tuple(given["also"])
        )
        file_proof(key, duty, upload, doing)

    return _done(
        request, row, "file", form, put, _("The document has been added. It counts once a colleague accepts it.")
    )


@require_POST
@needs(Permission.PLAN)
def plan_duty(request: HttpRequest, key: int, duty: str) -> HttpResponse:
    """Give a duty an owner and a deadline."""
    doing = acting(request)
    row = duty_seen(doing.person, key, duty, now=doing.now)
    form = dossier.plan_form(row, request.POST)

    def put(given: dict[str, Any]) -> None:
        plan_duties([row.pk], Plan(given["owner"], given["deadline"], set_owner=True, set_deadline=True), doing)

    return _done(request, row, "plan", form, put, _("Owner and deadline have been kept."))


@require_POST
@needs(Permission.COMMENT)
def comment(request: HttpRequest, key: int, duty: str) -> HttpResponse:
    """Say something about a duty."""
    doing, form = acting(request), CommentForm(request.POST)
    row = duty_seen(doing.person, key, duty, now=doing.now)
    put = lambda given: comment_on_duty(key, duty, given["text"], doing)  # noqa: E731
    return _done(request, row, "comment", form, put, _("Your remark has been added."))


@require_POST
@needs(Permission.WORK)
def task_for_duty(request: HttpRequest, key: int, duty: str) -> HttpResponse:
    """Add a task about a duty."""
    doing = acting(request)
    form = TaskForm(request.POST, people=people_with(Permission.WORK), prefix="task")
    row = duty_seen(doing.person, key, duty, now=doing.now)

    def put(given: dict[str, Any]) -> None:
        wanted = Wanted(given["title"], given["description"], given["owner"], given["deadline"])
        add_task(wanted, About(key, duty), doing)

    return _done(request, row, "task", form, put, _("The task has been added."))


@require_POST
@needs(Permission.REQUEST_EVIDENCE)
def ask(request: HttpRequest, key: int, duty: str) -> HttpResponse:
    """Ask for evidence of a duty."""
    doing, form = acting(request), AskForm(request.POST, prefix="ask")
    row = duty_seen(doing.person, key, duty, now=doing.now)

    def put(given: dict[str, Any]) -> None:
        ask_for_evidence(key, duty, Wanted(given["title"], given["description"], None, given["deadline"]), doing)

    return _done(request, row, "ask", form, put, _("Your request has been sent to the owner."))


@require_POST
@needs(Permission.PROVE)
def withdraw_statement(request: HttpRequest, key: int) -> HttpResponse:
    """Take a statement back."""
    doing, form = acting(request), WithdrawForm(request.POST)
    made = Attestation.objects.select_related("duty").filter(pk=key).first()
    if made is None:
        raise NothingThere(key)
    row = duty_seen(doing.person, made.duty.system_id, made.duty.duty, now=doing.now)
    put = lambda given: withdraw_attestation(key, given["because"], doing)  # noqa: E731
    return _done(request, row, "withdraw", form, put, _("The statement has been taken back."))


@require_POST
@needs(Permission.REVIEW_PROOF)
def review(request: HttpRequest, key: int) -> HttpResponse:
    """Accept or reject somebody else's document."""
    doing, form = acting(request), ReviewForm(request.POST)
    row = _duty_of_file(request, key, doing)

    def put(given: dict[str, Any]) -> None:
        review_file(key, accepted=given["accepted"], note=given["note"], acting=doing)

    return _done(request, row, "review", form, put, _("Your review has been kept."))


@require_POST
@needs(Permission.PROVE)
def withdraw_document(request: HttpRequest, key: int) -> HttpResponse:
    """Let a document count no longer."""
    doing = acting(request)
    row = _duty_of_file(request, key, doing)
    withdraw_file(key, doing)
    messages.success(request, _("The document counts no longer."))
    return redirect("duties:duty", row.system_id, row.duty)


@require_GET
@needs(Permission.SEE_REGISTER)
def download(request: HttpRequest, key: int) -> HttpResponse:
    """Give a document, always to keep and never to show."""
    found = file_seen(key, acting(request))
    answer = export.attachment(bytes(found.content.content), name=found.name, content_type=found.media_type)
    answer.headers["Content-Security-Policy"] = _BOX
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _done(
    request: HttpRequest, row: SystemDuty, name: str, form: Form, put: Callable[[dict[str, Any]], object], said: str
) -> HttpResponse:
    """Do what a form asks and go back to the page; or show the page with what is wrong."""
    if attempt(form, put):
        messages.success(request, said)
        return redirect("duties:duty", row.system_id, row.duty)
    return _page(request, row, acting(request), **{name: form})


def _page(request: HttpRequest, row: SystemDuty, doing: register.Acting, **given: Form) -> HttpResponse:
    wrong = next(iter(given.values()), None)
    about = dossier.everything(row, doing, given)
    status = 200 if wrong is None else 422
    return render(
        request, "duties/duty.html", {"room": "register", "tab": "duties", "form": wrong, **about}, status=status
    )


def _duty_of_file(request: HttpRequest, key: int, doing: register.Acting) -> SystemDuty:
    """The duty whose page a document was reviewed on: the one named, if it is one of the document's."""
    made = ProofFile.objects.filter(pk=key).first()
    rows = list(made.duties.all()) if made else []
    if not rows:
        raise NothingThere(key)
    row = next((one for one in rows if str(one.pk) == request.POST.get("duty")), rows[0])
    return duty_seen(doing.person, row.system_id, row.duty, now=doing.now)
