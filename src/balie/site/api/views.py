"""Pages of the API."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from balie.site.api import entry


@login_not_required
@require_GET
def specification(_request: HttpRequest) -> HttpResponse:
    """The API described as OpenAPI, for tools."""
    return JsonResponse(entry.specification())
