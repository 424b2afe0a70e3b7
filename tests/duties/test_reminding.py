"""Reminders: seven days before, on the day, and weekly when late; one mail a day at most."""

from datetime import date, timedelta

import pytest
from django.core import mail

from balie.duties.models import Task
from balie.duties.reminding import send_reminders, wants_reminder
from balie.duties.tasks import About, Wanted, add_task, finish_task

DEADLINE = date(2026, 12, 31)


def days_with_mail(first, count, *, off=()):
    """The days, counted from the deadline, on which a reminder goes out when the worker runs on all but some days."""
    reminded, sent = None, []
    for n in range(count):
        day = first + timedelta(days=n)
        if day not in off and wants_reminder(DEADLINE, reminded, day):
            reminded = day
            sent.append((day - DEADLINE).days)
    return sent


def test_reminders_come_a_week_before_on_the_day_and_weekly_when_late():
    assert days_with_mail(DEADLINE - timedelta(days=30), 60) == [-7, 0, 7, 14, 21, 28]


def test_a_worker_that_was_off_makes_up_for_it_once():
    off = {DEADLINE + timedelta(days=n) for n in (-7, -6, 0, 1, 2)}
    assert days_with_mail(DEADLINE - timedelta(days=30), 40, off=off) == [-5, 3, 7]


def test_something_that_is_made_late_is_told_at_once():
    assert days_with_mail(DEADLINE + timedelta(days=3), 12) == [3, 7, 14]


@pytest.fixture
def due(told, owner, compliance, acting, today):
    told.owner, told.deadline = owner, today
    told.save()
    add_task(
        Wanted("Bel <de> leverancier", owner=owner, deadline=today + timedelta(days=3)),
        About(told.system_id),
        acting(compliance),
    )
    return told


def test_one_mail_holds_everything_in_plain_words_of_ones_language(due, owner, noon):
    assert send_reminders(noon) == 1
    (sent,) = mail.outbox
    assert sent.to == [owner.email]
    assert sent.subject == "2 deadlines in Balie"
    assert "Hallo Petra," in sent.body
    assert "- 23 november 2026: Wees open dat het een bot is (Wim)" in sent.body
    assert "- 26 november 2026: Bel <de> leverancier (Wim)" in sent.body
    assert not sent.alternatives


def test_english_for_who_reads_english(due, owner, noon):
    owner.language = "en"
    owner.save()
    send_reminders(noon)
    assert mail.outbox[0].subject == "2 deadlines in Balie"
    assert "Hello Petra," in mail.outbox[0].body
    assert "23 November 2026" in mail.outbox[0].body


def test_nobody_gets_two_mails_on_a_day(due, owner, compliance, acting, noon, today):
    send_reminders(noon)
    add_task(Wanted("Nog een", owner=owner, deadline=today), About(), acting(compliance))
    assert send_reminders(noon + timedelta(hours=5)) == 0
    assert send_reminders(noon + timedelta(days=1)) == 1
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("change", [{"wants_mail": False}, {"is_active": False}])
def test_who_wants_no_mail_or_may_not_sign_in_gets_none(due, owner, noon, change):
    for name, value in change.items():
        setattr(owner, name, value)
    owner.save()
    assert send_reminders(noon) == 0
    assert mail.outbox == []


def test_what_is_done_or_met_is_not_told(due, owner, acting, noon):
    due.proof = "met"
    due.save()
    finish_task(Task.objects.get().pk, "Gedaan.", acting(owner))
    assert send_reminders(noon) == 0


def test_a_mail_that_cannot_be_sent_is_tried_again(due, noon, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(OSError, match="refused"):
        send_reminders(noon)
    assert set(Task.objects.values_list("reminded_on", flat=True)) == {None}


def test_questions_do_not_grow_with_what_is_due(due, owner, noon, today, django_assert_max_num_queries):
    Task.objects.bulk_create(Task(title=f"T{n}", owner=owner, at=noon, deadline=today) for n in range(60))
    with django_assert_max_num_queries(14):
        send_reminders(noon)
    assert len(mail.outbox) == 1
