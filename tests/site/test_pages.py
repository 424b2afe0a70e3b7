"""What every page promises: only for people who signed in, in two languages, with headers that keep strangers out."""

import re

import pytest

from balie.register.models import AISystem
from balie.site.addresses import Need, all_addresses

# What a stranger may open: ways to sign in, and the choice of a language. Think twice before you add to these.
OPEN_TO_ALL = {
    "account_inactive",
    "account_login",
    "accounts:forgotten",
    "accounts:login",
    "accounts:one_time_login",
    "api:docs",
    "api:openapi",
    "duties:feed",
    "evidence:public",
    "evidence:public_checkpoint",
    "evidence:public_text",
    "evidence:public_tile",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "openid_connect_callback",
    "openid_connect_login",
    "register:reply",
    "set_language",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
}


def test_every_address_says_who_may_see_it():
    found = list(all_addresses())
    assert len(found) > 30
    assert {address.name for address in found if address.need is Need.NOTHING} == OPEN_TO_ALL


def _policy(answer):
    parts = (part.split() for part in answer.headers["Content-Security-Policy"].split(";"))
    return {part[0]: part[1:] for part in parts if part}


@pytest.mark.parametrize("address", ["/account/login/", "/account/login/x/", "/nowhere/"])
def test_nothing_comes_from_elsewhere_and_nothing_runs_inline(stranger, db, address):
    policy = _policy(stranger.get(address))
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == ["'self'"]
    assert policy["style-src"] == ["'self'"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert not any("unsafe" in source or "http" in source for sources in policy.values() for source in sources)


def test_pages_carry_careful_headers(colleague, example):
    headers = colleague.get("/systems/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "no-store" in headers["Cache-Control"]


def test_no_page_has_script_or_style_inside(colleague, example):
    for address in ("/systems/", f"/systems/{AISystem.objects.first().pk}/", "/law/", "/law/provisions/aia-50-1/"):
        page = colleague.get(address).content.decode()
        assert "<style" not in page
        assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", page)
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))


def test_cookies_are_kept_from_scripts_and_other_sites(stranger, person):
    from django.test import Client

    client = Client()
    client.post("/account/login/", {"username": person.email, "password": "een lange zin als wachtwoord"})
    client.post("/language/", {"language": "en", "next": "/"})
    client.get("/account/password/")
    assert {"balie_session", "balie_language", "balie_csrf"} <= set(client.cookies)
    for cookie in client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_dutch_is_the_first_language(stranger, db):
    page = stranger.get("/account/login/").content.decode()
    assert '<html lang="nl">' in page
    assert "Inloggen" in page


def test_the_language_of_the_browser_is_heard(stranger, db):
    page = stranger.get("/account/login/", headers={"Accept-Language": "en-GB,en"}).content.decode()
    assert '<html lang="en">' in page


def test_a_language_that_was_chosen_is_remembered(colleague):
    answer = colleague.post("/language/", {"language": "en", "next": "/law/?applies_on=2027-12-02"})
    assert answer.headers["Location"] == "/law/?applies_on=2027-12-02"
    page = colleague.get("/systems/", headers={"Accept-Language": "nl"}).content.decode()
    assert '<html lang="en">' in page


@pytest.mark.parametrize(
    "address", ["/systems/999999/", "/law/packs/nothing/", "/law/provisions/nothing/", "/nothing/"]
)
def test_a_page_that_is_not_there_says_so_in_style(colleague, address):
    page = colleague.get(address)
    assert page.status_code == 404
    assert "Deze pagina bestaat niet" in page.content.decode()


def test_a_form_without_its_secret_is_refused_in_style(stranger, db):
    page = stranger.post("/account/login/", {"username": "a@b.example", "password": "x"})
    assert page.status_code == 403
    assert "Dit formulier was te oud" in page.content.decode()


def test_a_page_that_breaks_says_so_in_style(colleague, monkeypatch):
    from balie.register.pages import views

    colleague.raise_request_exception = False
    monkeypatch.setattr(views.service, "list_portfolio", None)
    page = colleague.get("/systems/")
    assert page.status_code == 500
    assert "Er ging bij ons iets mis" in page.content.decode()
    assert "Traceback" not in page.content.decode()


def test_a_host_that_is_not_ours_is_refused_in_style(stranger, db):
    page = stranger.get("/account/login/", headers={"host": "elsewhere.example"})
    assert page.status_code == 400
    assert "We begrijpen deze vraag niet" in page.content.decode()


def test_nobody_without_a_password_is_left_to_forget_it(person, colleague):
    assert "Kies een wachtwoord voor de volgende keer" not in colleague.get("/law/").content.decode()
    person.set_unusable_password()
    person.save()
    colleague.force_login(person)
    assert "Kies een wachtwoord voor de volgende keer" in colleague.get("/law/").content.decode()


@pytest.mark.parametrize("given", [{}, {"new_password1": "kort", "new_password2": "kort"}, {"old_password": "x"}])
def test_choosing_a_password_speaks_as_the_rest_of_balie(colleague, given):
    for answer in (colleague.get("/account/password/"), colleague.post("/account/password/", given)):
        page = answer.content.decode()
        assert "Minstens 12 tekens. Niet je naam of e-mailadres, en geen veelgebruikt wachtwoord." in page
        assert not re.search(r"\b[Uu]w?\b", re.sub(r"<[^>]+>", " ", page))


def test_who_cannot_sign_in_is_told_whom_to_ask(stranger, db):
    assert "Vraag degene die Balie heeft gestart om een inloglink." in stranger.get("/account/login/").content.decode()
