"""A pack of a million entries: written in a stream, and checked by the verifier that ships in it.

Each step runs in a process of its own, so that its peak memory is its own. Beside it stands what bare SHA-256 takes
over the same bytes.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

MEGABYTES = 200


def run() -> list[str]:
    """Print the figures and return the promises that were broken."""
    with tempfile.TemporaryDirectory(prefix="balie-bench-") as place:
        folder = Path(place)
        _step("fill", folder)
        written, written_peak = _step("write", folder)
        bare, _ = _step("bare", folder)
        seconds, peak, told = _verified(folder)
    print(f"  {bare['size']:,.0f} MB of entries in a pack of {written['size']:,.0f} MB")
    print(f"  bare      {bare['seconds']:6.2f} s for SHA-256 of each entry")
    for name, took, most in (("written", written["seconds"], written_peak), ("verified", seconds, peak)):
        print(f"  {name:<9} {took:6.1f} s ({took / bare['seconds']:.1f} times bare SHA-256), at most {most:.0f} MB")
    print(f"  {told}")
    peaks = {"writing": written_peak, "verifying": peak}
    over = [f"{name} takes {most:.0f} MB, {MEGABYTES} promised" for name, most in peaks.items() if most > MEGABYTES]
    return over if told.endswith("faults: 0") else [*over, "the pack does not verify"]


def _step(what: str, folder: Path) -> tuple[Any, float]:
    """Run one step; return what it printed, and the most megabytes it had."""
    printed, peak = _ran([sys.executable, "-m", "bench._pack", what, str(folder)])
    return json.loads(printed.splitlines()[-1]), peak


def _verified(folder: Path) -> tuple[float, float, str]:
    with zipfile.ZipFile(folder / "pack.zip") as pack:
        pack.extract("balie_verify.py", folder)
    start = time.perf_counter()
    printed, peak = _ran([sys.executable, "-I", str(folder / "balie_verify.py"), str(folder / "pack.zip")])
    return time.perf_counter() - start, peak, printed.splitlines()[-1]


def _ran(command: list[str]) -> tuple[str, float]:
    """Run a process; return what it printed, and the most megabytes it had."""
    with tempfile.TemporaryFile("w+") as out:
        started = os.posix_spawn(
            command[0], command, dict(os.environ), file_actions=[(os.POSIX_SPAWN_DUP2, out.fileno(), 1)]
        )
        _, status, used = os.wait4(started, 0)
        out.seek(0)
        printed = out.read()
    if status:
        raise subprocess.CalledProcessError(os.waitstatus_to_exitcode(status), command, printed)
    return printed, used.ru_maxrss / 1024
