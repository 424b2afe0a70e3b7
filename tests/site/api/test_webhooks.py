"""Webhooks against a server that listens, answers badly, or not at all; with a clock that is passed in."""

import base64
import hashlib
import hmac
import ipaddress
import json
import threading
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import transaction
from django.utils import timezone
from lxml import html

from balie.evidence.models import Entry
from balie.people.service import NotPermitted
from balie.register import service as register
from balie.site.api import message
from balie.site.api.message import DeliveryStatus, Event, Topic
from balie.site.api.models import Delivery, Webhook
from balie.site.api.webhooks import addresses, keeping, sending

EVERYTHING = frozenset(Event) - {Event.TEST}


class Listener:
    """A server on this machine. `answer` is called with the handler for each message."""

    def __init__(self):
        self.heard, self.answer = [], lambda handler: handler.send_response(204)
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.heard.append((self.path, dict(self.headers), body))
                outer.answer(self)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/hook?from=balie"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def listener():
    listening = Listener()
    yield listening
    listening.close()


@pytest.fixture
def now():
    return timezone.localtime().replace(microsecond=0)


@pytest.fixture
def webhook(listener, person, now) -> Webhook:
    wish = keeping.Wish("Meldkamer", listener.address, EVERYTHING)
    return keeping.add(person, wish, now=now)


def delivered(webhook) -> Delivery:
    return webhook.deliveries.get()


def test_a_change_is_told_with_a_signature_that_fits(webhook, listener, small, now):
    later = timezone.localtime()
    assert sending.deliver_due(later) > 0

    kinds = [json.loads(body)["type"] for _path, _headers, body in listener.heard]
    assert sorted(kinds) == ["assessed", "system-added"]
    for path, headers, body in listener.heard:
        assert path == "/hook?from=balie"
        assert headers["Content-Type"].startswith("application/json")
        secret = base64.b64decode(message.secret_text(keeping.secret_of(webhook)).removeprefix("whsec_"))
        content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        expected = base64.b64encode(hmac.new(secret, content, hashlib.sha256).digest()).decode()
        assert headers["webhook-signature"] == f"v1,{expected}"
        assert abs(int(headers["webhook-timestamp"]) - later.timestamp()) <= 1
    told = next(json.loads(body) for _, _, body in listener.heard if b"system-added" in body)
    assert told["data"]["subject"] == {
        "kind": "system",
        "id": small.pk,
        "name": "Wim",
        "link": f"/api/v1/systems/{small.pk}",
    }
    assert set(webhook.deliveries.values_list("status", flat=True)) == {DeliveryStatus.DELIVERED}
    assert sending.deliver_due(later) == 0


def test_only_what_was_chosen_is_told(listener, person, now, example_of_change):
    keeping.add(person, keeping.Wish("x", listener.address, frozenset({Event.SYSTEM_RETIRED})), now=now)
    example_of_change()

    assert not Delivery.objects.exists()


def test_nothing_is_told_while_it_is_switched_off(listener, person, now, example_of_change):
    keeping.add(person, keeping.Wish("x", listener.address, EVERYTHING, active=False), now=now)
    example_of_change()

    assert not Delivery.objects.exists()


def test_a_change_that_is_taken_back_is_not_told(example_of_change, webhook):
    with transaction.atomic():
        example_of_change()
        assert Delivery.objects.exists()
        transaction.set_rollback(True)

    assert not Delivery.objects.exists()


@pytest.fixture
def example_of_change(small, person):
    def change():
        moment = timezone.localtime()
        acting = register.Acting(person, moment, moment.date())
        written = register.Description(name="Wim", purpose="Iets anders.", life_cycle="live")
        register.change_system(small.pk, written, acting, revision=None)

    return change


def redirected(handler):
    handler.send_response(302)
    handler.send_header("Location", "http://169.254.169.254/latest/meta-data/")


def failing(handler):
    handler.send_response(500)
    handler.end_headers()
    handler.wfile.write(b"Kapot\0 " * 500)


@pytest.mark.parametrize(
    ("answer", "code", "text"),
    [
        pytest.param(failing, 500, "Kapot", id="it breaks down"),
        pytest.param(redirected, 302, "", id="it sends us elsewhere"),
        pytest.param(lambda handler: handler.send_response(404), 404, "", id="it is not there"),
    ],
)
def test_an_answer_that_is_not_good_is_kept_and_tried_again(webhook, listener, person, now, answer, code, text):  # noqa: PLR0917
    listener.answer = answer
    keeping.send_test(person, webhook.pk, now=now)
    sending.deliver_due(now)

    found = delivered(webhook)
    assert found.status == DeliveryStatus.WAITING
    assert found.due_at == now + timedelta(minutes=1)
    assert found.tries[0]["code"] == code
    assert found.tries[0]["text"].startswith(text)
    assert len(found.tries[0]["text"]) <= 1000
    assert len(listener.heard) == 1
    webhook.refresh_from_db()
    assert webhook.failing_since == now


def test_a_server_that_is_silent_does_not_keep_us(webhook, listener, person, now):
    waiting = threading.Event()
    listener.answer = lambda _handler: waiting.wait(10)
    keeping.send_test(person, webhook.pk, now=now)
    keeping.send_test(person, webhook.pk, now=now)
    try:
        sending.deliver_due(now, timeout=0.3)
    finally:
        waiting.set()

    assert len(listener.heard) == 1, "the second waits, for the server is silent"
    assert sorted(webhook.deliveries.values_list("attempts", flat=True)) == [0, 1]
    assert all(due == now + timedelta(minutes=1) for due in webhook.deliveries.values_list("due_at", flat=True))
    assert "imeout" in webhook.deliveries.get(attempts=1).tries[0]["text"]


def test_an_endless_answer_is_not_read_to_its_end(webhook, listener, person, now):
    written = []

    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(1000):
                handler.wfile.write(b"x" * 100_000)
                written.append(100_000)
        except OSError:
            pass

    listener.answer = endless
    keeping.send_test(person, webhook.pk, now=now)
    sending.deliver_due(now)

    assert delivered(webhook).status == DeliveryStatus.DELIVERED
    assert delivered(webhook).tries[0]["text"] == "x" * 1000
    assert sum(written) < 50_000_000


def test_an_answer_that_drips_is_not_waited_for(webhook, listener, person, now):
    stop = threading.Event()

    def drip(handler):
        handler.send_response(200)
        handler.end_headers()
        while not stop.wait(0.05):
            try:
                handler.wfile.write(b".")
            except OSError:
                return

    listener.answer = drip
    keeping.send_test(person, webhook.pk, now=now)
    began = timezone.now()
    try:
        sending.deliver_due(now, timeout=0.5)
    finally:
        stop.set()

    assert timezone.now() - began < timedelta(seconds=5)
    assert delivered(webhook).status == DeliveryStatus.DELIVERED


def test_after_nearly_three_days_of_failures_it_stops_and_says_so(  # noqa: PLR0917
    webhook, listener, person, now, colleague, mailoutbox, django_capture_on_commit_callbacks
):
    listener.answer = failing
    keeping.send_test(person, webhook.pk, now=now)
    moments, moment = [], now
    while (due := delivered(webhook).due_at) is not None:
        moment = due
        assert sending.deliver_due(moment - timedelta(seconds=1)) == 0
        with django_capture_on_commit_callbacks(execute=True):
            assert sending.deliver_due(moment) == 1
        moments.append(moment - now)

    assert [int(wait.total_seconds() / 60) for wait in moments] == [0, 1, 6, 36, 156, 516, 1236, 2676, 4116]
    assert delivered(webhook).status == DeliveryStatus.GIVEN_UP
    webhook.refresh_from_db()
    assert not webhook.active
    assert webhook.stopped_because.startswith("500 Kapot")
    assert Entry.objects.filter(kind="webhook-stopped").count() == 1
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [([person.email], "Balie heeft een webhook gestopt")]
    page = colleague.get(f"/settings/webhooks/{webhook.pk}/").content.decode()
    assert "Hier wordt niets meer naartoe gestuurd" in page


def test_a_webhook_that_was_stopped_is_switched_on_again(webhook, colleague, now):
    Webhook.objects.update(active=False, stopped_because="500 Kapot", failing_since=now)
    form = {"name": "Meldkamer", "address": webhook.address, "events": ["assessed"], "active": "on"}
    colleague.post(f"/settings/webhooks/{webhook.pk}/change/", form)

    webhook.refresh_from_db()
    assert webhook.active
    assert not webhook.stopped_because
    assert webhook.failing_since is None


def test_a_server_that_says_it_is_gone_hears_no_more(webhook, listener, person, now):
    listener.answer = lambda handler: handler.send_response(410)
    keeping.send_test(person, webhook.pk, now=now)
    sending.deliver_due(now)

    assert delivered(webhook).status == DeliveryStatus.GIVEN_UP
    webhook.refresh_from_db()
    assert not webhook.active


def test_a_success_forgets_the_failures_before(webhook, listener, person, now):
    listener.answer = failing
    keeping.send_test(person, webhook.pk, now=now)
    sending.deliver_due(now)
    listener.answer = lambda handler: handler.send_response(200)
    sending.deliver_due(now + timedelta(minutes=1))

    webhook.refresh_from_db()
    assert webhook.failing_since is None
    assert [one["code"] for one in delivered(webhook).tries] == [500, 200]


def test_a_message_is_sent_again_with_the_same_number(webhook, listener, person, now):
    keeping.send_test(person, webhook.pk, now=now)
    sending.deliver_due(now)
    keeping.send_again(person, webhook.pk, delivered(webhook).pk, now=now)
    sending.deliver_due(now)

    first, second = (headers["webhook-id"] for _, headers, _ in listener.heard)
    assert first == second


def test_a_new_secret_takes_a_day_to_take_the_place_of_the_old(webhook, listener, person, now):
    old = keeping.secret_of(webhook)
    new = keeping.secret_of(keeping.renew_secret(person, webhook.pk, now=now))
    assert new != old
    for hours, secrets in ((0, [new, old]), (25, [new])):
        moment = now + timedelta(hours=hours)
        keeping.send_test(person, webhook.pk, now=moment)
        sending.deliver_due(moment)
        _, headers, body = listener.heard[-1]
        signed = message.signed(secrets, headers["webhook-id"], int(headers["webhook-timestamp"]), body.decode())
        assert headers["webhook-signature"] == signed


def test_the_secret_is_in_no_table(webhook, settings):
    secret = keeping.secret_of(webhook)
    row = str(Webhook.objects.values().get())
    assert secret.hex() not in row
    assert message.secret_text(secret) not in row

    settings.SECRET_KEY = "another key"
    assert keeping.secret_of(webhook) != secret


def test_a_message_that_was_taken_by_a_worker_that_died_comes_back(webhook, listener, person, now):
    keeping.send_test(person, webhook.pk, now=now)
    sending._take(now)

    assert sending.deliver_due(now) == 0
    assert sending.deliver_due(now + timedelta(minutes=5)) == 1
    assert len(listener.heard) == 1


def test_old_messages_go(webhook, person, now):
    keeping.send_test(person, webhook.pk, now=now)
    Delivery.objects.update(due_at=None)

    assert keeping.forget_deliveries(now + timedelta(days=89)) == 0
    assert keeping.forget_deliveries(now + timedelta(days=91)) == 1


# Addresses


@pytest.mark.parametrize(
    "address",
    [
        "https://klant.example/hook",
        "https://10.0.0.5:8443/hook",
        "https://[fd12:3456::1]/",
        "http://localhost:8000/hook",
        "http://127.0.0.1/",
        "http://[::1]:9000/",
    ],
)
def test_an_address_that_is_fine(address):
    addresses.check_form(address)


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("", id="nothing"),
        pytest.param("klant.example/hook", id="no scheme"),
        pytest.param("ftp://klant.example/", id="no web"),
        pytest.param("file:///etc/passwd", id="a file"),
        pytest.param("http://klant.example/hook", id="not encrypted"),
        pytest.param("http://127.0.0.1.klant.example/", id="looks like this machine"),
        pytest.param("https://anna:geheim@klant.example/", id="a password"),
        pytest.param("https://klant.example:99999/", id="no such port"),
        pytest.param("https://klant.example:0/", id="port zero"),
        pytest.param("https://[::1/", id="half an address"),
        pytest.param("https://klant.example/a b", id="a blank"),
        pytest.param("https://klant.example/\r\nX: y", id="a second line"),
        pytest.param("https:///hook", id="no name"),
    ],
)
def test_an_address_that_is_refused(address):
    with pytest.raises(addresses.AddressRefused):
        addresses.check_form(address)


@pytest.mark.parametrize(
    ("address", "fine"),
    [
        ("10.1.2.3", True),
        ("192.168.1.10", True),
        ("127.0.0.1", True),
        ("8.8.8.8", True),
        ("fd12::1", True),
        ("169.254.169.254", False),
        ("169.254.0.1", False),
        ("100.100.100.200", False),
        ("fe80::1", False),
        ("::ffff:169.254.169.254", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("2002:a9fe:a9fe::1", False),
        ("fd00:ec2::254", False),
        ("0.0.0.0", False),
        ("::", False),
        ("224.0.0.1", False),
    ],
)
def test_where_messages_may_go(address, fine):
    assert addresses.allowed(ipaddress.ip_address(address)) is fine


def test_a_name_is_looked_at_after_it_is_looked_up(webhook, person, now, monkeypatch):
    def lead(*_, **__):
        return [(2, 1, 6, "", ("169.254.169.254", 443))]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", lead)
    Webhook.objects.update(address="https://meta.klant.example/")
    keeping.send_test(person, webhook.pk, now=now)
    sending.deliver_due(now)

    assert delivered(webhook).tries[0]["code"] == 0
    assert delivered(webhook).status == DeliveryStatus.WAITING


# Pages


def test_a_webhook_is_made_used_and_removed_on_the_pages(colleague, listener, person):
    form = {"name": "Meldkamer", "address": listener.address, "events": ["system-added"], "active": "on"}
    made = colleague.post("/settings/webhooks/new/", form)
    assert made.status_code == 201
    assert made.context["secret"].startswith("whsec_")
    key = Webhook.objects.get().pk

    assert colleague.post(f"/settings/webhooks/{key}/test/").status_code == 302
    sending.deliver_due(timezone.localtime())
    page = colleague.get(f"/settings/webhooks/{key}/").content.decode()
    assert "afgeleverd" in page
    assert made.context["secret"] not in page
    sent = Delivery.objects.get()
    assert "204" in colleague.get(f"/settings/webhooks/{key}/{sent.pk}/").content.decode()
    assert colleague.post(f"/settings/webhooks/{key}/{sent.pk}/again/").status_code == 302
    assert colleague.post(f"/settings/webhooks/{key}/secret/").context["secret"] != made.context["secret"]
    assert colleague.get(f"/settings/webhooks/{key}/remove/").status_code == 200
    assert colleague.post(f"/settings/webhooks/{key}/remove/").status_code == 302
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"address": "http://klant.example/"}, {"events": []}, {"events": ["test"]}, {"name": ""}]
)
def test_a_form_that_is_not_right_makes_no_webhook(colleague, wrong):
    form = {"name": "x", "address": "https://klant.example/", "events": ["assessed"]}
    assert colleague.post("/settings/webhooks/new/", form | wrong).status_code == 422
    assert not Webhook.objects.exists()


def test_only_who_manages_the_api_touches_webhooks(webhook, someone, now):
    officer = someone("c@wadlicht.example", "compliance")
    wish = keeping.Wish("x", "https://klant.example/", EVERYTHING)
    for act in (
        lambda: keeping.add(officer, wish, now=now),
        lambda: keeping.change(officer, webhook.pk, wish, now=now),
        lambda: keeping.renew_secret(officer, webhook.pk, now=now),
        lambda: keeping.remove(officer, webhook.pk, now=now),
        lambda: keeping.send_test(officer, webhook.pk, now=now),
        lambda: keeping.send_again(officer, webhook.pk, 1, now=now),
    ):
        with pytest.raises(NotPermitted):
            act()


SECRET = "/hook/T0kenInThePath?key=s3cret"


def _whole_journal():
    return " ".join(
        json.dumps([entry.body, entry.subject_name]) for entry in Entry.objects.filter(kind__startswith="webhook")
    )


def test_the_journal_keeps_the_host_of_an_address_and_a_mark_that_tells_two_apart(person, now):
    wish = keeping.Wish("Meldkamer", f"https://klant.example:8443{SECRET}", frozenset({Event.ASSESSED}))
    made = keeping.add(person, wish, now=now)
    keeping.change(person, made.pk, replace(wish, address=f"{wish.address}4"), now=now)
    keeping.remove(person, made.pk, now=now)

    journal = _whole_journal()
    assert "T0ken" not in journal
    assert "s3cret" not in journal
    added, changed, removed = (
        next(change for change in entry.body["changes"] if change["field"] == "address")
        for entry in Entry.objects.filter(kind__in=["webhook-added", "webhook-changed", "webhook-removed"]).order_by(
            "pk"
        )
    )
    assert added["after"].startswith("klant.example:8443 (")
    assert added["after"] == changed["before"] != changed["after"] == removed["before"]


def test_what_went_wrong_is_told_without_the_path_of_the_address(
    listener, person, now, mailoutbox, django_capture_on_commit_callbacks
):
    listener.close()
    address = listener.address.replace("/hook?from=balie", SECRET)
    webhook = keeping.add(person, keeping.Wish("x", address, EVERYTHING), now=now)
    keeping.send_test(person, webhook.pk, now=now)
    Delivery.objects.update(attempts=len(message.WAITS))
    with django_capture_on_commit_callbacks(execute=True):
        sending.deliver_due(now)

    webhook.refresh_from_db()
    told = [webhook.stopped_because, mailoutbox[0].body, _whole_journal(), json.dumps(delivered(webhook).tries)]
    assert "Connection" in told[0]
    assert not any("T0ken" in text or "s3cret" in text for text in told)


def test_every_event_stands_under_one_topic_on_the_form(colleague):
    page = html.fromstring(colleague.get("/settings/webhooks/new/").content)
    offered = page.xpath("//input[@name='events']/@value")
    assert sorted(offered) == sorted(event.value for event in Event if event is not Event.TEST)
    shown = page.xpath("//input[@name='events']/ancestor::div[label]/label/text()")
    assert {topic.label.nl for topic in Topic} <= {text.strip() for text in shown}
