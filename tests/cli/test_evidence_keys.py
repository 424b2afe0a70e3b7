"""`balie evidence rotate-key` and `rotate-master` on the command line."""

import pytest

from balie.evidence import contents
from balie.evidence.core import Actor
from balie.evidence.models import Checkpoint, ContentKey, Entry
from balie.language import Language


@pytest.fixture
def words(db, settings, tmp_path, noon):
    """Three conversations in a vault of this test's own."""
    settings.EVIDENCE_FOLDER, settings.EVIDENCE_ENVIRONMENT = tmp_path / "keys", {}
    return {
        name: contents.store(7, name, [("text/plain", name.encode())], by=Actor(None, "Balie"), now=noon)[0].id
        for name in ("c1", "c2", "c3")
    }


def test_a_new_master_key(balie, words, settings):
    ran = balie("evidence", "rotate-master")
    assert (ran.code, ran.err) == (0, "")
    assert "Gesprekken met de nieuwe hoofdsleutel: 3." in ran.out
    (settings.EVIDENCE_FOLDER / "master-key.before").unlink()
    assert all(contents.open_content(own).content == name.encode() for name, own in words.items())


def test_a_new_signing_key(balie, words):
    ran = balie("evidence", "rotate-key", "--because", "Anna leaves", language=Language.EN)
    assert (ran.code, ran.err) == (0, "")
    assert "Logs with the new key: " in ran.out
    assert Entry.objects.filter(kind="key-retired").first().body["because"] == "Anna leaves"
    assert Checkpoint.objects.exists()


def test_a_key_from_the_environment_asks_for_the_next(balie, words, settings):
    key = (settings.EVIDENCE_FOLDER / "master-key").read_text()
    settings.EVIDENCE_ENVIRONMENT = {"BALIE_MASTER_KEY": key}
    ran = balie("evidence", "rotate-master")
    assert ran.code == 2
    assert "BALIE_MASTER_KEY_NEXT" in ran.err
    assert key not in ran.err


def test_a_missing_master_key_is_told_and_nothing_is_lost(balie, words, settings):
    key = settings.EVIDENCE_FOLDER / "master-key"
    away = key.rename(key.with_name("elsewhere"))
    ran = balie("evidence", "rotate-master")
    assert ran.code == 2
    assert "De hoofdsleutel van de kluis is er niet" in ran.err
    away.rename(key)
    assert contents.open_content(words["c1"]).content == b"c1"


def test_a_wrapped_key_that_was_changed_is_told(balie, words):
    ContentKey.objects.filter(conversation="c2").update(wrapped=b"\x01" + bytes(60))
    ran = balie("evidence", "rotate-master", language=Language.EN)
    assert ran.code == 2
    assert "Nothing was lost" in ran.err
