"""What stands in front of the same bot: how each is started, where it is, and what its processes take."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench._load import on_core

ROOT = Path(__file__).parent.parent
TOOLS = ROOT / ".tools"
LITELLM = TOOLS / "litellm"
# 1.82.7 and 1.82.8 were malicious releases: raise this version only to one that is known to be sound.
LITELLM_VERSION = "1.106.2"
# Without these two the plain installation is two to three times slower; it is held against us at its best.
LITELLM_WITH = (f"litellm[proxy]=={LITELLM_VERSION}", "opentelemetry-sdk", "httptools", "uvloop")
TICK, TOKENS = 20, 150  # milliseconds between the tokens of a slow stream, and how many there are
PATIENCE = 120  # seconds in which a peer must be there


class Silent(Exception):
    """A peer was started and does not answer."""


@dataclass(frozen=True)
class Peer:
    """One way to the bot: the command that starts it ({port}, {upstream}, {folder}), and what a request needs."""

    name: str
    command: tuple[str, ...]
    headers: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    port: int = 0
    pid: int = 0
    unheld: tuple[str, ...] = ()  # headers with which nothing is held back, where that is another way in

    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}/v1"

    def processor(self) -> float:
        """Seconds of the processor its processes took so far, with those of children that ended."""
        return sum(sum(map(int, fields[11:15])) for fields in map(_stat, family(self.pid))) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Megabytes its processes hold now."""
        return sum(int(_stat(pid)[21]) for pid in family(self.pid)) * os.sysconf("SC_PAGE_SIZE") / 1e6


def peers(upstream: str, folder: Path) -> list[Peer]:
    """Everything that can be measured here; what cannot says why not."""
    found = [_nginx(upstream, folder), _passthrough(upstream), _litellm(upstream, folder), _balie(upstream, folder)]
    return [peer for peer in found if peer]


@contextmanager
def started(peer: Peer) -> Iterator[Peer]:
    """Start a peer on one core, wait until it answers, and stop it afterwards."""
    port = free_port()
    command = [part.format(port=port) for part in peer.command]
    log = Path(os.environ.get("BENCH_LOG", os.devnull))
    with log.open("ab") as written:
        running = subprocess.Popen(
            on_core(0, command),
            env={**os.environ, **peer.environment},
            stdout=written,
            stderr=written,
            cwd=ROOT,
            start_new_session=True,
        )
    try:
        wait_for(port, running)
        yield replace(peer, port=port, pid=running.pid)
    finally:
        stop(running)


@contextmanager
def bot() -> Iterator[int]:
    """The bot itself, in C where there is a compiler, on the core of those who ask. Gives its port."""
    compiler, port = shutil.which("cc") or shutil.which("gcc"), free_port()
    program = TOOLS / "bench-upstream"
    if compiler:
        TOOLS.mkdir(exist_ok=True)
        subprocess.run([compiler, "-O2", "-o", program, Path(__file__).parent / "_upstream.c"], check=True)
        command = [str(program)]
    else:
        command = [sys.executable, "-m", "bench._upstream"]
    print(f"  the bot behind all of them is written in {'C' if compiler else 'Python, for there is no C compiler'}")
    said = [*command, str(port), str(TICK), str(TOKENS)]
    running = subprocess.Popen(on_core(1, said), stdout=subprocess.DEVNULL, cwd=ROOT)
    try:
        wait_for(port, running)
        yield port
    finally:
        stop(running)


def _nginx(upstream: str, folder: Path) -> Peer | None:
    program = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if not program:
        print("  nginx is left out: it is not on this machine (apt-get install nginx-light)")
        return None
    # Its port is only known when it starts: a shell puts it in.
    run = f"exec {program} -p {folder} -c {folder}/nginx.conf"
    fill = f"sed s/PORT/{{port}}/ {folder}/nginx.in > {folder}/nginx.conf && {run}"
    (folder / "nginx.in").write_text(NGINX.format(place=upstream.split("/")[2]), encoding="ascii")
    return Peer("nginx", ("/bin/sh", "-c", fill))


def _passthrough(upstream: str) -> Peer:
    serve = ("uvicorn", "bench._passthrough:app", "--loop", "uvloop", "--http", "httptools", "--no-access-log")
    command = (sys.executable, "-m", *serve, "--log-level", "warning", "--port", "{port}")
    return Peer("bare pass-through", command, environment={"BENCH_UPSTREAM": upstream})


def _litellm(upstream: str, folder: Path) -> Peer | None:
    if not _litellm_is_there():
        print("  LiteLLM is left out: it could not be installed (is a package index within reach?)")
        return None
    (folder / "litellm.yaml").write_text(LITELLM_CONFIG.format(upstream=upstream), encoding="ascii")
    python, program = str(LITELLM / "bin" / "python"), str(LITELLM / "bin" / "litellm")
    options = ("--config", f"{folder}/litellm.yaml", "--host", "127.0.0.1", "--port", "{port}", "--num_workers", "1")
    key = f"sk-{secrets.token_hex(24)}"  # without one it does not start
    quiet = {
        "LITELLM_MASTER_KEY": key,
        "LITELLM_LOG": "ERROR",
        "LITELLM_LOCAL_MODEL_COST_MAP": "True",
        "LITELLM_TELEMETRY": "False",
    }
    bearer = (f"Authorization: Bearer {key}",)
    return Peer("LiteLLM, tuned", (python, program, *options, "--telemetry", "False"), bearer, quiet)


def _balie(upstream: str, folder: Path) -> Peer:
    """The gateway with its usual policy: every safeguard on, and every turn durable before it is answered.

    Beside it stands a gate that holds no sentence back.
    """
    kept = {"BALIE_DATA": str(folder / "balie"), "DATABASE_URL": ""}
    make = [sys.executable, "-m", "bench._gate", upstream]
    made = subprocess.run(make, env={**os.environ, **kept}, check=True, capture_output=True, text=True, cwd=ROOT)
    balie = str(Path(sys.executable).parent / "balie")
    usual, marking = (
        (f"Authorization: Bearer {key}", "X-Balie-Conversation: {conversation}") for key in made.stdout.split()[-2:]
    )
    return Peer("Balie", (balie, "gateway", "--port", "{port}"), usual, kept, unheld=marking)


def _litellm_is_there() -> bool:
    """Install the pinned version in a folder of its own, once."""
    stamp = LITELLM / ".ready"
    if stamp.is_file() and stamp.read_text(encoding="ascii") == LITELLM_VERSION:
        return True
    print("  installing LiteLLM in .tools/litellm, once")
    python = LITELLM / "bin" / "python"
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", LITELLM], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *LITELLM_WITH], check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    stamp.write_text(LITELLM_VERSION, encoding="ascii")
    return True


def family(pid: int) -> list[int]:
    """A process and all its children."""
    parents = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(place.name)] = int(_stat(int(place.name))[1])
        except (OSError, IndexError):
            continue  # it ended while we looked
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat behind the name: state, parent, and so on (proc(5), from field 3)."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()


def wait_for(port: int, running: subprocess.Popen[bytes]) -> None:
    """Wait until somebody listens."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and running.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise Silent


def stop(running: subprocess.Popen[bytes]) -> None:
    """End what was started here, with its children."""
    members = family(running.pid)
    running.terminate()
    try:
        running.wait(15)
    except subprocess.TimeoutExpired:
        for pid in members:
            if Path(f"/proc/{pid}").exists():
                os.kill(pid, 9)
        running.wait()


def free_port() -> int:
    """A port nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


NGINX = """daemon off; master_process on; worker_processes 1; pid nginx.pid; error_log stderr error;
worker_rlimit_nofile 8192; events {{ worker_connections 4096; }}
http {{
  access_log off; keepalive_requests 100000000; client_body_temp_path body; proxy_temp_path proxy;
  fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  upstream bot {{ server {place}; keepalive 1024; keepalive_requests 100000000; }}
  server {{
    listen 127.0.0.1:PORT backlog=4096;
    location / {{ proxy_pass http://bot; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; }}
  }}
}}
"""
LITELLM_CONFIG = """model_list:
  - {{model_name: quick, litellm_params: {{model: openai/quick, api_base: "{upstream}", api_key: none}}}}
  - {{model_name: slow, litellm_params: {{model: openai/slow, api_base: "{upstream}", api_key: none}}}}
litellm_settings: {{telemetry: false, turn_off_message_logging: true, drop_params: true}}
"""
