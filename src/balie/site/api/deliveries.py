"""What was sent to a webhook as a table of values: what is on screen, to be written to a file."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from balie.export.service import Column, Link, Row, Table
from balie.site.api.models import Delivery, Webhook
from balie.site.api.webhooks.addresses import host_of


def deliveries_table(webhook: Webhook, sent: Iterable[Delivery], *, language: str, made_at: datetime) -> Table:
    """The messages to one webhook, the newest first."""
    return Table(
        title=f"{_('Messages')}: {webhook.name}",
        language=language,
        made_at=made_at,
        columns=(
            Column("event", _("Event"), 24),
            Column("made_at", _("Made"), 18),
            Column("status", _("Status"), 16),
            Column("attempts", _("Attempts"), 10),
            Column("answer", _("Last answer"), 40),
        ),
        rows=_rows(webhook, sent, language),
        about=(host_of(webhook.address),),
    )


def _rows(webhook: Webhook, sent: Iterable[Delivery], language: str) -> Iterator[Row]:
    for one in sent:
        last = one.tries[-1] if one.tries else {}
        address = reverse("api:delivery", args=[webhook.pk, one.pk])
        answer = str(last.get("code") or last.get("text", ""))
        yield Link(one.event, address), one.made_at, one.told.say(language), one.attempts, answer
