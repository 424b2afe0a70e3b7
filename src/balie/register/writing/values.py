"""A system taken apart into what is written down: its fields, and the parts of each answer. Pure values."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from balie.law import Fact, FactValue, Law, Statement
from balie.register.reading.answers import NO_SOURCE
from balie.register.reading.headings import Field, Meaning, Part
from balie.register.system import AISystem, LinkTo, Portfolio

Value = str | int | float | bool | date | tuple[str, ...] | tuple[LinkTo, ...]

# The order of the columns. A declared class and a note are read from files and not kept, so they are not written.
FIELDS = (
    Field.NAME,
    Field.ORGANISATION,
    Field.ARCHETYPE,
    Field.PURPOSE,
    Field.OWNER,
    Field.SUPPLIER,
    Field.MODEL,
    Field.VERSION,
    Field.REFERENCE,
    Field.CHANNELS,
    Field.LANGUAGES,
    Field.CUSTOMERS,
    Field.STATUS,
    Field.RETIRED_ON,
    Field.LINKS,
)
UNKNOWN = "unknown"


def fields_of(system: AISystem) -> dict[Field, Value]:
    """The fields of a system that hold something."""
    kept: dict[Field, Value | None] = {
        Field.NAME: system.name,
        Field.ORGANISATION: system.organisation,
        Field.ARCHETYPE: system.archetype,
        Field.PURPOSE: system.purpose,
        Field.OWNER: system.owner,
        Field.SUPPLIER: system.supplier,
        Field.MODEL: system.model,
        Field.VERSION: system.version,
        Field.REFERENCE: system.reference,
        Field.CHANNELS: system.channels,
        Field.LANGUAGES: system.languages,
        Field.CUSTOMERS: system.customers,
        Field.STATUS: system.life_cycle.value if system.life_cycle else None,
        Field.RETIRED_ON: system.retired_on,
        Field.LINKS: system.links,
    }
    return {field: value for field, value in kept.items() if value is not None and value not in ("", ())}


def parts_of(statement: Statement) -> dict[Part, FactValue]:
    """The parts of an answer that hold something. One without a source says so, or the file would be its source."""
    parts: dict[Part, FactValue] = {Part.VALUE: statement.value, Part.SOURCE: statement.source or NO_SOURCE}
    if statement.decided_by:
        parts[Part.DECIDED_BY] = statement.decided_by
    if statement.reasons:
        parts[Part.REASONS] = statement.reasons
    if statement.on:
        parts[Part.ON] = statement.on
    return parts


def in_table(portfolio: Portfolio) -> Iterator[AISystem]:
    """The systems as rows of a table, which has no place apart for what the organisation says: each row repeats it."""
    shared = portfolio.organisation
    for system in portfolio.systems:
        told = {name: said for name, said in shared.facts.items() if name not in system.unknown}
        facts = {**told, **system.facts}
        yield replace(system, facts=facts, unknown=(system.unknown | shared.unknown) - facts.keys())


def cells_of(system: AISystem, law: Law) -> Iterator[tuple[Meaning, Value | FactValue]]:
    """Everything about a system as it stands in a row: what each cell means, and its value."""
    for field, value in fields_of(system).items():
        yield Meaning(field), value
    for name in law.facts:
        if name in system.unknown:
            yield Meaning(name), UNKNOWN
        elif name in system.facts:
            for part, said in parts_of(system.facts[name]).items():
                yield Meaning(name, part), said


def columns_of(rows: Mapping[int, Mapping[str, object]], law: Law) -> list[Meaning]:
    """The columns a table needs: the fields, and every part of an answer that some row has."""
    used = {str(meaning) for row in rows.values() for meaning in row}
    fields = [Meaning(field) for field in FIELDS]
    facts = [Meaning(name, part) for name in law.facts for part in Part]
    return [*fields, *(meaning for meaning in facts if str(meaning) in used)]


def say_choice(fact: Fact, value: FactValue, language: str) -> str:
    """A choice in words that are read back as the same; ids where words would be taken apart."""
    if isinstance(value, bool):
        return fact.say(value, language)
    if isinstance(value, frozenset):
        chosen = [option for option in fact.options if option.id in value]
        plain = not any(sign in option.nl + option.en for option in fact.options for sign in ";|,\n")
        words = [option.label.say(language) if plain else option.id for option in chosen]
        return "; ".join(words) or "none"
    label = next((option.label.say(language) for option in fact.options if option.id == value), str(value))
    same = [option.id for option in fact.options if label.casefold() in {option.nl.casefold(), option.en.casefold()}]
    return label if same == [value] else str(value)


def joined(words: tuple[str, ...]) -> str:
    """A list in one cell: commas between the words, or a line for each when a word holds a comma itself."""
    if any(sign in word for word in words for sign in ",;"):
        return "".join(f"{word}\n" for word in words)
    return ", ".join(words)


def link_lines(links: tuple[LinkTo, ...]) -> str:
    """Links in one cell, one on a line."""
    return "\n".join(_line(link) for link in links)


def _line(link: LinkTo) -> str:
    name, note = (text.replace("|", "||") for text in (link.name, link.note))
    return f"{link.kind.value}: {name} | {note}" if note else f"{link.kind.value}: {name}"
