"""Settings come from a few environment variables, and reading them writes nothing."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from balie.site import settings as shipped
from balie.site import storage


def _reading(folder: Path, expression: str, **environ: str) -> str:
    """What the settings say in a fresh process with these variables."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("BALIE", "DATABASE", "DJANGO"))}
    code = f"import json; from balie.site import settings; print(json.dumps({expression}, default=str))"
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, "BALIE_DATA": str(folder), **environ},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def test_reading_the_settings_leaves_no_trace(tmp_path):
    folder = tmp_path / "data"
    assert _reading(folder, "settings.SECRET_KEY") == '""'
    assert not folder.exists()


def test_without_a_key_django_refuses(settings):
    settings.SECRET_KEY = ""
    with pytest.raises(ImproperlyConfigured):
        assert settings.SECRET_KEY


def test_the_key_is_made_once_and_for_the_owner_alone(tmp_path):
    environ = {"BALIE_DATA": str(tmp_path / "data")}
    folder = storage.prepare(environ)
    key = storage.read_key(environ)
    storage.prepare(environ)
    assert storage.read_key(environ) == key
    assert len(key) > 60
    assert stat.S_IMODE((folder / storage.KEY_FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [file.name for file in folder.iterdir()] == [storage.KEY_FILE]


def test_of_two_processes_that_make_the_key_at_once_one_wins(tmp_path):
    file = tmp_path / storage.KEY_FILE
    storage._write_once(file, "first")
    storage._write_once(file, "second")
    assert file.read_text() == "first"


def test_a_key_kept_elsewhere_is_not_written_down(tmp_path):
    environ = {"BALIE_DATA": str(tmp_path), "BALIE_SECRET_KEY": "from a vault"}
    storage.prepare(environ)
    assert storage.read_key(environ) == "from a vault"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("environ", "folder"),
    [
        pytest.param({"BALIE_DATA": "/srv/balie"}, Path("/srv/balie"), id="where somebody says"),
        pytest.param(
            {"XDG_DATA_HOME": "/srv/people/me"}, Path("/srv/people/me/balie"), id="where the desktop keeps data"
        ),
        pytest.param({}, Path.home() / ".local" / "share" / "balie", id="nothing said"),
    ],
)
def test_where_the_data_lives(environ, folder):
    assert storage.home(environ) == folder


def test_sqlite_waits_instead_of_failing(tmp_path):
    read = _reading(tmp_path, "settings.DATABASES['default']")
    assert "django.db.backends.sqlite3" in read
    assert "IMMEDIATE" in read
    assert "journal_mode=WAL" in read


def test_another_sqlite_file_is_treated_the_same(tmp_path):
    read = _reading(tmp_path, "settings.DATABASES['default']", DATABASE_URL="sqlite:////srv/balie/other.sqlite3")
    assert "/srv/balie/other.sqlite3" in read
    assert "IMMEDIATE" in read


def test_postgresql_by_its_address(tmp_path):
    read = _reading(
        tmp_path, "settings.DATABASES['default']", DATABASE_URL="postgresql://me:word@db.example:5433/balie"
    )
    assert "django.db.backends.postgresql" in read
    assert '"PORT": 5433' in read
    assert "IMMEDIATE" not in read


def test_only_this_machine_unless_names_are_given(tmp_path):
    assert _reading(tmp_path, "settings.ALLOWED_HOSTS") == '["localhost", "127.0.0.1", "[::1]"]'
    assert '"balie.example"' in _reading(
        tmp_path, "settings.ALLOWED_HOSTS", BALIE_HOSTS="balie.example, www.balie.example"
    )


def test_https_makes_cookies_and_browser_strict(tmp_path):
    asked = "[settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS > 0]"
    assert _reading(tmp_path, asked) == "[false, false, false]"
    assert _reading(tmp_path, asked, BALIE_HTTPS="1") == "[true, true, true]"


def test_over_https_forms_of_these_very_names_are_ours(tmp_path):
    asked, hosts = "settings.CSRF_TRUSTED_ORIGINS", "balie.example, .example.org, *"
    assert _reading(tmp_path, asked, BALIE_HOSTS=hosts) == "[]"
    assert _reading(tmp_path, asked, BALIE_HOSTS=hosts, BALIE_HTTPS="1") == '["https://balie.example"]'


def test_passwords_are_kept_with_a_slow_hash_first():
    assert shipped.PASSWORD_HASHERS[0].endswith("ScryptPasswordHasher")


def test_nothing_is_shown_to_strangers_when_a_page_breaks():
    assert shipped.DEBUG is False


def test_every_variable_is_explained(tmp_path):
    source = Path(shipped.__file__).parent
    used = {
        word
        for file in (source / "settings.py", source / "storage.py", source / "serve.py")
        for word in (
            "BALIE_DATA",
            "DATABASE_URL",
            "BALIE_HOSTS",
            "BALIE_HTTPS",
            "BALIE_SECRET_KEY",
            "BALIE_ADMIN",
            "BALIE_PROXIES",
        )
        if word in file.read_text()
    }
    assert all(word in (shipped.__doc__ or "") for word in used)
