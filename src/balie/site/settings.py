"""Settings of the site. Everything that differs between machines comes from a few environment variables.

BALIE_DATA        folder for the database and the key          (default: the user's data folder)
DATABASE_URL      where the tables are                         (default: SQLite in that folder)
BALIE_HOSTS       names people type in the address bar, comma-separated (default: this machine only)
BALIE_HTTPS       "1" when people reach the site over https
BALIE_PROXIES     addresses or networks of the proxies in front, comma-separated (default: none, believe no proxy)
BALIE_ADMIN       e-mail address of the first account   (default: beheer@localhost)
BALIE_SECRET_KEY  the key, when it is kept elsewhere           (default: made once, in the data folder)
BALIE_SIGNING_KEY, BALIE_MASTER_KEY
                  the keys that sign the log and wrap the vault, 64 hexadecimal digits; or with _COMMAND behind it, a
                  command that prints one; with _NEXT (and _NEXT_COMMAND), the one that is to take its place
                  (default: files with mode 0600 in the folder "evidence" of the data folder)
BALIE_MFA         "required": administrators and compliance officers need a second factor (default: their choice)
BALIE_CERTIFICATES  file with the certificates that webhooks believe  (default: those of the package certifi)
BALIE_MAIL_URL    mail server, such as smtp://name:password@mail.example:587 or smtps://  (default: to the terminal)
BALIE_MAIL_FROM   address that mail comes from                 (default: balie@localhost)
BALIE_OIDC_ISSUER, BALIE_OIDC_CLIENT_ID, BALIE_OIDC_SECRET
                  single sign-on by OpenID Connect: all three   (default: none)
BALIE_OIDC_NAME   what the button says                         (default: SSO)
BALIE_OIDC_DOMAINS  domains whose people get an account by single sign-on, without roles (default: by invitation only)
BALIE_TIMESTAMP_URL  RFC 3161 service that stamps each checkpoint of a log (default: none)
BALIE_CHECKPOINT_MAIL  addresses outside that get the checkpoints of the logs each day, comma-separated (default: none)
BALIE_ALGORITHM_REGISTER_URL, BALIE_ALGORITHM_REGISTER_ORGANISATION, BALIE_ALGORITHM_REGISTER_TOKEN
                  the API of the Dutch Algorithm Register: all three (default: none, nothing is sent)
"""

import os
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from balie.site import connections, storage

DATA = storage.home(os.environ)
SECRET_KEY = storage.read_key(os.environ)
HTTPS = os.environ.get("BALIE_HTTPS", "") == "1"
DEBUG = False

_NAMES = [name.strip() for name in os.environ.get("BALIE_HOSTS", "").split(",") if name.strip()]
_HERE = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = [*_NAMES, *_HERE]
# The name in links that anybody can have mailed: a stranger who calls us "localhost" must not choose where they lead.
PUBLIC_NAME = next((name for name in _NAMES if name not in _HERE and not name.startswith((".", "*"))), "")
# Balie itself speaks http. A form that people filled in over https, under one of these very names, is one of ours.
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in _NAMES if HTTPS and not name.startswith((".", "*"))]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "balie.site.apps.SiteConfig",
    "balie.people.apps.PeopleConfig",  # before allauth, so that its pages come first
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "csp",
    "balie.site.lawbook.apps.LawbookConfig",
    "balie.site.dashboard.apps.DashboardConfig",
    "balie.site.staff.apps.StaffConfig",
    "balie.site.evidence.apps.EvidencePagesConfig",
    "balie.site.gate.apps.GatePagesConfig",
    "balie.site.desk.apps.DeskPagesConfig",
    "balie.evidence.apps.EvidenceConfig",
    "balie.register.apps.RegisterConfig",
    "balie.duties.apps.DutiesConfig",
    "balie.desk.apps.DeskConfig",
    "balie.site.api.apps.ApiConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "balie.site.headers.careful_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "balie.people.second_factor.ask_for_it",
    "balie.site.too_long.OffersSpreadsheet",
]

ROOT_URLCONF = "balie.site.urls"
ASGI_APPLICATION = "balie.site.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "balie.site.context.permissions",
            ],
        },
    },
]

# SQLite takes its write lock when a transaction starts, so two writers wait for each other instead of failing.
_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL: what is committed is on the disk, so that no entry of the evidence is lost that somebody was told of.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA secure_delete=ON;",  # what was erased is written over, not only let go of
}


def _database(url: str) -> dict[str, Any]:
    """Read the address of the database; without one, the tables live in the data folder."""
    if not url:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA / storage.DATABASE_FILE, "OPTIONS": _SQLITE}
    settings: dict[str, Any] = dict(dj_database_url.parse(url, conn_health_checks=True))
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        settings["OPTIONS"] = _SQLITE | settings.get("OPTIONS", {})
    return settings


DATABASES = {"default": _database(os.environ.get("DATABASE_URL", ""))}

# Evidence: where the secret keys of the log and the vault lie, unless the environment or a command gives them.
EVIDENCE_FOLDER = DATA / "evidence"
EVIDENCE_ENVIRONMENT = {name: os.environ[name] for name in storage.KEY_VARIABLES if name in os.environ}

# And where the heads of the logs go, so that they live outside Balie too.
TIMESTAMP_URL = connections.timestamp_service(os.environ)
CHECKPOINT_MAIL = connections.checkpoint_mail(os.environ)

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Accounts
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "accounts:login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    )
]

# Signing in. Passwords and links are ours, with our own lock in the database (people/service.py); the second factor,
# passkeys and single sign-on are allauth's. Nobody can sign up, change their address or confirm one: no page does it.
ACCOUNT_ADAPTER = "balie.people.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account begins with a link that was mailed, or with an address SSO verified
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_RATE_LIMITS = {"login_failed": None}  # ours counts per account and computer, over all processes
ACCOUNT_FORMS = {"reauthenticate": "balie.people.forms.ConfirmPasswordForm"}
MFA_ADAPTER = "balie.people.adapters.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1  # clocks of phones differ
MFA_TOTP_ISSUER = "Balie"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # behind a proxy that Balie was not told of, and on localhost
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # a whole contact centre can share one address
MFA_FORMS = {
    "authenticate": "balie.people.forms.CodeForm",
    "reauthenticate": "balie.people.forms.ConfirmCodeForm",
    "activate_totp": "balie.people.forms.ActivateAppForm",
    "add_webauthn": "balie.people.forms.AddPasskeyForm",
    "edit_webauthn": "balie.people.forms.NamePasskeyForm",
}
SIGN_ON = connections.sign_on(os.environ)
SOCIALACCOUNT_ADAPTER = "balie.people.adapters.SignOn"
SOCIALACCOUNT_PROVIDERS = SIGN_ON.providers()
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form may not lead away from our own pages (form-action), a link may
SOCIALACCOUNT_ONLY = False
SECOND_FACTOR_REQUIRED = connections.needs_second_factor(os.environ)

SESSION_COOKIE_NAME = "balie_session"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "balie_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Used codes and the counting of requests are shared by all processes, so they are in the database too.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# Mail
_MAIL = connections.mail(os.environ)
EMAIL_BACKEND = _MAIL.backend
EMAIL_HOST, EMAIL_PORT = _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.starttls, _MAIL.tls
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _MAIL.sender

# The API: how many requests one token may make in a minute.
API_CALLS_PER_MINUTE = 600
# Webhooks: whose certificates are believed.
WEBHOOK_CERTIFICATES = os.environ.get("BALIE_CERTIFICATES") or True

# The Dutch Algorithm Register. Nothing is sent unless somebody presses the button.
ALGORITHM_REGISTER_URL = os.environ.get("BALIE_ALGORITHM_REGISTER_URL", "").strip()
ALGORITHM_REGISTER_ORGANISATION = os.environ.get("BALIE_ALGORITHM_REGISTER_ORGANISATION", "").strip()
ALGORITHM_REGISTER_TOKEN = os.environ.get("BALIE_ALGORITHM_REGISTER_TOKEN", "").strip()

# Language and time
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "balie_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True

# Files. Starlette serves them (see asgi.py); the address carries a fingerprint of the content.
STATIC_URL = "/static/"
STORAGES = {"staticfiles": {"BACKEND": "balie.site.static_files.Fingerprinted"}}

# Headers. Nothing comes from elsewhere and nothing runs or paints inline.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "balie.site.log_lines.Line",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "filters": {"without_traceback": {"()": "balie.site.log_lines.WithoutTraceback"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"filters": ["without_traceback"]},
    },
}
