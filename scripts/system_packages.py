"""See that this machine has what the tests start and Python packages cannot bring: a browser, PostgreSQL and Node.

As root on Debian or Ubuntu what is missing is installed; anybody else is told what to install, and the tests stop.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

APT = ("apt-get", "-o", "DPkg::Lock::Timeout=500", "-o", "Dpkg::Use-Pty=0", "-qq")
# The first has no windows to draw around a page, which makes it the fastest where nobody looks.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Need:
    """Something of the system that the tests use, and the Debian packages that bring it."""

    name: str
    found: bool
    packages: tuple[str, ...]


def browser() -> Path | None:
    """The first Chromium, or a browser made from it, on the search path."""
    return next((Path(found) for name in BROWSERS if (found := shutil.which(name))), None)


def postgresql() -> Path | None:
    """The folder with the programs of the newest PostgreSQL server; Debian keeps them off the search path."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda initdb: int(initdb.parts[-3]))
    elsewhere = shutil.which("initdb")
    newest = debian[-1] if debian else elsewhere and Path(elsewhere)
    return newest.parent if newest else None


def driver_starts() -> bool:
    """Whether the program that steers the browser finds its one library that Debian does not install by itself."""
    if sys.platform != "linux":
        return True
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        return False
    return True


def needs() -> tuple[Need, ...]:
    """Everything of the system that the tests use."""
    return (
        Need("Chromium", bool(browser()), ("chromium-headless-shell", "fonts-dejavu-core")),
        Need("libatomic", driver_starts(), ("libatomic1",)),
        Need("a PostgreSQL server", bool(postgresql()), ("postgresql",)),
        Need("Node", bool(shutil.which("node")), ("nodejs",)),
        Need("npm", bool(shutil.which("npm")), ("npm",)),
    )


def main() -> None:
    """Install what is missing, or say what to install."""
    missing = [need for need in needs() if not need.found]
    if not missing:
        return
    names = " and ".join(need.name for need in missing)
    packages = [package for need in missing for package in need.packages]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(f"The tests need {names}. Try: sudo apt-get install {' '.join(packages)}")
    print(f"Installing {names}: {' '.join(packages)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*APT, "update"], check=True, env=environment)
    subprocess.run([*APT, "install", "--yes", "--no-install-recommends", *packages], check=True, env=environment)
    if still := [need.name for need in needs() if not need.found]:
        sys.exit(f"{', '.join(packages)} installed, but {' and '.join(still)} is still not found on this machine.")


if __name__ == "__main__":
    main()
