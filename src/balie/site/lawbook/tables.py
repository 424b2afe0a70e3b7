"""The provisions of a pack as a table of values: what is on screen, to be written to a file."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from balie.export.service import Column, Link, Row, Table
from balie.law import Pack, Status, say_date
from balie.register.portfolio import Days
from balie.site.lawbook.shelves import Entry
from balie.site.templatetags.balie import certainty


def provisions_table(pack: Pack, entries: Iterable[Entry], days: Days, *, language: str, made_at: datetime) -> Table:
    """The provisions of one pack as they stand on a day."""
    told = [f"{_('What applies on')}: {say_date(days.applies_on, language)}"]
    if days.published_by != days.today:
        told.append(f"{_('By what was published up to')}: {say_date(days.published_by, language)}")
    return Table(
        title=pack.title.say(language),
        language=language,
        made_at=made_at,
        columns=(
            Column("provision", _("Provision"), 26),
            Column("text", _("In short"), 60),
            Column("effect", _("In effect"), 24),
            Column("source", _("Source"), 20),
            Column("official", _("Official text"), 30),
        ),
        rows=_rows(entries, days, language),
        about=tuple(told),
        name=pack.id,
    )


def _rows(entries: Iterable[Entry], days: Days, language: str) -> Iterator[Row]:
    for entry in entries:
        provision = entry.provision
        address = reverse("lawbook:provision", args=[provision.id]) + days.suffix
        yield (
            Link(provision.cite.say(language), address),
            entry.text.say(language),
            _effect(entry, language),
            certainty(provision),
            Link(provision.link, provision.link) if provision.link else "",
        )


def _effect(entry: Entry, language: str) -> str:
    """From when until when it has effect, in words."""
    if entry.provision.status is Status.ANNOUNCED:
        begins = _("announced")
    elif entry.starts is None:
        begins = _("not on this day")
    else:
        day = {"day": say_date(entry.starts, language)}
        begins = _("since %(day)s") % day if entry.holds else _("from %(day)s") % day
    ends = _("until %(day)s") % {"day": say_date(entry.until, language)} if entry.until else ""
    return ", ".join(part for part in (begins, ends) if part)
