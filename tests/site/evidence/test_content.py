"""Content on screen: shown to who may read it once the log says so, as text or as a file, and erased for good."""

import pytest
from django.test import Client
from django.utils import timezone
from tests.site.evidence.conftest import SAMIRA, at, sent, shown

from balie.evidence import contents
from balie.evidence.holds import lift_hold, place_hold
from balie.evidence.models import Content, ContentKey, Entry, Log
from balie.evidence.service import BALIE

pytestmark = pytest.mark.django_db
SAID = "<script>alert('Jansen')</script>\u202e é"


@pytest.fixture
def keep(wim, log, noon):
    """Put content in the vault, and return the number of its entry."""

    def stored(media, content, conversation="c-7/ü"):
        (one,) = contents.store(wim.pk, conversation, [(media, content)], by=BALIE, now=noon)
        return one.placed.sequence

    return stored


def looks(kind="content-shown"):
    return [(one.conversation, one.body) for one in Entry.objects.filter(kind=kind).order_by("pk")]


# Shown


@pytest.mark.parametrize("media", ["text/plain", "text/html; charset=utf-8", "application/json"])
def test_text_is_shown_escaped_with_its_size_once_the_log_says_why(colleague, person, wim, keep, media):
    number = keep(media, SAID.encode())
    assert "Show the content" in shown(colleague, at("entry", wim, sequence=number))
    answer = colleague.post(at("content", wim, sequence=number), {"because": "Klacht 12"})
    page = answer.content.decode()
    assert "&lt;script&gt;alert(&#x27;Jansen&#x27;)&lt;/script&gt;[U+202E] é" in page
    assert "<script>alert" not in page
    assert f"{len(SAID.encode())}\u00a0byte" in page
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert looks() == [("c-7/ü", {"seq": number, "because": "Klacht 12"})]
    assert Entry.objects.get(kind="content-shown").actor_id == person.pk


@pytest.mark.parametrize(
    ("media", "content"),
    [
        pytest.param("image/svg+xml", b"<svg onload='alert(1)'/>", id="a picture"),
        pytest.param("audio/wav", b"RIFF", id="sound"),
        pytest.param("text/plain", b"\xff\xfe", id="text that is none"),
        pytest.param("text/plain", b"x" * 500_001, id="too long for a page"),
    ],
)
def test_anything_else_is_a_file_that_no_browser_opens(colleague, wim, keep, media, content):
    number = keep(media, content)
    answer = colleague.post(at("content", wim, sequence=number), {"because": "Klacht 12"})
    assert answer.content == content
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert len(looks()) == 1


def test_it_takes_a_post_and_a_purpose(colleague, wim, keep):
    address = at("content", wim, sequence=keep("text/plain", b"Hallo"))
    assert colleague.get(address).status_code == 405
    status, page = sent(colleague, address, "nl", because=" ")
    assert (status, "Vul dit in" in page, "Hallo" in page, looks()) == (422, True, False, [])


def damage():
    Content.objects.update(sealed=b"x" * 60)


def swap():
    """Another piece of the same conversation takes its place: it opens, and is not what the entry vouches for."""
    one = Entry.objects.get(kind="content-stored", conversation="c-7/ü")
    Entry.objects.filter(pk=one.pk).update(leaf=one.leaf.replace(one.said["vault"]["hmac"], "0" * 64))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        pytest.param(lambda: Content.objects.all().delete(), "is er niet (meer)", id="gone"),
        pytest.param(lambda: Content.objects.update(sealed=b""), "is gewist", id="erased"),
        pytest.param(damage, "buiten Balie om gewijzigd", id="damaged"),
        pytest.param(swap, "buiten Balie om gewijzigd", id="not what the entry vouches for"),
        pytest.param(lambda: ContentKey.objects.update(master="0" * 16), "andere hoofdsleutel", id="another master"),
    ],
)
def test_what_cannot_be_shown_says_why_and_is_no_look(colleague, wim, keep, wrong, words):
    address = at("content", wim, sequence=keep("text/plain", b"Hallo"))
    wrong()
    status, page = sent(colleague, address, "nl", because="Klacht 12")
    assert (status, words in page, looks()) == (302, True, [])


def test_without_the_master_key_it_says_so(colleague, wim, keep, settings, tmp_path):
    address = at("content", wim, sequence=keep("text/plain", b"Hallo"))
    settings.EVIDENCE_FOLDER = tmp_path
    page = sent(colleague, address, "nl", because="Klacht 12")[1]
    assert ("De hoofdsleutel van de kluis is er niet" in page, looks()) == (True, [])


def test_an_entry_without_content_offers_and_shows_none(colleague, wim, log):
    assert "Show the content" not in shown(colleague, at("entry", wim, sequence=0))
    assert "not there" in sent(colleague, at("content", wim, sequence=0), because="x")[1]
    assert sent(colleague, at("content", wim, sequence=999), because="x")[0] == 404


@pytest.mark.parametrize("role", ["administrator", "manager", "builder", "analyst", "auditor"])
def test_who_may_not_read_content_sees_that_it_is_there_and_no_more(someone, auditor, wim, keep, noon, role):
    number = keep("text/plain", b"Hallo")
    client = auditor() if role == "auditor" else Client()
    if role != "auditor":
        client.force_login(someone("els@wadlicht.example", role))
    page = shown(client, at("entry", wim, sequence=number))
    assert ("lies in the vault, sealed" in page, "Show the content" in page, "Erase" in page) == (True, False, False)
    assert client.post(at("content", wim, sequence=number), {"because": "x"}).status_code == 403
    assert client.post(at("erase", wim), {"conversation": "c-7/ü", "reason": "request"}).status_code == 403
    assert (looks(), Content.objects.exclude(sealed=b"").count()) == ([], 1)


# Erased


def test_erasing_names_the_conversation_and_how_much_and_then_the_log_says_so(colleague, wim, keep):
    keep("text/plain", b"Hallo")
    number = keep("text/plain", b"Dag")
    keep("text/plain", b"Een ander", "c-8")
    assert "2 pieces of content lie in the vault" in shown(colleague, at("log", wim), conversation="c-7/ü")
    page = shown(colleague, at("erase", wim), conversation="c-7/ü")
    assert "2 pieces of content of conversation" in page
    assert "for good" in page
    given = {"conversation": "c-7/ü", "reason": "request", "note": "Verzoek 41"}
    status, page = sent(colleague, at("erase", wim), **given)
    assert (status, "Erased for good: 2 pieces" in page, "The content was erased on" in page) == (302, True, True)
    ((name, body),) = looks("content-erased")
    assert (name, body["reason"], body["note"], len(body["ids"])) == ("c-7/ü", "request", "Verzoek 41", 2)
    assert "The content was erased on" in shown(colleague, at("entry", wim, sequence=number))
    assert Content.objects.exclude(sealed=b"").count() == 1
    answer = colleague.post(at("check", wim), follow=True, headers={"accept-language": "en"})
    assert "This log holds." in answer.content.decode()
    assert "nothing to erase" in sent(colleague, at("erase", wim), **given)[1]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        pytest.param({}, "Kies een van deze twee", id="no reason"),
        pytest.param({"reason": "retention"}, "geldige keuze", id="a reason of another"),
        pytest.param({"reason": "other"}, "Schrijf op waarom", id="something else without words"),
        pytest.param({"reason": "other", "note": "a\u202eb"}, "onzichtbaar teken", id="a sign nobody sees"),
    ],
)
def test_erasing_takes_a_reason(colleague, wim, keep, given, words):
    keep("text/plain", b"Hallo")
    status, page = sent(colleague, at("erase", wim), "nl", conversation="c-7/ü", **given)
    assert (status, words in page, looks("content-erased")) == (422, True, [])


@pytest.mark.parametrize("held", ["c-7/ü", ""], ids=["the conversation", "the whole log"])
def test_under_a_hold_nothing_is_erased_and_the_page_says_which(colleague, wim, keep, noon, held):
    keep("text/plain", b"Hallo")
    hold = place_hold(Log.objects.get(system=wim.pk), "Zaak 2026-311", conversation=held, by=SAMIRA, now=noon)
    given = {"conversation": "c-7/ü", "reason": "request"}
    status, page = sent(colleague, at("erase", wim), "nl", **given)
    assert (status, looks("content-erased")) == (422, [])
    for words in ("Er is niets gewist", "Zaak 2026-311", "Samira Haddou", at("lift", wim, number=hold.pk)):
        assert words in page
    assert "Zaak 2026-311" in shown(colleague, at("erase", wim), conversation="c-7/ü")
    lift_hold(hold, "Klaar", by=SAMIRA, now=timezone.now())
    assert sent(colleague, at("erase", wim), **given)[0] == 302
    assert len(looks("content-erased")) == 1


@pytest.mark.parametrize(
    "asked", [{}, {"conversation": "c-999"}, {"conversation": "\0"}, {"conversation": "x" * 9_000}]
)
def test_a_conversation_without_content_has_nothing_to_erase(colleague, wim, keep, asked):
    answer = colleague.get(at("erase", wim), asked)
    assert (answer.status_code, answer.headers["Location"]) == (302, at("log", wim))
