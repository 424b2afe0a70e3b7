"""Entries of the Dutch Algorithm Register: fixed fields become facts with their origin, running text never does."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from balie.law import ClassRange, Law, RiskClass
from balie.register.public_fields import CATEGORIES, STATUSES
from balie.register.reading import Reading, read
from balie.register.system import LifeCycle

Read = Callable[[str, str | bytes], Reading]
ENTRY: dict[str, Any] = {
    "name": "Aanvragen op volgorde zetten",
    "organization": "Gemeente Lommerdal",
    "description_short": "Zet aanvragen op volgorde. Dit is een chatbot die emoties herkent.",
    "status": "In gebruik",
    "begin_date": "2025-02",
    "publication_category": "Hoog-risico AI-systeem",
    "human_intervention": "Een medewerker beslist altijd zelf.",
    "process_index_url": "https://www.lommerdal.example/register",
    "provider": "Datadijk B.V.",
    "source_id": "LOM-1",
    "standard_version": "1.0",
}


def changed(**fields: object) -> str:
    return json.dumps({**ENTRY, **fields})


def test_fixed_fields_become_facts_with_the_field_they_came_from(reading: Read) -> None:
    (system,) = reading("a.json", changed()).portfolio.systems
    assert {name: (said.value, said.source) for name, said in system.facts.items()} == {
        "org_public_body": (True, "Algoritmeregister: organization"),
        "used_in_eu": (True, "Algoritmeregister: organization, status"),
        "used_under_own_authority": (True, "Algoritmeregister: organization, status"),
        "placed_on_market": (date(2025, 2, 1), "Algoritmeregister: begin_date 2025-02"),
        "processes_personal_data": (True, "Algoritmeregister: process_index_url"),
    }
    assert (system.organisation, system.supplier, system.reference) == ("Gemeente Lommerdal", "Datadijk B.V.", "LOM-1")
    assert system.life_cycle is LifeCycle.LIVE


def test_running_text_never_becomes_a_fact(reading: Read) -> None:
    plain = reading("a.json", changed()).portfolio.systems[0]
    texts = {"description_short": "x", "human_intervention": "y", "goal": "z", "methods_and_models": "neuraal netwerk"}
    assert reading("a.json", changed(**texts)).portfolio.systems[0].facts == plain.facts


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param(lambda entry: entry, id="one entry"),
        pytest.param(lambda entry: [entry], id="a list"),
        pytest.param(lambda entry: {"algorithms": [entry]}, id="an export of the register"),
    ],
)
def test_every_shape_an_export_comes_in(reading: Read, shape: Callable[[object], object]) -> None:
    found = reading("a.json", json.dumps(shape(ENTRY)))
    assert [system.name for system in found.portfolio.systems] == [ENTRY["name"]]


def test_what_is_still_being_made_is_not_in_use(reading: Read) -> None:
    (system,) = reading("a.json", changed(status="In ontwikkeling")).portfolio.systems
    assert system.life_cycle is LifeCycle.TEST
    assert {"used_in_eu", "used_under_own_authority", "placed_on_market"}.isdisjoint(system.facts)


def test_a_month_in_which_the_law_turns_stays_a_question(reading: Read) -> None:
    (system,) = reading("a.json", changed(begin_date="2026-08")).portfolio.systems
    assert "placed_on_market" not in system.facts


@pytest.mark.parametrize(
    ("category", "found", "contradicts"),
    [
        pytest.param(
            CATEGORIES[0], (RiskClass.MINIMAL, RiskClass.LIMITED), True, id="declared high, found limited at most"
        ),
        pytest.param(CATEGORIES[0], (RiskClass.MINIMAL, RiskClass.HIGH), False, id="declared high, may still be"),
        pytest.param(CATEGORIES[1], (RiskClass.HIGH, RiskClass.HIGH), True, id="declared impactful, found high"),
        pytest.param(CATEGORIES[2], (RiskClass.MINIMAL, RiskClass.LIMITED), False, id="declared other, found limited"),
    ],
)
def test_the_declared_category_is_compared_and_not_taken_over(
    reading: Read, category: str, found: tuple[RiskClass, RiskClass], contradicts: bool
) -> None:
    (system,) = reading("a.json", changed(publication_category=category)).portfolio.systems
    assert system.declared is not None
    assert system.declared.contradicts(ClassRange(*found)) is contradicts


FAULTS = [
    pytest.param({"status": "In gebuik"}, "not-in-standard", "status", "'In gebruik'", id="a status with a slip"),
    pytest.param(
        {"publication_category": "Hoog risico"}, "not-in-standard", "publication_category", CATEGORIES[0], id="category"
    ),
    pytest.param({"begin_date": "tb_date"}, "not-a-month", "begin_date", "2023-01", id="no month"),
    pytest.param({"begin_date": "2025-13"}, "not-a-month", "begin_date", "2023-01", id="a thirteenth month"),
    pytest.param({"end_date": "2025-02-01"}, "not-a-month", "end_date", "2023-01", id="a day"),
    pytest.param({"standard_version": "0.4.0"}, "other-standard", "standard_version", "1.0", id="an older standard"),
    pytest.param({"name": ""}, "no-name", "name", "naam", id="no name"),
]


@pytest.mark.parametrize(("fields", "code", "field", "words"), FAULTS)
def test_an_entry_with_a_fault_is_refused_and_the_others_go_on(
    reading: Read, fields: dict[str, object], code: str, field: str, words: str
) -> None:
    bad, good = {**ENTRY, **fields}, {**ENTRY, "name": "Een ander"}
    found = reading("a.json", json.dumps({"algorithms": [bad, good, "los woord"]}))
    assert [fault.code for fault in found.faults] == [code, "not-a-system"]
    assert found.faults[0].place.field == f"algorithms[0].{field}"
    assert words in found.faults[0].say("nl")
    assert [system.name for system in found.portfolio.systems] == ["Een ander"]


def test_an_organisation_may_add_answers_of_its_own(reading: Read) -> None:
    (system,) = reading("a.json", changed(feiten={"interacts_directly": "nee"})).portfolio.systems
    assert system.facts["interacts_directly"].value is False


def test_the_words_of_the_standard_are_ours(comparison: Callable[[str], Path]) -> None:
    path = comparison("formats/algoritmeregister/derived_v1_0.schema.json")
    fields = json.loads(path.read_text())["properties"]
    assert tuple(fields["status"]["x-config"]["permitted_values"]) == STATUSES
    assert tuple(fields["publication_category"]["x-config"]["permitted_values"]) == CATEGORIES
    used = {"name", "organization", "description_short", "provider", "source_id", "lars", "begin_date", "end_date",
            "process_index_url", "standard_version"}  # fmt: skip
    assert used <= fields.keys()


def test_the_samples_of_the_standard_are_told_what_is_wrong_with_them(
    comparison: Callable[[str], Path], law: Law
) -> None:
    found = read(comparison("formats/algoritmeregister/algorithm_1_v1_0.json"), law)
    assert {fault.place.field for fault in found.faults} == {"algorithms[0].begin_date", "algorithms[0].end_date"}
