"""What every test gets: a data folder of its own, people, an example; and a run fails when a test was skipped."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import django
import hypothesis
import pytest

from system_packages import browser

ROOT = Path(__file__).parent.parent
# Research that belongs to nobody's checkout; tests that compare with it run where it lies beside this one.
COMPARISON = ROOT.parent / "shared"
GOOD_REASON = "comparison data"

hypothesis.settings.register_profile("balie", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("balie")

_DATA = tempfile.mkdtemp(prefix="balie-tests-")
os.environ["BALIE_DATA"] = _DATA
os.environ["DJANGO_SETTINGS_MODULE"] = "balie.site.settings"
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402
from tests.kept_rows import KeptRows  # noqa: E402

from balie.evidence.ways import Sqlite, Way, way_to  # noqa: E402
from balie.law import shipped_law  # noqa: E402
from balie.people import service as people  # noqa: E402
from balie.people.models import User  # noqa: E402
from balie.register import service as register  # noqa: E402
from balie.register.models import AISystem, Assessment, Difference  # noqa: E402
from balie.register.system import Cause  # noqa: E402
from balie.site import demo  # noqa: E402

# Only `balie serve` makes a key; tests bring their own.
settings.SECRET_KEY = "a key for tests"
# The real one takes a tenth of a second on purpose; test_settings.py sees to it that it stays the first choice.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(SkipWatch(), "skip-watch")
    config.pluginmanager.register(BrowserLast(), "browser-last")


def pytest_unconfigure() -> None:
    shutil.rmtree(_DATA, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses Django's test database, so that it runs once more on PostgreSQL where that could differ."""
    for item in items:
        if item.get_closest_marker("one_database"):
            continue
        fixtures = getattr(item, "fixturenames", ())
        if item.get_closest_marker("django_db") or "db" in fixtures or "transactional_db" in fixtures:
            item.add_marker(pytest.mark.database)


class BrowserLast:
    """Runs what starts Chromium after everything else.

    Playwright keeps an event loop running in this process for as long as the browser is open; asynchronous tests cannot
    start one of their own beside it. With several workers the order is kept by --no-loadscope-reorder (see Makefile).
    """

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


class SkipWatch:
    """Fails the run when a test was skipped for another reason than the one that is allowed."""

    def __init__(self) -> None:
        self.unexplained: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._look_at(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._look_at(report)

    def _look_at(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if not report.skipped or hasattr(report, "wasxfail"):
            return
        reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
        if not reason.removeprefix("Skipped: ").startswith(GOOD_REASON):
            self.unexplained.append(f"{report.nodeid}: {reason}")

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self.unexplained and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.unexplained:
            terminalreporter.section("Skipped without a good reason, so this run fails", red=True)
            terminalreporter.write("\n".join(self.unexplained) + "\n")


@pytest.fixture(scope="session")
def comparison() -> Callable[[str], Path]:
    """The path of a piece of the comparison data; the test is skipped where that is not beside the checkout."""

    def find(name: str) -> Path:
        path = COMPARISON / name
        if not path.exists():
            pytest.skip(f"{GOOD_REASON} not beside the checkout: {name}")
        return path

    return find


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser for tests that look at a page as people see it."""
    found = browser()
    assert found, "There is no Chromium on this machine. Try: make test, or python scripts/system_packages.py"
    return str(found)


@pytest.fixture(scope="session")
def started_before(tmp_path_factory) -> Callable[[Path], Path]:
    """Make a data folder as a first start with the example left it, so that a test of something else need not wait."""
    kept = tmp_path_factory.mktemp("started") / "data"
    start = "from balie.site.serve import prepare; prepare(demo=True)"
    surroundings = {**os.environ, "BALIE_DATA": str(kept), "DATABASE_URL": ""}
    surroundings.pop("DJANGO_SETTINGS_MODULE")
    subprocess.run([sys.executable, "-c", start], env=surroundings, check=True)
    return lambda folder: Path(shutil.copytree(kept, folder))


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture
def someone(db) -> Callable[..., User]:
    """Add a person with these roles."""

    def add(email: str, *roles: str, **more: str) -> User:
        found = User.objects.create_user(email, "een lange zin als wachtwoord", **more)
        people.give_roles(found, [people.Role(role) for role in roles], by=None, now=NOON)
        return found

    return add


@pytest.fixture
def person(someone) -> User:
    """Whoever started Balie: administrator and compliance officer."""
    return someone("samira@wadlicht.example", "administrator", "compliance")


@pytest.fixture
def stranger() -> Client:
    """A browser in which nobody has signed in. It checks CSRF, as real ones make Django do."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def colleague(person) -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture(scope="session")
def kept_rows() -> KeptRows:
    """What the fixtures below made before, so that they make it once."""
    return KeptRows()


@pytest.fixture
def example(db, kept_rows) -> None:
    """The example organisation with its fourteen systems, assessed."""
    now = datetime.now(UTC)

    def load() -> None:
        register.load_example(shipped_law(), demo.written(shipped_law()).portfolio, now=now)

    kept_rows.once("example", str(timezone.localtime(now).date()), make=load)


@pytest.fixture
def november(db, kept_rows) -> date:
    """The example as it was judged on 30 November 2026, two days before something changes; gives that day."""
    day = date(2026, 11, 30)

    def load() -> None:
        register.load_example(shipped_law(), demo.written(shipped_law()).portfolio, now=datetime.now(UTC))
        AISystem.objects.update(latest=None, due=False)
        Difference.objects.all().delete()
        Assessment.objects.all().delete()
        systems = AISystem.objects.select_related("organisation", "latest")
        register.assess(systems, register.Occasion(shipped_law(), day, NOON, Cause.IMPORT))

    kept_rows.once("november", make=load)
    return day


@pytest.fixture
def way(transactional_db, tmp_path) -> Way:
    """The database of the test, as another process reaches it; on SQLite a copy in a file."""
    if connection.vendor == "postgresql":
        return way_to(connection.settings_dict)
    file = tmp_path / "balie.sqlite3"
    with closing(sqlite3.connect(file)) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    return Sqlite(file)
