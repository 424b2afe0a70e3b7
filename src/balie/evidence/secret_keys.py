"""Where secret keys come from: the environment, a command (of a key store), or a file that only its owner can read.

A secret is 32 bytes, written as 64 hexadecimal digits. The key that signs checkpoints and the master key of the vault
are such secrets. Nothing here shows one in an error or a log.
"""

import os
import re
import shlex
import stat
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from balie.language import Text

SECRET_BYTES = 32
_WRITTEN = re.compile(r"[0-9a-fA-F]{64}")
_COMMAND_SECONDS = 20


class NoSecret(Exception):
    """A secret key is missing, unreadable or open to others; the message says which and what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


@dataclass(frozen=True, slots=True)
class Place:
    """Where one secret lies. The variable `NAME` goes before `NAME_COMMAND`, and both before the file."""

    variable: str
    file: Path
    environ: Mapping[str, str]

    @property
    def elsewhere(self) -> bool:
        """Whether a variable or a command gives it, so that the file does not count."""
        return bool(self.environ.get(self.variable) or self.environ.get(f"{self.variable}_COMMAND"))

    def read(self) -> bytes | None:
        """Read the secret; None when nobody gave one and there is no file. Raises `NoSecret`."""
        if given := self.environ.get(self.variable):
            return self._bytes(given, self.variable)
        if command := self.environ.get(f"{self.variable}_COMMAND"):
            return self._bytes(self._asked(command), f"{self.variable}_COMMAND")
        try:
            self._look_at_rights()
            return self._bytes(self.file.read_text(encoding="ascii"), str(self.file))
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise NoSecret(_unreadable(str(self.file))) from error

    def read_or_make(self, fresh: bytes) -> bytes:
        """Read the secret, or keep `fresh` in the file when there is none; another process may be first."""
        if (found := self.read()) is not None:
            return found
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self.file.with_name(f"{self.file.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(fresh.hex())
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileExistsError):
            os.link(draft, self.file)  # refuses when the file is there; a rename would take its place
        draft.unlink()
        found = self.read()
        if found is None:
            raise NoSecret(_unreadable(str(self.file)))
        return found

    def _look_at_rights(self) -> None:
        if stat.S_IMODE(self.file.stat().st_mode) & 0o077:
            raise NoSecret(
                Text(
                    nl=f"Anderen kunnen {self.file} lezen of wijzigen. Voer uit: chmod 600 {self.file}",
                    en=f"Others can read or change {self.file}. Run: chmod 600 {self.file}",
                )
            )

    def _asked(self, command: str) -> str:
        """Run the command without a shell; what it prints is the secret, so nothing of it is repeated in an error."""
        try:
            ended = subprocess.run(  # noqa: S603  (the administrator's own command, from the environment)
                shlex.split(command), capture_output=True, text=True, timeout=_COMMAND_SECONDS, check=True
            )
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            raise NoSecret(_unreadable(f"{self.variable}_COMMAND")) from error
        return ended.stdout

    def _bytes(self, written: str, where: str) -> bytes:
        if not _WRITTEN.fullmatch(written.strip()):
            raise NoSecret(
                Text(
                    nl=f"In {where} staat geen sleutel. Een sleutel is 64 hexadecimale tekens (32 bytes).",
                    en=f"{where} holds no key. A key is 64 hexadecimal digits (32 bytes).",
                )
            )
        return bytes.fromhex(written.strip())


def _unreadable(where: str) -> Text:
    return Text(
        nl=f"De sleutel in {where} kan niet gelezen worden. Kijk of die er is en of Balie erbij mag.",
        en=f"The key in {where} cannot be read. See whether it is there and whether Balie may read it.",
    )
