"""The board of who leads the desk: who waits, how long, is the promise kept; and every conversation as a row."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from balie.desk import service as desk
from balie.desk import staffing
from balie.desk.service import Conversation, Ending, Handover
from balie.export import service as export
from balie.export.service import Column, Table
from balie.people.service import Permission, needs
from balie.register.home import known_organisation
from balie.site.desk import figures
from balie.site.desk.showing import now_here
from balie.site.evidence.words import language

PERIODS = {"1": 1, "7": 7, "30": 30}
_ON_A_PAGE = 50


@needs(Permission.LEAD_DESK)
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Show how it goes now, and how it went."""
    now, period = now_here(), PERIODS.get(request.GET.get("days", ""), 1)
    since = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=period - 1)
    whole, parts = figures.service_since(since, now)
    waiting = list(Handover.objects.filter(ended_at=None, taken_at=None).select_related("conversation__gate__system"))
    about: dict[str, Any] = {
        "room": "desk",
        "now": now,
        "days": period,
        "whole": whole,
        "parts": parts,
        "waiting": waiting,
        "late": sum(desk.answer_by(one) < now for one in waiting),
        "longest": figures.longest([one for one in waiting if not one.callback], now),
        "helping": Handover.objects.filter(ended_at=None, taken_at__isnull=False).count(),
        "on_duty": staffing.on_duty(now),
        "bots": len(desk.with_bots(now=now)),
        "wall": "wall" in request.GET,
    }
    return render(request, "desk/board.html", about)


@needs(Permission.LEAD_DESK)
@require_GET
def conversations(request: HttpRequest) -> HttpResponseBase:
    """List conversations of a period, one to a row, on a page or as a file."""
    now, days = now_here(), PERIODS.get(request.GET.get("days", ""), 30)
    found = _found(now - timedelta(days=days), late="late" in request.GET, asked="asked" in request.GET)
    if wanted := export.asked(request.GET):
        return export.download(_table(found, now), wanted, site=request.build_absolute_uri("/"))
    page = Paginator(found, _ON_A_PAGE).get_page(request.GET.get("page"))
    given = request.GET.copy()
    given.pop("page", None)
    about = {
        "room": "desk",
        "page": page,
        "days": days,
        "query": f"?{given.urlencode()}&" if given else "?",
        "now": now,
    }
    return render(request, "desk/conversations.html", {**about, "rows": [_row(one) for one in page]})


def _found(since: Any, *, late: bool, asked: bool) -> QuerySet[Conversation]:
    handovers = Prefetch("handovers", Handover.objects.select_related("taken_by").order_by("pk"))
    found = Conversation.objects.filter(last_at__gte=since).select_related("gate__system").prefetch_related(handovers)
    if asked or late:
        found = found.filter(handovers__isnull=False).exclude(handovers__reason="unasked").distinct()
    if late:
        missed = [one.conversation_id for one in _missed(since)]
        found = found.filter(pk__in=missed)
    return found.order_by("-last_at", "-pk")


def _missed(since: Any) -> Iterator[Handover]:
    now = timezone.now()
    for one in Handover.objects.filter(asked_at__gte=since).select_related("conversation__gate"):
        if (one.first_taken_at or now) > desk.answer_by(one):
            yield one


def _row(talk: Conversation) -> dict[str, Any]:
    held = list(talk.handovers.all())
    last = held[-1] if held else None
    seconds = int((last.first_taken_at - last.asked_at).total_seconds()) if last and last.first_taken_at else None
    return {
        "talk": talk,
        "held": last,
        "reason": desk.said(last.reason).say(language()) if last else "",
        "seconds": seconds,
        "ended": _ended(last),
    }


def _ended(held: Handover | None) -> str:
    if held is None or held.ended_at is None:
        return ""
    if held.ended_how in set(Ending):
        return Ending(held.ended_how).label.say(language())
    return {"returned": _("back to the bot"), "left": _("customer left")}.get(held.ended_how, held.ended_how)


def _table(found: QuerySet[Conversation], now: Any) -> Table:
    organisation = known_organisation()
    return Table(
        title=_("Conversations"),
        language=language(),
        made_at=now,
        columns=(
            Column("conversation", _("Conversation"), 34),
            Column("system", _("AI system"), 20),
            Column("channel", _("Channel"), 10),
            Column("language", _("Language"), 10),
            Column("opened", _("Began"), 18),
            Column("last", _("Last message"), 18),
            Column("messages", _("Messages"), 10),
            Column("notice", _("Told it is an AI"), 18),
            Column("reason", _("Why a person"), 24),
            Column("asked", _("Person asked"), 18),
            Column("promised", _("Promised"), 18),
            Column("taken", _("Person there"), 18),
            Column("seconds", _("Seconds to a person"), 12),
            Column("lost", _("Times lost"), 10),
            Column("ended", _("How it ended"), 24),
        ),
        rows=_rows(found),
        about=(),
        organisation=organisation.name if organisation else "",
        name="conversations",
    )


def _rows(found: QuerySet[Conversation]) -> Iterator[tuple[Any, ...]]:
    for talk in found.iterator(chunk_size=500):
        row = _row(talk)
        held = row["held"]
        yield (
            talk.name,
            talk.gate.system.name,
            talk.channel,
            talk.language,
            timezone.localtime(talk.opened_at),
            timezone.localtime(talk.last_at),
            talk.messages,
            _local(talk.noticed_at),
            row["reason"],
            _local(held.asked_at) if held else None,
            _local(desk.answer_by(held)) if held else None,
            _local(held.first_taken_at) if held else None,
            row["seconds"],
            held.lost if held else None,
            row["ended"],
        )


def _local(moment: Any) -> Any:
    return timezone.localtime(moment) if moment else None
