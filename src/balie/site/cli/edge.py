"""What the command line takes from the world around it: the day, the environment, and what it writes to."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import TextIOWrapper
from typing import TextIO

from balie.language import Language
from balie.site.cli.language import choose

OK = 0
FINDINGS = 1
MISUSE = 2
INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Edge:
    """The world outside, as values, so that a test can hand in another one."""

    today: date
    language: Language = Language.NL
    environment: Mapping[str, str] = field(default_factory=dict)
    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)

    @classmethod
    def real(cls, arguments: Sequence[str]) -> "Edge":
        """Take the real clock and environment; the only place where the command line reads them."""
        today = datetime.now().astimezone().date()
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="replace")
        return cls(today, choose(arguments, os.environ), os.environ, sys.stdout, sys.stderr)

    @property
    def draws(self) -> bool:
        """Whether the output is a terminal that can show lines and colours."""
        return self.out.isatty() and self.environment.get("TERM") != "dumb"

    @property
    def shows_progress(self) -> bool:
        """Whether somebody is watching."""
        return self.err.isatty() and self.environment.get("TERM") != "dumb"

    def say(self, text: str) -> None:
        """Write what was asked for."""
        self.out.write(text if text.endswith("\n") else f"{text}\n")

    def warn(self, text: str) -> None:
        """Write what a person has to know beside it."""
        self.err.write(text if text.endswith("\n") else f"{text}\n")
