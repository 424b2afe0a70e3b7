"""How a file reaches the browser: in pieces, under ASGI too, and closed afterwards."""

import gc

import pytest

from balie.export.answer import download_of

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
