"""The offline verifier: what is right passes, and every kind of tampering is found, with its place."""

import ast
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.evidence.verifier.packs import (
    LOG,
    START,
    A,
    B,
    C,
    Log,
    document,
    key,
    log_of,
    opened,
    rotated,
    said,
    with_content,
    with_document,
    with_retention,
    write_folder,
    write_zip,
)

from balie.evidence.core import Checkpoint, Entry, leaf_hash, sign_checkpoint
from balie.evidence.verifier import balie_verify

SOURCE = Path(balie_verify.__file__)


@pytest.fixture
def verify(tmp_path, capsys):
    """Check a pack of these files; return the exit code and the lines."""

    def run(files, *arguments, write=write_zip):
        pack = write(tmp_path / "pack.zip", files)
        code = balie_verify.main([str(pack), *arguments])
        told = capsys.readouterr()
        return code, told.out.splitlines() + told.err.splitlines()

    return run


def edited(files, name, change):
    return files | {name: change(files[name])}


def with_lines(files, change, name="log/entries.jsonl"):
    """The files with the list of lines of one of them changed."""
    return edited(files, name, lambda content: b"".join(line + b"\n" for line in change(content.splitlines())))


def both_lines(files, change):
    """The files with the entries and their hashes changed in the same way."""
    return with_lines(with_lines(files, change), change, "log/hashes.txt")


@pytest.mark.parametrize("write", [write_zip, write_folder])
@pytest.mark.parametrize(
    "files",
    [
        pytest.param(log_of(1).files(), id="one entry"),
        pytest.param(log_of(23).files(), id="some entries and checkpoints"),
        pytest.param(rotated().files(), id="another key came and the first went"),
        pytest.param(with_document(), id="a document"),
        pytest.param(with_content(), id="content"),
        pytest.param(with_retention().files(), id="retention that left everything in place"),
        pytest.param(log_of(9).files() | {"log/proofs/4.tlog-proof": log_of(9).proof(4)}, id="a proof"),
        pytest.param(Log([opened(), said(1)]).files(log_of(16).gone(8)[:0] or None), id="nothing special"),
    ],
)
def test_what_is_right_passes(verify, files, write):
    code, told = verify(files, write=write)

    assert code == 0, told
    assert "faults: 0" in told[-1]


def test_it_speaks_dutch(verify):
    code, told = verify(with_lines(log_of(9).files(), lambda lines: [*lines[:4], *lines[5:]]), "--lang", "nl")

    assert code == 1
    assert told[0] == "regel 4: is 5: iets is weg, toegevoegd of verwisseld"


TAMPERED = {
    "a byte of a body": (
        lambda: with_lines(log_of(12).files(), lambda ls: [*ls[:7], ls[7].replace(b"of 7", b"of 8"), *ls[8:]]),
        "entry 7: changed",
    ),
    "a byte of a body, and its hash": (
        lambda: reworded(log_of(12), 7),
        "entries 5 to 9: changed, dropped or added: does not fit log/checkpoints/0000000000000010.txt",
    ),
    "an entry dropped": (
        lambda: both_lines(log_of(12).files(), lambda lines: [*lines[:7], *lines[8:]]),
        "entry 7: is 8: something was dropped",
    ),
    "an entry slipped in": (
        lambda: both_lines(log_of(12).files(), lambda lines: [*lines[:7], lines[6], *lines[7:]]),
        "entry 7: is 6: something was dropped, added",
    ),
    "two entries swapped": (
        lambda: both_lines(log_of(12).files(), lambda ls: [*ls[:6], ls[7], ls[6], *ls[8:]]),
        "entry 6: is 7: something was dropped",
    ),
    "two bodies swapped": (lambda: renumbered(log_of(12)), "entries 5 to 9: changed"),
    "the tail cut off": (
        lambda: both_lines(log_of(12).files(), lambda lines: lines[:10]),
        "log/checkpoints/0000000000000012.txt: is over 12 entries: pack older, or its end cut off",
    ),
    "the tail and its checkpoint cut off": (
        lambda: cut(log_of(12)),
        f"{LOG}: the last checkpoint or the manifest says",
    ),
    "entries after the last checkpoint": (lambda: uncovered(log_of(12)), f"{LOG}: the last checkpoint or the manifest"),
    "another log's entries": (
        lambda: (
            log_of(12, name="balie.example/systems/15").files() | {"manifest.json": log_of(12).files()["manifest.json"]}
        ),
        "entry 0: belongs to another log: balie.example/systems/15",
    ),
    "a checkpoint with another key": (
        lambda: log_of(12).files() | {"log/checkpoints/0000000000000012.txt": log_of(12).checkpoint(12, [C]).encode()},
        "log/checkpoints/0000000000000012.txt: not signed with a key that counts",
    ),
    "a checkpoint with another root": (
        lambda: edited(log_of(12).files(), "log/checkpoints/0000000000000010.txt", other_root),
        "entries 5 to 9: changed, dropped or added: does not fit log/checkpoints/0000000000000010.txt",
    ),
    "a checkpoint of another log": (
        lambda: (
            log_of(12).files()
            | {"log/checkpoints/0000000000000012.txt": log_of(12, name="balie.example/x").checkpoint(12).encode()}
        ),
        "log/checkpoints/0000000000000012.txt: belongs to another log: balie.example/x",
    ),
    "a checkpoint whose signature was changed": (
        lambda: edited(log_of(12).files(), "log/checkpoints/0000000000000012.txt", other_signature),
        "log/checkpoints/0000000000000012.txt: a signature is wrong",
    ),
    "a hash in hashes.txt": (
        lambda: with_lines(log_of(12).files(), lambda ls: [*ls[:7], b"0" * 64, *ls[8:]], "log/hashes.txt"),
        "entry 7: changed",
    ),
    "hashes.txt cut short": (
        lambda: with_lines(log_of(12).files(), lambda lines: lines[:-1], "log/hashes.txt"),
        "entry 11: changed",
    ),
    "a name that stands there twice": (lambda: twice(log_of(12)), "entry 7: not in this format"),
    "something more in an entry": (lambda: more(log_of(12)), "entry 7: not in this format"),
    "an entry that expired, and nothing says why": (
        lambda: log_of(12).files(log_of(12).gone(7)),
        "entry 7: gone, but no later entry says why",
    ),
    "an entry that expired outside what was said": (
        lambda: with_retention().files(with_retention().gone(4)),
        "entry 4: gone, but no later entry says why",
    ),
    "a key that was retired": (
        lambda: rotated().files() | {"log/checkpoints/0000000000000010.txt": rotated().checkpoint(10, [A]).encode()},
        "log/checkpoints/0000000000000010.txt: not signed with a key that counts",
    ),
    "a new key that no old key vouches for": (
        lambda: rotated().files() | {"log/checkpoints/0000000000000005.txt": rotated().checkpoint(5, [B]).encode()},
        "log/checkpoints/0000000000000005.txt: not signed with a key that counts",
    ),
    "another key in keys.json": (
        lambda: log_of(12).files() | {"keys.json": json.dumps({"keys": [C.public.text], "log": LOG}).encode()},
        "keys.json: names other keys than the log",
    ),
    "a log that opens without a key": (
        lambda: Log([said(0), said(1)]).files(),
        "log/checkpoints/0000000000000002.txt: not signed with a key that counts",
    ),
    "a document changed": (
        lambda: with_document() | {"documents/a.txt": b"Another report."},
        "documents/a.txt: is missing, changed, or does not belong",
    ),
    "a document missing": (
        lambda: {name: content for name, content in with_document().items() if name != "documents/a.txt"},
        "documents/a.txt: is missing, changed, or does not belong",
    ),
    "a document slipped in": (
        lambda: with_document() | {"documents/b.txt": b"Slipped in."},
        "documents/b.txt: is missing, changed, or does not belong",
    ),
    "a document that its entry does not name": (
        lambda: (
            with_document()
            | {
                "manifest.json": Log([opened(), said(1), said(2), said(3)]).files(documents=[document(1)])[
                    "manifest.json"
                ]
            }
        ),
        "entry 1: does not name the document with hash",
    ),
    "content changed": (
        lambda: edited(
            with_content(), "content/content.jsonl", lambda text: text.replace(b"SGVsbG8gMQ", b"SGVsbG8gMw")
        ),
        "entry 1: the content does not fit",
    ),
    "content with another key": (
        lambda: edited(with_content(), "content/content.jsonl", lambda text: text.replace(b"6b6b", b"6c6c", 1)),
        "entry 1: the content does not fit",
    ),
    "content of an entry that has none": (
        lambda: edited(with_content(), "content/content.jsonl", lambda text: text.replace(b'"seq":1', b'"seq":2')),
        "entry 2: the content does not fit",
    ),
    "content of an entry that is not there": (
        lambda: edited(with_content(), "content/content.jsonl", lambda text: text.replace(b'"seq":3', b'"seq":9')),
        "entry 9: the content does not fit",
    ),
    "a proof of another entry": (
        lambda: log_of(9).files() | {"log/proofs/3.tlog-proof": log_of(9).proof(4).replace(b"index 4", b"index 3")},
        "entry 3: changed, dropped or added: does not fit log/proofs/3.tlog-proof",
    ),
}


def reworded(log, seq):
    log.leaves[seq] = log.leaves[seq].replace(b"of 7", b"of 8")
    return log_of(len(log.leaves)).files(log.lines())


def renumbered(log):
    log.drafts[6], log.drafts[7] = log.drafts[7], log.drafts[6]
    return log_of(len(log.leaves)).files(Log(log.drafts).lines())


def cut(log):
    files = both_lines(log.files(), lambda lines: lines[:10])
    del files["log/checkpoints/0000000000000012.txt"]
    return files


def uncovered(log):
    files = log.files()
    del files["log/checkpoints/0000000000000012.txt"]
    return files


def twice(log):
    log.leaves[7] = log.leaves[7].replace(b'"v":1', b'"v":1,"v":1')
    return log.files()


def more(log):
    log.leaves[7] = log.leaves[7][:-1] + b',"x":1}'
    return log.files()


def other_root(_note):
    return sign_checkpoint(Checkpoint(LOG, 10, bytes(32)), [A]).encode()


def other_signature(note):
    wrong = sign_checkpoint(Checkpoint(LOG, 11, bytes(32)), [A]).encode()
    return note.rpartition(b"\n\n")[0] + b"\n\n" + wrong.rpartition(b"\n\n")[2]


@pytest.mark.parametrize(("files", "told_first"), TAMPERED.values(), ids=list(TAMPERED))
def test_tampering_is_found_and_located(verify, files, told_first):
    code, told = verify(files())

    assert code == 1
    assert any(line.startswith(told_first) for line in told), told


def outside(tmp_path, note):
    path = tmp_path / "kept.txt"
    path.write_text(note, encoding="utf-8")
    return ["--checkpoint", str(path)]


def test_a_checkpoint_that_somebody_kept_shows_that_the_log_grew_from_it(verify, tmp_path):
    assert verify(log_of(12).files(), *outside(tmp_path, log_of(7).checkpoint(7)))[0] == 0


def test_a_log_written_anew_shows_against_a_checkpoint_that_somebody_kept(verify, tmp_path):
    anew = Log([opened(), said("another"), *log_of(12).drafts[2:]])
    assert verify(anew.files())[0] == 0  # inside, nothing shows

    code, told = verify(anew.files(), *outside(tmp_path, log_of(7).checkpoint(7)))

    assert code == 1
    assert told[0].startswith("entries 0 to 6: changed, dropped or added: does not fit ")


def test_an_older_database_shows_against_a_newer_checkpoint(verify, tmp_path):
    code, told = verify(log_of(9).files(), *outside(tmp_path, log_of(12).checkpoint(12)))

    assert code == 1
    assert told[0].endswith("is over 12 entries: pack older, or its end cut off")


def test_a_checkpoint_of_another_log_is_no_checkpoint_of_this_one(verify, tmp_path):
    note = log_of(7, name="balie.example/systems/15").checkpoint(7)

    assert verify(log_of(12).files(), *outside(tmp_path, note))[0] == 1


def test_a_log_with_keys_of_ones_own_shows_against_the_key_that_one_knows(verify):
    forged = Log([opened(C), said(1)], keys={2: [C]})

    assert verify(forged.files())[0] == 0
    assert verify(forged.files(), "--key", C.public.text)[0] == 0
    assert verify(forged.files(), "--key", A.public.text)[0] == 1


@pytest.mark.parametrize("known", [A, B])
def test_any_key_of_a_log_whose_keys_changed_will_do(verify, known):
    assert verify(rotated().files(), "--key", known.public.text)[0] == 0


def test_expired_entries_that_were_said_to_be_are_fine(verify):
    log = with_retention()
    lines = log.gone(2, height=1)
    lines[4] = log.gone(5)[5]

    code, told = verify(log.files(lines))

    assert code == 0, told
    assert f"{LOG}: 9 entries, 3 not in the pack; faults: 0" in told


def test_a_pack_of_a_period_leaves_parts_out(verify):
    log = log_of(40)
    log.sizes = ()
    lines = [log.lines()[0], *log.gone(16, height=3, why="left-out")[1:]]

    code, told = verify(log.files(lines))

    assert code == 0, told
    assert "8 not in the pack" in told[-1]


def test_a_checkpoint_inside_a_part_that_was_left_out_cannot_be_compared(verify):
    log = log_of(40)

    code, told = verify(log.files(log.gone(16, height=3, why="left-out")))

    assert code == 1
    assert told[0] == "log/checkpoints/0000000000000020.txt: ends at an entry that is not in this pack"


@pytest.mark.parametrize(
    "line",
    [
        pytest.param({"height": 1}, id="a part that does not begin where it may"),
        pytest.param({"height": -1}, id="less than nothing"),
        pytest.param({"height": 10**9}, id="larger than anything"),
        pytest.param({"hash": "0" * 64}, id="another hash"),
        pytest.param({"gone": "eaten"}, id="a reason of one's own"),
        pytest.param({"more": 1}, id="something more"),
    ],
)
def test_a_line_for_what_is_gone_has_one_form(verify, line):
    log = log_of(12)
    lines = log.gone(7, why="left-out")
    lines[7] = (json.dumps(json.loads(lines[7][0]) | line).encode(), lines[7][1])

    code, told = verify(log.files(lines))

    assert code == 1
    assert told[0].startswith("entry 7: not in this format")


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({}, id="nothing in it"),
        pytest.param({"manifest.json": b"[]"}, id="another manifest"),
        pytest.param({"manifest.json": b"{"}, id="half a manifest"),
        pytest.param(log_of(3).files() | {"log/checkpoints/1.txt": b"\xff"}, id="a checkpoint that is no text"),
        pytest.param(log_of(3).files() | {"log/proofs/x.tlog-proof": b"x"}, id="a proof that is none"),
        pytest.param({n: c for n, c in log_of(3).files().items() if n != "keys.json"}, id="no keys"),
    ],
)
def test_what_is_no_pack_is_refused(verify, files):
    assert verify(files)[0] == 2


def test_a_file_that_is_no_zip_is_refused(tmp_path, capsys):
    (tmp_path / "x.zip").write_bytes(b"no zip")

    assert balie_verify.main([str(tmp_path / "x.zip")]) == 2
    assert balie_verify.main([str(tmp_path / "absent.zip")]) == 2
    assert "x.zip" in capsys.readouterr().err


def test_a_line_without_end_is_never_held_whole(verify):
    code, told = verify(log_of(3).files() | {"log/entries.jsonl": b"x" * 1_000_000})

    assert code == 1
    assert told[0].startswith("entry 0: not in this format")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused(tmp_path):
    path = write_zip(tmp_path / "x.zip", log_of(3).files())
    with zipfile.ZipFile(path, "a") as pack:
        pack.writestr("keys.json", log_of(3).files()["keys.json"])

    assert balie_verify.main([str(path)]) == 1


def test_hostile_text_does_not_reach_the_terminal(verify):
    log = log_of(3, name=LOG)
    log.leaves[1] = log.leaves[1].replace(LOG.encode(), b"\\u001b[2J")

    code, told = verify(log.files())

    assert code == 1
    assert not any("\x1b" in line for line in told)


def test_very_many_faults_are_counted_and_not_all_told(verify):
    code, told = verify(log_of(100, name="balie.example/x").files(log=LOG))

    assert code == 1
    assert len(told) < 40
    assert "faults: 1" in told[-1]


def test_it_runs_on_its_own(tmp_path):
    pack = write_zip(tmp_path / "pack.zip", log_of(9).files())
    alone = tmp_path / "balie_verify.py"
    alone.write_bytes(SOURCE.read_bytes())

    run = subprocess.run([sys.executable, "-I", alone, pack], capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stderr
    assert "ask the organisation whether this is its key" in run.stdout
    assert "§11" in run.stdout


def test_it_is_short_and_needs_nothing_of_balie():
    source = SOURCE.read_text(encoding="utf-8")
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(source))
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [one.name for one in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }

    assert len(source.splitlines()) < 300
    assert imported - set(sys.stdlib_module_names) == {"cryptography"}


def test_every_message_is_in_both_languages_and_used():
    source = SOURCE.read_text(encoding="utf-8")

    for code, (dutch, english) in balie_verify.SAYS.items():
        assert dutch != english
        assert dutch.count("{}") == english.count("{}")
        assert source.count(f'"{code}"') > 1


def test_entries_of_the_core_are_entries_for_the_verifier():
    leaf = Entry(LOG, 0, START, opened()).leaf()

    assert balie_verify.HEAD.match(leaf)
    assert json.loads(leaf).keys() == balie_verify.NAMES
    assert balie_verify.read_key(key("a").public.text)[1] == A.public.key
    assert leaf_hash(leaf) == Log([opened()]).hashes[0]
