"""A pack verifies elsewhere, with nothing of Balie at hand; one of a log that was tampered with does not."""

import errno
import hashlib
import io
import json
import tracemalloc
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from tests.evidence.conftest import something
from tests.evidence.packing.conftest import FORMAT
from tests.evidence.test_tampering import leaf_of, signed

from balie.evidence.core import Actor, Commitment, Draft, Origin, SecretKey, Subject, commit, newest
from balie.evidence.core.sampling import Method, draw
from balie.evidence.group import Unit
from balie.evidence.packing import pack
from balie.evidence.packing.reading import LogDamaged, LogMoved, Span, standing_still
from balie.evidence.sampling import Population, members
from balie.evidence.writing import Said, moment

REPORT = b"A report that an entry speaks of."
DIGEST = hashlib.sha256(REPORT).hexdigest()


def says(noon, kind, what, vault=None, at=None):
    about = Subject("system", 7, "Wim", 7)
    return Said(at or noon, Draft(newest(kind).id, Origin.ATTESTED, about, Actor(5, "Anna"), what, vault))


def of_file(noon, **more):
    return says(noon, "file-added", {"title": "Report", "version": 1, "digest": DIGEST}, **more)


def test_a_pack_of_all_of_a_log_verifies(packed, audited, filled):
    out, made = packed()
    ran = audited(out.getvalue())
    assert (ran.returncode, ran.stderr) == (0, "")
    assert f"{filled.name}: 700 entries, 0 not in the pack; faults: 0" in ran.stdout
    assert (made.size, made.entries) == (700, 700)
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as opened:
        assert hashlib.sha256(opened.read("manifest.json")).hexdigest() == made.manifest
        assert opened.testzip() is None


@pytest.mark.parametrize(("first", "last"), [(1, 1), (255, 257), (100, 690), (512, 699), (800, 900), (0, 699)])
def test_what_lies_outside_the_period_is_there_as_hashes_only(packed, audited, listing, filled, first, last):
    noon = filled.noon
    out, made = packed(span=Span(noon + timedelta(seconds=first), noon + timedelta(seconds=last + 1)))
    kept = [json.loads(line) for line in listing(out.getvalue())]
    numbers = {entry["seq"] for entry in kept if "gone" not in entry}
    assert numbers == {0, *range(first, min(last + 1, 700))}
    assert made.entries == len(numbers)
    assert {entry["gone"] for entry in kept if "gone" in entry} <= {"left-out"}
    ran = audited(out.getvalue())
    assert (ran.returncode, f"{700 - len(numbers)} not in the pack" in ran.stdout) == (0, True)


def test_checkpoints_between_are_in_the_pack_and_can_be_checked(packed, audited, filled, group, noon):
    for size in range(700, 740, 10):
        signed(filled, noon)
        group.write(Unit({filled.log: [filled.said(number) for number in range(size, size + 10)]}))
    signed(filled, noon)
    filled.run("UPDATE evidence_checkpoint SET made_at = ?", moment(noon, filled.way.dialect))
    out, _ = packed(span=Span(noon, noon + timedelta(seconds=5)), sign=False)
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as opened:
        held = [name for name in opened.namelist() if name.startswith("log/checkpoints/")]
    assert [int(Path(name).stem) for name in held] == [700, 710, 720, 730, 740]
    assert audited(out.getvalue()).returncode == 0


def test_another_key_is_vouched_for_in_every_pack(packed, audited, filled, group, noon, tmp_path):
    """The checkpoint by which the first key brings in the second is in a pack of any other period too."""
    name = "/".join(filled.name.split("/")[:2])
    other = SecretKey(name, b"b" * 32)
    signed(filled, noon)
    group.write(Unit({filled.log: [says(noon, "key-added", {"key": other.public.text})]}))
    signed(filled, noon)
    group.write(Unit({filled.log: [filled.said(number) for number in range(701, 720)]}))
    signed(filled, noon, other)
    late = Span(noon + timedelta(days=2), noon + timedelta(days=3))
    out, _ = packed(span=late, sign=False)
    ran = audited(out.getvalue())
    assert ran.returncode == 0, ran.stdout


def test_documents_go_along_under_safe_names_with_the_entry_that_vouches(packed, audited, listing, filled, group, noon):
    group.write(Unit({filled.log: [of_file(noon - timedelta(days=30))]}))
    documents = [
        pack.Document("../../é\0vil.pdf", "Évil <script>", DIGEST, len(REPORT), 700, lambda: REPORT),
        pack.Document("evil.pdf", "Old", DIGEST, len(REPORT), None, lambda: REPORT),
    ]
    out, made = packed(span=Span(noon, noon + timedelta(seconds=9)), documents=documents)
    assert made.documents == 2
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as opened:
        names = opened.namelist()
        page = opened.read("README.html").decode()
    assert {name for name in names if name.startswith("documents/")} == {
        "documents/001-e-vil.pdf",
        "documents/002-evil.pdf",
    }
    assert not [name for name in names if name.startswith("/") or ".." in name]
    assert ("<script>" in page, "&lt;script&gt;" in page, "Anna &amp; co" in page) == (False, True, True)
    assert any('"seq":700' in line and "gone" not in line for line in listing(out.getvalue()))
    assert audited(out.getvalue()).returncode == 0


def test_content_goes_along_only_when_it_is_asked_for(packed, audited, filled, group, noon):
    key, text = b"k" * 32, b"Hallo, met Anna"
    bound = Commitment("c-1", commit(text, key))
    group.write(Unit({filled.log: [says(noon, "content-stored", {"media": "text/plain"}, vault=bound)]}))
    without, _ = packed()
    asked = []

    def contents(numbers):
        asked.extend(numbers)
        yield pack.Content(700, "c-1", key, "text/plain", text)

    within, made = packed(sign=False, contents=contents)
    assert (asked, made.contents) == ([700], 1)
    for out, there in ((without, False), (within, True)):
        with zipfile.ZipFile(io.BytesIO(out.getvalue())) as opened:
            assert ("content/content.jsonl" in opened.namelist()) is there
            assert json.loads(opened.read("manifest.json"))["content"] is there
        assert audited(out.getvalue()).returncode == 0


@pytest.mark.parametrize("method", list(Method))
def test_a_sample_in_a_pack_is_drawn_again_by_who_has_only_the_pack(packed, audited, filled, group, noon, method):
    population = Population(Span(noon, noon + timedelta(seconds=600)), ("content-stored",), ("enforced",))
    with standing_still(filled.way, filled.name, 700) as source:
        sample = draw(members(source, population), method, "auditor", 12)
        defined = population.definition(source)
    what = {
        "population": defined, "population_digest": sample.population_digest, "method": method.value,
        "population_size": sample.population_size, "seed": "auditor", "drawn": list(sample.drawn),
    }  # fmt: skip
    group.write(Unit({filled.log: [says(noon + timedelta(days=9), "sample-drawn", what)]}))
    out, _ = packed(span=Span(noon, noon + timedelta(seconds=650)))
    ran = audited(out.getvalue(), program="balie_sample.py")
    assert (ran.returncode, ran.stdout) == (0, "entry 700: the same sample (12 of 599)\n"), ran.stderr
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as opened:
        proofs = {int(Path(name).stem) for name in opened.namelist() if name.startswith("log/proofs/")}
    assert proofs == set(sample.drawn)
    assert audited(out.getvalue()).returncode == 0
    narrow, _ = packed(span=Span(noon, noon + timedelta(seconds=300)), sign=False)
    assert audited(narrow.getvalue(), program="balie_sample.py").stdout == "there is no sample in this pack\n"


@pytest.mark.parametrize("number", [0, 255, 300, 699])
def test_a_pack_of_a_log_with_a_changed_entry_does_not_verify(packed, audited, filled, number):
    changed = leaf_of(filled, number).replace("log-opened/1", "log-openee/1").replace("Gesprek", "Besprek")
    filled.run("UPDATE evidence_entry SET leaf = ? WHERE log_id = ? AND sequence = ?", changed, filled.log, number)
    out, _ = packed()
    ran = audited(out.getvalue())
    assert ran.returncode == 1
    assert f"entry {number}: changed" in ran.stdout


def test_a_pack_of_a_log_in_which_two_entries_were_swapped_does_not_verify(packed, audited, filled):
    one, other = leaf_of(filled, 20), leaf_of(filled, 21)
    for number, leaf in ((20, other), (21, one)):
        filled.run("UPDATE evidence_entry SET leaf = ? WHERE log_id = ? AND sequence = ?", leaf, filled.log, number)
    out, _ = packed()
    ran = audited(out.getvalue())
    assert ran.returncode == 1
    assert "entry 20" in ran.stdout


@pytest.mark.parametrize("number", [5, 256, 699])
def test_no_pack_is_made_of_a_log_that_misses_an_entry(packed, filled, number):
    """Not even when it lies outside the period: what was dropped may not pass for what was left out."""
    filled.run("DELETE FROM evidence_entry WHERE log_id = ? AND sequence = ?", filled.log, number)
    with pytest.raises(LogDamaged, match="balie verify --database"):
        packed(span=Span(filled.noon + timedelta(seconds=100), filled.noon + timedelta(seconds=200)))


def test_a_pack_says_what_expired_and_which_rule_took_it(packed, audited, filled, group, noon):
    what = {"rule": "six months", "before": "2026-05-26T00:00:00.000000Z", "expired": [[10, 300]]}
    group.write(Unit({filled.log: [says(noon, "retention-run", what)]}))
    filled.run("UPDATE evidence_entry SET leaf = '' WHERE log_id = ? AND sequence BETWEEN 10 AND 300", filled.log)
    out, made = packed()
    assert made.entries == 701 - 291
    assert audited(out.getvalue()).returncode == 0
    filled.run("UPDATE evidence_entry SET leaf = '' WHERE log_id = ? AND sequence = 400", filled.log)
    out, _ = packed(sign=False)
    assert "entry 400: gone, but no later entry says why" in audited(out.getvalue()).stdout


def test_entries_that_expire_after_the_checkpoint_ask_for_another_one(packed, filled, group, noon):
    signed(filled, noon)
    what = {"rule": "six months", "before": "2026-05-26T00:00:00.000000Z", "expired": [[10, 300]]}
    group.write(Unit({filled.log: [says(noon, "retention-run", what)]}))
    with pytest.raises(LogMoved), standing_still(filled.way, filled.name, 700):
        pass


class Full(io.BytesIO):
    """A disk on which so many bytes fit."""

    def write(self, content):
        if self.tell() + len(content) > 20_000:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(content)


def test_a_full_disk_comes_out_as_what_it_is(packed):
    with pytest.raises(OSError, match="No space left"):
        packed(out=Full())


def test_memory_does_not_grow_with_the_log(packed, audited, filled, group, noon):
    """70,000 entries are 25 MB of text; a pack of them is written and checked in a part of that."""
    for start in range(700, 70_000, 2_100):
        stop = min(start + 2_100, 70_000)
        group.write(Unit({filled.log: [something(noon, number) for number in range(start, stop)]}))
    tracemalloc.start()
    try:
        out, made = packed()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    written = len(out.getvalue())
    assert made.entries == 70_000
    assert peak - written < 12_000_000
    ran = audited(out.getvalue())
    assert (ran.returncode, "70000 entries, 0 not in the pack; faults: 0" in ran.stdout) == (0, True)


def test_the_format_in_a_pack_is_the_one_in_the_documentation(packed):
    out, _ = packed()
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as opened:
        assert opened.read("format.md") == FORMAT.read_bytes()
