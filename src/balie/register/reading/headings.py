"""What a heading means: a field of the register, a fact, or something about a fact, however a person wrote it.

A heading may be an id (`interacts_directly`), the question itself in Dutch or English, or one of a few everyday names
(`naam`, `leverancier`). What belongs to an answer follows after a dot or colon: `significant_harm.decided_by`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from balie.law import Fact, Law
from balie.register.reading.suggestions import Suggestions


class Field(StrEnum):
    """What a system has besides facts."""

    NAME = "name"
    ARCHETYPE = "archetype"
    ORGANISATION = "organisation"
    PURPOSE = "purpose"
    OWNER = "owner"
    SUPPLIER = "supplier"
    MODEL = "model"
    VERSION = "version"
    REFERENCE = "reference"
    CHANNELS = "channels"
    LANGUAGES = "languages"
    CUSTOMERS = "customers"
    STATUS = "status"
    RETIRED_ON = "retired_on"
    LINKS = "links"
    DECLARED_CLASS = "declared_class"
    NOTE = "note"


class Part(StrEnum):
    """What an answer consists of."""

    VALUE = "value"
    SOURCE = "source"
    DECIDED_BY = "decided_by"
    REASONS = "reasons"
    ON = "on"


@dataclass(frozen=True, slots=True)
class Meaning:
    """A heading understood: a field, or one part of the answer to a fact."""

    target: Field | str
    part: Part = Part.VALUE

    def __str__(self) -> str:
        """Return it as an id: `name`, `org_size`, `org_size.source`."""
        return str(self.target) if self.part is Part.VALUE else f"{self.target}.{self.part}"


@dataclass(slots=True)
class Headings:
    """The headings a law gives meaning to. Looks each one up once."""

    facts: Mapping[str, Fact]
    _by_word: dict[str, Meaning] = field(default_factory=dict)
    _seen: dict[str, Meaning | None] = field(default_factory=dict)
    suggestions: Suggestions = field(init=False)

    def __post_init__(self) -> None:
        """Know what to offer for a slip."""
        self.suggestions = Suggestions(self.known())

    @classmethod
    def of(cls, law: Law) -> "Headings":
        """Build the list for a law."""
        headings = cls(law.facts)
        for fact in law.facts.values():
            for word in (fact.id, fact.question.nl, fact.question.en):
                headings._by_word.setdefault(_folded(word), Meaning(fact.id))
        for name, words in _FIELD_WORDS.items():
            for word in (name, *words):
                headings._by_word[_folded(word)] = Meaning(name)
        return headings

    def meaning(self, heading: str) -> Meaning | None:
        """Return what a heading means, or nothing when nobody knows it."""
        if heading not in self._seen:
            self._seen[heading] = self._find(heading)
        return self._seen[heading]

    def known(self) -> list[str]:
        """Return every id that may stand above a column."""
        return [*Field, *self.facts]

    def _find(self, heading: str) -> Meaning | None:
        if whole := self._by_word.get(_folded(heading)):
            return whole
        for sign in ".:":
            before, found, after = heading.rpartition(sign)
            meaning, part = self._by_word.get(_folded(before)), _PART_WORDS.get(_folded(after))
            if found and meaning and part and meaning.target in self.facts:
                return Meaning(meaning.target, part)
        return None


def is_private(heading: str) -> bool:
    """Whether people keep this column for themselves."""
    return heading.lstrip().startswith("#")


def _folded(word: str) -> str:
    return " ".join(_PUNCTUATION.sub(" ", word.casefold()).split())


_PUNCTUATION = re.compile(r"[\W_]+")

_FIELD_WORDS: Mapping[Field, tuple[str, ...]] = {
    Field.NAME: ("naam", "systeem", "system", "naam systeem", "system name", "ai-systeem", "ai system"),
    Field.ARCHETYPE: ("startpunt", "uitgangspunt", "voorbeeldsysteem", "starting point"),
    Field.ORGANISATION: ("organisatie", "organization", "organisatienaam"),
    Field.PURPOSE: ("doel", "omschrijving", "beschrijving", "korte omschrijving", "description"),
    Field.OWNER: ("eigenaar", "verantwoordelijke"),
    Field.SUPPLIER: ("leverancier", "vendor"),
    Field.MODEL: ("ai-model", "taalmodel", "language model"),
    Field.VERSION: ("versie", "versienummer"),
    Field.REFERENCE: ("kenmerk", "id", "referentie"),
    Field.CHANNELS: ("kanalen", "kanaal", "channel"),
    Field.LANGUAGES: ("talen", "taal", "language"),
    Field.CUSTOMERS: ("klanten per maand", "bereikte klanten", "customers each month", "customers per month"),
    Field.STATUS: ("levensfase", "life cycle", "life_cycle"),
    Field.RETIRED_ON: ("gestopt op", "retired on"),
    Field.LINKS: ("koppelingen", "koppeling", "link", "links met andere systemen"),
    Field.DECLARED_CLASS: ("opgegeven klasse", "opgegeven risicoklasse", "declared risk class"),
    Field.NOTE: ("opmerking", "opmerkingen", "notitie", "notes", "remarks"),
}
_PART_WORDS = {
    _folded(word): part
    for part, words in {
        Part.VALUE: ("value", "waarde", "antwoord", "answer"),
        Part.SOURCE: ("source", "bron"),
        Part.DECIDED_BY: ("decided_by", "besloten door", "besluit van"),
        Part.REASONS: ("reasons", "redenen", "reden", "motivering"),
        Part.ON: ("on", "op", "datum", "date", "besloten op"),
    }.items()
    for word in words
}
