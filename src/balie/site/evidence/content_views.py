"""Content of conversations: shown to whoever may read it, once the log says that they do, and erased for good."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from balie.evidence import service as evidence
from balie.evidence.models import Entry
from balie.export import service as export
from balie.people.service import Permission, actor, needs, require
from balie.site.evidence.book import Book, book_of
from balie.site.evidence.keeping import is_serious
from balie.site.evidence.keeping_forms import EraseForm, PurposeForm
from balie.site.evidence.log_views import called, entry_page, number_of
from balie.site.evidence.pages import page
from balie.site.evidence.talk import Talk, as_text, talk_of
from balie.site.evidence.words import language

Views = Mapping[str, Callable[..., HttpResponseBase]]


def content(request: HttpRequest, sequence: int, key: int = 0) -> HttpResponse:
    """Show the content of an entry: text on a page, anything else as a file."""
    book, form = book_of(request, key), PurposeForm(request.POST)
    require(book.person, Permission.READ_CONTENT, owner=book.system.owned_by_id if book.system else None)
    found = book.entry(number_of(sequence))
    if not form.is_valid():
        return entry_page(request, book, found, form)
    try:
        opened = evidence.show(found, form.cleaned_data["because"], by=actor(book.person), now=book.now)
    except (evidence.VaultRefused, evidence.NoSecret) as problem:
        messages.error(request, problem.message.say(language()))
        return redirect(book.at("entry", sequence=found.sequence))
    text = as_text(opened)
    if text is None:
        return _as_file(book, found, opened.content)
    about = {"entry": found, "opened": opened, "size": len(opened.content), "text": text, **form.cleaned_data}
    return page(request, book, "evidence/content.html", about)


def erase(request: HttpRequest, key: int = 0) -> HttpResponse:
    """Ask whether the content of a conversation may go for good, and erase it."""
    book = book_of(request, key)
    asked = request.POST if request.method == "POST" else request.GET
    talk = talk_of(book, asked.get("conversation", ""))
    if talk is None or not talk.pieces:
        messages.info(request, _("There is nothing of this conversation in the vault, so there is nothing to erase."))
        return redirect(_list(book, talk.conversation) if talk else book.here)
    form = EraseForm(request.POST if request.method == "POST" else None, initial={"conversation": talk.conversation})
    if request.method == "POST" and not talk.holds and form.is_valid():
        if (answer := _erased(request, book, talk, form)) is not None:
            return answer
        talk = talk_of(book, talk.conversation) or talk
    about = {
        "form": form,
        "talk": talk,
        "serious": is_serious(book),
        "refused": form.is_bound and talk.holds,
        "back": _list(book, talk.conversation),
    }
    return page(request, book, "evidence/erase.html", about, status=422 if form.is_bound else 200)


def _erased(request: HttpRequest, book: Book, talk: Talk, form: EraseForm) -> HttpResponse | None:
    """Erase; None when somebody placed a hold in the meantime."""
    if book.log is None:
        return None
    why = evidence.Why(form.cleaned_data["reason"], form.cleaned_data["note"])
    try:
        many = evidence.erase(book.log, [talk.conversation], why, by=actor(book.person), now=book.now)
    except evidence.Held:
        return None
    if many:
        words = ngettext(
            "Erased for good: %(pieces)s piece of content. The log says so, and still verifies.",
            "Erased for good: %(pieces)s pieces of content. The log says so, and still verifies.",
            talk.pieces,
        )
        messages.success(request, words % {"pieces": talk.pieces})
    return redirect(_list(book, talk.conversation))


def _list(book: Book, conversation: str) -> str:
    """The entries about a conversation."""
    return f"{book.here}?{urlencode({'conversation': conversation})}#entries"


def _as_file(book: Book, found: Entry, content: bytes) -> HttpResponse:
    """Content that is no text, to keep and never to show: what it claims to be is nobody's promise."""
    name = f"{called(book)}-{found.sequence}-content.bin"
    return export.attachment(content, name=name, content_type="application/octet-stream")


VIEWS: Views = {
    "content": require_POST(needs(Permission.READ_CONTENT)(content)),
    "erase": require_http_methods(["GET", "POST"])(needs(Permission.KEEP_EVIDENCE)(erase)),
}
