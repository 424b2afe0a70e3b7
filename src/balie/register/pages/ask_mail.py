"""The mail that carries a question to a colleague, in their language."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from balie.law import Fact, say_date
from balie.register.models import AskedColleague

_log = logging.getLogger(__name__)


def send(row: AskedColleague, fact: Fact, address: str) -> dict[str, bool]:
    """Mail the link when there is an address for it, and say whether that went well."""
    if not row.email:
        return {"mailed": False, "failed": False}
    mail = _written(row, fact, address)
    try:
        mail.send()
    except (SMTPException, OSError) as error:
        _log.warning("a question could not be mailed: %s", type(error).__name__)  # the text may hold the link
        return {"mailed": False, "failed": True}
    # Without a mail server, mail is written to the terminal: then nobody has got it.
    return {"mailed": not settings.EMAIL_BACKEND.startswith("django.core.mail.backends.console."), "failed": False}


def _written(row: AskedColleague, fact: Fact, address: str) -> EmailMessage:
    asker = str(row.asked_by or "Balie")
    with override(row.language):
        text = _(
            "Hello {name},\n\n"
            "{person} has one question for you about the AI system “{system}”:\n\n"
            "{question}\n\n"
            "{message}"
            "Answer it here. You need no account, and it takes a minute:\n\n"
            "{address}\n\n"
            "The link works until {day}, and only for you: pass it on to nobody. "
            "Is this question not for you? Then you can say so on that page.\n"
        )
        filled = text.format(
            name=row.name,
            person=asker,
            system=row.system.name,
            question=fact.question.say(row.language),
            message=f"{row.message}\n\n" if row.message else "",
            address=address,
            day=say_date(timezone.localtime(row.expires_at).date(), row.language),
        )
        subject = _("A question from {person}").format(person=" ".join(asker.split()))
    reply_to = [row.asked_by.email] if row.asked_by else []
    return EmailMessage(subject, filled, to=[row.email], reply_to=reply_to)
