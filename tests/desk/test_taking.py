"""A colleague takes a conversation, and everything that can become of it; the customer hears of each."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.conftest import NOON

from balie.desk import service as desk
from balie.desk import staffing
from balie.desk.models import Handover
from balie.desk.service import Ending, NotNow
from balie.evidence.logs import dialect
from balie.evidence.writing import moment
from balie.gateway.store import statements

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=2)


@pytest.fixture
def petra(someone):
    return someone("petra@wadlicht.example", "agent", name="Petra de Wit")


@pytest.fixture
def joost(someone):
    return someone("joost@wadlicht.example", "agent", name="Joost Bakker")


def said(talk, sort="balie"):
    return [line.text for line in desk.lines_of(talk, shown=True) if line.sort == sort]


def now_is(talk):
    talk.refresh_from_db()
    return talk.charge, list(Handover.objects.values_list("taken_by__name", "ended_how"))


def test_who_takes_is_in_charge_and_the_customer_hears_who_it_is(talk, petra, kinds):
    waiting = talk(reason="asked")

    desk.take(waiting.pk, petra, now=LATER)

    assert now_is(waiting) == ("person", [("Petra de Wit", "")])
    assert said(waiting) == ["U praat nu met Petra, een medewerker van Zonstroom."]
    assert kinds("c-1") == ["turn", "conversation-taken"]
    assert waiting.version == 1
    assert waiting.noticed == "person"  # so that the bot says what it is when it comes back


def test_the_second_who_takes_hears_who_has_it(talk, petra, joost):
    waiting = talk(reason="asked")
    desk.take(waiting.pk, petra, now=LATER)

    with pytest.raises(NotNow, match="Petra de Wit has this conversation already"):
        desk.take(waiting.pk, joost, now=LATER)
    desk.take(waiting.pk, petra, now=LATER)  # her own again is no fault

    assert Handover.objects.count() == 1


def test_a_conversation_with_a_bot_can_be_taken_without_being_asked(talk, petra):
    live = talk()

    desk.take(live.pk, petra, now=LATER)

    assert now_is(live) == ("person", [("Petra de Wit", "")])
    assert Handover.objects.get().reason == "unasked"


def test_who_was_helped_without_asking_did_not_wait_and_does_not_shorten_the_usual_wait(talk, petra):
    asked, unasked = talk("asked", reason="asked"), talk("unasked")
    for one in (asked, unasked):
        desk.take(one.pk, petra, now=LATER)

    with connection.cursor() as cursor:
        cursor.execute(dialect().said(statements.TAKEN), (moment(NOON, dialect()),))
        helped = cursor.fetchall()

    assert len(helped) == 1


def test_a_reply_is_said_once_however_often_it_is_sent(talk, petra, kinds):
    waiting = talk(reason="asked")
    desk.take(waiting.pk, petra, now=LATER)

    first = desk.reply(waiting.pk, petra, "Ik kijk het na.", "key-1", now=LATER)
    again = desk.reply(waiting.pk, petra, "Ik kijk het na.", "key-1", now=LATER)

    assert (first, again) == (True, False)
    assert said(waiting, "person") == ["Ik kijk het na."]
    assert kinds("c-1") == ["turn", "conversation-taken", "person-said"]


def test_only_who_has_it_replies(talk, petra, joost):
    waiting = talk(reason="asked")

    with pytest.raises(NotNow, match="Take it first"):
        desk.reply(waiting.pk, joost, "Hallo", "k", now=LATER)
    desk.take(waiting.pk, petra, now=LATER)
    with pytest.raises(NotNow, match="Petra"):
        desk.reply(waiting.pk, joost, "Hallo", "k", now=LATER)

    assert said(waiting, "person") == []


@pytest.mark.parametrize(
    ("text", "why"), [("", "Write something"), (" \n", "Write something"), ("x" * 4001, "at most")]
)
def test_a_reply_of_nothing_or_of_a_book_is_refused_and_nothing_is_kept(talk, petra, text, why):
    waiting = talk(reason="asked")
    desk.take(waiting.pk, petra, now=LATER)

    with pytest.raises(NotNow, match=why):
        desk.reply(waiting.pk, petra, text, "k", now=LATER)

    assert said(waiting, "person") == []


def test_what_the_policy_does_not_keep_is_masked_in_a_reply_too(talk, petra):
    waiting = talk(reason="asked")
    desk.take(waiting.pk, petra, now=LATER)

    desk.reply(waiting.pk, petra, "Uw BSN 111222333 staat niet goed.", "k", now=LATER)

    assert "111222333" not in said(waiting, "person")[0]


def test_given_back_the_bot_is_in_charge_and_the_customer_knows(talk, petra):
    waiting = talk(reason="asked", misunderstood=2)
    desk.take(waiting.pk, petra, now=LATER)

    desk.give_back(waiting.pk, petra, now=LATER)

    assert now_is(waiting) == ("bot", [("Petra de Wit", "returned")])
    assert "computer (AI), niet met een mens" in said(waiting)[-1]
    assert waiting.misunderstood == 0


def test_a_bot_that_is_halted_gets_nothing_back(talk, petra, gate):
    waiting = talk(reason="halted")
    desk.take(waiting.pk, petra, now=LATER)
    gate.halted = True
    gate.save()

    with pytest.raises(NotNow, match="halted"):
        desk.give_back(waiting.pk, petra, now=LATER)

    assert now_is(waiting)[0] == "person"


def test_passed_on_it_waits_for_that_colleague_and_keeps_its_time(talk, petra, joost):
    waiting = talk(reason="asked")
    desk.take(waiting.pk, petra, now=LATER)

    desk.pass_on(waiting.pk, petra, joost, now=LATER)

    held = Handover.objects.get()
    assert (held.taken_by, held.meant_for, held.asked_at) == (None, joost, NOON)
    assert now_is(waiting)[0] == "waiting"
    assert "Joost helpt u nu verder" in said(waiting)[-1]
    (first,) = desk.waiting(staffing.presence_of(joost), now=LATER)
    assert first.for_me


def test_a_call_that_was_promised_waits_until_then_and_is_closed_once_it_was_made(talk, petra):
    waiting = talk(reason="asked")
    desk.take(waiting.pk, petra, now=LATER)
    by = LATER + timedelta(hours=3)

    desk.promise_call(waiting.pk, petra, by, now=LATER)
    (due,) = desk.waiting(staffing.presence_of(petra), now=LATER)
    desk.take(waiting.pk, petra, now=LATER)
    desk.called_back(waiting.pk, petra, reached=False, now=LATER)
    again = desk.waiting(staffing.presence_of(petra), now=LATER)
    desk.take(waiting.pk, petra, now=LATER)
    desk.called_back(waiting.pk, petra, reached=True, now=LATER)

    assert (due.due, due.late, len(again)) == (by, False, 1)
    assert now_is(waiting) == ("closed", [("Petra de Wit", "call_back")])


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(days=-1), timedelta(days=31)])
def test_a_call_is_promised_for_a_moment_that_comes(talk, petra, ahead):
    waiting = talk(reason="asked")
    desk.take(waiting.pk, petra, now=LATER)

    with pytest.raises(NotNow):
        desk.promise_call(waiting.pk, petra, LATER + ahead, now=LATER)


def test_closed_with_how_it_ended_and_nothing_more_can_be_said(talk, petra):
    waiting = talk(reason="asked")
    desk.take(waiting.pk, petra, now=LATER)

    desk.close(waiting.pk, petra, Ending.ANSWERED, now=LATER)

    assert now_is(waiting) == ("closed", [("Petra de Wit", "answered")])
    for do in (
        lambda: desk.reply(waiting.pk, petra, "Nog iets", "k", now=LATER),
        lambda: desk.give_back(waiting.pk, petra, now=LATER),
        lambda: desk.take(waiting.pk, petra, now=LATER),
    ):
        with pytest.raises(NotNow, match="closed"):
            do()


def test_a_colleague_whose_browser_is_gone_loses_the_conversation_and_the_customer_hears_so(talk, petra, kinds):
    waiting = talk(reason="asked")
    staffing.signs_of_life([staffing.presence_of(petra).person_id], LATER)
    desk.take(waiting.pk, petra, now=LATER)

    early = desk.release_lost(LATER + timedelta(seconds=59))
    gone = desk.release_lost(LATER + timedelta(seconds=61))
    again = desk.release_lost(LATER + timedelta(seconds=200))

    assert (early, gone, again) == (0, 1, 0)
    assert now_is(waiting)[0] == "waiting"
    assert Handover.objects.get().lost == 1
    assert "De verbinding met onze medewerker is weg" in said(waiting)[-1]
    assert kinds("c-1")[-1] == "conversation-released"


def test_a_colleague_who_is_there_keeps_it_for_hours(talk, petra):
    waiting = talk(reason="asked")
    staffing.presence_of(petra)
    desk.take(waiting.pk, petra, now=LATER)
    much_later = LATER + timedelta(hours=3)
    staffing.signs_of_life([petra.pk], much_later)

    assert desk.release_lost(much_later + timedelta(seconds=30)) == 0


def test_in_danger_comes_first_then_who_was_promised_first(talk, petra):
    talk("late", reason="asked", at=NOON - timedelta(minutes=20))
    talk("new", reason="asked", at=NOON)
    talk("danger", reason="emergency", at=NOON)

    found = desk.waiting(staffing.presence_of(petra), now=NOON)

    assert [(one.talk.name, one.late, one.urgent) for one in found] == [
        ("danger", False, True),
        ("late", True, False),
        ("new", False, False),
    ]


def test_the_next_is_the_first_in_a_language_one_speaks(talk, petra):
    talk("de-1", reason="asked", at=NOON - timedelta(minutes=9))
    type(talk("nl-1", reason="asked")).objects.filter(name="de-1").update(language="de")

    found = desk.next_for(staffing.presence_of(petra), now=NOON)

    assert found.talk.name == "nl-1"


def test_content_that_was_erased_cannot_be_spoken_into(talk, petra):
    from balie.evidence import service as evidence
    from balie.evidence.logs import BALIE
    from balie.evidence.models import Log

    waiting = talk(reason="asked")
    evidence.erase(Log.objects.get(pk=waiting.gate.log), ["c-1"], evidence.Why("request"), by=BALIE, now=NOON)

    with pytest.raises(NotNow, match="erased"):
        desk.take(waiting.pk, petra, now=LATER)

    assert now_is(waiting) == ("waiting", [(None, "")])
    assert desk.lines_of(waiting) == []
