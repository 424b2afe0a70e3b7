"""Set up the virtual environment of this checkout: `python3 scripts/setup.py [EXTRA ...]`.

Needs nothing but Python, so it uses the standard library alone. Every package comes at the version and with the
hashes of constraints.txt. uv does the work because it is ten times faster; where uv cannot be had, pip does the same.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
TOOLS = ROOT / ".tools"
LOCK = ROOT / "constraints.txt"
OLDEST = (3, 11)
QUIET_PIP = ("--disable-pip-version-check", "--no-input", "--quiet")
# Wheels only: building a source package would run build tools that no hash vouches for.
CHECKED = ["--require-hashes", "--only-binary", ":all:"]


def main() -> None:
    """Install Balie from this folder, with the extras that were asked for, and leave stamps for make."""
    call = _parser().parse_args()
    _refuse_unfit_python()
    try:
        if call.only_uv:
            _uv()
        else:
            _set_up(call.extras, _install_with_pip if call.installer == "pip" else _install_with_uv_or_pip)
    except (OSError, subprocess.CalledProcessError):
        sys.exit("setup: not finished, see above. Is a package index within reach of this machine?")


def _set_up(extras: list[str], install: Callable[[str], None]) -> None:
    requirements = _requirements(extras)
    print(f"setup: .venv with {', '.join(['balie', *extras])}", flush=True)
    install(requirements)
    for name in ("ready", *(f"ready-{extra}" for extra in extras)):
        (VENV / f".{name}").touch()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Set up .venv for this checkout.")
    parser.add_argument("extras", nargs="*", metavar="EXTRA", help="an extra of pyproject.toml, such as 'test'")
    parser.add_argument("--installer", choices=("uv", "pip"), default="uv", help="pip is also what is tried after uv")
    parser.add_argument("--only-uv", action="store_true", help="fetch uv into .tools and do nothing else")
    return parser


def _refuse_unfit_python() -> None:
    """Stop with the name of what is missing, before anything is made."""
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    if sys.version_info < OLDEST:
        sys.exit(f"Balie needs Python {OLDEST[0]}.{OLDEST[1]} or newer, this is {here}. Try: make PYTHON=python3.13")
    try:
        import ensurepip  # noqa: F401, PLC0415 - Debian and Ubuntu ship Python without it
    except ImportError:
        sys.exit(f"Python {here} cannot make virtual environments yet. Try: sudo apt-get install python{here}-venv")


def _requirements(extras: list[str]) -> str:
    """What has to be installed for these extras, as a requirements file with versions and hashes from the lock."""
    import tomllib  # noqa: PLC0415 - younger than the Pythons this file must still answer politely

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    offered = project["project"]["optional-dependencies"]
    for extra in extras:
        if extra not in offered:
            sys.exit(f"There is no extra '{extra}'. Choose from: {', '.join(sorted(offered))}.")
    builders = project["dependency-groups"]["build"]
    wanted = [*project["project"]["dependencies"], *builders, *(line for extra in extras for line in offered[extra])]
    return "".join(_pinned(line) for line in dict.fromkeys(wanted))


def _pinned(requirement: str) -> str:
    """The requirement with the version, the marker and the hashes that the lock has for it."""
    name, brackets = re.fullmatch(r"([\w.-]+)(\[[^]]*\])?.*", requirement).groups()  # type: ignore[union-attr]
    plain = re.sub(r"[-_.]+", "-", name).lower()
    pins = re.findall(rf"^{plain}(==.*?)(?=^\S|\Z)", LOCK.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    if not pins:
        sys.exit(f"constraints.txt has no version of '{name}', which pyproject.toml asks for. Run: make lock")
    return "".join(f"{plain}{brackets or ''}{pin}" for pin in pins)


def _install_with_uv_or_pip(requirements: str) -> None:
    try:
        _install_with_uv(requirements)
    except (OSError, subprocess.CalledProcessError):
        print("setup: uv could not do it, see above. Going on with pip.", file=sys.stderr, flush=True)
        _install_with_pip(requirements)


def _install_with_uv(requirements: str) -> None:
    uv = _uv()
    if not _interpreter(VENV):
        _run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV])
    into: list[str | Path] = [uv, "pip", "install", "--quiet", "--python", VENV]
    _run([*into, *CHECKED, "--constraint", LOCK, "--requirement", "-"], say=requirements)
    _run([*into, "--no-deps", "--no-build-isolation", "--editable", ROOT])


def _uv() -> Path:
    """The uv of the lock, in a folder of its own so that it is no part of what we install."""
    uv, stamp = TOOLS / "bin" / "uv", TOOLS / ".uv"
    wanted = _pinned("uv")
    if not uv.exists() or not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        _pip(_fresh(TOOLS), wanted)
        stamp.write_text(wanted, encoding="utf-8")
    return uv


def _install_with_pip(requirements: str) -> None:
    python = _interpreter(VENV) or _fresh(VENV)
    _run([python, "-m", "ensurepip", "--upgrade"], quiet=True)
    _pip(python, _pinned("pip"))  # the pip of Debian 12 cannot read hashes from a constraints file
    _pip(python, requirements, "--constraint", LOCK)
    _run([python, "-m", "pip", "install", *QUIET_PIP, "--no-deps", "--no-build-isolation", "--editable", ROOT])


def _pip(python: Path, requirements: str, *options: str | Path) -> None:
    install = [python, "-m", "pip", "install", *QUIET_PIP, *CHECKED, *options]
    _run([*install, "--requirement", "/dev/stdin"], say=requirements)


def _fresh(folder: Path) -> Path:
    """A new virtual environment with pip, and its interpreter."""
    _run([Path(sys.executable), "-m", "venv", "--clear", folder])
    return folder / "bin" / "python"


def _interpreter(folder: Path) -> Path | None:
    """The interpreter of this virtual environment, if it still works: a system upgrade may have broken it."""
    python = folder / "bin" / "python"
    works = python.exists() and subprocess.run([python, "-c", ""], check=False).returncode == 0
    return python if works else None


def _run(command: list[str | Path], *, say: str | None = None, quiet: bool = False) -> None:
    """Run one step; what it prints is shown, and its failure is ours."""
    subprocess.run(command, check=True, text=True, input=say, stdout=subprocess.DEVNULL if quiet else None)


if __name__ == "__main__":
    main()
