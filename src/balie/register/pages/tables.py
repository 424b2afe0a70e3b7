"""Lists of the register as tables of values: what is on screen, to be written to a file."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from balie.export.service import Column, Link, Table, Value
from balie.law import RiskClass, say_date
from balie.register.models import AISystem, Assessment
from balie.register.portfolio import MINE, OPEN, REVIEW, Query, Row
from balie.register.system import Cause, LifeCycle


@dataclass(frozen=True, slots=True)
class Paper:
    """What every table is told: the reader's language, whose it is, and when it was made."""

    language: str
    organisation: str
    made_at: datetime


def _link(text: str, name: str, *keys: object) -> Link:
    return Link(text, reverse(name, args=keys))


def systems_table(query: Query, rows: Iterable[Row], paper: Paper) -> Table:
    """The list of systems."""
    return Table(
        title=_("AI systems"),
        language=paper.language,
        made_at=paper.made_at,
        columns=(
            Column("system", _("System"), 28),
            Column("kind", _("Starting point"), 28),
            Column("purpose", _("Purpose"), 40),
            Column("stage", _("Stage"), 12),
            Column("owner", _("Owner"), 24),
            Column("supplier", _("Supplier"), 20),
            Column("class", _("Class that counts"), 22),
            Column("by_law", _("By law"), 22),
            Column("law_from", _("By law from"), 14),
            Column("house", _("By house policy"), 22),
            Column("review", _("A lawyer has to decide"), 12),
            Column("signature", _("Signature"), 24),
            Column("next_change", _("Next change"), 14),
            Column("duties_now", _("Duties now"), 10),
            Column("duties_later", _("Duties later"), 10),
            Column("duties_unknown", _("Duties that cannot be told yet"), 10),
            Column("questions", _("Open questions"), 10),
        ),
        rows=_systems(rows, paper),
        about=tuple(_asked(query, paper.language)),
        organisation=paper.organisation,
        name="ai-systems",
    )


def _systems(rows: Iterable[Row], paper: Paper) -> Iterator[tuple[Value | Link, ...]]:
    language = paper.language
    yes, no, waiting = _("yes"), _("no"), _("not assessed yet")
    for row in rows:
        yield (
            _link(row.name, "register:system", row.key),
            row.archetype.say(language) if row.archetype else "",
            row.purpose,
            row.stage.label.say(language) if row.stage else "",
            row.owner,
            row.supplier,
            row.effective.say(language) if row.assessed else waiting,
            row.statutory.say(language) if row.assessed else waiting,
            row.law_from,
            row.house.say(language) if row.assessed else waiting,
            yes if row.review else no,
            row.signed.label.say(language) if row.signed else "",
            row.next_change,
            row.in_force,
            row.ahead,
            row.undecided,
            row.questions,
        )


def _asked(query: Query, language: str) -> Iterator[str]:
    """The filters in words, one on a line; the day always, for a list says nothing without it."""
    days = query.days
    published = days.published_by if days.published_by != days.today else None
    told = (
        (_("What applies on"), say_date(days.applies_on, language)),
        (_("By what was published up to"), say_date(published, language) if published else ""),
        (_("Search"), query.words),
        (_("Class"), class_words(query.risk, language) if query.risk else ""),
        (_("Stage"), LifeCycle(query.stage).label.say(language) if query.stage else ""),
        (_("Owner"), _("me") if query.owner == MINE else query.owner),
        (_("Channel"), query.channel),
        (_("Supplier"), query.supplier),
        (_("Sorted by"), _sort_words(query.sort.lstrip("-")) if query.unusual_sort else ""),
    )
    yield from (f"{name}: {value}" for name, value in told if value)


def class_words(slug: str, language: str) -> str:
    """What the class filter is set to, in words."""
    if slug in {OPEN, REVIEW}:
        return _("Class still open") if slug == OPEN else _("A lawyer has to decide")
    return RiskClass[slug.upper()].label.say(language)


def _sort_words(key: str) -> str:
    return {
        "name": _("System"), "class": _("Class"), "next": _("Next change"), "questions": _("Open questions"),
    }[key]  # fmt: skip


def assessments_table(system: AISystem, kept: QuerySet[Assessment], paper: Paper) -> Table:
    """Every assessment of one system."""
    return Table(
        title=f"{system.name}: {_('Assessments')}",
        language=paper.language,
        made_at=paper.made_at,
        columns=(
            Column("at", _("When"), 18),
            Column("cause", _("Why"), 28),
            Column("by", _("By"), 24),
            Column("applies_on", _("What applies on"), 14),
            Column("law", _("Law packs"), 16),
            Column("engine", _("Engine"), 10),
            Column("class", _("Class that counts"), 24),
            Column("statutory", _("By law"), 24),
            Column("house", _("By house policy"), 24),
            Column("signed", _("Signed by"), 30),
        ),
        rows=_assessments(system, kept, paper.language),
        organisation=paper.organisation,
        name="assessments",
    )


def _assessments(system: AISystem, kept: QuerySet[Assessment], language: str) -> Iterator[tuple[Value | Link, ...]]:
    for one in kept.iterator(chunk_size=500):
        yield (
            one.at,
            _link(Cause(one.cause).label.say(language), "register:assessment", system.pk, one.pk),
            str(one.by) if one.by else "Balie",
            one.applies_on,
            one.law.digest[:12],
            one.engine,
            *(one.range_of(name).say(language) for name in ("effective", "statutory", "house")),
            "; ".join(str(signature) for signature in one.standing),
        )
