"""Run a command with a PostgreSQL server of its own: `python scripts/postgresql.py COMMAND ...`.

The server lives in a temporary folder that only its account can enter, listens on a socket in that folder and on no
port, and is gone when the command ends. The command finds it in DATABASE_URL. Nothing else on the machine is touched.
"""

import os
import pwd
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from system_packages import postgresql

OWNER = "balie"
# It is thrown away, so nothing has to survive a power cut.
SETTINGS = {"listen_addresses": "", "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
SERVER_ACCOUNTS = ("postgres", "nobody")


def main() -> int:
    """Run the command and hand back its exit code."""
    command = sys.argv[1:]
    if not command:
        sys.exit("Which command? For example: python scripts/postgresql.py python -m pytest -m database")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))  # so that the server is stopped too
    with private_server() as url:
        return subprocess.run(command, check=False, env={**os.environ, "DATABASE_URL": url}).returncode


@contextmanager
def private_server() -> Iterator[str]:
    """A fresh server with one empty database, and the address of that database."""
    programs = postgresql()
    if programs is None:
        sys.exit("There is no PostgreSQL server on this machine. Try: python scripts/system_packages.py")
    with tempfile.TemporaryDirectory(prefix="balie-postgresql-") as folder:
        server = _Server(programs, Path(folder), _server_account())
        server.start()
        try:
            server.create_database()
            yield f"postgresql://{OWNER}@{quote(folder, safe='')}/{OWNER}"
        finally:
            server.stop()


class _Server:
    """One server, its files in one folder, run by one account."""

    def __init__(self, programs: Path, folder: Path, account: pwd.struct_passwd) -> None:
        self._programs, self._folder, self._account = programs, folder, account
        self._files, self._log = folder / "files", folder / "log"
        os.chown(folder, account.pw_uid, account.pw_gid)

    def start(self) -> None:
        who = ("--username", OWNER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync")
        self._run("initdb", "--pgdata", self._files, *who)
        options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        self._run("pg_ctl", "start", "-w", "-D", self._files, "-l", self._log, "-o", f"-k {self._folder} {options}")

    def create_database(self) -> None:
        self._run("createdb", "--host", self._folder, "--username", OWNER, OWNER)

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "--wait", "--mode", "immediate", "-D", self._files)

    def _run(self, program: str, *arguments: str | Path) -> None:
        """Run one of PostgreSQL's programs; its words are shown only when it fails."""
        done = subprocess.run(
            [self._programs / program, *arguments],
            cwd=self._folder,
            check=False,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            **self._identity(),
        )
        if done.returncode:
            written = self._log.read_text(encoding="utf-8") if self._log.exists() else ""
            sys.exit(f"{program} failed: {done.stdout}{written}")

    def _identity(self) -> dict[str, Any]:
        """Who runs the program: only root may, and has to, become somebody else."""
        if os.geteuid() != 0:
            return {}
        return {"user": self._account.pw_uid, "group": self._account.pw_gid, "extra_groups": []}


def _server_account() -> pwd.struct_passwd:
    """Who we are, or another account when we are root: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    known = {account.pw_name: account for account in pwd.getpwall()}
    return next(known[name] for name in SERVER_ACCOUNTS if name in known)


if __name__ == "__main__":
    sys.exit(main())
