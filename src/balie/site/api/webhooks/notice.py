"""Tell the people who manage webhooks that one was stopped: by mail, in their language."""

import logging
from smtplib import SMTPException

from django.core.mail import send_mail
from django.utils.translation import gettext as _
from django.utils.translation import override

from balie.people.service import Permission, people_with
from balie.site.api.models import Webhook
from balie.site.api.webhooks.addresses import host_of

_log = logging.getLogger(__name__)


def tell_stopped(webhook: Webhook) -> None:
    """Mail everybody who may switch it on again. A mail server that does not work keeps nothing from going on."""
    for person in people_with(Permission.MANAGE_API):
        with override(person.language):
            text = _(
                "Hello {person},\n\n"
                "The webhook “{name}” sends to {address}. Its messages failed for days, so Balie has stopped it.\n\n"
                "The last answer: {answer}\n\n"
                "Mend the other program first. Then switch the webhook on again in Balie: Settings, Webhooks, "
                "{name}, Change.\n"
            )
            filled = text.format(
                person=person, name=webhook.name, address=host_of(webhook.address), answer=webhook.stopped_because
            )
            _sent(_("Balie has stopped a webhook"), filled, person.email)


def _sent(subject: str, text: str, to: str) -> None:
    try:
        send_mail(subject, text, None, [to])
    except (OSError, SMTPException) as error:
        _log.warning("mail about a webhook did not leave: %s", type(error).__name__)
