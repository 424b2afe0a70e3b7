"""What `balie verify --database` does: look through logs, say what is wrong and where, and what this cannot show."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from balie.evidence.checking.running import check_database
from balie.evidence.checking.whole import Verdict
from balie.evidence.core import CheckpointRefused, read_checkpoint
from balie.evidence.secret_keys import NoSecret
from balie.evidence.ways import Way
from balie.language import Text
from balie.site.cli.edge import FINDINGS, OK, Edge
from balie.site.cli.evidence.opening import way_to_database
from balie.site.cli.speech import Misuse

LONG = 20_000  # entries
LARGEST_CHECKPOINT = 100_000  # bytes
MOST_SHOWN = 100
MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """Which logs (none: all), which files with checkpoints, how many processes (none: one per core), and as JSON.

    With `content`, what lies in the vault is looked at too.
    """

    logs: tuple[str, ...]
    kept: tuple[Path, ...]
    processes: int | None
    as_json: bool
    content: bool = False


def verify_database(edge: Edge, asked: Asked) -> int:
    """Look through the logs of the database, and return the exit code."""
    outside = [_read(file) for file in asked.kept]
    way = way_to_database()
    sizes = _sizes(way)
    if unknown := [name for name in asked.logs if name not in sizes]:
        raise Misuse(_no_log(unknown[0], list(sizes)))
    names = list(dict.fromkeys(asked.logs)) or list(sizes)
    lost = sorted({log for log, _ in outside} - sizes.keys())
    if others := sorted({log for log, _ in outside if log in sizes} - {*names}):
        raise Misuse(_not_looked_at(others[0]))
    with _watching(edge, sum(sizes[name] for name in names)) as watch:
        verdicts = list(_checked(way, names, [note for _, note in outside], asked, watch))
    (_tell_json if asked.as_json else _tell)(edge, verdicts, lost)
    return OK if not lost and all(verdict.holds for verdict in verdicts) else FINDINGS


def _checked(
    way: Way, names: Sequence[str], notes: Sequence[str], asked: Asked, watch: Callable[[int], None]
) -> Iterator[Verdict]:
    from balie.evidence.contents import masters  # noqa: PLC0415  it needs Django, which is loaded by now

    keys = masters() if asked.content else None
    try:
        if names:  # without a name, check_database would look through every log there is
            yield from check_database(
                way, names=names, outside=notes, processes=asked.processes, watch=watch, masters=keys
            )
    except NoSecret as error:
        raise Misuse(error.message) from error


def _read(file: Path) -> tuple[str, str]:
    """Read a file with a checkpoint: of which log, and the whole note."""
    try:
        with file.open("rb") as opened:
            note = opened.read(LARGEST_CHECKPOINT).decode()
        return read_checkpoint(note.partition("\n\n")[0] + "\n").log, note
    except (OSError, UnicodeDecodeError, CheckpointRefused) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise Misuse(
            Text(
                nl=f"{file} is geen ondertekende stand van een logboek, of is niet te lezen: {reason}.",
                en=f"{file} is no signed checkpoint of a log, or cannot be read: {reason}.",
            )
        ) from error


def _sizes(way: Way) -> dict[str, int]:
    """Which logs there are, in the order in which they were opened, and how long they say they are."""
    from django.db import DatabaseError, connection  # noqa: PLC0415  loaded by now

    try:
        with connection.wrap_database_errors, closing(way.connect()) as reached:
            cursor = reached.cursor()
            cursor.execute("SELECT name, size FROM evidence_log ORDER BY id")
            return dict(cursor.fetchall())
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        raise Misuse(
            Text(
                nl=f"De logboeken zijn niet te lezen: {reason}. Draait hier een Balie van deze versie?",
                en=f"The logs cannot be read: {reason}. Does a Balie of this version run here?",
            )
        ) from error


@contextmanager
def _watching(edge: Edge, entries: int) -> Iterator[Callable[[int], None]]:
    """Show on a terminal how far the look is, when it takes long."""
    if not (edge.shows_progress and entries >= LONG):
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415  only a terminal pays for the time this takes
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(file=edge.err), transient=True) as bar:
        task = bar.add_task(_LOOKING.say(edge.language), total=entries)
        yield lambda many: bar.advance(task, many)


def _tell(edge: Edge, verdicts: Sequence[Verdict], lost: Sequence[str]) -> None:
    language = edge.language
    for verdict in verdicts:
        edge.say(_summary(verdict).say(language))
        for finding in verdict.findings[:MOST_SHOWN]:
            edge.say(f"  {finding.line.say(language)}")
        if (more := len(verdict.findings) - MOST_SHOWN) > 0:
            edge.say(f"  {Text(nl=f'... en nog {more}.', en=f'... and {more} more.').say(language)}")
    for log in lost:
        edge.say(_lost(log).say(language))
    wrong = sum(not verdict.holds for verdict in verdicts) + len(lost)
    edge.say("")
    edge.say(_conclusion(len(verdicts), wrong).say(language))
    for limit in _limits(verdicts):
        edge.say(limit.say(language))
    if wrong:
        edge.say(_WHAT_NOW.say(language))


def _tell_json(edge: Edge, verdicts: Sequence[Verdict], lost: Sequence[str]) -> None:
    told = {
        "holds": not lost and all(verdict.holds for verdict in verdicts),
        "logs": [_as_json(verdict, edge) for verdict in verdicts],
        "lost": list(lost),
        "limits": [limit.say(edge.language) for limit in _limits(verdicts)],
    }
    edge.say(json.dumps(told, ensure_ascii=False, indent=2))


def _as_json(verdict: Verdict, edge: Edge) -> dict[str, Any]:
    return {
        "log": verdict.log,
        "holds": verdict.holds,
        "size": verdict.size,
        "root": verdict.root.hex(),
        "expired": verdict.expired,
        "contents": verdict.contents,
        "checkpoints": verdict.heads,
        "checkpoints_from_outside": verdict.outside,
        "keys": list(verdict.keys),
        "findings": [
            {
                "fault": finding.fault.value,
                "first": finding.first,
                "last": finding.first if finding.last is None else finding.last,
                "told": finding.told.say(edge.language),
            }
            for finding in verdict.findings
        ],
    }


def _limits(verdicts: Sequence[Verdict]) -> list[Text]:
    """What this shows of logs with and without a checkpoint from outside, and what it cannot show."""
    with_outside = [_WITH_OUTSIDE] if any(one.outside for one in verdicts) else []
    without = [_WITHOUT_OUTSIDE] if any(not one.outside for one in verdicts) else []
    return [*with_outside, *without, _NEVER_WRITTEN]


def _summary(verdict: Verdict) -> Text:
    good, heads, outside = verdict.holds, verdict.heads, verdict.outside
    nl = f"{'KLOPT' if good else 'KLOPT NIET'}  {verdict.log}: regels {verdict.size}, passende standen {heads}"
    en = f"{'HOLDS' if good else 'DOES NOT HOLD'}  {verdict.log}: entries {verdict.size}, checkpoints that fit {heads}"
    if outside:
        nl, en = f"{nl}, van buiten {outside}", f"{en}, from outside {outside}"
    if verdict.contents:
        nl, en = f"{nl}, passende inhoud {verdict.contents}", f"{en}, content that fits {verdict.contents}"
    if verdict.expired:
        nl, en = f"{nl}, bewaartermijn voorbij {verdict.expired}", f"{en}, past retention {verdict.expired}"
    return Text(nl=nl, en=en)


def _lost(log: str) -> Text:
    return Text(
        nl=f"KLOPT NIET  {log}: van dit logboek is er een stand, maar het logboek zelf is er niet",
        en=f"DOES NOT HOLD  {log}: there is a checkpoint of this log, but the log itself is not there",
    )


def _conclusion(many: int, wrong: int) -> Text:
    if not wrong:
        return Text(nl=f"Logboeken bekeken: {many}. Alles klopt.", en=f"Logs looked at: {many}. Everything is right.")
    return Text(
        nl=f"Logboeken bekeken: {many}. Logboeken waar iets niet klopt: {wrong}.",
        en=f"Logs looked at: {many}. Logs in which something is wrong: {wrong}.",
    )


def _no_log(name: str, known: Sequence[str]) -> Text:
    listed = ", ".join(known[:MOST_NAMED]) + (", ..." if len(known) > MOST_NAMED else "")
    return Text(nl=f"Er is geen logboek '{name}'. Wel: {listed}.", en=f"There is no log '{name}'. There is: {listed}.")


def _not_looked_at(log: str) -> Text:
    return Text(
        nl=f"Er is een stand van {log}, maar dat logboek wordt niet bekeken. Noem het ook met --log.",
        en=f"There is a checkpoint of {log}, but that log is not looked at. Name it with --log too.",
    )


_LOOKING = Text(nl="Nalopen", en="Looking")
_WITH_OUTSIDE = Text(
    nl="Logboeken met een passende stand van buiten: tot en met die stand is niets gewijzigd, weggehaald of "
    "ertussen gezet. Over wat daarna kwam, zegt dit alleen dat het logboek met zichzelf klopt.",
    en="Logs with a fitting checkpoint from outside: up to that checkpoint nothing was changed, dropped or slipped "
    "in. Of what came after, this says only that the log agrees with itself.",
)
_WITHOUT_OUTSIDE = Text(
    nl="Logboeken zonder stand van buiten zijn alleen met zichzelf vergeleken. Wie de database én de sleutel heeft, "
    "kan een logboek helemaal opnieuw schrijven of het einde eraf halen; dat valt alleen op met een stand die iemand "
    "anders bewaart. Geef die met --checkpoint.",
    en="Logs without a checkpoint from outside were compared only with themselves. Who has both the database and the "
    "key can write a whole log anew or cut off its end; that shows only with a checkpoint that somebody else keeps. "
    "Give it with --checkpoint.",
)
_NEVER_WRITTEN = Text(
    nl="Of een regel waar is, en wat nooit is opgeschreven, laat geen logboek zien.",
    en="Whether an entry is true, and what was never written down, no log shows.",
)
_WHAT_NOW = Text(
    nl="Verander nu niets meer. Bewaar een kopie van de database, zet er een oudere reservekopie naast, en meld het "
    "aan wie over beveiliging gaat.",
    en="Change nothing now. Keep a copy of the database, put an older backup beside it, and tell whoever is "
    "responsible for security.",
)
