"""What the Omnibus (Regulation (EU) 2026/1744, published 24 July 2026) changed, in general and for one system."""

from datetime import date

from balie.law import Kind, Moment, changed_provisions, compare, shipped_law

LAW = shipped_law()
BEFORE, AFTER = date(2026, 7, 1), date(2026, 11, 23)


def changes():
    return {change.provision.id: change for change in changed_provisions(LAW, BEFORE, AFTER)}


def test_new_bans_are_new():
    assert changes()["aia-5-1-ba"].kinds == (Kind.NEW,)
    assert changes()["aia-5-1-bb"].kinds == (Kind.NEW,)


def test_literacy_was_reworded_and_not_moved():
    assert changes()["aia-4"].kinds == (Kind.REWORDED,)


def test_high_risk_duties_moved_to_december_2027():
    change = changes()["aia-9"]
    assert change.kinds == (Kind.MOVED,)
    assert (change.before[0].applies.start, change.after[0].applies.start) == (date(2026, 8, 2), date(2027, 12, 2))


def test_telling_that_it_is_ai_did_not_change():
    assert "aia-50-1" not in changes()


def test_a_law_does_not_differ_from_itself():
    assert changed_provisions(LAW, AFTER, AFTER) == ()


def test_for_customer_voice_emotion_the_omnibus_meant_sixteen_months_more():
    facts = LAW.archetypes["customer-voice-emotion"].facts
    found = compare(LAW, facts, Moment(BEFORE, BEFORE), Moment(AFTER, BEFORE))
    assert found.changed
    assert found.before.statutory.applies_from == date(2026, 8, 2)
    assert found.after.statutory.applies_from == date(2027, 12, 2)


def test_for_a_spam_filter_the_class_stayed_the_same():
    facts = LAW.archetypes["spam-filter"].facts
    found = compare(LAW, facts, Moment(BEFORE, BEFORE), Moment(AFTER, BEFORE))
    assert found.before.statutory.range == found.after.statutory.range
