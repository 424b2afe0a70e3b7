"""Tiles and bundles: the examples of C2SP tlog-tiles, and that every tree is covered exactly once."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.evidence.core import WIDTH, Tile, bundle, completed, leaf_hash, leaves_of, root_of, tiles_of
from balie.evidence.core.tiles import reader

HASHES = [leaf_hash(str(number).encode()) for number in range(70_000)]
TILES = st.builds(Tile, st.none() | st.integers(0, 63), st.integers(0, 10**12), st.integers(1, WIDTH))


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 1_234_067), "tile/0/x001/x234/067"),
        (Tile(0, 0), "tile/0/000"),
        (Tile(1, 999, 17), "tile/1/999.p/17"),
        (Tile(1, 1000, 1), "tile/1/x001/000.p/1"),
        (Tile(63, 1_000_000), "tile/63/x001/x000/000"),
        (Tile(None, 273, 112), "tile/entries/273.p/112"),
    ],
)
def test_paths(tile, path):
    assert tile.path == path
    assert Tile.at(path) == tile


@given(TILES)
def test_every_tile_has_its_own_path(tile):
    assert Tile.at(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "tile/64/000",
        "tile/00/000",
        "tile/0/1",
        "tile/0/x000/001",
        "tile/0/0001",
        "tile/0/x001",
        "tile/0/001.p/0",
        "tile/0/001.p/256",
        "tile/0/001.p/01",
        "tile/0/001/",
        "/tile/0/001",
        "tile/0/../001",
        "tile/0/\u0660\u0660\u0661",
        "tile/0/001\n",
    ],
)
def test_other_paths_are_refused(path):
    with pytest.raises(ValueError, match=r"no path of a tile|there is no tile"):
        Tile.at(path)


def test_the_tiles_of_a_tree_of_70_000_entries():
    tiles = list(tiles_of(70_000))

    assert [tile for tile in tiles if tile.level] == [Tile(1, 0), Tile(1, 1, 17), Tile(2, 0, 1)]
    assert tiles[:274] == [*(Tile(0, index) for index in range(273)), Tile(0, 273, 112)]


def test_a_tree_of_256_entries_has_a_full_tile_and_one_above():
    assert list(tiles_of(256)) == [Tile(0, 0), Tile(1, 0, 1)]
    assert list(tiles_of(0)) == []


@given(st.integers(0, 200_000), st.integers(0, 200_000))
def test_tiles_that_become_full_are_named_once(one, other):
    before, after = sorted((one, other))
    full = {size: {tile for tile in tiles_of(size) if tile.width == WIDTH} for size in (before, after)}
    named = list(completed(before, after))

    assert set(named) == full[after] - full[before]
    assert len(named) == len(set(named))


@given(st.integers(0, 70_000))
def test_a_tile_above_holds_the_roots_of_full_tiles_below(size):
    read = reader(HASHES[:size])
    for tile in list(tiles_of(size))[-3:]:
        held = read(tile.level, tile.index)
        assert len(held) == tile.width * 32
        if tile.level:
            below = read(tile.level - 1, tile.index * WIDTH)
            assert held[:32] == root_of([below[at : at + 32] for at in range(0, len(below), 32)])


@given(st.lists(st.binary(max_size=100) | st.just(b"x" * 65_535), max_size=5))
def test_a_bundle_reads_back(leaves):
    assert leaves_of(bundle(leaves)) == leaves


def test_a_bundle_has_the_length_in_two_bytes_high_first():
    assert bundle([b"", b"ab"]) == b"\x00\x00\x00\x02ab"


@pytest.mark.parametrize("broken", [b"\x00", b"\x00\x02a", b"\x00\x01a\x00"])
def test_a_bundle_that_breaks_off_is_refused(broken):
    with pytest.raises(ValueError, match="breaks off"):
        leaves_of(broken)


def test_a_leaf_that_is_too_long_for_a_bundle_is_refused():
    with pytest.raises(OverflowError):
        bundle([b"x" * 65_536])


if sys.version_info >= (3, 12):

    @given(st.integers(1, 2_000))
    def test_aics_tlog_makes_the_same_tiles(size):
        from aics_tlog import tiles as theirs

        leaves = [str(number).encode() for number in range(size)]
        made = theirs.materialise_tiles(leaves)
        read = reader(HASHES[:size])

        ours = {tile.path: read(tile.level, tile.index) for tile in tiles_of(size)}
        assert {path: held for path, held in made.items() if "entries" not in path} == ours
        assert made[Tile(None, 0, min(size, WIDTH)).path] == bundle(leaves[:WIDTH])
