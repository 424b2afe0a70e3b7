"""Keeping: how long what is in a log stays, and legal holds, for which nothing goes whatever the periods say.

What lets things go sooner, or keeps personal data longer, is told in full before it is done.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from balie.evidence import service as evidence
from balie.evidence.logs import opened
from balie.evidence.models import LegalHold, Log
from balie.evidence.retention.periods import EVERYWHERE, see_to_law
from balie.people.service import Permission, actor, needs
from balie.site.evidence import keeping as kept
from balie.site.evidence.book import Book, book_of
from balie.site.evidence.keeping_forms import HoldForm, PeriodForm, ReasonForm
from balie.site.evidence.pages import page
from balie.site.evidence.words import language
from balie.site.high_risk import all_that_may_be_high

Views = Mapping[str, Callable[..., HttpResponseBase]]
_NAMED = 5


def keeping(request: HttpRequest, key: int = 0) -> HttpResponse:
    """The holds that stand and the periods that count, and what one can do about them."""
    book = book_of(request, key)
    book.note_look({})
    holds, serious = kept.holds_of(book), kept.is_serious(book)
    about = {
        "standing": kept.standing(holds),
        "ended": [one for one in holds if not one.stands],
        "periods": kept.periods_of(book, high_risk=serious),
        "always": kept.always_kept(),
        "serious": serious,
    }
    return page(request, book, "evidence/keeping.html", about)


def hold(request: HttpRequest, key: int = 0) -> HttpResponse:
    """Place a legal hold on the log, or on one conversation in it."""
    book = book_of(request, key)
    given = {"conversation": request.GET.get("conversation", "")}
    form = HoldForm(_given(request), initial=given, log=book.log, today=book.now.date())
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        evidence.place_hold(
            _log_of(book),
            wanted["because"],
            conversation=wanted["conversation"],
            until=wanted["until"],
            by=actor(book.person),
            now=book.now,
        )
        messages.success(request, _("The legal hold stands. Nothing it covers goes."))
        return redirect(book.at("keeping"))
    return page(request, book, "evidence/hold.html", {"form": form}, status=422 if form.errors else 200)


def lift(request: HttpRequest, number: int, key: int = 0) -> HttpResponse:
    """Ask why a hold may go, and lift it."""
    book = book_of(request, key)
    found = get_object_or_404(book.log.holds if book.log else LegalHold.objects.none(), pk=number)
    shown = next((one for one in kept.standing(kept.holds_of(book)) if one.hold == found), None)
    form = ReasonForm(_given(request))
    if shown is None:
        messages.info(request, _("This hold does not stand any more."))
        return redirect(book.at("keeping"))
    if request.method == "POST" and form.is_valid():
        try:
            evidence.lift_hold(found, form.cleaned_data["because"], by=actor(book.person), now=book.now)
        except evidence.NotLifted:
            messages.info(request, _("This hold does not stand any more."))
        else:
            messages.success(request, _("The legal hold is lifted. The periods count again."))
        return redirect(book.at("keeping"))
    about = {"form": form, "one": shown}
    return page(request, book, "evidence/lift.html", about, status=422 if form.errors else 200)


def period(request: HttpRequest, key: int = 0) -> HttpResponse:
    """Set how long something stays: first filled in, then shown with what it would do, then done."""
    book = book_of(request, key)
    kinds = kept.kinds_of(kept.key_of(book))
    form = PeriodForm(_given(request), initial={"kind": request.GET.get("kind")}, kinds=kinds)
    wanted = _wanted(form, book) if request.method == "POST" and form.is_valid() else None
    if wanted is None:
        about = {"form": form, "serious": kept.is_serious(book), "too": _also_high(book)}
        return page(request, book, "evidence/period.html", about, status=422 if form.errors else 200)
    turn = kept.turn_to(wanted)
    if form.cleaned_data["confirmed"] != str(turn.before):
        return _confirm(request, book, turn, form)
    because, high = form.cleaned_data["because"], _touches_high(book)
    if evidence.set_period(wanted, because, high_risk=high, by=actor(book.person), now=book.now):
        messages.success(request, _in_months(turn))
    else:
        messages.info(request, _("It was set to this already. Nothing changed."))
    return redirect(book.at("keeping"))


def period_drop(request: HttpRequest, key: int = 0) -> HttpResponse:
    """Drop a period that was set here, so that the one before it counts again."""
    book, name = book_of(request, key), request.GET.get("kind", "")
    kind, form = kept.named_kind(name), ReasonForm(_given(request))
    turn = kept.turn_without(kept.key_of(book), kind)
    if turn is None:
        messages.info(request, _("No period of its own was set for this here."))
        return redirect(book.at("keeping"))
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["because"]
        evidence.drop_period(kept.key_of(book), kind, because, by=actor(book.person), now=book.now)
        messages.success(request, _in_months(turn))
        return redirect(book.at("keeping"))
    about = {"form": form, "turn": turn, "serious": kept.is_serious(book)}
    return page(request, book, "evidence/period_drop.html", about, status=422 if form.errors else 200)


def _given(request: HttpRequest) -> QueryDict | None:
    """What was sent; None when the form is only asked for."""
    return request.POST if request.method == "POST" else None


def _wanted(form: PeriodForm, book: Book) -> evidence.Period | None:
    """The period that was asked for; None, with why on the form, when it cannot be."""
    given = form.cleaned_data
    try:
        wanted = evidence.Period(kept.key_of(book), kept.named_kind(given["kind"]), given["months"])
        see_to_law(wanted, high_risk=_touches_high(book))
    except evidence.PeriodRefused as refused:
        form.add_error("months", refused.message.say(language()))
        return None
    return wanted


def _touches_high(book: Book) -> bool:
    """Whether a period set here touches a system that is high-risk, or may be: one for all systems touches each."""
    return kept.is_serious(book) if book.system else all_that_may_be_high().exists()


def _also_high(book: Book) -> Mapping[str, Any] | None:
    """For all systems: how many of them need six months, with the names of a few."""
    if book.system:
        return None
    high = all_that_may_be_high()
    count, some = high.count(), list(high.values_list("name", flat=True)[:_NAMED])
    return {"count": count, "some": some, "more": count > _NAMED} if count else None


def _confirm(request: HttpRequest, book: Book, turn: kept.Turn, form: PeriodForm) -> HttpResponse:
    """Show what a period would do; what counted before goes along, so that one says yes to what one saw."""
    given = {name: form.cleaned_data[name] for name in ("kind", "months", "because")} | {"confirmed": turn.before}
    about = {"turn": turn, "given": given, "serious": _touches_high(book), "everywhere": book.system is None}
    return page(request, book, "evidence/period_confirm.html", about)


def _in_months(turn: kept.Turn) -> str:
    what, months = turn.what, kept.in_months(turn.after)
    return _("From now on: %(what)s, %(months)s.") % {"what": what, "months": months}


def _log_of(book: Book) -> Log:
    system = book.system.pk if book.system else EVERYWHERE
    return book.log or opened([system], now=book.now)[system]


def _for(permission: Permission) -> Views:
    """What may be seen with this permission, and changed by those who keep the evidence."""
    guard = needs(Permission.KEEP_EVIDENCE)
    asked = require_http_methods(["GET", "POST"])
    done = {view.__name__: asked(guard(view)) for view in (hold, lift, period, period_drop)}
    return {"keeping": require_GET(needs(permission)(keeping)), **done}


SYSTEM = _for(Permission.SEE_REGISTER)
ORGANISATION = _for(Permission.SEE_ORGANISATION_LOG)
