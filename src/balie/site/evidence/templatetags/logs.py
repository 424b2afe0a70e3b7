"""Addresses of pages about the log that somebody looks at, of a system or of the organisation."""

from typing import Any

from django import template

from balie.site.evidence import keeping
from balie.site.evidence.book import Book

register = template.Library()


@register.simple_tag
def page_of(book: Book, page: str, **more: Any) -> str:
    """The address of a page about this log, such as {% page_of book "entry" sequence=3 %}."""
    return book.at(page, **more)


@register.filter
def in_months(months: int) -> str:
    """So many months, in words."""
    return keeping.in_months(months)
