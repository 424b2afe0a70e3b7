"""The mail that carries a question to a colleague, in their language."""

import logging
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from balie.law import Fact
from balie.register.models import AskedColleague

_log = logging.getLogger(__name__)


def send(row: AskedColleague, fact: Fact, address: str) -> dict[str, bool]:
    """Mail the link when there is an address for it, and say whether that went well."""
    if not row.email:
        return {"mailed": False, "failed": False}
    with translation.override(row.language):
        about = {"row": row, "fact": fact, "address": address}
        subject = " ".join(render_to_string("register/ask_mail_subject.txt", about).split())
        mail = EmailMessage(subject, render_to_string("register/ask_mail.txt", about), to=[row.email])
    if row.asked_by and row.asked_by.email:
        mail.reply_to = [row.asked_by.email]
    try:
        mail.send()
    except (SMTPException, OSError) as error:
        _log.warning("a question could not be mailed: %s", type(error).__name__)  # the text may hold the link
        return {"mailed": False, "failed": True}
    return {"mailed": True, "failed": False}
