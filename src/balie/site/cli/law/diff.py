"""`balie law diff`: what changed between two states of the law, in general or for somebody's own systems."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from balie.law import (
    Assessment,
    DutyFinding,
    DutyStatus,
    Kind,
    Law,
    Moment,
    PackKind,
    ProvisionChange,
    SystemChange,
    Text,
    Unreadable,
    Version,
    changed_provisions,
    compare,
    say_date,
    say_status,
    shipped_law,
)
from balie.register.reading import Reading, read
from balie.register.system import AISystem
from balie.site.cli.edge import MISUSE, OK, Edge
from balie.site.cli.law.options import form_and_language, on
from balie.site.cli.law.show import dates_in_words, version_as_json
from balie.site.cli.report.as_json import range_as_json
from balie.site.cli.report.page import Page, Section
from balie.site.cli.report.phrases import say_fault, statutory_in_words
from balie.site.cli.speech import Day, Misuse, Order, option


@dataclass(frozen=True, slots=True)
class Span:
    """Two states of the law, and the day one asks about."""

    before: date
    after: date
    applies_on: date


def command(edge: Edge) -> click.Command:
    """Return the command in the language of the run."""
    language = edge.language
    params: list[click.Parameter] = [
        click.Argument(["files"], nargs=-1, type=click.Path(path_type=Path), metavar=_FILES.say(language)),
        option("--published-by", about=_PUBLISHED, language=language, type=Day(language), nargs=2),
        on(edge),
        *form_and_language(edge),
    ]
    return Order("diff", language=language, summary=_SUMMARY, more=_MORE, params=params, callback=click.pass_obj(_diff))


def _diff(
    edge: Edge, /, *, files: tuple[Path, ...], published_by: tuple[date, date] | None, applies_on: date, form: str
) -> int:
    if published_by is None or published_by[0] >= published_by[1]:
        raise Misuse(_ORDER)
    law, span = shipped_law(), Span(*published_by, applies_on)
    if not files:
        edge.say(in_general(law, span, edge.language).render(form))
        return OK
    readings = [_reading(path, law) for path in files]
    for reading in readings:
        for fault in reading.faults:
            edge.warn(say_fault(fault, edge.language))
    systems = [system for reading in readings for system in reading.portfolio.systems]
    if systems:
        edge.say(for_systems(law, systems, span, edge.language).render(form))
    return MISUSE if any(reading.faults for reading in readings) else OK


def in_general(law: Law, span: Span, language: str) -> Page:
    """Return every provision that is new, gone, moved or reworded."""
    changes = changed_provisions(law, span.before, span.after)
    sections = [_headline(span, len(changes), language)]
    sections += [Section(_title(change, language), tuple(_provision_lines(change, language))) for change in changes]
    plain = [_change_as_json(change, language) for change in changes]
    return Page(tuple(sections), {**_span_as_json(span), "provisions": plain})


def for_systems(law: Law, systems: list[AISystem], span: Span, language: str) -> Page:
    """Return what changed for each system: class, dates and duties."""
    before, after = Moment(span.before, span.applies_on), Moment(span.after, span.applies_on)
    found = [(system, compare(law, system.facts, before, after)) for system in systems]
    changed = sum(change.changed for _, change in found)
    sections = [_headline(span, changed, language, of=len(found))]
    sections += [Section(system.name, tuple(_system_lines(change, language))) for system, change in found]
    plain = [{"name": system.name, **_system_as_json(change, language)} for system, change in found]
    return Page(tuple(sections), {**_span_as_json(span), "systems": plain})


def _reading(path: Path, law: Law) -> Reading:
    try:
        return read(path, law)
    except Unreadable as unreadable:
        return Reading(faults=(unreadable.fault,))


def _headline(span: Span, count: int, language: str, of: int | None = None) -> Section:
    before, after, day = (say_date(one, language) for one in (span.before, span.after, span.applies_on))
    title = Text(
        nl=f"De wet zoals bekend op {before}, en zoals bekend op {after}",
        en=f"The law as known on {before}, and as known on {after}",
    )
    if of is None:
        line = Text(nl=f"{count} bepalingen zijn veranderd.", en=f"{count} provisions changed.")
    else:
        line = Text(
            nl=f"Gevraagd voor {day}: voor {count} van de {of} systemen verandert er iets.",
            en=f"Asked for {day}: something changes for {count} of {of} systems.",
        )
    return Section(title.say(language), (line.say(language),))


def _title(change: ProvisionChange, language: str) -> str:
    kinds = ", ".join(_KINDS[kind].say(language) for kind in change.kinds)
    return f"{change.provision.cite.say(language)}: {kinds} ({change.provision.id})"


def _provision_lines(change: ProvisionChange, language: str) -> Iterator[str]:
    for label, versions in ((_BEFORE, change.before), (_AFTER, change.after)):
        for version in versions:
            yield f"{label.say(language)}: {dates_in_words(version, language)}"
            if Kind.REWORDED in change.kinds or Kind.NEW in change.kinds:
                yield f"  {_wording(change, version).say(language)}"


def _wording(change: ProvisionChange, version: Version) -> Text:
    return version.text or change.provision.text


def _system_lines(change: SystemChange, language: str) -> Iterator[str]:
    if not change.changed:
        yield _SAME.say(language)
        return
    sides = (change.before, change.after)
    old, new = (statutory_in_words(one.statutory, one.applies_on, language) for one in sides)
    yield f"{_CLASS.say(language)}: {old}" if old == new else f"{_CLASS.say(language)}: {old} -> {new}"
    if change.before.house != change.after.house:
        yield f"{_HOUSE.say(language)}: {change.before.house.say(language)} -> {change.after.house.say(language)}"
    firm = [duty for duty in change.duties if duty.after.status is not DutyStatus.UNKNOWN]
    for duty in firm:
        cite, mark = duty.after.provision.cite.say(language), _mark(duty.after, language)
        yield f"{duty.after.duty.title.say(language)} ({cite}{mark})"
        yield f"  {_status_in_words(duty.before, language)} -> {_status_in_words(duty.after, language)}"
    if waiting := [duty.after.duty.title.say(language) for duty in change.duties if duty not in firm]:
        yield f"{_WAITING.say(language)}: {'; '.join(waiting)}"


def _status_in_words(found: DutyFinding, language: str) -> str:
    words = say_status(found.status, found.since, language)
    until = say_date(found.until, language) if found.until else ""
    return Text(nl=f"{words}, tot {until}", en=f"{words}, until {until}").say(language) if until else words


def _mark(found: DutyFinding, language: str) -> str:
    return f"; {_HOUSE.say(language)}" if found.source is PackKind.HOUSE else ""


def _span_as_json(span: Span) -> dict[str, Any]:
    before, after = span.before.isoformat(), span.after.isoformat()
    return {"published_by": {"before": before, "after": after}, "applies_on": span.applies_on.isoformat()}


def _change_as_json(change: ProvisionChange, language: str) -> dict[str, object]:
    return {
        "id": change.provision.id,
        "cite": change.provision.cite.say(language),
        "kinds": [kind.value for kind in change.kinds],
        "before": [{**version_as_json(v), "text": _wording(change, v).say(language)} for v in change.before],
        "after": [{**version_as_json(v), "text": _wording(change, v).say(language)} for v in change.after],
    }


def _system_as_json(change: SystemChange, language: str) -> dict[str, object]:
    return {
        "changed": change.changed,
        "before": _class_as_json(change.before, language),
        "after": _class_as_json(change.after, language),
        "duties": [
            {"id": c.after.duty.id, "before": _duty_as_json(c.before), "after": _duty_as_json(c.after)}
            for c in change.duties
        ],
    }


def _class_as_json(found: Assessment, language: str) -> dict[str, object]:
    applies_from = found.statutory.applies_from
    return {
        "statutory": range_as_json(found.statutory.range, language),
        "applies_from": applies_from and applies_from.isoformat(),
        "in_force": range_as_json(found.statutory.in_force, language),
        "house": range_as_json(found.house, language),
    }


def _duty_as_json(found: DutyFinding) -> dict[str, object]:
    since, until = found.since, found.until
    return {"status": found.status.value, "since": since and since.isoformat(), "until": until and until.isoformat()}


_SUMMARY = Text(
    nl="Toon wat er veranderde tussen twee standen van de wet.",
    en="Show what changed between two states of the law.",
)
_MORE = Text(
    nl="Zonder bestand: welke bepalingen nieuw, verplaatst of anders verwoord zijn. Met een bestand: wat dat betekent "
    "voor jullie systemen.",
    en="Without a file: which provisions are new, moved or reworded. With a file: what that means for your systems.",
)
_FILES = Text(nl="[BESTAND...]", en="[FILE...]")
_PUBLISHED = Text(
    nl="Twee dagen: de wet zoals toen en daarna bekend.", en="Two days: the law as known then and afterwards."
)
_ORDER = Text(
    nl="--published-by vraagt twee dagen: eerst de vroegste.",
    en="--published-by takes two days: the earlier one first.",
)
_BEFORE = Text(nl="was", en="was")
_AFTER = Text(nl="is", en="is")
_SAME = Text(nl="Er verandert niets.", en="Nothing changes.")
_CLASS = Text(nl="Klasse volgens de wet", en="Class by law")
_WAITING = Text(
    nl="Anders, maar nog niet te zeggen omdat antwoorden ontbreken",
    en="Different, but cannot be told yet because answers are missing",
)
_HOUSE = Text(nl="huisregel", en="house policy")
_KINDS = {
    Kind.NEW: Text(nl="nieuw", en="new"),
    Kind.GONE: Text(nl="vervallen", en="gone"),
    Kind.MOVED: Text(nl="andere datum", en="other date"),
    Kind.REWORDED: Text(nl="andere tekst", en="other wording"),
}
