"""Promises about the repository itself: what it contains, how long its pieces are, what it may not name."""

import ast
import hashlib
import re
import tomllib
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
NOT_OURS = {".git", ".hypothesis", ".venv", ".tools", "dist", "var", "__pycache__"}
# Of the words of the licence, so that another line length is no other licence.
EUPL_1_2 = "b265314fe0920ed66121307961dabb70eb3c26c508d2362783e821bbb4a0e16c"
USED_BY_OTHERS = {
    "defusedxml": "openpyxl looks for it when it opens a workbook",
    "httptools": "uvicorn reads requests with it when it is there",
    "uvloop": "uvicorn runs on it when it is there",
}
LONGEST_FILE, LONGEST_FUNCTION = 400, 50

# Put together here, because this file is looked at too.
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|HA" + r"CK)\b")
MACHINE_PATH = re.compile(r"(?<![\w.}/-])/(work|root|home/\w+|Users/\w+|tmp)" + r"/\w")
REGISTRY = re.compile(r"\b(pypi|pythonhosted|npmjs|debian|ubuntu)\.(org|com)\b", re.IGNORECASE)
COPYLEFT = re.compile(r"\bA?GPL|Affero|(?<!Lesser )General Public", re.IGNORECASE)


def ours() -> list[Path]:
    """Every file of the repository, without what tools and people leave in a checkout."""
    return sorted(
        path
        for path in ROOT.rglob("*")
        if path.is_file() and not any(part in NOT_OURS or part.endswith("_cache") for part in path.parts)
    )


def text_of(path: Path) -> str:
    """What is written in the file; empty for a picture or another binary."""
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode("utf-8")


def code() -> list[Path]:
    return [path for path in ours() if path.suffix == ".py" and path.parts[len(ROOT.parts)] in {"src", "scripts"}]


def test_the_licence_is_the_eupl():
    words = " ".join((ROOT / "LICENSE").read_text(encoding="utf-8").split())

    assert hashlib.sha256(words.encode()).hexdigest() == EUPL_1_2


@pytest.mark.parametrize(
    ("words", "example"),
    [
        pytest.param(UNFINISHED, "# TO" + "DO later", id="unfinished work"),
        pytest.param(MACHINE_PATH, 'open("/home' + '/anna/x")', id="a path of somebody's machine"),
        pytest.param(REGISTRY, "from Py" + "PI.org", id="the address of a package registry"),
    ],
)
def test_no_file_names(words, example):
    assert words.search(example)

    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in ours()
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if words.search(line)
    ]

    assert found == []


def test_files_are_short():
    lengths = {path.relative_to(ROOT).as_posix(): len(text_of(path).splitlines()) for path in code()}

    assert {name: length for name, length in lengths.items() if length >= LONGEST_FILE} == {}


def test_functions_are_short():
    lengths = {
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for path in code()
        for node in ast.walk(ast.parse(text_of(path)))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }

    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_every_word_of_make_is_explained():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    words = set(re.findall(r"^\.PHONY: (\S+)$", makefile, re.MULTILINE))
    explained = set(re.findall(r"^([a-z-]+):.*## \S.{10,}$", makefile, re.MULTILINE))

    assert {"setup", "run", "test", "check", "bench", "lock", "clean", "help"} <= words
    assert explained == words


def test_the_changelog_has_a_place_for_what_comes_and_for_changes_of_law():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

    assert re.search(r"^## Unreleased$", changelog, re.MULTILINE) or f"## {version}" in changelog
    assert re.search(r"^### Law$", changelog, re.MULTILINE)


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/glossary.md", "docs/law.md"])
def test_the_reader_finds(name):
    assert (ROOT / name).is_file()


def test_every_link_between_our_documents_leads_somewhere():
    dead = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
        for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text_of(page))
        if not (page.parent / link).exists()
    ]

    assert dead == []


def test_ci_uses_the_words_people_use():
    script = ROOT / ".ci" / "run"

    assert script.stat().st_mode & 0o100
    assert re.findall(r"^(?:timeout \S+ )?make (\w+)$", script.read_text(encoding="utf-8"), re.MULTILINE) == [
        "check",
        "test",
    ]


def test_every_version_in_the_lock_has_hashes():
    lock = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    pins = re.findall(r"^([a-z0-9-]+)==.*?(?=^\S|\Z)", lock, re.DOTALL | re.MULTILINE)
    hashed = re.findall(r"^([a-z0-9-]+)==[^\n]*\\\n    --hash=sha256:[0-9a-f]{64}", lock, re.MULTILINE)

    assert "django" in pins
    assert hashed == pins


def test_the_lock_holds_everything_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    pins = dict(re.findall(r"^([a-z0-9-]+)==([^ ]+)", lock, re.MULTILINE))
    groups = [*project["project"]["optional-dependencies"].values(), *project["dependency-groups"].values()]
    asked = [Requirement(line) for group in [project["project"]["dependencies"], *groups] for line in group]

    unmet = [str(one) for one in asked if not one.specifier.contains(pins.get(canonicalize_name(one.name), "0"))]

    assert unmet == []


def test_every_dependency_is_used():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    source = "\n".join(text_of(path) for path in code())
    imported_as = {
        canonicalize_name(package): name for name, packages in packages_distributions().items() for package in packages
    }

    asked = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}
    unused = {name for name in asked if not re.search(rf"\b{imported_as[name]}\b", source)}

    assert unused == USED_BY_OTHERS.keys()


def test_nothing_we_bring_along_is_under_a_strong_copyleft():
    licences = {name: licence_of(name) for name in brought_along({"balie", "psycopg-binary"})}

    assert len(licences) > 15
    assert {name: licence for name, licence in licences.items() if not licence or COPYLEFT.search(licence)} == {}


def brought_along(names: set[str]) -> set[str]:
    """What a plain installation brings, with all that these need in turn."""
    found, to_visit = set(), set(names)
    while to_visit:
        name = to_visit.pop()
        found.add(name)
        needs = [Requirement(line) for line in distribution(name).requires or []]
        here = {
            canonicalize_name(need.name) for need in needs if not need.marker or need.marker.evaluate({"extra": ""})
        }
        to_visit |= here - found
    return found - {"balie"}


def licence_of(name: str) -> str:
    """The licence as the package states it: an expression, a classifier, or the field of old."""
    about = distribution(name).metadata
    classifiers = [line for line in about.get_all("Classifier", []) if line.startswith("License ::")]
    return about.get("License-Expression") or "; ".join(classifiers) or about.get("License") or ""
