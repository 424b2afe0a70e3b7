"""Answers as a table of values."""

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from balie.export.service import Column, Link, Table, Value
from balie.law import Law
from balie.register.answered import source_words
from balie.register.models import AISystem
from balie.register.pages.tables import Paper
from balie.register.questionnaire import Line


def answers_table(law: Law, system: AISystem, lines: Iterable[Line], paper: Paper) -> Table:
    """The answers about one system, as its page shows them."""
    return Table(
        title=_("Answers: %(name)s") % {"name": system.name},
        language=paper.language,
        made_at=paper.made_at,
        columns=(
            Column("question", _("Question"), 60),
            Column("answer", _("Answer"), 30),
            Column("source", _("Source"), 30),
            Column("decided_by", _("Decided by"), 20),
            Column("reasons", _("Reasons"), 40),
            Column("by", _("Given by"), 20),
            Column("at", _("Given on"), 16),
            Column("confirm", _("To be confirmed"), 12),
        ),
        rows=_rows(law, system, lines, paper),
        organisation=paper.organisation,
        name="answers",
    )


def _rows(law: Law, system: AISystem, lines: Iterable[Line], paper: Paper) -> Iterator[tuple[Value | Link, ...]]:
    for line in lines:
        said = line.statement
        yield (
            Link(line.fact.question.say(paper.language), reverse("register:question", args=[system.pk, line.fact.id])),
            line.fact.say(said.value, paper.language),
            source_words(law, said.source, paper.language),
            said.decided_by,
            said.reasons,
            line.given.by if line.given else "",
            line.given.at if line.given else None,
            line.confirm,
        )
