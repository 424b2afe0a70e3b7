"""`balie serve`: a fresh folder becomes a site somebody can sign in to, and a taken port changes nothing."""

import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from balie.site import serve, serving

BALIE = str(Path(sys.executable).with_name("balie"))
# What can differ by database; the rest is asked once.
ON_EACH_DATABASE = pytest.mark.database


@pytest.fixture
def data(started_before, tmp_path):
    """The folder of a site that was started before."""
    return started_before(tmp_path / "data")


@contextmanager
def running(folder, *more, umask=-1, **environ):
    """A site in a process of its own. Gives what its terminal showed."""
    process = subprocess.Popen(
        [BALIE, "serve", "--port", "0", *more],
        env={**os.environ, "BALIE_DATA": str(folder), **environ},
        umask=umask,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    shown = ""
    for line in process.stdout:
        shown += line
        if "Ctrl+C" in line:
            break
    try:
        yield shown
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 0
        process.stdout.close()


def address_in(shown):
    return re.search(r"http://\S+?(?=/\s)", shown)[0]


def browser():
    opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def ask(address, form=None, headers=()):
        request = Request(address, data=urlencode(form).encode() if form else None, headers=dict(headers))
        for _ in range(100):
            try:
                with opener.open(request, timeout=20) as answer:
                    return answer.status, answer.read().decode(), answer.headers
            except HTTPError as refused:
                return refused.code, refused.read().decode(), refused.headers
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"{address} does not answer")

    return ask


def sign_in(shown):
    link = re.search(r"http://\S+/account/login/\S+", shown)[0]
    ask = browser()
    _, page, _ = ask(link)
    secret = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    return link, ask, ask(link, {"csrfmiddlewaretoken": secret})


@ON_EACH_DATABASE
def test_from_an_empty_folder_to_the_example_on_screen(tmp_path):
    with running(tmp_path / "data", "--demo", "--lang", "nl") as shown:
        assert "Balie draait." in shown
        link, ask, (status, page, headers) = sign_in(shown)
        assert status == 200
        assert "Vandaag" in page
        assert "Wadlicht Energie" in ask(f"{address_in(shown)}/systems/")[1]
        assert "no-store" in headers["Cache-Control"]
        again, _, _ = browser()(link)
        assert again == 410


def test_health_and_static_files_answer_without_a_session(data):
    with running(data, "--lang", "en") as shown:
        assert "Balie is running." in shown
        address, ask = address_in(shown), browser()
        assert ask(f"{address}/health")[:2] == (200, '{"status":"ok"}')
        status, page, _ = ask(f"{address}/account/login/")
        style = re.search(r'href="(/static/balie/balie\.css\?v=\w{12})"', page)[1]
        status, _, headers = ask(f"{address}{style}")
        assert status == 200
        assert "immutable" in headers["Cache-Control"]
        assert ask(f"{address}/static/balie/balie.css")[2]["Cache-Control"] == "no-cache"
        assert ask(f"{address}/static/../settings.py")[0] == 404


def test_a_second_start_keeps_what_is_there(data):
    with running(data, "--demo") as shown:
        first = sign_in(shown)[1](f"{address_in(shown)}/systems/")[1]
    with running(data, "--demo") as shown:
        second = sign_in(shown)[1](f"{address_in(shown)}/systems/")[1]
    count = re.compile(r"(\d+) van \d+ systemen|(\d+) of \d+ systems")
    assert count.search(first)[0] == count.search(second)[0]


@ON_EACH_DATABASE
def test_several_processes_share_one_site(data):
    with running(data, "--demo", "--workers", "2") as shown:
        _, ask, (status, _, _) = sign_in(shown)
        assert status == 200
        assert {ask(f"{address_in(shown)}/systems/")[0] for _ in range(8)} == {200}


def guesser(shown):
    """Somebody who guesses passwords, each time with another name for the computer they sit at."""
    page, ask = f"{address_in(shown)}/account/login/", browser()
    secret = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', ask(page)[1])[1]

    def guess(email, number):
        form = {"csrfmiddlewaretoken": secret, "username": email, "password": f"guess {number}"}
        return ask(page, form, {"X-Forwarded-For": f"198.51.100.{number}"})[0]

    return guess


@ON_EACH_DATABASE
def test_of_guesses_at_the_same_moment_five_are_looked_at(data):
    with running(data, "--workers", "2") as shown, ThreadPoolExecutor(16) as hands:
        guess = guesser(shown)
        answers = list(hands.map(lambda number: guess("at-once@wadlicht.example", number), range(16)))
    assert sorted(answers) == [422] * 5 + [429] * 11


@pytest.mark.parametrize(
    ("proxies", "last"), [pytest.param("", 429, id="nobody"), pytest.param("127.0.0.1", 422, id="its proxy")]
)
def test_a_computer_is_what_the_connection_says_unless_a_named_proxy_says_otherwise(data, proxies, last):
    with running(data, BALIE_PROXIES=proxies) as shown:
        guess = guesser(shown)
        answers = [guess(f"proxy-{last}@wadlicht.example", number) for number in range(6)]
    assert answers == [422] * 5 + [last]


def test_files_are_for_one_account_even_where_new_files_are_for_everyone(tmp_path):
    with running(tmp_path / "data", umask=0, DATABASE_URL="") as shown:
        sign_in(shown)
        found = list((tmp_path / "data").rglob("*"))
        modes = {file.name: (file.is_dir(), stat.S_IMODE(file.stat().st_mode)) for file in found}
    assert {"balie.sqlite3", "balie.sqlite3-wal", "secret-key", "evidence", "signing-key"} <= set(modes)
    assert set(modes.values()) == {(False, 0o600), (True, 0o700)}


def test_a_proxy_that_is_no_address_stops_the_start_before_anything_is_written(tmp_path):
    ended = subprocess.run(
        [BALIE, "serve", "--port", "0", "--lang", "en"],
        env={**os.environ, "BALIE_DATA": str(tmp_path / "data"), "BALIE_PROXIES": "proxy.example"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2
    assert "proxy.example" in ended.stderr
    assert not (tmp_path / "data").exists()


def test_tables_of_a_version_that_was_never_released_are_refused_and_left_as_they_are(tmp_path):
    (tmp_path / "data").mkdir(mode=0o700)
    with closing(sqlite3.connect(tmp_path / "data" / "balie.sqlite3")) as made:
        made.execute("CREATE TABLE evidence_entry (id INTEGER PRIMARY KEY, body TEXT)")
    ended = subprocess.run(
        [BALIE, "serve", "--port", "0", "--lang", "en"],
        env={**os.environ, "BALIE_DATA": str(tmp_path / "data"), "DATABASE_URL": ""},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (ended.returncode, "never released" in ended.stderr) == (2, True)
    with closing(sqlite3.connect(tmp_path / "data" / "balie.sqlite3")) as kept:
        assert kept.execute("SELECT name FROM sqlite_master").fetchall() == [("evidence_entry",)]


@pytest.mark.parametrize(
    ("given", "mode", "told"),
    [
        pytest.param({"BALIE_SIGNING_KEY": "oops-not-a-key"}, 0o600, "BALIE_SIGNING_KEY holds no key", id="a variable"),
        pytest.param({}, 0o644, "chmod 600", id="a file that others can read"),
    ],
)
def test_a_key_of_the_log_that_is_wrong_stops_the_start(tmp_path, given, mode, told):
    key = tmp_path / "data" / "evidence" / "signing-key"
    key.parent.mkdir(parents=True)
    key.write_text("ab" * 32)
    key.chmod(mode)
    for command in (["serve", "--port", "0", "--lang", "en"], ["work", "--lang", "en"]):
        ended = subprocess.run(
            [BALIE, *command], env={**os.environ, "BALIE_DATA": str(tmp_path / "data"), **given},
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert (ended.returncode, told in ended.stderr, "Traceback" in ended.stderr) == (2, True, False)
        assert "oops" not in ended.stderr
    assert not (tmp_path / "data" / "balie.sqlite3").exists()


@pytest.mark.parametrize(("lang", "told"), [("nl", "is al bezet"), ("en", "is taken")])
def test_a_taken_port_is_refused_before_anything_is_written(tmp_path, lang, told):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        ended = subprocess.run(
            [BALIE, "serve", "--port", port, "--lang", lang],
            env={**os.environ, "BALIE_DATA": str(tmp_path / "data")},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert ended.returncode == 2
    assert told in ended.stderr
    assert port in ended.stderr
    assert ended.stdout == ""
    assert not (tmp_path / "data").exists()


def test_whoever_asks_before_anything_is_ready_waits_and_is_not_refused():
    with serve.listen("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname(), timeout=5):
        taken, _ = listening.accept()
        taken.close()


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host"])
def test_an_address_of_another_machine_is_refused(host):
    with pytest.raises(serving.CannotListen) as refused:
        serve.listen(host, 0)
    assert host in refused.value.message.nl
    assert host in refused.value.message.en


def test_the_example_does_not_mix_with_a_register_of_ones_own(db):
    from balie.register.models import Organisation

    Organisation.objects.create(name="Gemeente Voorbeeld")
    with pytest.raises(serve.CannotServe) as refused:
        serve._load_example()
    assert "BALIE_DATA" in refused.value.message.nl
    assert Organisation.objects.count() == 1


def test_whoever_opens_the_site_to_others_is_told_what_they_need(db, person, monkeypatch, tmp_path):
    monkeypatch.delenv("BALIE_HOSTS", raising=False)
    assert "BALIE_HOSTS" in serve.welcome("http://localhost:8000", tmp_path, "nl")
    assert "BALIE_HOSTS" not in serve.welcome("http://127.0.0.1:8000", tmp_path, "nl")
    monkeypatch.setenv("BALIE_HOSTS", "balie.example")
    assert "BALIE_HOSTS" not in serve.welcome("http://localhost:8000", tmp_path, "nl")


def test_a_log_file_gets_no_link_once_somebody_has_a_password(db, person, tmp_path):
    assert "/account/login/" not in serve.welcome("http://127.0.0.1:8000", tmp_path, "en")
    person.set_unusable_password()
    person.save()
    assert "/account/login/" in serve.welcome("http://127.0.0.1:8000", tmp_path, "en")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param(("127.0.0.1", 8000), "http://127.0.0.1:8000", id="this machine"),
        pytest.param(("0.0.0.0", 8000), "http://localhost:8000", id="everywhere"),
        pytest.param(("::1", 8000, 0, 0), "http://[::1]:8000", id="this machine, IPv6"),
    ],
)
def test_the_address_that_is_shown_can_be_typed(name, shown):
    class Listening:
        def getsockname(self):
            return name

    assert serve._address(Listening()) == shown
