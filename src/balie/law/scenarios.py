"""Scenarios: cases written beside the articles with what the law must make of them, and a runner for them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from balie.language import Text
from balie.law.answer import Answer
from balie.law.assessment import Assessment, classify
from balie.law.facts import Facts, Statement
from balie.law.faults import Fault, InvalidPack, Place
from balie.law.findings import DutyStatus
from balie.law.loading import read_statements, read_text
from balie.law.model import Law
from balie.law.risk import ClassRange
from balie.law.shapes import Reader, Refused
from balie.law.tree import Node, parse

# The state of the law the packs were written to; scenarios that say nothing else are about this day.
WRITTEN_ON = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class DutyScenario:
    """One duty, four ways: it applies, it does not, we cannot know, and the day before it starts."""

    duty: str
    starts: date
    does_not: Mapping[str, Statement]
    unknown: tuple[str, ...]
    given: Mapping[str, Statement] = field(default_factory=dict)
    archetype: str = ""
    published_by: date = WRITTEN_ON


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a case must come out as; only what is named is checked."""

    statutory: ClassRange | None = None
    in_force: ClassRange | None = None
    applies_from: date | None = None
    house: ClassRange | None = None
    review: bool | None = None
    duties: Mapping[str, DutyStatus] = field(default_factory=dict)
    roles: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseScenario:
    """A case and its outcome."""

    case: str
    expect: Outcome
    facts: Mapping[str, Statement] = field(default_factory=dict)
    archetype: str = ""
    applies_on: date = WRITTEN_ON
    published_by: date = WRITTEN_ON


@dataclass(frozen=True, slots=True)
class Check:
    """One thing checked: a readable name, where it stands, and what is wrong with it (empty when all is well)."""

    name: str
    place: Place
    problem: str


def check_scenarios(law: Law, paths: list[Path]) -> Iterator[Check]:
    """Run every scenario in these files. Raise `InvalidPack` for a file that cannot be read."""
    for path in paths:
        for place, scenario in read_scenarios(law, path):
            if isinstance(scenario, DutyScenario):
                yield from _check_duty(law, scenario, place)
            else:
                yield Check(scenario.case, place, "; ".join(_differences(law, scenario)))


def read_scenarios(law: Law, path: Path) -> list[tuple[Place, DutyScenario | CaseScenario]]:
    """Read one scenario file. Raise `InvalidPack` with everything wrong in it."""
    file = f"{path.parent.name}/{path.name}"
    root, reader, found = parse(read_text(path), file), Reader(), []
    listed = root.value.get("scenarios") if isinstance(root.value, dict) else None
    if listed is None or not isinstance(listed.value, tuple):
        reason = Text(nl="Hier hoort een lijst 'scenarios' te staan.", en="There should be a list 'scenarios' here.")
        raise InvalidPack([Fault("no-scenarios", Place(file, root.line), reason, _REPAIR)])
    for node in listed.value:
        place = Place(file, node.line)
        try:
            found.append((place, _read(law, reader, node, place)))
        except Refused:
            continue
    if reader.faults:
        raise InvalidPack(reader.faults)
    return found


def _read(law: Law, reader: Reader, node: Node, place: Place) -> DutyScenario | CaseScenario:
    if isinstance(node.value, dict) and "duty" in node.value:
        scenario = reader.read(DutyScenario, node, place)
        if scenario.duty not in law.duties or not scenario.unknown or not scenario.does_not:
            name = scenario.duty
            reason = Text(nl=f"'{name}' is onbekend of onvolledig.", en=f"'{name}' is unknown or incomplete.")
            reader.refuse("bad-scenario", place, reason, _REPAIR)
        given = _facts(law, reader, scenario.archetype, scenario.given, place)
        changed = _decided(read_statements(law, scenario.does_not.items(), place, reader.faults))
        return replace(scenario, given=given, does_not=changed)
    case = reader.read(CaseScenario, node, place)
    return replace(case, facts=_facts(law, reader, case.archetype, case.facts, place))


def _facts(law: Law, reader: Reader, archetype: str, written: Facts, place: Place) -> Facts:
    if archetype and archetype not in law.archetypes:
        reason = Text(nl=f"Uitgangspunt '{archetype}' bestaat niet.", en=f"Archetype '{archetype}' does not exist.")
        reader.refuse("unknown-archetype", place, reason, _REPAIR)
    start = law.archetypes[archetype].facts if archetype else {}
    forgotten = {name for name, statement in written.items() if _left_blank(statement)}
    own = _decided(read_statements(law, written.items(), place, reader.faults))
    return {name: s for name, s in {**start, **own}.items() if name not in forgotten}


def _left_blank(statement: Statement) -> bool:
    """Null in a scenario forgets an answer of the archetype; the value has not been read yet, so it can be anything."""
    written: object = statement.value
    return written is None


def _decided(facts: Facts) -> Facts:
    """A scenario is a thought experiment: its open norms count as decided."""
    return {name: replace(s, decided_by="scenario", reasons="scenario") for name, s in facts.items()}


def _check_duty(law: Law, scenario: DutyScenario, place: Place) -> Iterator[Check]:
    given, starts = scenario.given, scenario.starts
    forgotten = {name: s for name, s in given.items() if name not in scenario.unknown}
    tries = (
        ("applies", given, starts, {DutyStatus.IN_FORCE}),
        ("does not apply", {**given, **scenario.does_not}, starts, _NOT_NOW | {DutyStatus.ENDED}),
        ("cannot be known", forgotten, starts, {DutyStatus.UNKNOWN}),
        ("the day before it starts", given, starts - timedelta(days=1), _NOT_NOW),
    )
    for name, facts, day, wanted in tries:
        assessment = classify(law, facts, applies_on=day, published_by=scenario.published_by)
        status = next(found.status for found in assessment.duties if found.duty.id == scenario.duty)
        names = " or ".join(sorted(status.value for status in wanted))
        problem = "" if status in wanted else f"on {day} it is {status.value}, not {names}"
        yield Check(f"{scenario.duty}: {name}", place, problem)


def _differences(law: Law, scenario: CaseScenario) -> Iterator[str]:
    found = classify(law, scenario.facts, applies_on=scenario.applies_on, published_by=scenario.published_by)
    expect = scenario.expect
    pairs: list[tuple[str, object, object]] = [
        ("statutory", expect.statutory, found.statutory.range),
        ("in_force", expect.in_force, found.statutory.in_force),
        ("applies_from", expect.applies_from, found.statutory.applies_from),
        ("house", expect.house, found.house),
        ("review", expect.review, found.review),
    ]
    for name, wanted, got in pairs:
        if wanted is not None and wanted != got:
            yield f"{name} is {_shown(got)}, not {_shown(wanted)}"
    yield from _duty_differences(found, expect)
    roles = {str(role): answer for role, answer in found.roles.items()}
    for role, wanted_answer in expect.roles.items():
        if roles.get(role) != wanted_answer:
            yield f"role {role} is {roles.get(role)}, not {wanted_answer}"


def _duty_differences(found: Assessment, expect: Outcome) -> Iterator[str]:
    statuses = {duty.duty.id: duty.status for duty in found.duties}
    for name, wanted in expect.duties.items():
        if statuses.get(name) != wanted:
            yield f"duty {name} is {statuses.get(name, 'not a duty')}, not {wanted}"


def _shown(value: object) -> str:
    return f"{value.lowest.slug}..{value.highest.slug}" if isinstance(value, ClassRange) else str(value)


_NOT_NOW = {DutyStatus.DOES_NOT_APPLY, DutyStatus.AHEAD}
_REPAIR = Text(nl="docs/law.md beschrijft de vorm van scenario's.", en="docs/law.md describes the form of scenarios.")
