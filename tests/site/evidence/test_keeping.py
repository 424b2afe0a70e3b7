"""Keeping on screen: holds that stand and go, periods that count, what is told before it is done, and who may."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.site.evidence.conftest import SAMIRA, at, sent, shown

from balie.evidence.holds import lift_hold, place_hold
from balie.evidence.models import Entry, LegalHold, RetentionRule
from balie.register.models import AISystem
from balie.site.high_risk import all_that_may_be_high, may_be_high, which_may_be_high

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def told(kind):
    return [entry.body for entry in Entry.objects.filter(kind=kind).order_by("pk")]


# Holds


def test_without_holds_the_page_says_what_happens_and_offers_one(colleague, wim, log):
    page = shown(colleague, at("keeping", wim))
    assert "No legal hold stands" in page
    assert at("hold", wim) in page
    assert at("keeping", wim) in shown(colleague, at("log", wim))


def test_a_hold_is_placed_shown_with_who_and_why_and_lifted(colleague, person, wim, log):
    given = {"because": "Klacht 12 <script>", "conversation": "c-1", "until": ""}
    status, page = sent(colleague, at("hold", wim), **given)
    hold = LegalHold.objects.get()
    assert status == 302
    for words in ("The legal hold stands", "c-1", "Klacht 12 &lt;script&gt;", str(person), "until somebody lifts it"):
        assert words in page
    assert told("hold-placed") == [{"hold": hold.pk, "because": "Klacht 12 <script>"}]
    assert "Lift this hold?" in shown(colleague, at("lift", wim, number=hold.pk))
    assert sent(colleague, at("lift", wim, number=hold.pk))[0] == 422
    status, page = sent(colleague, at("lift", wim, number=hold.pk), because="Afgehandeld")
    assert "No legal hold stands" in page
    assert "1 hold that does not stand any more" in page
    assert "Afgehandeld" in page
    assert told("hold-lifted") == [{"hold": hold.pk, "because": "Afgehandeld"}]
    assert "does not stand any more" in sent(colleague, at("lift", wim, number=hold.pk), because="x")[1]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        pytest.param({"because": ""}, "Vul dit in", id="no reason"),
        pytest.param({"because": "x", "conversation": "c-9"}, "staat niet in het logboek", id="a slip in the name"),
        pytest.param({"because": "x", "until": "2020-01-01"}, "Kies vandaag of een latere dag", id="a day past"),
        pytest.param({"because": "x", "until": "9999-12-31"}, "binnen honderd jaar", id="the end of time"),
        pytest.param({"because": "x", "until": "morgen"}, "Dit is geen bestaande datum", id="no day"),
        pytest.param({"because": "a\u202eb"}, "onzichtbaar teken", id="a sign nobody sees"),
        pytest.param({"because": "x" * 2_000}, "1000", id="a book"),
        pytest.param({"because": "x", "conversation": "\0"}, "ul", id="null"),
    ],
)
def test_a_hold_that_cannot_be_is_refused_with_why(colleague, wim, log, given, words):
    status, page = sent(colleague, at("hold", wim), "nl", **given)
    assert (status, LegalHold.objects.count()) == (422, 0)
    assert words in page


def test_a_hold_can_be_of_a_whole_log_up_to_a_day_and_of_the_organisation(colleague, wim, log):
    today = timezone.localdate()
    for address in (at("hold", wim), at("hold")):
        sent(colleague, address, because="Rechtszaak", until=today.isoformat())
    assert set(LegalHold.objects.values_list("log__system", "conversation", "until")) == {
        (wim.pk, "", today),
        (0, "", today),
    }
    assert "The whole log" in shown(colleague, at("keeping"))


def test_a_hold_of_another_log_is_not_found_here(colleague, wim, log, noon):
    hold = place_hold(log, "x", by=SAMIRA, now=noon)
    other = AISystem.objects.exclude(pk=wim.pk).first()
    assert colleague.get(at("lift", other, number=hold.pk)).status_code == 404


def test_a_hold_whose_last_day_is_over_stands_no_more(colleague, wim, log, noon):
    place_hold(log, "Oud", until=date(2026, 11, 24), by=SAMIRA, now=noon)
    page = shown(colleague, at("keeping", wim))
    assert ("No legal hold stands" in page, "Oud" in page) == (True, True)


def test_an_auditor_sees_holds_as_they_stood_at_the_end_of_the_mandate(auditor, wim, log, noon):
    before = place_hold(log, "Toen", by=SAMIRA, now=noon)
    lift_hold(before, "Later", by=SAMIRA, now=noon + timedelta(days=2))
    place_hold(log, "Daarna", by=SAMIRA, now=noon + timedelta(days=2))
    arie = auditor()
    page = shown(arie, at("keeping", wim))
    assert ("Toen" in page, "Later" in page, "Daarna" in page) == (True, False, False)
    assert (at("hold", wim) in page, at("keeping") in page) == (False, False)
    assert arie.get(at("hold", wim)).status_code == 403
    assert Entry.objects.filter(log=log, kind="log-read").exists()


# Periods


def test_the_page_tells_each_period_and_where_it_comes_from(colleague, wim, log, noon):
    RetentionRule.objects.create(system=0, kind="log-read", months=30, set_at=noon)
    RetentionRule.objects.create(system=wim.pk, kind="commented", months=12, set_at=noon)
    page = " ".join(shown(colleague, at("keeping", wim)).split())
    rows = [part.partition("</tr>")[0] for part in page.split('<th role="rowheader"')[1:]]
    assert "What was said in conversations" in rows[0]
    assert "6 months" in rows[0]
    for months, ground in (("30 months", "set for all systems"), ("12 months", "set here")):
        assert any(months in row and ground in row for row in rows)
    assert ("All other entries" in rows[-1], "10 years (120 months)" in rows[-1]) == (True, True)
    assert sum("kind=" in row and "Drop" in row for row in rows) == 1


@pytest.mark.parametrize(
    ("turn", "warning", "entry"),
    [
        pytest.param(("content", 12), "This is a loosening", "threshold-loosened", id="content longer"),
        pytest.param(("content", 3), "goes for good", "retention-set", id="content shorter"),
        pytest.param(("all-else", 60), "This is a loosening", "threshold-loosened", id="entries shorter"),
        pytest.param(("all-else", 240), "", "retention-set", id="entries longer"),
    ],
)
def test_a_period_is_shown_with_what_it_does_before_it_is_set(colleague, wim, log, turn, warning, entry):
    kind, months = turn
    given = {"kind": kind, "months": months, "because": "Beleid 2026"}
    status, page = sent(colleague, at("period", wim), **given)
    assert (status, RetentionRule.objects.count()) == (200, 0)
    assert warning in page
    assert ("note-wrong" in page) == bool(warning)
    before = {"content": 6, "all-else": 120}[kind]
    assert sent(colleague, at("period", wim), **given, confirmed=before + 1)[0] == 200  # another one was set meanwhile
    status, page = sent(colleague, at("period", wim), **given, confirmed=before)
    assert (status, "From now on" in page) == (302, True)
    (body,) = told(entry)
    assert (body["before"], body["after"], body["because"]) == (before, months, "Beleid 2026")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        pytest.param({"kind": "content", "months": "0"}, "1", id="no time at all"),
        pytest.param({"kind": "content", "months": "1201"}, "1200", id="a century and more"),
        pytest.param({"kind": "content", "months": "zes"}, "Vul een heel aantal maanden in", id="no number"),
        pytest.param({"kind": "signed-in", "months": "6"}, "signed-in", id="what is in no log of a system"),
        pytest.param({"kind": "log-opened", "months": "6"}, "log-opened", id="what always stays"),
        pytest.param({"kind": "content", "months": "6", "because": " "}, "Vul dit in", id="no reason"),
    ],
)
def test_a_period_that_cannot_be_is_refused(colleague, wim, log, given, words):
    status, page = sent(colleague, at("period", wim), "nl", **{"because": "x", **given})
    assert (status, RetentionRule.objects.count()) == (422, 0)
    assert words in page


def test_too_short_for_high_risk_is_refused_with_the_article_here_and_for_all(colleague, example):
    high = all_that_may_be_high().first()
    given = {"kind": "content", "months": 3, "because": "x", "confirmed": 6}
    for address in (at("period", high), at("period")):
        status, page = sent(colleague, address, "nl", **given)
        assert (status, RetentionRule.objects.count()) == (422, 0)
        assert "artikel 26 lid 6" in page
    assert high.name in shown(colleague, at("period"))
    AISystem.objects.exclude(latest=None).update(latest=None)  # of none of them the class is known
    assert sent(colleague, at("period"), **given)[0] == 422


def test_of_a_high_risk_system_the_page_says_what_the_law_makes_of_a_rule(colleague, example, noon):
    high = all_that_may_be_high().first()
    RetentionRule.objects.create(system=0, kind="content", months=3, set_at=noon)
    page = shown(colleague, at("keeping", high))
    assert "The law makes it six." in page
    assert "Article 26(6)" in page


def test_the_nightly_run_and_the_pages_agree_on_what_may_be_high(example):
    AISystem.objects.filter(name="Wim").update(latest=None)
    serious, keys = which_may_be_high(), set(AISystem.objects.values_list("pk", flat=True))
    high = {key for key in keys if serious(key)}
    assert high == {key for key in keys if may_be_high(key)} == set(all_that_may_be_high().values_list("pk", flat=True))
    assert 0 < len(high) < len(keys)
    assert serious(999_999)
    assert may_be_high(999_999)


def test_a_period_that_is_dropped_gives_way_to_the_one_before(colleague, wim, log, noon):
    RetentionRule.objects.create(system=wim.pk, kind="content", months=3, set_at=noon)
    address = f"{at('period_drop', wim)}?kind=content"
    assert "This is a loosening" in shown(colleague, address.partition("?")[0], kind="content")
    assert sent(colleague, address)[0] == 422
    assert "6 months" in sent(colleague, address, because="Toch niet")[1]
    assert told("threshold-loosened") == [
        {"threshold": "retention/content", "before": 3, "after": 6, "because": "Toch niet"}
    ]
    assert "No period of its own" in sent(colleague, address, because="x")[1]


@pytest.mark.parametrize("role", ["administrator", "manager", "builder", "analyst", "auditor"])
@pytest.mark.parametrize("page", ["hold", "period", "period_drop"])
def test_who_does_not_keep_the_evidence_changes_nothing(someone, wim, role, page):
    client = Client()
    client.force_login(someone("els@wadlicht.example", role))
    for address in (at(page, wim), at(page)):
        assert client.post(address, {"because": "x", "kind": "content", "months": 9}).status_code == 403


def test_the_page_takes_a_bounded_number_of_queries(colleague, wim, log, noon, django_assert_max_num_queries):
    for number in range(12):
        place_hold(log, f"Zaak {number}", by=SAMIRA, now=noon)
    shown(colleague, at("keeping", wim))
    with django_assert_max_num_queries(14):
        shown(colleague, at("keeping", wim))
