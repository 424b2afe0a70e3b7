"""What anybody may see of a log: its signed heads, its tree of hashes and its keys, so that others can watch it.

No entries: they hold names. The addresses are those of C2SP tlog-tiles, so other people's tools can read them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from balie.evidence import heads
from balie.evidence.core import Tile
from balie.evidence.models import Checkpoint, Entry, Log
from balie.evidence.published import tile_bytes

_ROWS = 50
Answer = TypeVar("Answer", bound=HttpResponseBase)
_A_MINUTE = "public, max-age=60"
_FOR_EVER = "public, max-age=31536000, immutable"
_KEY_KINDS = ("log-opened", "key-added")


@dataclass(frozen=True, slots=True)
class Shown:
    """A log as outsiders see it: its newest head, and the keys that sign for it, the oldest first."""

    log: Log
    newest: Checkpoint
    keys: tuple[str, ...]


@login_not_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The logs that have a signed head, with their keys, and how to watch them."""
    page = Paginator(_signed(), _ROWS).get_page(request.GET.get("page"))
    about = {"page": page, "logs": list(_shown(page.object_list)), "query": "?"}
    return render(request, "evidence/public.html", about)


@login_not_required
@require_safe
def listed_as_text(_: HttpRequest) -> HttpResponseBase:
    """The same for programs: a few lines for each log, with an empty line between."""
    answer = StreamingHttpResponse(_lines(), content_type="text/plain; charset=utf-8")
    return _public(answer, _A_MINUTE)


@login_not_required
@require_safe
def checkpoint(_: HttpRequest, name: str) -> HttpResponse:
    """The newest signed head of a log."""
    newest = heads.latest(_log(name))
    if newest is None:
        raise Http404
    return _public(HttpResponse(newest.note, content_type="text/plain; charset=utf-8"), _A_MINUTE)


@login_not_required
@require_safe
def tile(_: HttpRequest, name: str, tile: str) -> HttpResponse:
    """A tile of the tree under the newest signed head; a tile never changes. Bundles of entries are not given."""
    log = _log(name)
    newest = heads.latest(log)
    try:
        wanted = Tile.at(f"tile/{tile}")
    except ValueError as error:
        raise Http404 from error
    found = tile_bytes(log, wanted, size=newest.size) if newest else None
    if found is None:
        raise Http404
    return _public(HttpResponse(found, content_type="application/octet-stream"), _FOR_EVER)


def _log(name: str) -> Log:
    return get_object_or_404(Log, name=name)


def _signed() -> QuerySet[Log]:
    return Log.objects.filter(pk__in=Checkpoint.objects.values("log")).order_by("system")


def _shown(logs: Iterable[Log]) -> Iterator[Shown]:
    """Look up heads and keys for a page of logs at once."""
    wanted = list(logs)
    newest = {one.log_id: one for one in Checkpoint.objects.filter(log__in=wanted).order_by("size")}
    keys: dict[int, list[str]] = defaultdict(list)
    for entry in Entry.objects.filter(log__in=wanted, kind__in=_KEY_KINDS).order_by("log", "sequence"):
        keys[entry.log_id].append(str(entry.body["key"]))
    for log in wanted:
        yield Shown(log, newest[log.pk], tuple(keys[log.pk]))


def _lines() -> Iterator[str]:
    for page in Paginator(_signed(), _ROWS):
        for shown in _shown(page.object_list):
            lines = [f"origin {shown.log.name}", f"size {shown.newest.size}", *(f"vkey {key}" for key in shown.keys)]
            yield "\n".join([*lines, f"checkpoint /log/{shown.log.name}/checkpoint", "", ""])


def _public(answer: Answer, caching: str) -> Answer:
    """Let caches keep it, and pages of others read it: there is nothing personal in it."""
    answer.headers["Cache-Control"] = caching
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer
