"""The inbox and what lies ahead as tables of values, to be written to a file."""

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from balie.export.service import Column, Link, Table, Value
from balie.law import Law, Text
from balie.register.inbox import DONE, EVERYTHING, Ahead, Wanted, told
from balie.register.models import Difference
from balie.register.pages.tables import Paper, class_words
from balie.register.system import Cause
from balie.register.telling import Told


def changes_table(wanted: Wanted, rows: QuerySet[Difference], paper: Paper, *, system: str = "") -> Table:
    """One row for each system that changed. `system` is the one that was asked for, by name, if somebody may see it."""
    return Table(
        title=_("Changes"),
        language=paper.language,
        made_at=paper.made_at,
        columns=(
            Column("system", _("System"), 28),
            Column("cause", _("Why"), 28),
            Column("found_at", _("Found"), 16),
            Column("before", _("Class before"), 22),
            Column("after", _("Class now"), 22),
            Column("duties", _("Duties"), 60),
            Column("law", _("What changed in the law"), 40),
            Column("handled_at", _("Handled"), 16),
            Column("handled_by", _("Handled by"), 24),
            Column("note", _("Note"), 40),
        ),
        rows=_changes(rows, paper.language),
        about=tuple(_asked(wanted, paper.language, system)),
        organisation=paper.organisation,
        name="changes",
    )


def ahead_table(days: Iterable[Ahead], law: Law, paper: Paper) -> Table:
    """One row for each day ahead and each system."""
    return Table(
        title=_("What changes in the coming year"),
        language=paper.language,
        made_at=paper.made_at,
        columns=(
            Column("on", _("Date"), 14),
            Column("systems", _("Systems"), 50),
            Column("classes", _("Systems that get another class"), 14),
            Column("starting", _("Duties that start"), 60),
            Column("ending", _("Duties that end"), 60),
        ),
        rows=(_day(day, law, paper.language) for day in days),
        organisation=paper.organisation,
        name="changes-ahead",
    )


def titles(law: Law, counted: Mapping[str, int]) -> list[tuple[Text, int]]:
    """Duties in words, those of most systems first."""
    most_first = sorted(counted.items(), key=lambda pair: -pair[1])
    return [(law.duties[name].title if name in law.duties else Text(name, name), count) for name, count in most_first]


def _day(day: Ahead, law: Law, language: str) -> tuple[Value | Link, ...]:
    starting, ending = (
        "; ".join(f"{title.say(language)} ({count})" for title, count in titles(law, counted))
        for counted in (day.starting, day.ending)
    )
    return day.on, ", ".join(name for _, name in day.systems), day.classes, starting, ending


def _changes(rows: QuerySet[Difference], language: str) -> Iterator[tuple[Value | Link, ...]]:
    for row in rows.iterator(chunk_size=500):
        words = told(row)
        before, after = row.before.effective.say(language), row.after.effective.say(language)
        yield (
            Link(row.system.name, reverse("register:assessment", args=[row.system_id, row.after_id])),
            Cause(row.cause).label.say(language),
            row.found_at,
            before,
            after,
            _duties(words, language),
            "; ".join(one.provision.cite.say(language) for one in words.provisions),
            row.handled_at,
            str(row.handled_by) if row.handled_by else "",
            row.handled_note,
        )


def _duties(words: Told, language: str) -> str:
    told_duties = (f"{duty.title.say(language)} ({duty.turn.label.say(language)})" for duty in words.duties)
    return "; ".join(told_duties)


def _asked(wanted: Wanted, language: str, system: str) -> Iterator[str]:
    states = {DONE: _("handled"), EVERYTHING: _("open and handled")}
    yield f"{_('State')}: {states.get(wanted.handled, _('open'))}"
    if wanted.cause:
        yield f"{_('Why')}: {Cause(wanted.cause).label.say(language)}"
    if wanted.risk:
        yield f"{_('Class')}: {class_words(wanted.risk, language)}"
    if system:
        yield f"{_('System')}: {system}"
