"""Words that the pages of the duties and their mails need beside those that all pages share."""

from collections.abc import Mapping
from datetime import date

from django import template
from django.utils.translation import get_language

from balie.duties.control import ProofStatus
from balie.law import say_date

register = template.Library()


@register.filter
def proof_words(status: str) -> str:
    """Write a status of proof as it stands in the journal."""
    return ProofStatus(status).label.say(_language()) if status in set(ProofStatus) else status


@register.filter
def said(text: Mapping[str, str]) -> str:
    """Write a text that was kept in both languages."""
    return text.get(_language(), "")


@register.filter
def side(change: Mapping[str, str], name: str) -> str:
    """Write what a field was before or became after, a deadline as people write a day."""
    value = change[name]
    return say_date(date.fromisoformat(value), _language()) if change["field"] == "deadline" else value


def _language() -> str:
    return (get_language() or "nl")[:2]
