"""What the pages about the organisation show, as values: answers, what they were before, and the journal."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from balie.evidence.service import Entry
from balie.export.service import Column, Table
from balie.law import BadValue, Fact, Law, Text
from balie.register.models import Answer, Organisation
from balie.register.organisation import Answered
from balie.register.system import Sector


@dataclass(frozen=True, slots=True)
class Row:
    """One question: the answer in words (empty when nobody answered), where it comes from, and who said so when."""

    fact: Fact
    answer: str
    source: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Past:
    """One answer as it was given."""

    answer: str
    source: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the journal: what changed, from what to what, by whom and when."""

    at: datetime
    by: str
    changes: tuple[tuple[str, str, str], ...]


def sector_of(organisation: Organisation | None) -> Text | None:
    """The sector in words."""
    return Sector(organisation.sector).label if organisation and organisation.sector else None


def shown(answered: Answered, language: str) -> Row:
    """One question with its answer in words."""
    statement, last = answered.statement, answered.last
    return Row(
        fact=answered.fact,
        answer=answered.fact.say(statement.value, language) if statement else "",
        source=statement.source if statement else "",
        by=last.by_name if last else "",
        at=last.at if last else None,
    )


def past(fact: Fact, answer: Answer, language: str) -> Past:
    """An earlier answer in words; a value this law no longer takes is shown as it was."""
    return Past(_said(fact, answer.value, language) if answer.known else "", answer.source, answer.by_name, answer.at)


def line_of(entry: Entry, law: Law, language: str) -> Line:
    """One entry of the journal in words."""
    changes = tuple(_change(law, change, language) for change in entry.body.get("changes", []))
    return Line(entry.at, entry.actor_name, changes)


def answers_table(answered: Iterable[Answered], found: Organisation | None, *, language: str, now: datetime) -> Table:
    """The questions and answers, to export."""
    return Table(
        title=_("Organisation"),
        language=language,
        made_at=now,
        columns=(
            Column("question", _("Question"), 50),
            Column("answer", _("Answer"), 40),
            Column("source", _("Source"), 30),
            Column("by", _("Answered by"), 24),
            Column("at", _("Answered on"), 18),
        ),
        rows=_rows(answered, language),
        organisation=found.name if found else "",
        name="organisation",
    )


def _rows(answered: Iterable[Answered], language: str) -> Iterator[tuple[Any, ...]]:
    for one in answered:
        row = shown(one, language)
        at = timezone.localtime(row.at) if row.at else None
        yield (row.fact.question.say(language), row.answer or _("not answered yet"), row.source, row.by, at)


def _change(law: Law, change: dict[str, Any], language: str) -> tuple[str, str, str]:
    """Field, before and after in words; an answer is kept with its source, of which the value is shown."""
    name = change["field"]
    if fact := law.facts.get(name):
        before, after = (_answer(fact, change[side], language) for side in ("before", "after"))
        return (fact.question.say(language), before, after)
    return (_field(name), _plain(name, change["before"], language), _plain(name, change["after"], language))


def _field(name: str) -> str:
    words = {
        "name": _("Name"),
        "sector": _("Sector"),
        "language": _("Language people write in"),
        "languages": _("Languages customers are served in"),
    }
    return words.get(name, name)


def _plain(name: str, value: Any, language: str) -> str:
    if name == "sector" and value in set(Sector):
        return Sector(value).label.say(language)
    return ", ".join(value) if isinstance(value, list) else str(value or "")


def _answer(fact: Fact, statement: dict[str, Any] | None, language: str) -> str:
    return _said(fact, statement["value"], language) if statement else ""


def _said(fact: Fact, value: Any, language: str) -> str:
    try:
        return fact.say(fact.read(value), language)
    except BadValue:
        return str(value)
