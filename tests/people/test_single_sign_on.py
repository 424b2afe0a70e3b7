"""Single sign-on against a real OpenID Connect server, which says what each test wants it to say."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from balie.people.models import User
from balie.site.connections import SignOn

pytestmark = pytest.mark.one_database

START = "/account/oidc/sso/login/"


class Provider(ThreadingHTTPServer):
    """Says who somebody is. `told` is what it tells of them; it counts what is asked of it."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Answers)
        self.address = f"http://127.0.0.1:{self.server_address[1]}"
        self.told = {"sub": "42", "email": "samira@wadlicht.example", "email_verified": True, "name": "Samira Haddou"}
        self.broken = False


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        base = self.server.address
        pages = {
            "/.well-known/openid-configuration": {
                "issuer": base,
                "authorization_endpoint": f"{base}/authorize",
                "token_endpoint": f"{base}/token",
                "userinfo_endpoint": f"{base}/userinfo",
                "jwks_uri": f"{base}/jwks",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
            "/userinfo": self.server.told,
        }
        self._say(pages[self.path])

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self._say({"access_token": "token", "token_type": "Bearer"})

    def _say(self, value):
        kept = json.dumps(value).encode()
        self.send_response(500 if self.server.broken else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(kept)))
        self.end_headers()
        self.wfile.write(kept)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def provider(settings):
    server = Provider()
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    settings.SIGN_ON = SignOn(server.address, "balie", "a secret", "Wadlicht")
    settings.SOCIALACCOUNT_PROVIDERS = settings.SIGN_ON.providers()
    yield server
    server.shutdown()
    server.server_close()


def come_in(client, query=""):
    """Follow the button to the provider, and come back with a code."""
    away = client.get(f"{START}?process=login{query}").headers["Location"]
    asked = parse_qs(urlsplit(away).query)
    assert asked["code_challenge_method"] == ["S256"]
    return client.get(f"{START}callback/", {"code": "x", "state": asked["state"][0]})


def signed_in(client):
    return client.get("/account/password/").status_code == 200


def test_the_button_stands_on_the_page(provider, db):
    assert "Inloggen met Wadlicht" in Client().get("/account/login/").content.decode()


def test_without_settings_there_is_no_button_and_no_way(db):
    assert "/oidc/" not in Client().get("/account/login/").content.decode()
    assert Client().get(START).status_code == 404


def test_an_account_is_found_by_a_verified_address(provider, person):
    provider.told["email"] = "Samira@Wadlicht.example"
    client = Client()
    assert come_in(client).headers["Location"] == "/"
    assert signed_in(client)
    assert User.objects.count() == 1


def test_the_account_is_known_by_its_number_afterwards(provider, person):
    come_in(Client())
    provider.told |= {"email": "renamed@wadlicht.example"}
    client = Client()
    come_in(client)
    assert signed_in(client)
    assert SocialAccount.objects.get().user == person


@pytest.mark.parametrize("verified", [False, None, "true", 1], ids=["no", "not said", "a word", "a number"])
def test_an_address_that_is_not_verified_finds_nobody(provider, person, verified):
    provider.told["email_verified"] = verified
    client = Client()
    answer = come_in(client)
    assert answer.status_code == 403
    assert "Je hebt hier nog geen account" in answer.content.decode()
    assert not signed_in(client)
    assert not SocialAccount.objects.exists()


def test_who_was_not_invited_stays_out(provider, person):
    provider.told["email"] = "stranger@wadlicht.example"
    assert come_in(Client()).status_code == 403
    assert User.objects.count() == 1


def test_a_named_domain_gets_an_account_without_roles(provider, person, settings):
    settings.SIGN_ON = SignOn(provider.address, "balie", "a secret", "Wadlicht", frozenset({"wadlicht.example"}))
    provider.told |= {"sub": "43", "email": "Bram@wadlicht.example", "name": "Bram Elzinga"}
    client = Client()
    assert come_in(client).status_code == 302
    made = User.objects.get(email="bram@wadlicht.example")
    assert (made.name, made.roles, made.has_usable_password()) == ("Bram Elzinga", frozenset(), False)
    refused = client.get("/systems/")
    assert refused.status_code == 403
    assert "Je hebt een account, maar nog geen rol." in refused.content.decode()


@pytest.mark.parametrize("email", ["x@evil.example", "x@wadlicht.example.evil.example", "x@notwadlicht.example"])
def test_another_domain_gets_none(provider, person, settings, email):
    settings.SIGN_ON = SignOn(provider.address, "balie", "a secret", "Wadlicht", frozenset({"wadlicht.example"}))
    provider.told |= {"sub": "44", "email": email}
    assert come_in(Client()).status_code == 403


def test_a_closed_account_stays_closed(provider, person):
    User.objects.update(is_active=False)
    client = Client()
    assert come_in(client).headers["Location"] == "/account/closed/"
    assert not signed_in(client)


def test_nobody_hangs_another_account_onto_theirs(provider, colleague, person):
    provider.told |= {"sub": "66", "email": "attacker@evil.example"}
    away = colleague.get(f"{START}?process=connect").headers["Location"]
    state = parse_qs(urlsplit(away).query)["state"][0]
    colleague.get(f"{START}callback/", {"code": "x", "state": state})
    assert not SocialAccount.objects.exists()


def test_an_answer_nobody_asked_for_is_refused(provider, person):
    answer = Client().get(f"{START}callback/", {"code": "x", "state": "made-up"})
    assert answer.status_code == 401
    assert "Inloggen is niet gelukt" in answer.content.decode()


def test_a_provider_that_is_broken_is_told_politely(provider, person):
    provider.broken = True
    answer = Client().get(START)
    assert answer.status_code == 401
    assert "Inloggen is niet gelukt" in answer.content.decode()


def test_it_does_not_lead_to_another_site(provider, person):
    assert come_in(Client(), "&next=https://elsewhere.example/").headers["Location"] == "/"
