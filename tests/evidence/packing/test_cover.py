"""Which subtrees stand for what is not in a pack, and what documents are called there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.evidence.core import leaf_hash, root_of, subtree_root
from balie.evidence.core.tiles import reader
from balie.evidence.packing.cover import cover
from balie.evidence.packing.naming import document_name

HASHES = [leaf_hash(b"%d" % number) for number in range(1_000)]
READ = reader(HASHES)


@given(st.integers(0, 1_000), st.integers(0, 1_000), st.lists(st.integers(0, 1_000), unique=True).map(sorted))
def test_a_cover_holds_each_entry_once_in_complete_subtrees_that_no_cut_goes_through(one, other, cuts):
    start, stop = sorted((one, other))
    parts = list(cover(start, stop, cuts))
    assert [number for first, height in parts for number in range(first, first + 2**height)] == list(range(start, stop))
    for first, height in parts:
        assert first % 2**height == 0
        assert not any(first < cut < first + 2**height for cut in cuts)
        assert subtree_root(first, height, READ) == root_of(HASHES[first : first + 2**height])


def test_a_cover_is_as_small_as_it_can_be():
    assert list(cover(0, 1 << 20)) == [(0, 20)]
    assert list(cover(1, 8)) == [(1, 0), (2, 1), (4, 2)]
    assert list(cover(0, 8, [0, 4, 8])) == [(0, 2), (4, 2)]


@pytest.mark.parametrize(("name", "safe"), [
    ("dpia.pdf", "001-dpia.pdf"),
    ("../../etc/passwd", "001-passwd"),
    ("..\\..\\boot.ini", "001-boot.ini"),
    ("Été à l'envers\u202egpj.exe", "001-Ete-a-l-enversgpj.exe"),
    ("", "001-document"),
    (".", "001-document"),
    ("/", "001-document"),
    ("con", "001-con"),
    ("a\nb\0c.PDF", "001-a-b-c.pdf"),
    ("x" * 300 + ".pdf", "001-" + "x" * 80 + ".pdf"),
    ("a.b.c.tar.gz", "001-a-b-c-tar.gz"),
    ("文件.pdf", "001-document.pdf"),
    ("-rf *", "001-rf"),
    ("<script>.png", "001-script.png"),
])  # fmt: skip
def test_a_document_gets_a_name_that_is_safe_on_every_disk(name, safe):
    assert document_name(1, name) == safe
