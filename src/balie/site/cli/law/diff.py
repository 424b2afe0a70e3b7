"""`balie law diff`: what changed between two states of the law, in general or for somebody's own systems."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from balie.law import (
    Kind,
    Law,
    ProvisionChange,
    Text,
    Unreadable,
    Version,
    changed_provisions,
    shipped_law,
)
from balie.register.reading import Reading, read
from balie.site.cli.edge import MISUSE, OK, Edge
from balie.site.cli.law.diff_of_systems import Span, for_systems
from balie.site.cli.law.options import form_and_language, on
from balie.site.cli.law.show import dates_in_words, version_as_json
from balie.site.cli.report.page import Page, Section
from balie.site.cli.report.phrases import say_fault
from balie.site.cli.speech import Day, Misuse, Order, option


def command(edge: Edge) -> click.Command:
    """Return the command in the language of the run."""
    language = edge.language
    params: list[click.Parameter] = [
        click.Argument(["files"], nargs=-1, type=click.Path(path_type=Path), metavar=_FILES.say(language)),
        option("--all", "everything", about=_ALL, language=language, is_flag=True),
        option("--published-by", about=_PUBLISHED, language=language, type=Day(language), nargs=2),
        on(edge),
        *form_and_language(edge),
    ]
    return Order("diff", language=language, summary=_SUMMARY, more=_MORE, params=params, callback=click.pass_obj(_diff))


def _diff(
    edge: Edge,
    /,
    *,
    files: tuple[Path, ...],
    published_by: tuple[date, date] | None,
    applies_on: date,
    everything: bool,
    form: str,
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
        edge.say(for_systems(law, systems, span, edge.language, everything=everything).render(form))
    return MISUSE if any(reading.faults for reading in readings) else OK


def in_general(law: Law, span: Span, language: str) -> Page:
    """Return every provision that is new, gone, moved or reworded."""
    changes = changed_provisions(law, span.before, span.after)
    count = len(changes)
    line = Text(nl=f"{count} bepalingen zijn veranderd.", en=f"{count} provisions changed.")
    sections = [Section(span.title.say(language), (line.say(language),))]
    sections += [Section(_title(change, language), tuple(_provision_lines(change, language))) for change in changes]
    plain = [_change_as_json(change, language) for change in changes]
    return Page(tuple(sections), {**span.as_json(), "provisions": plain})


def _reading(path: Path, law: Law) -> Reading:
    try:
        return read(path, law)
    except Unreadable as unreadable:
        return Reading(faults=(unreadable.fault,))


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


def _change_as_json(change: ProvisionChange, language: str) -> dict[str, object]:
    return {
        "id": change.provision.id,
        "cite": change.provision.cite.say(language),
        "kinds": [kind.value for kind in change.kinds],
        "before": [{**version_as_json(v), "text": _wording(change, v).say(language)} for v in change.before],
        "after": [{**version_as_json(v), "text": _wording(change, v).say(language)} for v in change.after],
    }


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
_ALL = Text(
    nl="Met een bestand: ook de plichten die anders kunnen zijn, maar van open vragen afhangen.",
    en="With a file: also the duties that may be different but depend on open questions.",
)
_ORDER = Text(
    nl="--published-by vraagt twee dagen: eerst de vroegste.",
    en="--published-by takes two days: the earlier one first.",
)
_BEFORE = Text(nl="was", en="was")
_AFTER = Text(nl="is", en="is")
_KINDS = {
    Kind.NEW: Text(nl="nieuw", en="new"),
    Kind.GONE: Text(nl="vervallen", en="gone"),
    Kind.MOVED: Text(nl="andere datum", en="other date"),
    Kind.REWORDED: Text(nl="andere tekst", en="other wording"),
}
