"""`balie law timeline`: the dates ahead on which provisions start, change or end."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import click

from balie.law import Answer, Law, Provision, Text, classify, say_date, shipped_law
from balie.site.cli.edge import OK, Edge
from balie.site.cli.law.citing import article_of
from balie.site.cli.law.options import form_and_language, on, published_by
from balie.site.cli.report.page import Page, Section
from balie.site.cli.speech import Order, option


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
    full = option("--full", about=_FULL, language=edge.language, is_flag=True)
    params: list[click.Parameter] = [full, on(edge), published_by(edge), *form_and_language(edge)]
    return Order(
        "timeline", language=edge.language, summary=_SUMMARY, params=params, callback=click.pass_obj(_timeline)
    )


def _timeline(edge: Edge, /, *, full: bool, applies_on: date, published_by: date, form: str) -> int:
    law = shipped_law()
    touched = touches(law, applies_on, published_by)
    page = page_of(milestones(law, applies_on, published_by), touched, edge.language, full=full)
    edge.say(page.render(form))
    return OK


def touches(law: Law, applies_on: date, published_by: date) -> Counter[str]:
    """Count per provision the starting points it says something about: what customer contact meets most comes first."""
    found: Counter[str] = Counter()
    for archetype in law.archetypes.values():
        assessment = classify(law, archetype.facts, applies_on=applies_on, published_by=published_by)
        found.update({f.provision.id for f in assessment.findings if f.answer is Answer.YES})
    return found


def milestones(law: Law, after: date, published_by: date) -> list[Milestone]:
    """Return what happens after a day, by the law as known on another, in order of date."""
    found = [m for provision in law.provisions.values() for m in _turns(provision, published_by) if m.on > after]
    return sorted(found, key=lambda milestone: (milestone.on, milestone.provision.id, milestone.turn))


def page_of(found: list[Milestone], touched: Mapping[str, int], language: str, *, full: bool) -> Page:
    """Put the milestones under their days, each article once with a count, and with every text when in full."""
    sections = []
    for day in sorted({milestone.on for milestone in found}):
        groups = _by_article([m for m in found if m.on == day], touched, language)
        lines = [line for title, own in groups for line in _group(title, own, language, full=full)]
        sections.append(Section(say_date(day, language), tuple(lines)))
    if sections and not full:
        sections.append(Section(_MORE.say(language), ()))
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


def _by_article(found: list[Milestone], touched: Mapping[str, int], language: str) -> list[tuple[str, list[Milestone]]]:
    """Group what happens on a day by article; what touches most kinds of customer contact comes first."""
    groups: dict[str, list[Milestone]] = {}
    for milestone in found:
        groups.setdefault(article_of(milestone.provision, language), []).append(milestone)
    weights = {title: max(touched.get(m.provision.id, 0) for m in own) for title, own in groups.items()}
    return sorted(groups.items(), key=lambda group: -weights[group[0]])


def _group(title: str, found: list[Milestone], language: str, *, full: bool) -> Iterator[str]:
    """Say what happens to an article: one provision with its text, more as a count, or one by one when in full."""
    if len(found) == 1:
        yield from _lines(found[0], language)
        return
    counts = Counter(milestone.turn for milestone in found)
    told = ", ".join(f"{_TURNS[turn].say(language)} ({counts[turn]})" for turn in Turn if counts[turn])
    yield f"{title}: {told}"
    if full:
        yield from (f"  {line}" for milestone in found for line in _lines(milestone, language))


def _lines(milestone: Milestone, language: str) -> Iterator[str]:
    """Name a provision and what happens to it, with the text that starts, or that applied until then."""
    provision, last = milestone.provision, milestone.on
    if milestone.turn is Turn.ENDS:
        last -= timedelta(days=1)
    yield f"{provision.cite.say(language)}: {_TURNS[milestone.turn].say(language)} ({provision.id})"
    yield f"  {provision.text_on(milestone.on, last).say(language)}"


_SUMMARY = Text(nl="Toon wat er verandert na vandaag, en wanneer.", en="Show what changes after today, and when.")
_FULL = Text(nl="Toon elke bepaling met haar tekst.", en="Show every provision with its text.")
_MORE = Text(
    nl="Wat het meeste klantcontact raakt, staat vooraan. Elke bepaling met haar tekst: --full",
    en="What touches most customer contact comes first. Every provision with its text: --full",
)
_NOTHING = Text(nl="Er staan geen veranderingen meer op de kalender.", en="No changes are on the calendar any more.")
_TURNS = {
    Turn.STARTS: Text(nl="gaat gelden", en="starts to apply"),
    Turn.CHANGES: Text(nl="verandert", en="changes"),
    Turn.ENDS: Text(nl="geldt niet meer", en="no longer applies"),
}
