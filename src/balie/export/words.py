"""Values and fixed phrases as words, the same in every document."""

import re
from datetime import date, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.utils import formats, timezone, translation

from balie.export.table import Link, Table, Value
from balie.language import Text

PAGE = Text(nl="Pagina", en="Page")
OF = Text(nl="van", en="of")
ABOUT = Text(nl="Over deze lijst", en="About this list")
NOTHING = Text(nl="Er staat niets in deze lijst.", en="There is nothing in this list.")
SUBJECT = Text(nl="Onderwerp", en="Subject")
REFERENCE = Text(nl="Kenmerk", en="Reference")
LOCALES = {"nl": "nl-NL", "en": "en-GB"}

# What XML refuses; and halves of a character, which no file can hold.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_YES, _NO = Text(nl="ja", en="yes"), Text(nl="nee", en="no")
_MADE = Text(nl="Gemaakt op {day} om {time} met Balie", en="Made on {day} at {time} with Balie")


def printable(text: str) -> str:
    """Leave out the characters that a document cannot hold."""
    return _UNPRINTABLE.sub("", text)


def plain(value: Value | Link) -> Value:
    """The value without where it leads."""
    return value.text if isinstance(value, Link) else value


def in_words(value: Value | Link, language: str) -> str:
    """Write a value as people read it."""
    found = plain(value)
    if isinstance(found, bool):
        return (_YES if found else _NO).say(language)
    if isinstance(found, datetime):
        moment = local(found)
        return f"{short_day(moment, language)} {moment:%H:%M}"
    if isinstance(found, date):
        return short_day(found, language)
    if isinstance(found, float):
        return number_in_words(found, language)
    return "" if found is None else printable(str(found))


def day_in_words(day: date, language: str) -> str:
    """Write a date, with the month as a word."""
    with translation.override(language):
        return formats.date_format(day, "j F Y")


def short_day(day: date, language: str) -> str:
    """Write a date in a table: short, and never broken over two lines."""
    with translation.override(language):
        return formats.date_format(day, "j b Y" if language == "nl" else "j M Y").replace(" ", "\u00a0")


def number_in_words(number: float, language: str) -> str:
    """Write a number with a fraction: a comma in Dutch, a point in English."""
    text = format(number, ".12g")
    return text.replace(".", ",") if language == "nl" else text


def made(table: Table) -> str:
    """Say when this list was made."""
    moment = local(table.made_at)
    said = _MADE.say(table.language)
    return said.format(day=day_in_words(moment, table.language), time=f"{moment:%H:%M}")


def local(moment: datetime) -> datetime:
    """The moment on the clock of the site."""
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def under_title(table: Table) -> list[str]:
    """The lines under the title: whose list it is, what was filtered, and when it was made."""
    return [printable(line) for line in (table.organisation, *table.about, made(table)) if line]


def address_of(value: Any, site: str) -> str:
    """Where a link leads to from outside the site; empty when that cannot be said, or is no web page or mail."""
    if not isinstance(value, Link):
        return ""
    address = urljoin(site, value.address) if site else value.address
    return address if urlsplit(address).scheme in {"http", "https", "mailto"} else ""
