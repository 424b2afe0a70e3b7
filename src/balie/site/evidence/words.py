"""Entries of a log in words, and what was found when a log was looked through."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from balie.evidence.core import Origin
from balie.evidence.models import Check, Entry
from balie.export.service import Column, Link, Table, Value
from balie.language import Text
from balie.law import shipped_law
from balie.register.home import known_organisation
from balie.register.journal import Happening, happenings
from balie.site.evidence.book import Book


def language() -> str:
    """The language of the page."""
    return (get_language() or "nl")[:2]


@dataclass(frozen=True, slots=True)
class Line:
    """One entry on a page: what it says in words, how we know, and whether its text is still there."""

    entry: Entry
    happening: Happening
    origin: Text
    more: tuple[tuple[str, str], ...]


def lines(entries: Iterable[Entry], words: str) -> list[Line]:
    """Put entries in words."""
    return [_line(entry, words) for entry in entries]


def _line(entry: Entry, words: str) -> Line:
    (happening,) = happenings(shipped_law(), [entry], words)
    body = entry.body
    more = [(str(_LABELS[name]), _value(body[name])) for name in _LABELS if name in body]
    return Line(entry, happening, Origin(entry.origin).label, (*happening.more, *more))


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_value(one) for one in value[:20]) + (" …" if len(value) > 20 else "")
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_value(one)}" for name, one in value.items())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(_PLACES.get(value, value)) if isinstance(value, str) else str(value)


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was wrong in a log: where, in words, and the number of the entry to look at."""

    where: str
    told: str
    first: int | None


def found_in(check: Check, words: str) -> list[Found]:
    """What a look through a log found, in words."""
    return [Found(_where(one), str(one[words]), one["first"]) for one in check.findings]


def _where(one: Mapping[str, Any]) -> str:
    if one["first"] is None:
        return _("The log as a whole")
    if one["last"] is None or one["last"] == one["first"]:
        return _("Entry %(number)s") % {"number": one["first"]}
    return _("Entries %(first)s to %(last)s") % {"first": one["first"], "last": one["last"]}


def table(book: Book, entries: QuerySet[Entry], said: tuple[str, ...], name: str = "log") -> Table:
    """Entries of a log as a table, from the first to the last; `said` tells which they are."""
    words, organisation = language(), known_organisation()
    whose = book.system.name if book.system else _("the organisation")
    return Table(
        title=_("Log of %(name)s") % {"name": whose},
        language=words,
        made_at=book.now,
        columns=(
            Column("number", _("Number"), 10),
            Column("at", _("When"), 18),
            Column("what", _("What happened"), 28),
            Column("about", _("About"), 28),
            Column("told", _("Details"), 60),
            Column("who", _("Who"), 24),
            Column("origin", _("How we know"), 24),
            Column("conversation", _("Conversation"), 20),
            Column("kind", _("Kind"), 20),
            Column("hash", _("Hash"), 66),
        ),
        rows=_rows(entries.order_by("sequence").iterator(chunk_size=500), words),
        about=(*said, *((book.log.name,) if book.log else ())),
        organisation=organisation.name if organisation else "",
        name=name,
    )


def _rows(entries: Iterable[Entry], words: str) -> Iterator[tuple[Value | Link, ...]]:
    for entry in entries:
        line = _line(entry, words)
        told = [f"{each.label}: {each.before} → {each.after}" for each in line.happening.differences]
        told += [f"{label}: {value}" for label, value in line.more]
        yield (
            entry.sequence, _local(entry.at), line.happening.what, entry.subject_name, "; ".join(told),
            entry.actor_name, line.origin.say(words), entry.conversation, f"{entry.kind}/{entry.version}",
            bytes(entry.leaf_hash).hex(),
        )  # fmt: skip


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment)


# What entries about the logs themselves tell, in the order in which it is told.
_LABELS = {
    "size": gettext_lazy("Number of entries"),
    "where": gettext_lazy("Where to"),
    "to": gettext_lazy("To"),
    "faults": gettext_lazy("Faults found"),
    "heads": gettext_lazy("Checkpoints that fit"),
    "carried_over": gettext_lazy("Taken over from the earlier journal"),
    "key": gettext_lazy("Public key"),
    "seq": gettext_lazy("Entry looked at"),
    "rule": gettext_lazy("Rule"),
    "before": gettext_lazy("Of before"),
    "expired": gettext_lazy("Entries that expired"),
    "held": gettext_lazy("Kept for a legal hold"),
    "until": gettext_lazy("Until"),
    "root": gettext_lazy("Root"),
}
_PLACES = {
    "page": gettext_lazy("the public page"),
    "mail": gettext_lazy("by mail"),
    "timestamp": gettext_lazy("a time-stamp service"),
    "file": gettext_lazy("a file"),
}
