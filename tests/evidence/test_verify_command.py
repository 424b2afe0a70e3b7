"""`balie verify --database`, as an administrator runs it: a program of its own, beside the database of the test."""

import json
import os
import subprocess
import sys
from datetime import date
from io import StringIO
from urllib.parse import quote

import pytest
from django.db import connection
from tests.evidence.test_tampering import leaf_of, signed

from balie.evidence.core import Checkpoint, SecretKey, sign_checkpoint
from balie.language import Language
from balie.site.cli import run
from balie.site.cli.edge import Edge

PROGRAM = "import sys; from balie.site.cli import main; main()"


@pytest.fixture
def balie(book, tmp_path):
    """Run a command in a process of its own, on the database of the test."""
    data = {"BALIE_DATA": str(tmp_path), "BALIE_SECRET_KEY": "a key for tests"}
    if connection.vendor == "postgresql":
        told = connection.settings_dict
        user = ":".join(part for part in (told["USER"], told["PASSWORD"]) if part)
        place = f"{user}@{quote(told['HOST'] or 'localhost', safe='')}:{told['PORT'] or 5432}"
        data["DATABASE_URL"] = f"postgresql://{place}/{told['NAME']}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BALIE", "DATABASE"))}

    def ran(*words):
        return subprocess.run(
            [sys.executable, "-c", PROGRAM, *words],
            capture_output=True, text=True, env=environment | data, cwd=tmp_path, check=False,
        )  # fmt: skip

    return ran


def test_a_log_that_nobody_touched_holds_and_the_limits_are_told(balie, filled, noon):
    signed(filled, noon)
    ran = balie("verify", "--database", "--lang", "en")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert f"HOLDS  {filled.name}: entries 700, checkpoints that fit 1" in ran.stdout
    assert "compared only with themselves" in ran.stdout


def test_with_a_checkpoint_from_outside_it_says_up_to_where(balie, filled, noon, tmp_path):
    (tmp_path / "kept.txt").write_text(signed(filled, noon), encoding="utf-8")
    ran = balie("verify", "--database", "--checkpoint", "kept.txt")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "van buiten 1" in ran.stdout
    assert "tot en met die stand is niets gewijzigd" in ran.stdout
    assert "alleen met zichzelf vergeleken" not in ran.stdout


def test_a_changed_entry_is_named(balie, filled):
    changed = leaf_of(filled, 300).replace('"v":1', '"v":2')
    filled.run("UPDATE evidence_entry SET leaf = ? WHERE log_id = ? AND sequence = 300", changed, filled.log)
    ran = balie("verify", "--database", "--processes", "1")
    assert ran.returncode == 1
    assert f"KLOPT NIET  {filled.name}" in ran.stdout
    assert f"{filled.name}, regel 300: deze regel is gewijzigd" in ran.stdout
    told = json.loads(balie("verify", "--database", "--format", "json", "--lang", "en").stdout)
    assert told["holds"] is False
    assert [(one["fault"], one["first"], one["last"]) for one in told["logs"][0]["findings"]] == [
        ("changed", 300, 300),
        ("frontier", None, None),
    ]


def test_a_log_that_is_gone_is_missed_by_who_kept_its_checkpoint(balie, book, tmp_path):
    note = sign_checkpoint(
        Checkpoint("balie/elsewhere/system/9", 3, bytes(32)), [SecretKey("balie/elsewhere", b"k" * 32)]
    )
    (tmp_path / "kept.txt").write_text(note, encoding="utf-8")
    ran = balie("verify", "--database", "--checkpoint", "kept.txt", "--lang", "en")
    assert ran.returncode == 1
    assert "balie/elsewhere/system/9: there is a checkpoint of this log, but the log itself is not there" in ran.stdout


@pytest.mark.parametrize(("words", "told"), [
    pytest.param(("--database", "--log", "nowhere"), "Er is geen logboek 'nowhere'. Wel: balie/", id="another log"),
    pytest.param(("--database", "--checkpoint", "a.txt"), "a.txt is geen ondertekende stand", id="no checkpoint"),
])  # fmt: skip
def test_a_log_or_a_checkpoint_that_is_none_is_told(balie, tmp_path, words, told):
    (tmp_path / "a.txt").write_bytes(b"\xff\x00 nothing")
    ran = balie("verify", *words)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert told in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(("words", "told"), [
    pytest.param((), "Noem een pakket", id="nothing"),
    pytest.param(("a.zip", "--database"), "Noem een pakket", id="both"),
    pytest.param(("a.zip", "--log", "x"), "horen bij --database", id="a log of a pack"),
    pytest.param(("--database", "--key", "x"), "hoort bij een pakket", id="a key for the database"),
    pytest.param(("--database", "--checkpoint", "no.txt"), "no.txt is geen ondertekende stand", id="no such file"),
    pytest.param(("a.txt",), "a.txt", id="no pack"),
])  # fmt: skip
def test_a_wrong_call_says_what_to_do(tmp_path, monkeypatch, words, told):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_bytes(b"\xff\x00 nothing")
    out, err = StringIO(), StringIO()
    assert run(("verify", *words), Edge(date(2026, 11, 23), Language.NL, {}, out, err)) == 2
    assert (told in err.getvalue(), out.getvalue()) == (True, "")


def test_without_a_database_it_says_where_it_looked_and_makes_none(tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BALIE", "DATABASE"))}
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, "verify", "--database", "--lang", "en"],
        capture_output=True, text=True, env=environment | {"BALIE_DATA": str(tmp_path / "none")}, check=False,
    )  # fmt: skip
    assert ran.returncode == 2
    assert f"There is no database {tmp_path}/none" in ran.stderr
    assert not (tmp_path / "none").exists()
