"""Samples: drawing entries from a log by chance that everybody can repeat, and showing what was drawn and how."""

from collections.abc import Callable, Mapping

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from balie.evidence.core.sampling import Method, NotDrawable
from balie.evidence.models import Entry
from balie.evidence.service import Origin, kind_words
from balie.export import service as export
from balie.people.service import Permission, needs
from balie.site import packs
from balie.site.evidence.book import ROWS, Book, book_of
from balie.site.evidence.forms import SampleForm
from balie.site.evidence.log_views import number_of
from balie.site.evidence.pages import page
from balie.site.evidence.words import language, lines, table

Views = Mapping[str, Callable[..., HttpResponseBase]]
DRAWN = "sample-drawn"


def sample(request: HttpRequest, key: int = 0) -> HttpResponse:
    """Ask from which entries, how and how many, and draw."""
    book = book_of(request, key)
    form = SampleForm(request.POST if request.method == "POST" else None, initial=_usual(book))
    if request.method == "POST" and form.is_valid():
        try:
            made = packs.sample_for(book.person, key, form.drawing(), now=book.now)
        except (NotDrawable, packs.PackRefused) as problem:
            form.add_error(None, problem.message.say(language()))
        else:
            return redirect(book.at("sample_drawn", drawn=made.placed))
    about = {"form": form, "some": bool(form["kinds"].value() or form["origins"].value())}
    return page(request, book, "evidence/sample.html", about, status=422 if form.errors else 200)


def sample_drawn(request: HttpRequest, drawn: int, key: int = 0) -> HttpResponseBase:
    """What was drawn, and all it takes to draw it again."""
    book = book_of(request, key)
    entry = _sample(book, number_of(drawn))
    book.note_look({"seq": entry.sequence})
    told = entry.body
    method = Method(told["method"]).label
    if wanted := export.asked(request.GET):
        said = (method.say(language()), f"{_('Seed')}: {told['seed']}", told["population_digest"])
        every = book.entries.filter(sequence__in=told["drawn"])
        return export.download(table(book, every, said, "sample"), wanted, site=request.build_absolute_uri("/"))
    leaf = Paginator(told["drawn"], ROWS).get_page(request.GET.get("page"))
    read = lines(book.entries.filter(sequence__in=leaf.object_list), language())
    known = {line.entry.sequence: line for line in read}
    about = {
        "entry": entry,
        "told": told,
        "method": method,
        "kinds": [kind_words(kind, language()) for kind in told["population"]["kinds"]],
        "origins": [Origin(origin).label.say(language()) for origin in told["population"]["origins"]],
        "page": leaf,
        "rows": [(number, known.get(number)) for number in leaf.object_list],
        "query": "?",
        "others": _others(book, entry),
    }
    return page(request, book, "evidence/drawn.html", about)


def _usual(book: Book) -> dict[str, object]:
    """What the form begins with: for an auditor the period of the mandate, which is as far as it goes."""
    usual: dict[str, object] = {"method": Method.RANDOM.value, "wanted": 25}
    if book.mandate:
        usual |= {"since": book.mandate.period_from, "until": book.mandate.period_until}
    return usual


def _sample(book: Book, sequence: int) -> Entry:
    """The entry about a sample. Whoever drew it may see it, though it came after the period of their mandate."""
    found = Entry.objects.filter(log=book.log, sequence=sequence, kind=DRAWN).exclude(leaf="").first()
    if found is None or not (found.actor_id == book.person.pk or book.entries.filter(sequence=found.sequence).exists()):
        raise Http404
    return found


def _others(book: Book, entry: Entry) -> int:
    """How many other samples were drawn from this log: who may try many finds one that pleases.

    Each is an entry itself, so the next one is from other entries unless the days are over: all of them count.
    """
    return Entry.objects.filter(log=book.log, kind=DRAWN).exclude(pk=entry.pk).count()


def _for(permission: Permission) -> Views:
    """Drawing takes the right to ask for evidence; what was drawn is for whoever reads the log."""
    return {
        "sample": require_http_methods(["GET", "POST"])(needs(Permission.REQUEST_EVIDENCE)(sample)),
        "sample_drawn": require_GET(needs(permission)(sample_drawn)),
    }


SYSTEM = _for(Permission.SEE_REGISTER)
ORGANISATION = _for(Permission.SEE_ORGANISATION_LOG)
