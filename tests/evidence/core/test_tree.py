"""The tree: known roots, the RFC's recursion written out, and agreement with programs of others."""

import hashlib
import sys
from functools import cache

import pymerkle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sigstore._internal import merkle as sigstore_merkle

from balie.evidence.core import (
    EMPTY_ROOT,
    Frontier,
    ProofRefused,
    TreeHead,
    check_consistency,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_from_inclusion,
    root_of,
    tree_root,
)
from balie.evidence.core.tiles import reader

# The leaves and roots that implementations of RFC 6962 and RFC 9162 share as their test.
LEAVES = [bytes.fromhex(one) for one in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
LEAVES.append(bytes.fromhex("606162636465666768696a6b6c6d6e6f"))
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
HASHES = [leaf_hash(leaf) for leaf in LEAVES]
MANY = [leaf_hash(str(number).encode()) for number in range(70_000)]
SIZES = st.integers(0, 1_500) | st.sampled_from([255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000])


@cache
def root(size):
    return root_of(MANY[:size])


def root_by_the_book(hashes):
    """RFC 9162 section 2.1.1 word for word: slow, and plain to see."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return hashlib.sha256(b"\x01" + root_by_the_book(hashes[:k]) + root_by_the_book(hashes[k:])).digest()


def path_by_the_book(m, hashes):
    """RFC 9162 section 2.1.3.1."""
    if len(hashes) == 1:
        return []
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    if m < k:
        return [*path_by_the_book(m, hashes[:k]), root_by_the_book(hashes[k:])]
    return [*path_by_the_book(m - k, hashes[k:]), root_by_the_book(hashes[:k])]


@pytest.mark.parametrize("size", range(9))
def test_known_roots(size):
    assert root_of(HASHES[:size]).hex() == ROOTS[size]
    assert Frontier().extend(HASHES[:size]).root().hex() == ROOTS[size]
    assert tree_root(size, reader(HASHES[:size])).hex() == ROOTS[size]


@given(SIZES, SIZES)
@settings(deadline=None, max_examples=40)
def test_a_frontier_grows_to_the_same_root_in_any_steps(one, other):
    some, all_of_them = sorted((one, other))
    grown = Frontier().extend(MANY[:some]).extend(MANY[some:all_of_them])

    assert grown == Frontier().extend(MANY[:all_of_them])
    assert grown.root() == root(all_of_them) == tree_root(all_of_them, reader(MANY[:all_of_them]))
    assert Frontier.from_bytes(grown.size, grown.to_bytes()) == grown


@given(st.integers(1, 300))
@settings(deadline=None, max_examples=40)
def test_roots_and_proofs_are_those_of_the_rfc(size):
    hashes = MANY[:size]
    read = reader(hashes)

    assert root_of(hashes) == root_by_the_book(hashes)
    for index in {0, size // 3, size - 1}:
        assert inclusion_proof(index, size, read) == path_by_the_book(index, hashes)


@given(st.data())
@settings(deadline=None, max_examples=40)
def test_an_inclusion_proof_leads_to_the_root_from_its_own_leaf_and_no_other(data):
    size = data.draw(SIZES.filter(bool))
    index = data.draw(st.integers(0, size - 1))
    read = reader(MANY)  # a larger tree than the one asked about: tiles are fuller than they were then
    proof = inclusion_proof(index, size, read)

    assert root_from_inclusion(MANY[index], index, size, proof) == root(size)
    assert root_from_inclusion(leaf_hash(b"another"), index, size, proof) != root(size)
    sigstore_says(MANY[index], index, size, proof, root(size))


def sigstore_says(hashed, index, size, proof, expected):
    """What sigstore does with a proof, with its own parts."""
    inner, border = sigstore_merkle._decomp_inclusion_proof(index, size)
    assert len(proof) == inner + border
    half = sigstore_merkle._chain_inner(hashed, proof[:inner], index)
    assert sigstore_merkle._chain_border_right(half, proof[inner:]) == expected


@given(SIZES, SIZES)
@settings(deadline=None, max_examples=40)
def test_a_consistency_proof_shows_growth_and_nothing_else(one, other):
    old, new = sorted((one, other))
    then, now = (TreeHead(size, root(size)) for size in (old, new))
    proof = consistency_proof(old, new, reader(MANY))

    check_consistency(then, now, proof)
    if old:
        rewritten = TreeHead(old, root_of([leaf_hash(b"rewritten"), *MANY[1:old]]))
        with pytest.raises(ProofRefused):
            check_consistency(rewritten, now, proof)
    if proof:
        for damaged in (proof[:-1], [*proof, bytes(32)], [bytes(32), *proof[1:]]):
            with pytest.raises(ProofRefused):
                check_consistency(then, now, damaged)


def test_pymerkle_has_the_same_roots_and_inclusion_proofs():
    theirs = pymerkle.InmemoryTree(algorithm="sha256")
    leaves = [str(number).encode() for number in range(300)]
    for number, leaf in enumerate(leaves):
        theirs.append_entry(leaf)
        if number % 37 == 0:
            size = number + 1
            read = reader(MANY[:size])
            assert theirs.get_root(size) == root(size)
            index = number // 2
            assert inclusion_proof(index, size, read) == theirs.prove_inclusion(index + 1, size).path[1:]
            for old in range(1, size, 11):
                pymerkle.verify_consistency(root(old), root(size), theirs.prove_consistency(old, size))


@pytest.mark.parametrize(
    ("index", "size", "length"),
    [
        pytest.param(0, 1, 1, id="a tree of one leaf needs none"),
        pytest.param(0, 8, 2, id="too short"),
        pytest.param(0, 8, 4, id="too long"),
        pytest.param(8, 8, 3, id="no such leaf"),
        pytest.param(-1, 8, 3, id="before the first"),
        pytest.param(0, 0, 0, id="an empty tree"),
    ],
)
def test_a_proof_of_another_length_is_refused(index, size, length):
    with pytest.raises(ProofRefused):
        root_from_inclusion(HASHES[0], index, size, [bytes(32)] * length)


@pytest.mark.parametrize(
    ("old", "new", "proof"),
    [
        pytest.param(TreeHead(9, bytes(32)), TreeHead(8, bytes(32)), [], id="shrunk"),
        pytest.param(TreeHead(8, bytes(32)), TreeHead(8, b"x" * 32), [], id="as large, and different"),
        pytest.param(TreeHead(8, bytes(32)), TreeHead(8, bytes(32)), [bytes(32)], id="equal needs no proof"),
        pytest.param(TreeHead(0, bytes(32)), TreeHead(8, bytes(32)), [], id="an empty tree has one root only"),
        pytest.param(TreeHead(3, bytes(32)), TreeHead(8, bytes(32)), [], id="no proof at all"),
    ],
)
def test_trees_that_do_not_follow_from_each_other(old, new, proof):
    with pytest.raises(ProofRefused):
        check_consistency(old, new, proof)


def test_an_empty_tree_goes_before_all_others():
    check_consistency(TreeHead(0, EMPTY_ROOT), TreeHead(8, bytes.fromhex(ROOTS[8])), [])
    assert consistency_proof(0, 8, reader(HASHES)) == []


@pytest.mark.parametrize(
    ("size", "hashes"),
    [
        pytest.param(3, (bytes(32),), id="too few"),
        pytest.param(2, (bytes(32), bytes(32)), id="too many"),
        pytest.param(1, (b"short",), id="no hash"),
        pytest.param(-1, (bytes(32),), id="below nothing"),
    ],
)
def test_a_frontier_that_cannot_be(size, hashes):
    with pytest.raises(ValueError, match=r"frontier|hash"):
        Frontier(size, hashes)


def test_a_proof_over_tiles_that_are_too_short_says_so():
    with pytest.raises(ValueError, match="tile 0/1 is too short"):
        inclusion_proof(0, 300, lambda _level, _index: b"")


def test_asking_for_what_never_was():
    with pytest.raises(ValueError, match="no leaf 8"):
        inclusion_proof(8, 8, reader(HASHES))
    with pytest.raises(ValueError, match="never one of 9"):
        consistency_proof(9, 8, reader(HASHES))


def test_a_proof_reads_each_tile_once():
    asked = []
    read = reader(MANY)
    inclusion_proof(12_345, 70_000, lambda level, index: asked.append((level, index)) or read(level, index))

    assert len(asked) == len(set(asked)) <= 5


if sys.version_info >= (3, 12):

    @given(SIZES, SIZES)
    @settings(deadline=None, max_examples=40)
    def test_aics_tlog_accepts_our_proofs(one, other):
        from aics_tlog import tree as theirs

        old, new = sorted((one, other))
        roots = [root(size) for size in (old, new)]
        assert theirs.verify_consistency(old, new, *roots, consistency_proof(old, new, reader(MANY)))
