"""Who may import whom. The contracts are in pyproject.toml; here they are run, and shown to break when they should."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parent.parent
BALIE = ROOT / "src" / "balie"

# A room that is pure through and through is its own face; of the others one imports the service, nothing behind it.
# The language every room speaks is no room, and open to all.
PURE_ROOMS = {"law", "language"}
# Programs without Django reach the evidence by a face of its own.
OTHER_FACES = {"balie.evidence.direct"}
# Modules that decide on values alone. Those of rooms to come are here so that nobody forgets them in the contract.
PURE_MODULES = {
    "balie.audits.measures",
    "balie.duties.control",
    "balie.duties.documents",
    "balie.duties.proofs",
    "balie.evidence.core",
    "balie.evidence.retention.periods",
    "balie.evidence.packing.cover",
    "balie.evidence.packing.naming",
    "balie.export.layout",
    "balie.export.letter",
    "balie.export.naming",
    "balie.export.table",
    "balie.gateway.policy",
    "balie.language",
    "balie.law",
    "balie.people.roles",
    "balie.register.differing",
    "balie.register.suppliers.gaps",
    "balie.register.suppliers.letter",
    "balie.register.exchange.merging",
    "balie.register.outcome",
    "balie.register.exchange.planning",
    "balie.register.exchange.planning_faults",
    "balie.register.public_fields",
    "balie.register.suppliers.requests",
    "balie.register.system",
    "balie.register.wording",
}
# And these touch files or the network, but start without Django.
WITHOUT_DJANGO = {
    "balie.client",
    "balie.gateway",
    "balie.law",
    "balie.register.reading",
    "balie.register.system",
    "balie.register.writing",
}


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    return grimp.build_graph("balie", cache_dir=None)


def past_the_face(imports: grimp.ImportGraph) -> set[str]:
    """Every import that reaches past the face of another room; only the site may, because it puts all together."""
    found = set()
    for importer in imports.modules:
        for imported in imports.find_modules_directly_imported_by(importer):
            room, other = room_of(importer), room_of(imported)
            if room not in {other, "site", ""} and other and imported not in {face_of(other), *OTHER_FACES}:
                found.add(f"{importer} -> {imported}")
    return found


def room_of(module: str) -> str:
    return module.split(".")[1] if module.startswith("balie.") else ""


def face_of(room: str) -> str:
    return f"balie.{room}" if room in PURE_ROOMS else f"balie.{room}.service"


def lint_imports(source: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter with our contracts on the package in this folder."""
    options = {"config_filename": str(ROOT / "pyproject.toml"), "no_logo": True, "cache_dir": None}
    code = f"import sys; from importlinter.cli import lint_imports as lint; sys.exit(lint(**{options!r}))"
    environment = {**os.environ, "PYTHONPATH": str(source), "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=source, env=environment, check=False, capture_output=True, text=True
    )


def contracts() -> dict[str, dict[str, list[str]]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["id"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}


def test_our_own_imports_keep_every_contract():
    run = lint_imports(BALIE.parent)

    assert run.returncode == 0, run.stdout + run.stderr
    assert f"Contracts: {len(contracts())} kept, 0 broken" in run.stdout


@pytest.mark.parametrize(
    ("planted_in", "line", "broken"),
    [
        pytest.param("law/planted.py", "import balie.register.system", "Imports go one way", id="law uses register"),
        pytest.param("register/planted.py", "import balie.site.urls", "Imports go one way", id="register uses site"),
        pytest.param("client/planted.py", "import balie.law", "Imports go one way", id="the client uses another room"),
        pytest.param("client/planted.py", "import django", "starts without Django", id="the client uses Django"),
        pytest.param("kitchen/__init__.py", "", "Imports go one way", id="a room that nobody planned"),
        pytest.param("law/planted.py", "from django.db import models", "The core decides", id="law uses Django"),
        pytest.param("law/planted.py", "import sqlite3", "The core decides", id="law opens a database"),
        pytest.param("law/planted.py", "import time", "The core decides", id="law looks at the clock"),
        pytest.param("law/risk.py", "import balie.law.planted", "goes round in circles", id="a circle in a room"),
    ],
)
def test_a_planted_import_breaks_its_contract(tmp_path, planted_in, line, broken):
    shutil.copytree(BALIE, tmp_path / "balie", ignore=shutil.ignore_patterns("__pycache__", "packs", "static"))
    (tmp_path / "balie/law/planted.py").write_text("import balie.law.risk\n", encoding="utf-8")
    spot = tmp_path / "balie" / planted_in
    spot.parent.mkdir(exist_ok=True)
    with spot.open("a", encoding="utf-8") as code:
        code.write(f"\n{line}\n")
    run = lint_imports(tmp_path)

    assert run.returncode == 1
    assert any(broken in report and report.endswith("BROKEN") for report in run.stdout.splitlines()), run.stdout


def test_rooms_meet_at_their_faces(imports):
    assert past_the_face(imports) == set()


@pytest.mark.parametrize(
    ("importer", "imported", "allowed"),
    [
        pytest.param("balie.duties.planted", "balie.register.models", False, id="another room's tables"),
        pytest.param("balie.duties.planted", "balie.register.service", True, id="another room's service"),
        pytest.param("balie.register.planted", "balie.law.tree", False, id="behind the face of the law"),
        pytest.param("balie.register.planted", "balie.law", True, id="the face of the law"),
        pytest.param("balie.register.planted", "balie.register.models", True, id="one's own tables"),
        pytest.param("balie.site.planted", "balie.register.pages.views", True, id="the site, which knows all"),
    ],
)
def test_reaching_past_a_face_is_seen(importer, imported, allowed):
    planted = grimp.ImportGraph()
    planted.add_module(importer)
    planted.add_module(imported)
    planted.add_import(importer=importer, imported=imported)

    assert past_the_face(planted) == (set() if allowed else {f"{importer} -> {imported}"})


@pytest.mark.parametrize(
    ("contract", "modules"),
    [pytest.param("pure", PURE_MODULES, id="pure"), pytest.param("no-django", WITHOUT_DJANGO, id="without Django")],
)
def test_the_contract_holds_every_module_that_must_keep_it(imports, contract, modules):
    held = set(contracts()[contract]["source_modules"])

    assert held == {module for module in modules if module in imports.modules}


def test_no_room_is_empty():
    rooms = [folder for folder in BALIE.iterdir() if folder.is_dir() and folder.name != "__pycache__"]

    assert rooms
    for room in rooms:
        code = [file for file in room.rglob("*.py") if file.read_text(encoding="utf-8").strip()]
        assert len(code) > 1, f"{room.name} has nothing in it yet, so it should not exist"
