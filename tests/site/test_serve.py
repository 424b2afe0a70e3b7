"""`balie serve`: a fresh folder becomes a site somebody can sign in to, and a taken port changes nothing."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

from balie.site import serve

BALIE = str(Path(sys.executable).with_name("balie"))
pytestmark = pytest.mark.database


@contextmanager
def running(folder, *more):
    """A site in a process of its own. Gives what its terminal showed."""
    process = subprocess.Popen(
        [BALIE, "serve", "--port", "0", *more],
        env={**os.environ, "BALIE_DATA": str(folder)},
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

    def ask(address, form=None):
        request = Request(address, data=urlencode(form).encode() if form else None)
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


def test_from_an_empty_folder_to_the_example_on_screen(tmp_path):
    with running(tmp_path / "data", "--demo", "--lang", "nl") as shown:
        assert "Balie draait." in shown
        link, _, (status, page, headers) = sign_in(shown)
        assert status == 200
        assert "Wadlicht Energie" in page
        assert "no-store" in headers["Cache-Control"]
        again, _, _ = browser()(link)
        assert again == 410


def test_health_and_static_files_answer_without_a_session(tmp_path):
    with running(tmp_path, "--lang", "en") as shown:
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


def test_a_second_start_keeps_what_is_there(tmp_path):
    with running(tmp_path, "--demo") as shown:
        first = sign_in(shown)[2][1]
    with running(tmp_path, "--demo") as shown:
        second = sign_in(shown)[2][1]
    count = re.compile(r"(\d+) van \d+ systemen|(\d+) of \d+ systems")
    assert count.search(first)[0] == count.search(second)[0]


def test_several_processes_share_one_site(tmp_path):
    with running(tmp_path, "--demo", "--workers", "2") as shown:
        _, ask, (status, _, _) = sign_in(shown)
        assert status == 200
        assert {ask(f"{address_in(shown)}/systems/")[0] for _ in range(8)} == {200}


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


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host"])
def test_an_address_of_another_machine_is_refused(host):
    with pytest.raises(serve.CannotServe) as refused:
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
