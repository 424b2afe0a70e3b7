"""Content that was changed, swapped, taken out or erased in silence is found, and the entry it belongs to is told."""

from contextlib import closing

import pytest
from tests.evidence.conftest import something
from tests.evidence.test_verify_command import balie  # noqa: F401  (a fixture)

from balie.evidence import vault
from balie.evidence.checking.findings import Fault
from balie.evidence.checking.running import check_database
from balie.evidence.core import Actor, Draft, Label, MasterKey, Origin, Subject, Whose, newest, seal, unwrap
from balie.evidence.masters import Masters
from balie.evidence.secret_keys import NoSecret
from balie.evidence.vault import Piece
from balie.evidence.writing import Said, append


@pytest.fixture
def masters(tmp_path):
    return Masters(tmp_path / "keys", {})


@pytest.fixture
def stored(book, masters):
    """Six hundred pieces in two conversations, written as another program writes them: ids by number of the entry."""
    with closing(book.way.connect()) as reached:
        cursor = reached.cursor()
        cursor.execute(book.way.begin)
        pieces = [Piece(something(book.noon, n % 2), "text/plain", f"woord {n}".encode()) for n in range(600)]
        found = vault.store(cursor, book.way.dialect, masters, book.log, pieces)
        cursor.execute("COMMIT")
    return {one.placed.sequence: one.id for one in found}


def look(book, masters):
    (verdict,) = check_database(book.way, names=[book.name], processes=1, masters=masters)
    return verdict


def faults(verdict):
    return {(one.fault, one.first) for one in verdict.findings}


def test_content_that_nobody_touched_holds(book, masters, stored):
    verdict = look(book, masters)
    assert verdict.holds, [one.line.en for one in verdict.findings]
    assert (verdict.size, verdict.contents) == (601, 600)


@pytest.mark.parametrize("number", [1, 300, 600])
def test_a_changed_byte_is_found(book, masters, stored, number):
    ((sealed,),) = book.run("SELECT sealed FROM evidence_content WHERE id = ?", stored[number])
    changed = bytearray(bytes(sealed))
    changed[-1] ^= 1
    book.run("UPDATE evidence_content SET sealed = ? WHERE id = ?", bytes(changed), stored[number])
    verdict = look(book, masters)
    assert (faults(verdict), verdict.contents) == ({(Fault.CONTENT, number)}, 599)


def test_other_content_sealed_with_the_right_key_is_found(book, masters, stored):
    """Whoever has the master key can make a seal that opens; the commitment in the entry does not fit it."""
    ((wrapped, conversation),) = book.run(
        "SELECT k.wrapped, k.conversation FROM evidence_contentkey k JOIN evidence_content c ON c.key_id = k.id"
        " WHERE c.id = ?", stored[7],
    )  # fmt: skip
    whose = Whose(book.name, conversation)
    key = unwrap(MasterKey(masters.now.read()), bytes(wrapped), whose)
    forged = seal(key, Label(whose, stored[7], "text/plain"), b"k" * 32, b"iets anders")
    book.run("UPDATE evidence_content SET sealed = ? WHERE id = ?", forged, stored[7])
    assert faults(look(book, masters)) == {(Fault.CONTENT, 7)}


def test_content_that_was_taken_out_is_found(book, masters, stored):
    book.run("DELETE FROM evidence_content WHERE id = ?", stored[42])
    assert faults(look(book, masters)) == {(Fault.CONTENT, 42)}


def test_content_that_was_erased_in_silence_is_found_and_an_entry_about_it_is_enough(book, masters, stored):
    ids = [stored[n] for n in (2, 4)]
    for one in ids:
        book.run("UPDATE evidence_content SET sealed = ? WHERE id = ?", b"", one)
    assert faults(look(book, masters)) == {(Fault.CONTENT, 2), (Fault.CONTENT, 4)}
    about = Subject("conversation", 0, "c1", 7, "c1")
    what = {"ids": ids, "reason": "request"}
    erased = Draft(newest("content-erased").id, Origin.ENFORCED, about, Actor(None, "Balie"), what)
    with closing(book.way.connect()) as reached:
        cursor = reached.cursor()
        cursor.execute(book.way.begin)
        append(cursor, book.way.dialect, {book.log: [Said(book.noon, erased)]})
        cursor.execute("COMMIT")
    assert look(book, masters).holds


def test_without_the_master_key_the_look_says_so(book, masters, stored):
    masters.now.file.unlink()
    with pytest.raises(NoSecret):
        look(book, masters)


def test_the_log_alone_needs_no_master_key(book, masters, stored):
    masters.now.file.unlink()
    assert book.check().holds


def test_the_command_looks_into_the_vault_when_asked(book, stored, balie, tmp_path):  # noqa: F811
    """`balie` runs as a program of its own, with the master key where an administrator has it."""
    keys = tmp_path / "evidence"
    keys.mkdir(mode=0o700)
    key = (tmp_path / "keys" / "master-key").rename(keys / "master-key")
    ran = balie("verify", "--database", "--content", "--log", book.name, "--lang", "en")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "content that fits 600" in ran.stdout
    book.run("DELETE FROM evidence_content WHERE id = ?", stored[42])
    ran = balie("verify", "--database", "--content", "--log", book.name, "--lang", "en")
    assert ran.returncode == 1
    assert "entry 42: the content that belongs to this entry was taken out of the vault" in ran.stdout
    key.unlink()
    ran = balie("verify", "--database", "--content", "--log", book.name, "--lang", "en")
    assert ran.returncode == 2
    assert "master key of the vault is not there" in ran.stderr
