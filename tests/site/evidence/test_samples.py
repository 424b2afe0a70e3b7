"""Samples on screen: who draws from what, what is told to draw it again, and who may see it."""

import json
from datetime import date

import pytest
from django.test import Client
from tests.site.evidence.conftest import at, sent, shown

from balie.evidence.core import Subject
from balie.evidence.models import Entry
from balie.evidence.service import BALIE, record_many
from balie.site import packs
from balie.site.packs import Drawing

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def many(wim, log, noon):
    """A log of some length."""
    about = [(Subject("duty", number, f"Plicht {number}", wim.pk), {}) for number in range(60)]
    record_many("commented", by=BALIE, now=noon, subjects=about)
    return log


def drawn():
    return Entry.objects.get(kind="sample-drawn")


def test_what_was_drawn_stands_on_a_page_with_all_it_takes_to_draw_it_again(colleague, wim, many):
    given = {"method": "random", "wanted": 5, "seed": "zaad <b>", "kinds": ["commented"], "origins": ["attested"]}
    status, page = sent(colleague, at("sample", wim), **given)
    told = drawn().body
    assert (status, told["seed"], len(told["drawn"]), told["population_size"]) == (302, "zaad <b>", 5, 60)
    for words in ("zaad &lt;b&gt;", "drawn from 60", told["population_digest"], "balie_sample.py", "none"):
        assert words in page
    for number in (*told["drawn"], drawn().sequence):
        assert f'href="{at("entry", wim, sequence=number)}"' in page
    rows = json.loads(b"".join(colleague.get(at("sample_drawn", wim, drawn=drawn().sequence), {"format": "json"})))[
        "rows"
    ]
    assert [row["number"] for row in rows] == told["drawn"]
    assert at("sample_drawn", wim, drawn=drawn().sequence) in shown(
        colleague, at("entry", wim, sequence=drawn().sequence)
    )


def test_a_large_sample_is_leafed_through_and_says_how_many_others_there_are(
    colleague, person, wim, many, noon, django_assert_max_num_queries
):
    asked = Drawing(kinds=("commented",), wanted=60, seed="a")
    one, _ = (packs.sample_for(person, wim.pk, asked, now=noon).placed for _ in range(2))
    address = at("sample_drawn", wim, drawn=one)
    assert shown(colleague, address).count('<ol class="journal">') == 1
    with django_assert_max_num_queries(14):
        page = shown(colleague, address, page=2)
    assert page.split('<ol class="journal">')[1].count("<li>") == 10
    assert '?kind=sample-drawn#entries">1</a>' in page


@pytest.mark.parametrize(
    ("given", "words"),
    [
        pytest.param({"wanted": "0"}, "1", id="none"),
        pytest.param({"wanted": "veel"}, "Vul een heel getal in", id="no number"),
        pytest.param({"wanted": "2000"}, "Vraag er minder", id="more than there are"),
        pytest.param({"method": "by-kind", "wanted": "1"}, "Vraag er minstens", id="fewer than kinds"),
        pytest.param({"method": "mine"}, "geldige keuze", id="no such method"),
        pytest.param({"kinds": ["made-up"]}, "geldige keuze", id="no such kind"),
        pytest.param({"since": "2026-12-01", "until": "2026-11-01"}, "Deze dag ligt voor", id="backwards"),
        pytest.param({"since": "2030-01-01"}, "Er zijn 0 regels", id="days without entries"),
        pytest.param({"seed": "x" * 201}, "200", id="a book for a seed"),
        pytest.param({"seed": "a\u202eb"}, "onzichtbaar teken", id="a sign nobody sees"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_what_to_do(colleague, wim, many, given, words):
    status, page = sent(colleague, at("sample", wim), "nl", **{"method": "random", "wanted": "5", **given})
    assert (status, words in page) == (422, True)
    assert not Entry.objects.filter(kind="sample-drawn").exists()


def test_an_auditor_draws_within_the_mandate_and_sees_what_came_of_it_though_that_is_of_today(auditor, wim, many):
    arie = auditor()
    assert "From your mandate only" in shown(arie, at("sample", wim))
    page = sent(arie, at("sample", wim), method="systematic", wanted="4", seed="van Arie", since="2020-01-01")[1]
    assert "van Arie" in page
    assert json.loads(drawn().leaf)["what"]["population"]["from"].startswith("2026-11-22T23")
    assert arie.post(at("sample"), {"method": "random", "wanted": 1}).status_code == 403
    outside = sent(arie, at("sample", wim), "nl", method="random", wanted="4", since="2027-01-01")
    assert (outside[0], "buiten de periode van je mandaat" in outside[1]) == (422, True)


def test_a_sample_of_another_is_for_whoever_may_read_its_entry(auditor, colleague, wim, many):
    sent(colleague, at("sample", wim), method="random", wanted="4")
    address = at("sample_drawn", wim, drawn=drawn().sequence)
    assert auditor().get(address).status_code == 404
    assert colleague.get(at("sample_drawn", wim, drawn=0)).status_code == 404
    assert colleague.get(at("sample_drawn", drawn=drawn().sequence)).status_code == 404


def test_an_auditor_of_everything_draws_from_the_log_of_the_organisation(auditor, many):
    arie = auditor(all_systems=True, period_from=date(2020, 1, 1), period_until=date(2100, 1, 1))
    assert sent(arie, at("sample"), method="random", wanted="1")[0] == 302
    assert drawn().log.system == 0


@pytest.mark.parametrize("role", ["administrator", "manager", "builder", "analyst"])
def test_who_may_not_ask_for_evidence_draws_nothing(someone, wim, many, role):
    client = Client()
    client.force_login(someone("els@wadlicht.example", role))
    assert client.post(at("sample", wim), {"method": "random", "wanted": 1}).status_code == 403
    assert at("sample", wim) not in shown(client, at("log", wim))
