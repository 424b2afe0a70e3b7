"""`balie verify`: look through the logs in the database, or check a pack as an auditor would.

A pack is checked by the verifier that is shipped in packs, which knows nothing of the rest of Balie.
"""

from pathlib import Path
from typing import Any

import click

from balie.evidence.verifier import balie_verify
from balie.language import Text
from balie.site.cli.edge import Edge
from balie.site.cli.speech import Misuse, OneOf, Order, WholeNumber, language_option, option

MOST_PROCESSES = 8


def command(edge: Edge, summary: Text) -> click.Command:
    """Return the command in the language of the run."""
    language = edge.language
    path = click.Path(path_type=Path)
    processes = WholeNumber(1, MOST_PROCESSES, language)
    form = OneOf(("text", "json"), language)
    params: list[click.Parameter] = [
        click.Argument(["pack"], required=False, type=path, metavar=_PACK.say(language)),
        option("--database", about=_DATABASE, language=language, is_flag=True),
        option("--log", "logs", about=_LOG, language=language, multiple=True, metavar=_NAME.say(language)),
        option(
            "--checkpoint",
            "kept",
            about=_KEPT,
            language=language,
            type=path,
            multiple=True,
            metavar=_FILE.say(language),
        ),
        option("--key", "keys", about=_KEY, language=language, multiple=True, metavar=_KEY_HERE.say(language)),
        option("--content", about=_CONTENT, language=language, is_flag=True),
        option("--processes", about=_PROCESSES, language=language, type=processes),
        option("--format", "form", about=_FORMAT, language=language, type=form, default="text"),
        language_option(language),
    ]
    return Order(
        "verify", language=language, summary=summary, more=_MORE, params=params, callback=click.pass_obj(_verify)
    )


def _verify(edge: Edge, /, *, pack: Path | None, database: bool, keys: tuple[str, ...], **asked: Any) -> int:
    if (pack is None) == (not database):
        raise Misuse(_ONE_OF_BOTH)
    if pack is not None:
        if asked["logs"] or asked["processes"] or asked["content"] or asked["form"] != "text":
            raise Misuse(_ONLY_FOR_DATABASE)
        return _verify_pack(edge, pack, asked["kept"], keys)
    if keys:
        raise Misuse(_ONLY_FOR_PACK)
    from balie.site.cli.evidence.database import Asked, verify_database  # noqa: PLC0415  only this needs a database

    as_json = asked.pop("form") == "json"
    return verify_database(edge, Asked(**asked, as_json=as_json))


def _verify_pack(edge: Edge, pack: Path, kept: tuple[Path, ...], keys: tuple[str, ...]) -> int:
    """Let the verifier of the packs say what it says; it writes to the output of this run, and has the same codes."""
    words = [word for file in kept for word in ("--checkpoint", str(file))]
    words += [word for key in keys for word in ("--key", key)]
    return balie_verify.main([*words, "--lang", edge.language.value, "--", str(pack)])


_PACK = Text(nl="[PAKKET]", en="[PACK]")
_NAME = Text(nl="NAAM", en="NAME")
_FILE = Text(nl="BESTAND", en="FILE")
_KEY_HERE = Text(nl="SLEUTEL", en="KEY")
_MORE = Text(
    nl="""Met --database leest dit elke regel van elk logboek, en vergelijkt die met de afdrukken, de boom en de
    ondertekende standen. Met PAKKET doet dit hetzelfde als balie_verify.py in het pakket.

    Bewaar standen buiten Balie en geef ze mee met --checkpoint: alleen zo valt op dat een logboek helemaal opnieuw is
    geschreven of dat het einde eraf is.

    Uitkomst: 0 alles klopt, 1 er klopt iets niet, 2 de aanroep of het bestand klopt niet.""",
    en="""With --database this reads every entry of every log, and compares it with the hashes, the tree and the signed
    checkpoints. With PACK it does what balie_verify.py in the pack does.

    Keep checkpoints outside Balie and give them with --checkpoint: only so does it show that a log was written anew, or
    that its end was cut off.

    Exit code: 0 all well, 1 something is wrong, 2 the call or the file is wrong.""",
)
_DATABASE = Text(nl="Controleer de logboeken in de database.", en="Verify the logs in the database.")
_LOG = Text(nl="Alleen dit logboek. Mag vaker.", en="Only this log. May be repeated.")
_KEPT = Text(
    nl="Vergelijk met deze stand, die elders is bewaard. Mag vaker.",
    en="Compare with this checkpoint, which was kept elsewhere. May be repeated.",
)
_KEY = Text(
    nl="Vertrouw bij een pakket alleen deze sleutel. Mag vaker.", en="For a pack: trust only this key. May be repeated."
)
_CONTENT = Text(
    nl="Met --database: vergelijk ook de inhoud in de kluis met de regels; dit vraagt de hoofdsleutel.",
    en="With --database: hold the content in the vault against its entries too; this needs the master key.",
)
_PROCESSES = Text(
    nl="Met --database: zoveel processen tegelijk (standaard één per kern).",
    en="With --database: so many processes at once (default one per core).",
)
_FORMAT = Text(nl="Met --database: vorm van de uitvoer.", en="With --database: form of the output.")
_ONE_OF_BOTH = Text(
    nl="Noem een pakket, of controleer de database met --database.",
    en="Name a pack, or verify the database with --database.",
)
_ONLY_FOR_DATABASE = Text(
    nl="--log, --content, --processes en --format horen bij --database.",
    en="--log, --content, --processes and --format go with --database.",
)
_ONLY_FOR_PACK = Text(nl="--key hoort bij een pakket.", en="--key goes with a pack.")
