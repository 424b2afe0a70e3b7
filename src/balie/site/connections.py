"""What Balie is connected to outside itself: the mail server and the organisation's single sign-on.

Both are read from the environment. Without them Balie writes mail to the terminal and people sign in with a password.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from balie.language import Text

PROVIDER = "sso"
_PORTS = {"smtp": 587, "smtps": 465}
_CONSOLE = "django.core.mail.backends.console.EmailBackend"
_SMTP = "django.core.mail.backends.smtp.EmailBackend"
_ADDRESS = re.compile(r"[^@\s,<>]{1,64}@[^@\s,<>]{1,190}")
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


class BadConnection(Exception):
    """A setting that cannot be right; the message says which and what to do, and never repeats a secret."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


@dataclass(frozen=True, slots=True)
class Mail:
    """How mail leaves: by this backend, through this server, from this address."""

    backend: str = _CONSOLE
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False
    sender: str = "balie@localhost"


@dataclass(frozen=True, slots=True)
class SignOn:
    """The OpenID Connect provider, when there is one, and the domains whose people may get an account by it."""

    issuer: str = ""
    client: str = ""
    secret: str = ""
    name: str = ""
    domains: frozenset[str] = frozenset()

    def providers(self) -> dict[str, Any]:
        """What allauth wants to know."""
        if not self.issuer:
            return {}
        app = {
            "provider_id": PROVIDER,
            "name": self.name,
            "client_id": self.client,
            "secret": self.secret,
            "settings": {"server_url": self.issuer, "oauth_pkce_enabled": True},
        }
        return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def mail(environ: Mapping[str, str]) -> Mail:
    """Read BALIE_MAIL_URL and BALIE_MAIL_FROM."""
    sender = environ.get("BALIE_MAIL_FROM") or Mail().sender
    given = environ.get("BALIE_MAIL_URL", "")
    if not given:
        return Mail(sender=sender)
    url = _split(given)
    if url is None or url.scheme not in _PORTS or not url.hostname or not environ.get("BALIE_MAIL_FROM"):
        raise BadConnection(_MAIL)
    plain = parse_qs(url.query).get("tls") == ["no"]
    return Mail(
        backend=_SMTP,
        host=url.hostname,
        port=url.port or _PORTS[url.scheme],
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
        starttls=url.scheme == "smtp" and not plain,
        tls=url.scheme == "smtps",
        sender=sender,
    )


def sign_on(environ: Mapping[str, str]) -> SignOn:
    """Read the BALIE_OIDC_ settings: all that are needed, or none."""
    issuer = environ.get("BALIE_OIDC_ISSUER", "").rstrip("/")
    client, secret = environ.get("BALIE_OIDC_CLIENT_ID", ""), environ.get("BALIE_OIDC_SECRET", "")
    domains = [part.strip().lower() for part in environ.get("BALIE_OIDC_DOMAINS", "").split(",") if part.strip()]
    if not (issuer or client or secret):
        return SignOn()
    url = _split(issuer)
    safe = url is not None and (url.scheme == "https" or (url.scheme == "http" and url.hostname in _THIS_MACHINE))
    if not (client and secret and safe):
        raise BadConnection(_OIDC)
    return SignOn(issuer, client, secret, environ.get("BALIE_OIDC_NAME") or "SSO", frozenset(domains))


def needs_second_factor(environ: Mapping[str, str]) -> bool:
    """Read BALIE_MFA; a word other than "required" or "optional" is a typing error that would go unnoticed."""
    given = environ.get("BALIE_MFA", "") or "optional"
    if given not in {"required", "optional"}:
        raise BadConnection(_MFA)
    return given == "required"


def timestamp_service(environ: Mapping[str, str]) -> str:
    """Read BALIE_TIMESTAMP_URL; what asks for time stamps is an extra that has to be installed."""
    given = environ.get("BALIE_TIMESTAMP_URL", "").strip()
    if not given:
        return ""
    url = _split(given)
    if url is None or url.scheme not in {"http", "https"} or not url.hostname or url.username or url.password:
        raise BadConnection(_TIMESTAMP)
    if find_spec("rfc3161_client") is None:
        raise BadConnection(_TIMESTAMP_EXTRA)
    return given


def checkpoint_mail(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Read BALIE_CHECKPOINT_MAIL; without a mail server nothing would leave, so then it cannot be right."""
    given = [part.strip() for part in environ.get("BALIE_CHECKPOINT_MAIL", "").split(",") if part.strip()]
    if any(not _ADDRESS.fullmatch(one) for one in given) or (given and mail(environ).backend != _SMTP):
        raise BadConnection(_CHECKPOINT_MAIL)
    return tuple(dict.fromkeys(given))


def check(environ: Mapping[str, str]) -> None:
    """Raise `BadConnection` when one of these settings cannot be right."""
    mail(environ)
    sign_on(environ)
    needs_second_factor(environ)
    timestamp_service(environ)
    checkpoint_mail(environ)


def _split(url: str) -> SplitResult | None:
    """Take an address apart; None when it cannot be one."""
    try:
        found = urlsplit(url)
        _ = found.port
    except ValueError:
        return None
    return found


_MAIL = Text(
    nl="BALIE_MAIL_URL is geen adres van een mailserver, of BALIE_MAIL_FROM ontbreekt. "
    "Schrijf bijvoorbeeld smtp://naam:wachtwoord@mail.example:587 en balie@jullie.example.",
    en="BALIE_MAIL_URL is no address of a mail server, or BALIE_MAIL_FROM is missing. "
    "Write for example smtp://name:password@mail.example:587 and balie@yours.example.",
)
_OIDC = Text(
    nl="Voor single sign-on zijn drie instellingen nodig: BALIE_OIDC_ISSUER (een adres met https), "
    "BALIE_OIDC_CLIENT_ID en BALIE_OIDC_SECRET. Vul ze alle drie in, of geen.",
    en="Single sign-on takes three settings: BALIE_OIDC_ISSUER (an https address), BALIE_OIDC_CLIENT_ID and "
    "BALIE_OIDC_SECRET. Give all three, or none.",
)
_MFA = Text(
    nl="BALIE_MFA kan 'required' zijn (beheerders en compliance hebben een tweede stap nodig) of 'optional'.",
    en="BALIE_MFA can be 'required' (administrators and compliance need a second step) or 'optional'.",
)
_TIMESTAMP = Text(
    nl="BALIE_TIMESTAMP_URL is geen adres van een tijdstempeldienst. Schrijf bijvoorbeeld https://tsa.example/tsr, "
    "zonder naam en wachtwoord.",
    en="BALIE_TIMESTAMP_URL is no address of a time-stamp service. Write for example https://tsa.example/tsr, "
    "without name and password.",
)
_TIMESTAMP_EXTRA = Text(
    nl="Voor BALIE_TIMESTAMP_URL is een extra pakket nodig. Voer uit: pip install 'balie[timestamp]'",
    en="BALIE_TIMESTAMP_URL needs an extra package. Run: pip install 'balie[timestamp]'",
)
_CHECKPOINT_MAIL = Text(
    nl="In BALIE_CHECKPOINT_MAIL staan e-mailadressen, met komma's ertussen. Daarvoor is ook een mailserver nodig: "
    "vul BALIE_MAIL_URL en BALIE_MAIL_FROM in.",
    en="BALIE_CHECKPOINT_MAIL holds e-mail addresses, with commas between. It also needs a mail server: "
    "give BALIE_MAIL_URL and BALIE_MAIL_FROM.",
)
