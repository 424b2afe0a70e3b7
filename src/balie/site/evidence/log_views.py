"""The log of one AI system, or of the organisation: what is in it, each entry with its proof, and whether it holds."""

import weakref
from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from balie.evidence import checks, heads, secret_keys
from balie.evidence.models import Check, Entry
from balie.evidence.packing.reading import LogDamaged
from balie.evidence.published import proof_of
from balie.export import service as export
from balie.export.answer import Download
from balie.people.service import Permission, actor, may, needs
from balie.site import packs
from balie.site.evidence import keeping as kept
from balie.site.evidence import proving, standing, words
from balie.site.evidence.book import Book, book_of, leaf_through, newer_than
from balie.site.evidence.forms import CheckForm, LogForm, PackForm
from balie.site.evidence.keeping_forms import PurposeForm
from balie.site.evidence.pages import page
from balie.site.evidence.talk import content_of, talk_of

Views = Mapping[str, Callable[..., HttpResponseBase]]
_HIGHEST = 2**62


def log(request: HttpRequest, key: int = 0) -> HttpResponseBase:
    """The entries, newest first; and where the head of this log is kept by others."""
    book, form = book_of(request, key), LogForm(request.GET)
    asked = form.asked()
    book.note_look({"query": request.GET.urlencode()[:2000]} if request.GET else {})
    if wanted := export.asked(request.GET):
        table = words.table(book, asked.chosen(book.entries), form.said())
        return export.download(table, wanted, site=request.build_absolute_uri("/"))
    top, further = _top(request, book), "before" in request.GET
    leaf = leaf_through(book.entries, asked, top)
    about = {
        "form": form,
        "asked": asked,
        "leaf": leaf,
        "lines": words.lines(leaf.rows, words.language()),
        "check_form": CheckForm(),
        "pack_form": PackForm(auto_id="pack_%s"),
        "standing": standing.of(book.log) if book.log else None,
        "holds": kept.standing(kept.holds_of(book)),
        "talk": talk_of(book, asked.conversation) if asked.conversation and _keeps(book) else None,
        "query": _address(request),
        "further": further,
        "newer": newer_than(book.entries, asked, top, book.log.size) if further and book.log else None,
    }
    return page(request, book, "evidence/log.html", about)


def entry(request: HttpRequest, sequence: int, key: int = 0) -> HttpResponse:
    """One entry: in words, as it was written, and what proves that it stands there unchanged."""
    book = book_of(request, key)
    found = book.entry(number_of(sequence))
    book.note_look({"seq": found.sequence})
    return entry_page(request, book, found, PurposeForm())


def leaf(request: HttpRequest, sequence: int, key: int = 0) -> HttpResponse:
    """An entry byte for byte, as it was hashed."""
    book = book_of(request, key)
    found = book.entry(number_of(sequence))
    if not found.leaf:
        raise Http404
    book.note_look({"seq": found.sequence})
    return _file(found.leaf, f"{called(book)}-{found.sequence}.json", "application/json")


def proof(request: HttpRequest, sequence: int, key: int = 0) -> HttpResponse:
    """The proof that an entry stands in the log, as a tlog-proof."""
    book = book_of(request, key)
    found = book.entry(number_of(sequence))
    newest = heads.latest(found.log)
    if newest is None or newest.size <= found.sequence:
        messages.error(request, _("This entry is newer than the last checkpoint. Sign now, and then ask again."))
        return redirect(book.at("entry", sequence=found.sequence))
    text = proof_of(found.log, found.sequence, newest).text
    return _file(text, f"{called(book)}-{found.sequence}.tlog-proof", "text/plain; charset=utf-8")


def checkpoint(request: HttpRequest, key: int = 0) -> HttpResponse:
    """The newest signed head, to keep elsewhere."""
    book = book_of(request, key)
    newest = heads.latest(book.log) if book.log else None
    if newest is None:
        messages.error(request, _("There is no checkpoint yet. Sign now to make one."))
        return redirect(book.at("log"))
    return _file(newest.note, f"{called(book)}-checkpoint-{newest.size}.txt", "text/plain; charset=utf-8")


def sign(request: HttpRequest, key: int = 0) -> HttpResponse:
    """Sign the head of the log now, without waiting for the hour."""
    book = book_of(request, key)
    before = heads.latest(book.log) if book.log else None
    try:
        made = heads.publish(book.log, now=book.now, by=actor(book.person)) if book.log else None
    except secret_keys.NoSecret as problem:
        messages.error(request, problem.message.say(words.language()))
        return redirect(book.at("log"))
    if made == before:
        messages.info(request, _("Nothing was added since the last checkpoint. That one still covers everything."))
    elif made:
        messages.success(request, _("Signed: the checkpoint covers %(size)s entries.") % {"size": made.size})
    return redirect(book.at("log"))


def check(request: HttpRequest, key: int = 0) -> HttpResponse:
    """Look through the whole log: a small one now, a large one in the background."""
    book, form = book_of(request, key), CheckForm(request.POST)
    if book.log is None or not form.is_valid():
        messages.error(request, _("This is too long for a checkpoint. Paste one checkpoint, with its signature."))
        return redirect(book.at("log"))
    kept = form.cleaned_data["outside"].lstrip()
    made = checks.ask(book.log, by=actor(book.person), now=book.now, outside=[kept] if kept else [])
    if made.size <= checks.AT_ONCE:
        checks.carry_out(made, clock=timezone.now)
    return redirect(book.at("checked", number=made.pk))


def pack(request: HttpRequest, key: int) -> HttpResponseBase:
    """Hand over the audit pack of a system: everything that others need to verify the log on their own."""
    book, form = book_of(request, key), PackForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose days between 1950 and 2200, or leave them empty."))
        return redirect(book.at("log"))
    period = packs.Period(form.cleaned_data["since"], form.cleaned_data["until"])
    try:
        made = packs.pack_for(book.person, key, period, content=False, now=book.now)
    except packs.PackRefused as problem:
        messages.error(request, problem.message.say(words.language()))
    except LogDamaged:
        messages.error(request, _("This log does not hold, so no pack was made. Verify it to see what is wrong."))
    else:
        answer = Download(made.file, as_attachment=True, filename=made.name, content_type="application/zip")
        weakref.finalize(answer, made.file.close)  # also when nobody reads it to the end
        return answer
    return redirect(book.at("log"))


def checked(request: HttpRequest, number: int, key: int = 0) -> HttpResponse:
    """What a look through the log found, or how far it is."""
    book = book_of(request, key)
    found = get_object_or_404(book.log.checks.all() if book.log else Check.objects.none(), pk=number)
    about = {"check": found, "found": words.found_in(found, words.language()), "root": bytes(found.root).hex()}
    part = request.headers.get("HX-Request") and found.ended_at is None
    return page(request, book, "evidence/_progress.html" if part else "evidence/checked.html", about)


def entry_page(request: HttpRequest, book: Book, found: Entry, purpose: PurposeForm) -> HttpResponse:
    """The page of one entry, with what is asked of whoever wants to see its content."""
    around = book.entries.filter(sequence__in=(found.sequence - 1, found.sequence + 1))
    about = {
        "line": words.lines([found], words.language())[0],
        "place": proving.place_of(found),
        "before": found.sequence - 1,
        "after": found.sequence + 1,
        "near": {one.sequence for one in around},
        "lying": content_of(found),
        "form": purpose,
    }
    return page(request, book, "evidence/entry.html", about, status=422 if purpose.errors else 200)


def number_of(sequence: int) -> int:
    """A number in an address as a number of an entry; what no database knows is beyond all of them."""
    return min(sequence, _HIGHEST)


def _keeps(book: Book) -> bool:
    return may(book.person, Permission.KEEP_EVIDENCE)


def _top(request: HttpRequest, book: Book) -> int:
    """The number below which the page begins; the end of the log unless the address says so."""
    size = book.log.size if book.log else 0
    asked = request.GET.get("before", "")
    return min(int(asked), size) if asked.isascii() and asked.isdigit() and len(asked) < 19 else size


def _address(request: HttpRequest) -> str:
    """The address of this list without its place and format, ready for more."""
    kept = request.GET.copy()
    for name in ("before", "format"):
        kept.pop(name, None)
    return f"?{kept.urlencode()}&" if kept else "?"


def called(book: Book) -> str:
    """How the name of a file from this log begins."""
    return f"log-{book.system.pk}" if book.system else "log-organisation"


def _file(text: str, name: str, content_type: str) -> HttpResponse:
    return export.attachment(text.encode(), name=name, content_type=content_type)


_SHOWN = (log, entry, leaf, proof, checkpoint, checked)
_DONE = (sign, check, pack)


def _for(permission: Permission) -> Views:
    guard = needs(permission)
    shown = {view.__name__: require_GET(guard(view)) for view in _SHOWN}
    return shown | {view.__name__: require_POST(guard(view)) for view in _DONE}


SYSTEM = _for(Permission.SEE_REGISTER)
ORGANISATION = _for(Permission.SEE_ORGANISATION_LOG)
