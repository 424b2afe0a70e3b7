"""`balie sample`: draw entries from a log by a seed that is put down, so that others can draw the same ones."""

import json
from typing import TYPE_CHECKING, Any

import click

from balie.evidence.core.kinds import KINDS, Origin
from balie.evidence.core.sampling import MOST, Method, NotDrawable
from balie.language import Text
from balie.site.cli.edge import OK, Edge
from balie.site.cli.evidence.acting import acting, system_named, within_rights
from balie.site.cli.register.opening import open_register
from balie.site.cli.speech import Day, Misuse, OneOf, Order, WholeNumber, language_option, option

if TYPE_CHECKING:
    from balie.site.packs import Drawn


def command(edge: Edge, summary: Text) -> click.Command:
    """Return the command in the language of the run."""
    language = edge.language
    day, many = Day(language), WholeNumber(1, MOST, language)
    origins = OneOf([*Origin], language)
    methods, form = OneOf([*Method], language), OneOf(("text", "json"), language)
    params: list[click.Parameter] = [
        click.Argument(["system"], metavar=_SYSTEM.say(language)),
        option("--size", "wanted", about=_SIZE, language=language, type=many, default=25),
        option("--from", "since", about=_FROM, language=language, type=day),
        option("--to", "until", about=_TO, language=language, type=day),
        _option_of_kinds(edge),
        option("--origin", "origins", about=_ORIGIN, language=language, type=origins, multiple=True),
        option("--method", about=_METHOD, language=language, type=methods, default=Method.RANDOM.value),
        option("--seed", about=_SEED, language=language, default="", metavar=_SEED_HERE.say(language)),
        option("--by", about=_BY, language=language, metavar="E-MAIL"),
        option("--format", "form", about=_FORMAT, language=language, type=form, default="text"),
        language_option(language),
    ]  # fmt: skip
    return Order(
        "sample", language=language, summary=summary, more=_MORE, params=params, callback=click.pass_obj(_sample)
    )


def _option_of_kinds(edge: Edge) -> click.Option:
    """There are too many kinds to name in the help."""
    language = edge.language
    kinds, metavar = OneOf(sorted({kind.name for kind in KINDS.values()}), language), _KIND_HERE.say(language)
    return option("--kind", "kinds", about=_KIND, language=language, type=kinds, multiple=True, metavar=metavar)


def _sample(edge: Edge, /, *, system: str, by: str | None, form: str, **asked: Any) -> int:
    if len(asked["seed"]) > _LONGEST_SEED:
        raise Misuse(_SEED_TOO_LONG)
    open_register()
    from balie.site import packs  # noqa: PLC0415  read after the tables are there

    period, method = packs.Period(asked["since"], asked["until"]), Method(asked["method"])
    kinds, origins = tuple(sorted(set(asked["kinds"]))), tuple(sorted(set(asked["origins"])))
    drawing = packs.Drawing(period, kinds, origins, method, asked["wanted"], asked["seed"])
    try:
        with within_rights():
            drawn = packs.draw_sample(system_named(system), drawing, acting(by))
    except (NotDrawable, packs.PackRefused) as problem:
        raise Misuse(problem.message) from problem
    _tell(edge, drawn, method, as_json=form == "json")
    return OK


def _tell(edge: Edge, drawn: "Drawn", method: Method, *, as_json: bool) -> None:
    sample = drawn.sample
    if as_json:
        told = {
            "entry": drawn.placed,
            "method": method.value,
            "seed": drawn.seed,
            "population_size": sample.population_size,
            "population_digest": sample.population_digest,
            "drawn": list(sample.drawn),
        }
        edge.say(json.dumps(told, indent=2))
        return
    many, size, seed, placed = len(sample.drawn), sample.population_size, drawn.seed, drawn.placed
    edge.say(
        Text(
            nl=f"{many} van {size} regels, {method.label.nl}. Startgetal: {seed}. Vastgelegd in regel {placed}.",
            en=f"{many} of {size} entries, {method.label.en}. Seed: {seed}. Put down in entry {placed}.",
        ).say(edge.language)
    )
    edge.say(" ".join(map(str, sample.drawn)))


_LONGEST_SEED = 200
_SYSTEM = Text(nl="SYSTEEM", en="SYSTEM")
_KIND_HERE = Text(nl="SOORT", en="KIND")
_SEED_HERE = Text(nl="TEKST", en="TEXT")
_MORE = Text(
    nl="""Welke regels getrokken worden, volgt uit het startgetal en de regels zelf. Populatie, methode, startgetal en
    uitkomst komen in het logboek en in elk pakket waar die periode helemaal in zit; balie_sample.py in dat pakket trekt
    dezelfde steekproef opnieuw. Laat liefst de auditor het startgetal kiezen.""",
    en="""Which entries are drawn follows from the seed and the entries themselves. Population, method, seed and outcome
    go into the log and into every pack that has that whole period; balie_sample.py in that pack draws the same sample
    again. Better let the auditor choose the seed.""",
)
_SIZE = Text(nl="Zoveel regels.", en="So many entries.")
_FROM = Text(nl="Vanaf deze dag (standaard het begin).", en="From this day (default the beginning).")
_TO = Text(nl="Tot en met deze dag (standaard nu).", en="Up to and including this day (default now).")
_KIND = Text(nl="Alleen deze soort regels. Mag vaker.", en="Only this kind of entries. May be repeated.")
_ORIGIN = Text(nl="Alleen regels met deze herkomst. Mag vaker.", en="Only entries of this origin. May be repeated.")
_METHOD = Text(
    nl="Willekeurig, op gelijke afstanden, of van elke soort naar verhouding.",
    en="At random, at equal distances, or of each kind in proportion.",
)
_SEED = Text(
    nl="Startgetal: een tekst (standaard maakt Balie er een).", en="Seed: a text (Balie makes one by default)."
)
_BY = Text(nl="In naam van deze persoon, en met diens rechten.", en="In the name of this person, with their rights.")
_FORMAT = Text(nl="Vorm van de uitvoer.", en="Form of the output.")
_SEED_TOO_LONG = Text(
    nl=f"Een startgetal heeft hoogstens {_LONGEST_SEED} tekens.", en=f"A seed has at most {_LONGEST_SEED} characters."
)
