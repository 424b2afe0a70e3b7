"""All parts of the API put together, and the addresses they get."""

import json
from functools import cache
from typing import Any, NoReturn

from django.http import HttpRequest
from django.urls import URLPattern, re_path
from ninja import NinjaAPI

from balie.site.api.gate import guarded, nowhere
from balie.site.api.part import Strict
from balie.site.api.routes import changes, describing, duties, journal, law, organisation, suppliers, tasks

VERSION, PREFIX = "1", "api/v1/"
_ABOUT = (
    "The same register, duties and proof as on the pages of Balie, for programs. Every request carries a token; "
    "a token does what its owner may do, as far as its scopes go. Lists come in pages; follow next. Texts are in the "
    "language of Accept-Language (nl or en). A change takes an Idempotency-Key."
)


class Api(NinjaAPI):
    """Leaves every failure to the gate, which knows one form for all of them."""

    def on_exception(self, request: HttpRequest, exc: Any) -> NoReturn:  # noqa: ARG002
        """Pass it on."""
        raise exc


api = Api(
    title="Balie",
    version=VERSION,
    description=_ABOUT,
    urls_namespace="api-v1",
    parser=Strict(),
    openapi_url="",
    docs_url=None,
)
for name, part in {
    "me": organisation.me,
    "systems": describing.part,
    "organisation": organisation.part,
    "suppliers": suppliers.part,
    "duties": duties.part,
    "tasks": tasks.part,
    "changes": changes.part,
    "law": law.part,
    "journal": journal.part,
}.items():
    api.add_router(f"/{name}", part.router)


def operations() -> list[URLPattern]:
    """The addresses of all operations, each behind the gate; and whatever else begins in the same way."""
    found = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"]
    for pattern in found:
        pattern.callback = guarded(pattern.callback)
    return [*found, re_path(r"^.*$", guarded(nowhere), name="nowhere")]


@cache
def specification() -> dict[str, Any]:
    """The API described as OpenAPI 3.1."""
    found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX)))
    return found
