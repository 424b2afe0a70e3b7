"""A seal opens with its own key, at its own place, and not when a bit of it was changed."""

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from balie.evidence.core import Label, MasterKey, Unsealable, Whose, seal, unseal, unwrap, wrap

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
MASTER = MasterKey(b"m" * 32)
WHOSE = Whose("balie/x/system/7", "c1")
LABEL = Label(WHOSE, "a" * 32, "text/plain")
COMMITMENT, NONCE = b"k" * 32, b"n" * 12


@given(st.binary(max_size=300))
def test_what_was_sealed_opens_again(content):
    assert unseal(KEY, LABEL, seal(KEY, LABEL, COMMITMENT, content)) == (COMMITMENT, content)


@given(st.integers(0), st.integers(0, 7))
def test_a_seal_with_another_bit_does_not_open(place, bit):
    sealed = bytearray(seal(KEY, LABEL, COMMITMENT, b"Ik wil mijn geld terug"))
    sealed[place % len(sealed)] ^= 1 << bit
    with pytest.raises(Unsealable):
        unseal(KEY, LABEL, bytes(sealed))


@pytest.mark.parametrize(
    "label",
    [
        pytest.param(Label(WHOSE, "b" * 32, "text/plain"), id="another id"),
        pytest.param(Label(WHOSE, "a" * 32, "text/html"), id="another media type"),
        pytest.param(Label(Whose(WHOSE.log, "c2"), "a" * 32, "text/plain"), id="another conversation"),
        pytest.param(Label(Whose("balie/x/system/8", "c1"), "a" * 32, "text/plain"), id="another log"),
    ],
)
def test_a_seal_that_was_moved_does_not_open(label):
    with pytest.raises(Unsealable):
        unseal(KEY, label, seal(KEY, LABEL, COMMITMENT, b"text"))


def test_a_seal_of_another_key_does_not_open():
    with pytest.raises(Unsealable):
        unseal(OTHER, LABEL, seal(KEY, LABEL, COMMITMENT, b"text"))


def test_the_same_content_under_another_id_is_sealed_with_another_key():
    other = Label(WHOSE, "b" * 32, "text/plain")
    one, two = seal(KEY, LABEL, COMMITMENT, b"text"), seal(KEY, other, COMMITMENT, b"text")
    assert one[1:53] != two[1:53]


@pytest.mark.parametrize(
    ("master", "whose"),
    [
        pytest.param(MasterKey(b"M" * 32), WHOSE, id="another master key"),
        pytest.param(MASTER, Whose(WHOSE.log, "c2"), id="another conversation"),
        pytest.param(MASTER, Whose("balie/x/system/8", "c1"), id="another log"),
    ],
)
def test_a_wrapped_key_opens_in_its_own_place_only(master, whose):
    wrapped = wrap(MASTER, KEY, WHOSE, NONCE)
    assert unwrap(MASTER, wrapped, WHOSE) == KEY
    with pytest.raises(Unsealable):
        unwrap(master, wrapped, whose)


def test_a_key_is_wrapped_as_the_format_says():
    """Version, nonce, and AES-256-GCM with canonical JSON beside it: enough for another program."""
    wrapped = wrap(MASTER, KEY, WHOSE, NONCE)
    about = f'{{"conversation":"c1","log":"balie/x/system/7","master":"{MASTER.id}","v":1}}'
    assert wrapped[:1] + wrapped[1:13] == b"\x01" + NONCE
    assert AESGCM(b"m" * 32).decrypt(NONCE, wrapped[13:], about.encode()) == KEY


@pytest.mark.parametrize("odd", [b"", b"\x01", b"\x02" + bytes(60), b"\x01" * 200])
def test_what_is_no_seal_is_refused(odd):
    with pytest.raises(Unsealable):
        unseal(KEY, LABEL, odd)
    with pytest.raises(Unsealable):
        unwrap(MASTER, odd, WHOSE)


def test_a_key_is_not_shown_and_its_number_tells_nothing_of_it():
    assert "m" * 8 not in repr(MASTER)
    assert len(MASTER.id) == 16
    assert MASTER.id != MasterKey(b"n" * 32).id


@pytest.mark.parametrize("wrong", [b"", b"short", bytes(33)])
def test_keys_of_another_length_are_refused(wrong):
    with pytest.raises(ValueError, match="32 bytes"):
        MasterKey(wrong)
    with pytest.raises(ValueError, match="32 bytes"):
        wrap(MASTER, wrong, WHOSE, NONCE)
    with pytest.raises(ValueError, match="32 random bytes"):
        seal(KEY, LABEL, wrong, b"")
