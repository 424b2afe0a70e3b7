"""The log: entries per second beside plain inserts, and a look through a million entries beside bare SHA-256.

Both sides of each figure run in the same process, one after the other, on the same database.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

# Starts a server of its own, and names it in DATABASE_URL.
WITH_POSTGRESQL = (sys.executable, str(Path(__file__).parents[1] / "scripts" / "postgresql.py"))
PROMISED_AT_64 = 10.0
PROMISED_VERIFY = 4.0
PROMISED_MEGABYTES = 200


def run() -> list[str]:
    """Print the figures and return the promises that were broken."""
    return [*_appends("SQLite"), *_appends("PostgreSQL", WITH_POSTGRESQL), *_verification()]


def _appends(database: str, around: tuple[str, ...] = ()) -> list[str]:
    ratio = 0.0
    for callers, rates in _measured("append", around).items():
        ratio = rates["kept"] / rates["plain"]
        print(
            f"  {database}, {callers:>2} callers: {rates['kept']:8,.0f} entries/s,"
            f" plain inserts {rates['plain']:8,.0f}/s: {ratio:.1f} times"
        )
    if database == "SQLite" and ratio < PROMISED_AT_64:
        return [f"64 callers on SQLite: {ratio:.1f} times plain inserts, {PROMISED_AT_64:.0f} promised"]
    return []


def _verification() -> list[str]:
    found = _measured("verify")
    ratio = found["seconds"] / found["bare"]
    print(
        f"  a look through {found['entries']:,} entries: {found['seconds']:.1f} s, bare SHA-256 {found['bare']:.2f} s:"
        f" {ratio:.1f} times; the largest process {found['megabytes']:.0f} MB"
    )
    broken = [] if found["holds"] else ["the log does not verify"]
    if ratio > PROMISED_VERIFY:
        broken.append(f"verification takes {ratio:.1f} times bare SHA-256, {PROMISED_VERIFY:.0f} promised")
    if found["megabytes"] > PROMISED_MEGABYTES:
        broken.append(f"verification takes {found['megabytes']:.0f} MB, {PROMISED_MEGABYTES} promised")
    return broken


def _measured(what: str, around: tuple[str, ...] = ()) -> Any:
    """Measure in a process of its own, which brings up Django with its own tables."""
    ended = subprocess.run(
        [*around, sys.executable, "-m", "bench._log", what],
        env={**os.environ, "DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise RuntimeError(ended.stderr[-2000:])
    return json.loads(ended.stdout.splitlines()[-1])
