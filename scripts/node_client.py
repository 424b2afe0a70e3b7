"""Put the official OpenAI client for Node in .tools/node, once, for the test that speaks to the gateway with it."""

import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE, PLACE = ROOT / "tests" / "gateway" / "node", ROOT / ".tools" / "node"
WHAT = ("package.json", "package-lock.json", "chat.mjs")
QUIET = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


def install() -> Path:
    """Install what the lock file names, unless it is there, and return the program that uses it."""
    stamp, wanted = PLACE / ".ready", sha256(b"".join((SOURCE / name).read_bytes() for name in WHAT)).hexdigest()
    if not stamp.is_file() or stamp.read_text(encoding="ascii") != wanted:
        npm = shutil.which("npm")
        if npm is None:
            sys.exit("Missing on this machine: Node.js with npm. Try: sudo apt-get install nodejs npm")
        PLACE.mkdir(parents=True, exist_ok=True)
        for name in WHAT:
            shutil.copy(SOURCE / name, PLACE / name)
        subprocess.run([npm, "ci", *QUIET], cwd=PLACE, check=True)
        stamp.write_text(wanted, encoding="ascii")
    return PLACE / "chat.mjs"


if __name__ == "__main__":
    install()
