"""When somebody asks for a document of more rows than anybody prints: say so, and offer the spreadsheet."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from balie.export.service import Format, TooLong


class OffersSpreadsheet:
    """Answers with a page that explains, and links to the same list as a file that can hold it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Leave every request as it is."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for a list that is too long; leave other faults to others."""
        if not isinstance(exception, TooLong):
            return None
        query = request.GET.copy()
        offers = []
        for offered in (Format.XLSX, Format.CSV):
            query["format"] = offered.value
            offers.append((offered, f"?{query.urlencode()}"))
        query.pop("format")
        page = {"limit": exception.limit, "offers": offers, "list": f"{request.path}?{query.urlencode()}"}
        return render(request, "too_long.html", page, status=422)
