"""What every request to the API passes: language, token, counting, idempotency, and one form for what goes wrong.

A session cookie opens nothing here, so no other site can make a browser ask something: there is no question of CSRF.
A change runs in one transaction together with the note that its idempotency key was used. Of two requests with the
same key one therefore waits for the other, and what fails leaves nothing behind.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

from balie.people.second_factor import lacks_second_factor
from balie.people.service import User
from balie.register.service import Acting
from balie.site.api import idempotency, preconditions, tokens
from balie.site.api.failures import refusal_of
from balie.site.api.models import Token
from balie.site.api.problems import Place, Refused, answer_to

View = Callable[..., HttpResponse]
READS = frozenset({"GET", "HEAD", "OPTIONS"})
MOST_JSON, MOST_FILE = 1_000_000, 21_200_000  # a file of 20 MB, and what multipart puts around it

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, with which token, and when; `language` is that of the texts in the answer."""

    person: User
    token: Token
    now: datetime
    language: str

    @property
    def today(self) -> date:
        """The day on which is asked."""
        return self.now.date()

    @property
    def acting(self) -> Acting:
        """The same for the services of the register."""
        return Acting(self.person, self.now, self.today)


class ApiRequest(HttpRequest):
    """A request that has passed the gate."""

    caller: Caller


def guarded(view: View) -> View:
    """Let a view be asked for through the gate only."""

    def respond(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        with translation.override(language_of(request)):
            answer = _answer(view, request, args, named)
            answer.headers["Content-Language"] = translation.get_language() or "nl"
        patch_vary_headers(answer, ["Accept-Language", "Authorization"])
        return answer

    respond.csrf_exempt = True  # type: ignore[attr-defined]
    respond.login_required = False  # type: ignore[attr-defined]  # the token says who it is
    respond.api = True  # type: ignore[attr-defined]  # what the test of all addresses looks at
    return respond


def nowhere(_request: HttpRequest) -> HttpResponse:
    """Answer an address of the API that does not exist."""
    raise Refused("not-found")


def language_of(request: HttpRequest) -> str:
    """The first of our languages that the caller asks for; Dutch when there is none."""
    asked = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    return next((name[:2] for name, _weight in asked if name[:2] in {"nl", "en"}), "nl")


def _answer(view: View, request: HttpRequest, args: Any, named: Any) -> HttpResponse:
    """Carry the request out, and put whatever goes wrong in our form."""
    try:
        if view is nowhere:
            return view(request)
        return _carried_out(view, request, args, named)
    except Exception as failure:  # noqa: BLE001  (what is not known is logged, and answered as a fault of ours)
        refused = refusal_of(failure)
        if refused is None:
            _log.exception("%s %s failed", request.method, request.path)
            refused = Refused("server-error")
        return answer_to(refused)


def _carried_out(view: View, request: HttpRequest, args: Any, named: Any) -> HttpResponse:
    asked = cast(ApiRequest, request)
    asked.caller = _caller(request)
    _measured(request)
    if request.method in READS:
        return preconditions.tagged(request, _finished(view(request, *args, **named)))
    with transaction.atomic():
        return idempotency.once(
            asked.caller.token, request, lambda: _changed(view, request, args, named), now=asked.caller.now
        )


def _changed(view: View, request: HttpRequest, args: Any, named: Any) -> HttpResponse:
    """Carry out a change, if what it changes is still as the caller says. A repeated request has been through that."""
    if not idempotency.repeated(request):
        preconditions.compare(request, lambda twin: view(twin, *args, **named))
    return _finished(view(request, *args, **named))


def _caller(request: HttpRequest) -> Caller:
    now = timezone.localtime()
    scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
    try:
        token = tokens.working(text.strip() if scheme.lower() == "bearer" else "", now=now)
    except tokens.NoSuchToken as problem:
        raise Refused("token-needed", headers={"WWW-Authenticate": 'Bearer realm="Balie"'}) from problem
    if wait := tokens.count(token, now=now):
        raise Refused("too-many-requests", headers={"Retry-After": str(wait)})
    if lacks_second_factor(token.person):
        words = _("The owner of this token has to set up a second factor first, on the page of their account.")
        raise Refused("not-permitted", places=[Place("header.Authorization", words)])
    return Caller(token.person, token, now, translation.get_language() or "nl")


def _measured(request: HttpRequest) -> None:
    """Refuse what is too large before it is read."""
    multipart = request.content_type == "multipart/form-data"
    said = request.META.get("CONTENT_LENGTH") or "0"
    size = int(said) if str(said).isdecimal() else 0
    if size > (MOST_FILE if multipart else MOST_JSON) or (not multipart and len(request.body) > MOST_JSON):
        raise Refused("too-large")


def _finished(answer: HttpResponse) -> HttpResponse:
    """Put ninja's own refusal of a method in our form."""
    if isinstance(answer, HttpResponseNotAllowed):
        raise Refused("method-not-allowed", headers={"Allow": _in_order(answer.headers["Allow"])})
    return answer


def _in_order(methods: str) -> str:
    return ", ".join(sorted(methods.split(", ")))
