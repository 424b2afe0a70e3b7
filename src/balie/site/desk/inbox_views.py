"""The inbox: who waits, and one conversation with everything a colleague needs to help. It stays live by `live`."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from balie.desk import service as desk
from balie.desk import staffing
from balie.desk.service import Conversation
from balie.people.service import Permission, User, needs
from balie.site.desk.showing import lists_of, now_here, rows_of, shows, standing_of, talk_about


@needs(Permission.TAKE_OVER)
@require_GET
def inbox(request: HttpRequest, key: int | None = None) -> HttpResponse:
    """Show the lists, and one conversation when one is chosen. Reading along in one is put down in the log."""
    person, now = cast(User, request.user), now_here()
    presence = staffing.presence_of(person)
    about: dict[str, Any] = {"room": "desk", "presence": presence, "lists": lists_of(presence, now), "now": now}
    if key is not None:
        talk = _talk(key)
        about |= talk_about(request, talk, person, now)
        if not about["mine"]:
            desk.watched(talk, person, now=now)
    staffing.looks_at(person, about.get("talk"), now=now)
    about["answers"] = [_answer(one) for one in desk.ReadyAnswer.objects.all()]
    return render(request, "desk/inbox.html", about)


@needs(Permission.TAKE_OVER)
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Give the lists alone, for a page that is open."""
    person, now = cast(User, request.user), now_here()
    presence, chosen = staffing.presence_of(person), request.GET.get("talk", "")
    chosen = chosen if chosen.isascii() and chosen.isdigit() and len(chosen) < 15 else "0"
    about = {"lists": lists_of(presence, now), "now": now, "chosen": int(chosen)}
    return render(request, "desk/_lists.html", about)


@needs(Permission.TAKE_OVER)
@require_GET
def news(request: HttpRequest, key: int) -> HttpResponse:
    """Give what is new in a conversation, for a page that is open: lines after a number, and how it stands.

    All that stands beside it comes along when it stands otherwise than the page knows (`stands`), or when there is
    something to unmask.
    """
    person, now, talk = cast(User, request.user), now_here(), _talk(key)
    told = request.GET.get("after", "")
    after = int(told) if told.isascii() and told.isdigit() and len(told) < 15 else -1
    about = standing_of(talk, person)
    lines = desk.lines_of(talk, after=after, shown=shows(request, key, now))
    if about["mark"] != request.GET.get("stands") or any(line.hidden for line in lines):
        about |= {"whole": True, **talk_about(request, talk, person, now)}
        about["rows"] = [row for row in about["rows"] if row.line.sequence > after]
    else:
        about |= {"rows": rows_of(lines), "last": max((one.sequence for one in lines), default=after)}
    return render(request, "desk/_news.html", {**about, "now": now})


def _talk(key: int) -> Conversation:
    return get_object_or_404(Conversation.objects.select_related("gate__system"), pk=key)


def _answer(one: desk.ReadyAnswer) -> dict[str, str]:
    return {"word": one.word, "nl": one.nl, "en": one.en}
