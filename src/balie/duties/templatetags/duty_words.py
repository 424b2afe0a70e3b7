"""Words that the pages of the duties and their mails need beside those that all pages share."""

from collections.abc import Mapping

from django import template
from django.utils.translation import get_language

from balie.duties.control import ProofStatus

register = template.Library()


@register.filter
def proof_words(status: str) -> str:
    """Write a status of proof as it stands in the journal."""
    return ProofStatus(status).label.say(_language()) if status in set(ProofStatus) else status


@register.filter
def said(text: Mapping[str, str]) -> str:
    """Write a text that was kept in both languages."""
    return text.get(_language(), "")


def _language() -> str:
    return (get_language() or "nl")[:2]
