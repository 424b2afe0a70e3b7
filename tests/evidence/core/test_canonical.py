"""Canonical JSON: the vectors of RFC 8785, our limits, and that the fast way writes what the standard asks."""

import json
import struct
from enum import StrEnum

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from balie.evidence.core import NotCanonical, canonical
from balie.evidence.core.canonical import DEEPEST, LARGEST_INTEGER, LONGEST, read

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
    | st.floats(allow_nan=False, allow_infinity=False).filter(lambda x: not LARGEST_INTEGER < abs(x) < 1e21)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def test_the_example_of_rfc_8785_section_3_2_2():
    given_as = r"""{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}"""

    assert (
        canonical(json.loads(given_as))
        == (
            r"""{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"""
            r""""string":"€$\u000f\nA'B\"\\\\\"/"}"""
        ).encode()
    )


def test_the_order_of_rfc_8785_section_3_2_3():
    names = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }

    assert list(json.loads(canonical(names)).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


@pytest.mark.parametrize(
    ("bits", "written"),
    [
        ("0000000000000000", "0"),
        ("8000000000000000", "0"),
        ("0000000000000001", "5e-324"),
        ("8000000000000001", "-5e-324"),
        ("7fefffffffffffff", "1.7976931348623157e+308"),
        ("ffefffffffffffff", "-1.7976931348623157e+308"),
        ("44b52d02c7e14af5", "9.999999999999997e+22"),
        ("44b52d02c7e14af6", "1e+23"),
        ("44b52d02c7e14af7", "1.0000000000000001e+23"),
        ("444b1ae4d6e2ef50", "1e+21"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("41b3de4355555553", "333333333.3333332"),
        ("41b3de4355555554", "333333333.33333325"),
        ("41b3de4355555557", "333333333.33333343"),
        ("becbf647612f3696", "-0.0000033333333333333333"),
        ("43143ff3c1cb0959", "1424953923781206.2"),
    ],
)
def test_the_numbers_of_rfc_8785_appendix_b(bits, written):
    (number,) = struct.unpack(">d", bytes.fromhex(bits))

    assert canonical(number) == written.encode()


class Word(StrEnum):
    ONE = "één"


@given(JSON)
def test_both_ways_of_writing_agree(value):
    assert canonical(value) == rfc8785.dumps(value)


@given(JSON)
def test_what_was_written_reads_back_and_is_written_the_same(value):
    assert canonical(read(canonical(value))) == canonical(value)


def test_tuples_are_lists_and_words_of_an_enum_are_text():
    assert canonical({"a": ("x", Word.ONE)}) == '{"a":["x","één"]}'.encode()


@pytest.mark.parametrize(
    ("value", "place"),
    [
        pytest.param({"a": [1, {"b": 2**53}]}, "$.a[1].b", id="an integer that a double cannot hold"),
        pytest.param({"a": [-(2**53)]}, "$.a[0]", id="the same below zero"),
        pytest.param({"a": float(2**53)}, "$.a", id="a fraction that would be written as such an integer"),
        pytest.param({"a": float("nan")}, "$", id="no number"),
        pytest.param({"a": float("inf")}, "$", id="infinity"),
        pytest.param({"a": {1: "x"}}, "$.a", id="a key that is no text"),
        pytest.param({"a": b"x"}, "$.a", id="bytes"),
        pytest.param({"a": {"b", "c"}}, "$.a", id="a set"),
        pytest.param({"a": "\ud800"}, "$", id="half a character"),
        pytest.param({"\ud800": 1.5}, "$", id="half a character in a key"),
        pytest.param("x" * LONGEST, "$", id="too long"),
    ],
)
def test_what_has_no_canonical_form_is_refused_with_its_place(value, place):
    with pytest.raises(NotCanonical) as refused:
        canonical(value)

    assert refused.value.place == place


def nested(levels):
    value = "deep"
    for _ in range(levels):
        value = [value]
    return value


def test_the_deepest_and_the_longest_still_go():
    assert canonical(nested(DEEPEST))
    assert len(canonical("x" * (LONGEST - 2))) == LONGEST
    with pytest.raises(NotCanonical, match="deeper"):
        canonical(nested(DEEPEST + 1))
    with pytest.raises(NotCanonical, match="deeper"):
        canonical(nested(2_000))


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(b'{"b":1,"a":2}', id="another order"),
        pytest.param(b'{"a": 1}', id="a space"),
        pytest.param(b'{"a":1,"a":1}', id="the same name twice"),
        pytest.param(b'{"a":1.0}', id="a number written otherwise"),
        pytest.param(b'{"a":"\\u0041"}', id="a letter escaped"),
        pytest.param(b'{"a":9007199254740993}', id="a number that is not exact"),
        pytest.param(b'{"a":NaN}', id="no JSON"),
        pytest.param(b"[" * 100_000, id="brackets without end"),
        pytest.param(b"\xff", id="no UTF-8"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_another_writing_is_refused(written):
    with pytest.raises(NotCanonical):
        read(written)
