"""The pages of the questionnaire, of asking a colleague and of the history, as people and browsers ask for them."""

import logging
import re

import pytest
from django.core import mail
from django.test import Client

from balie.law import shipped_law
from balie.people.models import User
from balie.register import describing, journal, models, service
from balie.register.describing import Description
from balie.register.models import AISystem
from balie.register.pages.question_forms import AnswerForm
from balie.site.log_lines import Line

pytestmark = pytest.mark.one_database

NORM = "obvious_to_reasonable_person"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def blank(law, organisation, person, acting):
    return describing.create_system(law, organisation, Description("Stroomlijn"), acting(person))


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def at(system, rest=""):
    return f"/systems/{system.pk}/questions/{rest}"


def put(client, system, fact="used_in_eu", **more):
    """Ask a colleague, and return the link."""
    answer = client.post(at(system, f"{fact}/ask/"), {"name": "Leo", "language": "nl", **more})
    return re.search(r'value="http://testserver(/ask/\w+/)"', answer.content.decode())[1]


# One by one


def test_the_questions_begin_with_the_most_telling_one(colleague, blank):
    answer = colleague.get(at(blank))
    assert answer.headers["Location"] == at(blank, "infers_from_input/")


def test_an_answer_leads_to_the_next_question_without_script(colleague, blank):
    answer = colleague.post(at(blank, "infers_from_input/"), {"answer": "yes"}, follow=True)
    assert answer.redirect_chain[-1][0] == at(blank, "used_in_eu/")
    assert "Je antwoord is bewaard." in words(answer)


def test_htmx_gets_the_next_question_the_range_and_the_address(colleague, blank):
    answer = colleague.post(at(blank, "infers_from_input/"), {"answer": "yes"}, headers=HTMX)
    page = answer.content.decode()
    assert "<html" not in page
    assert answer.headers["HX-Push-Url"] == at(blank, "used_in_eu/")
    assert 'id="range" hx-swap-oob="innerHTML"' in page
    assert re.search(r'<h2 id="question" tabindex="-1" autofocus>', page)
    assert "Bewaard:" in page


def test_after_the_last_question_the_outcome_and_what_now(colleague, blank, law):
    for _ in law.facts:
        address = colleague.get(at(blank)).headers.get("Location")
        if address is None:
            break
        number = "placed_on_market" in address or "org_turnover" in address
        colleague.post(address, {"unknown": "on"} if number else {"answer": "?"}, headers=HTMX)
    done = colleague.get(at(blank))
    assert "Je hebt alle open vragen gezien" in words(done)
    assert "niemand wist het" in words(done)
    assert "Bekijk de uitkomst en de redenen" in words(done)


def test_a_question_seen_comes_back_and_one_skipped_only_when_asked(colleague, blank):
    colleague.get(at(blank, "infers_from_input/"))
    assert colleague.get(at(blank)).headers["Location"] == at(blank, "infers_from_input/")
    for _ in range(2):
        assert colleague.get(at(blank) + "?skip=infers_from_input").headers["Location"] == at(blank, "used_in_eu/")
    assert colleague.get(at(blank) + "?again=1").headers["Location"] == at(blank, "infers_from_input/")


def test_the_previous_question_is_the_one_seen_before(colleague, blank):
    colleague.get(at(blank) + "?skip=infers_from_input")
    page = colleague.get(at(blank, "used_in_eu/")).content.decode()
    assert re.search(rf'href="{at(blank, "infers_from_input/")}"[^>]*>Vorige vraag', page)


@pytest.mark.parametrize(
    ("fact", "sent", "value"),
    [
        pytest.param("used_in_eu", {"answer": "no"}, False, id="yes or no"),
        pytest.param("developed_by", {"answer": "?"}, None, id="not known"),
        pytest.param("generates", {"answer": ["text", "audio"]}, ["audio", "text"], id="several"),
        pytest.param("generates", {"answer": "-"}, [], id="none of these"),
        pytest.param("org_turnover", {"answer": "1.250.000"}, 1_250_000, id="a Dutch number"),
        pytest.param("org_turnover", {"unknown": "on"}, None, id="a number nobody knows"),
        pytest.param("placed_on_market", {"answer": "1-3-2025"}, "2025-03-01", id="a Dutch date"),
        pytest.param(NORM, {"answer": "yes", "reasons": "De naam zegt het."}, True, id="a norm"),
    ],
)
def test_every_kind_of_question_takes_its_answer(colleague, blank, fact, sent, value):
    assert colleague.post(at(blank, f"{fact}/"), sent).status_code == 302
    row = models.Answer.objects.get(fact=fact)
    assert (row.known, row.value) == (value is not None, value)


@pytest.mark.parametrize(
    ("fact", "sent"),
    [
        pytest.param("used_in_eu", {}, id="nothing"),
        pytest.param("used_in_eu", {"answer": "perhaps"}, id="no such answer"),
        pytest.param("generates", {"answer": ["text", "-"]}, id="something and nothing"),
        pytest.param("generates", {"answer": ["text", "?"]}, id="something and not knowing"),
        pytest.param("org_turnover", {"answer": "veel"}, id="no number"),
        pytest.param("org_turnover", {"answer": "9" * 40}, id="an endless number"),
        pytest.param("placed_on_market", {"answer": "31-2-2026"}, id="no such day"),
        pytest.param("placed_on_market", {"answer": "2026-01-01", "unknown": "on"}, id="a day and not knowing"),
        pytest.param(NORM, {"answer": "yes"}, id="a norm without reasons"),
        pytest.param("used_in_eu", {"answer": "yes", "source": "x" * 501}, id="an endless source"),
        pytest.param("used_in_eu", {"answer": "yes", "source": "a\x00b"}, id="a null in the source"),
    ],
)
def test_an_answer_that_does_not_fit_is_told_and_not_kept(colleague, blank, fact, sent):
    answer = colleague.post(at(blank, f"{fact}/"), sent)
    assert answer.status_code == 422
    assert "Er klopt nog iets niet" in words(answer)
    assert not models.Answer.objects.exists()


def test_sending_an_answer_twice_does_no_harm(colleague, blank):
    for _ in range(2):
        assert colleague.post(at(blank, "used_in_eu/"), {"answer": "yes"}).status_code == 302
    assert AISystem.objects.get().facts["used_in_eu"]["value"] is True


def test_a_question_that_does_not_exist_is_not_there(colleague, blank):
    assert colleague.get(at(blank, "favourite-colour/")).status_code == 404
    assert colleague.get("/systems/999/questions/used_in_eu/").status_code == 404


def test_every_question_has_a_page_in_both_languages(colleague, blank):
    law = shipped_law()
    for language in ("nl", "en"):
        for fact in law.facts.values():
            page = colleague.get(at(blank, f"{fact.id}/"), headers={"Accept-Language": language})
            assert fact.question.say(language) in page.context["fact"].question.say(language)
            assert page.status_code == 200


@pytest.mark.parametrize("fact", ["used_in_eu", "generates", "developed_by", "org_turnover", "placed_on_market"])
def test_no_two_questions_share_an_id(law, fact):
    ids = re.findall(r' id="([^"]+)"', str(AnswerForm(fact=law.facts[fact])))
    assert ids
    assert all(one.startswith(f"id_{fact}_") for one in ids)


def test_who_may_only_look_sees_the_question_without_a_form(blank, someone):
    client = signed_in(someone("ana@wadlicht.example", "analyst"))
    page = client.get(at(blank, "used_in_eu/")).content.decode()
    assert "hx-post" not in page
    assert "Vraag een collega" not in page
    assert client.post(at(blank, "used_in_eu/"), {"answer": "yes"}).status_code == 403
    assert not models.Answer.objects.exists()


def test_who_may_not_decide_a_norm_is_told_who_may(law, organisation, builder, officer, acting):
    own = describing.create_system(law, organisation, Description("Van Bo"), acting(builder))
    client = signed_in(builder)
    page = client.get(at(own, f"{NORM}/"))
    assert "Deze mensen mogen beslissen: Connie Compliance" in words(page)
    assert "hx-post" not in page.content.decode()
    assert client.post(at(own, f"{NORM}/"), {"answer": "yes", "reasons": "Ja"}).status_code == 403


def test_answering_takes_a_bounded_number_of_queries(colleague, blank, django_assert_max_num_queries):
    colleague.get(at(blank, "infers_from_input/"))
    with django_assert_max_num_queries(50):
        colleague.post(at(blank, "infers_from_input/"), {"answer": "yes"}, headers=HTMX)


# All answers


@pytest.fixture
def started(law, organisation, person, acting):
    return describing.create_system(law, organisation, Description("Bot"), acting(person), archetype="voicebot-inbound")


def test_answers_of_the_starting_point_are_confirmed_on_the_page(colleague, started):
    page = colleague.get(at(started, "answers/"))
    assert "startpunt “Voicebot die de telefoon opneemt”" in words(page)
    colleague.post(at(started, "answers/confirm/"), {"fact": ["used_in_eu", "generates"], "next": "confirm"})
    assert started.answers.filter(via="page").count() == 2
    left = colleague.get(at(started, "answers/") + "?show=confirm").context["lines"]
    assert "used_in_eu" not in [line.fact.id for line in left]


def test_confirming_nothing_says_what_to_do(colleague, started):
    answer = colleague.post(at(started, "answers/confirm/"), {}, follow=True)
    assert "Vink eerst de antwoorden aan die kloppen." in words(answer)


def test_the_answers_leave_as_a_file(colleague, started):
    answer = colleague.get(at(started, "answers/") + "?show=&format=json")
    assert "Voicebot die de telefoon opneemt" in b"".join(answer).decode()


def test_closing_too_early_is_refused_with_the_reason(colleague, started):
    AISystem.objects.update(reassess_because="2: nieuw model")
    assert "Dit systeem is misschien een ander systeem geworden" in words(colleague.get(at(started, "answers/")))
    answer = colleague.post(at(started, "answers/close/"), follow=True)
    assert "Nog niet alle antwoorden zijn bevestigd." in words(answer)
    assert AISystem.objects.get().reassess_because


# A colleague


def test_the_link_is_shown_once_and_leads_to_the_question(colleague, stranger, blank):
    link = put(colleague, blank)
    answer = stranger.get(link)
    assert shipped_law().facts["used_in_eu"].question.nl in words(answer)
    assert "Stroomlijn" in words(answer)
    assert "/ask/" not in colleague.get(at(blank, "asked/")).content.decode()


def test_the_link_needs_no_session_and_leaks_nothing(colleague, stranger, blank):
    answer = stranger.get(put(colleague, blank))
    assert "balie_session" not in answer.cookies
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_reply_needs_the_secret_of_the_form(colleague, stranger, blank):
    link = put(colleague, blank)
    assert stranger.post(link, {"answer": "yes"}).status_code == 403
    assert not models.Answer.objects.exists()


def test_somebody_answers_by_the_link(colleague, blank):
    link, guest = put(colleague, blank), Client()
    assert guest.post(link, {"answer": "yes", "note": "Zie het contract."}).status_code == 302
    assert models.Answer.objects.get().by_name == "Leo"
    assert "Dank je wel" in words(guest.get(link))
    guest.post(link, {"answer": "no"})
    assert models.Answer.objects.get().value is True
    assert "Zie het contract." in words(colleague.get(at(blank, "asked/")))


def test_somebody_passes_the_question_back(colleague, blank):
    link, guest = put(colleague, blank), Client()
    guest.post(link, {"not_for_me": "1", "note": "Vraag Bo."})
    assert models.AskedColleague.objects.get().reply == "not_for_me"
    assert "Vraag Bo." in words(colleague.get(at(blank, "asked/")))


def test_the_page_speaks_the_language_of_the_link_and_the_other_when_asked(colleague, stranger, blank):
    link = put(colleague, blank, language="en")
    english = stranger.get(link, headers={"Accept-Language": "nl"})
    assert '<html lang="en">' in english.content.decode()
    assert '<html lang="nl">' in stranger.get(f"{link}?language=nl").content.decode()
    assert '<html lang="en">' in stranger.get(f"{link}?language=xx").content.decode()


def test_the_question_is_mailed_in_the_language_of_whoever_gets_it(colleague, blank):
    put(colleague, blank, email="leo@klankwerk.example", language="en", message="You built it.")
    (sent,) = mail.outbox
    assert sent.to == ["leo@klankwerk.example"]
    assert sent.subject.startswith("A question from")
    assert shipped_law().facts["used_in_eu"].question.en in sent.body
    assert "You built it." in sent.body
    assert re.search(r"http://testserver/ask/\w{43}/", sent.body)


def test_a_withdrawn_or_made_up_link_is_gone(colleague, stranger, blank):
    link = put(colleague, blank)
    asked = models.AskedColleague.objects.get()
    colleague.post(at(blank, f"asked/{asked.pk}/withdraw/"))
    assert stranger.get(link).status_code == 410
    assert stranger.get("/ask/" + "x" * 43 + "/").status_code == 410


def test_whoever_keeps_trying_links_has_to_wait_and_one_that_works_keeps_working(colleague, stranger, blank):
    link = put(colleague, blank)
    found = [stranger.get(f"/ask/{n}/").status_code for n in range(10)]
    assert found[0] == 410
    assert found[-1] == 429
    assert stranger.get(link).status_code == 200


def test_no_link_comes_in_the_log():
    for text in ("GET /ask/Sup3rSecret/ 500", "/account/login/?next=%2Fask%2FSup3rSecret%2F"):
        record = logging.LogRecord("x", logging.ERROR, "", 0, text, (), None)
        assert "Sup3rSecret" not in Line("{message}", style="{").format(record)
    kept = logging.LogRecord("x", logging.ERROR, "", 0, "GET /task/12/ and /systems/1/questions/a/ask/", (), None)
    assert "/task/12/" in Line("{message}", style="{").format(kept)


# The history


def test_the_history_tells_what_was_and_what_is_in_words(colleague, blank):
    for value in ("yes", "no"):
        colleague.post(at(blank, "used_in_eu/"), {"answer": value})
    page = colleague.get(f"/systems/{blank.pk}/history/").content.decode()
    assert re.search(r'<del><span class="unseen">voor: </span>ja</del>', page)
    assert re.search(r'<ins><span class="unseen">na: </span>nee</ins>', page)
    assert shipped_law().facts["used_in_eu"].question.nl in page


def test_what_followed_for_the_duties_is_shown_when_asked(colleague, blank):
    colleague.post(at(blank, "infers_from_input/"), {"answer": "no"})
    address = f"/systems/{blank.pk}/history/"
    usual, whole = (colleague.get(address + more).context["happenings"] for more in ("", "?all=1"))
    assert {one.kind for one in usual} == {"system-added", "answered"}
    moved = next(one for one in whole if one.kind == "duty-moved")
    assert moved.about in {duty.title.nl for duty in shipped_law().duties.values()}


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        pytest.param("2026-11-01", "1 november 2026", id="a day"),
        pytest.param("2026-02-31", "2026-02-31", id="no day"),
        pytest.param("2.0", "2.0", id="a version"),
        pytest.param(["a", "b"], "a, b", id="a list"),
        pytest.param({"nl": "verlopen", "en": "expired"}, "verlopen", id="both languages"),
        pytest.param(True, "ja", id="yes"),
        pytest.param(None, "", id="nothing"),
    ],
)
def test_the_history_tells_plain_values_as_people_do(kept, told):
    assert journal._plain("deadline", kept, "nl") == told


def test_the_history_is_filtered_paged_and_exported(colleague, blank, person, acting):
    for n in range(60):
        service.change_system(blank.pk, Description(f"Stroomlijn {n}"), acting(person), revision=None)
    address = f"/systems/{blank.pk}/history/"
    answer = colleague.get(f"{address}?kind=system-changed&page=2")
    assert len(answer.context["happenings"]) == 10
    assert {one.kind for one in answer.context["happenings"]} == {"system-changed"}
    assert "Niets past hierbij." in words(colleague.get(f"{address}?person=nobody"))
    rows = b"".join(colleague.get(f"{address}?kind=system-changed&format=csv")).decode("utf-8-sig")
    assert rows.count("Stroomlijn 59") == 1
    assert rows.count("beschrijving gewijzigd") >= 60


@pytest.mark.parametrize("odd", ["?page=0", "?page=x", "?kind=%00", "?person=" + "x" * 3000, "?page=99999"])
def test_the_history_takes_odd_addresses(colleague, blank, odd):
    assert colleague.get(f"/systems/{blank.pk}/history/{odd}").status_code == 200


def test_an_auditor_sees_the_history_of_the_period_only(blank, someone, noon):
    auditor = someone("aud@kantoor.example", "auditor")
    days = {"period_from": "2026-11-24", "period_until": "2026-11-30"}
    more = {"purpose": "controle", "all_systems": True, "expires_at": "2099-01-01T00:00Z", "given_at": noon}
    auditor.mandates.create(**days, **more)
    assert signed_in(auditor).get(f"/systems/{blank.pk}/history/").context["happenings"] == []
    auditor.mandates.update(period_from="2026-11-23")
    assert signed_in(User.objects.get(pk=auditor.pk)).get(f"/systems/{blank.pk}/history/").context["happenings"]
