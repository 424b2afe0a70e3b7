"""What somebody with bad intentions tries: round the lock, links out of the log, headers that lie."""

import io
import logging
from datetime import timedelta

import pytest
from django.contrib.auth import forms as django_forms
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from balie.people import service, views
from balie.people.models import FailedLogin, OneTimeLogin
from balie.site import serve, serving
from balie.site import settings as shipped

LOGIN = "/account/login/"
PASSWORD = "een lange zin als wachtwoord"
NEW = {"new_password1": "drie woorden op rij", "new_password2": "drie woorden op rij"}


@pytest.fixture
def link(person):
    return service.issue_link(person, now=timezone.now())


@pytest.fixture
def log():
    """What the log of the site holds: the handler is the real one, only where it writes to is another place."""
    handler = next(handler for handler in logging.getLogger().handlers if handler.get_name() == "stderr")
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def _at(link):
    return reverse("accounts:one_time_login", args=[link.token])


def _try(client, person, password="wrong"):
    return client.post(LOGIN, {"username": person.email, "password": password}).status_code


# The lock


@pytest.mark.parametrize("nothing", ["", "\0"], ids=["empty", "a character that no password has"])
def test_an_attempt_without_a_password_forgets_no_failures(person, nothing):
    client = Client()
    answers = [_try(client, person, word) for word in ("wrong", "wrong", "wrong", "wrong", nothing, "wrong")]
    assert answers == [422] * 6
    assert _try(client, person, PASSWORD) == 429


def test_an_attempt_is_counted_before_the_password_is_looked_at(person, monkeypatch):
    counted = []
    real = django_forms.authenticate

    def look(*args, **more):
        counted.append(FailedLogin.objects.count())
        return real(*args, **more)

    monkeypatch.setattr(django_forms, "authenticate", look)
    assert [_try(Client(), person), _try(Client(), person), _try(Client(), person, PASSWORD)] == [422, 422, 302]
    assert counted == [1, 2, 3]
    assert not FailedLogin.objects.exists()


def test_the_lock_does_not_last_longer_for_who_keeps_trying(person, noon):
    for _ in range(service.PAIR_LIMIT):
        assert service.may_try(person.email, "198.51.100.7", now=noon)
    almost = noon + service.FAILURES_COUNT_FOR - timedelta(seconds=1)
    for _ in range(service.PAIR_LIMIT):
        assert not service.may_try(person.email, "198.51.100.7", now=almost)
    assert service.may_try(person.email, "198.51.100.7", now=noon + service.FAILURES_COUNT_FOR)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        pytest.param("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True, id="one IPv6 network"),
        pytest.param("2001:db8:1:2::1", "2001:db8:1:3::1", False, id="two IPv6 networks"),
        pytest.param("198.51.100.7", "198.51.100.8", False, id="two IPv4 addresses"),
        pytest.param("198.51.100.7", "::ffff:198.51.100.7", True, id="IPv4 written as IPv6"),
        pytest.param("::ffff:198.51.100.7", "::ffff:198.51.100.8", False, id="two IPv4 addresses written as IPv6"),
        pytest.param("fe80::1%eth0", "fe80::2%eth0", True, id="one cable"),
        pytest.param("", "", True, id="no address at all"),
    ],
)
def test_what_counts_as_one_computer(person, noon, first, second, same):
    for _ in range(service.PAIR_LIMIT):
        service.may_try(person.email, first, now=noon)
    assert service.may_try(person.email, second, now=noon) is not same


# Links and passwords


@pytest.mark.parametrize(
    ("later", "asked"),
    [
        pytest.param(views.LINK_REPLACES_PASSWORD_FOR - timedelta(seconds=5), False, id="within a quarter of an hour"),
        pytest.param(views.LINK_REPLACES_PASSWORD_FOR + timedelta(seconds=5), True, id="later"),
    ],
)
def test_a_link_stands_in_for_the_old_password_for_a_while(link, later, asked, monkeypatch):
    client = Client()
    client.post(_at(link))
    moment = timezone.now() + later
    monkeypatch.setattr(views.timezone, "now", lambda: moment)
    page = client.get("/account/password/").content.decode()
    assert ('name="old_password"' in page) is asked
    assert client.post("/account/password/", NEW).status_code == (422 if asked else 302)


def test_a_new_password_ends_the_links_that_were_not_used(colleague, person, link):
    assert colleague.post("/account/password/", {**NEW, "old_password": PASSWORD}).status_code == 302
    assert Client().post(_at(link)).status_code == 410


def test_a_password_and_the_end_of_the_links_are_saved_together_or_not_at_all(colleague, person, link, monkeypatch):
    def fail(_):
        raise RuntimeError("the database went away")

    monkeypatch.setattr(service, "end_links", fail)
    with pytest.raises(RuntimeError):
        colleague.post("/account/password/", {**NEW, "old_password": PASSWORD})
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert OneTimeLogin.objects.filter(used_at=None).count() == 1


# The log


def test_a_refused_form_leaves_no_link_in_the_log(stranger, link, log):
    assert stranger.post(_at(link)).status_code == 403
    assert "/account/login/…/" in log.getvalue()
    assert link.token not in log.getvalue()


def test_a_page_that_breaks_leaves_no_link_in_the_log(person, link, log, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError(f"cannot read {_at(link)}")

    monkeypatch.setattr(service, "owner_of_link", fail)
    assert Client(raise_request_exception=False).get(_at(link)).status_code == 500
    assert "Internal Server Error: /account/login/…/" in log.getvalue()
    assert "RuntimeError: cannot read /account/login/…/" in log.getvalue()
    assert link.token not in log.getvalue()


@pytest.mark.parametrize("name", ["django.security.csrf", "django.request", "uvicorn.error", "asyncio", "balie.x", ""])
@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        pytest.param("at /account/login/t0-K_en/ now", (), id="message"),
        pytest.param("at %s now", ("/account/login/t0-K_en/",), id="argument"),
        pytest.param("at %(path)s now", ({"path": "/account/login/t0-K_en"},), id="named argument"),
        pytest.param("at /?next=%%2Faccount%%2flogin%%2Ft0-K_en%%2F %s", ("now",), id="inside another address"),
    ],
)
def test_no_logger_writes_a_link(log, name, message, arguments):
    logging.getLogger(name).error(message, *arguments)
    assert "now" in log.getvalue()
    assert "…" in log.getvalue()
    assert "t0-K_en" not in log.getvalue()


def test_the_server_writes_to_the_same_log(monkeypatch):
    monkeypatch.setattr("uvicorn.Server.run", lambda *_, **__: None)
    serving.answer("balie.site.asgi:application", None, 1, [])
    above = [logging.getLogger(name) for name in ("uvicorn", "uvicorn.error", "uvicorn.access")]
    assert [(logger.handlers, logger.propagate) for logger in above[:2]] == [([], True)] * 2
    assert above[2].handlers == []


def test_the_address_of_the_page_itself_stays_readable(log):
    logging.getLogger("x").error("at /account/login/ and /account/login/?next=/systems/")
    assert "at /account/login/ and /account/login/?next=/systems/" in log.getvalue()


def test_a_strange_host_is_worth_one_line(log):
    assert Client().get(LOGIN, headers={"host": "evil.example"}).status_code == 400
    assert "evil.example" in log.getvalue()
    assert len(log.getvalue().splitlines()) == 1


# Proxies


@pytest.mark.parametrize(
    ("given", "believed"),
    [
        pytest.param("", [], id="nobody"),
        pytest.param("127.0.0.1, 10.0.0.0/8,::1,", ["127.0.0.1", "10.0.0.0/8", "::1"], id="addresses and networks"),
    ],
)
def test_who_is_believed_about_who_asks(given, believed):
    assert serving.trusted_proxies(given) == believed


@pytest.mark.parametrize("given", ["*", "proxy.example", "10.0.0.1/8", "127.0.0.1;127.0.0.2"])
def test_a_proxy_that_is_no_address_stops_the_start(given):
    with pytest.raises(serving.CannotListen) as refused:
        serving.trusted_proxies(given)
    assert repr(given) in refused.value.message.nl
    assert repr(given) in refused.value.message.en


@pytest.mark.parametrize(
    ("https", "proxies", "told"),
    [
        pytest.param("1", "", True, id="https without a proxy"),
        pytest.param("1", "127.0.0.1", False, id="https and its proxy"),
        pytest.param("", "", False, id="no https"),
    ],
)
def test_whoever_uses_https_is_told_to_name_the_proxy(person, tmp_path, monkeypatch, https, proxies, told):
    monkeypatch.setenv("BALIE_HTTPS", https)
    monkeypatch.setenv("BALIE_PROXIES", proxies)
    assert ("BALIE_PROXIES" in serve.welcome("http://127.0.0.1:8000", tmp_path, "nl")) is told


def test_no_origin_is_trusted_unless_named():
    assert shipped.CSRF_TRUSTED_ORIGINS == []
