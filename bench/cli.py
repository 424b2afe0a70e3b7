"""How long somebody waits for the command line: whole processes, from typing to the prompt.

Wall time is what people feel, and it depends on what else the machine does; processor time does not. Both are printed,
as the median of several processes. A promise counts as broken only when processor time breaks it too.
"""

import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from balie.law import shipped_law

PROCESSES = 7
IMPORTS_SHOWN = 12
BALIE = Path(sys.executable).with_name("balie")
_IMPORT = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \|(\s+)(\S+)")


@dataclass(frozen=True)
class Promise:
    """A command and the seconds it may take."""

    name: str
    arguments: tuple[str, ...]
    seconds: float


@dataclass(frozen=True)
class Spent:
    """Median seconds of one command: on the clock, and of the processor."""

    wall: float
    processor: float


def run() -> list[str]:
    """Print the figures and return the promises that were broken."""
    with tempfile.TemporaryDirectory() as folder:
        systems = Path(folder) / "archetypes.yaml"
        names = sorted(shipped_law().archetypes)
        systems.write_text("systems:\n" + "".join(f"  - {{name: {name}, archetype: {name}}}\n" for name in names))
        promises = (
            Promise("balie --help", ("--help",), 0.3),
            Promise(f"balie assess, {len(names)} systems", ("assess", str(systems)), 1.5),
        )
        print("  the promises are about the clock; one is broken when processor time alone exceeds it")
        return [line for promise in promises if (line := kept(promise))]


def kept(promise: Promise) -> str:
    """Measure one command, print its figures, and say so when it is too slow."""
    spent = median(promise.arguments)
    print(
        f"  {promise.name:<28} {spent.wall:.3f} s wall, {spent.processor:.3f} s processor (at most {promise.seconds} s)"
    )
    for line in slowest_imports(promise.arguments):
        print(f"      {line}")
    if spent.processor > promise.seconds:
        return f"{promise.name} takes {spent.processor:.2f} s of the processor alone, more than {promise.seconds} s"
    if spent.wall > promise.seconds:
        print(f"      more than {promise.seconds} s on the clock, not of the processor: the machine was busy")
    return ""


def median(arguments: tuple[str, ...]) -> Spent:
    """Run a command several times, after one run that fills the caches."""
    once(arguments)
    runs = [once(arguments) for _ in range(PROCESSES)]
    return Spent(statistics.median(one.wall for one in runs), statistics.median(one.processor for one in runs))


def once(arguments: tuple[str, ...]) -> Spent:
    """Run a command and take its times."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([BALIE, *arguments], stdout=subprocess.DEVNULL, check=True, env={**os.environ, "BALIE_LANG": "nl"})
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Spent(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def slowest_imports(arguments: tuple[str, ...]) -> list[str]:
    """Return the modules that take longest to load, their own imports included."""
    command = [sys.executable, "-X", "importtime", str(BALIE), *arguments]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    found = [(int(cumulative), name) for _, cumulative, _, name in _IMPORT.findall(told)]
    return [f"{micros / 1000:7.1f} ms  {name}" for micros, name in sorted(found, reverse=True)[:IMPORTS_SHOWN]]
