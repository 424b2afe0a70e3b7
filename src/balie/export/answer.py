"""Answer with a file that was written to a temporary place first.

So a fault while writing gives an error page and never half a file, nobody who downloads slowly keeps the database
busy, and memory does not grow with the list.
"""

import unicodedata
import weakref
from collections.abc import AsyncIterator, Callable, Iterable
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from asgiref.sync import sync_to_async
from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

_IN_MEMORY = 1_000_000


class Download(FileResponse):
    """A file to keep. It is read in pieces, under ASGI too, where Django would read a plain one whole."""

    block_size = 64 * 1024

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Give the pieces, read in the thread of this request."""
        pieces = iter(cast(Iterable[bytes], self.streaming_content))
        while piece := await sync_to_async(lambda: next(pieces, b""))():
            yield piece


def download_of(write: Callable[[IO[bytes]], Any], *, name: str, content_type: str) -> Download:
    """Let a file be written, and answer with it."""
    place = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  the answer closes it
    try:
        write(place)
    except BaseException:
        place.close()
        raise
    place.seek(0)
    answer = Download(place, as_attachment=True, filename=name, content_type=content_type)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    weakref.finalize(answer, place.close)  # also when nobody reads it to the end
    return answer


def attachment(content: bytes, *, name: str, content_type: str) -> HttpResponse:
    """Answer with a file that is small and at hand, to keep and never to show. Its name may be anybody's."""
    answer = HttpResponse(content, content_type=content_type)
    seen = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C")  # what is invisible or ends a line
    told = content_disposition_header(as_attachment=True, filename=seen)
    answer.headers["Content-Disposition"] = told or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
