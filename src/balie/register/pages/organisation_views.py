"""Pages about the organisation: who it is, what holds for all its systems at once, and who supervises it."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from balie.evidence.service import entries_of
from balie.export import service as export
from balie.law import Subject, shipped_law
from balie.people.service import Permission, User, needs, within_mandate
from balie.register import supervisors
from balie.register.acting import Acting
from balie.register.home import known_organisation
from balie.register.organisation import (
    Outdated,
    answer_about_organisation,
    answers_about_organisation,
    any_system_of,
    change_organisation,
)
from balie.register.pages import organisation_tables
from balie.register.pages.organisation_forms import OrganisationForm
from balie.register.pages.question_forms import AnswerForm
from balie.register.replying import history_of
from balie.register.wording import Refused

_ROOM = {"room": "settings"}
_SHOWN = 20


@require_GET
@needs(Permission.SEE_REGISTER)
def organisation(request: HttpRequest) -> HttpResponseBase:
    """Who the organisation is, with all answers and supervisors."""
    found = known_organisation()
    answered = list(answers_about_organisation(shipped_law(), found))
    if wanted := export.asked(request.GET):
        table = organisation_tables.answers_table(answered, found, language=_language(), now=timezone.localtime())
        return export.download(table, wanted)
    entries = entries_of(subject=("organisation", found.pk if found else 0))
    journal = within_mandate(entries, cast(User, request.user), now=timezone.localtime())[:_SHOWN]
    about = {
        "organisation": found,
        "sector": organisation_tables.sector_of(found),
        "answered": [organisation_tables.shown(one, _language()) for one in answered],
        "supervision": supervisors.supervision_of(shipped_law(), found.sector if found else ""),
        "journal": [organisation_tables.line_of(one, shipped_law(), _language()) for one in journal],
    }
    return render(request, "register/organisation.html", {**_ROOM, **about})


@require_http_methods(["GET", "POST"])
@needs(Permission.CHANGE_ORGANISATION)
def organisation_change(request: HttpRequest) -> HttpResponse:
    """Change name, sector and languages."""
    found = known_organisation()
    form = OrganisationForm(request.POST or None, initial=OrganisationForm.shown(found))
    if request.method == "POST" and form.is_valid():
        try:
            change_organisation(form.about, _acting(request), revision=form.cleaned_data["revision"])
        except Refused as problem:
            form.add_error(problem.field if problem.field in form.fields else None, problem.reason.say(_language()))
        except Outdated:
            form.add_error(None, _("Somebody else changed this in the meantime. Compare, and save again."))
            form.data = {**form.data.dict(), "revision": str(found.revision if found else "")}  # type: ignore[attr-defined]
        else:
            messages.success(request, _("The organisation has been saved."))
            return redirect("register:organisation")
    about = {"form": form, "organisation": found}
    return render(request, "register/organisation_change.html", _ROOM | about, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(Permission.CHANGE_ORGANISATION)
def organisation_question(request: HttpRequest, fact: str) -> HttpResponse:
    """Answer one question about the organisation; all its systems are assessed anew."""
    law = shipped_law()
    asked = law.facts.get(fact)
    if asked is None or asked.about is not Subject.ORGANISATION:
        raise Http404
    found = known_organisation()
    answered = next(one for one in answers_about_organisation(law, found) if one.fact is asked)
    form = AnswerForm(
        request.POST or None, fact=asked, current=answered.statement.value if answered.statement else None
    )
    if request.method == "POST" and form.is_valid():
        try:
            answer_about_organisation(law, fact, form.said, _acting(request))
        except Refused as problem:
            form.add_error(problem.field if problem.field in form.fields else None, problem.reason.say(_language()))
        else:
            messages.success(request, _("Your answer has been saved. All systems are assessed with it."))
            return redirect("register:organisation")
    history = history_of(law, any_system_of(found), fact) if found else []
    about = {
        "form": form,
        "fact": asked,
        "history": [organisation_tables.past(asked, one, _language()) for one in history],
    }
    return render(request, "register/organisation_question.html", _ROOM | about, status=422 if form.errors else 200)


def _acting(request: HttpRequest) -> Acting:
    return Acting(cast(User, request.user), timezone.localtime(), timezone.localdate())


def _language() -> str:
    return (get_language() or "nl")[:2]
