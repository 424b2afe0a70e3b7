"""How fast the pages and the nightly work are with 5,000 systems and 200,000 duties on SQLite.

Everything runs in this process, through Django's own test client: what is measured is the server's time for a whole
page. Both wall and processor time are printed, the median of several visits; a promise counts as broken only when
processor time breaks it too. The export runs in a process of its own, so that its peak memory is its own.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

SYSTEMS, DUTIES = 5_000, 200_000
VISITS = 5
PAGES = {
    "portfolio": "/systems/",
    "portfolio, filtered and sorted": "/systems/?q=systeem&owner=Eigenaar+3&sort=-next",
    "portfolio, last page": "/systems/?page=999",
    "portfolio, another day (first 500)": "/systems/?applies_on=2027-12-02",
    "duties": "/duties/",
    "inbox": "/changes/",
    "one change, system by system": "/changes/?handled=all&page=1",
    "what lies ahead": "/changes/ahead/",
    "start": "/",
}
PROMISED = 0.300
MEGABYTE = 1024


def run() -> list[str]:
    """Print the figures and return the promises that were broken."""
    with tempfile.TemporaryDirectory(prefix="balie-bench-") as folder:
        os.environ |= {"BALIE_DATA": folder, "BALIE_SECRET_KEY": "bench", "DATABASE_URL": ""}
        os.environ["DJANGO_SETTINGS_MODULE"] = "balie.site.settings"
        prepare()
        return measure()


def prepare() -> None:
    """Make the tables, and fill them."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from bench._many import fill

    call_command("migrate", verbosity=0)
    with timed(f"fill with {SYSTEMS} systems"):
        fill(SYSTEMS, DUTIES, today=date(2026, 11, 30), now=timezone.now())


def measure() -> list[str]:
    """Visit the pages, assess everything anew, export."""
    from django.utils import timezone

    from balie.duties.models import SystemDuty
    from balie.register.models import AISystem

    print(f"  {AISystem.objects.count()} systems, {SystemDuty.objects.count()} duties")
    with timed(f"assess {SYSTEMS} systems anew, nothing changed"):
        assess_all(date(2026, 11, 30), timezone.now())
    with timed(f"assess {SYSTEMS} systems anew, after a date that changes many"):
        assess_all(date(2027, 12, 3), timezone.now() + timedelta(seconds=1))
    browser, broken = visitor(), []
    for name, address in PAGES.items():
        wall, processor, queries = visited(browser, address)
        print(f"  {name:<38} {wall * 1000:7.0f} ms wall {processor * 1000:7.0f} ms processor {queries:4} queries")
        if name.startswith("portfolio") and "another day" not in name and min(wall, processor) > PROMISED:
            broken.append(f"the {name} page takes {processor * 1000:.0f} ms, more than {PROMISED * 1000:.0f} ms")
    for form in ("csv", "xlsx"):
        print(f"  all duties to {form}: {exported(form)}")
    return broken


def assess_all(today: date, now: datetime) -> None:
    """What the worker does in the night."""
    from balie.law import shipped_law
    from balie.register import service as register

    register.mark_due()
    while register.assess_due(register.Occasion(shipped_law(), today, now)):
        pass


def visitor() -> Any:
    """A browser in which somebody who sees everything has signed in."""
    from django.test import Client
    from django.utils import timezone

    from balie.people.models import User
    from balie.people.service import Role, give_roles

    person = User.objects.filter(email="bench@wadlicht.example").first()
    if person is None:
        person = User.objects.create_user("bench@wadlicht.example")
        give_roles(person, [Role.COMPLIANCE, Role.ADMINISTRATOR], by=None, now=timezone.now())
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(person)
    return browser


def visited(browser: Any, address: str) -> tuple[float, float, int]:
    """The median seconds of a page, on the clock and of the processor, and its queries; after one visit for caches."""
    from django.db import connection

    asked = []

    def count(execute: Callable[..., Any], *query: Any) -> Any:
        asked.append(query[0])
        return execute(*query)

    with connection.execute_wrapper(count):
        answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    times = [spent(lambda: browser.get(address)) for _ in range(VISITS)]
    return statistics.median(t[0] for t in times), statistics.median(t[1] for t in times), len(asked)


def spent(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock, and of the processor."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor


@contextmanager
def timed(name: str) -> Iterator[None]:
    """Print how long something took."""
    wall, processor = time.perf_counter(), time.process_time()
    yield
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    print(f"  {name:<60} {wall:7.1f} s wall {processor:7.1f} s processor")


def exported(form: str) -> str:
    """Export every duty in a process of its own; say how large, how long, and how much memory above its start."""
    code = f"from bench.workbench import export; export({form!r})"
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip()


def export(form: str) -> None:
    """Ask for the file and throw it away piece by piece, as a browser takes it in."""
    import django

    django.setup()
    browser = visitor()
    browser.get("/duties/?q=nothing+like+it")
    before, start, size = peak(), time.perf_counter(), 0
    for piece in browser.get(f"/duties/?format={form}").streaming_content:
        size += len(piece)
    seconds = time.perf_counter() - start
    print(f"{size / 1e6:.1f} MB in {seconds:.1f} s, peak memory {peak() - before} MB above {before} MB")


def peak() -> int:
    """The most memory this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MEGABYTE
