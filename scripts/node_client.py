"""Install OpenAI's client for Node, which a test talks to the gateway with, in .tools/node: what its lockfile names."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASKED = ROOT / "tests" / "gateway" / "node"
INSTALLED = ROOT / ".tools" / "node"
MODULES = INSTALLED / "node_modules"
LOCK = "package-lock.json"
INSTALL = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def ready() -> bool:
    """Whether what is installed is what the lockfile names."""
    stamp = INSTALLED / ".ready"
    return stamp.is_file() and stamp.read_bytes() == (ASKED / LOCK).read_bytes()


def main() -> None:
    """Install it, unless it is there."""
    if ready():
        return
    INSTALLED.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", LOCK):
        shutil.copy(ASKED / name, INSTALLED / name)
    try:
        subprocess.run(INSTALL, cwd=INSTALLED, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"The client for Node is not installed ({error}). Is a package index within reach of this machine?")
    shutil.copy(ASKED / LOCK, INSTALLED / ".ready")


if __name__ == "__main__":
    main()
