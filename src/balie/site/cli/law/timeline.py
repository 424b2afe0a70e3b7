"""`balie law timeline`: the dates ahead on which provisions start, change or end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import click

from balie.law import Law, Provision, Text, say_date, shipped_law
from balie.site.cli.edge import OK, Edge
from balie.site.cli.law.options import form_and_language, on, published_by
from balie.site.cli.report.page import Page, Section
from balie.site.cli.speech import Order


class Turn(StrEnum):
    """What happens to a provision on a day."""

    STARTS = "starts"
    CHANGES = "changes"
    ENDS = "ends"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day on which something happens to a provision."""

    on: date
    provision: Provision
    turn: Turn


def command(edge: Edge) -> click.Command:
    """Return the command in the language of the run."""
    params: list[click.Parameter] = [on(edge), published_by(edge), *form_and_language(edge)]
    return Order(
        "timeline", language=edge.language, summary=_SUMMARY, params=params, callback=click.pass_obj(_timeline)
    )


def _timeline(edge: Edge, /, *, applies_on: date, published_by: date, form: str) -> int:
    edge.say(page_of(milestones(shipped_law(), applies_on, published_by), edge.language).render(form))
    return OK


def milestones(law: Law, after: date, published_by: date) -> list[Milestone]:
    """Return what happens after a day, by the law as known on another, in order of date."""
    found = [m for provision in law.provisions.values() for m in _turns(provision, published_by) if m.on > after]
    return sorted(found, key=lambda milestone: (milestone.on, milestone.provision.id, milestone.turn))


def page_of(found: list[Milestone], language: str) -> Page:
    """Put the milestones under their days."""
    days = sorted({milestone.on for milestone in found})
    sections = [
        Section(say_date(day, language), tuple(line for m in found if m.on == day for line in _lines(m, language)))
        for day in days
    ]
    plain = [{"on": m.on.isoformat(), "provision": m.provision.id, "turn": m.turn.value} for m in found]
    return Page(tuple(sections) or (Section(_NOTHING.say(language), ()),), {"milestones": plain})


def _turns(provision: Provision, published_by: date) -> Iterator[Milestone]:
    known = provision.known(published_by)
    ends = {version.in_effect.until for version in known}
    starts = {version.in_effect.start for version in known}
    for start in starts:
        yield Milestone(start, provision, Turn.CHANGES if start in ends else Turn.STARTS)
    for end in ends - starts:
        if end is not None:
            yield Milestone(end, provision, Turn.ENDS)


def _lines(milestone: Milestone, language: str) -> Iterator[str]:
    provision = milestone.provision
    yield f"{provision.cite.say(language)}: {_TURNS[milestone.turn].say(language)} ({provision.id})"
    if milestone.turn is not Turn.ENDS:
        yield f"  {provision.text_on(milestone.on, milestone.on).say(language)}"


_SUMMARY = Text(nl="Toon wat er verandert na vandaag, en wanneer.", en="Show what changes after today, and when.")
_NOTHING = Text(nl="Er staan geen veranderingen meer op de kalender.", en="No changes are on the calendar any more.")
_TURNS = {
    Turn.STARTS: Text(nl="gaat gelden", en="starts to apply"),
    Turn.CHANGES: Text(nl="verandert", en="changes"),
    Turn.ENDS: Text(nl="geldt niet meer", en="no longer applies"),
}
