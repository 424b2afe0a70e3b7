"""Where Balie keeps its own files, and the key that protects sessions.

Reading the settings writes nothing. Only `balie serve` calls `prepare`, so a type checker or a test
that imports the settings leaves no directory and no key behind.
"""

import os
import secrets
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from balie.evidence.secret_keys import Place
from balie.language import Text

KEY_FILE = "secret-key"
DATABASE_FILE = "balie.sqlite3"
KEY_FILES = {"BALIE_SIGNING_KEY": "signing-key", "BALIE_MASTER_KEY": "master-key"}
# Secret keys of the evidence may come from a variable, or from what a command prints, instead of a file.
# While a new key takes the place of an old one, both are needed.
KEY_VARIABLES = tuple(
    f"{name}{which}{how}" for name in KEY_FILES for which in ("", "_NEXT", "_BEFORE") for how in ("", "_COMMAND")
)


class NotPrivate(Exception):
    """Others own, or share, what must be ours alone; the message says what and what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


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
    """Make the data folder and a key when there is none yet, and see to it that only their owner can read them.

    Raises `NotPrivate`, and `NoSecret` for a key of the evidence that is unreadable or open to others.
    """
    folder = home(environ)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _make_private(folder)
    _look_at_keys(folder / "evidence", environ)
    file = folder / KEY_FILE
    if not environ.get("BALIE_SECRET_KEY") and not file.exists():
        _write_once(file, secrets.token_urlsafe(64))
    return folder


def _look_at_keys(folder: Path, environ: Mapping[str, str]) -> None:
    """Read the keys of the evidence that are there, so that a wrong one stops the start and not the first entry."""
    for variable, file in KEY_FILES.items():
        for name, kept in ((variable, file), (f"{variable}_NEXT", f"{file}.next")):
            Place(name, folder / kept, environ).read()


def _make_private(folder: Path) -> None:
    """Refuse before anything is changed; then close to others what stood open."""
    if folder.stat().st_mode & stat.S_ISVTX:
        raise NotPrivate(_shared(folder))
    kept = [(folder, 0o700), *((file, 0o600) for file in _own_files(folder))]
    for path, _ in kept:
        if path.stat().st_uid != os.geteuid():
            raise NotPrivate(_of_another(path))
    for path, mode in kept:
        if stat.S_IMODE(path.stat().st_mode) & ~mode:
            path.chmod(mode)


def _own_files(folder: Path) -> Iterator[Path]:
    """The key and the database, with the files SQLite keeps beside it."""
    if (folder / KEY_FILE).exists():
        yield folder / KEY_FILE
    yield from folder.glob(f"{DATABASE_FILE}*")


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


def _of_another(path: Path) -> Text:
    return Text(
        nl=f"{path} is van een andere gebruiker; die kan meelezen. "
        "Start Balie als die gebruiker, of wijs met BALIE_DATA een eigen map aan.",
        en=f"{path} belongs to another user, who can read along. "
        "Start Balie as that user, or name a folder of your own in BALIE_DATA.",
    )


def _shared(folder: Path) -> Text:
    return Text(
        nl=f"{folder} is een map die alle gebruikers van deze machine delen. Wijs met BALIE_DATA een eigen map aan.",
        en=f"{folder} is a folder that all users of this machine share. Name a folder of your own in BALIE_DATA.",
    )
