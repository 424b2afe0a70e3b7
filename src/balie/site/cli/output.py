"""Give a report its form and bring it to the screen or to a file: whole or not at all, and never over another."""

import os
import tempfile
from difflib import get_close_matches
from pathlib import Path

from balie.law import Text, classify
from balie.site.cli.edge import Edge
from balie.site.cli.report.outcome import Outcome, Report
from balie.site.cli.speech import Misuse

FORMATS = ("table", "json", "xlsx", "md")


def write(report: Report, edge: Edge, *, form: str, out: Path | None, force: bool, explain: str | None) -> bool:
    """Write the report, or the explanation of one system. Return whether there was something to write."""
    if out is None and form == "table" and explain is None and edge.draws:
        _draw(report, edge)
        return True
    if explain is None and not report.outcomes and form != "json":
        return False
    outcome = _found(report, explain, edge) if explain is not None else None
    if explain is not None and outcome is None:
        return False
    content = _explained(report, outcome, form, edge) if outcome else _rendered(report, form, edge)
    if out is None:
        edge.say(content if isinstance(content, str) else content.decode())
    else:
        save(out, content, force=force)
        edge.warn(Text(nl=f"Geschreven: {out}", en=f"Written: {out}").say(edge.language))
    return True


def save(path: Path, content: str | bytes, *, force: bool) -> None:
    """Write a file in one step: it is complete or it is not there. Refuse to overwrite unless told to."""
    if path.exists() and not force:
        raise Misuse(
            Text(
                nl=f"{path} bestaat al. Kies een andere naam, of overschrijf met --force.",
                en=f"{path} exists already. Choose another name, or overwrite with --force.",
            )
        )
    raw = content.encode("utf-8") if isinstance(content, str) else content
    try:
        _save(path, raw)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Misuse(
            Text(nl=f"{path} is niet te schrijven: {reason}.", en=f"{path} cannot be written: {reason}.")
        ) from error


def _save(path: Path, raw: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(_usual_mode())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


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


def _explained(report: Report, outcome: Outcome, form: str, edge: Edge) -> str:
    from balie.site.cli.report import explanation  # noqa: PLC0415

    facts = outcome.system.facts
    assessment = classify(report.law, facts, applies_on=report.applies_on, published_by=report.published_by)
    if form == "xlsx":
        raise Misuse(_NO_WORKBOOK)
    return explanation.explain(outcome, assessment, report, edge.language).render(form)


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
