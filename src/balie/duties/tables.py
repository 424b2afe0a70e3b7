"""Lists of duties and tasks as tables of values: exactly what is on screen, to be written to a file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from balie.duties.agenda import LawDay
from balie.duties.lines import Line
from balie.duties.models import Task
from balie.duties.proofs import Standing
from balie.duties.tasks import TaskKind
from balie.export.service import Column, Link, Table, Value
from balie.law import PackKind


@dataclass(frozen=True, slots=True)
class Paper:
    """What every table is told: the reader's language, when it was made, where links begin, and what was asked for."""

    language: str
    made_at: datetime
    site: str
    about: tuple[str, ...] = ()
    organisation: str = ""

    def link(self, text: str, name: str, *keys: object) -> Link:
        """A link to a page, complete, for a file is read elsewhere."""
        return Link(text, self.site.rstrip("/") + reverse(name, args=keys))


def duties_table(lines: Iterable[tuple[str, int, Line]], paper: Paper, *, title: str) -> Table:
    """Duties of one system or of all: each line comes with the name and the key of its system."""
    return Table(
        title=title,
        language=paper.language,
        made_at=paper.made_at,
        columns=(
            Column("system", _("System"), 24),
            Column("duty", _("Duty"), 44),
            Column("rests_on", _("Rests on"), 28),
            Column("kind", _("Law or house policy"), 16),
            Column("applies", _("Applies"), 14),
            Column("why", _("Why"), 50),
            Column("since", _("Since or from"), 14),
            Column("until", _("Until"), 14),
            Column("fine", _("Fine"), 30),
            Column("owner", _("Owner"), 20),
            Column("deadline", _("Deadline"), 14),
            Column("status", _("Status"), 16),
            Column("proof", _("Strongest proof"), 24),
            Column("reason", _("Reason"), 40),
            Column("stale_on", _("Goes stale on"), 14),
        ),
        rows=_duties(lines, paper),
        about=paper.about,
        organisation=paper.organisation,
        name="duties",
    )


def tasks_table(tasks: Iterable[Task], paper: Paper) -> Table:
    """Tasks."""
    return Table(
        title=_("Tasks"),
        language=paper.language,
        made_at=paper.made_at,
        columns=(
            Column("task", _("Task"), 40),
            Column("kind", _("Kind"), 18),
            Column("system", _("System"), 24),
            Column("owner", _("Owner"), 20),
            Column("deadline", _("Deadline"), 14),
            Column("asked_by", _("Asked by"), 20),
            Column("done", _("Done on"), 14),
            Column("outcome", _("What came of it"), 50),
        ),
        rows=_tasks(tasks, paper),
        about=paper.about,
        organisation=paper.organisation,
        name="tasks",
    )


def group_table(title: str, first: str, rows: Iterable[tuple[Value, ...]], paper: Paper, statuses: list[str]) -> Table:
    """Duties counted by what they share."""
    counts = tuple(Column(f"count_{number}", status, 14) for number, status in enumerate(statuses))
    return Table(
        title=title,
        language=paper.language,
        made_at=paper.made_at,
        columns=(Column("group", first, 44), Column("total", _("Duties"), 10), *counts),
        rows=rows,
        about=paper.about,
        organisation=paper.organisation,
        name="duties-counted",
    )


def why_in_words(line: Line, language: str) -> str:
    """The answers that make a duty apply or not, as one text."""
    told = (fact for sourced in line.why for fact in sourced.lines)
    return "; ".join(
        f"{fact.question.say(language)} {fact.answer.say(language) if fact.answer else _('not known')}" for fact in told
    )


def _duties(lines: Iterable[tuple[str, int, Line]], paper: Paper) -> Iterator[tuple[Value | Link, ...]]:
    language, kinds = paper.language, {PackKind.LAW: _("Law"), PackKind.HOUSE: _("House policy")}
    for system, key, line in lines:
        title = line.title.say(language)
        yield (
            system,
            paper.link(title, "duties:duty", key, line.duty) if line.row else title,
            line.cite.say(language),
            kinds.get(line.source, ""),
            line.standing.label.say(language),
            why_in_words(line, language),
            line.since if line.standing is not Standing.ENDED else None,
            line.until,
            line.fine.say(language) if line.fine else "",
            str(line.owner) if line.owner else "",
            line.deadline,
            line.proof.label.say(language),
            line.kind.label.say(language) if line.kind else "",
            line.reason.say(language) if line.reason else "",
            line.row.stale_on if line.row else None,
        )


def _tasks(tasks: Iterable[Task], paper: Paper) -> Iterator[tuple[Value | Link, ...]]:
    for task in tasks:
        yield (
            paper.link(task.title, "duties:task", task.pk),
            TaskKind(task.kind).label.say(paper.language),
            task.system.name if task.system else "",
            str(task.owner) if task.owner else "",
            task.deadline,
            str(task.by) if task.by else "",
            _day(task.done_at),
            task.outcome,
        )


def _day(moment: Any) -> date | None:
    return moment.date() if moment else None


def law_days_table(days: Iterable[LawDay], paper: Paper) -> Table:
    """The days ahead in the law, a row for each thing that begins or ends."""
    return Table(
        title=_("Days ahead in the law"),
        language=paper.language,
        made_at=paper.made_at,
        columns=(
            Column("on", _("Day"), 14),
            Column("what", _("What"), 16),
            Column("name", _("Duty or provision"), 60),
            Column("systems", _("Systems"), 10),
        ),
        rows=_law_days(days, paper.language),
        organisation=paper.organisation,
        name="law-calendar",
    )


def _law_days(days: Iterable[LawDay], language: str) -> Iterator[tuple[Value | Link, ...]]:
    for day in days:
        for turning in day.turning:
            yield day.on, _("another class"), f"{turning.name}: {turning.after.say(language)}", 1
        if day.undecided:
            yield day.on, _("may begin, by open questions"), _("duties of systems"), day.undecided
        for what, held in ((_("duty begins"), day.starting), (_("duty ends"), day.ending)):
            for one in held:
                yield day.on, what, one.duty.title.say(language), one.systems
        for provision in day.provisions:
            yield day.on, _("provision applies"), provision.cite.say(language), None
