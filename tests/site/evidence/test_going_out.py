"""Heads that go out: time stamps of a real time-stamp service, and mail to an address outside."""

import shutil
import smtplib
import subprocess
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from tests.evidence.conftest import something

from balie.evidence import heads, logs
from balie.evidence.models import Checkpoint, Entry, JobRun
from balie.evidence.stamping import NoStamp, stamp
from balie.site.evidence import standing
from balie.site.evidence.going_out import mail_newest, stamp_newest
from balie.site.jobs import Job, run_when_due

pytestmark = pytest.mark.django_db
SETTINGS = """
[req]
distinguished_name = name
[name]
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
[ca_part]
basicConstraints = critical, CA:TRUE
[tsa_part]
extendedKeyUsage = critical, timeStamping
"""


def openssl(*words: str) -> str:
    done = subprocess.run([shutil.which("openssl"), *words], capture_output=True, text=True, check=True)
    return done.stdout


class Service:
    """A time-stamp service as `openssl ts` answers, behind HTTP. `answers` replaces what it says."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.answers, self.asked = folder, None, 0
        (folder / "tsa.cnf").write_text(SETTINGS.format(folder=folder))
        (folder / "serial").write_text("01")
        new = (
            "req",
            "-new",
            "-config",
            str(folder / "tsa.cnf"),
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
        )
        openssl(*new, "-nodes", "-x509", "-subj", "/CN=Test CA", "-extensions", "ca_part",
                "-keyout", str(folder / "ca.key"), "-out", str(folder / "ca.pem"))  # fmt: skip
        openssl(*new, "-nodes", "-subj", "/CN=Test TSA", "-keyout", str(folder / "tsa.key"),
                "-out", str(folder / "tsa.csr"))  # fmt: skip
        openssl("x509", "-req", "-in", str(folder / "tsa.csr"), "-CA", str(folder / "ca.pem"), "-CAkey",
                str(folder / "ca.key"), "-CAcreateserial", "-extfile", str(folder / "tsa.cnf"), "-extensions",
                "tsa_part", "-out", str(folder / "tsa.pem"))  # fmt: skip

    def reply(self, query: bytes) -> tuple[int, bytes]:
        self.asked += 1
        if self.answers is not None:
            return self.answers
        (self.folder / "query.tsq").write_bytes(query)
        openssl("ts", "-reply", "-config", str(self.folder / "tsa.cnf"), "-section", "here",
                "-queryfile", str(self.folder / "query.tsq"), "-out", str(self.folder / "answer.tsr"))  # fmt: skip
        return 200, (self.folder / "answer.tsr").read_bytes()


@pytest.fixture
def service(tmp_path, settings) -> Iterator[Service]:
    made = Service(tmp_path)

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, answer = made.reply(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.TIMESTAMP_URL = f"http://127.0.0.1:{server.server_port}/"
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def log(noon):
    logs.add({7: [something(noon, number) for number in range(5)]}, now=noon)
    opened = logs.opened([7], now=noon)[7]
    heads.publish(opened, now=noon)
    return opened


def test_openssl_believes_the_stamp_over_a_checkpoint(service, log, noon, tmp_path):
    assert stamp_newest(noon) == 1
    head = heads.latest(log)
    (tmp_path / "6.txt").write_text(head.note)
    (tmp_path / "6.tsr").write_bytes(bytes(head.stamp))
    said = openssl("ts", "-verify", "-data", str(tmp_path / "6.txt"), "-in", str(tmp_path / "6.tsr"),
                   "-CAfile", str(tmp_path / "ca.pem"))  # fmt: skip
    assert "Verification: OK" in said
    (tmp_path / "6.txt").write_text(head.note.replace("\n6\n", "\n7\n"))
    with pytest.raises(subprocess.CalledProcessError):
        openssl("ts", "-verify", "-data", str(tmp_path / "6.txt"), "-in", str(tmp_path / "6.tsr"),
                "-CAfile", str(tmp_path / "ca.pem"))  # fmt: skip


def test_a_head_is_stamped_once_and_that_is_put_down(service, log, noon):
    assert [stamp_newest(noon), stamp_newest(noon)] == [1, 0]
    told = Entry.objects.get(log=log, kind="checkpoint-published", sequence__gt=6)
    assert (told.body["where"], told.body["to"], told.body["size"]) == ("timestamp", "127.0.0.1", 6)
    assert heads.checkpoint_what_grew(noon + timedelta(hours=1)) == 0
    assert standing.of(log).stamped_at == noon


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param((200, b"<html>busy</html>"), id="a page"),
        pytest.param((200, b""), id="nothing"),
        pytest.param((200, bytes.fromhex("30053003020102")), id="refused"),
        pytest.param((503, b"busy"), id="busy"),
        pytest.param((302, b""), id="somewhere else"),
        pytest.param((200, b"\x30" * 300_000), id="very much"),
    ],
)
def test_what_is_no_stamp_is_not_kept(service, log, noon, answers):
    service.answers = answers
    with pytest.raises(NoStamp):
        stamp_newest(noon)
    assert not Checkpoint.objects.exclude(stamp=b"").exists()


def test_a_stamp_of_something_else_is_not_kept(service, log):
    stamp("another text\n", service=f"http://127.0.0.1:{_port(service)}/")
    service.answers = (200, (service.folder / "answer.tsr").read_bytes())
    with pytest.raises(NoStamp, match="something else"):
        stamp(heads.latest(log).note, service=f"http://127.0.0.1:{_port(service)}/")


def _port(_: Service) -> str:
    return settings.TIMESTAMP_URL.rpartition(":")[2].strip("/")


def test_a_service_that_is_not_there_is_tried_again_and_shown(log, noon, settings, caplog):
    settings.TIMESTAMP_URL = "http://127.0.0.1:9/"
    job = Job("checkpoint-stamps", stamp_newest, timedelta(minutes=10))
    run_when_due(job, now=noon)
    assert standing.of(log).failed_at == noon
    assert "cannot be reached" in caplog.text
    assert JobRun.objects.get().next_at == noon + timedelta(minutes=10)


def test_without_a_service_nothing_is_stamped(log, noon, settings):
    settings.TIMESTAMP_URL = ""
    assert stamp_newest(noon) == 0


# Mail


def test_a_head_is_mailed_to_each_address_once_with_what_to_do(log, noon, settings):
    settings.CHECKPOINT_MAIL = ("bewaar@elders.example", "notaris@elders.example")
    for _ in range(2):
        mail_newest(noon)
    assert [letter.to for letter in mail.outbox] == [["bewaar@elders.example"], ["notaris@elders.example"]]
    body = mail.outbox[0].body
    assert heads.latest(log).note in body
    assert Entry.objects.get(log=log, sequence=0).body["key"] in body
    assert "Bewaar deze mail" in body
    assert "Keep this mail" in body
    told = Entry.objects.filter(log=log, kind="checkpoint-published", sequence__gt=6).order_by("sequence")
    assert [(one.body["where"], one.body["to"]) for one in told] == [
        ("mail", "bewaar@elders.example"),
        ("mail", "notaris@elders.example"),
    ]
    assert heads.checkpoint_what_grew(noon + timedelta(hours=1)) == 0
    assert standing.of(log).mailed == ("bewaar@elders.example", "notaris@elders.example")


def test_only_the_newest_head_is_mailed(log, noon, settings):
    settings.CHECKPOINT_MAIL = ("bewaar@elders.example",)
    logs.add({7: [something(noon, 50)]}, now=noon)
    newest = heads.publish(log, now=noon)
    mail_newest(noon)
    assert mail.outbox[0].body.count("— balie/") == 1
    assert newest.note in mail.outbox[0].body


def test_mail_that_does_not_leave_is_tried_again_within_the_day(log, noon, settings, monkeypatch):
    settings.CHECKPOINT_MAIL = ("bewaar@elders.example",)
    settings.EMAIL_BACKEND = "tests.site.evidence.test_going_out.Broken"
    job = Job("checkpoint-mail", mail_newest, again=timedelta(minutes=30))
    run_when_due(job, now=noon)
    assert JobRun.objects.get().next_at == noon + timedelta(minutes=30)
    assert not standing.of(log).mailed
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    run_when_due(job, now=noon + timedelta(minutes=30))
    assert standing.of(log).mailed == ("bewaar@elders.example",)
    assert JobRun.objects.get().next_at > noon + timedelta(hours=10)


class Broken:
    """A way to send mail that never works."""

    def __init__(self, **_: object) -> None:
        pass

    def send_messages(self, _: object) -> int:
        raise smtplib.SMTPServerDisconnected("gone")
