"""The worker: jobs come back at their moment and fail alone; its process is kept running and ends with the site."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from balie.evidence.models import JobRun
from balie.law import ENGINE_VERSION
from balie.register.models import AISystem, Assessment, Upload
from balie.site import jobs, work
from balie.site.jobs import JOBS, Job, run_all, run_when_due

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BALIE = str(Path(sys.executable).with_name("balie"))


def counting(found, then=0):
    """A job that finds this much the first time it is called, and how often it was called."""
    calls = []

    def run(now):
        calls.append(now)
        return found if len(calls) == 1 else then

    return run, calls


def test_a_job_runs_at_its_moment_and_not_before(db):
    run, calls = counting(0)
    job = Job("water the plants", run, MINUTE)
    assert run_when_due(job, now=NOON)
    assert not run_when_due(job, now=NOON + timedelta(seconds=59))
    assert run_when_due(job, now=NOON + MINUTE)
    assert len(calls) == 2


def test_a_job_is_called_until_it_finds_nothing_more(db):
    run, calls = counting(200)
    run_when_due(Job("assess", run, MINUTE), now=NOON)
    assert len(calls) == 2
    assert JobRun.objects.get().handled == 200


def test_a_job_that_always_finds_more_lets_the_others_work(db, monkeypatch):
    monkeypatch.setattr(jobs, "_MOST_TURNS", 5)
    run, calls = counting(1, then=1)
    run_when_due(Job("endless", run, MINUTE), now=NOON)
    assert len(calls) == 5


def test_a_long_job_stops_between_two_turns_when_it_is_time_to_end(db):
    run, calls = counting(1, then=1)
    run_all([Job("endless", run, MINUTE)], now=NOON, go_on=lambda: len(calls) < 3)
    assert len(calls) == 3


def test_a_failing_job_is_told_and_stops_no_other(db, caplog):
    def fail(now):
        raise ZeroDivisionError

    run, calls = counting(0)
    assert run_all([Job("broken", fail, MINUTE), Job("whole", run, MINUTE)], now=NOON)
    assert "the job broken failed" in caplog.text
    assert len(calls) == 1
    assert JobRun.objects.get(name="broken").failed_at == NOON
    assert JobRun.objects.get(name="broken").next_at == NOON + MINUTE
    assert JobRun.objects.get(name="whole").failed_at is None


def test_of_two_workers_one_runs_a_job(db):
    run, calls = counting(0)
    job = Job("once", run, MINUTE)
    JobRun.objects.create(name="once", next_at=NOON)
    assert [run_when_due(job, now=NOON), run_when_due(job, now=NOON)] == [True, False]
    assert len(calls) == 1


@pytest.mark.parametrize(
    ("now", "following"),
    [
        pytest.param("2026-11-23 12:00", "2026-11-23 23:05", id="in winter"),
        pytest.param("2026-07-23 12:00", "2026-07-23 22:05", id="in summer"),
        pytest.param("2026-11-23 22:59", "2026-11-23 23:05", id="a minute before midnight"),
        pytest.param("2026-11-23 23:01", "2026-11-24 23:05", id="a minute after midnight"),
    ],
)
def test_a_daily_job_runs_just_after_midnight_here(now, following):
    at, then = (datetime.fromisoformat(f"{text}+00:00") for text in (now, following))
    assert Job("daily", lambda _: 0).following(at) == then


def test_the_database_that_does_not_answer_is_told(db, caplog, monkeypatch):
    from django.db import OperationalError

    def refuse(job, now):
        raise OperationalError("no")

    monkeypatch.setattr(jobs, "_taken", refuse)
    assert not run_all(JOBS, now=NOON)
    assert "the database does not answer" in caplog.text


def test_a_new_day_looks_at_every_system_and_stores_what_became_different(november):
    before = Assessment.objects.count()
    later = datetime(2026, 12, 3, 6, 0, tzinfo=UTC)
    run_all(JOBS, now=later)
    assert not AISystem.objects.filter(due=True).exists()
    wim = AISystem.objects.get(name="Wim")
    assert wim.latest.cause == "date"
    assert wim.latest.applies_on == later.date()
    stored = Assessment.objects.count() - before
    assert 0 < stored < AISystem.objects.count()
    run_all(JOBS, now=later + timedelta(days=1))
    assert Assessment.objects.count() == before + stored


def test_what_an_older_engine_judged_is_assessed_anew(example, noon):
    Assessment.objects.update(engine="0")
    AISystem.objects.update(due=False)
    jobs.assess_what_is_due(noon)
    assert set(AISystem.objects.values_list("latest__engine", "latest__cause")) == {(ENGINE_VERSION, "engine")}


def program(code):
    return lambda: subprocess.Popen([sys.executable, "-c", code])


def test_a_worker_that_dies_is_started_again(monkeypatch, tmp_path):
    monkeypatch.setattr(work, "_FIRST_WAIT", 0.01)
    told, stopped = tmp_path / "told", threading.Event()
    start = program(f"open({str(told)!r}, 'a').write('.')")
    keeper = threading.Thread(target=work.keep_running, args=(start, stopped))
    keeper.start()
    until(lambda: told.exists() and len(told.read_text()) >= 3)
    stopped.set()
    keeper.join(10)
    assert not keeper.is_alive()


def test_a_worker_that_does_not_listen_is_ended_all_the_same(monkeypatch):
    monkeypatch.setattr(work, "_ENDS_WITHIN", 0.3)
    deaf = program(
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(99)"
    )
    started = []
    stopped = threading.Event()
    keeper = threading.Thread(target=work.keep_running, args=(lambda: started.append(deaf()) or started[0], stopped))
    keeper.start()
    until(lambda: started)
    time.sleep(0.5)
    stopped.set()
    keeper.join(10)
    assert started[0].returncode in {-signal.SIGKILL, -signal.SIGTERM}


@pytest.mark.parametrize(
    "how",
    [
        pytest.param(signal.SIGINT, id="in a terminal"),
        pytest.param(signal.SIGTERM, id="by another program"),
        pytest.param(signal.SIGKILL, id="without a chance to say so"),
    ],
)
def test_the_worker_of_a_site_works_and_ends_with_it(started_before, tmp_path, how):
    data = started_before(tmp_path / "data")
    site = subprocess.Popen(
        [BALIE, "serve", "--port", "0", "--demo"],
        env={**os.environ, "BALIE_DATA": str(data), "DATABASE_URL": ""},
        stdout=subprocess.DEVNULL,
    )
    try:
        until(lambda: jobs_run(data) == {job.name for job in JOBS})
        workers = children(site.pid)
        assert len(workers) == 1
    finally:
        site.send_signal(how)
        assert site.wait(30) == (-how if how is signal.SIGKILL else 0)
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))


def test_without_worker_there_is_none(started_before, tmp_path):
    data = started_before(tmp_path / "data")
    site = subprocess.Popen(
        [BALIE, "serve", "--port", "0", "--no-worker"],
        env={**os.environ, "BALIE_DATA": str(data), "DATABASE_URL": ""},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert any("Ctrl+C" in line for line in site.stdout)
        time.sleep(1)
        assert children(site.pid) == []
    finally:
        site.send_signal(signal.SIGINT)
        site.wait(30)
        site.stdout.close()


def jobs_run(folder):
    """The jobs that a site in this folder has run to the end."""
    file = folder / "balie.sqlite3"
    if not file.exists():
        return set()
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            return {name for (name,) in database.execute("SELECT name FROM evidence_jobrun WHERE ended_at IS NOT NULL")}
    except sqlite3.OperationalError:
        return set()


def children(pid):
    """The processes that this one started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()] + [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        if task.name != str(pid)
        for child in (task / "children").read_text().split()
    ]


def until(happened):
    for _ in range(400):
        if happened():
            return
        time.sleep(0.1)
    raise AssertionError("it did not happen within forty seconds")


def test_what_nobody_needs_any_more_is_forgotten(person, noon):
    """A file that was looked through, and sessions that ended."""
    kept = {"person": person, "name": "a.csv", "content": b"x", "digest": "x", "at": noon}
    Upload.objects.create(**kept, expires_at=noon - timedelta(seconds=1))
    still = Upload.objects.create(**kept, expires_at=noon + timedelta(hours=1))
    ended = Session.objects.create(session_key="a", session_data="", expire_date=timezone.now() - timedelta(days=1))
    going_on = Session.objects.create(session_key="b", session_data="", expire_date=timezone.now() + timedelta(days=1))

    for name in ("forget-uploads", "forget-sessions"):
        next(job for job in JOBS if job.name == name).run(noon)

    assert list(Upload.objects.all()) == [still]
    assert not Session.objects.filter(pk=ended.pk).exists()
    assert Session.objects.filter(pk=going_on.pk).exists()
