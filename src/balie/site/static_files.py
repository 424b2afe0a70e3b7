"""Static files: served by Starlette from the packages that own them, no collecting step and no CDN.

An address with the fingerprint of its file (`?v=`) may be kept for a year, for it changes when the content does. The
storage class lives here and not in Django's, because Django only knows fingerprints for files that were copied to one
folder first.
"""

import hashlib
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs

from django.contrib.staticfiles.storage import StaticFilesStorage
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

# (package, folder inside it)
OWNERS = [
    ("balie.site", "static"),
    ("django_htmx", "static"),
    ("allauth.mfa", "static"),
]


class Assets(StaticFiles):
    """Serve the files of the owning packages."""

    def __init__(self) -> None:
        super().__init__(packages=[*OWNERS])

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Let a fingerprinted file be kept; have any other asked for again."""
        response = await super().get_response(path, scope)
        known = parse_qs(scope.get("query_string", b"")).get(b"v") == [_fingerprint(path).encode()]
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if known else "no-cache"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


class Fingerprinted(StaticFilesStorage):
    """Addresses of static files that end in a fingerprint of the content."""

    def url(self, name: str | None, force: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002  (its signature)
        """Give the address; a name that no package has stops the page, so a typing error is found at once."""
        return f"{super().url(name)}?v={_fingerprint(str(name))}"


@cache
def _fingerprint(name: str) -> str:
    """Read the file once and name its content."""
    for folder in Assets().all_directories:
        file = Path(folder) / name
        if file.is_file():
            return hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    raise FileNotFoundError(f"no package has the static file {name!r}")
