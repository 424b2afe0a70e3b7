"""The dates in the packs are those of the research: the tables of provisions are read, row by row."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from balie.law import Provision, Status, shipped_law

LAW = shipped_law()
TODAY = date(2026, 11, 23)

_PROSE = re.compile(
    r"""(?P<applies>\d{4}-\d\d-\d\d)
        (?:\ \(new\ wording\ (?P<reworded>\d{4}-\d\d-\d\d)\)
        |\ \(legacy\ until\ (?P<legacy>\d{4}-\d\d-\d\d)\)
        |\ \(adapt\ by\ (?P<adapt>\d{4}-\d\d-\d\d)\)
        |\ formally;\ in\ effect\ (?P<effective>\d{4}-\d\d-\d\d)\ \(needs\ Art\.\ 6\)
        )?""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Dates:
    """What the research says about one provision. No `applies`: it is not law."""

    applies: date | None = None
    reworded: date | None = None
    legacy: date | None = None
    adapt: date | None = None
    effective: date | None = None


def read_cell(cell: str) -> Dates:
    """Read the cell "applies from". Raise `ValueError` on wording we do not know."""
    if cell == "not law / n.a.":
        return Dates()
    match = _PROSE.fullmatch(cell)
    if match is None:
        raise ValueError(f"cannot read {cell!r}")
    return Dates(**{name: date.fromisoformat(day) for name, day in match.groupdict().items() if day})


def read_tables(report: str) -> dict[str, Dates]:
    """Read every table that has the columns "id" and "applies from"."""
    found: dict[str, Dates] = {}
    heading: list[str] = []
    for line in report.splitlines():
        if not line.startswith("|"):
            heading = []
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        heading = heading or cells
        if {"id", "applies from"} <= set(heading) and cells != heading and set(cells[0]) != {"-"}:
            row = dict(zip(heading, cells, strict=True))
            found[row["id"]] = read_cell(row["applies from"])
    return found


@pytest.fixture(scope="module")
def researched(comparison: Callable[[str], Path]) -> dict[str, Dates]:
    """What the report says, per provision."""
    return read_tables(comparison("law/REPORT.md").read_text(encoding="utf-8"))


def first_day(provision: Provision) -> date | None:
    """First day the provision applies by what is published now."""
    known = provision.known(TODAY)
    return known[0].applies.start if known else None


def effective_day(provision: Provision) -> date | None:
    """Day on which it can first have effect, where that is later than the day it formally applies."""
    return next((version.effective.start for version in provision.known(TODAY) if version.effective), None)


def legacy_days(provision_id: str) -> set[date]:
    """Days on which an exception for what was there before runs out."""
    excused = {rule.id for rule in LAW.rules.values() if rule.provision == provision_id}
    exceptions = [rule for rule in LAW.rules.values() if rule.then.excepts and excused & set(rule.then.excepts.rules)]
    periods = [version.applies for rule in exceptions for version in LAW.provisions[rule.provision].known(TODAY)]
    return {period.until for period in periods if period.until}


def test_both_tables_are_read_whole(researched: dict[str, Dates]) -> None:
    assert len(researched) == 96


def test_every_researched_provision_is_in_a_pack(researched: dict[str, Dates]) -> None:
    assert researched.keys() - LAW.provisions.keys() == set()


def test_provisions_apply_from_the_researched_day(researched: dict[str, Dates]) -> None:
    assert {name: first_day(LAW.provisions[name]) for name in researched} == {
        name: dates.applies for name, dates in researched.items()
    }


def test_what_formally_applies_has_effect_from_the_researched_day(researched: dict[str, Dates]) -> None:
    assert {name: effective_day(LAW.provisions[name]) for name in researched} == {
        name: dates.effective or dates.adapt for name, dates in researched.items()
    }


def test_new_wording_applies_from_the_researched_day(researched: dict[str, Dates]) -> None:
    reworded = {name: dates.reworded for name, dates in researched.items() if dates.reworded}
    assert reworded
    assert {name: LAW.provisions[name].known(TODAY)[-1].applies.start for name in reworded} == reworded


def test_grace_for_what_was_there_before_ends_on_the_researched_day(researched: dict[str, Dates]) -> None:
    legacy = {name: {dates.legacy} for name, dates in researched.items() if dates.legacy}
    assert legacy
    assert {name: legacy_days(name) for name in legacy} == legacy


def test_what_is_not_law_is_only_announced(researched: dict[str, Dates]) -> None:
    announced = {name for name in researched if LAW.provisions[name].status is Status.ANNOUNCED}
    assert announced == {name for name, dates in researched.items() if dates.applies is None}


@pytest.mark.parametrize(
    ("cell", "dates"),
    [
        pytest.param("2026-08-02", Dates(date(2026, 8, 2)), id="a day"),
        pytest.param("not law / n.a.", Dates(), id="no law"),
        pytest.param(
            "2025-02-02 (new wording 2026-07-27)", Dates(date(2025, 2, 2), reworded=date(2026, 7, 27)), id="new wording"
        ),
        pytest.param(
            "2026-08-02 formally; in effect 2027-12-02 (needs Art. 6)",
            Dates(date(2026, 8, 2), effective=date(2027, 12, 2)),
            id="no effect yet",
        ),
    ],
)
def test_a_cell_is_read_as_a_person_reads_it(cell: str, dates: Dates) -> None:
    assert read_cell(cell) == dates


def test_a_cell_we_cannot_read_is_refused() -> None:
    with pytest.raises(ValueError, match="somewhere in 2027"):
        read_cell("somewhere in 2027")
