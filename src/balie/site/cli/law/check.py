"""`balie law check`: whether packs are sound, rules can fire and scenarios come out as written."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from balie.law import (
    SHIPPED,
    Fault,
    InvalidPack,
    Law,
    Place,
    Text,
    Unreadable,
    check_scenarios,
    deep_faults,
    load_law,
    pack_folders,
    scenario_files,
)
from balie.site.cli.edge import MISUSE, OK, Edge
from balie.site.cli.law.options import form_and_language
from balie.site.cli.report.as_json import fault_as_json
from balie.site.cli.report.phrases import say_fault
from balie.site.cli.speech import Misuse, Order


def command(edge: Edge) -> click.Command:
    """Return the command in the language of the run."""
    language = edge.language
    params: list[click.Parameter] = [
        click.Argument(["folder"], required=False, type=click.Path(path_type=Path), metavar=_FOLDER.say(language)),
        *form_and_language(edge),
    ]
    return Order(
        "check", language=language, summary=_SUMMARY, more=_MORE, params=params, callback=click.pass_obj(_check)
    )


def _check(edge: Edge, /, *, folder: Path | None, form: str) -> int:
    own = _own_packs(folder)
    beside = {path.name: path for path in [*pack_folders(SHIPPED), *own]}
    try:
        law = load_law(*beside.values())
        names, problems = _tried(law, scenario_files(own))
        faults = [*deep_faults(law, edge.today), *problems]
    except InvalidPack as invalid:
        return _tell(edge, form, list(invalid.faults), _REFUSED)
    except Unreadable as unreadable:
        return _tell(edge, form, [unreadable.fault], _REFUSED)
    packs, rules = len(law.packs), len(law.rules)
    counted = Text(
        nl=f"{packs} pakketten, {rules} regels, {names} proeven met scenario's; versie {law.digest[:12]}.",
        en=f"{packs} packs, {rules} rules, {names} trials with scenarios; version {law.digest[:12]}.",
    )
    return _tell(edge, form, faults, counted)


def _own_packs(folder: Path | None) -> list[Path]:
    """Return the packs to check: those of the folder, or those that come with Balie."""
    if folder is None:
        return pack_folders(SHIPPED)
    own = [path.resolve() for path in pack_folders(folder)]
    if not own:
        raise Misuse(
            Text(
                nl=f"In {folder} staat geen pakket: er is geen pack.yaml.",
                en=f"There is no pack in {folder}: pack.yaml is missing.",
            )
        )
    return own


def _tried(law: Law, files: list[Path]) -> tuple[int, list[Fault]]:
    """Run the scenarios; return how many trials there were and what did not come out as written."""
    checks = list(check_scenarios(law, files))
    return len(checks), list(_problems((check.place, check.name, check.problem) for check in checks))


def _problems(tried: Iterator[tuple[Place, str, str]]) -> Iterator[Fault]:
    for place, name, problem in tried:
        if problem:
            words = f"{name}: {problem}."
            yield Fault("scenario-differs", place, Text(nl=words, en=words), _SCENARIO_REPAIR)


def _tell(edge: Edge, form: str, faults: list[Fault], summary: Text) -> int:
    """Print every fault, then what was checked."""
    if form == "json":
        plain = {"sound": not faults, "faults": [fault_as_json(fault, edge.language) for fault in faults]}
        edge.say(json.dumps(plain, ensure_ascii=False, indent=2))
        return MISUSE if faults else OK
    for fault in faults:
        edge.warn(say_fault(fault, edge.language))
    count = len(faults)
    verdict = Text(nl=f"Fouten: {count}.", en=f"Faults: {count}.") if faults else _SOUND
    edge.say(f"{summary.say(edge.language)} {verdict.say(edge.language)}")
    return MISUSE if faults else OK


_SUMMARY = Text(nl="Controleer de wet of een eigen pakket.", en="Check the law or a pack of your own.")
_MORE = Text(
    nl="Zonder map: de wet die bij Balie hoort. Met een map: de pakketten uit die map en hun scenario's, samen met de "
    "wet van Balie; een pakket met dezelfde naam komt ervoor in de plaats.",
    en="Without a folder: the law that comes with Balie. With one: the packs in that folder and their scenarios, "
    "together with the law of Balie; a pack of the same name takes its place.",
)
_FOLDER = Text(nl="[MAP]", en="[FOLDER]")
_SOUND = Text(nl="In orde.", en="Sound.")
_REFUSED = Text(nl="Het pakket is niet in te lezen.", en="The pack cannot be read.")
_SCENARIO_REPAIR = Text(
    nl="Verbeter de regel, of het scenario als de wet echt anders is.",
    en="Correct the rule, or the scenario if the law really is different.",
)
