"""The real product with its example organisation, in a process and a folder of its own: for pictures and tests."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START = (str(Path(sys.executable).with_name("balie")), "serve", "--demo", "--port", "0", "--lang", "nl")


@dataclass(frozen=True, slots=True)
class Site:
    """Where it answers, the link that signs somebody in once, and the folder with its tables."""

    address: str
    login: str
    folder: str


@contextmanager
def example_site() -> Iterator[Site]:
    """Start the site on a free port, and stop it afterwards."""
    with tempfile.TemporaryDirectory(prefix="balie-example-") as folder:
        environ = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "BALIE_SECRET_KEY"}}
        process = subprocess.Popen(START, env={**environ, "BALIE_DATA": folder}, stdout=subprocess.PIPE, text=True)
        try:
            yield _told(process.stdout or [], folder)
        finally:
            process.terminate()
            process.communicate(timeout=20)


def _told(output: Iterable[str], folder: str) -> Site:
    """Read from the terminal what a person would read there."""
    shown = ""
    for line in output:
        shown += line
        if "Ctrl+C" in line:
            found = re.search(r"(http://\S+?)/\s.*?(http://\S+/account/login/\S+)", shown, re.DOTALL)
            if found:
                return Site(found[1], found[2], folder)
    raise RuntimeError(f"the site did not start:\n{shown}")
