"""What was kept long enough goes, with an entry that says so; the log still holds, and a hold keeps what it names."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence.conftest import looked_through

from balie.evidence import contents, heads, holds, service
from balie.evidence.checking.contents import check_contents
from balie.evidence.core import Actor
from balie.evidence.logs import dialect
from balie.evidence.models import ContentKey, Entry, Log, RetentionRule
from balie.evidence.retention import running
from balie.evidence.retention.periods import (
    CONTENT,
    DEFAULTS,
    EVERY_KIND,
    OF_ALL_ELSE,
    STAYS,
    Period,
    PeriodRefused,
    groups,
    is_looser,
    months_before,
    months_for,
    see_to_law,
)  # fmt: skip
from balie.evidence.retention.rules import drop_period, set_period
from balie.evidence.retention.running import as_ranges, let_go
from balie.evidence.service import Subject
from balie.evidence.vault import Erased
from balie.law import RiskClass
from balie.register.models import AISystem
from balie.site.jobs import keep_to_periods

ANNA = Actor(None, "Anna")
WIM = Subject("system", 7, "Wim")


# Which period counts


@pytest.mark.parametrize(
    ("rules", "kind", "months"),
    [
        pytest.param({}, "system-changed", OF_ALL_ELSE, id="no rule"),
        pytest.param({}, CONTENT, 6, id="content without a rule"),
        pytest.param({(0, CONTENT): 3}, CONTENT, 3, id="content everywhere"),
        pytest.param({(0, CONTENT): 3, (7, CONTENT): 9}, CONTENT, 9, id="content of this system"),
        pytest.param({(7, EVERY_KIND): 60}, CONTENT, 6, id="a rule for every kind is not about content"),
        pytest.param({(0, "read"): 12}, "read", 12, id="a kind everywhere"),
        pytest.param({(0, "read"): 12, (7, EVERY_KIND): 36}, "read", 36, id="this system goes before everywhere"),
        pytest.param({(7, "read"): 12, (7, EVERY_KIND): 36}, "read", 12, id="a kind goes before every kind"),
        pytest.param({(8, "read"): 12}, "read", 24, id="a rule of another system"),
    ],
)
def test_which_period_counts(rules, kind, months):
    assert months_for(kind, 7, rules) == months


def test_content_is_shorter_than_what_is_left_of_it_in_the_log():
    assert DEFAULTS[CONTENT] < DEFAULTS["content-stored"] < OF_ALL_ELSE


def test_what_a_log_needs_to_be_verified_never_goes():
    named = {kind for kinds in groups(7, {(7, EVERY_KIND): 1}, high_risk=False).values() for kind in kinds}
    assert not named & STAYS
    assert {"log-opened", "key-added", "key-retired", "retention-run", "hold-placed", "hold-lifted"} <= STAYS


def test_of_a_high_risk_system_six_months_stay_whatever_the_rule_says():
    assert min(groups(7, {(7, EVERY_KIND): 1}, high_risk=False)) == 1
    assert min(groups(7, {(7, EVERY_KIND): 1}, high_risk=True)) == 6


@pytest.mark.parametrize(
    ("moment", "months", "before"),
    [
        (datetime(2026, 11, 26, 3, tzinfo=UTC), 6, datetime(2026, 5, 26, 3, tzinfo=UTC)),
        (datetime(2026, 8, 31, tzinfo=UTC), 6, datetime(2026, 2, 28, tzinfo=UTC)),
        (datetime(2028, 8, 31, tzinfo=UTC), 6, datetime(2028, 2, 29, tzinfo=UTC)),
        (datetime(2026, 1, 15, tzinfo=UTC), 1, datetime(2025, 12, 15, tzinfo=UTC)),
        (datetime(2026, 12, 1, tzinfo=UTC), 24, datetime(2024, 12, 1, tzinfo=UTC)),
    ],
)
def test_months_are_those_of_the_calendar(moment, months, before):
    assert months_before(moment, months) == before


@pytest.mark.parametrize(
    ("period", "code"),
    [
        (lambda: Period(7, "made-up", 6), "unknown-kind"),
        (lambda: Period(7, "log-opened", 6), "always-stays"),
        (lambda: Period(7, CONTENT, 0), "no-period"),
        (lambda: Period(7, CONTENT, 5_000), "no-period"),
        (lambda: see_to_law(Period(7, "read", 5), high_risk=True), "too-short-for-high-risk"),
    ],
)
def test_a_period_that_cannot_be_is_refused(period, code):
    with pytest.raises(PeriodRefused) as refused:
        period()
    assert refused.value.code == code


def test_too_short_for_high_risk_names_the_article():
    with pytest.raises(PeriodRefused, match=r"Article 26\(6\)") as refused:
        see_to_law(Period(7, CONTENT, 5), high_risk=True)
    assert "artikel 26 lid 6" in refused.value.message.nl
    see_to_law(Period(7, CONTENT, 6), high_risk=True)


def test_looser_is_less_proof_or_more_kept():
    assert is_looser("read", 24, 12)
    assert not is_looser("read", 12, 24)
    assert is_looser(CONTENT, 6, 12)
    assert not is_looser(CONTENT, 6, 3)


@given(st.sets(st.integers(0, 200)))
def test_ranges_name_the_numbers_and_no_others(numbers):
    made = as_ranges(sorted(numbers))
    assert {one for first, last in made for one in range(first, last + 1)} == numbers
    assert all(one[1] + 1 < other[0] for one, other in pairwise(made))


# Setting one


def test_a_shorter_period_is_put_down_as_loosened_and_a_longer_one_as_set(db, noon):
    assert set_period(Period(7, "read", 12), "Minder bewaren", high_risk=False, by=ANNA, now=noon)
    assert not set_period(Period(7, "read", 12), "Nog eens", high_risk=False, by=ANNA, now=noon)
    assert set_period(Period(7, "read", 36), "Toch langer", high_risk=False, by=ANNA, now=noon)
    assert drop_period(7, "read", "Zoals overal", by=ANNA, now=noon)
    assert not drop_period(7, "read", "Zoals overal", by=ANNA, now=noon)
    told = Entry.objects.filter(log__system=7, subject="retention").order_by("sequence")
    assert [(entry.kind, entry.body["before"], entry.body["after"]) for entry in told] == [
        ("threshold-loosened", 24, 12), ("retention-set", 12, 36), ("threshold-loosened", 36, 24),
    ]  # fmt: skip
    assert told[0].body["because"] == "Minder bewaren"
    assert not RetentionRule.objects.exists()


def test_a_rule_that_the_law_forbids_is_not_kept(db, noon):
    with pytest.raises(PeriodRefused):
        set_period(Period(7, EVERY_KIND, 3), "Minder bewaren", high_risk=True, by=ANNA, now=noon)
    assert not RetentionRule.objects.exists()
    assert not Entry.objects.exists()


# Letting go


@pytest.fixture
def log(db, folder, noon, monkeypatch):
    """A log of three years: a change and a conversation every thirty days, and a checkpoint now and then."""
    monkeypatch.setattr(running, "_ENTRIES_AT_ONCE", 7)
    monkeypatch.setattr(running, "_CONVERSATIONS_AT_ONCE", 4)
    for number in range(36):
        then = noon - timedelta(days=30 * (36 - number))
        service.record("system-changed", by=ANNA, now=then, subject=WIM)
        contents.store(7, f"c{number}", [("text/plain", f"woord {number}".encode())], by=ANNA, now=then)
        if number % 10 == 0:
            heads.checkpoint_what_grew(then)
    return Log.objects.get(system=7)


def everything(now, *, high_risk=False):
    """Call it as the worker does, until it says that nothing is left."""
    handled = 0
    while some := let_go(now, high_risk=lambda _: high_risk):
        handled += some
    return handled


def holds_still(log):
    verdict = looked_through(Log.objects.get(pk=log.pk))
    with connection.cursor() as cursor:
        check_contents(cursor, dialect(), contents.masters(), verdict)
    assert verdict.holds, [one.line.en for one in verdict.findings]
    return verdict


def test_content_goes_after_six_months_and_what_is_left_of_it_after_two_years(log, noon):
    before = holds_still(log)
    assert before.contents == 36
    everything(noon)
    after = holds_still(log)
    gone = Entry.objects.filter(log=log, leaf="")
    # 2024-11-23 is 24 months before, and 2026-05-23 six; the first conversation is of 2023-12-09.
    assert (after.expired, after.contents) == (12, 6)
    assert set(gone.values_list("kind", flat=True)) == {"content-stored"}
    assert all(entry.at < datetime(2024, 11, 23, 12, tzinfo=UTC) for entry in gone)
    assert ContentKey.objects.filter(erased_at=None).count() == 6
    assert after.heads == before.heads


def test_of_what_went_no_name_is_left_and_its_hash_is(log, noon):
    hashes = dict(Entry.objects.filter(log=log).values_list("sequence", "leaf_hash"))
    everything(noon)
    for entry in Entry.objects.filter(log=log, leaf=""):
        assert bytes(entry.leaf_hash) == bytes(hashes[entry.sequence])
        assert (entry.actor_name, entry.subject_name, entry.conversation, entry.actor_id) == ("", "", "", None)
        assert (entry.body, entry.said) == ({}, {})


def test_each_run_names_exactly_what_it_let_go(log, noon):
    everything(noon)
    runs = list(Entry.objects.filter(log=log, kind="retention-run").order_by("sequence"))
    named = [one for run in runs for first, last in run.body["expired"] for one in range(first, last + 1)]
    gone = Entry.objects.filter(log=log, leaf="").values_list("sequence", flat=True)
    assert sorted(named) == sorted(gone)
    assert len(named) == len(set(named)) == 12
    assert len(runs) == 2  # of seven and five
    assert all(last < run.sequence for run in runs for _, last in run.body["expired"])
    assert runs[0].body["rule"] == "24 months"


def test_a_second_run_on_the_same_day_does_nothing(log, noon):
    everything(noon)
    size = Log.objects.get(pk=log.pk).size
    assert everything(noon) == 0
    assert Log.objects.get(pk=log.pk).size == size


def test_letting_go_of_many_costs_a_few_queries_for_each_lot(log, noon, monkeypatch, django_assert_max_num_queries):
    """Not one for each entry: a night has to be long enough for a million."""
    everything(noon)
    monkeypatch.setattr(running, "_ENTRIES_AT_ONCE", 1_000)
    set_period(Period(7, EVERY_KIND, 1), "Snel weg", high_risk=False, by=ANNA, now=noon)
    with django_assert_max_num_queries(60):
        assert let_go(noon, high_risk=lambda _: False) > 40
    holds_still(log)


def test_a_hold_on_one_conversation_keeps_its_content_and_its_entries(log, noon):
    hold = holds.place_hold(log, "Rechtszaak", conversation="c3", by=ANNA, now=noon)
    everything(noon)
    assert contents.open_content(Entry.objects.get(conversation="c3", kind="content-stored").said["vault"]["id"])
    assert holds_still(log).expired == 11
    held = Entry.objects.filter(log=log, kind="retention-run").order_by("sequence")
    assert [entry.body.get("held") for entry in held] == [1, None]
    holds.lift_hold(hold, "Klaar", by=ANNA, now=noon)
    everything(noon)
    assert holds_still(log).expired == 12
    assert not ContentKey.objects.filter(conversation="c3", erased_at=None).exists()


def test_a_hold_on_the_whole_log_keeps_everything_until_its_last_day(log, noon):
    holds.place_hold(log, "Onderzoek", until=noon.date(), by=ANNA, now=noon)
    assert everything(noon) == 0
    assert holds_still(log).contents == 36
    assert everything(noon + timedelta(days=1)) > 0
    holds_still(log)


def test_a_conversation_that_goes_on_stays_until_its_last_words_are_due(log, noon):
    then = noon - timedelta(days=100)
    words = contents.store(7, "c2", [("text/plain", b"nog een vraag")], by=ANNA, now=then)
    everything(noon)
    assert contents.open_content(words[0].id).content == b"nog een vraag"
    # Its first words are three years old, and still belong to it.
    assert Entry.objects.filter(conversation="c2", kind="content-stored").exclude(leaf="").count() == 2
    everything(noon + timedelta(days=100))
    with pytest.raises(Erased):
        contents.open_content(words[0].id)
    holds_still(log)


def test_a_short_rule_of_a_system_that_became_high_risk_does_not_count_below_six_months(log, noon):
    set_period(Period(7, CONTENT, 1), "Snel weg", high_risk=False, by=ANNA, now=noon)
    set_period(Period(7, EVERY_KIND, 1), "Snel weg", high_risk=False, by=ANNA, now=noon)
    everything(noon, high_risk=True)
    assert holds_still(log).contents == 6
    assert Entry.objects.filter(log=log, kind="system-changed").exclude(leaf="").count() == 6
    everything(noon)
    assert holds_still(log).contents == 1


def test_what_was_let_go_without_being_named_is_still_found(log, noon):
    everything(noon)
    Entry.objects.filter(log=log, kind="system-changed", sequence__lt=40).update(leaf="")
    assert not looked_through(Log.objects.get(pk=log.pk)).holds


def test_the_job_knows_which_systems_may_be_high_risk(example, folder, noon):
    """Six months stay of a system that is high-risk or that nobody classed; the others follow their own rule."""
    then, systems = noon - timedelta(days=90), [*AISystem.objects.values_list("pk", flat=True), 10_000]
    for system in systems:
        service.record("system-retired", by=ANNA, now=then, subject=Subject("system", system, "x"))
    set_period(Period(0, "system-retired", 1), "Minder bewaren", high_risk=False, by=ANNA, now=noon)
    while keep_to_periods(noon):
        pass
    kept = Entry.objects.filter(kind="system-retired").exclude(leaf="").values_list("system", flat=True)
    serious = AISystem.objects.filter(latest__statutory_high__gte=RiskClass.HIGH).values_list("pk", flat=True)
    assert set(kept) == {*serious, 10_000}
    assert 0 < len(serious) < len(systems) - 1
