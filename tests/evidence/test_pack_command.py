"""`balie pack` and `balie sample`, as an administrator runs them: complete or not at all, with words that help."""

import os
import subprocess
import sys
from datetime import date
from io import StringIO

import pytest

from balie.language import Language
from balie.register.models import AISystem
from balie.site.cli import run
from balie.site.cli.edge import Edge

BUILDER, AGENT = "bob@wadlicht.example", "noor@wadlicht.example"
PROGRAM = "import sys; from balie.site.cli import main; main()"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A data folder with the example organisation."""
    place = tmp_path_factory.mktemp("balie")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BALIE", "DATABASE"))}
    environment |= {"BALIE_DATA": str(place / "data"), "BALIE_SECRET_KEY": "a key for tests"}
    filled = "from balie.site import serve; serve.prepare(demo=True)"
    subprocess.run([sys.executable, "-c", filled], check=True, env=environment, capture_output=True)
    return place, environment


def ran(folder, *words):
    """Run a command beside the example organisation."""
    place, environment = folder
    command = [sys.executable, "-c", PROGRAM, *words]
    return subprocess.run(command, capture_output=True, text=True, env=environment, cwd=place, check=False)


def test_from_a_sample_to_a_pack_that_verifies(folder):
    drawn = ran(folder, "sample", "wim", "--size", "5", "--seed", "abc", "--lang", "en")
    assert drawn.returncode == 0, drawn.stderr
    assert "5 of" in drawn.stdout
    made = ran(folder, "pack", "Wim", "--out", "wim.zip", "--lang", "en")
    assert (made.returncode, made.stdout) == (0, ""), made.stderr
    checked = ran(folder, "verify", "wim.zip", "--lang", "en")
    assert (checked.returncode, "faults: 0" in checked.stdout) == (0, True), checked.stdout
    assert ran(folder, "verify", "--database").returncode == 0


@pytest.mark.parametrize(("out", "told"), [
    pytest.param("nowhere/wim.zip", "nowhere/wim.zip is niet te schrijven", id="no such folder"),
    pytest.param("taken.zip", "taken.zip bestaat al", id="a name that is taken"),
    pytest.param("taken.zip/wim.zip", "taken.zip/wim.zip is niet te schrijven", id="a file for a folder"),
])  # fmt: skip
def test_where_it_cannot_be_written_it_says_so_and_leaves_nothing(folder, out, told):
    (folder[0] / "taken.zip").write_bytes(b"mine")
    made = ran(folder, "pack", "Wim", "--out", out)
    assert (made.returncode, told in made.stderr, "Traceback" in made.stderr) == (2, True, False)
    assert (folder[0] / "taken.zip").read_bytes() == b"mine"
    assert not [file for file in folder[0].iterdir() if file.name.startswith(".")]


FULL = """
import resource
from pathlib import Path
from balie.site.cli.output import saving
from balie.site.cli.speech import Misuse
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    with saving(Path("wim.zip"), force=False) as file:
        file.write(b"x" * 1_000_000)
except Misuse as misuse:
    print(misuse.text.en)
"""


def test_a_disk_that_is_full_leaves_nothing_half_written(tmp_path):
    made = subprocess.run([sys.executable, "-c", FULL], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert made.stdout == "wim.zip cannot be written: File too large.\n"
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def people(person, someone):
    """An administrator, and two who may not do everything."""
    someone(BUILDER, "builder")
    someone(AGENT, "agent")


@pytest.mark.parametrize(("words", "told"), [
    pytest.param(("pack", "Wim"), "geef een bestand met --out", id="no file"),
    pytest.param(("pack", "Wim", "--out", "a.zip", "--content"), "noem die met --by", id="content without a person"),
    pytest.param(("pack", "Wum", "--out", "a.zip"), "Er is geen systeem 'Wum'. Wel: 'Wim'", id="no such system"),
    pytest.param(("pack", "Wim", "--out", "a.zip", "--by", "x@y.nl"), "x@y.nl heeft hier geen account", id="nobody"),
    pytest.param(
        ("pack", "Wim", "--out", "a.zip", "--from", "2026-02-01", "--to", "2026-01-01"), "draai --from en --to om",
        id="backwards",
    ),
    pytest.param(("sample", "Wim", "--by", BUILDER), "mag dit niet: om bewijs vragen", id="who may not draw one"),
    pytest.param(("sample", "Wim", "--by", AGENT), "mag dit systeem niet zien", id="a sample of what one may not see"),
    pytest.param(
        ("pack", "organisatie", "--out", "a.zip", "--by", BUILDER), "het logboek van de organisatie bekijken",
        id="a log one may not see",
    ),
    pytest.param(("sample", "Wim", "--size", "2000"), "Vraag er minder", id="more than there are"),
    pytest.param(("sample", "Wim", "--kind", "attest"), "Bedoel je 'attested'?", id="a kind that is none"),
    pytest.param(("sample", "Wim", "--seed", "x" * 201), "hoogstens 200 tekens", id="a long seed"),
])  # fmt: skip
@pytest.mark.usefixtures("example", "people")
def test_a_wrong_call_says_what_to_do(tmp_path, monkeypatch, words, told):
    monkeypatch.chdir(tmp_path)
    assert AISystem.objects.filter(name="Wim").exists()
    out, err = StringIO(), StringIO()
    assert run(words, Edge(date(2026, 11, 23), Language.NL, {}, out, err)) == 2
    assert (told in err.getvalue(), out.getvalue(), list(tmp_path.iterdir())) == (True, "", []), err.getvalue()
