"""Proposals that wait for people: the list, one of them, and deciding. What it is about is opened first, on purpose."""

import json
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from balie.desk import service as desk
from balie.desk.proposals import oversight
from balie.desk.service import Choice, Decision, NotNow, Proposal
from balie.evidence import service as evidence
from balie.people.service import Permission, User, may, needs
from balie.site.desk.showing import now_here
from balie.site.evidence.words import language

_DECISIONS = (
    (Decision.APPROVED, gettext_lazy("Approve it as it is proposed")),
    (Decision.CHANGED, gettext_lazy("Approve it with a change")),
    (Decision.REFUSED, gettext_lazy("Refuse it")),
)
_SHOWN = 100


class DecideForm(forms.Form):
    """A decision with a reason. Nothing is chosen beforehand."""

    decision = forms.ChoiceField(
        label=gettext_lazy("What do you decide?"),
        choices=_DECISIONS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you decide.")},
    )
    instead = forms.CharField(
        label=gettext_lazy("What instead"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Only when you change it."),
    )
    because = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write why.")},
        help_text=gettext_lazy("In plain words. The customer may ask for it (Art. 86 AI Act, Art. 15 GDPR)."),
    )


@needs(Permission.DECIDE_PROPOSALS)
@require_GET
def proposals(request: HttpRequest) -> HttpResponse:
    """List what waits, the first to expire first, and what was decided lately."""
    now = now_here()
    known = Proposal.objects.select_related("gate__system", "conversation")
    waiting = [
        (one, desk.is_for_lead(one, now)) for one in known.filter(status="waiting").order_by("deadline")[:_SHOWN]
    ]
    decided = known.exclude(status__in=("waiting", "passed")).order_by(F("decided_at").desc())[:20]
    about = {"room": "desk", "waiting": waiting, "decided": decided, "leads": _leads(request)}
    return render(request, "desk/proposals.html", about)


@needs(Permission.DECIDE_PROPOSALS)
@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, own: str) -> HttpResponse:
    """Show one proposal; what it is about only to who opened it. Decide on it."""
    person, now = cast(User, request.user), now_here()
    found = _found(own)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _decided(request, found, form):
        return redirect("desk:proposals")
    about: dict[str, Any] = {"room": "desk", "proposal": found, "form": form, "now": now}
    about |= {"late": desk.is_for_lead(found, now), "leads": _leads(request), "said": desk.said_of(found)}
    about["decided_by_me"] = found.votes.filter(person=person).exists()
    if found.looks.filter(person=person).exists() or found.status != "waiting":
        about |= _case(found)
    return render(request, "desk/proposal.html", about, status=422 if form.errors else 200)


@require_POST
@needs(Permission.DECIDE_PROPOSALS)
def looked(request: HttpRequest, own: str) -> HttpResponse:
    """Open what a proposal is about; that somebody did is put down."""
    found = _found(own)
    try:
        desk.look_into(found.pk, cast(User, request.user), now=now_here())
    except (evidence.VaultRefused, evidence.NoSecret) as problem:
        messages.error(request, problem.message.say(language()))
    return redirect("desk:proposal", own)


@needs(Permission.DECIDE_PROPOSALS)
@require_GET
def overseen(request: HttpRequest) -> HttpResponse:
    """Show somebody their own figures, and those of all together to who leads."""
    now = now_here()
    own = oversight.of_person(cast(User, request.user), now=now)
    about = {
        "room": "desk",
        "own": own,
        "days": oversight.DAYS,
        "quick": oversight.QUICK,
        "least": oversight.LEAST,
    }
    if _leads(request):
        about |= {"leads": True, "all": oversight.of_all(now=now)}
    return render(request, "desk/oversight.html", about)


def _found(own: str) -> Proposal:
    return get_object_or_404(Proposal.objects.select_related("gate__system", "conversation"), pk=own)


def _leads(request: HttpRequest) -> bool:
    return may(cast(User, request.user), Permission.LEAD_DESK)


def _case(found: Proposal) -> dict[str, Any]:
    """What it is about; when that was erased, only that it was."""
    try:
        case = desk.case_of(found)
    except (evidence.VaultRefused, evidence.NoSecret) as problem:
        return {"gone": problem.message.say(language())}
    as_text = {name: json.dumps(value, ensure_ascii=False, indent=1) for name, value in _values(case).items()}
    return {"case": case, "values": as_text, "written": json.dumps(case.arguments, ensure_ascii=False)}


def _values(case: desk.Case) -> dict[str, Any]:
    return {"arguments": case.arguments} if case.arguments is not None else {"details": case.details or {}}


def _decided(request: HttpRequest, found: Proposal, form: DecideForm) -> bool:
    """Decide, and say what came of it; what stands in the way goes into the form."""
    given = form.cleaned_data
    choice = Choice(Decision(given["decision"]), given["because"], given["instead"])
    try:
        status = desk.decide(found.pk, cast(User, request.user), choice, leads=_leads(request), now=now_here())
    except NotNow as refused:
        form.add_error(None, refused.message.say(language()))
        return False
    except evidence.VaultRefused as problem:
        form.add_error(None, problem.message.say(language()))
        return False
    words = {
        "waiting": _("Put down. A second person decides too."),
        "refused": _("Refused. The AI system does nothing with it."),
    }
    messages.success(request, words.get(status) or _("Decided. The AI system gets the decision."))
    return True
