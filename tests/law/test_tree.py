"""What the YAML reader accepts, and what it refuses with file, line, reason and repair."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.law import Unreadable
from balie.law.tree import parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("a: yes", {"a": True}, id="yes is a boolean"),
        pytest.param("a: 'yes'", {"a": "yes"}, id="quoted is text"),
        pytest.param("yes: 1", {"yes": 1}, id="a key is always text"),
        pytest.param("a: on", {"a": "on"}, id="on is a word"),
        pytest.param("a: 2026-08-02", {"a": date(2026, 8, 2)}, id="a date"),
        pytest.param("a: 2-8-2026", {"a": "2-8-2026"}, id="Dutch notation stays text here"),
        pytest.param("a: 012", {"a": 12}, id="no octal surprises"),
        pytest.param("a: 1.5", {"a": 1.5}, id="a decimal"),
        pytest.param("a: ~", {"a": None}, id="nothing"),
        pytest.param("[1, [2]]", [1, [2]], id="lists"),
        pytest.param('{"a": "\\u00e9"}', {"a": "é"}, id="JSON is YAML too"),
    ],
)
def test_plain_values(text, value):
    assert parse(text, "f.yaml").plain() == value


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        pytest.param("a: &x 1\nb: *x", "yaml-alias", 1, id="an alias, as a YAML bomb needs"),
        pytest.param("a: 1\nb: 2\na: 3", "duplicate-key", 3, id="the same key twice"),
        pytest.param("a: !!python/object:os.system x", "yaml-tag", 1, id="a tag"),
        pytest.param("&a name: x", "yaml-alias", 1, id="an anchor on a key"),
        pytest.param("!!python/object:os.system name: x", "yaml-tag", 1, id="a tag on a key"),
        pytest.param("a: [1, 2", "not-yaml", 1, id="an open list"),
        pytest.param("a: 1\n---\nb: 2", "two-documents", 1, id="two documents"),
        pytest.param("", "empty-file", 1, id="an empty file"),
        pytest.param("# only a remark", "empty-file", 1, id="nothing but a remark"),
        pytest.param("a: 2026-02-30", "bad-date", 1, id="a day that does not exist"),
        pytest.param("? [a, b]\n: 1", "odd-key", 1, id="a list as a key"),
        pytest.param("[" * 100 + "]" * 100, "too-deep", 1, id="a hundred levels"),
        pytest.param("a: \x07", "not-yaml", 1, id="a bell character"),
    ],
)
def test_what_is_refused_is_named_with_its_place(text, code, line):
    with pytest.raises(Unreadable) as caught:
        parse(text, "f.yaml")
    fault = caught.value.fault
    assert (fault.code, fault.place.file) == (code, "f.yaml")
    assert abs((fault.place.line or 0) - line) <= 1
    assert fault.say("nl") != fault.say("en")


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_but_never_crashes(text):
    with suppress(Unreadable):
        parse(text, "f.yaml").plain()
