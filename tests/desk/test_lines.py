"""What a colleague reads: masked unless there is a reason, in order, with what only colleagues see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import NOON

from balie.desk import service as desk
from balie.desk.service import Misread

pytestmark = pytest.mark.django_db


@pytest.fixture
def petra(someone):
    return someone("petra@wadlicht.example", "agent", name="Petra de Wit")


def test_identifiers_are_masked_and_shown_only_to_who_gives_a_reason(talk, petra, kinds):
    waiting = talk(reason="asked")

    masked = desk.lines_of(waiting)[0]
    desk.reveal(waiting.pk, petra, "klant wil haar rekening nagaan", now=NOON)
    shown = desk.lines_of(waiting, shown=True)[0]

    assert "NL91" in masked.text
    assert "0417" not in masked.text
    assert masked.hidden
    assert "NL91 ABNA 0417 1643 00" in shown.text
    assert kinds("c-1") == ["turn", "identifiers-shown"]


def test_a_note_is_for_colleagues_and_never_a_message(talk, petra, kinds):
    waiting = talk(reason="asked")

    desk.note(waiting.pk, petra, "Klant klinkt moe.", [petra], now=NOON)
    desk.misread(waiting.pk, petra, Misread.FACT, "Het tarief klopt niet.", now=NOON)

    lines = desk.lines_of(waiting)
    waiting.refresh_from_db()
    assert [(one.sort, one.kind, one.text) for one in lines[2:]] == [
        ("note", "note-written", "Klant klinkt moe."),
        ("note", "misunderstanding-noted", "Het tarief klopt niet."),
    ]
    assert waiting.messages == 2
    assert kinds("c-1") == ["turn", "note-written", "misunderstanding-noted"]


def test_only_what_is_new_is_read_again(talk, petra):
    waiting = talk(reason="asked")
    last = desk.lines_of(waiting)[-1].sequence
    desk.take(waiting.pk, petra, now=NOON)

    new = desk.lines_of(waiting, after=last)

    assert [(one.sort, one.kind) for one in new] == [("event", "conversation-taken"), ("balie", "joined")]


def test_reading_along_is_put_down_once_a_day(talk, petra, kinds):
    live = talk()

    desk.watched(live, petra, now=NOON)
    desk.watched(live, petra, now=NOON)

    assert kinds("c-1") == ["turn", "conversation-watched"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (["Hallo"], ()),
        (["Hallo. Waarom is mijn rekening zo hoog?"], ("Waarom is mijn rekening zo hoog?",)),
        (
            ["Goedemiddag", "Ik wil mijn contract opzeggen.", "ok", "Kan dat per direct?", "Ik verhuis volgende week."],
            ("Ik wil mijn contract opzeggen.", "Kan dat per direct?", "Ik verhuis volgende week."),
        ),
        (["Kan dat?", "Kan dat?"], ("Kan dat?",)),
    ],
)
def test_a_summary_is_what_the_customer_said(said, told):
    assert desk.summary(said) == told


@given(st.lists(st.text(max_size=400), max_size=12))
def test_a_summary_makes_nothing_up(said):
    for one in desk.summary(said):
        assert any(one.rstrip("…") in text for text in said)
