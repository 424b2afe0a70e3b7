"""Give a report its form and bring it to the screen or to a file: whole or not at all, and never over another."""

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import IO

from balie.law import Text, classify
from balie.site.cli.edge import Edge
from balie.site.cli.report.outcome import Outcome, Report
from balie.site.cli.speech import Misuse

FORMATS = ("table", "json", "xlsx", "md")
_LONGEST_BESIDE = 100  # a name may have 255 bytes, and more goes after it
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to write and where: the whole report, or the explanation of one system, in short or in full."""

    form: str
    out: Path | None = None
    force: bool = False
    explain: str | None = None
    full: bool = False


def write(report: Report, edge: Edge, wanted: Wanted) -> bool:
    """Write what is wanted. Return whether there was something to write."""
    form, out, explain = wanted.form, wanted.out, wanted.explain
    if out is None and form == "table" and explain is None and edge.draws:
        _draw(report, edge)
        return True
    if explain is None and not report.outcomes and form != "json":
        return False
    outcome = _found(report, explain, edge) if explain is not None else None
    if explain is not None and outcome is None:
        return False
    content = _explained(report, outcome, wanted, edge) if outcome else _rendered(report, form, edge)
    if out is None:
        edge.say(content if isinstance(content, str) else content.decode())
    else:
        save(out, content, force=wanted.force)
        edge.warn(Text(nl=f"Geschreven: {out}", en=f"Written: {out}").say(edge.language))
    return True


def save(path: Path, content: str | bytes, *, force: bool) -> None:
    """Write a file in one step: it is complete or it is not there. Refuse to overwrite unless told to."""
    with saving(path, force=force) as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)


@contextmanager
def saving(path: Path, *, force: bool) -> Iterator[IO[bytes]]:
    """Write a file in pieces; it gets its name when the block ends well, and else nothing is left of it."""
    try:
        _refuse_odd_target(path) if force else _refuse_taken(path)
        with _beside(path, force=force) as file:
            yield file
    except FileExistsError as error:
        raise Misuse(
            Text(
                nl=f"{path} bestaat al. Kies een andere naam, of overschrijf met --force.",
                en=f"{path} exists already. Choose another name, or overwrite with --force.",
            )
        ) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Misuse(
            Text(nl=f"{path} is niet te schrijven: {reason}.", en=f"{path} cannot be written: {reason}.")
        ) from error


def _refuse_taken(path: Path) -> None:
    """Say it before the work; whether the name is still free is seen when the file gets it."""
    if os.path.lexists(path):
        raise FileExistsError(path)


def _refuse_odd_target(path: Path) -> None:
    """Overwrite files and links to files; a device, a pipe or a folder is no report."""
    if not os.path.lexists(path):
        return
    ordinary = stat.S_ISREG(path.lstat().st_mode) or (path.is_symlink() and (path.is_file() or not path.exists()))
    if not ordinary:
        raise Misuse(
            Text(
                nl=f"{path} is geen gewoon bestand. Kies een andere naam.",
                en=f"{path} is not an ordinary file. Choose another name.",
            )
        )


@contextmanager
def _beside(path: Path, *, force: bool) -> Iterator[IO[bytes]]:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:_LONGEST_BESIDE]}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(_mode_of(path) if force else _usual_mode())
        if force:
            beside.replace(path)
        else:
            _place(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def _place(beside: Path, path: Path) -> None:
    """Give the file its name, if nothing has that name: checking and naming are one step."""
    try:
        os.link(beside, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))  # this disk knows no links: claim the name
        beside.replace(path)


def _mode_of(path: Path) -> int:
    """Return the rights of the file that is overwritten: whoever closed it off meant the next report too."""
    return stat.S_IMODE(path.stat().st_mode) & 0o777 if path.exists() else _usual_mode()


def _usual_mode() -> int:
    """Return the rights an ordinary new file gets; a temporary file has fewer."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _draw(report: Report, edge: Edge) -> None:
    from rich.console import Console  # noqa: PLC0415  only a terminal pays for the time this takes

    from balie.site.cli.report.table import draw  # noqa: PLC0415

    if report.outcomes:
        draw(report, edge.language, Console(file=edge.out, no_color="NO_COLOR" in edge.environment))


def _rendered(report: Report, form: str, edge: Edge) -> str | bytes:
    from balie.site.cli.report import as_json, markdown, table, workbook  # noqa: PLC0415

    match form:
        case "json":
            return as_json.as_json(report, edge.language)
        case "md":
            return markdown.as_markdown(report, edge.language)
        case "xlsx":
            return workbook.as_workbook(report, edge.language)
        case _:
            return table.as_plain_text(report, edge.language)


def _explained(report: Report, outcome: Outcome, wanted: Wanted, edge: Edge) -> str:
    from balie.site.cli.report import explanation, short  # noqa: PLC0415
    from balie.site.cli.report.page import Page  # noqa: PLC0415

    facts = outcome.system.facts
    assessment = classify(report.law, facts, applies_on=report.applies_on, published_by=report.published_by)
    if wanted.form == "xlsx":
        raise Misuse(_NO_WORKBOOK)
    in_words = explanation.explain_fully if wanted.full else short.explain_shortly
    plain = explanation.as_plain(outcome, assessment, edge.language) if wanted.form == "json" else {}
    return Page(in_words(outcome, assessment, report, edge.language), plain).render(wanted.form)


def _found(report: Report, name: str, edge: Edge) -> Outcome | None:
    """Return the system that was asked for, or say which names come near."""
    if outcome := report.named(name):
        return outcome
    names = {outcome.system.name.casefold(): outcome.system.name for outcome in report.outcomes}
    near = [names[word] for word in get_close_matches(name.casefold(), names, n=3, cutoff=0.4)]
    listed = ", ".join(f"'{word}'" for word in near or list(names.values())[:10])
    nl, en = f"Er is geen systeem '{name}'.", f"There is no system '{name}'."
    text = Text(nl=f"{nl} Wel: {listed}.", en=f"{en} There is: {listed}.") if listed else Text(nl=nl, en=en)
    edge.warn(text.say(edge.language))
    return None


_NO_WORKBOOK = Text(
    nl="Uitleg past niet in een werkmap: kies table, md of json.",
    en="An explanation does not fit a workbook: choose table, md or json.",
)
