"""Filters of the desk: how long, since when, and shares."""

from datetime import datetime, timedelta

from django import template
from django.utils import timezone

from balie.desk.service import said
from balie.site.desk import words
from balie.site.evidence.words import language

register = template.Library()


@register.filter
def lasted(value: float | timedelta | None) -> str:
    """How long something took."""
    if value is None:
        return "\N{EN DASH}"
    return words.lasted(int(value.total_seconds() if isinstance(value, timedelta) else value))


@register.filter
def since(value: datetime, now: datetime) -> str:
    """How long ago a moment was, or how long it still takes."""
    return words.lasted(abs(int((now - value).total_seconds())))


@register.filter
def clock(value: datetime) -> str:
    """The time of a moment; with its day when that is not today."""
    here = timezone.localtime(value)
    today = here.date() == timezone.localdate()
    return here.strftime("%H:%M") if today else here.strftime("%d-%m %H:%M")


@register.filter
def percent(value: float | None) -> str:
    """A share as a percentage."""
    return "\N{EN DASH}" if value is None else f"{round(100 * value)} %"


@register.filter
def because(value: str) -> str:
    """Why a conversation went to a person."""
    return said(value).say(language())
