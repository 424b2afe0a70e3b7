"""Whoever changes a log behind its back is found out, and where they did it is told."""

from contextlib import closing

import pytest
from django.db import connection

from balie.evidence import heads, logs, signing
from balie.evidence.checking.findings import Fault
from balie.evidence.core import Checkpoint, Frontier, SecretKey, leaf_hash, read_checkpoint, sign_checkpoint
from balie.evidence.group import Unit
from balie.evidence.models import Log
from balie.evidence.writing import append


def signed(book, noon, *keys):
    """Sign the head the log has now, and keep it in the database that is looked at."""
    ((size, frontier),) = book.run("SELECT size, frontier FROM evidence_log WHERE id = ?", book.log)
    note = sign_checkpoint(
        Checkpoint(book.name, size, Frontier.from_bytes(size, bytes(frontier)).root()),
        keys or [signing.secret_key("/".join(book.name.split("/")[:2]))],
    )
    book.run(
        "INSERT INTO evidence_checkpoint (log_id, size, note, made_at, stamp, sent_to) VALUES (?, ?, ?, ?, ?, '[]')",
        book.log, size, note, noon.isoformat(), b"",
    )  # fmt: skip
    return note


def faults(verdict):
    return {(one.fault, one.first) for one in verdict.findings}


def leaf_of(book, number):
    return book.run("SELECT leaf FROM evidence_entry WHERE log_id = ? AND sequence = ?", book.log, number)[0][0]


def test_a_log_that_nobody_touched_holds(filled, noon):
    note = signed(filled, noon)
    verdict = filled.check(note)
    assert verdict.holds, [one.line.en for one in verdict.findings]
    assert (verdict.size, verdict.heads, verdict.outside) == (700, 1, 1)


@pytest.mark.parametrize("number", [0, 5, 255, 256, 640, 699])
def test_a_changed_byte(filled, noon, number):
    changed = leaf_of(filled, number).replace('"v":1', '"v":2')
    filled.run("UPDATE evidence_entry SET leaf = ? WHERE log_id = ? AND sequence = ?", changed, filled.log, number)
    assert (Fault.CHANGED, number) in faults(filled.check())


@pytest.mark.parametrize("number", [0, 5, 300])
def test_a_changed_entry_with_a_hash_to_match(filled, noon, number):
    """The tile that was made of it before tells which entry it was."""
    changed = leaf_of(filled, number).replace("Balie", "Basie")
    filled.run(
        "UPDATE evidence_entry SET leaf = ?, leaf_hash = ?, actor_name = 'Basie' WHERE log_id = ? AND sequence = ?",
        changed, leaf_hash(changed.encode()), filled.log, number,
    )  # fmt: skip
    assert (Fault.CHANGED, number) in faults(filled.check())


def test_a_changed_entry_with_everything_in_the_database_to_match(filled, noon, group):
    """Hash, tiles and frontier all made anew: the signed checkpoint shows that it was before entry 700."""
    signed(filled, noon)
    group.write(Unit({filled.log: [filled.said(number) for number in range(700, 710)]}))
    rewritten(filled, 300)
    assert faults(filled.check()) == {(Fault.CHECKPOINT, 0)}


def rewritten(book, number):
    """Change an entry and make everything again that is computed from it, as somebody with the program can."""
    rows = book.run("SELECT sequence, leaf FROM evidence_entry WHERE log_id = ? ORDER BY sequence", book.log)
    leaves = [leaf.replace("Balie", "Basie") if place == number else leaf for place, leaf in rows]
    hashes = [leaf_hash(leaf.encode()) for leaf in leaves]
    book.run(
        "UPDATE evidence_entry SET leaf = ?, leaf_hash = ?, actor_name = 'Basie' WHERE log_id = ? AND sequence = ?",
        leaves[number], hashes[number], book.log, number,
    )  # fmt: skip
    for tile in range(len(hashes) // 256):
        made = b"".join(hashes[tile * 256 : tile * 256 + 256])
        book.run("UPDATE evidence_tile SET hashes = ? WHERE log_id = ? AND number = ?", made, book.log, tile)
    book.run("UPDATE evidence_log SET frontier = ? WHERE id = ?", Frontier().extend(hashes).to_bytes(), book.log)


def test_a_log_written_anew_and_signed_again_shows_by_a_head_kept_elsewhere(filled, noon):
    outside = signed(filled, noon)
    rewritten(filled, 300)
    filled.run("DELETE FROM evidence_checkpoint")
    signed(filled, noon)
    assert filled.check().holds  # this is what a log alone cannot show
    assert faults(filled.check(outside)) == {(Fault.CHECKPOINT, 0)}


@pytest.mark.parametrize("number", [0, 17, 512, 698])
def test_a_dropped_entry(filled, number):
    filled.run("DELETE FROM evidence_entry WHERE log_id = ? AND sequence = ?", filled.log, number)
    assert (Fault.MISSING, number) in faults(filled.check())


def test_an_inserted_entry(filled):
    """Room was made for it by moving the others up."""
    filled.run("UPDATE evidence_entry SET sequence = -sequence - 1 WHERE log_id = ? AND sequence > 400", filled.log)
    filled.run("UPDATE evidence_entry SET sequence = -sequence WHERE log_id = ? AND sequence < 0", filled.log)
    forged = leaf_of(filled, 400).replace('"seq":400', '"seq":401')
    copied = "at, kind, version, origin, actor_id, actor_name, subject, subject_id, subject_name, system, conversation"
    filled.run(
        f"INSERT INTO evidence_entry (log_id, sequence, leaf, leaf_hash, {copied})"
        f" SELECT log_id, 401, ?, ?, {copied} FROM evidence_entry WHERE log_id = ? AND sequence = 400",
        forged, leaf_hash(forged.encode()), filled.log,
    )  # fmt: skip
    found = faults(filled.check())
    assert (Fault.OF_ANOTHER_LOG, 402) in found
    assert (Fault.EXTRA, 700) in found


def test_entries_in_another_order(filled):
    for old, new in ((100, -1), (101, 100), (-1, 101)):
        filled.run("UPDATE evidence_entry SET sequence = ? WHERE log_id = ? AND sequence = ?", new, filled.log, old)
    assert {(Fault.OF_ANOTHER_LOG, 100), (Fault.OF_ANOTHER_LOG, 101)} <= faults(filled.check())


def test_a_tail_that_was_cut_off(filled):
    filled.run("DELETE FROM evidence_entry WHERE log_id = ? AND sequence >= 690", filled.log)
    assert (Fault.MISSING, 690) in faults(filled.check())


def test_a_tail_that_was_cut_off_with_the_head_to_match_shows_by_the_checkpoint(filled, noon):
    note = signed(filled, noon)
    filled.run("DELETE FROM evidence_entry WHERE log_id = ? AND sequence >= 600", filled.log)
    hashes = [
        bytes(row[0])
        for row in filled.run("SELECT leaf_hash FROM evidence_entry WHERE log_id = ? ORDER BY sequence", filled.log)
    ]
    filled.run(
        "UPDATE evidence_log SET size = 600, frontier = ? WHERE id = ?",
        Frontier().extend(hashes).to_bytes(),
        filled.log,
    )
    assert (Fault.OLDER_THAN_CHECKPOINT, 600) in faults(filled.check())
    filled.run("DELETE FROM evidence_checkpoint")
    assert filled.check().holds
    assert faults(filled.check(note)) == {(Fault.OLDER_THAN_CHECKPOINT, 600)}


def test_two_logs_that_changed_places(filled, noon):
    other = logs.opened([8], now=noon)[8]
    with closing(filled.way.connect()) as reached:
        cursor = reached.cursor()
        if connection.vendor == "sqlite":  # the copy in a file does not have it yet
            cursor.execute(
                "INSERT INTO evidence_log (id, name, system, opened_at, size, frontier) VALUES (?, ?, 8, ?, 0, ?)",
                (other.pk, other.name, noon.isoformat(), b""),
            )
            append(cursor, filled.way.dialect, {other.pk: [filled.said(1)]})
    filled.run("UPDATE evidence_entry SET sequence = sequence + 10000 WHERE log_id = ?", filled.log)
    filled.run("UPDATE evidence_entry SET log_id = ? WHERE log_id = ?", filled.log, other.pk)
    assert (Fault.OF_ANOTHER_LOG, 0) in faults(filled.check())


def test_a_checkpoint_of_another_key(filled, noon):
    signed(filled, noon, SecretKey("balie/forged", bytes(range(32))))
    assert (Fault.SIGNATURE, None) in faults(filled.check())


def test_a_checkpoint_whose_text_was_changed(filled, noon):
    note = signed(filled, noon)
    filled.run("UPDATE evidence_checkpoint SET note = ?", note.replace("\n700\n", "\n699\n"))
    assert (Fault.SIGNATURE, None) in faults(filled.check())


@pytest.mark.parametrize(
    "column",
    ["kind = 'log-read'", "origin = 'attested'", "actor_name = 'Jan'", "actor_id = 3", "subject = 'system'",
     "subject_id = 1", "subject_name = 'x'", "system = 8", "conversation = 'c9'", "version = 2",
     "at = '2026-01-01 00:00:00.000000'",
     """system = NULL, subject_name = subject_name || '","system":7'""",
     """conversation = '', subject_id = 1, subject = 'conversation'"""],
)  # fmt: skip
def test_columns_to_search_by_that_say_something_else(filled, column):
    filled.run(f"UPDATE evidence_entry SET {column} WHERE log_id = ? AND sequence = 321", filled.log)
    assert faults(filled.check()) == {(Fault.COPY_CHANGED, 321)}


@pytest.mark.parametrize(
    ("column", "told"),
    [
        pytest.param("subject_name", r"Gesprek \"320\"", id="escaped as JSON escapes it"),
        pytest.param("subject_name", 'Gesprek "320","system":7},"v":1', id="on into what follows"),
        pytest.param("conversation", 'c320","key":320', id="a quote that ends it early"),
    ],
)
def test_a_column_that_reads_as_the_entry_is_written_is_no_copy_of_it(filled, column, told):
    assert filled.check().holds
    filled.run(f"UPDATE evidence_entry SET {column} = ? WHERE log_id = ? AND sequence = 320", told, filled.log)
    assert faults(filled.check()) == {(Fault.COPY_CHANGED, 320)}


def test_a_text_that_is_gone_without_a_rule(filled):
    filled.run("UPDATE evidence_entry SET leaf = '' WHERE log_id = ? AND sequence = 33", filled.log)
    assert faults(filled.check()) == {(Fault.EXPIRED_WITHOUT_REASON, 33)}


def test_a_tile_that_was_changed(filled):
    filled.run("UPDATE evidence_tile SET hashes = ? WHERE log_id = ? AND number = 1", bytes(8192), filled.log)
    assert not filled.check().holds


def test_a_frontier_that_was_changed(filled):
    filled.run("UPDATE evidence_log SET frontier = ? WHERE id = ?", bytes(32 * 6), filled.log)
    assert faults(filled.check()) == {(Fault.FRONTIER, None)}


def test_two_writers_of_whom_one_does_not_lock_cannot_both_have_a_place(filled):
    """The table itself refuses the second entry at a place."""
    with closing(filled.way.connect()) as reached:
        cursor = reached.cursor()
        cursor.execute(filled.way.begin)
        append(cursor, filled.way.dialect, {filled.log: [filled.said(701)]})
        cursor.execute("COMMIT")
        copied = (
            "leaf, leaf_hash, at, kind, version, origin, actor_name, subject, subject_id, subject_name, conversation"
        )
        twice = f"INSERT INTO evidence_entry (log_id, sequence, {copied}) SELECT log_id, sequence, {copied}"
        with pytest.raises(Exception, match=r"(?i)unique"):
            cursor.execute(filled.way.dialect.said(f"{twice} FROM evidence_entry WHERE sequence = ?"), (700,))
    assert filled.check().holds


def test_a_checkpoint_is_made_once_for_each_head(noon, transactional_db):
    log = logs.opened([7], now=noon)[7]
    first = heads.checkpoint(log, now=noon)
    assert heads.checkpoint(log, now=noon) == first
    assert read_checkpoint(first.note.partition("\n\n")[0] + "\n").size == Log.objects.get(pk=log.pk).size == 1
    assert heads.checkpoint_what_grew(noon) == 0
