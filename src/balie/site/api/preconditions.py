"""ETags (RFC 9110, sections 8.8.3 and 13): what was read says what it was, and a change can be held to that.

An ETag is a digest of the answer itself, so it changes with whatever a reader could have seen. A change with If-Match
is carried out only while reading the same address would still give that ETag. It is compared inside the transaction of
the change, and the revision that was compared goes along, so that the service refuses what came in between.
"""

import copy
import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags
from django.utils.translation import gettext as _

from balie.site.api.problems import Place, Refused

HEADER = "If-Match"
_REVISION = "balie.revision"


def tagged(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Give what was read its ETag; to whoever has it already, only say so (304)."""
    if answer.status_code != 200 or answer.streaming:
        return answer
    answer.headers["ETag"] = etag = _etag(answer)
    told = get_conditional_response(request, etag=etag, response=answer) or answer
    if told.status_code == 412:
        raise Refused("changed")
    return told


def compare(request: HttpRequest, read: Callable[[HttpRequest], HttpResponse]) -> None:
    """Refuse a change of something that is no longer as the caller read it. Without If-Match nothing is asked."""
    wanted = request.headers.get(HEADER)
    if wanted is None:
        return
    twin = copy.copy(request)
    twin.method = "GET"
    answer = read(twin)
    if answer.status_code != 200 or answer.streaming:
        words = _("This address has no ETag of its own. Leave the header out.")
        raise Refused("not-valid", places=[Place(f"header.{HEADER}", words)])
    revision = json.loads(answer.content).get("revision")
    etags = parse_etags(wanted)
    if etags != ["*"] and _etag(answer) not in etags:
        raise Refused("changed", current_revision=revision)
    request.META[_REVISION] = revision


def revision_of(request: HttpRequest, said: int | None) -> int:
    """The revision that a change is laid over: the one that was sent, or the one of which the ETag was sent."""
    revision: int | None = said if said is not None else request.META.get(_REVISION)
    if revision is None:
        raise Refused.at("body.revision", _("Send the revision that you read, or its ETag in the header If-Match."))
    return revision


def _etag(answer: Any) -> str:
    return f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
