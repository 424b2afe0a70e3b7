"""Do a change once, however often it is asked for: a repeated key gets the first answer again.

Runs inside the transaction of the change. The unique key makes the second of two requests at the same moment wait until
the first is done (PostgreSQL waits at the row, SQLite at the start of the transaction).

A repeated request goes the way of any other, so that its operation asks again what the caller may do now; only the
change itself is not made, and the first answer is given in its place.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from balie.site.api.models import KeptAnswer, Token
from balie.site.api.problems import Refused

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEPT_FOR = timedelta(hours=24)
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_AT_ONCE = 1000
_FIRST = "balie.first-answer"


def once(token: Token, request: HttpRequest, change: Callable[[], HttpResponse], *, now: datetime) -> HttpResponse:
    """Carry out a change, or give the answer of the first time. A failure raises, and then nothing is kept."""
    key = request.headers.get(HEADER)
    if key is None:
        return change()
    if not _KEY.fullmatch(key):
        raise Refused.at(f"header.{HEADER}", _("Use 1 to 200 visible ASCII characters, such as a UUID."))
    digest = digest_of(request)
    KeptAnswer.objects.filter(token=token, key=key, at__lte=now - KEPT_FOR).delete()
    try:
        with transaction.atomic():
            kept = KeptAnswer.objects.create(token=token, key=key, request=digest, at=now)
    except IntegrityError:
        request.META[_FIRST] = _first(token, key, digest)
        return change()
    answer = change()
    kept.status, kept.body = answer.status_code, answer.content
    kept.save(update_fields=["status", "body"])
    return answer


def repeated(request: HttpRequest) -> bool:
    """Whether this request was carried out before."""
    return _FIRST in request.META


def first_answer(request: HttpRequest) -> HttpResponse | None:
    """The answer of the first time, for an operation that has looked whether the caller may have it."""
    kept: KeptAnswer | None = request.META.get(_FIRST)
    if kept is None:
        return None
    answer = HttpResponse(bytes(kept.body), status=kept.status, content_type="application/json; charset=utf-8")
    answer.headers[REPLAYED] = "true"
    return answer


def forget_keys(now: datetime) -> int:
    """Remove the next answers that are a day old, and say how many. A job of the worker."""
    old = KeptAnswer.objects.filter(at__lte=now - KEPT_FOR).values_list("pk", flat=True)[:_AT_ONCE]
    return KeptAnswer.objects.filter(pk__in=list(old)).delete()[0]


def digest_of(request: HttpRequest) -> str:
    """What makes two requests the same: method, address and content. The boundary of multipart does not count."""
    whole = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type != "multipart/form-data":
        whole.update(request.body)
        return whole.hexdigest()
    for name, values in sorted(request.POST.lists()):
        whole.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            content = hashlib.sha256()
            for chunk in file.chunks():
                content.update(chunk)
            file.seek(0)
            whole.update(repr((name, file.name, content.hexdigest())).encode())
    return whole.hexdigest()


def _first(token: Token, key: str, digest: str) -> KeptAnswer:
    kept = KeptAnswer.objects.get(token=token, key=key)
    if kept.request != digest:
        raise Refused("key-used")
    return kept
