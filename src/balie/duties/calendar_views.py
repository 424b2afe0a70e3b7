"""The calendar: days of the law and one's own, on a page and as files that other calendars can follow."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from balie.duties import tables
from balie.duties.agenda import OwnDay, OwnDays, by_month, law_days
from balie.duties.feeds import law_calendar, own_calendar, owner_of_feed, renew_feed, withdraw_feed
from balie.duties.models import CalendarFeed
from balie.duties.pages import acting, language, paper
from balie.export import service as export
from balie.law import shipped_law
from balie.people.service import Permission, needs

_ICS = "text/calendar; charset=utf-8"
_SHOWN_ONCE = "calendar_token"
_PAGE, _IN_FEED = 50, 1_000


@require_GET
@needs(Permission.WORK)
def calendar(request: HttpRequest) -> HttpResponseBase:
    """The days ahead: of the law, with what starts for which systems, and one's own."""
    doing, law = acting(request), shipped_law()
    days = law_days(law, doing.person, now=doing.now, today=doing.today)
    if wanted := export.asked(request.GET):
        return export.download(tables.law_days_table(days, paper(request)), wanted)
    every: Any = OwnDays(law, doing.person)
    own: Page[OwnDay] = Paginator(every, _PAGE).get_page(request.GET.get("page"))
    token = request.session.pop(_SHOWN_ONCE, "")
    about = {
        "days": days,
        "months": by_month(own),
        "own": own,
        "later": own.paginator.count - own.end_index(),
        "feed": CalendarFeed.objects.filter(person=doing.person).first(),
        "address": request.build_absolute_uri(reverse("duties:feed", args=[token])) if token else "",
        "today": doing.today,
    }
    return render(request, "duties/calendar.html", {"room": "calendar", **about})


@require_GET
@needs(Permission.WORK)
def law_file(request: HttpRequest) -> HttpResponse:
    """The days of the law as a file for one's own calendar."""
    doing = acting(request)
    days = law_days(shipped_law(), doing.person, now=doing.now, today=doing.today)
    return export.attachment(law_calendar(days, language(), now=doing.now), name="balie-law.ics", content_type=_ICS)


@require_POST
@needs(Permission.WORK)
def share(request: HttpRequest) -> HttpResponse:
    """Make a new address for one's calendar; it is shown once."""
    request.session[_SHOWN_ONCE] = renew_feed(acting(request))
    messages.success(request, _("Here is the address of your calendar. It is shown once."))
    return redirect(reverse("duties:calendar") + "#feed")


@require_POST
@needs(Permission.WORK)
def stop_sharing(request: HttpRequest) -> HttpResponse:
    """Let the address of one's calendar stop working."""
    withdraw_feed(acting(request))
    messages.success(request, _("The address of your calendar no longer works."))
    return redirect(reverse("duties:calendar") + "#feed")


@require_safe
@login_not_required
def feed(_request: HttpRequest, token: str) -> HttpResponse:
    """Somebody's own days, for a calendar program that knows the address."""
    now = timezone.localtime()
    person = owner_of_feed(token, now=now)
    if person is None:
        raise Http404
    spoken = person.language if person.language in dict(settings.LANGUAGES) else "nl"
    answer = HttpResponse(own_calendar(OwnDays(shipped_law(), person)[:_IN_FEED], spoken, now=now), content_type=_ICS)
    answer.headers["Cache-Control"] = "private, max-age=900"
    return answer
