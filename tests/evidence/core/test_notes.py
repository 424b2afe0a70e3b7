"""Signed notes, checkpoints and proofs: the published examples, and that nothing but the right text and key passes."""

import base64
import sys

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from sigstore._internal.rekor.checkpoint import SignedCheckpoint

from balie.evidence.core import (
    Checkpoint,
    CheckpointRefused,
    NoteRefused,
    Proof,
    ProofRefused,
    PublicKey,
    SecretKey,
    check_proof,
    inclusion_proof,
    leaf_hash,
    notes,
    open_checkpoint,
    read_checkpoint,
    read_proof,
    root_of,
    sign_checkpoint,
)
from balie.evidence.core.tiles import reader

# The key and note of the tests and documentation of Go's sumdb/note, from which C2SP signed-note stems.
NEUMANN = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
NEUMANN_PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
NOTE = (
    f"{TEXT}\n— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
LOG = "balie.example/systems/14"
KEY, OTHER = SecretKey(LOG, b"k" * 32), SecretKey(LOG, b"o" * 32)
LEAVES = [str(number).encode() for number in range(300)]
HASHES = [leaf_hash(leaf) for leaf in LEAVES]
CHECKPOINT = Checkpoint(LOG, 300, root_of(HASHES))
SIGNED = sign_checkpoint(CHECKPOINT, [KEY])
PROOF = Proof(123, tuple(inclusion_proof(123, 300, reader(HASHES))), SIGNED)


def test_the_published_note():
    key = SecretKey.read(NEUMANN)

    assert key.text == NEUMANN
    assert key.public.text == NEUMANN_PUBLIC
    assert PublicKey.read(NEUMANN_PUBLIC) == key.public
    assert notes.sign(TEXT, [key]) == NOTE
    assert notes.open_note(NOTE, [key.public]) == notes.Note(TEXT, (key.public,))


def test_a_secret_key_does_not_show_itself():
    assert "AYEK" not in repr(SecretKey.read(NEUMANN))
    assert base64.b64encode(b"k" * 32).decode() not in repr(KEY)
    assert "kkkk" not in repr(KEY)


def test_signatures_of_others_are_passed_over_and_named():
    note = notes.sign(TEXT, [SecretKey.read(NEUMANN), KEY, OTHER])
    opened = notes.open_note(note, [KEY.public])

    assert opened == notes.Note(TEXT, (KEY.public,), ("PeterNeumann", LOG))


def test_a_note_may_have_empty_lines():
    text = "one\n\ntwo\n\n\nthree\n"

    assert notes.open_note(notes.sign(text, [KEY]), [KEY.public]).text == text


@pytest.mark.parametrize(
    "note",
    [
        pytest.param(NOTE.replace("answer", "solution"), id="another text"),
        pytest.param(NOTE.replace("x08go/", "x08gp/"), id="another number of the key"),
        pytest.param(NOTE.replace("BwJnAM=", "BwJnAN="), id="a signature changed at its end"),
        pytest.param(NOTE.replace("PeterNeumann", "Peter+Neumann"), id="a name with a plus"),
        pytest.param(NOTE.replace("— ", "- "), id="a hyphen for a dash"),
        pytest.param(NOTE.rstrip("\n"), id="no last newline"),
        pytest.param(NOTE.replace("problem,\n", "problem,\r\n"), id="a carriage return"),
        pytest.param(TEXT, id="no signature at all"),
        pytest.param(TEXT + "\n", id="an empty list of signatures"),
        pytest.param(TEXT + "\n— PeterNeumann x08g\n", id="a signature that is too short"),
        pytest.param(TEXT + "\n— PeterNeumann !!!!\n", id="no base64"),
        pytest.param(notes.sign(TEXT, [KEY]), id="signed by somebody else"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_note_that_is_not_what_was_signed_is_refused(note):
    with pytest.raises(NoteRefused):
        notes.open_note(note, [PublicKey.read(NEUMANN_PUBLIC)])


def test_one_wrong_signature_of_a_known_key_spoils_the_note():
    good, wrong = notes.sign(TEXT, [KEY]), notes.sign("Another text.\n", [OTHER])
    both = good + wrong.rpartition("\n\n")[2]

    assert notes.open_note(both, [KEY.public]).signed_by == (KEY.public,)
    with pytest.raises(NoteRefused, match="does not belong"):
        notes.open_note(both, [KEY.public, OTHER.public])


def test_a_flood_of_signatures_is_refused():
    line = SIGNED.rpartition("\n\n")[2]

    with pytest.raises(NoteRefused, match="too many"):
        notes.open_note(SIGNED + line * 100, [KEY.public])


@pytest.mark.parametrize("text", ["no newline", "a\ttab\n", "a\0null\n", ""])
def test_what_cannot_be_a_note_is_not_signed(text):
    with pytest.raises(ValueError, match="ends in a newline"):
        notes.sign(text, [KEY])


@pytest.mark.parametrize("name", ["", "two words", "a+b", "tab\t", "line\n", "\u00a0"])
def test_a_key_has_a_name_that_a_note_can_carry(name):
    with pytest.raises(ValueError, match="no name"):
        PublicKey(name, bytes(32))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(NEUMANN_PUBLIC.replace("c74f20a3", "c74f20a4"), id="another number"),
        pytest.param(NEUMANN_PUBLIC.replace("+ARpc", "+Arpc"), id="another type of key"),
        pytest.param(NEUMANN_PUBLIC[:-4], id="cut short"),
        pytest.param(NEUMANN, id="the secret half"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_damaged_public_key_is_refused(text):
    with pytest.raises(ValueError, match=r"key|base64|bytes"):
        PublicKey.read(text)


@given(st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_reads_back_with_our_reader_and_sigstores(size, root):
    made = Checkpoint(LOG, size, root)
    note = sign_checkpoint(made, [KEY])
    theirs = SignedCheckpoint.from_text(note)

    assert open_checkpoint(note, [KEY.public], log=LOG) == made
    assert (theirs.checkpoint.origin, theirs.checkpoint.log_size) == (LOG, size)
    assert bytes.fromhex(theirs.checkpoint.log_hash) == root
    (signature,) = theirs.signed_note.signatures
    assert (signature.name, signature.sig_hash) == (LOG, KEY.public.id)
    Ed25519PublicKey.from_public_bytes(KEY.public.key).verify(
        base64.b64decode(signature.signature), theirs.signed_note.note.encode()
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("log\n1\n", id="no root"),
        pytest.param("\n1\n" + "A" * 43 + "=\n", id="no log"),
        pytest.param("log\n01\n" + "A" * 43 + "=\n", id="a zero in front"),
        pytest.param("log\n-1\n" + "A" * 43 + "=\n", id="below nothing"),
        pytest.param("log\n\u0661\n" + "A" * 43 + "=\n", id="a digit of another script"),
        pytest.param("log\n1\nAAAA\n", id="a root that is too short"),
        pytest.param("log\n1\n!\n", id="a root that is no base64"),
        pytest.param("log\n1\n" + "A" * 43 + "=\n\nx\n", id="an empty extension line"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(CheckpointRefused):
        read_checkpoint(text)


def test_extension_lines_are_passed_over():
    assert read_checkpoint(CHECKPOINT.text + "anything\n") == CHECKPOINT


def test_a_checkpoint_of_another_log_is_refused():
    with pytest.raises(CheckpointRefused, match="not of balie"):
        open_checkpoint(SIGNED, [KEY.public], log="balie.example/systems/15")


@pytest.mark.parametrize(("log", "size", "root"), [("", 1, bytes(32)), ("a\nb", 1, bytes(32)), ("a", -1, bytes(32))])
def test_a_checkpoint_that_cannot_be_written(log, size, root):
    with pytest.raises(ValueError, match="a checkpoint names"):
        Checkpoint(log, size, root)


def test_a_proof_stands_on_its_own():
    text = PROOF.text

    assert text.startswith("c2sp.org/tlog-proof@v1\nindex 123\n")
    assert text.endswith(f"\n\n{SIGNED}")
    assert read_proof(text) == PROOF
    assert check_proof(read_proof(text), LEAVES[123], [KEY.public], log=LOG) == CHECKPOINT


def test_a_proof_may_carry_something_more():
    proof = Proof(0, (), SIGNED, b"\x00more")

    assert read_proof(proof.text) == proof
    assert "\nextra AG1vcmU=\nindex 0\n\n" in proof.text


@pytest.mark.parametrize(
    ("proof", "leaf", "key", "log"),
    [
        pytest.param(PROOF, b"another", KEY, LOG, id="another leaf"),
        pytest.param(Proof(124, PROOF.hashes, SIGNED), LEAVES[123], KEY, LOG, id="another place"),
        pytest.param(Proof(123, PROOF.hashes[1:], SIGNED), LEAVES[123], KEY, LOG, id="a step less"),
        pytest.param(Proof(300, PROOF.hashes, SIGNED), LEAVES[123], KEY, LOG, id="past the end"),
        pytest.param(PROOF, LEAVES[123], OTHER, LOG, id="another key"),
        pytest.param(PROOF, LEAVES[123], KEY, "balie.example/organisation", id="another log"),
    ],
)
def test_a_proof_shows_one_leaf_in_one_place_of_one_log(proof, leaf, key, log):
    with pytest.raises((ProofRefused, NoteRefused, CheckpointRefused)):
        check_proof(proof, leaf, [key.public], log=log)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(PROOF.text.replace("@v1", "@v2"), id="another version"),
        pytest.param(PROOF.text.replace("index 123\n", ""), id="no index"),
        pytest.param(PROOF.text.replace("index 123", "index 0123"), id="an index with a zero in front"),
        pytest.param("c2sp.org/tlog-proof@v1\nindex 1\nAAAA\n\nx", id="a hash that is too short"),
        pytest.param("c2sp.org/tlog-proof@v1\nindex 1\n!\n\nx", id="no base64"),
        pytest.param("c2sp.org/tlog-proof@v1\n\nx", id="nothing in it"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_no_proof_is_refused(text):
    with pytest.raises(ProofRefused):
        read_proof(text)


if sys.version_info >= (3, 12):

    def test_aics_tlog_reads_our_notes_and_checkpoints():
        from aics_tlog import checkpoint as theirs
        from aics_tlog import note

        read, signed = theirs.checkpoint_from_note(SIGNED)
        assert (read.origin, read.size, read.root) == (LOG, 300, CHECKPOINT.root)
        assert note.verify_note(signed, [note.parse_vkey(KEY.public.text)])
        assert not note.verify_note(signed, [note.parse_vkey(OTHER.public.text)])
