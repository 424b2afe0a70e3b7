"""The programs behind `make setup` and `make test`, and the rule that no test is skipped silently."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import setup

ROOT = Path(__file__).parent.parent
SCRIPTS = ROOT / "scripts"


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    surroundings = {**os.environ, **environment}
    return subprocess.run(command, env=surroundings, check=False, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("extras", "there", "not_there"),
    [
        pytest.param([], "django==", "pytest==", id="a plain installation has no test tools"),
        pytest.param(["test"], "pytest==", "mypy==", id="the extra that was asked for and no other"),
        pytest.param(["postgresql"], "psycopg[binary]==", "pytest==", id="an extra of a package is kept"),
    ],
)
def test_setup_asks_for_what_the_project_asks_for_with_version_and_hashes(extras, there, not_there):
    asked = setup._requirements(extras)

    assert re.search(rf"^{re.escape(there)}[^\n]+\\\n    --hash=sha256:", asked, re.MULTILINE)
    assert not re.search(rf"^{re.escape(not_there)}", asked, re.MULTILINE)


def test_setup_names_the_extras_there_are_when_it_does_not_know_one():
    asked = run(sys.executable, SCRIPTS / "setup.py", "tests")

    assert asked.returncode == 1
    assert "There is no extra 'tests'. Choose from: " in asked.stderr
    assert "postgresql" in asked.stderr


def test_who_may_not_install_is_told_which_packages_to_install(tmp_path):
    empty = tmp_path / "bin"
    empty.mkdir()
    code = (
        "import os, system_packages as packages; os.geteuid = lambda: 1000;"
        "packages.postgresql = packages.driver_starts = lambda: None; packages.main()"
    )

    told = run(sys.executable, "-c", code, PATH=str(empty), PYTHONPATH=str(SCRIPTS))

    assert told.returncode == 1
    assert "apt-get install chromium-headless-shell fonts-dejavu-core libatomic1 postgresql nodejs npm" in told.stderr


def test_the_private_postgresql_is_there_for_the_command_and_gone_afterwards():
    code = (
        "import os, sys, psycopg; address = os.environ['DATABASE_URL']; print(address);"
        "print(*psycopg.connect(address).execute('select current_database()').fetchone()); sys.exit(7)"
    )

    done = run(sys.executable, SCRIPTS / "postgresql.py", sys.executable, "-c", code)

    address, database = done.stdout.split()
    folder = Path(address.split("@")[1].split("/")[0].replace("%2F", "/"))
    assert (database, done.returncode) == ("balie", 7)
    assert folder.name.startswith("balie-postgresql-")
    assert not folder.exists()


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        pytest.param("comparison data not beside the checkout", pytest.ExitCode.OK, id="nothing to compare with"),
        pytest.param("no browser here", pytest.ExitCode.TESTS_FAILED, id="a tool that is missing"),
    ],
)
def test_a_skipped_test_fails_the_run_unless_there_is_nothing_to_compare_with(tmp_path, reason, code):
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_planted.py").write_text(
        f"import pytest\ndef test_one(): pytest.skip({reason!r})\ndef test_two(): pass\n", encoding="utf-8"
    )

    done = run(sys.executable, "-m", "pytest", "-p", "no:cacheprovider", tmp_path, PYTHONPATH=str(SCRIPTS))

    assert done.returncode == code, done.stdout
    assert ("Skipped without a good reason" in done.stdout) == (code != pytest.ExitCode.OK)
