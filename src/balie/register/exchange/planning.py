"""What an import would do, row by row, before anything is done: new, changed (field by field) or the same. Pure values.

Nothing is removed by an import: an empty cell changes nothing, and a system that is not in the file stays. A row that
cannot be done is refused with a reason, like a row that could not be read.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from balie.law import Fault, Law, Place, Statement, Subject, Text
from balie.register import statements
from balie.register.exchange.merging import Change, laid_over, merged, plain_fields, public_after, public_changes
from balie.register.exchange.planning_faults import (
    ambiguous_reference,
    link_to_itself,
    link_to_nobody,
    name_of_another,
    other_organisation,
    same_reference,
)
from balie.register.reading.systems import FROM_ARCHETYPE
from balie.register.system import AISystem, Organisation


class Fate(StrEnum):
    """What an import would do with a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"

    @property
    def label(self) -> Text:
        """The fate in words."""
        return _FATES[self]


@dataclass(frozen=True, slots=True)
class Known:
    """A system that is in the register already, as it would be exported."""

    key: int
    revision: int
    value: AISystem


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who may own systems."""

    key: int
    name: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The register as it is: its organisation, its systems, and who may own them (by name and address, lower case)."""

    organisation: Organisation
    systems: tuple[Known, ...]
    owners: Mapping[str, Owner] = field(default_factory=dict)
    suppliers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """What would become of one row. `value` is how the system would be afterwards; its facts are its own only."""

    fate: Fate
    value: AISystem
    known: Known | None
    changes: tuple[Change, ...]
    owner: Owner | None = None

    @property
    def fields(self) -> tuple[Change, ...]:
        """What changes besides answers."""
        return tuple(change for change in self.changes if not change.answer)

    @property
    def answers(self) -> tuple[Change, ...]:
        """The answers that change."""
        return tuple(change for change in self.changes if change.answer)


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything an import would do, and what is wrong with the rows it would leave out."""

    steps: tuple[Step, ...]
    organisation: Organisation
    shared: tuple[Change, ...]
    new_suppliers: tuple[str, ...]
    faults: tuple[Fault, ...]
    notices: tuple[Fault, ...]
    refused: int

    @property
    def counts(self) -> dict[Fate, int]:
        """How many rows there are of each fate."""
        found = Counter(step.fate for step in self.steps)
        return {fate: found[fate] for fate in Fate}

    @property
    def does_something(self) -> bool:
        """Whether the import would change anything."""
        return bool(self.shared) or any(step.fate is not Fate.UNCHANGED for step in self.steps)

    @property
    def digest(self) -> str:
        """What was promised: another register or another file gives another digest."""
        told = [
            [step.fate, step.value.name, step.known and [step.known.key, step.known.revision], _told(step.changes)]
            for step in self.steps
        ]
        whole = {"steps": told, "shared": _told(self.shared), "faults": [str(fault.place) for fault in self.faults]}
        return hashlib.sha256(json.dumps(whole, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Written:
    """What was read from the file."""

    systems: Sequence[AISystem]
    organisation: Organisation
    faults: tuple[Fault, ...]
    notices: tuple[Fault, ...]
    refused: int
    file: str = ""


def plan(law: Law, written: Written, register: Snapshot) -> Plan:
    """Say what an import would do."""
    shared = _about_organisation(law, written)
    unknown = written.organisation.unknown | _unknown_of_organisation(law, written.systems)
    name = written.organisation.name or _name_of_organisation(written.systems)
    organisation, changes = _organisation(register.organisation, name, shared, unknown)
    matched, faults = _matched(written.systems, register)
    matched, broken = _without_broken_links(matched, register)
    steps = tuple(_step(law, system, known, organisation, register.owners) for system, known in matched)
    refused = [*faults, *broken]
    return Plan(
        steps=steps,
        organisation=organisation,
        shared=changes,
        new_suppliers=_new_suppliers(steps, register.suppliers),
        faults=(*written.faults, *refused),
        notices=(*written.notices, *_other_organisation(name, organisation.name, written.file)),
        refused=written.refused + len(refused),
    )


def _about_organisation(law: Law, written: Written) -> dict[str, tuple[Statement, str]]:
    """What the file says about the organisation, and where: in its frame, or else what most of the rows say."""
    given: dict[str, Counter[str]] = {}
    said: dict[str, tuple[Statement, str]] = {}
    for system in written.systems:
        for name in system.own:
            if law.facts[name].about is Subject.ORGANISATION:
                text = json.dumps(statements.as_json({name: system.facts[name]}), sort_keys=True)
                given.setdefault(name, Counter())[text] += 1
                said[text] = (system.facts[name], system.place.file)
    most = {name: said[found.most_common(1)[0][0]] for name, found in given.items()}
    return most | {name: (statement, written.file) for name, statement in written.organisation.facts.items()}


def _name_of_organisation(systems: Sequence[AISystem]) -> str:
    named = Counter(system.organisation for system in systems if system.organisation)
    return named.most_common(1)[0][0] if named else ""


def _other_organisation(written: str, ours: str, file: str) -> tuple[Fault, ...]:
    same = not written or written.casefold() == ours.casefold()
    return () if same else (other_organisation(Place(file), written, ours),)


def _unknown_of_organisation(law: Law, systems: Sequence[AISystem]) -> frozenset[str]:
    """What every row that says something about it says not to know of the organisation."""
    answered = {name for system in systems for name in system.own}
    unknown = {name for system in systems for name in system.unknown - answered}
    return frozenset(name for name in unknown if law.facts[name].about is Subject.ORGANISATION)


def _organisation(
    before: Organisation, name: str, said: Mapping[str, tuple[Statement, str]], unknown: frozenset[str]
) -> tuple[Organisation, tuple[Change, ...]]:
    facts = {fact: known for fact, known in before.facts.items() if fact not in unknown}
    for fact, (statement, origin) in said.items():
        facts[fact] = merged(before.facts.get(fact), statement, origin=origin)
    after = Organisation(before.name or name, facts, (before.unknown | unknown) - facts.keys())
    renamed = (Change("name", before.name, after.name),) if before.name != after.name else ()
    return after, (*renamed, *laid_over(before.facts, facts, before.unknown, after.unknown))


def _matched(
    systems: Iterable[AISystem], register: Snapshot
) -> tuple[list[tuple[AISystem, Known | None]], list[Fault]]:
    """Find for each row the system it is about: by its reference or number in the public register, else by name."""
    by_name = {known.value.name.casefold(): known for known in register.systems}
    by_reference: dict[str, list[Known]] = {}
    by_number = {number: known for known in register.systems if (number := known.value.public_entry.get("lars"))}
    for known in register.systems:
        if known.value.reference:
            by_reference.setdefault(known.value.reference.casefold(), []).append(known)
    found: list[tuple[AISystem, Known | None]] = []
    faults: list[Fault] = []
    taken: dict[int, AISystem] = {}
    for system in systems:
        named = by_name.get(system.name.casefold())
        referred = by_reference.get(system.reference.casefold(), []) if system.reference else []
        numbered = by_number.get(system.public_entry.get("lars"))
        referred = [numbered] if numbered and not referred else referred
        match = named if named in referred or not referred else referred[0]
        if fault := _clash(system, match, named, referred, taken):
            faults.append(fault)
            continue
        if match is not None:
            taken[match.key] = system
        found.append((system, match))
    return found, faults


def _clash(
    system: AISystem, known: Known | None, named: Known | None, referred: list[Known], taken: Mapping[int, AISystem]
) -> Fault | None:
    """Why a row cannot be matched, if so."""
    if known is None:
        return None
    if len(referred) > 1 and named not in referred:
        return ambiguous_reference(system, [one.value.name for one in referred])
    if named is not None and named.key != known.key:
        return name_of_another(system, known.value.name)
    if known.key in taken:
        return same_reference(system, taken[known.key])
    return None


def _without_broken_links(
    matched: list[tuple[AISystem, Known | None]], register: Snapshot
) -> tuple[list[tuple[AISystem, Known | None]], list[Fault]]:
    """Leave out rows that link to a system that is nowhere; that may leave others without theirs."""
    faults: list[Fault] = []
    while True:
        found = {known.key for _, known in matched if known}
        here = {known.value.name.casefold() for known in register.systems if known.key not in found}
        here |= {system.name.casefold() for system, _ in matched}
        broken = [(pair, fault) for pair in matched if (fault := _broken_link(pair[0], here))]
        if not broken:
            return matched, faults
        faults += [fault for _, fault in broken]
        gone = {id(pair) for pair, _ in broken}
        matched = [pair for pair in matched if id(pair) not in gone]


def _broken_link(system: AISystem, here: set[str]) -> Fault | None:
    for link in system.links:
        if link.name.casefold() == system.name.casefold():
            return link_to_itself(system)
        if link.name.casefold() not in here:
            return link_to_nobody(system, link.name)
    return None


def _step(
    law: Law, system: AISystem, known: Known | None, organisation: Organisation, owners: Mapping[str, Owner]
) -> Step:
    owner = owners.get(system.owner.casefold())
    written = replace(system, owner=owner.name) if owner else system
    before = known.value if known else None
    after = _after(law, written, before, organisation)
    changes = [
        *(Change(name, was, now) for name, was, now in plain_fields(before, after) if was != now),
        *public_changes(before.public_entry if before else {}, after.public_entry),
        *laid_over(before.facts if before else {}, after.facts, _unknown(before), after.unknown),
    ]
    fate = Fate.NEW if known is None else Fate.CHANGED if changes else Fate.UNCHANGED
    return Step(fate, after, known, tuple(changes), owner)


def _after(law: Law, written: AISystem, before: AISystem | None, organisation: Organisation) -> AISystem:
    """The system as it would be afterwards."""
    facts = _facts_after(law, written, before, organisation)
    unknown = (_unknown(before) | (written.unknown - organisation.unknown)) - facts.keys()
    if before is None:
        return replace(written, facts=facts, unknown=unknown, public_entry=public_after(written, {}))
    written = _in_our_words(written, before)
    links = {(link.kind, link.name.casefold()): link for link in (*before.links, *written.links)}
    same_supplier = written.supplier.casefold() == before.supplier.casefold()
    return replace(
        before,
        name=written.name,
        archetype=written.archetype or before.archetype,
        purpose=written.purpose or before.purpose,
        owner=written.owner or before.owner,
        supplier=before.supplier if same_supplier else written.supplier or before.supplier,
        model=written.model or before.model,
        version=written.version or before.version,
        reference=written.reference or before.reference,
        channels=written.channels or before.channels,
        languages=written.languages or before.languages,
        customers=before.customers if written.customers is None else written.customers,
        life_cycle=written.life_cycle or before.life_cycle,
        retired_on=written.retired_on or before.retired_on,
        links=tuple(links.values()),
        facts=facts,
        unknown=unknown,
        public_entry=public_after(written, before.public_entry),
    )


def _in_our_words(written: AISystem, before: AISystem) -> AISystem:
    """What an entry calls and tells a system for the public is kept as that; in the register it stays what it is."""
    public = written.public_entry
    named, told = public.get("name") == written.name, public.get("description_short") == written.purpose
    return replace(
        written,
        name=before.name if named else written.name,
        purpose=before.purpose or written.purpose if told else written.purpose,
    )


def _facts_after(
    law: Law, written: AISystem, before: AISystem | None, organisation: Organisation
) -> dict[str, Statement]:
    """Its own answers: those there were, with the file's laid over; the starting point fills what nobody answered."""
    facts = dict(before.facts) if before else {}
    moved = before is None or written.archetype not in {"", before.archetype}
    for name, statement in written.facts.items():
        if name in written.own:
            said = merged(facts.get(name), statement, origin=written.place.file)
            if name in facts or not _shared(law, name, said, organisation, written.place.file):
                facts[name] = said
        elif moved and statement.source.startswith(FROM_ARCHETYPE) and name not in {*facts, *_unknown(before)}:
            facts[name] = statement
    return {name: statement for name, statement in facts.items() if name not in written.unknown}


def _shared(law: Law, name: str, said: Statement, organisation: Organisation, origin: str) -> bool:
    """Whether an answer about the organisation says what holds for all its systems already."""
    shared = organisation.facts.get(name) if law.facts[name].about is Subject.ORGANISATION else None
    return shared is not None and merged(shared, said, origin=origin) == shared


def _unknown(before: AISystem | None) -> frozenset[str]:
    return before.unknown if before else frozenset()


def _new_suppliers(steps: Iterable[Step], known: frozenset[str]) -> tuple[str, ...]:
    named = {step.value.supplier.casefold(): step.value.supplier for step in steps if step.value.supplier}
    return tuple(name for folded, name in sorted(named.items()) if folded not in known)


def _told(changes: Iterable[Change]) -> list[Any]:
    return [[change.field, change.before, change.after] for change in changes]


_FATES = {
    Fate.NEW: Text(nl="nieuw", en="new"),
    Fate.CHANGED: Text(nl="gewijzigd", en="changed"),
    Fate.UNCHANGED: Text(nl="blijft gelijk", en="stays the same"),
}
