"""What every page about a log is drawn with."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from balie.site.evidence.book import Book


def page(
    request: HttpRequest, book: Book, template: str, about: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Draw a page about a log: it knows the log, and under which tab it stands."""
    room = "register" if book.system else "settings"
    known = {"room": room, "tab": "log", "system": book.system, "book": book}
    return render(request, template, {**known, **about}, status=status)
