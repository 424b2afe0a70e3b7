"""What a colleague does in a conversation, sent by a form or by the script of the inbox."""

from collections.abc import Callable
from datetime import datetime
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from balie.desk import service as desk
from balie.desk import staffing
from balie.desk.service import Conversation, Ending, Misread, NotNow
from balie.language import Text
from balie.people.service import Permission, User, needs, people_with
from balie.site.desk.showing import now_here, show_from_now
from balie.site.evidence.words import language

Told = tuple[int, User, HttpRequest, datetime]


@require_POST
@needs(Permission.TAKE_OVER)
def moved(request: HttpRequest, key: int, move: str) -> HttpResponse:
    """Do one thing in a conversation. The script gets 204, or 409 with why not; a form gets the page."""
    do = _MOVES.get(move)
    if do is None:
        raise Http404
    get_object_or_404(Conversation, pk=key)
    scripted, person = request.headers.get("X-Balie") == "script", cast(User, request.user)
    try:
        do((key, person, request, now_here()))
    except NotNow as refused:
        words = refused.message.say(language())
        if scripted:
            return JsonResponse({"message": words}, status=409)
        messages.error(request, words)
        return redirect("desk:talk", key)
    if scripted:
        return HttpResponse(status=204)
    return redirect("desk:inbox" if move in _AWAY else "desk:talk", *([] if move in _AWAY else [key]))


@require_POST
@needs(Permission.TAKE_OVER)
def next_one(request: HttpRequest) -> HttpResponse:
    """Take whoever is next for this colleague."""
    person, now = cast(User, request.user), now_here()
    presence = staffing.presence_of(person)
    for _again in range(3):  # a colleague may just take the same one
        found = desk.next_for(presence, now=now)
        if found is None:
            break
        try:
            desk.take(found.talk.pk, person, now=now)
        except NotNow:
            continue
        return redirect("desk:talk", found.talk.pk)
    messages.info(request, _("Nobody is waiting."))
    return redirect("desk:inbox")


def _take(told: Told) -> None:
    key, person, _request, now = told
    desk.take(key, person, now=now)


def _reply(told: Told) -> None:
    key, person, request, now = told
    sent_as = request.POST.get("key", "")
    if not 8 <= len(sent_as) <= 36:
        raise NotNow(_NO_KEY)
    desk.reply(key, person, request.POST.get("text", ""), sent_as, now=now)


def _note(told: Told) -> None:
    key, person, request, now = told
    text = request.POST.get("text", "")
    desk.note(key, person, text, _mentioned(text), now=now)


def _mentioned(text: str) -> list[User]:
    """The colleagues a note names with @ and their first or whole name."""
    if "@" not in text:
        return []
    told = text.casefold()
    names = [(one, str(one).casefold()) for one in people_with(Permission.TAKE_OVER)]
    return [one for one, name in names if f"@{name}" in told or f"@{name.split()[0]}" in told]


def _misread(told: Told) -> None:
    key, person, request, now = told
    sort = request.POST.get("sort", "")
    if sort not in set(Misread):
        raise NotNow(_CHOOSE)
    desk.misread(key, person, Misread(sort), request.POST.get("text", ""), now=now)


def _reveal(told: Told) -> None:
    key, person, request, now = told
    desk.reveal(key, person, request.POST.get("because", ""), now=now)
    show_from_now(request, key, now)


def _return(told: Told) -> None:
    key, person, _request, now = told
    desk.give_back(key, person, now=now)


def _release(told: Told) -> None:
    key, person, _request, now = told
    desk.release(key, person, now=now)


def _pass(told: Told) -> None:
    key, person, request, now = told
    wanted = request.POST.get("to", "")
    to = next((one for one in people_with(Permission.TAKE_OVER) if str(one.pk) == wanted), None)
    if wanted and to is None:
        raise NotNow(_CHOOSE)
    desk.pass_on(key, person, to, now=now)


def _promise(told: Told) -> None:
    key, person, request, now = told
    try:
        by = parse_datetime(request.POST.get("by", ""))
    except ValueError:
        by = None
    if by is None:
        raise NotNow(_NO_MOMENT)
    desk.promise_call(key, person, by if by.tzinfo else timezone.make_aware(by), now=now)


def _called(told: Told) -> None:
    key, person, request, now = told
    desk.called_back(key, person, reached=request.POST.get("reached") == "yes", now=now)


def _close(told: Told) -> None:
    key, person, request, now = told
    how = request.POST.get("how", "")
    if how not in set(Ending):
        raise NotNow(_CHOOSE)
    desk.close(key, person, Ending(how), now=now)


def _types(told: Told) -> None:
    key, person, _request, now = told
    staffing.types(person, Conversation.objects.get(pk=key), now=now)


_MOVES: dict[str, Callable[[Told], None]] = {
    "take": _take,
    "reply": _reply,
    "note": _note,
    "misread": _misread,
    "reveal": _reveal,
    "return": _return,
    "release": _release,
    "pass": _pass,
    "promise": _promise,
    "called": _called,
    "close": _close,
    "types": _types,
}
_AWAY = frozenset({"return", "release", "pass", "promise", "called", "close"})
_NO_KEY = Text(nl="Dit antwoord heeft geen kenmerk. Laad de pagina opnieuw.", en="Reload the page, then send it again.")
_CHOOSE = Text(nl="Kies er een uit de lijst.", en="Choose one from the list.")
_NO_MOMENT = Text(nl="Vul een dag en een tijd in.", en="Fill in a day and a time.")
