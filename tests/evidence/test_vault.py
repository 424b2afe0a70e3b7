"""Content goes into the vault and comes out again; whoever changes it is found out, and what is erased is gone."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from django.db import transaction
from tests.conftest import NOON
from tests.evidence.conftest import something

from balie.evidence import contents, holds, vault
from balie.evidence.contents import Why
from balie.evidence.core import Actor, Commitment
from balie.evidence.core import holds as fits
from balie.evidence.masters import Masters
from balie.evidence.models import Content, ContentKey, Entry, LegalHold, Log
from balie.evidence.secret_keys import NoSecret
from balie.evidence.vault import Damaged, Erased, Piece, VaultRefused
from balie.site.settings import _SQLITE as SQLITE

ANNA = Actor(None, "Anna")
WORDS = [("text/plain", b"Goedemiddag, met Wim"), ("application/json", b'{"keuze": "geld terug"}')]


@pytest.fixture
def kept(db, folder, noon):
    """Two pieces of one conversation of AI system 7."""
    return contents.store(7, "c1", WORDS, by=ANNA, now=noon)


@pytest.fixture
def log(kept):
    return Log.objects.get(system=7)


def test_what_is_stored_can_be_read_and_its_entry_is_bound_to_it(kept, log):
    for stored, (media, content) in zip(kept, WORDS, strict=True):
        found = contents.open_content(stored.id)
        assert (found.media, found.content) == (media, content)
        entry = Entry.objects.get(log=log, sequence=stored.placed.sequence)
        assert (entry.kind, entry.conversation, entry.body) == ("content-stored", "c1", {"media": media})
        bound = Commitment(**entry.said["vault"])
        assert bound.id == stored.id
        assert fits(bound, content, found.commitment_key)


def test_nothing_of_it_can_be_read_in_the_database(kept):
    for row in [
        *Content.objects.values_list("sealed", flat=True),
        *ContentKey.objects.values_list("wrapped", flat=True),
    ]:
        assert b"Wim" not in bytes(row)
    assert not Entry.objects.filter(leaf__contains="Goedemiddag").exists()


def test_each_conversation_has_one_key_and_each_piece_an_id_of_its_own(kept, noon):
    contents.store(7, "c1", WORDS, by=ANNA, now=noon)
    contents.store(7, "c2", WORDS, by=ANNA, now=noon)
    contents.store(8, "c1", WORDS, by=ANNA, now=noon)
    assert [key.contents.count() for key in ContentKey.objects.order_by("pk")] == [4, 2, 2]
    assert len({bytes(sealed) for sealed in Content.objects.values_list("sealed", flat=True)}) == 8


def test_when_the_change_is_taken_back_nothing_is_stored(kept, noon):
    with transaction.atomic():
        contents.store(7, "c9", WORDS, by=ANNA, now=noon)
        transaction.set_rollback(True)
    assert (Content.objects.count(), ContentKey.objects.count()) == (2, 1)


def test_the_content_of_some_entries_or_of_all(kept, log, noon):
    contents.store(7, "c2", [("text/plain", f"{n}".encode()) for n in range(450)], by=ANNA, now=noon)
    everything = list(contents.contents_of(log))
    assert [number for number, _ in everything] == list(range(1, 453))
    assert [found.content for _, found in everything[2:]] == [f"{n}".encode() for n in range(450)]
    assert [found.content for _, found in contents.contents_of(log, [2, 0, 452])] == [WORDS[1][1], b"449"]
    assert list(contents.contents_of(log, [])) == []
    spread = range(0, 453, 2)
    assert [number for number, _ in contents.contents_of(log, spread)] == list(spread)[1:]


@pytest.mark.parametrize(
    ("conversation", "media", "content", "code"),
    [
        pytest.param("", "text/plain", b"", "no-conversation", id="no conversation"),
        pytest.param("x" * 65, "text/plain", b"", "no-conversation", id="a conversation with too long a name"),
        pytest.param("c", "plain text", b"", "no-media-type", id="no media type"),
        pytest.param("c", "text/" + "x" * 200, b"", "no-media-type", id="too long a media type"),
        pytest.param("c", "text/plain", bytes(vault.LARGEST + 1), "too-large", id="too large"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(db, folder, conversation, media, content, code):
    with pytest.raises(VaultRefused) as refused:
        contents.store(7, conversation, [(media, content)], by=ANNA, now=NOON)
    assert refused.value.code == code
    assert refused.value.message.nl != refused.value.message.en
    assert not ContentKey.objects.exists()


def test_an_unknown_id_is_told(kept):
    with pytest.raises(VaultRefused) as refused:
        contents.open_content("f" * 32)
    assert refused.value.code == "no-such-content"


def test_changed_content_does_not_open(kept):
    Content.objects.filter(pk=kept[0].id).update(sealed=b"\x01" + bytes(80))
    with pytest.raises(Damaged):
        contents.open_content(kept[0].id)
    assert contents.open_content(kept[1].id).content == WORDS[1][1]


def test_two_pieces_that_changed_places_do_not_open(kept):
    one, two = (Content.objects.get(pk=stored.id) for stored in kept)
    Content.objects.filter(pk=one.pk).update(sealed=two.sealed)
    with pytest.raises(Damaged):
        contents.open_content(one.pk)


# The master key


def test_the_master_key_is_made_once_for_its_owner_alone(kept, folder):
    assert (folder / "master-key").stat().st_mode & 0o777 == 0o600


def test_without_the_master_key_it_says_so_makes_no_other_and_loses_nothing(kept, folder, noon):
    away = (folder / "master-key").rename(folder / "elsewhere")
    for ask in (lambda: contents.open_content(kept[0].id), lambda: contents.store(7, "c2", WORDS, by=ANNA, now=noon)):
        with pytest.raises(NoSecret) as told:
            ask()
        assert "BALIE_MASTER_KEY" in told.value.message.nl
    assert not (folder / "master-key").exists()
    away.rename(folder / "master-key")
    assert contents.open_content(kept[0].id).content == WORDS[0][1]


def test_another_master_key_is_refused_for_reading_and_for_writing(kept, folder, noon):
    (folder / "master-key").write_text("ab" * 32, encoding="ascii")
    for ask in (lambda: contents.open_content(kept[0].id), lambda: contents.store(7, "c2", WORDS, by=ANNA, now=noon)):
        with pytest.raises(NoSecret, match="another master key"):
            ask()
    assert ContentKey.objects.count() == 1


def test_a_master_key_that_others_can_read_is_refused(kept, folder):
    (folder / "master-key").chmod(0o640)
    with pytest.raises(NoSecret, match="chmod 600"):
        contents.open_content(kept[0].id)


@pytest.mark.parametrize(
    "environ",
    [{"BALIE_MASTER_KEY": "5a" * 32}, {"BALIE_MASTER_KEY_COMMAND": f"printf %s {'5a' * 32}"}],
    ids=["a variable", "a command"],
)
def test_the_master_key_may_come_from_elsewhere(db, folder, settings, noon, environ):
    settings.EVIDENCE_ENVIRONMENT = environ
    (stored, *_) = contents.store(7, "c1", WORDS, by=ANNA, now=noon)
    assert contents.open_content(stored.id).content == WORDS[0][1]
    assert not (folder / "master-key").exists()
    settings.EVIDENCE_ENVIRONMENT = {}
    with pytest.raises(NoSecret):
        contents.open_content(stored.id)


# Erasing


def test_what_is_erased_is_gone_and_an_entry_says_so(kept, log, noon):
    contents.store(7, "c2", WORDS, by=ANNA, now=noon)
    assert contents.erase(log, ["c1"], Why("request", "AVG artikel 17"), by=ANNA, now=noon) == 1
    with pytest.raises(Erased):
        contents.open_content(kept[0].id)
    key = ContentKey.objects.get(conversation="c1")
    assert (bytes(key.wrapped), key.erased_at) == (b"", noon)
    assert not any(bytes(sealed) for sealed in key.contents.values_list("sealed", flat=True))
    entry = Entry.objects.get(kind="content-erased")
    assert (entry.conversation, entry.actor_name) == ("c1", "Anna")
    assert entry.body == {"ids": sorted(s.id for s in kept), "reason": "request", "note": "AVG artikel 17"}
    assert len(list(contents.contents_of(log))) == 2


def test_erasing_again_does_nothing(kept, log, noon):
    for _ in range(2):
        contents.erase(log, ["c1", "unknown"], Why("request"), by=ANNA, now=noon)
    assert Entry.objects.filter(kind="content-erased").count() == 1


def test_nothing_more_is_stored_in_a_conversation_that_was_erased(kept, log, noon):
    contents.erase(log, ["c1"], Why("request"), by=ANNA, now=noon)
    with pytest.raises(Erased):
        contents.store(7, "c1", WORDS, by=ANNA, now=noon)


def test_a_conversation_of_thousands_of_pieces_is_erased_with_entries_that_fit(db, folder, noon):
    contents.store(7, "c1", [("text/plain", b"x")] * 2_300, by=ANNA, now=noon)
    contents.erase(Log.objects.get(system=7), ["c1"], Why("request"), by=ANNA, now=noon)
    told = [entry.body["ids"] for entry in Entry.objects.filter(kind="content-erased")]
    assert sorted(one for ids in told for one in ids) == sorted(Content.objects.values_list("pk", flat=True))


# Legal holds


@pytest.mark.parametrize("conversation", ["", "c1"], ids=["on the whole log", "on the conversation"])
def test_under_a_legal_hold_nothing_is_erased(kept, log, noon, conversation):
    contents.store(7, "c2", WORDS, by=ANNA, now=noon)
    hold = holds.place_hold(log, "Rechtszaak 123", conversation=conversation, by=ANNA, now=noon)
    with pytest.raises(holds.Held, match="Nothing was erased") as told:
        contents.erase(log, ["c1", "c2"], Why("request"), by=ANNA, now=noon)
    assert "bewaarplicht" in told.value.message.nl
    assert contents.open_content(kept[0].id).content == WORDS[0][1]
    assert not Entry.objects.filter(kind="content-erased").exists()
    holds.lift_hold(hold, "Uitspraak gedaan", by=ANNA, now=noon)
    assert contents.erase(log, ["c1"], Why("request"), by=ANNA, now=noon) == 1
    told = Entry.objects.filter(kind__startswith="hold-").order_by("sequence")
    assert [entry.body for entry in told] == [
        {"hold": hold.pk, "because": "Rechtszaak 123"}, {"hold": hold.pk, "because": "Uitspraak gedaan"},
    ]  # fmt: skip


def test_a_hold_on_another_conversation_or_that_is_over_keeps_nothing(kept, log, noon):
    today = noon.date()
    holds.place_hold(log, "Klacht", conversation="c2", by=ANNA, now=noon)
    holds.place_hold(log, "Klacht", until=today, by=ANNA, now=noon)
    with pytest.raises(holds.Held):
        contents.erase(log, ["c1"], Why("request"), by=ANNA, now=noon)
    assert contents.erase(log, ["c1"], Why("request"), by=ANNA, now=noon + timedelta(days=1)) == 1


def test_a_hold_is_lifted_once(kept, log, noon):
    hold = holds.place_hold(log, "Klacht", by=ANNA, now=noon)
    holds.lift_hold(hold, "Klaar", by=ANNA, now=noon)
    with pytest.raises(holds.NotLifted):
        holds.lift_hold(hold, "Klaar", by=ANNA, now=noon)
    assert LegalHold.objects.get().lifted_at == noon


# Without Django


def test_another_program_stores_over_a_connection_of_its_own(book, folder, noon):
    """As the gateway will: the same statements, the same master key."""
    masters = Masters(folder, {})
    pieces = [Piece(something(noon, number), "text/plain", f"woord {number}".encode()) for number in (1, 2, 1)]
    with closing(book.way.connect()) as reached:
        cursor = reached.cursor()
        cursor.execute(book.way.begin)
        stored = vault.store(cursor, book.way.dialect, masters, book.log, pieces)
        cursor.execute("COMMIT")
        found = list(vault.open_many(cursor, book.way.dialect, masters, [one.id for one in stored]))
    assert [one.content for one in found] == [b"woord 1", b"woord 2", b"woord 1"]
    assert book.check().holds


def test_what_is_erased_does_not_stay_in_the_file_of_sqlite(tmp_path):
    """Pages that are only let go of could be read in the file; the settings have them written over."""
    words, file = b"the sealed words of a customer", tmp_path / "balie.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as reached:
        for pragma in SQLITE["init_command"].split(";"):
            reached.execute(pragma)
        reached.execute("CREATE TABLE content (id INTEGER PRIMARY KEY, sealed BLOB)")
        reached.executemany("INSERT INTO content VALUES (?, ?)", [(1, words * 1_000), (2, b"of another")])
        reached.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert words in file.read_bytes()
        reached.execute("UPDATE content SET sealed = x'' WHERE id = 1")
        reached.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        assert words not in file.read_bytes()
