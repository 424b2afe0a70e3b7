"""Every scenario written beside the articles, one test each; and every duty has its four."""

from datetime import date

import jsonschema
import pytest

from balie.law import (
    SHIPPED,
    PackKind,
    check_scenarios,
    deep_faults,
    pack_folders,
    pack_schema,
    scenario_files,
    shipped_law,
)
from balie.law.scenarios import DutyScenario, read_scenarios
from balie.law.tree import parse

LAW = shipped_law()
FILES = scenario_files(pack_folders(SHIPPED))
CHECKS = list(check_scenarios(LAW, FILES))


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: f"{check.place.file}:{check.place.line} {check.name}")
def test_scenario(check):
    assert not check.problem, f"{check.place}: {check.problem}"


def duties_with_scenarios():
    found = (scenario for path in FILES for _, scenario in read_scenarios(LAW, path))
    return {scenario.duty for scenario in found if isinstance(scenario, DutyScenario)}


def test_every_duty_has_its_four_scenarios():
    assert sorted(LAW.duties.keys() - duties_with_scenarios()) == []


def test_every_rule_can_fire():
    assert [fault.say("en") for fault in deep_faults(LAW, date(2026, 11, 23))] == []


TELL = "rules:\n  - {id: r, provision: p1, when: {fact: talks, is: yes}, then: {duty: tell}}\n"
SINCE = "  - {id: s, provision: p1, when: {fact: since, at_least: 2026-01-01}, then: {class: high}}\n"
WRONG = """
scenarios:
  - case: wrong
    facts: {since: 2026-09-01}
    expect: {statutory: limited, duties: {tell: in_force}}
"""


def test_a_rule_nothing_can_fire_is_found(small_law):
    law = small_law(
        TELL.replace("{fact: talks, is: yes}", "{all: [{fact: talks, is: yes}, {fact: talks, is: no}]}") + SINCE
    )
    assert [fault.place.field for fault in deep_faults(law, date(2026, 11, 23))] == ["r"]


def test_a_scenario_that_does_not_come_true_is_told(small_law, tmp_path):
    path = tmp_path / "wrong.scenarios.yaml"
    path.write_text(WRONG, encoding="utf-8")
    (check,) = check_scenarios(small_law(TELL + SINCE), [path])
    assert check.problem == "statutory is high..high, not limited..limited; duty tell is unknown, not in_force"


@pytest.mark.parametrize(
    "path", [*FILES, *SHIPPED.glob("*/*.yaml")], ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_packs_follow_their_json_schema(path):
    def as_json(value):
        if isinstance(value, dict):
            return {key: as_json(item) for key, item in value.items()}
        if isinstance(value, list):
            return [as_json(item) for item in value]
        return value.isoformat() if isinstance(value, date) else value

    document = as_json(parse(path.read_text(encoding="utf-8"), path.name).plain())
    jsonschema.Draft202012Validator(pack_schema()).validate(document)


def test_house_packs_conclude_nothing_but_classes_and_duties():
    for rule in LAW.rules.values():
        if LAW.kind_of(rule.id) is PackKind.HOUSE:
            assert rule.then.duty or rule.then.risk is not None
