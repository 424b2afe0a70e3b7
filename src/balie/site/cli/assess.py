"""`balie assess`: from a list of AI systems to class, reasons, duties, dates and open questions."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from balie.law import Law, PackKind, RiskClass, Text, shipped_law
from balie.site.cli import starting
from balie.site.cli.assessing import assess_files
from balie.site.cli.edge import FINDINGS, MISUSE, OK, Edge
from balie.site.cli.output import FORMATS, Wanted, write
from balie.site.cli.report import phrases
from balie.site.cli.report.outcome import Outcome, Report, SwitchedOff
from balie.site.cli.speech import Day, Misuse, OneOf, Order, language_option, option

MOST_FAULTS_SHOWN = 100
FAIL_ON = ("limited", "high", "prohibited", "review", "open")


def command(edge: Edge, summary: Text) -> click.Command:
    """Return the command in the language of the run."""
    return Order(
        "assess",
        language=edge.language,
        summary=summary,
        more=_MORE,
        params=_params(edge),
        callback=click.pass_obj(_assess),
    )


def _params(edge: Edge) -> list[click.Parameter]:
    language = edge.language
    day = Day(language)
    path = click.Path(path_type=Path)
    return [
        click.Argument(["files"], nargs=-1, type=path, metavar=_FILES.say(language)),
        option("--on", "applies_on", about=_ON, language=language, type=day),
        option("--published-by", about=_PUBLISHED, language=language, type=day),
        language_option(language),
        option("--format", "form", about=_FORMAT, language=language, type=OneOf(FORMATS, language), default="table"),
        option("--out", about=_OUT, language=language, type=path, metavar=_FILE.say(language)),
        option("--force", about=_FORCE, language=language, is_flag=True),
        option("--explain", about=_EXPLAIN, language=language, metavar=_SYSTEM.say(language)),
        option("--full", about=_FULL, language=language, is_flag=True),
        option("--fail-on", about=_FAIL_ON, language=language, type=OneOf(FAIL_ON, language), multiple=True),
        option("--without", about=_WITHOUT, language=language, multiple=True, metavar=_PACK.say(language)),
        option("--because", about=_BECAUSE, language=language, default="", metavar=_REASON.say(language)),
        option("--new", about=_NEW, language=language, metavar=_NAME.say(language)),
        option("--archetype", about=_ARCHETYPE, language=language, metavar="ID"),
        option("--archetypes", about=_ARCHETYPES, language=language, is_flag=True),
    ]


def _assess(edge: Edge, /, **asked: Any) -> int:
    """Do what was asked: list archetypes, start a file, or assess."""
    law, switched_off = _law_without(asked["without"], asked["because"])
    if asked["archetypes"]:
        edge.say(starting.list_archetypes(law, edge.language))
        return OK
    if asked["new"] is not None:
        return starting.start_file(edge, law, asked["new"], asked["archetype"], asked["out"], force=asked["force"])
    if not asked["files"]:
        raise Misuse(_NO_FILES)
    if asked["form"] == "xlsx" and asked["out"] is None:
        raise Misuse(_XLSX_NEEDS_OUT)
    applies_on: date = asked["applies_on"] or edge.today
    published_by: date = asked["published_by"] or edge.today
    report = assess_files(asked["files"], law, applies_on, published_by, edge, switched_off)
    _warn(edge, report)
    if report.faults and asked["out"] is not None:
        edge.warn(_NOTHING_WRITTEN.say(edge.language))
        return MISUSE
    wanted = Wanted(**{name: asked[name] for name in ("form", "out", "force", "explain", "full")})
    written = write(report, edge, wanted)
    if report.faults or not written:
        return MISUSE
    return FINDINGS if any(_fails(outcome, asked["fail_on"]) for outcome in report.outcomes) else OK


def _law_without(packs: tuple[str, ...], because: str) -> tuple[Law, tuple[SwitchedOff, ...]]:
    """Leave out house packs; law cannot be switched off, and leaving out takes a reason."""
    law = shipped_law()
    house = [pack.id for pack in law.packs.values() if pack.kind is PackKind.HOUSE]
    for name in packs:
        if name not in house:
            listed = ", ".join(house)
            raise Misuse(
                Text(
                    nl=f"'{name}' is geen pakket met huisbeleid; alleen die kunnen uit: {listed}.",
                    en=f"'{name}' is not a pack of house policy; only those can be switched off: {listed}.",
                )
            )
    if packs and not because.strip():
        raise Misuse(_NEEDS_REASON)
    off = tuple(SwitchedOff(name, law.packs[name].title, " ".join(because.split())) for name in packs)
    return (shipped_law(frozenset(packs)) if packs else law), off


def _fails(outcome: Outcome, fail_on: tuple[str, ...]) -> bool:
    """Whether the outcome is one of those that make the run fail. A class counts when it is certain."""
    reasons = {
        "review": outcome.review,
        "open": not outcome.effective.settled,
        **{name: outcome.effective.lowest >= RiskClass[name.upper()] for name in FAIL_ON[:3]},
    }
    return any(reasons[name] for name in fail_on)


def _warn(edge: Edge, report: Report) -> None:
    """Tell what could not be read and what deserves a second look, beside the outcome."""
    for label, found in ((_NOTICE, report.notices), (_FAULT, report.faults)):
        for fault in found[:MOST_FAULTS_SHOWN]:
            edge.warn(f"{label.say(edge.language)}: {phrases.say_fault(fault, edge.language)}")
        more = len(found) - MOST_FAULTS_SHOWN
        if more > 0:
            edge.warn(Text(nl=f"... en nog {more}.", en=f"... and {more} more.").say(edge.language))


_FILES = Text(nl="BESTAND...", en="FILE...")
_FILE = Text(nl="BESTAND", en="FILE")
_SYSTEM = Text(nl="SYSTEEM", en="SYSTEM")
_PACK = Text(nl="PAKKET", en="PACK")
_REASON = Text(nl="REDEN", en="REASON")
_NAME = Text(nl="NAAM", en="NAME")
_MORE = Text(
    nl="""Leest YAML, JSON, CSV en Excel (een rij per systeem) en registraties uit het Algoritmeregister. Wat niet
    bekend is, blijft een vraag; een onbekend feit verlaagt de klasse nooit.

    Uitkomst: 0 alles goed, 1 gevonden wat bij --fail-on staat, 2 het bestand of de aanroep klopt niet.""",
    en="""Reads YAML, JSON, CSV and Excel (one row per system) and entries of the Dutch Algorithm Register. What is
    not known stays a question; an unknown fact never lowers the class.

    Exit code: 0 all well, 1 found what --fail-on names, 2 the file or the call is wrong.""",
)
_ON = Text(nl="Wat geldt op deze dag (standaard vandaag).", en="What applies on this day (default today).")
_PUBLISHED = Text(
    nl="De wet zoals bekend op deze dag (standaard vandaag).", en="The law as known on this day (default today)."
)
_FORMAT = Text(nl="Vorm van de uitvoer; xlsx vraagt --out.", en="Form of the output; xlsx needs --out.")
_OUT = Text(nl="Schrijf naar dit bestand.", en="Write to this file.")
_FORCE = Text(nl="Overschrijf een bestaand bestand.", en="Overwrite an existing file.")
_EXPLAIN = Text(
    nl="Leg een systeem uit: waarom deze klasse, welke plichten, wat nog open is.",
    en="Explain one system: why this class, which duties, what is still open.",
)
_FULL = Text(
    nl="Met --explain: de hele redenering, in woorden en met elk artikel.",
    en="With --explain: the whole reasoning, in words and with every article.",
)
_FAIL_ON = Text(
    nl="Eindig met 1 als een systeem zeker in deze klasse of zwaarder valt, op het oordeel van een "
    "jurist wacht (review) of nog open is (open). Mag vaker.",
    en="End with 1 if a system certainly is of this class or heavier, waits for a judgment (review) or has no settled "
    "class yet (open). May be repeated.",
)
_WITHOUT = Text(nl="Laat dit pakket met huisbeleid weg. Mag vaker.", en="Leave out this house pack. May be repeated.")
_BECAUSE = Text(nl="Waarom huisbeleid weg mag.", en="Why house policy may be left out.")
_NEW = Text(
    nl="Begin een bestand voor een systeem met deze naam (met --archetype).",
    en="Start a file for a system with this name (with --archetype).",
)
_ARCHETYPE = Text(nl="Startpunt voor --new.", en="Starting point for --new.")
_ARCHETYPES = Text(nl="Noem alle startpunten.", en="List all starting points.")
_NO_FILES = Text(
    nl="Noem een bestand met AI-systemen, of begin er een met --new NAAM --archetype ID.",
    en="Name a file with AI systems, or start one with --new NAME --archetype ID.",
)
_XLSX_NEEDS_OUT = Text(
    nl="Een werkmap past niet op het scherm: geef een bestand met --out.",
    en="A workbook does not fit on a screen: give a file with --out.",
)
_NEEDS_REASON = Text(
    nl="Huisbeleid weglaten vraagt een reden: geef die met --because.",
    en="Leaving out house policy takes a reason: give it with --because.",
)
_NOTHING_WRITTEN = Text(
    nl="Er is niets geschreven: verbeter eerst de fouten hierboven.",
    en="Nothing was written: correct the faults above first.",
)
_FAULT = Text(nl="fout", en="fault")
_NOTICE = Text(nl="let op", en="note")
