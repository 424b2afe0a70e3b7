"""What if: another day or other answers beside today's outcome, and taking those answers over."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from balie.law import Fact, FactKind, Law, shipped_law
from balie.people.service import Permission, may, needs, require
from balie.register import service, supposing
from balie.register.acting import Acting
from balie.register.assessing import facts_of
from balie.register.models import AISystem
from balie.register.pages.forms import DaysForm
from balie.register.pages.visitor import person_of
from balie.register.supposing import UNKNOWN, Supposing
from balie.register.wording import Refused

_LONGEST_ADDRESS = 6_000


@dataclass(frozen=True, slots=True)
class Field:
    """One supposed answer on the form: the question, what is chosen, and the address without it."""

    fact: Fact
    chosen: tuple[str, ...]
    choices: tuple[tuple[str, Any], ...]
    without: str
    kind: str
    problem: Any = None

    @property
    def name(self) -> str:
        """The name in the address."""
        return supposing.PREFIX + self.fact.id


@require_GET
@needs(Permission.SEE_REGISTER)
def what_if(request: HttpRequest, key: int) -> HttpResponse:
    """The outcome as somebody supposes it, beside today's."""
    system = service.visible_system(person_of(request), key, now=timezone.localtime())
    law, too_long = shipped_law(), len(request.META.get("QUERY_STRING", "")) > _LONGEST_ADDRESS
    given = QueryDict() if too_long else request.GET
    form = DaysForm(given, today=timezone.localdate())
    supposed = supposing.read(law, dict(given.lists()), form.days())
    context = {
        "room": "register",
        "system": system,
        "form": form,
        "too_long": too_long,
        "supposed": supposed,
        "compared": supposing.suppose(law, system, supposed),
        "fields": [_field(law, supposed, name) for name in (*supposed.answers, *supposed.asked)],
        "questions": _questions(law, system, supposed),
        "link": request.build_absolute_uri(request.path + supposed.address()),
        "may_answer": may(person_of(request), Permission.ANSWER, owner=system.owned_by_id) and not system.retired,
    }
    return render(request, "register/what_if.html", context)


@require_POST
@needs(Permission.ANSWER)
def take_over(request: HttpRequest, key: int) -> HttpResponse:
    """Give the supposed answers in earnest, after a page that asks whether that is right."""
    law, now = shipped_law(), timezone.localtime()
    person = person_of(request)
    system = service.visible_system(person, key, now=now)
    require(person, Permission.ANSWER, owner=system.owned_by_id)
    form = DaysForm({}, today=timezone.localdate())
    supposed = supposing.read(law, dict(request.POST.lists()), form.days())
    if request.POST.get("confirmed") != "yes":
        context = {
            "room": "register",
            "system": system,
            "supposed": supposed,
            "fields": [_field(law, supposed, name) for name in supposed.answers],
            "compared": supposing.suppose(law, system, supposed),
        }
        return render(request, "register/take_over.html", context)
    acting = Acting(person, now, timezone.localdate())
    try:
        number, left = supposing.take_over(law, key, supposed.answers, acting)
    except Refused as refused:
        messages.error(request, refused.reason.say(get_language() or "nl"))
        return redirect("register:what_if", key)
    if number:
        done = ngettext("%(number)s answer taken over.", "%(number)s answers taken over.", number)
        messages.success(request, done % {"number": number})
    if left:
        names = "; ".join(law.facts[name].question.say(get_language() or "nl") for name in left)
        messages.warning(request, _("Not taken over, for somebody has to decide these: %(names)s") % {"names": names})
    return redirect("register:system", key)


def _field(law: Law, supposed: Supposing, name: str) -> Field:
    fact = law.facts[name]
    wrong = {one.fact.id: one.reason for one in supposed.wrong}
    chosen = tuple(supposing.written(supposed.answers[name])) if name in supposed.answers else ("",)
    return Field(fact, chosen, _choices(fact), supposed.address(without=name), fact.kind.value, wrong.get(name))


def _choices(fact: Fact) -> tuple[tuple[str, Any], ...]:
    """What can be chosen; a question for a number or a day has none."""
    unknown = (UNKNOWN, _("I don't know"))
    if fact.kind is FactKind.YES_NO:
        return (("yes", _("yes")), ("no", _("no")), unknown)
    options = tuple((option.id, option.label) for option in fact.options)
    return (*options, unknown) if options else ()


def _questions(law: Law, system: AISystem, supposed: Supposing) -> list[tuple[Any, list[Fact]]]:
    """The questions that can be added: what is open first, then what was answered; each by its wording."""
    known, language = facts_of(law, system), get_language() or "nl"
    asked = {*supposed.answers, *supposed.asked}
    free = sorted(
        (fact for name, fact in law.facts.items() if name not in asked), key=lambda fact: fact.question.say(language)
    )
    return [
        (_("Not answered yet"), [fact for fact in free if fact.id not in known]),
        (_("Answered"), [fact for fact in free if fact.id in known]),
    ]
