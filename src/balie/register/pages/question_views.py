"""The questionnaire: one question at a time, all answers, and what was asked of colleagues."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from balie.export import service as export
from balie.law import Fact, Statement, Subject, shipped_law
from balie.people.service import Permission, mandate_of, may, needs, people_with
from balie.register import colleagues, replying
from balie.register.acting import Acting
from balie.register.models import AISystem, Answer
from balie.register.pages import question_tables
from balie.register.pages.description_forms import told
from balie.register.pages.description_views import acting_of
from balie.register.pages.question_forms import AnswerForm
from balie.register.pages.tables import Paper
from balie.register.questionnaire import FROM_ARCHETYPE, Course, provisions_behind
from balie.register.scope import visible_system
from balie.register.wording import Refused

_ROUNDS_KEPT = 5  # systems whose round through the questions a session remembers


@require_GET
@needs(Permission.SEE_REGISTER)
def questions(request: HttpRequest, key: int) -> HttpResponse:
    """Go to the next question, past the one to skip; when all were put, say what the outcome is and what now."""
    acting = acting_of(request)
    system = visible_system(acting.person, key, now=acting.now)
    if "again" in request.GET:
        _start_round(request, key)
    if request.GET.get("skip") in shipped_law().facts:
        _pass(request, key, request.GET["skip"])
    course = replying.course(shipped_law(), system, today=acting.today)
    following = None if system.retired else course.next(_round(request, key))
    if following:
        return redirect("register:question", key=key, name=following)
    return render(request, "register/questions_done.html", _about(system, course, acting))


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_REGISTER)
def question(request: HttpRequest, key: int, name: str) -> HttpResponse:
    """One question; after an answer the next one takes its place."""
    acting, law = acting_of(request), shipped_law()
    system, fact = visible_system(acting.person, key, now=acting.now), _fact(name)
    if request.method != "POST":
        return _shown(request, _put(request, system, fact, acting))
    form = AnswerForm(request.POST, fact=fact)
    if form.is_valid():
        try:
            replying.answer_question(law, key, name, form.said, acting)
        except Refused as refused:
            told(form, refused)
        else:
            return _after(request, key, name, acting)
    return _shown(request, _put(request, system, fact, acting) | {"form": form}, status=422)


@require_GET
@needs(Permission.SEE_REGISTER)
def answers(request: HttpRequest, key: int) -> HttpResponseBase:
    """All answers, with who gave them and from what source; those to be confirmed can be confirmed."""
    acting, law = acting_of(request), shipped_law()
    system = visible_system(acting.person, key, now=acting.now)
    every, show = replying.answers_of(law, system, today=acting.today), request.GET.get("show", "")
    lines = [line for line in every if show != "confirm" or line.confirm]
    if wanted := export.asked(request.GET):
        paper = Paper(_language(), system.organisation.name, acting.now)
        return export.download(
            question_tables.answers_table(law, system, lines, paper), wanted, site=request.build_absolute_uri("/")
        )
    waiting = sum(line.confirm for line in every)
    about = _about(system, None, acting) | {"lines": lines, "show": show, "waiting": waiting, "total": len(every)}
    about["may_close"] = may(acting.person, Permission.SIGN, owner=system.owned_by_id)
    return render(request, "register/answers.html", about)


@require_POST
@needs(Permission.ANSWER)
def confirm(request: HttpRequest, key: int) -> HttpResponse:
    """Confirm the answers that were ticked."""
    chosen = request.POST.getlist("fact")[:500]
    count = replying.confirm_answers(shipped_law(), key, chosen, acting_of(request))
    if count:
        words = ngettext("%(number)s answer has been confirmed.", "%(number)s answers have been confirmed.", count)
        messages.success(request, words % {"number": count})
    else:
        messages.warning(request, _("Nothing was confirmed: choose the answers that are right first."))
    following = request.POST.get("next", "")
    if following == "question":
        return redirect("register:questions", key=key)
    return redirect(reverse("register:answers", args=[key]) + ("?show=confirm" if following == "confirm" else ""))


@require_POST
@needs(Permission.SIGN)
def close(request: HttpRequest, key: int) -> HttpResponse:
    """Say that the answers hold for the new version."""
    try:
        replying.close_reassessment(shipped_law(), key, acting_of(request))
    except Refused as refused:
        messages.warning(request, refused.reason.say(_language()))
        return redirect(reverse("register:answers", args=[key]) + "?show=confirm")
    messages.success(request, _("The answers hold for the new version."))
    return redirect("register:answers", key=key)


def _put(
    request: HttpRequest, system: AISystem, fact: Fact, acting: Acting, course: Course | None = None
) -> dict[str, Any]:
    """Everything the page of one question tells."""
    law = shipped_law()
    before = _before(_round(request, system.pk), fact.id)
    course = course or replying.course(law, system, today=acting.today)
    current = course.found.facts.get(fact.id)
    return _about(system, course, acting) | {
        "form": _filled_in(fact, current, acting),
        "fact": fact,
        "asked": course.of(fact.id),
        "current": current,
        "from_start": current and current.source.startswith(FROM_ARCHETYPE),
        "unknown": fact.id in course.unknown,
        "provisions": provisions_behind(law, fact.id),
        "settles": replying.may_settle(acting.person, system, law, fact.id),
        "deciders": people_with(Permission.DECIDE_NORMS) if fact.open_norm else (),
        "advice": colleagues.advice_on(system, fact.id, acting.person, now=acting.now),
        "history": _history(system, fact, acting),
        "previous": before,
        "more": course.next([*_round(request, system.pk), fact.id]) is not None,
        "shared": fact.about is Subject.ORGANISATION,
        "next": request.POST.get("next", request.GET.get("next", "")),
    }


def _history(system: AISystem, fact: Fact, acting: Acting) -> list[Answer]:
    """The answers that were given, as far back as somebody may read: an auditor reads those of the mandate's period."""
    every = replying.history_of(shipped_law(), system, fact.id)
    mandate = mandate_of(acting.person, now=acting.now)
    if mandate is None:
        return every
    begins, ends = mandate.period_from, mandate.period_until
    return [one for one in every if begins <= timezone.localtime(one.at).date() <= ends]


def _shown(request: HttpRequest, about: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """The page of one question, or for htmx only the part that changes."""
    partial = request.headers.get("HX-Request")
    answer = render(request, "register/_walk.html" if partial else "register/question.html", about, status=status)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _filled_in(fact: Fact, current: Statement | None, acting: Acting) -> AnswerForm:
    """The form with the answer there is; the source is the person, unless somebody named another."""
    own = current is not None and not current.source.startswith(FROM_ARCHETYPE)
    source = current.source if current and own else str(acting.person)
    reasons = current.reasons if current else ""
    initial = {"source": source, "reasons": reasons}
    return AnswerForm(fact=fact, current=current.value if current else None, initial=initial)


def _after(request: HttpRequest, key: int, name: str, acting: Acting) -> HttpResponse:
    """Where an answer leads: to the next question, in the same page when htmx asks."""
    _pass(request, key, name)
    if not request.headers.get("HX-Request"):
        messages.success(request, _("Your answer has been kept."))
        return redirect("register:answers" if request.POST.get("next") == "answers" else "register:questions", key=key)
    system = visible_system(acting.person, key, now=acting.now)
    course = replying.course(shipped_law(), system, today=acting.today)
    kept = {"saved": _fact(name), "saved_answer": course.found.facts.get(name)}
    following = course.next(_round(request, key))
    if following is None:
        answer = render(request, "register/_done.html", _about(system, course, acting) | kept)
        answer.headers["HX-Push-Url"] = reverse("register:questions", args=[key])
        return answer
    answer = _shown(request, _put(request, system, _fact(following), acting, course) | kept)
    answer.headers["HX-Push-Url"] = reverse("register:question", args=[key, following])
    return answer


def _about(system: AISystem, course: Course | None, acting: Acting) -> dict[str, Any]:
    """What every page of the questionnaire needs."""
    return {
        "room": "register",
        "tab": "questions",
        "system": system,
        "course": course,
        "may_answer": may(acting.person, Permission.ANSWER, owner=system.owned_by_id) and not system.retired,
        "may_sign": may(acting.person, Permission.SIGN, owner=system.owned_by_id),
    }


def _fact(name: str) -> Fact:
    fact = shipped_law().facts.get(name)
    if fact is None:
        raise Http404
    return fact


def _round(request: HttpRequest, key: int) -> Sequence[str]:
    """The questions this person answered or skipped in this round, in order; kept in the session."""
    kept = request.session.get("rounds", {}).get(str(key), [])
    return kept if isinstance(kept, list) else []


def _pass(request: HttpRequest, key: int, name: str) -> None:
    """Remember that a question was answered or skipped."""
    passed = list(_round(request, key))
    if name not in passed:
        rounds = {k: v for k, v in request.session.get("rounds", {}).items() if k != str(key)}
        kept = dict(list(rounds.items())[-(_ROUNDS_KEPT - 1) :])
        request.session["rounds"] = {**kept, str(key): [*passed, name]}


def _start_round(request: HttpRequest, key: int) -> None:
    """Put every open question again."""
    rounds = request.session.get("rounds", {})
    request.session["rounds"] = {k: v for k, v in rounds.items() if k != str(key)}


def _before(passed: Sequence[str], name: str) -> str | None:
    """The question that came before this one in the round."""
    earlier = passed[: passed.index(name)] if name in passed else passed
    return next((one for one in reversed(earlier) if one in shipped_law().facts), None)


def _language() -> str:
    return (get_language() or "nl")[:2]
