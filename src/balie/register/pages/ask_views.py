"""Asking a colleague, what became of it, and the page behind the link."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from balie.export import service as export
from balie.law import Fact, shipped_law
from balie.people.service import Permission, may, may_try, needs, people_with, require
from balie.register import colleagues, replying
from balie.register.colleagues import NoSuchLink
from balie.register.models import AskedColleague
from balie.register.pages import ask_mail, ask_tables
from balie.register.pages.description_forms import told
from balie.register.pages.description_views import acting_of
from balie.register.pages.question_forms import AskForm, NotForMeForm, ReplyForm
from balie.register.pages.tables import Paper
from balie.register.questionnaire import provisions_behind
from balie.register.scope import visible_asked, visible_system
from balie.register.wording import Refused


@require_http_methods(["GET", "POST"])
@needs(Permission.ANSWER)
@sensitive_variables("asked", "address")
def ask(request: HttpRequest, key: int, name: str) -> HttpResponse:
    """Put a question to a colleague. The link is shown this once."""
    acting, law = acting_of(request), shipped_law()
    system, fact = visible_system(acting.person, key, now=acting.now), _fact(name)
    require(acting.person, Permission.ANSWER, owner=system.owned_by_id)
    about = {"room": "register", "tab": "questions", "system": system, "fact": fact}
    form = AskForm(request.POST or None, initial=_proposed(request, system.organisation.language))
    if request.method == "POST" and form.is_valid():
        try:
            asked = colleagues.ask_colleague(law, key, name, form.asking, acting)
        except Refused as refused:
            told(form, refused)
        else:
            address = request.build_absolute_uri(reverse("register:reply", args=[asked.token]))
            mailed = ask_mail.send(asked.row, fact, address)
            return render(request, "register/asked_now.html", about | {"row": asked.row, "address": address} | mailed)
    settles = not fact.open_norm and replying.may_settle(acting.person, system, law, name)
    more = {"form": form, "settles": settles}
    return render(request, "register/ask.html", about | more, status=422 if form.errors else 200)


@require_GET
@needs(Permission.SEE_REGISTER)
def asked(request: HttpRequest, key: int) -> HttpResponseBase:
    """What was asked of colleagues about a system, and what they replied."""
    acting, law = acting_of(request), shipped_law()
    system = visible_system(acting.person, key, now=acting.now)
    rows = ask_tables.rows(law, visible_asked(acting.person, system, now=acting.now), now=acting.now)
    if wanted := export.asked(request.GET):
        language = (translation.get_language() or "nl")[:2]
        paper = Paper(language, system.organisation.name, acting.now)
        return export.download(
            ask_tables.asked_table(system, rows, paper), wanted, site=request.build_absolute_uri("/")
        )
    may_answer = may(acting.person, Permission.ANSWER, owner=system.owned_by_id)
    about = {"room": "register", "tab": "questions", "system": system, "rows": rows, "may_answer": may_answer}
    return render(request, "register/asked.html", about)


@require_POST
@needs(Permission.ANSWER)
def withdraw(request: HttpRequest, key: int, asked: int) -> HttpResponse:
    """Make a link stop working."""
    colleagues.withdraw_question(key, asked, acting_of(request))
    messages.success(request, _("The question has been withdrawn; its link does not work any more."))
    return redirect("register:asked", key=key)


@login_not_required
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@sensitive_variables("token")
def reply(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind a link: one question, in the language it was put in, and no more."""
    now = timezone.localtime()
    try:
        row = colleagues.question_behind(token, now=now)
    except NoSuchLink:
        return _careful(_refused(request))
    wanted = request.GET.get("language", row.language)
    with translation.override(wanted if wanted in {"nl", "en"} else row.language):
        return _careful(_reply(request, token, row))


def _reply(request: HttpRequest, token: str, row: AskedColleague) -> HttpResponse:
    law, fact = shipped_law(), _fact(row.fact)
    advice = colleagues.only_advises(law, row)
    form, pass_back = ReplyForm(None, fact=fact, advice=advice), NotForMeForm(None, auto_id="pass_%s")
    if request.method == "POST" and not row.answered_at:
        passing = "not_for_me" in request.POST
        given: ReplyForm | NotForMeForm
        if passing:
            given = pass_back = NotForMeForm(request.POST, auto_id="pass_%s")
        else:
            given = form = ReplyForm(request.POST, fact=fact, advice=advice)
        if given.is_valid() and _taken(request, token, given):
            return redirect("register:reply", token=token)
    about: dict[str, Any] = {
        "row": row,
        "fact": fact,
        "system": row.system,
        "form": form,
        "pass_back": pass_back,
        "advice": advice,
        "provisions": provisions_behind(law, fact.id)[:3],
        "deciders": people_with(Permission.DECIDE_NORMS) if fact.open_norm else (),
        "other": "en" if translation.get_language() == "nl" else "nl",
    }
    return render(request, "register/reply.html", about, status=422 if form.errors or pass_back.errors else 200)


def _taken(request: HttpRequest, token: str, given: ReplyForm | NotForMeForm) -> bool:
    """Keep a reply, or let the form say what has to be done first."""
    person = request.user if request.user.is_authenticated else None
    now, today = timezone.localtime(), timezone.localdate()
    try:
        colleagues.reply(shipped_law(), token, given.replying, now=now, today=today, person=person)
    except Refused as refused:
        told(given, refused)
        return False
    return True


def _refused(request: HttpRequest) -> HttpResponse:
    """Say that a link does not work; whoever keeps trying links has to wait, and one that works never has to."""
    computer = str(request.META.get("REMOTE_ADDR", ""))
    if may_try("a link that asks a question", computer, now=timezone.localtime()):
        return render(request, "register/reply_refused.html", status=410)
    return render(request, "429.html", status=429)


def _careful(answer: HttpResponse) -> HttpResponse:
    """The address holds the key to the question: no robot keeps it and no other site hears of it."""
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _proposed(request: HttpRequest, language: str) -> dict[str, str]:
    """Whom a link on the page of the question proposes to ask."""
    to = request.GET.get("to", "")
    person = people_with(Permission.DECIDE_NORMS).filter(pk=to).first() if to.isdecimal() and len(to) < 10 else None
    if person is None:
        return {"language": language}
    return {"name": str(person), "email": person.email, "language": person.language}


def _fact(name: str) -> Fact:
    fact = shipped_law().facts.get(name)
    if fact is None:
        raise Http404
    return fact
