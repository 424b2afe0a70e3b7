"""Pages of what the law and the dates change: the inbox, and what lies ahead."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from balie.export import service as export
from balie.law import shipped_law
from balie.people.service import Permission, needs
from balie.register import inbox
from balie.register.acting import Acting
from balie.register.home import known_organisation
from balie.register.pages import change_tables, tables
from balie.register.pages.visitor import person_of
from balie.register.scope import visible_systems
from balie.register.system import Cause
from balie.register.wording import Refused

_MOST_MARKED = 500


@require_GET
@needs(Permission.SEE_REGISTER)
def changes(request: HttpRequest) -> HttpResponseBase:
    """What became different, grouped; or, of one item, system by system."""
    return _list(request, _wanted(request.GET), request.GET.get("page", "1"))


@require_POST
@needs(Permission.HANDLE_CHANGES)
def handle(request: HttpRequest) -> HttpResponseBase:
    """Put changes away, with a note."""
    wanted = _wanted(QueryDict(request.POST.get("back", "")[:2000]))
    try:
        done = inbox.handle(_handling(request), _acting(request))
    except Refused as refused:
        problem = refused.reason.say(get_language() or "nl")
        return _list(request, wanted, "1", problem=problem, note=request.POST.get("note", ""), status=422)
    _say(request, done, ngettext("%(number)s change handled.", "%(number)s changes handled.", done.done))
    return redirect(f"{request.path.removesuffix('handle/')}{wanted.address(same='').rstrip('&')}")


@require_POST
@needs(Permission.HANDLE_CHANGES)
def reopen(request: HttpRequest) -> HttpResponseBase:
    """Take changes out again."""
    wanted = _wanted(QueryDict(request.POST.get("back", "")[:2000]))
    done = inbox.reopen(_handling(request), _acting(request))
    _say(request, done, ngettext("%(number)s change is open again.", "%(number)s changes are open again.", done.done))
    return redirect(f"{request.path.removesuffix('reopen/')}{wanted.address(same='').rstrip('&')}")


@require_GET
@needs(Permission.SEE_REGISTER)
def ahead(request: HttpRequest) -> HttpResponseBase:
    """What changes in the coming year."""
    now, today, law = timezone.localtime(), timezone.localdate(), shipped_law()
    days = inbox.ahead(person_of(request), now=now, today=today)
    if wanted := export.asked(request.GET):
        return export.download(
            change_tables.ahead_table(days, law, _paper()), wanted, site=request.build_absolute_uri("/")
        )
    shown = [(day, change_tables.titles(law, day.starting), change_tables.titles(law, day.ending)) for day in days]
    return render(request, "register/ahead.html", {"room": "changes", "days": shown, "today": today})


def _list(
    request: HttpRequest, wanted: inbox.Wanted, page: str, *, status: int = 200, **typed: Any
) -> HttpResponseBase:
    person, now = person_of(request), timezone.localtime()
    if form := export.asked(request.GET):
        rows = inbox.singles(wanted, person, now=now)
        asked_for = visible_systems(person, now=now).filter(pk=wanted.system).first() if wanted.system else None
        name = asked_for.name if asked_for else ""
        table = change_tables.changes_table(wanted, rows, _paper(), system=name)
        return export.download(table, form, site=request.build_absolute_uri("/"))
    context = {
        "room": "changes",
        "wanted": wanted,
        "query": wanted.address(),
        "back": wanted.address().strip("?&"),
        "causes": [(cause.value, cause.label) for cause in Cause],
        "classes": list(inbox.class_choices()),
        "found": inbox.inbox(wanted, person, now=now, page="1" if wanted.same else page),
        **typed,
    }
    if wanted.same:
        context["singles"] = Paginator(inbox.singles(wanted, person, now=now), inbox.SINGLES).get_page(page)
    return render(request, "register/changes.html", context, status=status)


def _wanted(given: QueryDict) -> inbox.Wanted:
    """What was asked, as far as it makes sense."""

    def one_of(name: str, known: set[str], otherwise: str = "") -> str:
        asked = given.get(name, "")
        return asked if asked in known else otherwise

    number, same = given.get("system", ""), given.get("same", "")
    return inbox.Wanted(
        cause=one_of("cause", {cause.value for cause in Cause}),
        risk=one_of("class", {slug for slug, _risk in inbox.class_choices()}),
        handled=one_of("handled", set(inbox.HANDLED), inbox.OPEN),
        system=int(number) if number.isascii() and number.isdigit() and len(number) < 16 else None,
        same=same if len(same) == 64 and same.isascii() and same.isalnum() else "",
    )


def _handling(request: HttpRequest) -> inbox.Handling:
    numbers = [one for one in request.POST.getlist("difference") if one.isascii() and one.isdigit() and len(one) < 16]
    same = [one for one in request.POST.getlist("same") if len(one) == 64]
    return inbox.Handling(
        differences=frozenset(map(int, numbers[:_MOST_MARKED])),
        same=frozenset(same[:_MOST_MARKED]),
        note=request.POST.get("note", ""),
    )


def _say(request: HttpRequest, done: inbox.Outcome, words: str) -> None:
    """Say what was done, what was left for others, or that nothing had been marked."""
    if done.done:
        messages.success(request, words % {"number": done.done})
    if done.left:
        left = ngettext(
            "%(number)s change is about a system of somebody else; that was left.",
            "%(number)s changes are about systems of others; those were left.",
            done.left,
        )
        messages.warning(request, left % {"number": done.left})
    if not (done.done or done.left):
        messages.warning(request, _("Nothing was marked. Mark one or more changes first."))


def _acting(request: HttpRequest) -> Acting:
    return Acting(person_of(request), timezone.localtime(), timezone.localdate())


def _paper() -> tables.Paper:
    organisation = known_organisation()
    return tables.Paper(get_language() or "nl", organisation.name if organisation else "", timezone.localtime())
