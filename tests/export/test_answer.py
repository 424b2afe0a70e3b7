"""How a file reaches the browser: in pieces, under ASGI too, and closed afterwards."""

import gc
from email.message import Message
from pathlib import Path

import pytest

from balie.export import answer as answer_module
from balie.export.answer import attachment, download_of

PIECE = 64 * 1024


def written(size):
    return download_of(lambda place: place.write(b"x" * size), name="a.csv", content_type="text/csv")


@pytest.mark.parametrize("size", [0, 1, PIECE, 3 * PIECE + 1, 1_500_000])
async def test_under_asgi_a_file_comes_in_pieces(size):
    answer = written(size)
    pieces = [piece async for piece in answer]

    assert sum(map(len, pieces)) == size
    assert all(0 < len(piece) <= PIECE for piece in pieces)
    assert int(answer.headers["Content-Length"]) == size
    answer.close()


def test_without_asgi_it_comes_in_pieces_too():
    assert [len(piece) for piece in written(3 * PIECE)] == [PIECE] * 3


@pytest.mark.django_db  # closing an answer ends a request, which looks at the connection
def test_the_file_is_closed_with_the_answer():
    answer = written(10)
    place = answer.file_to_stream
    answer.close()

    assert place.closed


def test_the_file_is_closed_when_nobody_reads_it():
    answer = written(10)
    place = answer.file_to_stream
    del answer
    gc.collect()

    assert place.closed


def test_a_fault_while_writing_gives_no_half_file():
    def write(place):
        place.write(b"half")
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        download_of(write, name="a.csv", content_type="text/csv")


def _told(answer):
    """The kind and the name as a browser reads them."""
    message = Message()
    message["Content-Disposition"] = answer.headers["Content-Disposition"]
    return message.get_content_disposition(), message.get_filename()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        pytest.param("plichten.csv", "plichten.csv", id="plain"),
        pytest.param('a"; filename="b.exe', 'a"; filename="b.exe', id="quotes"),
        pytest.param("a\\b.xlsx", "a\\b.xlsx", id="backslash"),
        pytest.param("a\r\nSet-Cookie: b=c.xlsx", "aSet-Cookie: b=c.xlsx", id="ends of lines"),
        pytest.param("beoordeling één.xlsx", "beoordeling één.xlsx", id="not ASCII"),
        pytest.param("één\r\n.xlsx", "één.xlsx", id="not ASCII, with ends of lines"),
        pytest.param("xslx.\u202eexe", "xslx.exe", id="turned around"),
        pytest.param("half \ud800.xlsx", "half .xlsx", id="half a character"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_whatever_a_file_is_called_it_is_kept_under_that_name_and_nothing_else(name, told):
    answer = attachment(b"x", name=name, content_type="text/csv")

    assert _told(answer) == ("attachment", told)
    assert not set("\r\n\0") & set(answer.headers["Content-Disposition"])
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_no_other_place_writes_the_name_of_a_file_into_a_header():
    source = Path(answer_module.__file__).parents[1]
    wrote = {path.name for path in source.rglob("*.py") if "Content-Disposition" in path.read_text(encoding="utf-8")}

    assert wrote == {"answer.py"}
