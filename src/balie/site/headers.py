"""Headers that no Django or django-csp setting gives."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# Balie asks the browser for none of these.
_REFUSED = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def careful_headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse device permissions, and keep pages out of caches: desks in a contact centre are shared."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["Permissions-Policy"] = _REFUSED
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return respond
