"""Where Balie keeps its own files, and the key that protects sessions.

Reading the settings writes nothing. Only `balie serve` calls `prepare`, so a type checker or a test
that imports the settings leaves no directory and no key behind.
"""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

KEY_FILE = "secret-key"


def home(environ: Mapping[str, str]) -> Path:
    """Say where the database and the key live: BALIE_DATA, or the user's data folder."""
    if given := environ.get("BALIE_DATA"):
        return Path(given).expanduser().resolve()
    shared = environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(shared).expanduser() / "balie"


def read_key(environ: Mapping[str, str]) -> str:
    """Read the secret key; empty while `prepare` has not run, which Django refuses at first use."""
    if given := environ.get("BALIE_SECRET_KEY"):
        return given
    file = home(environ) / KEY_FILE
    return file.read_text(encoding="ascii").strip() if file.exists() else ""


def prepare(environ: Mapping[str, str]) -> Path:
    """Make the data folder, readable by its owner alone, and a key when there is none yet."""
    folder = home(environ)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / KEY_FILE
    if not environ.get("BALIE_SECRET_KEY") and not file.exists():
        _write_once(file, secrets.token_urlsafe(64))
    return folder


def _write_once(file: Path, text: str) -> None:
    """Create the file complete and with mode 0600; when another process was first, keep theirs."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(text)
    try:
        os.link(draft, file)
    except FileExistsError:
        return
    finally:
        draft.unlink()
