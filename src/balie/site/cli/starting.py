"""Start a file: what an archetype already says, and the questions that are left, as comments to fill in."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from balie.law import (
    Archetype,
    Fact,
    FactKind,
    FactValue,
    Law,
    OpenQuestion,
    RiskClass,
    Statement,
    Subject,
    Text,
    classify,
    open_questions,
)
from balie.register.reading.faults import nearest
from balie.site.cli.edge import OK, Edge
from balie.site.cli.output import save
from balie.site.cli.report.phrases import REVIEW, printable
from balie.site.cli.speech import Misuse

_WIDTH = 110


def list_archetypes(law: Law, language: str) -> str:
    """List every starting point with its id and name, under the class it usually has by law; the heaviest first."""
    width = max(len(name) for name in law.archetypes)
    blocks = []
    for expected, title in _usual_classes().items():
        own = [archetype for archetype in law.archetypes.values() if archetype.expect.statutory == expected]
        if own:
            lines = (f"  {archetype.id.ljust(width)}  {archetype.name.say(language)}" for archetype in own)
            blocks.append("\n".join([f"{_USUALLY.say(language)}: {title.say(language)} ({len(own)})", *lines]))
    return "\n\n".join(blocks)


def _usual_classes() -> dict[str, Text]:
    """The classes a starting point may have, as the law's packs write them; a lawyer's judgment after high risk."""
    found: dict[str, Text] = {}
    for risk in reversed(RiskClass):
        found[risk.slug] = risk.label
        if risk is RiskClass.HIGH:
            found["review"] = REVIEW
    return found


def start_file(edge: Edge, law: Law, name: str, archetype_id: str | None, out: Path | None, *, force: bool) -> int:
    """Write a file for one system. Its name follows from the system's unless --out says otherwise."""
    if not name.strip() or not name.isprintable():
        raise Misuse(Text(nl="--new vraagt een naam.", en="--new takes a name."))
    archetype = _archetype(law, archetype_id)
    path = out or Path(f"{_file_name(name)}.yaml")
    save(path, new_file(law, " ".join(name.split()), archetype, edge.today, edge.language), force=force)
    text = Text(
        nl=f"Geschreven: {path}. Vul de vragen in en geef het aan 'balie assess {path}'.",
        en=f"Written: {path}. Answer the questions and hand it to 'balie assess {path}'.",
    )
    edge.say(text.say(edge.language))
    return OK


def new_file(law: Law, name: str, archetype: Archetype, today: date, language: str) -> str:
    """Return the file: facts of the archetype first, then what is still open, the most telling question first."""
    questions = open_questions(classify(law, archetype.facts, applies_on=today, published_by=today))
    about_all = [question for question in questions if question.fact.about is Subject.ORGANISATION]
    about_one = [question for question in questions if question.fact.about is Subject.SYSTEM]
    lines = [
        *_comment(_INTRODUCTION.say(language), ""),
        "organisation:",
        '  name: ""',
        "  facts:",
        *_open(about_all, language, "    "),
        "",
        "systems:",
        f"  - name: {_quoted(name)}",
        f"    archetype: {archetype.id}",
        *_comment(archetype.description.say(language), "    "),
        '    purpose: ""',
        '    owner: ""',
        '    supplier: ""',
        "    status: idea",
        "    facts:",
        *_comment(_FROM_ARCHETYPE.say(language), "      "),
        *(line for fact, said in archetype.facts.items() for line in _known(law.facts[fact], said, language)),
        "",
        *_comment(_STILL_OPEN.say(language), "      "),
        *_open(about_one, language, "      "),
    ]
    return printable("\n".join(lines)) + "\n"


def _archetype(law: Law, asked: str | None) -> Archetype:
    if asked is None:
        raise Misuse(
            Text(
                nl="Noem een startpunt met --archetype; 'balie assess --archetypes' noemt ze alle.",
                en="Name a starting point with --archetype; 'balie assess --archetypes' lists them all.",
            )
        )
    if asked in law.archetypes:
        return law.archetypes[asked]
    near = nearest(asked, law.archetypes)
    nl, en = f"'{asked}' is geen bekend startpunt.", f"'{asked}' is not a known starting point."
    if near:
        raise Misuse(Text(nl=f"{nl} Bedoel je '{near}'?", en=f"{en} Did you mean '{near}'?"))
    raise Misuse(Text(nl=f"{nl} Zie --archetypes.", en=f"{en} See --archetypes."))


def _file_name(name: str) -> str:
    """Make a file name of a system's name: no folders, no spaces."""
    kept = "".join(sign if sign.isalnum() else "-" for sign in name.casefold())
    return "-".join(part for part in kept.split("-") if part)[:80] or "system"


def _known(fact: Fact, said: Statement, language: str) -> Iterator[str]:
    """Return an answer of the archetype. A judgment is not ours to give: it is shown, and left to a person."""
    yield from _comment(fact.question.say(language), "      ")
    if fact.open_norm:
        yield from _comment(_JUDGMENT.say(language), "      ")
        yield from (f"      # {line}" for line in _judgment(fact, said))
    else:
        yield f"      {fact.id}: {_written(said.value)}"


def _judgment(fact: Fact, said: Statement) -> list[str]:
    reasons = _quoted(said.reasons)
    return [f"{fact.id}:", f"  value: {_written(said.value)}", '  decided_by: ""', f"  reasons: {reasons}"]


def _open(questions: list[OpenQuestion], language: str, indent: str) -> Iterator[str]:
    for question in questions:
        fact = question.fact
        yield from _comment(fact.question.say(language), indent)
        yield f"{indent}# {fact.id}:    # {_answers_to(fact, language)}"
        yield from (f"{indent}#   {option.id} = {option.label.say(language)}" for option in fact.options)


def _answers_to(fact: Fact, language: str) -> str:
    if fact.open_norm:
        return _OPEN_NORM.say(language)
    return _ANSWERS[fact.kind].say(language)


def _written(value: FactValue) -> str:
    """Write a value as YAML that reads back as the same value."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return f"[{', '.join(sorted(value))}]"
    return value.isoformat() if isinstance(value, date) else str(value)


def _quoted(text: str) -> str:
    """Quote a text for YAML; JSON's way of quoting is one of YAML's."""
    return json.dumps(text, ensure_ascii=False)


def _comment(text: str, indent: str) -> Iterator[str]:
    line = ""
    for word in text.split():
        if line and len(indent) + len(line) + len(word) > _WIDTH:
            yield f"{indent}# {line}"
            line = ""
        line = f"{line} {word}".strip()
    if line:
        yield f"{indent}# {line}"


_USUALLY = Text(nl="Meestal, volgens de wet", en="Usually, by law")
_INTRODUCTION = Text(
    nl="Een AI-systeem voor Balie. Haal het hekje voor een vraag weg en zet het antwoord achter de dubbele punt. Wat "
    "je niet weet, laat je staan: dan blijft het een vraag.",
    en="An AI system for Balie. Remove the hash before a question and put the answer after the colon. Leave what you "
    "do not know: then it stays a question.",
)
_FROM_ARCHETYPE = Text(
    nl="Dit is meestal zo bij dit soort systemen. Verbeter wat bij jullie anders is.",
    en="This is how such systems usually are. Correct what is different with you.",
)
_STILL_OPEN = Text(
    nl="Nog te beantwoorden; wat bovenaan staat zegt het meest.",
    en="Still to be answered; what stands first tells most.",
)
_JUDGMENT = Text(
    nl="Dit vraagt een oordeel van iemand bij jullie, met naam en redenen. Tot dan geldt wat hier staat:",
    en="This takes a judgment by somebody of yours, with name and reasons. Until then this counts:",
)
_OPEN_NORM = Text(
    nl="een oordeel: value, decided_by en reasons, elk op een eigen regel eronder",
    en="a judgment: value, decided_by and reasons, each on its own line below",
)
_ANSWERS = {
    FactKind.ONE_OF: Text(nl="een van deze:", en="one of these:"),
    FactKind.SOME_OF: Text(nl="geen, een of meer van deze, tussen [ ]:", en="none, one or more of these, between [ ]:"),
    FactKind.YES_NO: Text(nl="ja of nee", en="yes or no"),
    FactKind.NUMBER: Text(nl="een getal", en="a number"),
    FactKind.DATE: Text(nl="een datum, zoals 2026-08-02", en="a date, such as 2026-08-02"),
}
