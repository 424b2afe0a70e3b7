"""From records to AI systems: the one place where headings and values get their meaning, for every format.

A record with a fault is refused whole, so that nobody reads a class that rests on half of what was written; the others
go on. What is known adds up in this order: the system's own answers, its organisation's, its archetype's.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from balie.law import Archetype, Facts, FactValue, Fault, Law, Place, RiskClass, Statement, Subject
from balie.register.reading import faults
from balie.register.reading.answers import (
    Answered,
    BadText,
    answer,
    is_blank,
    is_unknown,
    read_day,
    read_line,
    read_paragraph,
    read_text,
)
from balie.register.reading.headings import Field, Headings, Meaning, Part, is_private
from balie.register.reading.listed import listed, read_count, read_links
from balie.register.reading.suggestions import Suggestions
from balie.register.reading.written import Record
from balie.register.system import AISystem, DeclaredClass, LifeCycle, LinkTo, Organisation

LONGEST_NAME = 200
LONGEST_VERSION = 100
FROM_ARCHETYPE = "archetype "  # how a source names a starting point


@dataclass(slots=True)
class Interpreter:
    """Reads records in the light of one law, and keeps what was wrong with them. `whole`: texts stay as written."""

    law: Law
    headings: Headings
    whole: bool = False
    organisation: Organisation = field(default_factory=Organisation)
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)
    refused: int = 0
    near_archetypes: Suggestions = field(init=False)
    _names: dict[str, Place] = field(default_factory=dict)
    _archetypes: dict[str, Facts] = field(default_factory=dict)
    _shared_questions: set[str] = field(default_factory=set)
    _about_organisations: dict[tuple[str, str], "Counter[FactValue]"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Look up once which questions are about the organisation, and what to offer for a slip."""
        self.near_archetypes = Suggestions(self.law.archetypes)
        self._shared_questions = {name for name, fact in self.law.facts.items() if fact.about is Subject.ORGANISATION}

    def read_organisation(self, record: Record) -> None:
        """Take what is said about the organisation as said about each of its systems."""
        reading = _Reading(self, record)
        facts = reading.facts({}, only=Subject.ORGANISATION)
        self.organisation = Organisation(reading.text(Field.NAME), facts, frozenset(reading.unknown))
        self._close(reading)

    def read_system(self, record: Record) -> AISystem | None:
        """Build one system, or note everything that is wrong with it."""
        reading = _Reading(self, record)
        archetype = reading.archetype()
        base = {**self._archetype_facts(archetype), **self.organisation.facts}
        name = reading.name(self._names)
        facts = reading.facts(base)
        system = AISystem(
            name=name or "-",
            facts=facts,
            place=record.place,
            organisation=reading.text(Field.ORGANISATION) or self.organisation.name,
            archetype=archetype.id if archetype else "",
            purpose=reading.text(Field.PURPOSE),
            owner=reading.text(Field.OWNER, LONGEST_NAME),
            supplier=reading.text(Field.SUPPLIER, LONGEST_NAME),
            reference=reading.text(Field.REFERENCE, LONGEST_NAME),
            channels=reading.words(Field.CHANNELS),
            life_cycle=reading.life_cycle(),
            declared=reading.declared_class(),
            model=reading.text(Field.MODEL, LONGEST_NAME),
            version=reading.text(Field.VERSION, LONGEST_VERSION),
            languages=reading.words(Field.LANGUAGES),
            customers=reading.customers(),
            retired_on=reading.day(Field.RETIRED_ON),
            links=reading.links(),
            own=frozenset(reading.own),
            unknown=frozenset(reading.unknown),
            public_entry=record.public,
        )
        if not self._close(reading):
            return None
        self._count_answers_about(system, reading)
        return system

    def contradictions(self, place: Place) -> Iterator[Fault]:
        """Tell where systems of one organisation say different things about that organisation."""
        for (_, fact), given in self._about_organisations.items():
            if len(given) > 1:
                yield faults.contradiction(place, self.law.facts[fact], given.most_common())

    def _count_answers_about(self, system: AISystem, reading: "_Reading") -> None:
        """Count what a system itself says about its organisation, to compare it with the others."""
        for name in self._shared_questions & reading.given.keys():
            if reading.answers(name):
                given = self._about_organisations.setdefault((system.organisation, name), Counter())
                given[system.facts[name].value] += 1

    def _close(self, reading: "_Reading") -> bool:
        """Keep what was found; a record with a fault is refused."""
        about = reading.called()
        self.faults += [_naming(about, fault) for fault in reading.faults]
        self.notices += [_naming(about, notice) for notice in reading.notices] if not reading.faults else []
        self.refused += bool(reading.faults)
        return not reading.faults

    def _archetype_facts(self, archetype: Archetype | None) -> Facts:
        if archetype is None:
            return {}
        if archetype.id not in self._archetypes:
            self._archetypes[archetype.id] = {
                fact: replace(statement, source=f"{FROM_ARCHETYPE}{archetype.id}")
                for fact, statement in archetype.facts.items()
            }
        return self._archetypes[archetype.id]


@dataclass(slots=True)
class _Reading:
    """One record being read: its headings understood, its faults so far."""

    interpreter: Interpreter
    record: Record
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)
    given: dict[Field | str, dict[Part, str]] = field(default_factory=dict)
    own: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Understand the headings, and note the ones nobody knows."""
        headings = self.interpreter.headings
        for heading, raw in self.record.values.items():
            meaning = headings.meaning(heading)
            if meaning is not None:
                self._place(heading, meaning)
            elif not is_blank(raw) and not is_private(heading):
                close = headings.suggestions.nearest(heading)
                self.faults.append(faults.unknown_heading(self.record.where(heading), heading, close))

    def _place(self, heading: str, meaning: Meaning) -> None:
        parts = self.given.setdefault(meaning.target, {})
        first = parts.setdefault(meaning.part, heading)
        if first != heading:
            self.faults.append(faults.twice(self.record.where(heading), heading, first))

    def text(self, field_: Field, longest: int = 5000) -> str:
        """Return a field that is plain text."""
        raw, place = self._raw(field_)
        read = self._read_paragraph if field_ is Field.PURPOSE else self._read_line
        try:
            return read(raw, place, longest)
        except BadText as problem:
            self.faults.append(problem.fault)
            return ""

    def name(self, seen: dict[str, Place]) -> str:
        """Return the name, which has to be there and be its own."""
        raw, place = self._raw(Field.NAME)
        if is_blank(raw):
            named = self.given.get(Field.NAME, {}).get(Part.VALUE)
            self.faults.append(faults.no_name(place, named or "naam", named or "name"))
            return ""
        name = self.text(Field.NAME, LONGEST_NAME)
        first = seen.setdefault(name.casefold(), place) if name else place
        if first is not place:
            self.faults.append(faults.same_name(place, name, first))
        return name

    def called(self) -> str:
        """Return what the file calls this record, to point at it; nothing when that is no name."""
        raw = self._raw(Field.NAME)[0]
        name = " ".join(raw.split()) if isinstance(raw, str) else ""
        return name if name.isprintable() and len(name) <= LONGEST_NAME else ""

    def answers(self, target: Field | str) -> bool:
        """Whether this record has an answer of its own under a heading."""
        heading = self.given[target].get(Part.VALUE)
        raw = self.record.values.get(heading) if heading else None
        return not is_blank(raw) and not is_unknown(raw)

    def archetype(self) -> Archetype | None:
        """Return the starting point, by its id, its use case or its name."""
        raw, place = self._raw(Field.ARCHETYPE)
        if is_blank(raw):
            return None
        known = self.interpreter.law.archetypes
        word = str(raw).strip().casefold()
        for archetype in known.values():
            if word in {archetype.id.casefold(), archetype.name.nl.casefold(), archetype.name.en.casefold()}:
                return archetype
        close = self.interpreter.near_archetypes.nearest(str(raw))
        self.faults.append(faults.unknown_archetype(place, raw, close))
        return None

    def life_cycle(self) -> LifeCycle | None:
        """Return the stage of life, by its id or its words."""
        raw, place = self._raw(Field.STATUS)
        if is_blank(raw) or is_unknown(raw):
            return None
        word = str(raw).strip().casefold().replace("_", " ")
        for stage in LifeCycle:
            if word in {stage, stage.label.nl, stage.label.en}:
                return stage
        if word in _STAGES:
            return _STAGES[word]
        self.faults.append(faults.not_one_of(place, raw, {stage.value: stage.label for stage in LifeCycle}))
        return None

    def words(self, field_: Field) -> tuple[str, ...]:
        """Return a list: as such, one word on a line, or words with commas or semicolons between them."""
        raw, place = self._raw(field_)
        try:
            return tuple(word for one in listed(raw) if (word := self._read_line(one, place, LONGEST_NAME)))
        except BadText as problem:
            self.faults.append(problem.fault)
            return ()

    def customers(self) -> int | None:
        """Return how many customers it reaches in a month: a whole number."""
        raw, place = self._raw(Field.CUSTOMERS)
        if is_blank(raw) or is_unknown(raw):
            return None
        try:
            return read_count(raw, place)
        except BadText as problem:
            self.faults.append(problem.fault)
            return None

    def day(self, field_: Field) -> date | None:
        """Return a day."""
        raw, place = self._raw(field_)
        try:
            return read_day(raw, place)
        except BadText as problem:
            self.faults.append(problem.fault)
            return None

    def links(self) -> tuple[LinkTo, ...]:
        """Return how it hangs together with other systems, which are pointed at by name."""
        raw, place = self._raw(Field.LINKS)
        try:
            return read_links(raw, place)
        except BadText as problem:
            self.faults.append(problem.fault)
            return ()

    def declared_class(self) -> DeclaredClass | None:
        """Return the class somebody gave it elsewhere."""
        raw, place = self._raw(Field.DECLARED_CLASS)
        if is_blank(raw) or is_unknown(raw):
            return None
        if found := _DECLARATIONS.get(str(raw).strip().casefold()):
            return DeclaredClass(str(raw).strip(), *found, source=str(place))
        self.faults.append(faults.not_one_of(place, raw, {risk.slug: risk.label for risk in RiskClass}))
        return None

    def facts(self, base: Facts, only: Subject | None = None) -> dict[str, Statement]:
        """Return the answers, laid over what was known already."""
        known = dict(base)
        for target, headings in self.given.items():
            fact = self.interpreter.law.facts.get(target)
            if fact is None or isinstance(target, Field) or self._says_nothing(headings):
                continue
            if only is not None and fact.about is not only:
                heading = next(iter(headings.values()))
                self.faults.append(faults.not_about_organisation(self.record.where(heading), heading))
                continue
            said = answer(fact, headings, self.record, self.record.place.file, whole=self.interpreter.whole)
            self._take(known, fact.id, said)
        return known

    def _says_nothing(self, headings: Mapping[Part, str]) -> bool:
        """Whether every part of an answer is empty: most cells of a wide table are."""
        return all(is_blank(self.record.values[heading]) for heading in headings.values())

    def _take(self, known: dict[str, Statement], fact: str, answered: Answered) -> None:
        if answered.withdrawn:
            known.pop(fact, None)
            self.unknown.add(fact)
        if answered.statement is not None:
            known[fact] = answered.statement
            self.own.add(fact)
        self.faults += answered.faults
        self.notices += answered.notices

    def _read_line(self, raw: object, place: Place, longest: int) -> str:
        return (read_line if self.interpreter.whole else read_text)(raw, place, longest)

    def _read_paragraph(self, raw: object, place: Place, longest: int) -> str:
        return (read_paragraph if self.interpreter.whole else read_text)(raw, place, longest)

    def _raw(self, field_: Field) -> tuple[object, Place]:
        heading = self.given.get(field_, {}).get(Part.VALUE, field_)
        return self.record.values.get(heading), self.record.where(heading)


def _naming(about: str, fault: Fault) -> Fault:
    """Let a fault say which system it is about."""
    return replace(fault, place=replace(fault.place, about=about)) if about else fault


def _declarations() -> Iterator[tuple[str, tuple[RiskClass, RiskClass]]]:
    """List the words a class may be declared in; those of the Algorithm Register leave room (see CATEGORIES)."""
    for risk in RiskClass:
        for word in (risk.slug, risk.label.nl, risk.label.en):
            yield word.casefold(), (risk, risk)
    yield from _EVERYDAY.items()


_EVERYDAY = {
    "minimaal": (RiskClass.MINIMAL, RiskClass.MINIMAL),
    "laag": (RiskClass.MINIMAL, RiskClass.MINIMAL),
    "beperkt": (RiskClass.LIMITED, RiskClass.LIMITED),
    "hoog": (RiskClass.HIGH, RiskClass.HIGH),
    "hoog-risico ai-systeem": (RiskClass.HIGH, RiskClass.HIGH),
    "impactvolle algoritmes": (RiskClass.NONE, RiskClass.LIMITED),
    "overige algoritmes": (RiskClass.NONE, RiskClass.LIMITED),
}
_STAGES = {
    "in ontwikkeling": LifeCycle.TEST,
    "in development": LifeCycle.TEST,
    "in use": LifeCycle.LIVE,
    "buiten gebruik": LifeCycle.RETIRED,
    "no longer in use": LifeCycle.RETIRED,
    "in test": LifeCycle.TEST,
    "in productie": LifeCycle.LIVE,
    "uit gebruik": LifeCycle.RETIRED,
}
_DECLARATIONS: Mapping[str, tuple[RiskClass, RiskClass]] = dict(_declarations())
