"""The worker as a process: beside the web processes of `balie serve`, or alone with `balie work`.

Django is imported inside the functions, after the data folder and the key are there: its settings read both.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from balie.evidence.secret_keys import NoSecret
from balie.language import Text
from balie.site import storage

FAILED = 2
_LOOK_EVERY = 1.0
_NO_ANSWER_WAIT = 15.0
# A worker that keeps dying is started again after 1, 2, 4 ... up to 60 seconds; one that lived a minute starts anew.
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0
_ENDS_WITHIN = 20.0


def work_alone(*, lang: str) -> int:
    """Work until somebody stops it, on the tables of a site that runs or ran. Returns the exit code."""
    os.umask(0o077)
    try:
        folder = storage.prepare(os.environ)
    except (storage.NotPrivate, NoSecret) as problem:
        print(problem.message.say(lang), file=sys.stderr)  # noqa: T201  (this is what a person at the terminal reads)
        return FAILED
    print(_WORKS.say(lang).format(folder=folder), flush=True)  # noqa: T201
    work(go_on=lambda: True)
    return 0


@contextmanager
def beside() -> Iterator[None]:
    """Keep a worker running in a process of its own for as long as the block lasts."""
    stopped = threading.Event()
    keeper = threading.Thread(target=keep_running, args=(_start, stopped), name="worker", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stopped.set()
        keeper.join(_ENDS_WITHIN + 5)


def keep_running(start: Callable[[], "subprocess.Popen[bytes]"], stopped: threading.Event) -> None:
    """Start a process again whenever it ends, waiting longer each time it ends soon; end it when it is time to stop."""
    wait = _FIRST_WAIT
    while not stopped.is_set():
        process = start()
        lived = _live_on(process, stopped)
        _end(process)
        wait = _FIRST_WAIT if lived >= _LONGEST_WAIT else min(wait * 2, _LONGEST_WAIT)
        stopped.wait(wait)


def work(*, go_on: Callable[[], bool]) -> None:
    """Run the jobs at their intervals until a signal comes, or until there is no reason to go on."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balie.site.settings")
    import django  # noqa: PLC0415

    django.setup()
    from django.db import close_old_connections  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from balie.site.jobs import JOBS, run_all  # noqa: PLC0415

    stopped = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stopped.set())

    def lasts() -> bool:
        return not stopped.is_set() and go_on()

    while lasts():
        close_old_connections()  # the database may have gone away since the last look
        answered = run_all(JOBS, now=timezone.now(), go_on=lasts)
        stopped.wait(_LOOK_EVERY if answered else _NO_ANSWER_WAIT)


def _start() -> "subprocess.Popen[bytes]":
    """Start a worker that ends with this process. Ctrl+C is for the site, which then ends its worker in order."""
    command = [sys.executable, "-m", "balie.site.work", str(os.getpid())]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)  # noqa: S603  (our own program)


def _live_on(process: "subprocess.Popen[bytes]", stopped: threading.Event) -> float:
    """Wait until the process ends or it is time to stop, and say how many seconds that took."""
    lived = 0.0
    while process.poll() is None and not stopped.wait(0.25):
        lived += 0.25
    return lived


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ask a process to end after what it is doing, and make it when that takes too long."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(_ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _with_parent(parent: int) -> None:
    """Work for as long as the site that started this process lives, however it ends."""
    work(go_on=lambda: os.getppid() == parent)


_WORKS = Text(
    nl="Balie werkt op de achtergrond met de gegevens in {folder}. Stoppen: Ctrl+C",
    en="Balie works in the background on the data in {folder}. Stop: Ctrl+C",
)

if __name__ == "__main__":
    _with_parent(int(sys.argv[1]))
