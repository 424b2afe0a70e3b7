"""Packs of the logs of the tests, and the verifier as an auditor runs it: alone, with nothing of Balie at hand."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.evidence.test_tampering import signed

from balie.evidence.packing import pack
from balie.evidence.packing.reading import Span, standing_still

EVERYTHING = Span()
FORMAT = Path(__file__).parents[3] / "docs" / "formats" / "evidence.md"


@pytest.fixture
def packed(filled, noon):
    """Sign the head of the log and write a pack of it; return the bytes and what was told of it."""

    def write(*, book=filled, span=EVERYTHING, sign=True, out=None, **more):
        if sign:
            signed(book, noon)
        ((size,),) = book.run("SELECT size FROM evidence_log WHERE id = ?", book.log)
        out = io.BytesIO() if out is None else out
        with standing_still(book.way, book.name, size) as source:
            made = pack.write(out, source, pack.Asked("Wim <b>", span, noon, "Anna & co", **more))
        return out, made

    return write


@pytest.fixture
def audited(tmp_path):
    """Run what ships in a pack on that pack, in an empty folder and without anything but the standard library."""

    def run(content, *words, program="balie_verify.py"):
        folder = tmp_path / "audit"
        folder.mkdir(exist_ok=True)
        (folder / "pack.zip").write_bytes(content)
        with zipfile.ZipFile(folder / "pack.zip") as opened:
            (folder / program).write_bytes(opened.read(program))
        return subprocess.run(
            [sys.executable, "-I", program, *words, "pack.zip"],
            capture_output=True, text=True, cwd=folder, check=False,
        )  # fmt: skip

    return run


@pytest.fixture
def listing():
    """The lines of the entries in a pack."""

    def lines(content):
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            return opened.read("log/entries.jsonl").decode().splitlines()

    return lines
