"""The same systems in every format come out as the same values."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date, datetime

import pytest

from balie.law import RiskClass, Statement
from balie.register.reading import Reading
from balie.register.system import LifeCycle

Read = Callable[[str, str | bytes], Reading]
HEADINGS = [
    "naam",
    "status",
    "kanalen",
    "org_size",
    "interacts_directly",
    "generates",
    "placed_on_market",
    "org_turnover",
    "obvious_to_reasonable_person",
    "obvious_to_reasonable_person.decided_by",
    "obvious_to_reasonable_person.reasons",
]
ROW = [
    "Wim",
    "live",
    "webchat, whatsapp",
    "large",
    "ja",
    "text; audio",
    "6-10-2025",
    "12500000",
    "nee",
    "S. Hoekstra",
    "Hij schrijft als een mens.",
]
YAML = """
organisatie: Wadlicht
systemen:
  - naam: Wim
    status: live
    kanalen: [webchat, whatsapp]
    feiten:
      org_size: large
      interacts_directly: ja
      generates: [text, audio]
      placed_on_market: 2025-10-06
      org_turnover: 12500000
      obvious_to_reasonable_person:
        value: nee
        decided_by: S. Hoekstra
        reasons: Hij schrijft als een mens.
"""


def as_csv(delimiter: str = ",", before: str = "") -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows([HEADINGS, ROW])
    return before + file.getvalue()


def in_workbook(workbook: Callable[..., bytes]) -> bytes:
    row = [*ROW]
    row[4], row[6], row[7] = True, datetime.fromisoformat("2025-10-06"), 12_500_000.0
    return workbook([["Onze AI-systemen"], [], HEADINGS, row, [None] * 3])


FILES = [
    pytest.param("a.yaml", YAML, id="YAML"),
    pytest.param("a.yml", "\ufeff" + YAML, id="YAML with a byte order mark"),
    pytest.param("a.json", json.dumps([dict(zip(HEADINGS, ROW, strict=True))]), id="JSON, flat"),
    pytest.param(
        "a.json",
        json.dumps(
            {
                "systems": [
                    {
                        "name": "Wim",
                        "status": "live",
                        "channels": ["webchat", "whatsapp"],
                        "facts": dict(zip(HEADINGS[3:], ROW[3:], strict=True)),
                    }
                ]
            }
        ),
        id="JSON, with facts apart",
    ),
    pytest.param("a.csv", as_csv(), id="CSV with commas"),
    pytest.param("a.csv", as_csv(";"), id="CSV with semicolons"),
    pytest.param("a.tsv", as_csv("\t"), id="CSV with tabs"),
    pytest.param("a.csv", as_csv(";", "\ufeff"), id="CSV with a byte order mark"),
    pytest.param("a.csv", as_csv(";", "sep=;\r\n"), id="CSV that names its delimiter"),
    pytest.param("a.csv", as_csv("\t", "\ufeff").encode("utf-16-le"), id="CSV in UTF-16, as Excel calls Unicode"),
    pytest.param("a.xlsx", in_workbook, id="a workbook with a title above the headings"),
]


@pytest.mark.parametrize(("name", "content"), FILES)
def test_a_system_reads_the_same_from_every_format(
    reading: Read, workbook: Callable[..., bytes], name: str, content: str | bytes | Callable[..., bytes]
) -> None:
    found = reading(name, content(workbook) if callable(content) else content)
    assert (found.faults, found.notices) == ((), ())
    (system,) = found.portfolio.systems
    assert (system.name, system.life_cycle, system.channels) == ("Wim", LifeCycle.LIVE, ("webchat", "whatsapp"))
    assert {fact: said.value for fact, said in system.facts.items()} == {
        "org_size": "large",
        "interacts_directly": True,
        "generates": frozenset({"text", "audio"}),
        "placed_on_market": date(2025, 10, 6),
        "org_turnover": 12_500_000,
        "obvious_to_reasonable_person": False,
    }
    said = system.facts["obvious_to_reasonable_person"]
    assert (said.decided_by, said.reasons) == ("S. Hoekstra", "Hij schrijft als een mens.")
    assert {statement.source for statement in system.facts.values()} == {system.place.file}
    assert system.place.file.startswith(name)


def test_one_system_without_a_list_around_it(reading: Read) -> None:
    assert reading("a.yaml", "naam: Wim\n").portfolio.systems[0].name == "Wim"


def test_what_the_organisation_says_holds_for_each_of_its_systems(reading: Read) -> None:
    found = reading(
        "a.yaml",
        "organisatie: {naam: Wadlicht, feiten: {org_size: large, org_public_body: nee}}\n"
        "systemen: [{naam: Wim}, {naam: Ans, org_size: small, organisatie: Dochter}]\n",
    )
    wim, ans = found.portfolio.systems
    assert (wim.organisation, wim.facts["org_size"].value) == ("Wadlicht", "large")
    assert (ans.organisation, ans.facts["org_size"].value) == ("Dochter", "small")
    assert ans.facts["org_public_body"].value is False


def test_own_answers_go_before_those_of_the_archetype(reading: Read, law) -> None:
    found = reading("a.yaml", "[{naam: Wim, archetype: chatbot-llm, uses_gpai_model: nee, records_calls: '?'}]")
    (wim,) = found.portfolio.systems
    start = law.archetypes["chatbot-llm"].facts
    assert start["uses_gpai_model"].value is True
    assert wim.facts["uses_gpai_model"] == Statement(False, source="a.yaml")
    assert wim.facts["interacts_directly"].source == "archetype chatbot-llm"
    assert wim.archetype == "chatbot-llm"


def test_saying_that_something_is_unknown_takes_back_the_archetype(reading: Read, law) -> None:
    assert "interacts_directly" in law.archetypes["chatbot-llm"].facts
    for word in ("weet niet", "Unknown", "onbekend", "?"):
        found = reading("a.json", json.dumps([{"naam": "Wim", "archetype": "chatbot-llm", "interacts_directly": word}]))
        assert "interacts_directly" not in found.portfolio.systems[0].facts


def test_leaving_an_answer_empty_keeps_the_archetype(reading: Read) -> None:
    found = reading("a.csv", "naam,archetype,interacts_directly\nWim,chatbot-llm,\n")
    assert found.portfolio.systems[0].facts["interacts_directly"].value is True


def test_an_open_norm_with_a_bare_answer_is_kept_but_does_not_count(reading: Read) -> None:
    found = reading("a.yaml", "[{naam: Wim, obvious_to_reasonable_person: nee}]")
    assert found.faults == ()
    assert [notice.code for notice in found.notices] == ["open-norm-undecided"]
    assert "'obvious_to_reasonable_person.decided_by'" in found.notices[0].say("nl")
    assert not found.portfolio.systems[0].facts["obvious_to_reasonable_person"].reasoned


VALUES = [
    pytest.param("interacts_directly", "NEE", False, id="nee in capitals"),
    pytest.param("interacts_directly", "waar", True, id="waar"),
    pytest.param("interacts_directly", 1, True, id="a one"),
    pytest.param("generates", "geen", frozenset(), id="none of these"),
    pytest.param("generates", [], frozenset(), id="an empty list"),
    pytest.param("generates", "text|audio", frozenset({"text", "audio"}), id="bars between choices"),
    pytest.param("org_turnover", "12.500.000", 12_500_000, id="a number as the Dutch write it"),
    pytest.param("org_turnover", "12,500,000", 12_500_000, id="a number as the English write it"),
    pytest.param("placed_on_market", "2-12-2027", date(2027, 12, 2), id="a Dutch date: day first"),
    pytest.param("placed_on_market", "02/12/2027", date(2027, 12, 2), id="a date with slashes: day first"),
    pytest.param("placed_on_market", "2027-12-02", date(2027, 12, 2), id="an ISO date"),
]


@pytest.mark.parametrize(("fact", "raw", "value"), VALUES)
def test_answers_as_people_write_them(reading: Read, fact: str, raw: object, value: object) -> None:
    found = reading("a.json", json.dumps([{"naam": "Wim", fact: raw}]))
    assert found.faults == ()
    assert found.portfolio.systems[0].facts[fact].value == value


def test_the_words_of_a_choice_do_as_well_as_its_id(reading: Read, law) -> None:
    fact = law.facts["developed_by"]
    for option in fact.options:
        for words in (option.id.upper(), option.nl.upper(), option.en):
            found = reading("a.json", json.dumps([{"naam": "Wim", "developed_by": words}]))
            assert found.portfolio.systems[0].facts["developed_by"].value == option.id


def test_the_question_does_as_well_as_the_id_of_a_fact(reading: Read, law) -> None:
    for fact in law.facts.values():
        for words in (fact.id.upper(), fact.question.nl, fact.question.en.upper(), fact.id.replace("_", " ")):
            found = reading("a.json", json.dumps([{"naam": "Wim", words: "?"}]))
            assert found.faults == (), words


@pytest.mark.parametrize("stage", LifeCycle)
def test_the_life_of_a_system_in_words(reading: Read, stage: LifeCycle) -> None:
    for words in (stage.value, stage.label.nl, stage.label.en.upper()):
        (system,) = reading("a.json", json.dumps([{"naam": "Wim", "status": words}])).portfolio.systems
        assert system.life_cycle is stage


def test_rows_that_contradict_each_other_on_their_organisation_are_told_with_both_values(reading: Read) -> None:
    rows = "Wim,large,\nAns,large,\nBob,small,\nCor,small,Dochter\nDik,,\n"
    found = reading("a.csv", f"naam,org_size,organisatie\n{rows}")
    assert (found.faults, len(found.portfolio.systems)) == ((), 5)
    (notice,) = found.notices
    assert notice.code == "organisation-differs"
    said = notice.say("nl")
    assert "(2 keer)" in said
    assert "(1 keer)" in said


def test_one_answer_for_the_whole_organisation_needs_no_words(reading: Read) -> None:
    assert reading("a.csv", "naam,org_size\nWim,large\nAns,large\nBob,?\n").notices == ()


def test_a_note_of_ones_own_is_left_alone(reading: Read) -> None:
    found = reading("a.csv", "naam,# intern,opmerking\nWim,geheim,let op\n")
    assert (found.faults, len(found.portfolio.systems)) == ((), 1)


@pytest.mark.parametrize(
    ("words", "lowest", "highest"),
    [
        pytest.param("hoog", RiskClass.HIGH, RiskClass.HIGH, id="hoog"),
        pytest.param("Limited risk", RiskClass.LIMITED, RiskClass.LIMITED, id="limited risk"),
        pytest.param("verboden", RiskClass.PROHIBITED, RiskClass.PROHIBITED, id="verboden"),
    ],
)
def test_a_class_somebody_declared(reading: Read, words: str, lowest: RiskClass, highest: RiskClass) -> None:
    declared = reading("a.json", json.dumps([{"naam": "Wim", "opgegeven klasse": words}])).portfolio.systems[0].declared
    assert declared is not None
    assert (declared.words, declared.lowest, declared.highest) == (words, lowest, highest)
