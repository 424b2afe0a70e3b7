"""Every ready-made starting point comes out as it promises, and the promises are those of the researched use cases."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from balie.law import Archetype, Assessment, RiskClass, Statement, classify, open_questions, shipped_law

LAW = shipped_law()
TODAY = date(2026, 11, 23)
BALIE = "Balie (uitgangspunt)"

ARCHETYPES = [
    pytest.param(archetype, id=f"{archetype.use_case}-{archetype.id}") for archetype in LAW.archetypes.values()
]
SETTLED = [
    pytest.param(a, id=f"{a.use_case}-{a.id}") for a in LAW.archetypes.values() if a.expect.statutory != "review"
]
HINGING = [
    pytest.param(a, id=f"{a.use_case}-{a.id}") for a in LAW.archetypes.values() if a.expect.statutory == "review"
]


def assess(archetype: Archetype, **changed: Statement) -> Assessment:
    """Judge the starting point on the day the research was closed, with some answers changed."""
    return classify(LAW, {**archetype.facts, **changed}, applies_on=TODAY, published_by=TODAY)


def by_use_case(use_case: str) -> Archetype:
    """Return the one starting point of a use case."""
    (found,) = [archetype for archetype in LAW.archetypes.values() if archetype.use_case == use_case]
    return found


def test_the_46_use_cases_are_covered_once_each() -> None:
    assert Counter(archetype.use_case for archetype in LAW.archetypes.values()) == {
        f"uc{number:02d}": 1 for number in range(1, 47)
    }


@pytest.mark.parametrize("archetype", SETTLED)
def test_the_statutory_class_is_exactly_the_one_listed(archetype: Archetype) -> None:
    assessment = assess(archetype)
    statutory = assessment.statutory
    assert (statutory.lowest.slug, statutory.highest.slug) == (archetype.expect.statutory,) * 2
    assert not assessment.review


@pytest.mark.parametrize("archetype", HINGING)
def test_what_hinges_on_an_open_norm_is_up_for_review(archetype: Archetype) -> None:
    assessment = assess(archetype)
    assert assessment.statutory.lowest < assessment.statutory.highest
    assert assessment.review


@pytest.mark.parametrize("archetype", ARCHETYPES)
def test_the_house_class_is_the_floor_listed(archetype: Archetype) -> None:
    house = assess(archetype).house
    assert house.lowest == house.highest == archetype.expect.house


@pytest.mark.parametrize("archetype", ARCHETYPES)
def test_the_articles_named_are_among_those_that_may_have_effect(archetype: Archetype) -> None:
    having_effect = {finding.provision.id for finding in assess(archetype).findings if finding.possible}
    assert set(archetype.expect.cites) <= having_effect


@pytest.mark.parametrize("archetype", ARCHETYPES)
def test_only_undecided_open_norms_can_still_change_the_class(archetype: Archetype) -> None:
    still_changing = {question.fact.id for question in open_questions(assess(archetype)) if question.changes_class}
    assert {fact for fact in still_changing if LAW.facts[fact].open_norm is None} == set()


@pytest.mark.parametrize("archetype", ARCHETYPES)
def test_answers_about_the_organisation_are_left_to_the_organisation(archetype: Archetype) -> None:
    assert {fact for fact in archetype.facts if LAW.facts[fact].about == "organisation"} == set()


@pytest.mark.parametrize("archetype", ARCHETYPES)
def test_open_norms_are_decided_with_our_name_and_a_source(archetype: Archetype) -> None:
    decided = {fact: said for fact, said in archetype.facts.items() if LAW.facts[fact].open_norm}
    assert {
        fact for fact, said in decided.items() if said.decided_by != BALIE or "richtsnoeren" not in said.reasons
    } == set()


@pytest.mark.parametrize(
    ("use_case", "changed", "statutory", "effective"),
    [
        pytest.param(
            "uc01",
            {"infers_from_input": True},
            "limited",
            "limited",
            id="a menu bot that gets a model must say it is AI",
        ),
        pytest.param(
            "uc08", {"error_can_block_access": True}, "minimal", "high", id="a transcript that can lock a customer out"
        ),
        pytest.param(
            "uc13",
            {"infers_emotions_from": frozenset({"voice"})},
            "high",
            "prohibited",
            id="sentiment from the voice too",
        ),
        pytest.param(
            "uc14", {"worker_on_same_channel": True}, "prohibited", "prohibited", id="mono audio with the agent on it"
        ),
        pytest.param(
            "uc17",
            {"decides_on_work": frozenset({"performance_monitoring"})},
            "high",
            "high",
            id="hints kept as scores",
        ),
        pytest.param(
            "uc28",
            {"decides_on_services": frozenset({"life_health_insurance"})},
            "high",
            "high",
            id="no fraud exception in 5(c)",
        ),
        pytest.param(
            "uc32",
            {"decides_on_services": frozenset({"public_benefits"}), "on_behalf_of_public_body": True},
            "high",
            "high",
            id="an information bot that says whether you are entitled",
        ),
        pytest.param(
            "uc35",
            {"emergency_role": frozenset({"classifies_emergency_calls"})},
            "high",
            "high",
            id="a transcript that also ranks calls",
        ),
    ],
)
def test_one_other_answer_gives_the_class_that_belongs_to_it(
    use_case: str, changed: dict[str, bool | frozenset[str]], statutory: str, effective: str
) -> None:
    assessment = assess(by_use_case(use_case), **{fact: Statement(value) for fact, value in changed.items()})
    assert assessment.statutory.lowest.slug == assessment.statutory.highest.slug == statutory
    assert assessment.effective.lowest.slug == effective


@pytest.mark.parametrize(
    ("use_case", "decided", "statutory"),
    [
        pytest.param("uc36", {"incident_line_is_emergency": True}, "high", id="a gas leak line that is emergency help"),
        pytest.param("uc36", {"incident_line_is_emergency": False}, "minimal", id="a breakdown line that is not"),
        pytest.param(
            "uc38", {"distorts_behaviour": True, "significant_harm": True}, "prohibited", id="a lie that does harm"
        ),
        pytest.param("uc38", {"significant_harm": False}, "limited", id="a lie without significant harm"),
        pytest.param(
            "uc41", {"altered_voice_is_deep_fake": True}, "limited", id="an altered voice that is a deep fake"
        ),
        pytest.param("uc41", {"altered_voice_is_deep_fake": False}, "minimal", id="an altered voice that is not"),
    ],
)
def test_a_named_decision_settles_what_hinged_on_it(use_case: str, decided: dict[str, bool], statutory: str) -> None:
    signed = {
        fact: Statement(value, decided_by="M. de Vries, jurist", reasons="Gewogen.") for fact, value in decided.items()
    }
    assessment = assess(by_use_case(use_case), **signed)
    assert assessment.statutory.lowest.slug == assessment.statutory.highest.slug == statutory
    assert not assessment.review


def test_emotion_in_customers_voices_is_limited_today_and_high_from_december_2027() -> None:
    statutory = assess(by_use_case("uc14")).statutory
    assert statutory.in_force.lowest == statutory.in_force.highest == RiskClass.LIMITED
    assert statutory.applies_from == date(2027, 12, 2)


# What the research writes behind a use case, and the provisions that carry it. Empty: a definition, an exception that
# keeps the rule away, a screen that is answered "no", a guideline paragraph, or a law that is not in a pack.
CITES: dict[str, tuple[str, ...]] = {
    "3(1)": (),
    "3(36)": (),
    "3(39)": (),
    "3(40)": (),
    "rec. 12": (),
    "4": ("aia-4",),
    "4(b) outside per draft 278": (),
    "5(1)(a)": ("aia-5-1-a",),
    "5(1)(a)/(b) screen": (),
    "5(1)(b)": ("aia-5-1-b",),
    "5(1)(b),(c) screen": (),
    "5(1)(ba) safeguards": ("aia-5-1-ba",),
    "5(1)(c)": ("aia-5-1-c",),
    "5(1)(d) screen": (),
    "5(1)(f)": ("aia-5-1-f",),
    "5(1)(g)": ("aia-5-1-g",),
    "5(d)": ("aia-a3-5d",),
    "6(2)": ("aia-a3-5b",),  # Art. 6(2) works through the point of Annex III that the chatbot now decides on
    "25(1)(c)": ("aia-25",),
    "26(7)": ("aia-26-7",),
    "26(8)": ("aia-26-8",),
    "27": ("aia-27",),
    "43(1)": ("aia-43",),
    "49(3)": ("aia-26-8",),
    "50(1)": ("aia-50-1",),
    "50(2)": ("aia-50-2",),
    "50(2) exception for format conversion": (),
    "50(2) exception if meaning unchanged": (),
    "50(2) provider marking may apply": ("aia-50-2",),
    "50(3)": ("aia-50-3",),
    "50(3) now": ("aia-50-3",),
    "50(4)": ("aia-50-4a",),
    "50(4)?": ("aia-50-4a",),
    "50(5)": ("aia-50-5",),
    "86": ("aia-86",),
    "Annex III 1(a)": ("aia-a3-1a",),
    "Annex III 1(a) exclusion": (),
    "Annex III 1(c)": ("aia-a3-1c",),
    "Annex III 2": ("aia-a3-2",),
    "Annex III 4(a)": ("aia-a3-4a",),
    "Annex III 4(b)": ("aia-a3-4b",),
    "Annex III 5(a)": ("aia-a3-5a",),
    "Annex III 5(b)": ("aia-a3-5b",),
    "Annex III 5(b) exception": (),
    "Annex III 5(c)": ("aia-a3-5c",),
    "Annex III 5(d)": ("aia-a3-5d",),
    "BW 6:193a ff.": ("nl-bw-193a",),
    "CCD2": ("ccd2-18",),
    "CRD 6(1)(ea)": ("crd-6-1-ea",),
    "GDPR": ("avg-5", "avg-6"),
    "GDPR 21-22": ("avg-21", "avg-22"),
    "GDPR 22": ("avg-22",),
    "GDPR 9, 22": ("avg-9", "avg-22"),
    "GDPR 9/UAVG 29": ("avg-9", "uavg-29"),
    "WOR": (),
    "draft 272": (),
    "draft 5(d) outside": (),
    "guidelines 31": (),
}
# The floor of transcription depends on whether an error can block access: "no" in the starting point, "yes" in the
# table of one other answer above.
FLOORS = {"high_if_gatekeeper": "minimal"}


def test_the_starting_points_promise_what_the_research_found(comparison: Callable[[str], Path]) -> None:
    researched = yaml.safe_load(comparison("law/usecases.yaml").read_text(encoding="utf-8"))
    assert {row["id"]: _promise(by_use_case(row["id"])) for row in researched} == {
        row["id"]: _found(row) for row in researched
    }


def _promise(archetype: Archetype) -> dict[str, object]:
    expect = archetype.expect
    return {
        "statutory": expect.statutory,
        "house": expect.house.slug,
        "basis": expect.basis.value,
        "cites": set(expect.cites),
    }


def _found(row: dict[str, Any]) -> dict[str, object]:
    return {
        "statutory": row["statutory"],
        "house": FLOORS.get(row["house_min"], row["house_min"]),
        "basis": row["basis"],
        "cites": {provision for cite in row["cites"] for provision in CITES[cite]},
    }
