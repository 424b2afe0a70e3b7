"""What connects Balie to a mail server and to single sign-on, read from the environment and held to make sense."""

import pytest

from balie.site import connections, serve
from balie.site.connections import BadConnection, Mail

MAIL = {"BALIE_MAIL_URL": "smtp://mail.example", "BALIE_MAIL_FROM": "balie@x.example"}
SECRET = "s3cret-word"
OIDC = {
    "BALIE_OIDC_ISSUER": "https://login.example/realms/wadlicht/",
    "BALIE_OIDC_CLIENT_ID": "balie",
    "BALIE_OIDC_SECRET": SECRET,
}


@pytest.mark.parametrize(
    ("url", "host", "port", "starttls", "tls"),
    [
        pytest.param("smtp://mail.example", "mail.example", 587, True, False, id="STARTTLS, unless told otherwise"),
        pytest.param("smtps://mail.example", "mail.example", 465, False, True, id="TLS from the start"),
        pytest.param("smtp://localhost:25?tls=no", "localhost", 25, False, False, id="a relay on this machine"),
    ],
)
def test_where_mail_goes(url, host, port, starttls, tls):
    found = connections.mail({"BALIE_MAIL_URL": url, "BALIE_MAIL_FROM": "balie@wadlicht.example"})
    assert (found.host, found.port, found.starttls, found.tls) == (host, port, starttls, tls)
    assert found.backend.endswith("smtp.EmailBackend")


def test_name_and_password_may_hold_any_sign():
    found = connections.mail(
        {"BALIE_MAIL_URL": "smtp://me%40x.example:a%3Ab%2Fc@mail.example", "BALIE_MAIL_FROM": "b@x.example"}
    )
    assert (found.user, found.password) == ("me@x.example", "a:b/c")


def test_checkpoints_go_to_each_address_once():
    assert connections.checkpoint_mail({**MAIL, "BALIE_CHECKPOINT_MAIL": "a@x.nl, b@x.nl,,a@x.nl"}) == (
        "a@x.nl",
        "b@x.nl",
    )
    assert connections.checkpoint_mail({}) == ()
    assert (
        connections.timestamp_service({"BALIE_TIMESTAMP_URL": " http://tsa.example/tsr "}) == "http://tsa.example/tsr"
    )
    assert connections.timestamp_service({}) == ""


def test_without_a_mail_server_mail_goes_to_the_terminal():
    assert connections.mail({}) == Mail()
    assert Mail().backend.endswith("console.EmailBackend")


@pytest.mark.parametrize(
    "environ",
    [
        pytest.param(
            {"BALIE_MAIL_URL": f"imap://me:{SECRET}@mail.example", "BALIE_MAIL_FROM": "b@x.example"}, id="imap"
        ),
        pytest.param({"BALIE_MAIL_URL": f"smtp://me:{SECRET}@"}, id="no host"),
        pytest.param(
            {"BALIE_MAIL_URL": f"smtp://me:{SECRET}@mail.example:no", "BALIE_MAIL_FROM": "b@x.example"}, id="port"
        ),
        pytest.param({"BALIE_MAIL_URL": f"smtp://me:{SECRET}@mail.example"}, id="no sender"),
        pytest.param({"BALIE_OIDC_ISSUER": "https://login.example", "BALIE_OIDC_SECRET": SECRET}, id="no client"),
        pytest.param({**OIDC, "BALIE_OIDC_ISSUER": ""}, id="no issuer"),
        pytest.param({**OIDC, "BALIE_OIDC_ISSUER": "http://login.example"}, id="sign-on without TLS"),
        pytest.param({**OIDC, "BALIE_OIDC_ISSUER": "login.example"}, id="no address"),
        pytest.param({"BALIE_MFA": "yes"}, id="a word that means nothing"),
        pytest.param({"BALIE_TIMESTAMP_URL": "tsa.example"}, id="no address of a time-stamp service"),
        pytest.param({"BALIE_TIMESTAMP_URL": f"https://me:{SECRET}@tsa.example/"}, id="a secret in an address"),
        pytest.param({"BALIE_CHECKPOINT_MAIL": "bewaar@x.example"}, id="checkpoints without a mail server"),
        pytest.param({**MAIL, "BALIE_CHECKPOINT_MAIL": "bewaar@x.example, nobody"}, id="checkpoints to no address"),
    ],
)
def test_what_cannot_be_right_stops_the_start_and_keeps_the_secret(environ, monkeypatch, capsys, tmp_path):
    with pytest.raises(BadConnection) as refused:
        connections.check(environ)
    assert SECRET not in refused.value.message.nl + refused.value.message.en
    for name, value in {"BALIE_DATA": str(tmp_path / "data"), **environ}.items():
        monkeypatch.setenv(name, value)
    assert serve.serve(demo=False, host="127.0.0.1", port=0, workers=1, lang="nl") == serve.FAILED
    assert SECRET not in capsys.readouterr().err
    assert not (tmp_path / "data").exists()


def test_sign_on_takes_three_settings_and_names_its_domains():
    found = connections.sign_on({**OIDC, "BALIE_OIDC_DOMAINS": "Wadlicht.example, ,zeelicht.example"})
    (app,) = found.providers()["openid_connect"]["APPS"]
    assert app["settings"]["server_url"] == "https://login.example/realms/wadlicht"
    assert app["name"] == "SSO"
    assert found.domains == {"wadlicht.example", "zeelicht.example"}


def test_without_those_settings_there_is_no_sign_on():
    assert connections.sign_on({}).providers() == {}


@pytest.mark.parametrize(("word", "needed"), [("", False), ("optional", False), ("required", True)])
def test_when_a_second_step_is_needed(word, needed):
    assert connections.needs_second_factor({"BALIE_MFA": word}) is needed
