"""Help, version and language: whole in Dutch, whole in English."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from importlib.metadata import version
from pathlib import Path

import click
import pytest

from balie.law import Language
from balie.site.cli.edge import Edge
from balie.site.cli.language import choose
from balie.site.cli.root import COMMANDS, root

DUTCH_ONLY = ("Gebruik:", "Opties:", "Toon deze uitleg.")
ENGLISH_ONLY = ("Usage:", "Options:", "Show this help.", "Show this message", "default", "required")


def every_command() -> list[tuple[str, ...]]:
    top = root(Edge(date(2026, 11, 23)))
    context = click.Context(top)
    found: list[tuple[str, ...]] = [()]
    for name in COMMANDS:
        command = top.get_command(context, name)
        found.append((name,))
        if isinstance(command, click.Group):
            found += [(name, inner) for inner in command.commands]
    return found


@pytest.mark.parametrize("path", every_command(), ids=" ".join)
def test_help_is_in_one_language(balie: Callable, path: tuple[str, ...]) -> None:
    dutch, english = balie(*path, "--help"), balie(*path, "--help", language=Language.EN)
    assert (dutch.code, english.code) == (0, 0)
    assert all(word in dutch.out for word in DUTCH_ONLY)
    assert not any(word in dutch.out for word in ENGLISH_ONLY)
    assert not any(word in english.out for word in DUTCH_ONLY)
    assert english.out.startswith("Usage: balie")


def test_every_command_is_listed_with_a_line_about_it(balie: Callable) -> None:
    text = " ".join(balie("--help").out.split())
    for name, entry in COMMANDS.items():
        assert f"{name} {entry.summary.nl}" in text


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        pytest.param([], {}, "nl", id="Dutch when nothing says otherwise"),
        pytest.param(["--lang", "en"], {"BALIE_LANG": "nl"}, "en", id="asked for"),
        pytest.param(["assess", "a.yaml", "--lang=en"], {}, "en", id="asked for at the end"),
        pytest.param([], {"BALIE_LANG": "en", "LANG": "nl_NL.UTF-8"}, "en", id="set for Balie"),
        pytest.param([], {"LANG": "en_GB.UTF-8"}, "en", id="that of the system"),
        pytest.param([], {"LC_ALL": "nl_NL.UTF-8", "LANG": "en_GB"}, "nl", id="LC_ALL goes before LANG"),
        pytest.param([], {"LANG": "C.UTF-8"}, "nl", id="a system without a language"),
        pytest.param([], {"LANG": "de_DE"}, "nl", id="a language we do not speak"),
        pytest.param(["--lang"], {}, "nl", id="an option without its value"),
    ],
)
def test_which_language_is_spoken(arguments: list[str], environment: dict[str, str], language: str) -> None:
    assert choose(arguments, environment) == language


def test_the_version(balie: Callable) -> None:
    assert balie("--version").out == f"balie {version('balie')}\n"


@pytest.mark.parametrize(
    ("arguments", "dutch", "english"),
    [
        pytest.param(["asses"], "Bedoel je 'assess'?", "Did you mean 'assess'?", id="a command with a slip"),
        pytest.param(["xyz"], "Kies uit: assess, ", "Choose from: assess, ", id="no such command"),
        pytest.param(["law", "timelin"], "'timeline'", "'timeline'", id="inside a group"),
        pytest.param(["law", "schema", "nu"], "te veel: nu", "too much: nu", id="a word too many"),
        pytest.param(["serve", "--port", "x"], "geen getal van 0", "not a number from 0", id="no number"),
        pytest.param(["law", "show", "nix"], "balie law show --help", "balie law show --help", id="whose help to read"),
        pytest.param(["--versoin"], "'--version'", "'--version'", id="an option with a slip"),
    ],
)
def test_a_wrong_call_is_told_in_both_languages(
    balie: Callable, arguments: list[str], dutch: str, english: str
) -> None:
    for language, words in ((Language.NL, dutch), (Language.EN, english)):
        ran = balie(*arguments, language=language)
        assert (ran.code, ran.out) == (2, "")
        assert words in ran.err
        assert "--help" in ran.err


def test_without_a_command_the_help_is_shown(balie: Callable) -> None:
    ran = balie()
    assert ran.code == 2
    assert "Opdrachten:" in ran.err


EXAMPLE = str(Path(__file__).parents[2] / "examples" / "energy-contact-centre.yaml")
IMPORTS = [
    pytest.param("['--help']", {"django", "rich", "openpyxl"}, id="help"),
    pytest.param("['assess', '--archetypes']", {"django", "rich", "openpyxl", "starlette", "sqlite3"}, id="assess"),
    pytest.param(
        f"['assess', {EXAMPLE!r}]", {"django", "rich", "openpyxl", "starlette", "sqlite3"}, id="assess a file"
    ),
    pytest.param("['law', 'show']", {"django", "rich", "openpyxl"}, id="law"),
]


@pytest.mark.parametrize(("arguments", "unwanted"), IMPORTS)
def test_a_command_loads_no_more_than_it_needs(arguments: str, unwanted: set[str]) -> None:
    program = (
        "import sys\nfrom datetime import date\nfrom balie.site.cli import run\nfrom balie.site.cli.edge import Edge\n"
        f"run({arguments}, Edge(date(2026, 11, 23)))\n"
        f"loaded = {unwanted!r} & set(sys.modules)\nsys.exit(f'loaded: {{loaded}}' if loaded else 0)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_a_pipe_that_closes_early_is_no_error(tmp_path) -> None:
    program = f"{sys.executable} -c 'from balie.site.cli import main; main()' law show | head -1"
    ran = subprocess.run(["bash", "-c", f"set -o pipefail; {program}"], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
