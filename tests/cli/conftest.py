import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from balie.law import Language, Law, load_law, pack_folders
from balie.site.cli import run
from balie.site.cli.edge import Edge

TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def balie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run a command in an empty folder, on a fixed day."""
    monkeypatch.chdir(tmp_path)

    def ran(*arguments: str, language: Language = Language.NL, today: date = TODAY) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        code = run(arguments, Edge(today, language, {}, out, err))
        return Ran(code, out.getvalue(), err.getvalue())

    return ran


@pytest.fixture(scope="session")
def small_law() -> Law:
    """A law of two articles, so that what is printed does not change with the real one."""
    return load_law(*pack_folders(Path(__file__).parent / "small-law"))
