"""What was asked of colleagues, as rows for the page and as a table of values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from balie.export.service import Column, Table
from balie.law import Fact, Law
from balie.register.colleagues import State, state_of
from balie.register.models import AISystem, AskedColleague
from balie.register.pages.tables import Paper


@dataclass(frozen=True, slots=True)
class Asked:
    """One question that was put to somebody, and where it stands."""

    row: AskedColleague
    fact: Fact | None
    state: State

    @property
    def waiting(self) -> bool:
        """Whether it can still be replied to, and so withdrawn."""
        return self.state is State.WAITING


def rows(law: Law, asked: Iterable[AskedColleague], *, now: datetime) -> list[Asked]:
    """Rows for a page; a question that the law no longer asks keeps its row."""
    return [Asked(row, law.facts.get(row.fact), state_of(row, now=now)) for row in asked]


def asked_table(system: AISystem, asked: Iterable[Asked], paper: Paper) -> Table:
    """What was asked about one system."""
    language = paper.language
    return Table(
        title=_("Asked of colleagues: %(name)s") % {"name": system.name},
        language=language,
        made_at=paper.made_at,
        columns=(
            Column("question", _("Question"), 60),
            Column("asked", _("Asked of"), 24),
            Column("by", _("Asked by"), 24),
            Column("at", _("Asked on"), 16),
            Column("state", _("Status"), 18),
            Column("answered", _("Replied on"), 16),
            Column("note", _("Note"), 40),
        ),
        rows=(
            (
                one.fact.question.say(language) if one.fact else one.row.fact,
                one.row.name,
                str(one.row.asked_by or ""),
                one.row.asked_at,
                one.state.label.say(language),
                one.row.answered_at,
                one.row.note,
            )
            for one in asked
        ),
        organisation=paper.organisation,
        name="asked",
    )
