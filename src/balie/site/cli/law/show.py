"""`balie law show`: everything there is, or one provision, duty or fact with all we know about it."""

from collections.abc import Iterator
from datetime import date

import click

from balie.law import (
    PARTY_NAMES,
    Basis,
    Duty,
    Fact,
    Law,
    Provision,
    Text,
    Version,
    say_date,
    say_parties,
    say_weight,
    shipped_law,
)
from balie.register.reading.faults import nearest
from balie.site.cli.edge import OK, Edge
from balie.site.cli.law.citing import cited
from balie.site.cli.law.options import form_and_language, on, published_by
from balie.site.cli.report.page import Page, Section, aligned
from balie.site.cli.report.phrases import RESPONDENTS
from balie.site.cli.speech import Misuse, Order, option


def command(edge: Edge) -> click.Command:
    """Return the command in the language of the run."""
    params: list[click.Parameter] = [
        click.Argument(["words"], nargs=-1, metavar=_WHAT.say(edge.language)),
        option("--facts", about=_FACTS, language=edge.language, is_flag=True),
        on(edge),
        published_by(edge),
        *form_and_language(edge),
    ]
    return Order(
        "show", language=edge.language, summary=_SUMMARY, more=_MORE, params=params, callback=click.pass_obj(_show)
    )


def _show(
    edge: Edge, /, words: tuple[str, ...], *, facts: bool, applies_on: date, published_by: date, form: str
) -> int:
    law, name = shipped_law(), " ".join(words)
    if name:
        page = one(law, name, applies_on, published_by, edge.language)
    else:
        page = all_facts(law, edge.language) if facts else all_provisions(law, applies_on, published_by, edge.language)
    edge.say(page.render(form))
    return OK


def all_provisions(law: Law, applies_on: date, published_by: date, language: str) -> Page:
    """List the provisions known on a day, pack by pack."""
    sections, plain = [], []
    for pack in law.packs.values():
        own = [p for p in law.provisions.values() if law.owner[p.id] == pack.id]
        rows = [(p.id, p.cite.say(language), _when(p, applies_on, published_by, language)) for p in own]
        if rows:
            sections.append(Section(f"{pack.title.say(language)} ({pack.id})", tuple(aligned(rows))))
        plain += [_provision_as_json(provision, published_by, language) for provision in own]
    return Page(tuple(sections), {"provisions": plain})


def all_facts(law: Law, language: str) -> Page:
    """List every fact that can be answered."""
    rows = [(fact.id, fact.kind.value, fact.question.say(language)) for fact in law.facts.values()]
    plain = [_fact_as_json(fact, language) for fact in law.facts.values()]
    return Page((Section(_FACTS_TITLE.say(language), tuple(aligned(rows))),), {"facts": plain})


def one(law: Law, name: str, applies_on: date, published_by: date, language: str) -> Page:
    """Show one provision, duty or fact, or the provisions an article has. Raise `Misuse` when there is none."""
    found = cited(law, name) if name not in {*law.provisions, *law.duties, *law.facts} else []
    if len(found) > 1:
        return _several(found, name, applies_on, published_by, language)
    name = found[0].id if found else name
    if provision := law.provisions.get(name):
        lines = tuple(_provision_lines(law, provision, applies_on, published_by, language))
        title = f"{provision.cite.say(language)} ({name})"
        return Page((Section(title, lines),), _provision_as_json(provision, published_by, language))
    if duty := law.duties.get(name):
        lines = tuple(_duty_lines(law, duty, language))
        return Page((Section(f"{duty.title.say(language)} ({name})", lines),), _duty_as_json(duty, language))
    if fact := law.facts.get(name):
        lines = tuple(_fact_lines(fact, language))
        return Page((Section(f"{fact.question.say(language)} ({name})", lines),), _fact_as_json(fact, language))
    near = nearest(name, [*law.provisions, *law.duties, *law.facts])
    nl, en = f"'{name}' is geen bepaling, plicht of feit.", f"'{name}' is not a provision, duty or fact."
    if near:
        raise Misuse(Text(nl=f"{nl} Bedoel je '{near}'?", en=f"{en} Did you mean '{near}'?"))
    raise Misuse(Text(nl=f"{nl} 'balie law show' noemt ze alle.", en=f"{en} 'balie law show' lists them all."))


def _several(found: list[Provision], typed: str, applies_on: date, published_by: date, language: str) -> Page:
    """List the provisions an article has, to choose from."""
    rows = [(p.id, p.cite.say(language), _when(p, applies_on, published_by, language)) for p in found]
    title = Text(
        nl=f"'{typed}': {len(found)} bepalingen; 'balie law show ID' toont er een.",
        en=f"'{typed}': {len(found)} provisions; 'balie law show ID' shows one.",
    )
    plain = [_provision_as_json(provision, published_by, language) for provision in found]
    return Page((Section(title.say(language), tuple(aligned(rows))),), {"provisions": plain})


def dates_in_words(version: Version, language: str) -> str:
    """Say from when until when a version applies, and when it has effect if that is later."""
    start = say_date(version.applies.start, language)
    until = version.applies.until and say_date(version.applies.until, language)
    nl, en = f"vanaf {start}", f"from {start}"
    if until:
        nl, en = f"{nl} tot {until}", f"{en} until {until}"
    if version.effective:
        later = say_date(version.effective.start, language)
        because = version.effective.because
        nl, en = f"{nl}, werkt pas vanaf {later}: {because.nl}", f"{en}, has effect only from {later}: {because.en}"
    return Text(nl=nl, en=en).say(language)


def _when(provision: Provision, applies_on: date, published_by: date, language: str) -> str:
    """Say in a few words where a provision stands."""
    known = provision.known(published_by)
    if not known:
        return _UNKNOWN.say(language)
    if provision.version_on(published_by, applies_on):
        start = min(version.in_effect.start for version in known)
        since = say_date(start, language)
        if start > applies_on:
            return Text(nl=f"werkt vanaf {since}", en=f"has effect from {since}").say(language)
        return Text(nl=f"geldt sinds {since}", en=f"applies since {since}").say(language)
    ahead = next((version for version in known if version.applies.start > applies_on), None)
    if ahead is None:
        return Text(nl="geldt niet meer", en="no longer applies").say(language)
    start_words = say_date(ahead.applies.start, language)
    return Text(nl=f"geldt vanaf {start_words}", en=f"applies from {start_words}").say(language)


def _provision_lines(
    law: Law, provision: Provision, applies_on: date, published_by: date, language: str
) -> Iterator[str]:
    yield provision.text_on(published_by, applies_on).say(language)
    if provision.note:
        yield f"{_NOTE.say(language)}: {provision.note.say(language)}"
    yield _when(provision, applies_on, published_by, language)
    yield from (f"  {dates_in_words(version, language)}" for version in provision.known(published_by))
    if provision.binds:
        yield f"{_BINDS.say(language)}: {', '.join(PARTY_NAMES[party].say(language) for party in provision.binds)}"
    if weight := say_weight(provision, Basis.STATUTE):
        yield weight.say(language)
    checked, origin = say_date(provision.checked, language), _CERTAINTY[provision.certainty].say(language)
    yield f"{_CHECKED.say(language)}: {checked} ({origin})"
    if provision.link:
        yield provision.link
    for duty in law.duties.values():
        if duty.provision == provision.id:
            yield f"{_DUTY.say(language)}: {duty.title.say(language)} ({duty.id})"


def _duty_lines(law: Law, duty: Duty, language: str) -> Iterator[str]:
    provision = law.provisions[duty.provision]
    yield duty.text.say(language)
    yield f"{_BINDS.say(language)}: {say_parties(duty.roles).say(language)}"
    yield f"{provision.cite.say(language)} ({provision.id})"
    if fine := law.fines.get(duty.fine or provision.fine):
        yield f"{_FINE.say(language)}: {fine.text.say(language)}"


def _fact_lines(fact: Fact, language: str) -> Iterator[str]:
    yield fact.help.say(language)
    yield f"{_ANSWERED_BY.say(language)}: {RESPONDENTS[fact.answered_by].say(language)}"
    yield from (f"{option.id}: {option.label.say(language)}" for option in fact.options)
    yield from (f"{name}: {example.say(language)}" for name, example in fact.examples.items())
    if fact.open_norm:
        yield f"{_WEIGH.say(language)}: {fact.open_norm.criteria.say(language)}"


def _provision_as_json(provision: Provision, published_by: date, language: str) -> dict[str, object]:
    return {
        "id": provision.id,
        "cite": provision.cite.say(language),
        "text": provision.text.say(language),
        "note": provision.note and provision.note.say(language),
        "link": provision.link,
        "status": provision.status.value,
        "certainty": provision.certainty,
        "checked": provision.checked.isoformat(),
        "binds": [party.value for party in provision.binds],
        "versions": [version_as_json(version) for version in provision.known(published_by)],
    }


def version_as_json(version: Version) -> dict[str, object]:
    """Return the dates of a version."""
    return {
        "from": version.applies.start.isoformat(),
        "until": version.applies.until and version.applies.until.isoformat(),
        "effective_from": version.effective and version.effective.start.isoformat(),
    }


def _duty_as_json(duty: Duty, language: str) -> dict[str, object]:
    title, text = duty.title.say(language), duty.text.say(language)
    return {
        "id": duty.id,
        "provision": duty.provision,
        "roles": [role.value for role in duty.roles],
        "title": title,
        "text": text,
    }


def _fact_as_json(fact: Fact, language: str) -> dict[str, object]:
    return {
        "id": fact.id,
        "type": fact.kind.value,
        "about": fact.about.value,
        "question": fact.question.say(language),
        "help": fact.help.say(language),
        "options": {option.id: option.label.say(language) for option in fact.options},
        "unit": fact.unit,
        "answered_by": fact.answered_by.value,
        "open_norm": fact.open_norm and fact.open_norm.provision,
    }


_SUMMARY = Text(
    nl="Toon de bepalingen, of een bepaling, plicht of feit.", en="Show the provisions, or one provision, duty or fact."
)
_MORE = Text(
    nl="Een naam is een id, of een artikel zoals je het schrijft: art 50, art. 50 lid 1, 50(1), AVG 22.",
    en="A name is an id, or an article as you write it: art 50, Art. 50(1), GDPR 22.",
)
_WHAT = Text(nl="[NAAM]", en="[NAME]")
_FACTS = Text(nl="Noem alle feiten waarnaar Balie vraagt.", en="List all facts that Balie asks for.")
_FACTS_TITLE = Text(nl="Feiten", en="Facts")
_UNKNOWN = Text(nl="niet bekend of aangekondigd", en="not known or announced")
_NOTE = Text(nl="Let op", en="Note")
_BINDS = Text(nl="Voor wie", en="Binds")
_CHECKED = Text(nl="Bron gelezen op", en="Source read on")
_DUTY = Text(nl="Plicht", en="Duty")
_FINE = Text(nl="Boete", en="Fine")
_ANSWERED_BY = Text(nl="Wie weet het", en="Who knows")
_WEIGH = Text(nl="Weeg hierbij", en="Weigh this")
_CERTAINTY = {
    1: Text(nl="de officiële tekst zelf", en="the official text itself"),
    2: Text(nl="richtsnoeren van de Commissie", en="Commission guidelines"),
    3: Text(nl="een betrouwbare bron", en="a reliable source"),
    4: Text(nl="achtergrondkennis", en="background knowledge"),
}
