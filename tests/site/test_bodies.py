"""A request larger than anything Balie takes is refused before it fills the disk, whatever it says of itself."""

import pytest

from balie.site.asgi import application
from balie.site.bodies import MOST

PIECE = b"x" * 1_000_000


async def answer_to(pieces, **headers):
    """The status of the answer, and how many pieces were read."""
    read, said = 0, []

    async def receive():
        nonlocal read
        if read < pieces:
            read += 1
            return {"type": "http.request", "body": PIECE, "more_body": read < pieces}
        return {"type": "http.disconnect"}

    async def send(message):
        said.append(message)

    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "path": "/api/v1/tasks",
        "raw_path": b"/api/v1/tasks", "query_string": b"", "root_path": "", "scheme": "http",
        "headers": [(b"host", b"localhost"), *named], "client": ("127.0.0.1", 1), "server": ("localhost", 80),
    }  # fmt: skip
    await application(scope, receive, send)
    return next(message["status"] for message in said if message["type"] == "http.response.start"), read


async def test_a_body_that_says_it_is_too_large_is_not_read():
    assert await answer_to(3, content_length=str(MOST + 1)) == (413, 0)


@pytest.mark.parametrize("said", ["", "-1", "9" * 40, "1000"], ids=["nothing", "negative", "no number", "too little"])
async def test_a_body_that_hides_its_size_is_read_no_further_than_the_limit(said):
    status, read = await answer_to(60, **({"content_length": said} if said else {}))
    assert (status, read) == (413, MOST // len(PIECE) + 1)
