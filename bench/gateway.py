"""The gateway with every safeguard and durable evidence, beside what passes on and looks at nothing, and LiteLLM.

All stand before the same fast bot on this machine, in one run. LiteLLM is measured where it is installed:
`python3 -m venv .tools/litellm && .tools/litellm/bin/pip install 'litellm[proxy]==1.106.2' opentelemetry-sdk httptools`
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
LITELLM = ROOT / ".tools" / "litellm" / "bin" / "python"
START_LITELLM = "from litellm.proxy.proxy_cli import run_server; run_server()"
SECONDS = float(os.environ.get("BENCH_SECONDS", "6"))
AT_ONCE = 32
KEY = "bk_a-key-for-tests"
TIMES_LITELLM, ADDED_MEDIAN, ADDED_P99, TIMES_CPU, PART_OF_MEMORY = 25.0, 3.0, 10.0, 2.0, 0.2


@dataclass(frozen=True, slots=True)
class Peer:
    """Something that answers: how it is started, and where it is asked."""

    name: str
    command: tuple[str, ...] = ()
    port: int = 0
    environ: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """What one peer did: requests per second, milliseconds alone, CPU per request, and memory."""

    rate: float
    median: float
    p99: float
    cpu: float
    megabytes: float


def run() -> list[str]:
    """Print the figures and return the promises that were broken."""
    with tempfile.TemporaryDirectory(prefix="balie-bench-") as folder, ExitStack() as stack:
        upstream = _port()
        program = Path(folder) / "upstream"
        subprocess.run(
            [shutil.which("cc") or "cc", "-O2", "-w", "-o", program, ROOT / "bench" / "_upstream.c"], check=True
        )
        stack.enter_context(_running(Peer("upstream", (str(program), str(upstream)), upstream)))
        direct = _measure(Peer("direct", port=upstream), None)
        _tell("direct", direct)
        found = {}
        for peer in _peers(Path(folder), upstream):
            with _running(peer) as process:
                found[peer.name] = _measure(peer, process)
            _tell(peer.name, found[peer.name])
    return _broken(found, direct)


def _peers(folder: Path, upstream: int) -> Iterator[Peer]:
    address = f"http://127.0.0.1:{upstream}"
    if nginx := shutil.which("nginx"):
        port, written = _port(), folder / "nginx.conf"
        written.write_text(_NGINX.format(folder=folder, port=port, upstream=upstream), encoding="utf-8")
        yield Peer("nginx", (nginx, "-c", str(written), "-p", str(folder), "-g", "daemon off;"), port)
    port = _port()
    command = (
        sys.executable,
        "-m",
        "uvicorn",
        "bench._passthrough:application",
        "--port",
        str(port),
        "--no-access-log",
    )
    yield Peer("pass-through", command, port, {"UPSTREAM": address})
    port = _port()
    subprocess.run([sys.executable, ROOT / "tests" / "gateway" / "preparing.py", folder], check=True)
    _set_policy(folder, f"upstreams: [{{url: '{address}/v1'}}]")
    yield Peer(
        "Balie",
        (sys.executable, "-c", "from balie.site.cli import main; main()", "gateway", "--port", str(port)),
        port,
        {"BALIE_DATA": str(folder), "DATABASE_URL": ""},
    )
    if LITELLM.exists():
        port, written = _port(), folder / "litellm.yaml"
        written.write_text(_LITELLM.format(address=address), encoding="utf-8")
        yield Peer(
            "LiteLLM", (str(LITELLM), "--config", str(written), "--port", str(port)), port, {"LITELLM_LOG": "ERROR"}
        )


def _set_policy(folder: Path, written: str) -> None:
    import sqlite3
    from hashlib import sha256

    with sqlite3.connect(folder / "balie.sqlite3") as opened:
        opened.execute("UPDATE desk_gate SET policy = ?, digest = ?", (written, sha256(written.encode()).hexdigest()))


def _measure(peer: Peer, process: "subprocess.Popen[bytes] | None") -> Measured:
    _load(peer.port, 4, 1.0)  # what is made at the first request is made
    alone = _load(peer.port, 1, SECONDS / 2)
    before = _cpu(process)
    many = _load(peer.port, AT_ONCE, SECONDS)
    spent = _cpu(process) - before
    return Measured(
        many["rate"], alone["median"], alone["p99"], spent / (many["rate"] * SECONDS) * 1e3, _memory(process)
    )


def _load(port: int, connections: int, seconds: float) -> dict[str, float]:
    asked = ("127.0.0.1", str(port), str(connections), str(seconds), "/v1/chat/completions", KEY, "whole")
    ended = subprocess.run(
        [sys.executable, "-m", "bench._load", *asked], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        raise RuntimeError(ended.stderr[-1500:])
    return dict(json.loads(ended.stdout))


@contextmanager
def _running(peer: Peer) -> Iterator["subprocess.Popen[bytes]"]:
    environ = {**os.environ, **(peer.environ or {})}
    process = subprocess.Popen(
        peer.command,
        cwd=ROOT,
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for(peer.port, process)
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"nothing listens on port {port}")


def _family(process: "subprocess.Popen[bytes] | None") -> list[int]:
    if process is None:
        return []
    told = subprocess.run(
        ["/bin/ps", "-o", "pid=", "-g", str(process.pid)], capture_output=True, text=True, check=False
    )
    return [int(word) for word in told.stdout.split()]


def _cpu(process: "subprocess.Popen[bytes] | None") -> float:
    """The seconds of CPU that a process and its children had."""
    tick = os.sysconf("SC_CLK_TCK")
    total = 0.0
    for pid in _family(process):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        total += (int(fields[11]) + int(fields[12])) / tick
    return total


def _memory(process: "subprocess.Popen[bytes] | None") -> float:
    total = 0.0
    for pid in _family(process):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmRSS:"):
                total += int(line.split()[1]) / 1024
    return total


def _tell(name: str, found: Measured) -> None:
    print(
        f"  {name:<13} {found.rate:8,.0f} requests/s at {AT_ONCE}; alone {found.median:6.2f} ms, 99 %"
        f" {found.p99:6.2f} ms; {found.cpu:5.2f} ms CPU a request; {found.megabytes:4.0f} MB"
    )


def _broken(found: Mapping[str, Measured], direct: Measured) -> list[str]:
    ours, bare, other = found["Balie"], found["pass-through"], found.get("LiteLLM")
    added, late = ours.median - direct.median, ours.p99 - direct.p99
    told = [
        (added <= ADDED_MEDIAN, f"the gateway adds {added:.1f} ms at the median, {ADDED_MEDIAN:.0f} promised"),
        (late <= ADDED_P99, f"the gateway adds {late:.1f} ms at 99 %, {ADDED_P99:.0f} promised"),
        (
            ours.cpu <= TIMES_CPU * bare.cpu,
            f"{ours.cpu / bare.cpu:.1f} times the CPU of a pass-through, {TIMES_CPU:.0f} promised",
        ),
    ]
    print(f"  CPU {ours.cpu / bare.cpu:.1f} times a bare pass-through; added {added:.2f} ms, at 99 % {late:.2f} ms")
    if other:
        rate, memory = ours.rate / other.rate, ours.megabytes / other.megabytes
        print(f"  {rate:.1f} times the requests of LiteLLM, in {memory:.2f} of its memory")
        told += [
            (rate >= TIMES_LITELLM, f"{rate:.1f} times the requests of LiteLLM, {TIMES_LITELLM:.0f} promised"),
            (memory <= PART_OF_MEMORY, f"{memory:.2f} of the memory of LiteLLM, {PART_OF_MEMORY} promised"),
        ]
    else:
        print("  LiteLLM is not installed here, so it was not measured; the head of this file says how")
    return [words for fine, words in told if not fine]


def _port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


_NGINX = """pid {folder}/nginx.pid; error_log {folder}/nginx.log; worker_processes 1;
events {{ worker_connections 1024; }}
http {{
access_log off; keepalive_requests 100000000;
client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
upstream bot {{ server 127.0.0.1:{upstream}; keepalive 64; keepalive_requests 100000000; }}
server {{ listen 127.0.0.1:{port}; location / {{ proxy_pass http://bot; proxy_http_version 1.1;
proxy_set_header Connection ""; }} }} }}
"""
_LITELLM = """model_list:
  - model_name: m
    litellm_params: {{model: openai/m, api_base: "{address}/v1", api_key: none}}
general_settings: {{master_key: bk_a-key-for-tests}}
litellm_settings: {{telemetry: false, set_verbose: false}}
"""
