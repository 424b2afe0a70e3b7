"""Entries: what a leaf looks like, that it reads back, and that nothing else passes for one."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.evidence.core import (
    COMMITMENT_KEY_BYTES,
    Actor,
    Commitment,
    Draft,
    Entry,
    EntryRefused,
    Head,
    NotCanonical,
    Origin,
    Subject,
    Unfit,
    UnknownKind,
    canonical,
    commit,
    head_of,
    holds,
    time_of,
    time_text,
)

AT = datetime(2026, 11, 26, 2, 2, 3, 123456, tzinfo=timezone(timedelta(hours=1)))
ANNA = Actor(5, "Anna de Vries")
WIM = Subject("system", 14, "Wim")
CONTENT = Commitment("c-1", commit(b"Hello", b"k" * COMMITMENT_KEY_BYTES))
DRAFT = Draft("system-retired/1", Origin.ATTESTED, WIM, ANNA, {"reason": "Overstap"})
ENTRY = Entry("balie.example/systems/14", 3, AT, DRAFT)
LEAF = (
    b'{"at":"2026-11-26T01:02:03.123456Z","kind":"system-retired/1","log":"balie.example/systems/14",'
    b'"origin":"attested","seq":3,"subject":{"key":14,"kind":"system","name":"Wim"},"v":1,'
    b'"what":{"reason":"Overstap"},"who":{"key":5,"name":"Anna de Vries"}}'
)
NAMES = st.text(max_size=20)
ENTRIES = st.builds(
    Entry,
    log=st.sampled_from(["balie.example/organisation", "127.0.0.1:8000/systems/7"]),
    seq=st.integers(0, 2**53 - 1),
    at=st.datetimes(timezones=st.just(UTC)),
    draft=st.builds(
        Draft,
        kind=st.just("system-retired/1"),
        origin=st.sampled_from(Origin),
        subject=st.builds(Subject, NAMES, st.integers(0, 2**53 - 1), NAMES, st.none() | st.just(7), st.none() | NAMES),
        who=st.builds(Actor, st.none() | st.integers(0, 10**6), NAMES),
        what=st.fixed_dictionaries({}, optional={"reason": NAMES}),
        vault=st.none() | st.just(CONTENT),
    ),
)


def test_a_leaf_is_what_the_format_says():
    assert ENTRY.leaf() == LEAF


@given(ENTRIES)
def test_a_leaf_reads_back(entry):
    assert Entry.read(entry.leaf()) == entry
    assert head_of(entry.leaf()) == Head(
        time_text(entry.at), entry.draft.kind, entry.log, entry.draft.origin.value, entry.seq
    )


def changed(**fields):
    """The leaf with these fields laid over it; None takes a field away."""
    told = json.loads(LEAF) | fields
    return canonical({name: value for name, value in told.items() if value is not None})


@pytest.mark.parametrize(
    ("leaf", "refused"),
    [
        pytest.param(changed(v=2), Unfit, id="another version of the format"),
        pytest.param(changed(more=1), Unfit, id="something more"),
        pytest.param(changed(who=None), Unfit, id="nobody"),
        pytest.param(changed(seq=-1), Unfit, id="a number below nothing"),
        pytest.param(changed(seq=True), Unfit, id="true for a number"),
        pytest.param(changed(origin="rumoured"), Unfit, id="an origin of one's own"),
        pytest.param(changed(log="two words"), Unfit, id="no name of a log"),
        pytest.param(changed(at="2026-11-26T01:02:03Z"), Unfit, id="a moment without decimals"),
        pytest.param(changed(at="2026-13-26T01:02:03.123456Z"), EntryRefused, id="a thirteenth month"),
        pytest.param(changed(kind="made-up/1"), UnknownKind, id="a kind that is not in the list"),
        pytest.param(changed(kind="system-retired/2"), UnknownKind, id="a version that is not in the list"),
        pytest.param(changed(what={"reason": 1}), Unfit, id="a body of another shape"),
        pytest.param(changed(what={"reasons": "x"}), Unfit, id="a body with something more"),
        pytest.param(changed(vault={"id": "c-1", "hmac": "short"}), Unfit, id="a commitment that is too short"),
        pytest.param(LEAF.replace(b":3,", b": 3,"), NotCanonical, id="a space"),
        pytest.param(LEAF[:-1], NotCanonical, id="cut short"),
        pytest.param(b"[]", Unfit, id="a list"),
    ],
)
def test_what_is_no_entry_is_refused(leaf, refused):
    with pytest.raises(refused):
        Entry.read(leaf)


@pytest.mark.parametrize("leaf", [b"", b"{}", LEAF[1:], LEAF.replace(b'"seq":3', b'"seq":03'), changed(log="a b")])
def test_what_does_not_begin_as_an_entry_has_no_head(leaf):
    with pytest.raises(EntryRefused):
        head_of(leaf)


def test_a_body_cannot_pass_for_the_head():
    """What looks like a head inside the body comes after the real one."""
    sly = Draft("system-retired/1", Origin.ATTESTED, WIM, ANNA, {"reason": LEAF.decode()})

    assert head_of(Entry("another.example/log", 9, AT, sly).leaf()).log == "another.example/log"


@pytest.mark.parametrize(
    ("log", "seq", "at"),
    [
        pytest.param("two words", 0, AT, id="a space in the name"),
        pytest.param("", 0, AT, id="no name"),
        pytest.param("a+b", 0, AT, id="a plus, which keys cannot carry"),
        pytest.param('a"b', 0, AT, id="a quote"),
        pytest.param("log", -1, AT, id="below nothing"),
        pytest.param("log", 0, datetime(2026, 1, 1), id="no time zone"),  # noqa: DTZ001
    ],
)
def test_a_place_that_cannot_be(log, seq, at):
    with pytest.raises(EntryRefused):
        Entry(log, seq, at, DRAFT)


def test_an_entry_that_is_too_long_says_so():
    with pytest.raises(NotCanonical, match="65535 is the most"):
        Entry("log", 0, AT, Draft("system-retired/1", Origin.ATTESTED, WIM, ANNA, {"reason": "x" * 65_535})).leaf()


@pytest.mark.parametrize(
    ("kind", "what", "refused"),
    [
        pytest.param("made-up/1", {}, UnknownKind, id="unknown"),
        pytest.param("system-retired", {}, UnknownKind, id="without its version"),
        pytest.param("token-made/1", {"scopes": []}, Unfit, id="a field that is missing"),
        pytest.param("token-made/1", {"scopes": "all", "days": 1}, Unfit, id="text for a list"),
    ],
)
def test_a_draft_has_a_kind_and_its_shape(kind, what, refused):
    with pytest.raises(refused):
        Draft(kind, Origin.ATTESTED, WIM, ANNA, what)


@given(st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.timezones()))  # noqa: DTZ001  # the zone comes in
def test_moments_are_written_in_utc_and_sort_as_text(at):
    assert time_of(time_text(at)) == at.astimezone(UTC)
    assert len(time_text(at)) == 27


@pytest.mark.parametrize("text", ["2026-11-26T01:02:03.123456+00:00", "2026-11-26", "", "2026-11-26T01:02:03.123456"])
def test_another_writing_of_a_moment_is_refused(text):
    with pytest.raises(EntryRefused):
        time_of(text)


def test_a_commitment_holds_for_its_content_and_key_alone():
    assert holds(CONTENT, b"Hello", b"k" * COMMITMENT_KEY_BYTES)
    assert not holds(CONTENT, b"Hullo", b"k" * COMMITMENT_KEY_BYTES)
    assert not holds(CONTENT, b"Hello", b"l" * COMMITMENT_KEY_BYTES)
    with pytest.raises(ValueError, match="32 random bytes"):
        commit(b"Hello", b"short")


def test_a_commitment_is_hmac_sha256():
    """RFC 4231, test case 1, with its key filled up to the block as HMAC itself does."""
    key = b"\x0b" * 20 + bytes(12)

    assert commit(b"Hi There", key) == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
