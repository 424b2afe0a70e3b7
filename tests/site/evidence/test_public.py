"""What outsiders see of a log: signed heads and hashes in the form of others' tools, and never an entry."""

from datetime import timedelta

import pytest
from tests.evidence.conftest import something

from balie.evidence import heads, logs, published
from balie.evidence.core import (
    Checkpoint,
    PublicKey,
    Tile,
    check_proof,
    open_checkpoint,
    read_checkpoint,
    split,
    tiles_of,
    tree_root,
)
from balie.evidence.models import Entry
from balie.evidence.models import Tile as KeptTile

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(noon):
    """A log of 701 entries under its first checkpoint, and one more for having published that."""
    logs.add({7: [something(noon, number) for number in range(1, 701)]}, now=noon)
    opened = logs.opened([7], now=noon)[7]
    heads.publish(opened, now=noon)
    return opened


def fetched(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer


def test_a_stranger_can_check_the_whole_tree_with_what_is_public(log, stranger):
    note = fetched(stranger, f"/log/{log.name}/checkpoint").content.decode()
    keys = [
        PublicKey.read(line.removeprefix("vkey "))
        for line in fetched(stranger, "/log/logs.txt").getvalue().decode().splitlines()
        if line.startswith("vkey ")
    ]
    head = open_checkpoint(note, keys, log=log.name)
    got = {
        (tile.level, tile.index): fetched(stranger, f"/log/{log.name}/{tile.path}").content
        for tile in tiles_of(head.size)
    }
    assert head.size == 701
    assert [len(got[0, number]) // 32 for number in range(3)] == [256, 256, 189]
    assert tree_root(head.size, lambda level, index: got[level, index]) == head.root


def test_caches_keep_a_tile_for_ever_and_a_head_for_a_minute(log, stranger):
    tile = fetched(stranger, f"/log/{log.name}/tile/0/000")
    head = fetched(stranger, f"/log/{log.name}/checkpoint")
    assert tile.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert head.headers["Cache-Control"] == "public, max-age=60"
    for answer in (tile, head):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert not answer.cookies
    assert fetched(stranger, "/log/").headers["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("tile/entries/000", id="entries, for they hold names"),
        pytest.param("tile/0/002", id="a tile that is not full"),
        pytest.param("tile/0/002.p/190", id="more than the head is over"),
        pytest.param("tile/0/003", id="beyond the end"),
        pytest.param("tile/1/000", id="a level whose tile is not full"),
        pytest.param("tile/0/0", id="another writing"),
        pytest.param("tile/0/-01", id="below nothing"),
        pytest.param("tile/64/000", id="no such level"),
        pytest.param("tile/0/x999/x999/x999/x999/x999/x999/999", id="very far"),
        pytest.param("tile/0/000%00", id="a null"),
        pytest.param("tile/0/../../../people/", id="somewhere else"),
    ],
)
def test_what_is_no_tile_of_the_signed_tree_is_not_there(log, stranger, path):
    assert stranger.get(f"/log/{log.name}/{path}").status_code == 404


def test_a_log_without_a_head_shows_nothing(noon, stranger):
    log = logs.opened([9], now=noon)[9]
    assert stranger.get(f"/log/{log.name}/checkpoint").status_code == 404
    assert stranger.get(f"/log/{log.name}/tile/0/000.p/1").status_code == 404
    assert stranger.get("/log/nobody/checkpoint").status_code == 404
    assert log.name not in stranger.get("/log/").content.decode()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_list_names_each_log_with_its_key(log, stranger, language):
    page = stranger.get("/log/", headers={"accept-language": language}).content.decode()
    assert log.name in page
    assert Entry.objects.get(log=log, sequence=0).body["key"] in page
    assert "Gesprek" not in page


def test_each_entry_has_a_proof_under_the_newest_head(log):
    newest = heads.latest(log)
    keys = [PublicKey.read(Entry.objects.get(log=log, sequence=0).body["key"])]
    for number in (0, 1, 255, 256, 511, 512, 700):
        entry = Entry.objects.get(log=log, sequence=number)
        proof = published.proof_of(log, number, newest)
        assert check_proof(proof, entry.leaf.encode(), keys, log=log.name).size == 701


def test_a_tile_above_others_is_made_of_their_roots(noon):
    log = logs.opened([7], now=noon)[7]
    for number in range(3):
        KeptTile.objects.create(log=log, level=0, number=number, hashes=bytes([number]) * 32 * 256)
    found = published.tile_bytes(log, Tile(1, 0, 3), size=800)
    assert len(split(found)) == 3


# When a head is due


def test_what_was_published_stands_in_the_log_and_asks_for_no_head_of_its_own(log, noon):
    log.refresh_from_db()
    told = Entry.objects.get(log=log, kind="checkpoint-published")
    head = heads.head_in(heads.latest(log))
    assert told.body == {"size": 701, "root": head.root.hex(), "where": "page"}
    assert (log.size, head.size) == (702, 701)
    assert heads.checkpoint_what_grew(noon + timedelta(hours=1)) == 0
    assert heads.publish(log, now=noon + timedelta(hours=2)).size == 701


def test_a_log_that_grew_gets_one_head_however_many_entries_came(log, noon):
    logs.add({7: [something(noon, 900), something(noon, 901)]}, now=noon)
    assert heads.checkpoint_what_grew(noon + timedelta(hours=1)) == 1
    assert heads.checkpoint_what_grew(noon + timedelta(hours=1)) == 0
    newest = heads.latest(log)
    assert isinstance(heads.head_in(newest), Checkpoint)
    assert newest.size == 704
    assert read_checkpoint(newest.note.partition("\n\n")[0] + "\n").log == log.name
